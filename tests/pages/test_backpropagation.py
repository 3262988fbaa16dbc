"""The page of backpropagation by AppTest: its films hold torch's numbers, whatever is chosen."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from app_pages import address, button, open_page, read_block
from instances import in_our_order, textbook
from streamlit.testing.v1 import AppTest

from nnviz.core.data import load, split
from nnviz.core.networks import MLP

PAGE = "pages/backpropagation.py"


def film(app: AppTest) -> tuple[dict, dict[str, np.ndarray]]:
    """The header of the film on the page, and its matrices."""
    header, arrays = read_block(app)
    shapes = header["shapes"]
    return header, {
        name: words.copy().view("<f8").reshape(shapes[name]) for name, words in arrays.items()
    }


def gradient(header: dict, matrices: dict[str, np.ndarray]) -> np.ndarray:
    layers = range(1, len(header["sizes"]))
    return np.concatenate([matrices[f"gradient{layer}"].ravel() for layer in layers])


def test_it_opens_with_two_penguins_in_a_network_of_three_hidden_neurons():
    app = open_page(PAGE)
    header, matrices = film(app)
    assert header["sizes"] == [4, 3, 3]
    assert header["rows"] == ["Adelie", "Gentoo"]
    parts = split(load("penguins"))
    rows = [
        np.flatnonzero((parts.train_x == x.astype(np.float32)).all(axis=1)) for x in matrices["x"]
    ]
    assert all(len(found) for found in rows), "they are penguins of the training set"
    assert matrices["loss_after"] < matrices["loss"]


@pytest.mark.parametrize(
    ("query", "sizes", "rows"),
    [
        ({"layers": "2", "neurons_1": "4", "neurons_2": "2", "rows": "4"}, (4, 4, 2, 3), 4),
        ({"activation": "relu", "rows": "1", "seed": "5"}, (4, 3, 3), 1),
        ({"activation": "sigmoid", "layers": "3", "draw": "7"}, (4, 3, 3, 3, 3), 2),
    ],
)
def test_the_gradient_of_any_choice_is_textbook_pytorchs(query, sizes, rows):
    app = open_page(PAGE, **query)
    header, matrices = film(app)
    assert tuple(header["sizes"]) == sizes
    assert len(header["rows"]) == rows
    network = MLP(sizes, query.get("activation", "tanh"))
    modules = textbook(network, network.init(int(query.get("seed", 0))).double())
    labels = torch.from_numpy(matrices["y"]).argmax(dim=-1)
    loss = torch.nn.functional.cross_entropy(modules(torch.from_numpy(matrices["x"])), labels)
    loss.backward()
    expected = in_our_order(network, modules)
    np.testing.assert_allclose(gradient(header, matrices), expected, atol=1e-14)
    assert matrices["loss"] == pytest.approx(loss.item(), rel=1e-12)


def test_try_this():
    app = open_page(PAGE, optimizer="adam")
    button(app, "A step too long").click().run()
    header, matrices = film(app)
    assert header["optimizer"] == "SGD"
    assert matrices["loss_after"] > matrices["loss"]
    button(app, "Three hidden layers of sigmoid").click().run()
    header, matrices = film(app)
    assert header["sizes"] == [4, 3, 3, 3, 3]
    assert np.abs(matrices["delta1"]).max() < np.abs(matrices["delta4"]).max() / 50
    button(app, "A neuron that lets nothing through").click().run()
    header, matrices = film(app)
    assert (matrices["delta1"] == 0).any()
    assert (matrices["dW1"] == 0).all(axis=0).any(), "no weight into it learns anything"


def test_the_depth_is_in_the_address_and_in_the_sentence():
    app = open_page(PAGE, depth="3")
    assert any("as large as in the first of 3 hidden layers" in m.value for m in app.markdown)
    (words,) = [
        m.value for m in app.markdown if "Words here" in m.value and "logarithmic" in m.value
    ]
    assert "[root mean square](" in words, "the axis names it"
    app.slider(key="backpropagation.depth").set_value(6).run()
    assert not app.exception
    assert address(app)["depth"] == "6"
    told = next(m.value for m in app.markdown if "the first of 6 hidden layers" in m.value)
    assert "310,000 with sigmoid, 99.9 with tanh and 359 with ReLU" in told


def test_checking_oneself():
    app = open_page(PAGE, ask_hidden_delta="1")
    assert not app.exception
    said = app.number_input(key="backpropagation.ask_hidden_delta answer")
    said.set_value(1000.0).run()
    assert any("Not this one" in m.value for m in app.markdown)
    button_of = next(b for b in app.button if b.label == "New numbers")
    button_of.click().run()
    assert address(app)["ask_hidden_delta"] == "2"
