"""What the page about the forward pass asks, and what it says to the usual slips."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.course.check import asked, reply
from nnviz.course.forward_pass import QUESTIONS, entry_of, one_entry, shape_between

X, W, B = [2, 5], [[3, -1, 1], [-2, 3, -2]], [1, 4, -3]


def test_the_answer_is_the_entry_of_the_product():
    z = np.array(X) @ np.array(W) + np.array(B)
    for column in (1, 2):
        told = reply(entry_of(X, W, B, column), float(z[column]))
        assert told.right
        assert told.says.endswith(f"= {str(z[column]).replace('-', '−')}.")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (2 * -1 + 5 * 3, "left out the bias"),
        (-1 + 3 + 4, "left out x"),
        (2 * -1 + 4, "stopped after the first pair"),
        (2 * 3 + 5 * -1 + 4, "swapped the rows"),
        (2 * 3 + 5 * -2 + 1, "That is neuron 1"),
        (2 * 1 + 5 * -2 + 4, "read W along its rows"),
        (1000.0, "Not this one"),
    ],
)
def test_each_slip_is_recognised(said, says):
    told = reply(entry_of(X, W, B, 1), said)
    assert not told.right
    assert says in told.says


@pytest.mark.parametrize(
    ("said", "says", "right"),
    [
        ("4 × 6", "one row for each neuron that the weights leave", True),
        ("6 × 4", "how torch stores it", False),
        ("32 × 6", "the shape of z", False),
        ("32 × 4", "the shape of x", False),
    ],
)
def test_the_shape_of_the_weights(said, says, right):
    told = reply(shape_between(4, 6, 32), said)
    assert told.right is right
    assert says in told.says


@pytest.mark.parametrize("maker", QUESTIONS)
def test_every_try_asks_something_that_can_be_answered(maker):
    texts = set()
    for attempt in range(100):
        question = asked(maker, attempt)
        assert reply(question, question.answer).right
        texts.add(question.asks)
    assert len(texts) > 10


def test_options_differ():
    for attempt in range(100):
        options = asked(QUESTIONS[1], attempt).options
        assert len(set(options)) == len(options) == 4


def test_the_entry_is_a_whole_number():
    assert all(float(asked(one_entry, k).answer).is_integer() for k in range(100))
