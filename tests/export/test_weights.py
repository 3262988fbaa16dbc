"""Weights and networks of an epoch, used elsewhere: they answer what ours answers."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import replace
from functools import cache

import numpy as np
import onnx
import onnxruntime
import pytest
import safetensors.torch
import torch
from immediately import immediate_engine
from instances import TORCH_ACTIVATIONS, Instance, instances, logits
from safetensors import safe_open
from torch import nn

from nnviz.core import activations as core_activations
from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.networks import MLP, Network
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.export.exports import EXPORTS
from nnviz.export.moment import Moment

ACTIVATIONS = {
    "penguins": "silu",
    "body mass": "elu",
    "two species": "gelu",
    "digits": "leaky_relu",
}


@cache
def moment_of(name: str) -> Moment:
    """The last epoch of a short training of one of the things to learn."""
    one: Instance = instances()[name]
    network = Network(one.network.layers, ACTIVATIONS[name])
    training = one.training(epochs=3, batch_size=20)
    experiment = Experiment(network, training, dataset=one.dataset)
    return Moment(experiment, train(network, experiment.split(), training), 3)


def answers(moment: Moment, network: Network | None = None) -> np.ndarray:
    """What the network at that moment says of every row, as torch's functions compute it."""
    experiment = moment.experiment
    split = experiment.split()
    x = torch.from_numpy(split.standardise(experiment.dataset.x))
    z = logits(network or experiment.network, torch.from_numpy(moment.params.copy()), x)
    if split.task == "regression":
        return z.numpy() * split.target_std + split.target_mean
    return (torch.sigmoid(z) if split.task == "binary" else torch.softmax(z, -1)).numpy()


@cache
def network_file(name: str) -> bytes:
    return EXPORTS["onnx"].make(moment_of(name))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_onnxruntime_answers_measurements_as_we_do(name):
    moment = moment_of(name)
    x, session = moment.experiment.dataset.x, onnxruntime.InferenceSession(network_file(name))
    (read,), (said,) = session.get_inputs(), session.get_outputs()
    assert (read.name, read.type, read.shape) == (
        "features",
        "tensor(float)",
        ["rows", x.shape[1]],
    )
    assert said.name == ("values" if name == "body mass" else "probabilities")
    expected = answers(moment)
    for rows in (1, 2, len(x)):
        (found,) = session.run(None, {"features": x[:rows].astype(np.float32)})
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, expected[:rows], rtol=1e-5, atol=1e-6)


def test_the_network_says_what_it_is_and_nothing_of_the_server():
    content = network_file("penguins")
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    told = onnxruntime.InferenceSession(content).get_modelmeta().custom_metadata_map
    assert json.loads(told["classes"]) == ["Adelie", "Gentoo", "Chinstrap"]
    assert json.loads(told["features"])[0] == "bill length [mm]"
    assert json.loads(told["settings"])["training"]["batch_size"] == 20
    assert b".py" not in content


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_network_says_what_its_columns_are_and_how_it_was_trained(name):
    experiment = moment_of(name).experiment
    dataset, told = experiment.dataset, onnx.load_from_string(network_file(name)).doc_string
    inputs, outputs = len(dataset.features), experiment.network.outputs
    assert f"float32 [rows, {inputs}], as measured, in this order: " in told
    assert f"float32 [rows, {outputs}]" in told
    targets = [dataset.target.name, dataset.target.unit] if not dataset.classes else []
    features = [one.name for one in dataset.features]
    for said in (*targets, *features, *dataset.classes, dataset.source):
        assert said in told
    assert "after epoch 3 of its training" in told
    assert "batches of 20, seed 0" in told


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_lines_in_its_metadata_load_the_weights(name, tmp_path, monkeypatch):
    moment = moment_of(name)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / moment.file_name("safetensors")
    file.write_bytes(EXPORTS["weights"].make(moment))
    with safe_open(file, framework="pt") as opened:
        how = opened.metadata()["how"]
    names: dict = {"rows": moment.experiment.dataset.x.astype(np.float32)}
    exec(how + "z = model((torch.tensor(rows) - mean) / std)", names)
    assert names["z"].shape == (len(names["rows"]), moment.experiment.network.outputs)
    split = moment.experiment.split()
    x = torch.from_numpy(split.standardise(moment.experiment.dataset.x))
    expected = logits(moment.experiment.network, torch.from_numpy(moment.params.copy()), x)
    torch.testing.assert_close(names["z"], expected, rtol=1e-4, atol=1e-5)


