"""One row at a time or one matrix: the same numbers; where a GPU begins to pay."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnviz.core.networks import MLP
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training
from nnviz.study.timing import as_one_matrix, crossing, measure, one_by_one, seconds_per_epoch


@pytest.mark.parametrize("sizes", [(4, 3), (4, 10, 10, 3), (4, 64, 64, 64, 3)])
@pytest.mark.parametrize("count", [1, 7, 239])
def test_both_ways_compute_the_same(sizes, count):
    network = MLP(sizes)
    x = torch.randn((count, 4), generator=torch.Generator().manual_seed(1))
    one, all_ = (way(network, network.init(0), x) for way in (one_by_one, as_one_matrix))
    assert one.shape == (count, 3)
    assert torch.allclose(one, all_, atol=1e-6)


CPU = [1.0, 2.0, 4.0, 8.0]
EACH = [1, 4, 16, 64]


@pytest.mark.parametrize(
    ("gpu", "first"),
    [
        ([3.0, 3.0, 3.0, 3.0], 16),
        ([0.5, 3.0, 3.0, 3.0], 16),  # faster once by chance does not count
        ([0.5, 0.5, 0.5, 0.5], 1),
        ([9.0, 9.0, 9.0, 9.0], None),
        ([0.5, 0.5, 0.5, 9.0], None),
        ([1.0, 2.0, 4.0, 8.0], None),  # as fast is not faster
    ],
)
def test_the_crossing_is_where_the_gpu_stays_faster(gpu, first):
    assert crossing(np.array(EACH), np.array(CPU), np.array(gpu)) == first


def test_a_measurement_is_complete_and_positive():
    times = measure(MLP((4, 10, 3)), rows=(1, 64, 8192), seconds=0.05)
    assert times.rows.tolist() == [1, 64, 8192]
    assert (times.matrix > 0).all()
    assert (times.loop[:2] > 0).all()
    assert np.isnan(times.loop[2]), "too many to take one by one"
    assert times.loop[1] > times.matrix[1], "64 products take longer than one"
    assert times.gpu is None
    assert times.crossing is None


def test_a_gpu_is_measured_too():
    """On a machine without one, the CPU stands in for it."""
    gpu = torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
    times = measure(MLP((4, 10, 3)), gpu, rows=(1, 64), seconds=0.05)
    assert times.gpu.shape == (2,)
    assert (times.gpu > 0).all()


def test_an_epoch_of_more_steps_takes_longer(network, penguin_split):
    trainings = [Training(batch_size=size) for size in (239, 1)]
    one, many = seconds_per_epoch(network, penguin_split, trainings, seconds=0.05)
    assert many > 5 * one > 0


def test_epochs_are_measured_in_turn(network, penguin_split, monkeypatch):
    """On a machine that is three times slower for a while, all are alike all the same."""
    clock, order = iter(range(10**6)), []

    def advance(trainer, epochs):
        order.append(trainer.trainings[0].batch_size)

    monkeypatch.setattr(Trainer, "advance", advance)
    monkeypatch.setattr("nnviz.study.timing.perf_counter", lambda: float(next(clock)))
    trainings = [Training(batch_size=size) for size in (10, 20, 30)]
    assert seconds_per_epoch(network, penguin_split, trainings, seconds=10) == [1, 1, 1]
    assert len(order) >= 3 * 4
    assert order == [10, 20, 30] * (len(order) // 3)
