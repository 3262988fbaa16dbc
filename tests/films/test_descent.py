"""The film of a descent, as bytes: what the browser reads back is the record, bit by bit."""

import json

import numpy as np
import pytest

from nnviz.films.descent import encode_descent
from nnviz.terrain.descent import descend
from nnviz.terrain.one_weight import OneWeight


def decoded(film: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Header and arrays of a film, its pairs of words put together to float64 again."""
    length = int.from_bytes(film[:4], "little")
    header = json.loads(film[4 : 4 + length])
    arrays, offset = {}, 4 + length
    for name, shape in header["arrays"]:
        count = int(np.prod(shape))
        words = np.frombuffer(film, "<f4", count, offset)
        arrays[name] = words.view("<f8")
        offset += 4 * count
    assert offset == len(film)
    return header, arrays


@pytest.mark.parametrize("learning_rate", [0.1, 2.0, 1e6])
def test_the_record_survives_bit_by_bit(learning_rate):
    landscape = OneWeight(2.0, 6.0)
    path = descend(landscape, 5.0, "sgd", learning_rate, 300)
    header, arrays = decoded(encode_descent(landscape, path, learning_rate, "SGD", True))
    assert header["learning_rate"] == learning_rate
    assert (header["x"], header["y"], header["half"]) == (2.0, 6.0, True)
    np.testing.assert_array_equal(arrays["w"], path.w[:, 0])
    np.testing.assert_array_equal(arrays["loss"], path.loss)
    np.testing.assert_array_equal(arrays["grad"], path.grad[:, 0])
    assert arrays["direction"].shape == (path.steps,)


def test_a_film_without_steps():
    landscape = OneWeight(0.0, 6.0)
    path = descend(landscape, 5.0, "adam", 0.1, 0)
    header, arrays = decoded(encode_descent(landscape, path, 0.1, "Adam", False, play=0))
    assert header["play"] == 0
    assert arrays["w"].tolist() == [5.0]
    assert arrays["direction"].size == 0