def test_an_activation_that_torch_has_no_words_for_leaves_the_lines_out(monkeypatch):
    lacking = replace(core_activations.ACTIVATIONS["silu"], torch="")
    monkeypatch.setitem(core_activations.ACTIVATIONS, "silu", lacking)
    assert b'"how"' not in EXPORTS["weights"].make(moment_of("penguins"))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_torch_loads_the_weights_by_the_names_of_the_layers(name, tmp_path):
    moment = moment_of(name)
    file = tmp_path / moment.file_name("safetensors")
    file.write_bytes(EXPORTS["weights"].make(moment))
    weights = safetensors.torch.load_file(file)
    network = moment.experiment.network
    split = moment.experiment.split()
    with safe_open(file, framework="pt") as opened:
        told = opened.metadata()
    modules: OrderedDict[str, nn.Module] = OrderedDict()
    for place, layer in enumerate(network.layers, 1):
        last = place == len(network.layers)
        own = "output" if last else f"hidden_{place}"
        if layer.kind == "convolution":
            modules["picture"] = nn.Unflatten(-1, (1, 8, 8))
            modules[own] = nn.Conv2d(1, 2, 3)
            modules["row"] = nn.Flatten()
        else:
            modules[own] = nn.Linear(layer.inputs, layer.outputs)
        if not last:
            modules[f"activation_{place}"] = TORCH_ACTIVATIONS[told["activation"]]()
    model = nn.Sequential(modules)
    model.load_state_dict(weights)
    mean, std = json.loads(told["mean"]), json.loads(told["std"])
    x = (moment.experiment.dataset.x - mean) / std
    found = model(torch.from_numpy(x).float())
    expected = logits(
        network,
        torch.from_numpy(moment.params.copy()),
        torch.from_numpy(split.standardise(moment.experiment.dataset.x)),
    )
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-6)


def test_before_its_origin_a_branch_is_its_parents_network():
    parent = replace(DEFAULT, network=MLP((4, 6, 3), "tanh"), training=Training(epochs=4))
    branch = replace(parent, network=MLP((4, 6, 3), "relu"), origin=Origin(parent, 3))
    run, _ = immediate_engine().ask(branch).run()
    before, after = Moment(branch, run, 2), Moment(branch, run, 3)
    assert (before.network, after.network) == (parent.network, branch.network)
    content = EXPORTS["weights"].make(before)
    assert b'"activation":"tanh"' in content
    session = onnxruntime.InferenceSession(EXPORTS["onnx"].make(before))
    (found,) = session.run(None, {"features": branch.dataset.x.astype(np.float32)})
    np.testing.assert_allclose(found, answers(before, parent.network), rtol=1e-5, atol=1e-6)


def test_weights_that_are_no_numbers_are_a_file_but_no_network():
    assert EXPORTS["onnx"].obstacle(moment_of("penguins")) == ""
    moment = moment_of("penguins")
    params = moment.run.params.copy()
    params[3, 0] = np.nan
    broken = replace(moment, run=replace(moment.run, params=params))
    assert "At epoch 3 some weights are not finite" in EXPORTS["onnx"].obstacle(broken)
    weights = safetensors.torch.load(EXPORTS["weights"].make(broken))
    assert weights["hidden_1.weight"].isnan().sum() == 1
