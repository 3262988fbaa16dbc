"""What the range test advises, beside a sweep that knows better."""

from __future__ import annotations

import re

import numpy as np
import pytest

from nnviz.core.measures import curves
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.ruler import Suggestion, range_training, suggestion
from nnviz.study.sweep import LEARNING_RATES, sweep
from nnviz.ui.learning_rate.range_finder import range_sentences


@pytest.fixture(scope="module")
def swept(network, penguin_split):
    """All learning rates with momentum: whole runs end worse than they began from η = 0.464 on."""
    return sweep(network, penguin_split, Training("momentum"), LEARNING_RATES)


def test_a_suggestion_beyond_the_edge_of_the_sweep_is_taken_back(network, penguin_split, swept):
    test = range_training(Training("momentum"))
    loss = curves(train(network, penguin_split, test), penguin_split).train_loss[1:]
    found = suggestion(test.learning_rates, loss)
    assert found.blow_up / 10 > swept.edge.unstable > swept.edge.stable > found.steepest
    (advice,) = [
        one
        for one in range_sentences(found, float(loss.min()), swept)
        if one.startswith("Practitioners begin")
    ]
    assert "a tenth of the one that blows up, but here that lies beyond the edge" in advice
    (rate,) = re.findall(r"\*\*η = (.*?)\*\*", advice)
    assert rate == number(found.steepest)
    *_, alone = range_sentences(found, float(loss.min()), None)
    assert f"a tenth of the one that blows up, **η = {number(found.blow_up / 10)}**" in alone


def test_one_leap_of_plain_descent_is_no_blow_up_and_careful_advice_is_called_so(
    network, penguin_split
):
    """In this test one epoch ends high, at η = 1.42, and all after it end low again."""
    test = range_training(Training("sgd"))
    loss = curves(train(network, penguin_split, test), penguin_split).train_loss[1:]
    leap = int(np.argmin(np.abs(test.learning_rates - 1.42)))
    assert loss[leap] > 100 * loss[:leap].min()
    assert loss[-5:].max() < 0.01
    found = suggestion(test.learning_rates, loss)
    whole = sweep(network, penguin_split, Training("sgd"), (0.03, 0.3, 3.0))
    said = range_sentences(found, float(loss.min()), whole)
    assert "never blows up for long" in said[0]
    assert f"careful: of the whole runs above, the one at η = {number(whole.best_rate)}" in said[-1]
    assert whole.best_rate > 3 * found.steepest


def test_where_nothing_is_left_the_sweep_advises(swept):
    found = Suggestion(np.ones(3), steepest=1.0, blow_up=10.0)
    *_, advice = range_sentences(found, 0.1, swept)
    assert "both lie beyond the edge" in advice
    assert advice.endswith("rather begin with the sweep's best rate.")
