"""The batch that a run begins with: the trainer's own, and what the network says of it."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.core.experiment import Experiment
from nnviz.core.measures import row_losses
from nnviz.core.replay import replay
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.one_batch import first_batch, row_name

EXPERIMENT = Experiment(training=Training(epochs=5))


@pytest.fixture(scope="module")
def run():
    return train(EXPERIMENT.network, EXPERIMENT.split(), EXPERIMENT.training)


def test_it_is_the_batch_of_the_first_step(run):
    batch = first_batch(EXPERIMENT, run, (0, 2))
    again = replay(EXPERIMENT.network, EXPERIMENT.split(), EXPERIMENT.training, 0)
    assert batch.rows.tolist() == again.rows[0].tolist()
    assert batch.y.tolist() == EXPERIMENT.dataset.y[batch.rows].tolist()
    assert batch.z.shape == (2, 16, 3)


def test_its_losses_are_those_of_the_network_at_the_moment(run):
    batch = first_batch(EXPERIMENT, run, (0, 2, 5))
    split, dataset = EXPERIMENT.split(), EXPERIMENT.dataset
    x = split.standardise(dataset.x[batch.rows])
    losses = row_losses(
        run.network, "cross_entropy", run.params[[0, 2, 5]], x, np.eye(3, dtype="f4")[batch.y]
    )
    p = np.exp(batch.z) / np.exp(batch.z).sum(axis=-1, keepdims=True)
    assert np.allclose(-np.log(p[:, np.arange(16), batch.y]), losses, atol=1e-5)


def test_an_epoch_that_is_not_in_the_record_is_refused(run):
    with pytest.raises(ValueError, match=r"epochs \[0, 6\] are not all in the record, up to 5"):
        first_batch(EXPERIMENT, run, (0, 6))


def test_a_row_is_called_as_in_the_studio(penguins):
    assert row_name(penguins, 0) == f"Adelie 1 ({penguins.row_facts[0]})"
    last = int(np.flatnonzero(penguins.y == 2)[-1])
    assert row_name(penguins, last).startswith("Chinstrap 68 (Dream, ")
