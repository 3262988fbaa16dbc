"""The four words, on curves made for them and on real runs."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.verdicts import VERDICTS, verdict


@pytest.mark.parametrize("name", VERDICTS)
def test_each_sketch_looks_like_its_word(name):
    sketch = VERDICTS[name].sketch(np.linspace(0, 1, 101))
    if name == "diverges":
        assert sketch[-1] > 50 * sketch[0]
    else:
        assert verdict(sketch) == name


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        ([1, 0.8, 0.4, 0.2], "walks_in"),
        ([1, 0.8, 0.9, 0.2], "walks_in"),
        ([1, 0.9, 0.8, 0.7], "too_slow"),
        ([1, 0.5, 0.9, 0.2], "bounces"),
        ([1, 0.5, 9.0, np.inf], "diverges"),
        ([1, 0.5, np.nan, np.nan], "diverges"),
    ],
)
def test_the_rule(loss, name):
    assert verdict(np.array(loss, float)) == name


@pytest.mark.parametrize(
    ("optimizer", "activation", "rate", "name"),
    [
        ("adam", "relu", 1e-5, "too_slow"),
        ("adam", "relu", 0.01, "walks_in"),
        ("adam", "relu", 3.0, "bounces"),
        ("sgd", "relu", 0.1, "walks_in"),
        ("sgd", "identity", 5.0, "diverges"),
    ],
)
def test_real_runs(penguin_split, optimizer, activation, rate, name):
    training = Training(optimizer=optimizer, learning_rate=rate, epochs=60)
    run = train(MLP((4, 10, 10, 3), activation), penguin_split, training)
    assert verdict(curves(run, penguin_split).train_loss) == name
