"""The block of the network player: what stands in it, held against the records it is made of."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import torch
from app_pages import decode
from sklearn.decomposition import PCA
from sklearn.tree import DecisionTreeClassifier

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.answers import answers
from nnviz.core.data import INK, SCALES, load, split
from nnviz.core.experiment import Experiment, Origin
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.replay import CHANGE, replay
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.films.network import (
    Beside,
    Screening,
    Shelved,
    TakenApart,
    Workbench,
    encode_run,
)
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import examine


def test_the_components_are_those_of_scikit_learn(network, penguins, penguin_split):
    run = train(network, penguin_split, Training(epochs=1))
    header, arrays = decode(encode_run(run, curves(run, penguin_split), penguins, penguin_split))
    expected = PCA(2).fit(penguin_split.train_x)
    assert np.allclose(np.abs(arrays["pca"]), np.abs(expected.components_), atol=1e-6)
    assert (
        np.take_along_axis(arrays["pca"], np.abs(arrays["pca"]).argmax(1)[:, None], 1) > 0
    ).all()
    told = header["scenery"]["pca_explained"]
    assert np.allclose(told, expected.explained_variance_ratio_, atol=1e-6)
    assert "tools" not in header


def test_parts_say_where_every_parameter_lies(penguins, penguin_split):
    network = MLP((4, 3, 3), "tanh")
    run = train(network, penguin_split, Training(epochs=1))
    header, arrays = decode(encode_run(run, curves(run, penguin_split), penguins, penguin_split))
    params = torch.from_numpy(arrays["params"][-1].copy())
    for part, (W, b) in zip(header["parts"], network.views(params), strict=True):
        assert part["kind"] == "dense"
        after = part["offset"] + W.numel()
        assert torch.equal(params[part["offset"] : after], W.flatten())
        assert torch.equal(params[after : after + b.numel()], b.flatten())
    assert header["activation"] == {
        "key": "tanh",
        "label": ACTIVATIONS["tanh"].label,
        "plain": ACTIVATIONS["tanh"].plain,
        "words": ACTIVATIONS["tanh"].words,
    }
    assert [curve["name"] for curve in header["curves"]] == list(curves(run, penguin_split))
    assert [output["name"] for output in header["task"]["outputs"]] == list(penguins.classes)


def test_parts_say_which_layers_kept_their_parameters(penguins, penguin_split):
    network = MLP((4, 3, 5, 3))
    for frozen in (0, 1, 2):
        run = train(network, penguin_split, Training(epochs=1, frozen=frozen))
        block = encode_run(run, curves(run, penguin_split), penguins, penguin_split)
        parts = decode(block)[0]["parts"]
        moved = [
            any(not torch.equal(*pair) for pair in zip(before, after, strict=True))
            for before, after in zip(*map(network.views, torch.from_numpy(run.params)), strict=True)
        ]
        assert [part["frozen"] for part in parts] == [not one for one in moved]


def test_what_the_browser_cannot_compute_is_sent(network, penguins, penguin_split):
    run = train(network, penguin_split, Training(epochs=1))
    rows = penguin_split.standardise(penguins.x)
    tree = DecisionTreeClassifier(random_state=0).fit(penguin_split.train_x, penguin_split.train_y)
    told = answers(tree.predict_proba, rows, rows[:16])
    beside, record = Beside(answers=told), curves(run, penguin_split)
    _, arrays = decode(encode_run(run, record, penguins, penguin_split, beside=beside))
    assert np.array_equal(arrays["answers_rows"], tree.predict_proba(rows))
    assert np.array_equal(arrays["answers_grid"], tree.predict_proba(rows[:16]))


def test_later_blocks_leave_the_scenery_out(network, penguins, penguin_split):
    run = train(network, penguin_split, Training(epochs=2))
    record = curves(run, penguin_split)
    whole = encode_run(run, record, penguins, penguin_split)
    later = encode_run(run, record, penguins, penguin_split, Screening(scenery=False))
    told, numbers = decode(whole)
    header, arrays = decode(later)
    standardised = penguin_split.standardise(penguins.x).astype("<f4").tobytes()
    assert standardised in whole
    assert standardised not in later
    for palette in (b"weight", b"penguins"):
        assert palette in whole
    assert b'"palette"' not in later
    assert b"penguins" not in later
    assert header["scene"] == told["scene"]
    assert "scenery" not in header
    scenery = {"x", "y", "test", "mean", "std", "centre", "spread", "row_facts", "pca"}
    assert set(numbers) - set(arrays) == scenery
    assert len(later) < len(whole) / 2


def test_every_row_has_its_facts_in_a_small_header(network, penguins, penguin_split):
    run = train(network, penguin_split, Training(epochs=1))
    header, arrays = decode(encode_run(run, curves(run, penguin_split), penguins, penguin_split))
    facts = header["scenery"]["facts"]
    told = [facts[int(which)] for which in arrays["row_facts"]]
    assert told == penguins.row_facts
    assert told[0] == "Torgersen, male, 2007"
    assert len(json.dumps(facts)) < 1000


def test_the_scale_of_the_features_is_told(network, penguins):
    told = {}
    for features in SCALES:
        parts = split(penguins, features=features)
        run = train(network, parts, Training(epochs=1))
        header, arrays = decode(encode_run(run, curves(run, parts), penguins, parts))
        told[features] = header["scenery"]["scaled"], header["scene"]
        train_x = parts.train_x.astype(float)
        assert np.allclose(arrays["centre"], train_x.mean(axis=0), rtol=1e-5, atol=1e-6)
        assert np.allclose(arrays["spread"], train_x.std(axis=0), rtol=1e-5)
    assert [scaled for scaled, _ in told.values()] == [True, False, True]
    assert len({scene for _, scene in told.values()}) == 3


def test_runs_that_differ_in_anything_have_names_of_their_own(network, penguins, penguin_split):
    training = Training(epochs=1)
    run = train(network, penguin_split, training)
    record = curves(run, penguin_split)
    others = split(penguins, seed=1)
    experiment = Experiment(training=Training(epochs=3))
    branches = [
        replace(experiment, origin=Origin(experiment, 1, edits)) for edits in ((), ((0, 1.5),))
    ]

    def name(run=run, parts=penguin_split, take=0):
        return decode(encode_run(run, record, penguins, parts, Screening(take=take)))[0]["run"]

    again = train(network, penguin_split, training)
    assert name() == name(again)
    names = [
        name(),
        name(parts=others),
        name(take=1),
        name(train(network, penguin_split, replace(training, learning_rate=0.02))),
        name(take=experiment),
        *(name(take=branch) for branch in branches),
        *(name(take=branch.identity) for branch in branches),
    ]
    assert len(set(names)) == len(names)


def test_a_regression_travels_with_its_unit_and_its_measure(penguins):
    target = penguins.features[3]
    masses = replace(
        penguins,
        x=penguins.x[:, :3],
        y=penguins.x[:, 3],
        features=penguins.features[:3],
        classes=(),
        task="regression",
        target=target,
    )
    parts = split(masses)
    run = train(MLP((3, 4, 1)), parts, Training(epochs=2, loss="squared_error"))
    header, arrays = decode(encode_run(run, curves(run, parts), masses, parts))
    task = header["task"]
    assert task["outputs"] == [{"name": "body mass", "unit": "g"}]
    assert np.allclose(arrays["y"] * task["std"] + task["mean"], masses.y, rtol=1e-5)
    assert [curve["label"] for curve in header["curves"]] == [
        "train loss",
        "test loss",
        "train R²",
        "test R²",
    ]


def test_a_workbench_travels_with_its_run(network, penguins, penguin_split):
    training = Training("sgd", learning_rate=1e-5, epochs=12)
    run, other = (
        train(network, penguin_split, settings) for settings in (training, Training(epochs=3))
    )
    record, others = curves(run, penguin_split), curves(other, penguin_split)
    again = replay(network, penguin_split, training, epoch=5)
    bench = Workbench(
        shelf=[
            Shelved("1", "1 · Adam", other, others),
            Shelved("2", "2 · SGD", run, record, parent="1", epoch=3),
        ],
        current="2",
        compared="1",
        findings=examine(Patient(run, record, penguins, penguin_split)),
        taken_apart=TakenApart(again, 2, again.quantities(2)),
    )
    beside = Beside(workbench=bench)
    header, arrays = decode(encode_run(run, record, penguins, penguin_split, beside=beside))
    assert header["tools"]
    assert not header.keys() & {"alone", "opens"}
    assert header["shelf"][0] == {
        "id": "1",
        "label": "1 · Adam",
        "current": False,
        "parent": None,
        "epoch": None,
        "loss": header["loss"],
    }
    assert header["shelf"][1]["current"]
    assert header["findings"][0]["cure"] == bench.findings[0].cure.label
    assert [told["remark"] for told in header["findings"]] == [
        found.remark for found in bench.findings
    ]
    assert {told["remark"] for told in header["findings"]} == {True, False}
    assert arrays["other_params"].tobytes() == other.params.tobytes()
    assert arrays["shelf_loss_1"].tobytes() == record.train_loss.tobytes()
    assert arrays["replay_params"][-1].tobytes() == run.params[6].tobytes()
    assert sorted(arrays["replay_rows"]) == penguin_split.train_rows.tolist()
    change = arrays["replay_quantities"][header["replay"]["names"].index(CHANGE)]
    assert np.array_equal(change, arrays["replay_params"][3] - arrays["replay_params"][2])
    assert header["replay"]["step"] == 2


def test_the_scenery_of_pictures_says_their_size(penguins, penguin_split):
    run = train(MLP((4, 3)), penguin_split, Training(epochs=1))
    header, _ = decode(encode_run(run, curves(run, penguin_split), penguins, penguin_split))
    assert header["scenery"]["picture"] is None
    digits = load("digits")
    parts = split(digits, features=INK)
    run = train(MLP((64, 10)), parts, Training(epochs=1))
    header, _ = decode(encode_run(run, curves(run, parts), digits, parts))
    assert header["scenery"]["picture"] == [1, 8, 8]
