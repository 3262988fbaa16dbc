"""The learning-rate laboratory without a page: slices, seeds, the shared stack, the words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.bounds import SWEEP_SEEDS
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.measures import Curves, curves
from nnviz.core.networks import MLP
from nnviz.core.text import number, percent
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.survey import edge_words, most_seeds, nearest, pull, status, survey_of
from nnviz.study.sweep import LEARNING_RATES, sweep

SMALL = Experiment(MLP((4, 5, 3)), Training(epochs=10))


def to_the_end(survey, engine):
    shown = []
    while survey.running:
        survey, sweep = pull(survey, engine)
        shown.append(survey.shown)
        assert len(shown) < 1000
    return survey, sweep, shown


def test_a_survey_trains_every_rate_and_seed(engine):
    survey, sweep, _ = to_the_end(survey_of(SMALL, 2).train(), engine)
    assert survey.complete
    assert sweep.curves.train_loss.shape == (11, 64, 2)
    assert list(sweep.seeds) == [0, 1]
    index = nearest(0.01)
    run, shown = survey.recording(engine).run(index * 2 + 1)
    expected = replace(SMALL.training, learning_rate=LEARNING_RATES[index], seed=1)
    assert run.training == expected
    alone = train(SMALL.network, SMALL.split(), expected)
    assert np.allclose(run.params, alone.params, atol=1e-5)
    record = curves(alone, SMALL.split())
    assert np.allclose(shown.train_loss, record.train_loss, rtol=1e-4)
    assert np.allclose(sweep.curves.test_loss[:, index, 1], record.test_loss, rtol=1e-4)


def test_it_is_revealed_in_slices_even_from_the_store(engine):
    to_the_end(survey_of(SMALL, 1).train(), engine)
    _, _, shown = to_the_end(survey_of(SMALL, 1).train(), engine)
    assert shown == [2, 4, 6, 8, 10]


def test_nothing_is_trained_until_it_is_asked_for(engine):
    survey, sweep = pull(survey_of(SMALL, 1), engine)
    assert (survey.shown, survey.complete, len(sweep.epochs)) == (0, False, 1)
    assert "The map is empty" in status(survey, sweep)


def test_the_learning_rate_of_the_page_makes_no_other_survey(engine):
    other = replace(SMALL, training=replace(SMALL.training, learning_rate=1.0))
    assert survey_of(SMALL, 2).recording(engine) is survey_of(other, 2).recording(engine)
    assert survey_of(SMALL, 2).same_runs(survey_of(other, 2).train())
    assert not survey_of(SMALL, 2).same_runs(survey_of(SMALL, 1))


def test_stop_keeps_what_is_there(engine):
    to_the_end(survey_of(SMALL, 1).train(), engine)  # known now, so that it comes in slices
    survey, _ = pull(survey_of(SMALL, 1).train(), engine)
    stopped, sweep = pull(survey.stop(), engine)
    assert not stopped.running
    assert stopped.shown == survey.shown == len(sweep.epochs) - 1 == 2
    assert f"Stopped after epoch {survey.shown}" in status(stopped, sweep)


def test_divergence_of_all_ends_it(engine):
    wild = Experiment(MLP((4, 5, 3), "identity"), Training(optimizer="sgd", epochs=9))
    survey = survey_of(wild, 1).train()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nnviz.engine.survey.LEARNING_RATES", (1e30, 1e35))
        survey, sweep, _ = to_the_end(survey, engine)
    assert survey.complete
    assert survey.shown < 9
    assert not np.isfinite(sweep.curves.train_loss[-1]).any()


def test_the_words_name_the_best_rate_and_the_edge(engine):
    linear = Experiment(MLP((4, 3)), Training(optimizer="sgd", epochs=20))
    survey, sweep, _ = to_the_end(survey_of(linear, 1).train(), engine)
    told = status(survey, sweep)
    assert f"**Lowest training loss: η = {number(sweep.learning_rates[sweep.best])}**" in told
    assert number(sweep.final_loss[sweep.best, 0]) in told
    assert f"test accuracy {percent(sweep.curves.test_accuracy[-1, sweep.best, 0])}" in told


def test_a_loss_of_zero_is_no_bare_zero(engine):
    survey, sweep, _ = to_the_end(survey_of(SMALL, 1).train(), engine)
    last = sweep.curves.train_loss.copy()
    last[-1] = 0.0
    none_left = replace(
        sweep, curves=Curves({**sweep.curves, "train_loss": last}, sweep.curves.task)
    )
    assert "(0 in float32" in status(survey, none_left)


@pytest.mark.parametrize(
    ("hidden", "seeds"), [((10, 10), SWEEP_SEEDS.high), ((64, 64, 64), 3), ((64,) * 6, 1)]
)
def test_large_networks_have_fewer_seeds(hidden, seeds):
    assert most_seeds(MLP((4, *hidden, 3))) == seeds


def test_the_nearest_rate():
    assert [LEARNING_RATES[nearest(rate)] for rate in LEARNING_RATES] == list(LEARNING_RATES)
    assert nearest(1e-9) == 0
    assert nearest(1e9) == 63


def test_the_scenery_is_in_the_first_two_blocks_and_again_when_it_is_missed(engine):
    survey, sent = survey_of(SMALL, 1).train(), []
    while survey.running:
        survey, _ = pull(survey, engine)
        sent.append(survey.scenery)
        survey = survey.after_sending()
    sent.append(survey.scenery)
    assert sent == [True, True, *[False] * (len(sent) - 2)]
    assert survey.same_runs(survey.resend())
    assert survey.resend().scenery


def told_of(**settings) -> str:
    """What is said at the end of a survey of the default network."""
    training = replace(DEFAULT.training, **settings)
    surveyed = sweep(DEFAULT.network, DEFAULT.split(), training, LEARNING_RATES)
    return " ".join(edge_words(surveyed))


def test_the_edge_is_told_with_its_reason():
    bounces = told_of()
    assert "Stable up to η = 0.155; at 0.193 a loss bounces" in bounces
    assert "From 4.16 on a loss ends higher than it began." in bounces
    assert told_of(optimizer="momentum") == (
        "Stable up to η = 0.373; at 0.464 a loss ends higher than it began."
    )
    assert "No rate blows up: that edge lies beyond η = 10, the highest" in told_of(
        optimizer="adagrad"
    )
