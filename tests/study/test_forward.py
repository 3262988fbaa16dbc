"""A forward pass, number by number, against torch's own layers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import load, split
from nnviz.core.networks import MLP
from nnviz.study.forward import (
    FIRST,
    companions,
    forward_pass,
    least_sure,
    row_of_example,
    small_example,
)

dataset = load("penguins")
parts = split(dataset)
ROWS = [143, 0, 300]


def passed(network, *seeds: int):
    params = np.stack([network.init(seed).numpy() for seed in seeds])
    return forward_pass(network, params, dataset, parts, ROWS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_equals_torch_s_layers_and_softmax(activation):
    network = MLP((4, 5, 6, 3), activation)
    ours = passed(network, 0, 3)
    for v in range(2):
        a = (torch.from_numpy(dataset.x[ROWS]) - torch.from_numpy(parts.mean)) / torch.from_numpy(
            parts.std
        )
        torch.testing.assert_close(ours.x, a, rtol=1e-14, atol=0)
        for k, (W, b) in enumerate(network.views(ours.params[v])):
            linear = nn.Linear(*W.shape, dtype=torch.float64)
            assert linear.weight.shape == W.shape[::-1]  # torch stores the transpose
            with torch.no_grad():
                linear.weight.copy_(W.mT)
                linear.bias.copy_(b[0])
                z = linear(a)
            torch.testing.assert_close(ours.layers[k].z[v], z, rtol=1e-12, atol=1e-14)
            a = ACTIVATIONS[activation].function(z)
            if k < 2:
                torch.testing.assert_close(ours.layers[k].a[v], a, rtol=1e-12, atol=1e-14)
        torch.testing.assert_close(ours.probabilities[v], z.softmax(dim=-1), rtol=1e-12, atol=0)
        torch.testing.assert_close(ours.exponentials[v].log(), z, rtol=1e-12, atol=1e-12)


def test_the_articles_bird_is_an_adelie_female_from_dream():
    row = row_of_example(dataset)
    assert dataset.x[row].tolist() == [37.3, 16.8, 192.0, 3000.0]
    assert dataset.classes[dataset.y[row]] == "Adelie"
    assert dataset.row_facts[row] == "Dream, female, 2009"


def test_more_rows_are_the_same_product_with_more_rows():
    together = passed(FIRST.network, 0)
    for n, row in enumerate(ROWS):
        params = FIRST.network.init(0).numpy()[None]
        alone = forward_pass(FIRST.network, params, dataset, parts, [row])
        for both, one in zip(together.layers, alone.layers, strict=True):
            torch.testing.assert_close(both.z[0, n], one.z[0, 0], rtol=1e-12, atol=1e-14)
    assert together.multiplications == 3 * (4 * 5 + 5 * 3)


def test_the_small_example_by_hand():
    example = small_example("relu")
    assert tuple(example.W.shape) == (2, 3)
    assert example.z.tolist() == [[2 * 1 + 3 * 0.5 + 0, 2 * 0 + 3 * 1 + 1, -2 * 1 - 3 * 2 + 2]]
    assert example.z.tolist() == [[3.5, 4.0, -6.0]]
    assert example.a.tolist() == [[3.5, 4.0, 0.0]]


@pytest.mark.parametrize("row", [0, 143, 200, 341])
def test_companions_are_of_the_other_classes_first(row):
    for count in range(1, 5):
        rows = companions(dataset, row, count)
        assert rows[0] == row
        assert len(set(rows)) == count
        assert len({dataset.y[one] for one in rows}) == min(count, 3)


def test_the_row_it_is_least_sure_of():
    network, params = FIRST.network, FIRST.network.init(1).numpy()
    x = torch.from_numpy((dataset.x - parts.mean) / parts.std)
    chances = network.logits(torch.from_numpy(params).double(), x).softmax(dim=-1)
    surest = chances.max(dim=-1).values
    assert surest[least_sure(network, params, dataset, parts)] == surest.min()
