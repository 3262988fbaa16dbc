"""The questions about the filter: their answers by torch, and the reply to each slip."""

from __future__ import annotations

import pytest
import torch

from nnviz.core.filters import FILTERS
from nnviz.course.check import reply
from nnviz.course.convolution import place_of, places_of

PIXELS = (1, 2, 0, 4, 5, 1, 8, 10, 4)


@pytest.mark.parametrize("key", ["edge_across", "edge_down", "sharpen"])
@pytest.mark.parametrize("bias", [-3, 2])
def test_the_number_of_a_place_is_torchs(key, bias):
    window, weights = (
        torch.tensor(numbers, dtype=torch.float64).reshape(1, 1, 3, 3)
        for numbers in (PIXELS, FILTERS[key].weights)
    )
    z = torch.nn.functional.conv2d(window, weights, torch.tensor([float(bias)]).double())
    assert place_of(PIXELS, key, bias).answer == z.relu().item()


@pytest.mark.parametrize("side", [6, 9, 12])
@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("stride", [1, 2])
def test_there_are_as_many_places_as_torch_finds(side, padding, stride):
    layer = torch.nn.Conv2d(1, 1, 3, stride, padding)
    assert places_of(side, padding, stride).answer == layer(torch.zeros(1, 1, side, side)).numel()


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        # −1 −4 − 0 = −5 above, 8 + 20 + 4 = 32 below, 27 in all.
        (place_of(PIXELS, "edge_across", 2), 29, "Right: the rows of products add up to −5 + 0"),
        (place_of(PIXELS, "edge_across", 2), 27, "You left out the bias"),
        (place_of(PIXELS, "edge_across", 2), 39, "You lost a sign"),
        (place_of(PIXELS, "edge_across", 2), 37, "You added the pixels"),
        (place_of(PIXELS[::-1], "edge_across", 2), -25, "That is the sum with the bias"),
        (place_of(PIXELS[::-1], "edge_across", 2), 29, "You turned the filter round"),
        (places_of(8, 0, 1), 36, "Right: 8 pixels lie side by side"),
        (places_of(8, 0, 1), 6, "So many lie side by side"),
        (places_of(8, 0, 1), 64, "So many pixels there are"),
        (places_of(9, 1, 2), 81, "So many pixels there are"),
        (places_of(9, 1, 2), 16, "Without the padding"),
        (places_of(10, 0, 2), 64, "So many with a stride of 1"),
    ],
)
def test_the_reply_knows_the_slip(question, said, words):
    told = reply(question, float(said))
    assert told.says.startswith(words)
    assert told.right == words.startswith("Right")
