"""An experiment is its content: equal ones share an identity, in every process, and no others."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.data import Dataset, load
from nnviz.core.experiment import Experiment, Origin
from nnviz.core.layers.dense import Dense
from nnviz.core.networks import MLP, Network
from nnviz.core.training import Training

PARENT = Experiment(training=Training(epochs=60, batch_size=32))


def branch(*edits: tuple[int, float], parent: Experiment = PARENT, epoch: int = 5) -> Experiment:
    return replace(parent, origin=Origin(parent, epoch, edits))


def shuffled() -> Experiment:
    """The same rows under the same name, but one of them belongs to another class."""
    penguins = load("penguins")
    y = penguins.y.copy()
    y[0] = (y[0] + 1) % 3
    return replace(PARENT, dataset=replace(penguins, y=y))


def other_birds() -> Dataset:
    """The same rows, each of a bird of its own."""
    return replace(load("penguins"), individuals=tuple(map(str, range(342))))


OTHERS = {
    "the default": Experiment(),
    "split": replace(PARENT, test_fraction=0.2),
    "seed": replace(PARENT, training=replace(PARENT.training, seed=1)),
    "learning rate": replace(PARENT, training=replace(PARENT.training, learning_rate=0.1)),
    "schedule values": replace(
        PARENT, training=replace(PARENT.training, schedule="step", schedule_values=(7, 0.5))
    ),
    "activation": replace(PARENT, network=MLP((4, 10, 10, 3), "tanh")),
    "sizes": replace(PARENT, network=MLP((4, 10, 3))),
    "a row's class": shuffled(),
    "raw features": replace(PARENT, features="raw"),
    "individuals together": replace(PARENT, together=True),
    "other individuals together": replace(PARENT, together=True, dataset=other_birds()),
    "branch": branch(),
    "branch's epoch": branch(epoch=6),
    "an edit": branch((3, 1.0)),
    "an edit's value": branch((3, 2.0)),
    "an edit's place": branch((4, 1.0)),
    "an edit that is no number": branch((3, float("nan"))),
    "a branch of a branch": branch(parent=branch((3, 1.0)), epoch=7),
}


def test_what_differs_in_anything_is_another_experiment():
    everything = [PARENT, *OTHERS.values()]
    assert len(set(everything)) == len(everything)
    assert len({one.identity for one in everything}) == len(everything)


def test_equal_content_is_one_experiment_whoever_writes_it():
    penguins = load("penguins")
    same = Experiment(
        Network(tuple(Dense(*pair) for pair in ((4, 10), (10, 10), (10, 3)))),
        Training(epochs=np.int64(60), batch_size=32, learning_rate=np.float64(0.01)),
        dataset=replace(penguins, name="my birds", x=penguins.x.copy()),
    )
    assert same == PARENT
    assert hash(same) == hash(PARENT)
    assert same.identity == PARENT.identity
    edited, written_otherwise = branch((1, 2), (3, -0.0)), branch((3, 0.0), (1, 7.0), (1, 2.0))
    assert edited == written_otherwise
    assert edited.identity == written_otherwise.identity


def test_an_identity_is_the_same_in_every_process():
    program = (
        "from tests.core.test_experiment import OTHERS\n"
        "print(*(one.identity for one in OTHERS.values()))"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert said.stdout.decode().split() == [one.identity for one in OTHERS.values()]


def test_the_default_experiment_is_what_it_has_always_been():
    assert Experiment().identity == "8a386ea477c744bea2f097f0481f1131"


def test_individuals_decide_a_run_only_where_they_are_kept_together():
    apart = replace(PARENT, dataset=other_birds())
    assert apart.identity == PARENT.identity
    together, others = OTHERS["individuals together"], OTHERS["other individuals together"]
    assert together.split().identity != others.split().identity
    assert OTHERS["raw features"].split().features == "raw"


def test_an_unknown_scale_of_the_features_is_refused():
    with pytest.raises(ValueError, match="unknown scale of the features 'row'"):
        Experiment(features="row")


def test_equal_experiments_share_one_split():
    other = replace(PARENT, network=MLP((4, 3)), training=replace(PARENT.training, epochs=1))
    assert other.split() is PARENT.split()
    assert OTHERS["split"].split() is not PARENT.split()
    assert OTHERS["a row's class"].split() is not PARENT.split()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"network": MLP((4, 9, 3))},
            r"layers \(Dense\(inputs=4, outputs=9\).*; a branch keeps its parent's",
        ),
        ({"test_fraction": 0.2}, "test fraction 0.2; a branch keeps its parent's 0.3"),
        ({"training": replace(PARENT.training, seed=1)}, "seed 1; a branch keeps"),
        ({"training": replace(PARENT.training, batch_size=8)}, "batch size 8; a branch keeps"),
        ({"training": replace(PARENT.training, loss="mean_squared_error")}, "loss 'mean"),
        ({"training": replace(PARENT.training, epochs=4)}, "4 epochs end before 5"),
        ({"dataset": shuffled().dataset}, "dataset Dataset.*; a branch keeps"),
        ({"features": "raw"}, "scale of the features 'raw'; a branch keeps"),
        ({"together": True}, "keeping individuals together True; a branch keeps"),
    ],
)
def test_a_branch_keeps_what_makes_it_one(change, message):
    with pytest.raises(ValueError, match=message):
        replace(branch(), **change)


def test_impossible_origins_are_refused():
    for epoch in (-1, 61, 2.5):
        with pytest.raises(ValueError, match=f"epoch {epoch} is not a whole number from 0 to 60"):
            Origin(PARENT, epoch)
    for offset in (-1, 193):
        with pytest.raises(ValueError, match=f"parameter {offset} is not from 0 to 192"):
            Origin(PARENT, 5, ((offset, 0.0),))
    spec = PARENT
    for _ in range(8):
        spec = branch(parent=spec)
    with pytest.raises(ValueError, match="9 branches in a row; at most 8"):
        branch(parent=spec)


def test_a_branch_has_its_parent_s_learning_rates_before_its_origin():
    training = replace(PARENT.training, learning_rate=0.03, schedule="step", epochs=70)
    spec = replace(PARENT, training=training, origin=Origin(PARENT, 31))
    expected = [*PARENT.training.learning_rates[:31], *training.learning_rates[31:]]
    assert np.array_equal(spec.learning_rates, expected)


def test_without_a_test_fraction_nothing_is_held_out():
    whole = Experiment(test_fraction=0)
    rows = np.arange(len(whole.dataset.y))
    assert np.array_equal(whole.split().train_rows, rows)
    assert np.array_equal(whole.split().test_rows, rows)
    raw = replace(whole, features="raw").split()
    assert not raw.scaled
    assert raw.identity != whole.split().identity
    with pytest.raises(ValueError, match="test fraction 0 holds out nobody; rows are kept"):
        replace(whole, together=True)
