"""The film of a batch's way: what the browser reads back is every matrix, bit by bit."""

import numpy as np
from app_pages import decode

from nnviz.core.data import load
from nnviz.core.networks import MLP
from nnviz.films.backprop import encode_pass
from nnviz.study.backpropagation import AUTOGRAD, DIFFERENCE, take_apart


def taken_apart(optimizer: str = "sgd"):
    network = MLP((4, 3, 3), "tanh")
    x = np.random.default_rng(0).normal(size=(2, 4))
    return take_apart(network, network.init(0), x, np.array([0, 1]), optimizer, 0.5)


def test_every_matrix_arrives_with_its_shape_and_its_last_bit():
    taken = taken_apart()
    header, arrays = decode(encode_pass(taken, load("penguins"), [0, 1]))

    def read(name: str) -> np.ndarray:
        words = np.ascontiguousarray(arrays[name])
        return words.view("<f8").reshape(header["shapes"][name])

    for name, matrix in taken.values.items():
        np.testing.assert_array_equal(read(name), matrix)
    for name, others in taken.checks.items():
        for who, matrix in others.items():
            np.testing.assert_array_equal(read(f"{name} {who}"), matrix)
    assert header["agreement"]["dW1"][AUTOGRAD] >= 13
    assert header["agreement"]["dW1"][DIFFERENCE] >= 7
    assert header["rows"] == ["Adelie", "Gentoo"]


def test_the_lines_are_those_of_the_choices():
    header, _ = decode(encode_pass(taken_apart("adam"), load("penguins"), [0, 1]))
    assert header["lines"]["delta"][1]["lines"] == ["slope=lambda z, a: 1 - a * a"]
    assert header["lines"]["update"][0]["name"] == "moments.update"
    assert header["follows_gradient"] is False
