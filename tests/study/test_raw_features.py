"""Raw features: what they do to a network, that the doctor names them, and that its cure helps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.data import split
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import examine, explain

# Textbook PyTorch, 4-10-3, Adam at 0.001, twelve seeds: test accuracies of 36 to 86 % raw, and of
# 97 to 100 % standardised.
SEEDS = range(12)
NETWORK = MLP((4, 10, 3))
TRAINING = Training("adam", 0.001, batch_size=20)


def accuracies(penguins, features: str) -> np.ndarray:
    """The test accuracy at the end, for each seed."""
    ends = []
    for seed in SEEDS:
        parts = split(penguins, seed=seed, features=features)
        run = train(NETWORK, parts, replace(TRAINING, seed=seed))
        ends.append(curves(run, parts).test_accuracy[-1])
    return np.array(ends)


def test_standardised_features_are_learned_from_every_start_and_raw_ones_from_none(penguins):
    raw, standardised = (accuracies(penguins, features) for features in ("raw", "standardised"))
    assert 0.25 < raw.min() < 0.5
    assert 0.75 < raw.max() < 0.93
    assert standardised.min() > 0.96
    assert standardised.max() > 0.985


def patient(penguins, network, training, features: str = "raw") -> Patient:
    parts = split(penguins, seed=training.seed, features=features)
    run = train(network, parts, training)
    return Patient(run, curves(run, parts), penguins, parts)


@pytest.mark.parametrize(
    ("network", "training"),
    [
        (NETWORK, TRAINING),
        (MLP((4, 10, 10, 3), "tanh"), Training()),
        (MLP((4, 10, 10, 3)), Training("sgd", 0.01)),
        (MLP((4, 10, 10, 3), "identity"), Training("sgd", 0.1)),
    ],
)
def test_a_raw_run_that_does_badly_is_told_so_first_and_the_cure_helps(penguins, network, training):
    ill = patient(penguins, network, training)
    first, *rest = examine(ill)
    x = penguins.x[ill.split.train_rows]
    mass, depth = x[:, [3, 1]].mean(axis=0)
    assert first.rule == "raw"
    told = f"body mass is about {number(mass)} g, bill depth is about {number(depth)} mm"
    assert told in first.sentence
    assert f"about {mass / depth:.3g} times" in first.sentence
    assert explain(ill) == first
    assert [finding.cure for finding in rest] == [None] * len(rest)
    assert first.cure.label == "Try standardised features from the start"
    cured = patient(penguins, *first.cure.applied(network, training), features=first.cure.features)
    assert cured.curves.test_accuracy[-1] > 0.95
    assert cured.loss[-1] < 0.15


def test_nothing_is_said_of_raw_features_that_do_no_harm(penguins):
    slow = patient(penguins, NETWORK, replace(TRAINING, epochs=5), features="standardised")
    assert "raw" not in {finding.rule for finding in examine(slow)}
    small = replace(penguins, x=penguins.x / penguins.x.max(axis=0))
    assert "raw" not in {one.rule for one in examine(patient(small, NETWORK, TRAINING))}
