"""The film of a forward pass, as bytes: what the browser reads back is the record, bit by bit."""

import numpy as np
import pytest
from app_pages import decode

from nnviz.core.data import load, split
from nnviz.core.networks import MLP
from nnviz.films.forward import encode_forward
from nnviz.study.forward import companions, forward_pass, small_example


@pytest.mark.parametrize("seeds", [(0,), (0, 1)])
def test_the_record_survives_bit_by_bit(seeds):
    dataset, network = load("penguins"), MLP((4, 3, 2, 3), "tanh")
    params = np.stack([network.init(seed).numpy() for seed in seeds])
    rows = companions(dataset, 143, 3)
    passed = forward_pass(network, params, dataset, split(dataset), rows)
    example = small_example("tanh")
    header, arrays = decode(encode_forward(dataset, rows, network, passed, example))
    numbers = {name: words.copy().view("<f8").ravel() for name, words in arrays.items()}
    for name in ("measured", "mean", "std", "x", "params", "exponentials", "probabilities"):
        np.testing.assert_array_equal(numbers[name], np.ravel(getattr(passed, name)))
    for k, layer in enumerate(passed.layers, 1):
        np.testing.assert_array_equal(numbers[f"z{k}"], layer.z.ravel())
        np.testing.assert_array_equal(numbers[f"a{k}"], layer.a.ravel())
    np.testing.assert_array_equal(numbers["example_z"], [3.5, 4, -6])
    assert header["sizes"] == [4, 3, 2, 3]
    assert header["weights"] == ["untrained", "trained"][: len(seeds)]
    assert header["settings"] == ["untrained", "trained"]
    assert header["rows"][0] == {"name": "Dream, female, 2009", "truth": 0}
    assert header["activation"]["label"] == "tanh"
