"""The same network taught with every loss: what the page says of it, measured."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
import torch
from instances import TORCH_LOSSES, textbook

from nnviz.core.experiment import DEFAULT
from nnviz.core.losses import losses_of
from nnviz.core.measures import curves
from nnviz.core.trainer import Trainer, train
from nnviz.study.wrong_start import STARTS, SURE_OF, WAYS, experiments, lesson


def taught(start: str, way: str) -> dict:
    """What each loss teaches, trained here and now."""
    found = {}
    for loss, experiment in experiments(start, way).items():
        network, split, training = experiment.network, experiment.split(), experiment.training
        if experiment.origin:
            with closing(Trainer(network, split, training)) as fresh:
                begun = fresh.checkpoint().with_edits(experiment.origin.edits)
            with closing(Trainer(network, split, training, start=begun)) as trainer:
                trainer.advance()
                run = trainer.run()
        else:
            run = train(network, split, training)
        found[loss] = run, lesson(run, curves(run, split), split)
    return found


@pytest.fixture(scope="module")
def sure() -> dict:
    return taught("sure", "sgd")


def test_squared_error_learns_more_slowly_from_a_confident_mistake(sure):
    after = {loss: learned.right_after for loss, (_, learned) in sure.items()}
    assert after == {
        "cross_entropy": 4,
        "mean_squared_error": 57,
        "mean_absolute_error": None,
    }
    gentoo = 86 / 240  # what always saying Gentoo gets right
    assert sure["mean_absolute_error"][1].right[-1] == pytest.approx(gentoo)
    push = [learned.push for _, learned in sure.values()]
    assert push == pytest.approx([0.9944, 0.01312, 0.002813], rel=1e-3)


def test_adam_hides_most_of_the_difference():
    after = [learned.right_after for _, learned in taught("sure", "adam").values()]
    assert after == [4, 4, 7]


def test_the_first_gradient_is_as_long_as_autograd_s(sure):
    split = DEFAULT.split()
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_y)
    for loss, (run, learned) in sure.items():
        modules = textbook(run.network, torch.from_numpy(run.params[0].copy()))
        TORCH_LOSSES[loss](modules(x), y).backward()
        length = torch.cat([p.grad.flatten() for p in modules.parameters()]).norm()
        assert learned.push == pytest.approx(float(length), rel=1e-4)


def test_it_begins_sure_of_one_class_and_of_all_losses_at_the_same_place(sure):
    (first, *others) = [run.params[0] for run, _ in sure.values()]
    assert all(np.array_equal(first, other) for other in others)
    run, learned = next(iter(sure.values()))
    z = run.network.logits(torch.from_numpy(first.copy()), torch.from_numpy(DEFAULT.split().test_x))
    sure_of = DEFAULT.dataset.classes.index(SURE_OF)
    assert (z.argmax(dim=-1) == sure_of).all()
    assert torch.softmax(z, -1)[:, sure_of].min() > 0.95
    assert learned.epochs.tolist() == list(range(101))
    assert learned.chances[0] == pytest.approx(0.358, abs=1e-3)


@pytest.mark.parametrize("way", WAYS)
def test_every_start_and_way_has_every_loss(way):
    for start, begins in STARTS.items():
        found = experiments(start, way)
        assert list(found) == losses_of(DEFAULT.dataset.task)
        for loss, experiment in found.items():
            assert experiment.training.loss == loss
            assert experiment.training.optimizer == WAYS[way].optimizer
            assert (experiment.origin is None) == (begins.bias is None)
