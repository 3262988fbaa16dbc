"""Sweeps: a row is a run of its own, the edge is where theory has it, divergence stays alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.measures import Curves, curves
from nnviz.core.networks import MLP
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training
from nnviz.study.sweep import LEARNING_RATES, Edge, as_sweep, grid, stable_edge, sweep
from nnviz.terrain.descent import descend
from nnviz.terrain.one_weight import OneWeight

SAME = 1e-5
"""Relative tolerance between a row of a stack and the run alone: sums in another order."""


def test_a_row_equals_the_run_at_that_rate_and_seed(network, penguin_split):
    rates, seeds = (1e-3, 1e-2, 3e-2), (0, 4)
    result = sweep(network, penguin_split, Training(epochs=6), rates, seeds)
    assert result.curves.train_loss.shape == (7, 3, 2)
    for a, rate in enumerate(rates):
        for b, seed in enumerate(seeds):
            alone = train(network, penguin_split, Training(epochs=6, learning_rate=rate, seed=seed))
            expected = curves(alone, penguin_split)
            assert np.allclose(result.curves.test_loss[:, a, b], expected.test_loss, rtol=SAME)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_rows_are_runs_at_every_rate_until_training_turns_chaotic(
    network, penguin_split, optimizer
):
    """Past the best rate Adam doubles the last digit's difference step by step (at η = 0.9, 40
    epochs later, nothing is alike); there only the first epoch is compared."""
    training, rates = Training(optimizer=optimizer, epochs=40), LEARNING_RATES[::7]
    stack = Trainer(network, penguin_split, *grid(training, rates, (0,)))
    stack.advance()
    best = sweep(network, penguin_split, training, rates).best
    for index, rate in enumerate(rates):
        alone = train(network, penguin_split, replace(training, learning_rate=rate)).params
        epochs = slice(0, 41 if index <= best else 2)
        size = np.abs(alone[epochs]).max()
        assert np.abs(stack.run(index).params[epochs] - alone[epochs]).max() <= SAME * size


@pytest.mark.parametrize("rates", [(10.0, 0.01), (0.01, 10.0)])
def test_a_sweep_keeps_every_epoch_whoever_diverges(penguin_split, rates):
    network = MLP((4, 10, 10, 3), "identity")
    training = Training(optimizer="sgd", epochs=40)
    loss = sweep(network, penguin_split, training, rates).curves.train_loss[:, :, 0]
    assert loss.shape == (41, 2)
    assert np.isfinite(loss[:, rates.index(0.01)]).all()
    assert not np.isfinite(loss[-1, rates.index(10.0)])


def test_a_diverged_row_does_not_disturb_its_neighbours(penguin_split):
    network, training = MLP((4, 10, 10, 3), "identity"), Training(optimizer="sgd", epochs=40)
    together = sweep(network, penguin_split, training, (0.01, 10.0, 0.1), (0, 1))
    apart = sweep(network, penguin_split, training, (0.01, 0.1), (0, 1))
    calm = together.curves.train_loss[:, [0, 2]]
    assert np.allclose(calm, apart.curves.train_loss, rtol=SAME)
    assert np.isinf(together.final_loss[1]).all()


@pytest.mark.parametrize("x", [0.5, 2.0, 3.0])
def test_the_edge_of_gradient_descent_on_a_quadratic_encloses_2_over_its_curvature(x):
    rates = np.geomspace(1e-3, 50, 100)
    paths = [descend(OneWeight(x=x, y=6.0), 5.0, "sgd", rate, 20) for rate in rates]
    ends = np.array([path.loss[-1] if path.diverged_at is None else np.inf for path in paths])
    edge = stable_edge(rates, ends <= paths[0].loss[0])
    assert edge.stable <= 2 / x**2 <= edge.unstable
    assert edge.unstable / edge.stable == pytest.approx(rates[1] / rates[0])


def test_an_edge_outside_the_grid_is_none():
    rates = np.array([0.1, 0.2])
    assert stable_edge(rates, np.array([True, True])).unstable is None
    assert stable_edge(rates, np.array([False, True])).stable is None


def test_best_and_edge_of_a_sweep(penguin_split):
    network, training = MLP((4, 10, 10, 3), "identity"), Training(optimizer="sgd", epochs=30)
    result = sweep(network, penguin_split, training, (1e-4, 0.1, 0.3, 10.0), (0, 1, 2))
    ends = [
        np.median([
            curves(
                train(network, penguin_split, replace(training, learning_rate=rate, seed=seed)),
                penguin_split,
            ).train_loss[-1]
            for seed in (0, 1, 2)
        ])
        for rate in (1e-4, 0.1, 0.3)
    ]  # fmt: skip
    assert result.best == int(np.argmin(ends))
    assert (result.edge.stable, result.edge.unstable) == (0.3, 10.0)
    assert result.complete


def test_the_laboratory_s_rates():
    assert len(LEARNING_RATES) == 64
    assert (LEARNING_RATES[0], LEARNING_RATES[-1]) == (1e-5, 10.0)
    assert np.allclose(np.diff(np.log(LEARNING_RATES)), np.log(1e6) / 63, rtol=1e-2)


def test_a_wide_stack_keeps_less_of_each_history(network, penguin_split, monkeypatch):
    monkeypatch.setattr("nnviz.core.record.STACK_BYTES", 8 * network.parameter_count * 4 * 6)
    training = Training(epochs=20)
    stack = Trainer(network, penguin_split, *grid(training, LEARNING_RATES[::8], (0,)))
    stack.advance()
    run = stack.run(3)
    assert (run.stride, list(run.epochs)) == (5, [0, 5, 10, 15, 20])
    alone = train(network, penguin_split, replace(training, learning_rate=LEARNING_RATES[24]))
    # A row on the kink of a ReLU may fall to either side.
    assert np.allclose(run.params, alone.params[::5], rtol=1e-3, atol=1e-4)


def swept(penguin_split, *losses):
    """A sweep of these training losses, one curve for each rate 0.01, 0.1, 1, …"""
    curves = np.array(losses, np.float32).T  # [rows, A]
    measures = Curves({"train_loss": curves}, penguin_split.task)
    rates = [0.01 * 10**index for index in range(len(losses))]
    epochs = np.arange(len(curves))
    training = Training(epochs=len(curves) - 1)
    return as_sweep(MLP((4, 3)), training, rates, (0,), epochs, measures)


CALM, BOUNCING_IN_VAIN, BOUNCING_BUT_BEST = [1, 0.5, 0.2], [1, 0.3, 0.9], [1, 1.5, 0.1]
BLOWN_UP = [1, 2, 3]


@pytest.mark.parametrize(
    ("losses", "stable", "unstable", "blow_up"),
    [
        ((CALM, CALM), 0.1, None, None),
        ((CALM, BOUNCING_IN_VAIN), 0.01, 0.1, None),
        ((CALM, BOUNCING_IN_VAIN, BLOWN_UP), 0.01, 0.1, 1.0),
        ((CALM, BLOWN_UP), 0.01, 0.1, 0.1),
        ((CALM, BOUNCING_BUT_BEST, CALM, BLOWN_UP), 1.0, 10.0, 10.0),
        ((BLOWN_UP, CALM), None, 0.01, 0.01),
    ],
)
def test_who_bounces_and_ends_worse_than_a_smaller_rate_is_not_stable(
    penguin_split, losses, stable, unstable, blow_up
):
    found = swept(penguin_split, *losses)
    assert found.edge == Edge(pytest.approx(stable), pytest.approx(unstable))
    assert found.blow_up == pytest.approx(blow_up)
