"""The program for Keras on its PyTorch backend: the same network, step by step where it can be."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
import torch
from fresh_process import run_in_a_fresh_process
from moments import all_at_once, branches, experiment, hostile, taken

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.losses import LOSSES
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.export.exports import EXPORTS
from nnviz.export.keras_program import keras_script

# All rows in one batch, so that every step is the same; without a schedule, as Keras' momentum
# follows one a little later.
STEPPED = {
    **{
        ", ".join(choices): all_at_once(experiment(*choices))
        for choices in zip(OPTIMIZERS, cycle(ACTIVATIONS), cycle(LOSSES), strict=False)
    },
    "cosine": all_at_once(experiment("adamw", "silu", schedule="cosine")),
    "no hidden layer": all_at_once(experiment("rmsprop", hidden=())),
}
RUNS = {
    **STEPPED,
    "the last activation": experiment(activation="identity", epochs=2),
    "a branch": branches()["another activation"],
    "hostile names": hostile(),
}
SHOWN = """
SHOWN = ["count", "shapes", "z", "met", "tested"]
count = model.count_params()
shapes = [size for weight in model.weights for size in weight.shape]
z = model.predict(test_x, verbose=0)
met, tested = history.history["loss"], history.history["val_loss"]
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What each program ends with: numbers by name."""
    programs = {name: keras_script(taken(spec)[0]) for name, spec in RUNS.items()}
    folder = tmp_path_factory.mktemp("programs")
    ended = run_in_a_fresh_process(
        folder, programs, SHOWN, KERAS_BACKEND="torch", KERAS_HOME=str(folder), OMP_NUM_THREADS="1"
    )
    return {name: numbers | {"printed": said} for name, (said, numbers) in ended.items()}


@pytest.mark.parametrize("name", RUNS)
def test_it_is_the_same_network(outcomes, name):
    moment, _ = taken(RUNS[name])
    network, found = RUNS[name].network, outcomes[name]
    assert found["count"] == network.parameter_count
    shapes = [size for W, b in moment.run.at(0) for size in (*W.shape, b.shape[-1])]
    assert found["shapes"].tolist() == shapes
    test_x = torch.from_numpy(RUNS[name].split().test_x)
    z = network.logits(torch.from_numpy(moment.params.copy()), test_x)
    assert found["z"] == pytest.approx(z.numpy(), abs=1e-5)


@pytest.mark.parametrize("name", STEPPED)
def test_it_takes_the_same_steps_where_the_order_of_the_rows_does_not_matter(outcomes, name):
    _, curves = taken(STEPPED[name])
    # Keras tells the loss of the training rows that it met before each step.
    assert outcomes[name]["met"] == pytest.approx(curves.train_loss[:-1], abs=1e-4)
    assert outcomes[name]["tested"] == pytest.approx(curves.test_loss[1:], abs=1e-4)
    assert np.ptp(curves.train_loss) > 1e-3


def test_it_is_asked_about_rows_of_every_class_beside_what_is_true(outcomes):
    for name in ("a branch", "no hidden layer", "cosine"):
        truths = re.findall(r"^truth (.+)   answer ", outcomes[name]["printed"], re.MULTILINE)
        assert truths == [one for one in RUNS[name].dataset.classes for _ in range(2)]


def test_a_branch_goes_on_from_its_parameters(outcomes):
    _, curves = taken(RUNS["a branch"])
    origin = RUNS["a branch"].origin.epoch
    found = outcomes["a branch"]
    assert len(found["met"]) == len(curves.train_loss) - 1 - origin
    assert found["met"][0] == pytest.approx(curves.train_loss[origin], abs=0.05)
    text = keras_script(taken(RUNS["a branch"])[0]).decode()
    assert "begins at epoch 5, and its optimizer remembers nothing" in text.replace("\n# ", " ")


def test_names_stay_texts():
    tree = ast.parse(keras_script(taken(hostile())[0]))
    plain = ast.parse(keras_script(taken(experiment(epochs=2))[0]))
    assert [type(node) for node in tree.body] == [type(node) for node in plain.body]


def test_what_keras_has_no_words_for_is_refused_in_a_sentence(monkeypatch):
    moment, _ = taken(experiment())
    export = EXPORTS["keras"]
    assert export.obstacle(moment) == ""
    monkeypatch.setitem(ACTIVATIONS, "relu", replace(ACTIVATIONS["relu"], keras=""))
    monkeypatch.setitem(OPTIMIZERS, "adam", replace(OPTIMIZERS["adam"], keras=""))
    assert (
        export.obstacle(moment)
        == "Keras has no words for the activation ReLU and the optimizer Adam."
    )
    whole = branches()["edited"]
    ended = replace(whole, training=replace(whole.training, epochs=whole.origin.epoch))
    assert "there is nothing to train" in export.obstacle(taken(ended)[0])
    bent, _ = taken(branches()["another activation"])
    assert export.obstacle(replace(bent, epoch=4)) == (
        "Epoch 4 lies before this branch, and the network had another activation there; epochs "
        "from 5 on can be taken."
    )
