"""Saved runs of networks that read digits open again, and what is none is refused."""

from __future__ import annotations

import copy
import re

import pytest
from digit_runs import ALL_KINDS, reader

from nnviz.core.blocks import Block, blocks_of, convolutional
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.networks import Network
from nnviz.core.saved import read, save
from nnviz.core.settings import described, experiment_from
from nnviz.core.trainer import train
from nnviz.study.images import DIGITS

TOLD = described(reader())


@pytest.mark.parametrize("name", ALL_KINDS)
def test_a_saved_run_is_the_same_run_again(name):
    experiment = ALL_KINDS[name]
    run = train(experiment.network, experiment.split(), experiment.training)
    saved = read(save(experiment, run), [DIGITS])
    assert saved.experiment == experiment
    assert saved.run.params.tobytes() == run.params.tobytes()


@pytest.mark.parametrize(
    ("layers", "why"),
    [
        ([("convolution", [1, 8, 8, 3, 10**9, 1, 0])], "1000000000 filters"),
        ([("convolution", [1, 8, 8, 4, 2, 1, 0])], "filters of 4 × 4"),
        ([("convolution", [1, 8, 8, 3, 2, 2, 0])], "is not made of blocks"),
        ([("convolution", [1, 8, 8, 3, 2, 1, 1])], "is not made of blocks"),
        ([("convolution", [1, 8, 8, 3, 2, 1])], "takes channels, height, width, kernel"),
        ([("convolution", [1, 8, 8, 3, 2, 0, 0])], "every number must be 1 or more"),
        ([("convolution", [1, 8, 8, 3, 2, 1, -1])], "a layer's size -1"),
        ([("convolution", [1, 8, 8, 3, 2, 1, 10**6])], "is not made of blocks"),
        ([("convolution", [1, 4, 16, 3, 2, 1, 0])], "reads pictures of (1, 4, 16)"),
        ([("max_pooling", [1, 8, 8, 2])], "is not made of blocks"),
        ([("max_pooling", [1, 8, 8, 0])], "a layer's size 0"),
        ([("dense", [64, 64]), ("convolution", [1, 8, 8, 3, 2, 1, 0])], "does not fit"),
        ([("attention", [64])], "'dense', 'convolution', 'max_pooling' and 'mean_pooling'"),
    ],
)
def test_layers_that_nobody_can_choose_are_refused_in_a_sentence(layers, why):
    told = copy.deepcopy(TOLD)
    made = [{"kind": kind, "shape": shape} for kind, shape in layers]
    told["network"]["layers"] = made
    if layers[-1][0] == "convolution" and len(layers[-1][1]) == 7:
        try:
            last = Convolution(*layers[-1][1]).outputs
        except ValueError:
            last = 1
        made.append({"kind": "dense", "shape": [last, 10]})
    with pytest.raises(ValueError, match=re.escape(why)):
        experiment_from(told, [DIGITS])


@pytest.mark.parametrize(
    ("blocks", "hidden"),
    [((), ()), ((Block(3, 5, "mean"),), (20, 7)), ((Block(1), Block(2), Block(16)), (64,))],
)
def test_blocks_are_read_off_a_network(blocks, hidden):
    assert blocks_of(convolutional((1, 8, 8), blocks, hidden, 10, "tanh")) == (blocks, hidden)


def test_a_network_with_a_stride_has_no_blocks():
    layers = Convolution(1, 8, 8, 3, 2, stride=2), Dense(18, 10)
    with pytest.raises(ValueError, match="not made of blocks and dense layers alone"):
        blocks_of(Network(layers))
