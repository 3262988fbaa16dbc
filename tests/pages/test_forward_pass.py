"""The page about the forward pass: its film, its two answers, and what can be chosen."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from app_pages import address, button, open_page, read_block

from nnviz.core.data import load
from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.study.forward import FIRST

PAGE = "pages/forward-pass.py"


def film(app) -> tuple[dict, dict[str, np.ndarray]]:
    header, arrays = read_block(app)
    return header, {name: words.copy().view("<f8").ravel() for name, words in arrays.items()}


def test_the_numbers_of_the_film_are_torch_s_of_the_trained_run():
    header, numbers = film(open_page(PAGE))
    assert header["sizes"] == [4, 5, 3]
    assert header["weights"] == ["untrained", "trained"]
    assert numbers["measured"].tolist() == [37.3, 16.8, 192.0, 3000.0]
    split = FIRST.split()
    run = train(FIRST.network, split, FIRST.training)
    x = torch.from_numpy((np.array([[37.3, 16.8, 192.0, 3000.0]]) - split.mean) / split.std)
    for v, epoch in enumerate((0, -1)):
        params = torch.from_numpy(run.params[epoch]).double()
        chances = FIRST.network.logits(params, x).softmax(dim=-1)[0]
        np.testing.assert_allclose(numbers["probabilities"][3 * v : 3 * v + 3], chances, rtol=1e-12)
    assert numbers["probabilities"][3:].argmax() == 0  # trained: Adelie


def test_the_made_up_answer_stands_beside_the_computed_ones():
    app = open_page(PAGE)
    (table,) = [found.value for found in app.table]
    assert list(table.columns) == ["who says it", "Adelie", "Gentoo", "Chinstrap", "so it is"]
    assert table.iloc[0].tolist() == ["made up", "0.200", "0.700", "0.100", "Gentoo"]
    assert table.iloc[2]["who says it"] == "this network, trained"
    assert table.iloc[2]["so it is"] == "Adelie"
    told = " ".join(m.value for m in app.markdown)
    assert "first line is made up" in told
    assert "Adelie, Dream, female, 2009" in told
    assert "`nn.Linear(4, 5).weight` is 5 × 4" in told


def test_who_is_chosen_can_be_read_in_its_box():
    (box,) = [found for found in open_page(PAGE).selectbox if found.label == "Penguin"]
    assert box.options[:2] == ["An example bird: Adelie", "1: Adelie"]
    assert max(map(len, box.options)) <= 24


def test_four_at_once_are_four_rows_of_the_same_product():
    app = open_page(PAGE, activation="tanh")
    button(app, "Four penguins at once").click().run()
    header, numbers = film(app)
    assert len(header["rows"]) == 4
    assert numbers["z1"].size == 2 * 4 * 5
    assert header["activation"]["label"] == "ReLU"  # as in every scene, the rest is as at first
    assert any("**140 multiplications**" in m.value for m in app.markdown)
    assert any("such as those of graphics cards" in m.value for m in app.markdown)
    assert address(app)["rows"] == "4"


def test_no_hidden_layer_is_one_product():
    app = open_page(PAGE)
    button(app, "No hidden layer").click().run()
    header, numbers = film(app)
    assert header["sizes"] == [4, 3]
    assert "z2" not in numbers
    assert address(app)["hidden"] == ""


def test_the_penguin_it_is_least_sure_of():
    app = open_page(PAGE)
    button(app, "The penguin it is least sure of").click().run()
    _, numbers = film(app)
    dataset, split = load("penguins"), FIRST.split()
    run = train(FIRST.network, split, FIRST.training)
    x = torch.from_numpy((dataset.x - split.mean) / split.std)
    params = torch.from_numpy(run.params[-1]).double()
    chances = FIRST.network.logits(params, x).softmax(dim=-1)
    assert numbers["probabilities"][3:].max() == pytest.approx(float(chances.amax(dim=1).min()))


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("hidden", "5,5,5,5", "0 to 3 layer sizes from 1 to 6, such as 6,6"),
        ("hidden", "7", "0 to 3 layer sizes from 1 to 6, such as 6,6"),
        ("row", "342", "a whole number from 0 to 341"),
        ("rows", "5", "a whole number from 1 to 4"),
    ],
)
def test_an_address_that_asks_for_more_than_can_be_read_is_told(name, text, allowed):
    app = open_page(PAGE, **{name: text})
    assert not app.exception
    assert any(f"{name} = “{text}”, which is not {allowed}" in found.value for found in app.text)
    header, _ = film(app)
    assert header["sizes"] == [4, 5, 3]
    assert len(header["rows"]) == 1


def test_the_film_is_there_before_the_network_is_trained(executor):
    app = open_page(PAGE, hidden="2")
    header, numbers = film(app)
    assert header["weights"] == ["untrained"]
    network = MLP((4, 2, 3))
    np.testing.assert_array_equal(numbers["params"], network.init(0))
    assert not app.table
    assert Experiment(network) != FIRST
