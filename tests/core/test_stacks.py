"""A stack of networks that each have rows of their own: every one trains as it would alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from instances import body_mass

from nnviz.core.data import Split, load, split
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.networks import MLP, Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training

TEST_FRACTIONS = (0.3, 0.9, 0.3, 0.62, 0.85)
"""Of 342 penguins: networks with the same number of rows, with fewer steps, with a shorter end."""


def divisions(dataset) -> list[Split]:
    return [split(dataset, share, seed) for seed, share in enumerate(TEST_FRACTIONS)]


def alone(network: Network, splits: list[Split], trainings: list[Training]) -> list[np.ndarray]:
    pairs = zip(splits, trainings, strict=True)
    return [train(network, division, training).params for division, training in pairs]


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [16, 30])
def test_each_network_trains_on_its_own_rows_as_it_would_alone(penguins, name, batch_size):
    network, splits = MLP((4, 6, 3), "tanh"), divisions(penguins)
    trainings = [
        Training(name, rate, epochs=3, batch_size=batch_size, seed=seed)
        for rate, seed in zip((0.01, 0.003, 0.01, 0.02, 0.01), (0, 0, 1, 2, 0), strict=True)
    ]
    trainer = Trainer(network, splits, *trainings)
    trainer.advance()
    for index, expected in enumerate(alone(network, splits, trainings)):
        found = trainer.run(index).params
        assert np.array_equal(found[0], expected[0])
        # Adam divides by the gradient's own size, and so a rounding error of a tiny one, too.
        assert np.abs(found - expected).max() < 2e-5
        assert np.abs(found - expected).max(axis=1)[1] < 5e-6
    assert np.array_equal(trainer.history()[1][-1, 3], trainer.run(3).params[-1])


def test_a_stack_of_regressions_and_one_of_convolutions(penguins):
    mass = divisions(body_mass())
    calm = Training("sgd", 0.05, epochs=4, loss="squared_error")
    picture = Network((Convolution(1, 2, 2, 2, 3), Dense(3, 3)), "relu")
    for network, splits, training in (
        (MLP((3, 5, 1)), mass, calm),
        (picture, divisions(penguins), replace(calm, loss="mean_squared_error")),
    ):
        trainer = Trainer(network, splits, *[training] * len(splits))
        trainer.advance()
        for index, expected in enumerate(alone(network, splits, [training] * len(splits))):
            assert np.abs(trainer.run(index).params - expected).max() < 1e-6


def test_growing_training_sets_train_as_one_stack(network, penguin_split):
    """The first 16, 17, 40 and 239 rows of one split, standardised alike."""
    sizes = (16, 17, 240, 40, 239)
    splits = [
        replace(
            penguin_split,
            train_x=penguin_split.train_x[:count],
            train_y=penguin_split.train_y[:count],
            train_rows=penguin_split.train_rows[:count],
        )
        for count in sizes
    ]
    training = Training("sgd", 0.1, epochs=5)
    trainer = Trainer(network, splits, *[training] * len(sizes))
    trainer.advance()
    for index, expected in enumerate(alone(network, splits, [training] * len(sizes))):
        assert np.abs(trainer.run(index).params - expected).max() < 2e-6


def test_equal_splits_cost_nothing_more_than_their_rows(network, penguins):
    """Repeated divisions have as many rows each, so no network ever waits."""
    splits = [split(penguins, seed=seed) for seed in range(3)]
    trainer = Trainer(network, splits, *[Training(epochs=3)] * 3)
    trainer.advance()
    assert len(trainer.steppers) == 1
    for index, expected in enumerate(alone(network, splits, [Training(epochs=3)] * 3)):
        assert np.abs(trainer.run(index).params - expected).max() < 5e-6


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_slices_and_checkpoints_change_nothing(penguins, name):
    network, splits = MLP((4, 6, 3)), divisions(penguins)
    trainings = [Training(name, epochs=6, seed=seed % 3) for seed in range(len(splits))]
    whole = Trainer(network, splits, *trainings)
    whole.advance()
    sliced, checkpoints = Trainer(network, splits, *trainings), []
    while not sliced.finished:
        checkpoints.append(sliced.checkpoint())
        sliced.advance(epochs=1)
    assert sliced.history()[1].tobytes() == whole.history()[1].tobytes()
    for start in checkpoints:
        again = Trainer(network, splits, *trainings, start=start)
        again.advance()
        after = slice(start.epoch, None)
        assert again.history()[1][after].tobytes() == whole.history()[1][after].tobytes()


def test_each_divergence_is_dated_on_its_own_rows(penguins):
    network, splits = MLP((4, 10, 10, 3), "identity"), divisions(penguins)
    calm = Training("sgd", 0.01, epochs=40)
    trainings = [replace(calm, learning_rate=rate) for rate in (10.0, 10.0, 0.01, 3.0, 0.02)]
    trainer = Trainer(network, splits, *trainings)
    trainer.advance()
    dates = [
        train(network, division, training).diverged_at
        for division, training in zip(splits, trainings, strict=True)
    ]
    assert [trainer.run(index).diverged_at for index in range(5)] == dates
    assert len(set(dates)) >= 3
    for index in (2, 4):
        expected = train(network, splits[index], trainings[index]).params
        assert np.abs(trainer.run(index).params - expected).max() < 1e-5


def test_what_a_network_remembers_stands_still_while_it_waits(penguins):
    network, splits = MLP((4, 6, 3)), divisions(penguins)
    trainer = Trainer(network, splits, *[Training(epochs=2)] * len(splits))
    last = trainer.steppers[-1]
    steps = [stepper.memory["step"].item() for stepper in trainer.steppers]
    assert steps == [0.0] * len(steps)
    for _ in range(14):
        trainer.step()
    before = last.w.clone(), {name: value.clone() for name, value in last.memory.items()}
    trainer.step()
    assert torch.equal(last.w, before[0])
    assert all(torch.equal(last.memory[name], value) for name, value in before[1].items())
    assert trainer.steppers[0].memory["step"].item() == 15
    assert last.memory["step"].item() == 3  # 35 rows in batches of 16


def test_splits_that_do_not_fit_are_refused(network, penguin_split):
    with pytest.raises(ValueError, match="2 splits for 3 trainings"):
        Trainer(network, [penguin_split] * 2, *[Training()] * 3)
    small = split(load("penguins"), 0.97)
    with pytest.raises(ValueError, match=r"batch size 16 is more than the 1\d training rows"):
        Trainer(network, [penguin_split, small], *[Training()] * 2)
    with pytest.raises(ValueError, match="'cross_entropy' is of a classification"):
        Trainer(network, [penguin_split, split(body_mass())], *[Training()] * 2)
