"""Digits drawn on the pad are like those of the data, and a network trained on these reads them."""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest
import torch
from drawings import DIGITS

from nnviz.core.data import INK, load, split
from nnviz.core.data.digits import FULL, SIDE
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling
from nnviz.core.networks import Network
from nnviz.core.trainer import train
from nnviz.core.training import Training

DRAW = """
import { drawingOf, textOf, withWay } from './nnviz/frontend/model/drawing.js';
import { dotsOf, pixelsOf, prepared } from './nnviz/frontend/model/ink.js';
import { readFileSync } from 'node:fs';

const strokesOf = (ways) => ways.reduce((strokes, way) => withWay(strokes, way), []);
const drawings = JSON.parse(readFileSync(0)).map((ways) => drawingOf(textOf(strokesOf(ways))));
const pixels = drawings.map((strokes) => [...pixelsOf(prepared(dotsOf(strokes)).dots)]);
console.log(JSON.stringify(pixels));
"""
"""As the pad does it: from the pen's ways to what a link says of them, and on to the pixels."""


@pytest.fixture(scope="module")
def drawn(pytestconfig) -> np.ndarray:
    """The pixels [10, 64] of the digits from 0 to 9."""
    finished = subprocess.run(
        ["node", "--input-type=module", "--eval", DRAW],
        input=json.dumps([DIGITS[digit] for digit in range(10)]),
        cwd=pytestconfig.rootpath,
        capture_output=True,
        text=True,
        check=True,
    )
    return np.array(json.loads(finished.stdout))


def test_the_data_were_prepared_as_drawings_are():
    """All 32 dots high and 20 wide, ink enough to be left alone, the left side upright."""
    digits = load("digits")
    pictures = digits.x.reshape(-1, SIDE, SIDE)
    dark = pictures > 0
    assert dark.any(2).all()
    zeros = pictures[digits.y == 0]  # the widest, and they do not lean
    assert not zeros[:, :, [0, 7]].any()
    darkest = zeros[:, :, [1, 6]].max(1).astype(int)  # of blocks with 2 of their 4 columns within
    assert np.bincount(darkest.ravel()).argmax() == FULL / 2
    ink = pictures.sum((1, 2))
    assert ((ink >= 256) & (ink <= 412)).mean() > 0.98
    lefts = dark[:, [0, -1]].argmax(2)
    assert (abs(lefts[:, 0] - lefts[:, 1]) <= 1).mean() > 0.99


def test_drawn_digits_have_the_ink_and_the_box_of_the_datas(drawn):
    pictures, ours = (x.reshape(-1, SIDE, SIDE) for x in (load("digits").x, drawn))
    low, high = np.quantile(pictures.sum((1, 2)), (0.01, 0.99))
    assert (low < ours.sum((1, 2))).all()
    assert (ours.sum((1, 2)) < high).all()
    assert abs(ours.sum((1, 2)).mean() / pictures.sum((1, 2)).mean() - 1) < 0.1
    assert (ours.max(2) > 0).all()


def test_the_pictures_most_like_a_drawn_digit_show_it(drawn):
    digits = load("digits")
    apart = ((digits.x - drawn[:, None, :]) ** 2).sum(2)  # [10, N]
    nearest = digits.y[apart.argsort(1)[:, :5]]
    assert (nearest == np.arange(10)[:, None]).all()


def test_a_trained_network_reads_drawn_digits(drawn):
    layers = (
        Convolution(1, 8, 8, 3, 8),
        Convolution(8, 6, 6, 3, 16),
        MaxPooling(16, 4, 4),
        Dense(64, 10),
    )
    network = Network(layers)
    parts = split(load("digits"), features=INK)
    run = train(network, parts, Training("adam", 0.01, epochs=15, batch_size=16))
    x = torch.from_numpy(parts.standardise(drawn)).float()
    read = network.logits(torch.from_numpy(run.params[-1]), x).argmax(-1).numpy()
    right = read == np.arange(10)
    assert right[7], read
    assert right.sum() >= 8, read
