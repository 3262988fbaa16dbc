"""Convolutional networks, block by block, against the same modules of torch."""

import pytest
import torch
from torch import nn

from nnviz.core.blocks import Block, as_large, convolutional
from nnviz.core.data import INK, load, split
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training

DIGIT = (1, 8, 8)
READER = convolutional(DIGIT, [Block(8), Block(16, pooling="max")], [], 10)


@pytest.mark.parametrize(
    ("blocks", "hidden", "modules"),
    [
        (
            [Block(8), Block(16, pooling="max")],
            [],
            [nn.Conv2d(1, 8, 3), nn.Conv2d(8, 16, 3), nn.MaxPool2d(2), nn.Linear(64, 10)],
        ),
        (
            [Block(4, 5, "mean")],
            [20, 12],
            [
                *(nn.Conv2d(1, 4, 5), nn.AvgPool2d(2)),
                *(nn.Linear(16, 20), nn.Linear(20, 12), nn.Linear(12, 10)),
            ],
        ),
        (
            [Block(1), Block(16), Block(3, pooling="mean")],
            [64],
            [
                *(nn.Conv2d(1, 1, 3), nn.Conv2d(1, 16, 3), nn.Conv2d(16, 3, 3)),
                *(nn.AvgPool2d(2), nn.Linear(3, 64), nn.Linear(64, 10)),
            ],
        ),
        ([], [30], [nn.Linear(64, 30), nn.Linear(30, 10)]),
    ],
)
def test_blocks_are_torch_s_modules_of_these_sizes(blocks, hidden, modules):
    network = convolutional(DIGIT, blocks, hidden, 10)
    learning = [one for one in modules if list(one.parameters())]
    assert network.parameter_count == sum(x.numel() for one in learning for x in one.parameters())
    shown = torch.rand(3, *DIGIT)
    for module in modules:
        shown = module(shown.flatten(1) if isinstance(module, nn.Linear) else shown)
    assert network.logits(network.init(0), torch.rand(3, 64)).shape == shown.shape


@pytest.mark.parametrize(
    ("blocks", "hidden", "message"),
    [
        ([Block()] * 4, [], "4 blocks; choose from 0 to 3"),
        ([Block()], [1, 2, 3], "3 dense layers before the outputs; choose from 0 to 2"),
        ([Block()], [65], "a dense layer of 65 neurons; choose from 1 to 64"),
        (
            [Block(kernel=5), Block(kernel=5)],
            [],
            "block 2 does not fit: a filter of 5 × 5 is larger than a picture of 4 × 4",
        ),
        (
            [Block(pooling="max"), Block(pooling="max")],
            [],
            "block 2 does not fit: pooling over 2 × 2 is larger than a picture of 1 × 1",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(blocks, hidden, message):
    with pytest.raises(ValueError, match=message):
        convolutional(DIGIT, blocks, hidden, 10)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"filters": 17}, "17 filters; choose from 1 to 16"),
        ({"filters": 0}, "0 filters; choose from 1 to 16"),
        ({"kernel": 4}, "filters of 4 × 4; they are 3 × 3 or 5 × 5"),
        ({"pooling": "<b>"}, "unknown pooling '<b>'; choose from 'none', 'max', 'mean'"),
    ],
)
def test_an_impossible_block_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        Block(**settings)


def test_a_perceptron_beside_it_has_about_as_many_parameters():
    beside = as_large(READER)
    assert (READER.parameter_count, beside.parameter_count) == (1898, 1885)
    assert beside == MLP((64, 25, 10))
    assert (
        as_large(convolutional(DIGIT, [Block(16), Block(16), Block(16)], [64], 10)).sizes[1] == 64
    )


def test_digits_are_read():
    """After a few epochs already, nine of ten; what it ends at is for the page to say."""
    parts = split(load("digits"), features=INK)
    run = train(READER, parts, Training(epochs=4, batch_size=32))
    answers = READER.logits(torch.from_numpy(run.params[-1]), torch.from_numpy(parts.test_x))
    right = (answers.argmax(dim=-1) == torch.from_numpy(parts.test_y)).float().mean()
    assert right > 0.9
