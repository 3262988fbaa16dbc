"""What happens in a run: each sentence against the record, computed another way."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.metrics import precision_score, recall_score

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.milestones import learned, milestones


def told(experiment: Experiment) -> dict[str, int]:
    split = experiment.split()
    run = train(experiment.network, split, experiment.training)
    found = milestones(run, curves(run, split), experiment.dataset, split)
    assert [one.epoch for one in found] == sorted(one.epoch for one in found)
    return {one.sentence: one.epoch for one in found}


def test_each_species_is_told_apart_once_half_of_it_and_of_what_is_called_so_is_right():
    split, found = DEFAULT.split(), told(DEFAULT)
    run = train(DEFAULT.network, split, DEFAULT.training)
    layers = torch.nn.Sequential(
        torch.nn.Linear(4, 10),
        torch.nn.ReLU(),
        torch.nn.Linear(10, 10),
        torch.nn.ReLU(),
        torch.nn.Linear(10, 3),
    )

    def answers(epoch: int) -> np.ndarray:
        for layer, (weights, bias) in zip(layers[::2], run.at(epoch), strict=True):
            layer.weight.data, layer.bias.data = weights.T, bias.flatten()
        return layers(torch.from_numpy(split.train_x)).argmax(dim=1).numpy()

    def apart(index: int, epoch: int) -> bool:
        called, is_one = answers(epoch) == index, split.train_y == index
        right = (called & is_one).sum()
        return right >= is_one.sum() / 2 and right >= called.sum() / 2

    for index, name in enumerate(DEFAULT.dataset.classes):
        first = next(epoch for epoch in range(101) if apart(index, epoch))
        said = [words for words in found if name in words]
        assert [found[words] for words in said] == ([first] if first else [])


def test_the_default_run_is_told_from_its_guess_to_its_knowledge():
    found = told(DEFAULT)
    assert found.pop("the weights are random numbers, so it can only guess") == 0
    (learned,) = [words for words in found if words.startswith("nearly all")]
    assert 1 < found[learned] < 20


def test_what_has_happened_is_told_as_past():
    split = DEFAULT.split()
    run = train(DEFAULT.network, split, DEFAULT.training)
    found = milestones(run, curves(run, split), DEFAULT.dataset, split)
    assert len(found) > 2
    for one in found:
        assert not re.search(r"\b(was|were|been)\b", one.sentence)
        assert re.search(r"\b(was|were|has been)\b", one.past)
        assert not re.search(r"\b(are|is|can|here)\b", one.past)


def test_a_run_that_still_learns_is_not_said_to_have_learned():
    timid = replace(DEFAULT, training=Training("sgd", 0.001))
    split = timid.split()
    loss = curves(train(timid.network, split, timid.training), split).train_loss
    assert loss[0] - loss[50] < 2 * (loss[50] - loss[100])
    assert not [words for words in told(timid) if words.startswith("nearly all")]


def test_an_overfitting_run_is_told_from_where_its_test_loss_is_lowest():
    training = Training(epochs=300, learning_rate=0.03)
    experiment = Experiment(MLP((4, 32, 32, 3)), training, test_fraction=0.8)
    split = experiment.split()
    loss = curves(train(experiment.network, split, training), split).test_loss
    assert loss[-1] > 1.1 * loss.min()
    rises = "from here the test loss rises, while the training loss still falls"
    assert told(experiment)[rises] == loss.argmin()


@pytest.mark.parametrize("epochs", [5, 200])
def test_a_run_that_diverges_or_learns_nothing_is_not_said_to_know(epochs):
    wild = replace(
        DEFAULT,
        network=MLP((4, 10, 10, 3), "identity"),
        training=Training("sgd", learning_rate=10.0, epochs=epochs),
    )
    found = told(wild)
    run = train(wild.network, wild.split(), wild.training)
    if run.diverged_at is not None:
        assert found["the loss is no longer finite: it has diverged"] == run.diverged_at
    assert not [words for words in found if words.startswith("nearly all")]
    timid = told(replace(DEFAULT, training=Training(learning_rate=1e-6, epochs=epochs)))
    assert not [words for words in timid if words.startswith(("nearly all", "from here"))]


def test_a_species_is_learned_from_when_on_nine_of_ten_of_it_and_of_what_is_called_so_are_right():
    split = DEFAULT.split()
    run = train(DEFAULT.network, split, DEFAULT.training)
    found = learned(run, DEFAULT.dataset, split)
    first = {words: epoch for words, epoch in told(DEFAULT).items() if "told apart" in words}
    with torch.inference_mode():
        z = DEFAULT.network.logits(
            torch.from_numpy(run.params.copy()), torch.from_numpy(split.train_x)
        )
    for index, name in enumerate(DEFAULT.dataset.classes):
        known = [
            recall_score(split.train_y, answers, labels=[index], average=None)[0] >= 0.9
            and precision_score(split.train_y, answers, labels=[index], average=None)[0] >= 0.9
            for answers in z.argmax(dim=-1).numpy()
        ]
        assert all(known[found[index] :])
        assert not known[found[index] - 1]
        assert found[index] >= max([e for words, e in first.items() if name in words], default=0)


def test_a_species_that_is_forgotten_or_never_told_is_not_learned():
    split = DEFAULT.split()
    run = train(DEFAULT.network, split, replace(DEFAULT.training, epochs=8))
    assert None not in learned(run, DEFAULT.dataset, split)
    forgets = replace(run, params=np.concatenate([run.params[:-1], run.params[:1]]))
    assert learned(forgets, DEFAULT.dataset, split) == (None, None, None)
