"""The films of the neuron: what the browser is sent is what was computed."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import decode

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.films.line import encode_line
from nnviz.films.neuron import encode_neuron
from nnviz.terrain.one_neuron import OneNeuron
from nnviz.terrain.plane import PLANES


def test_a_neuron_is_sent_with_all_that_it_may_become():
    header, arrays = decode(encode_neuron(OneNeuron((1.0,), (-2.0,), 0.5, "tanh"), asked=3))
    assert header["neuron"] == {"x": [1.0], "w": [-2.0], "b": 0.5, "activation": "tanh"}
    assert header["asked"] == 3
    assert [one["key"] for one in header["activations"]] == list(ACTIVATIONS)
    assert header["bounds"] == {"inputs": [1, 4], "value": [-3, 3], "bias": [-5, 5]}
    assert arrays == {}


@pytest.mark.parametrize("key", PLANES)
def test_a_plane_is_sent_with_its_points_and_its_record(key):
    plane = PLANES[key]
    experiment, points = plane.experiment, plane.points()
    run = train(experiment.network, experiment.split(), experiment.training)
    found = curves(run, experiment.split())
    header, arrays = decode(encode_line(plane, run, found))
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert np.array_equal(arrays["loss"], found.train_loss)
    assert np.array_equal(arrays["y"], points.y)
    own = arrays["x"] * np.array(header["std"]) + np.array(header["mean"])
    assert np.allclose(own, points.x, atol=1e-4)
    assert header["task"]["key"] == "binary"
    assert [output["name"] for output in header["task"]["outputs"]] == [points.classes[1]]
    assert [part["shape"] for part in header["parts"]] == [
        list(pair) for pair in zip(plane.sizes, plane.sizes[1:], strict=False)
    ]
