"""The questions about the neuron: their answers, and the reply to each slip."""

from __future__ import annotations

from random import Random

import pytest

from nnviz.course.check import asked, reply
from nnviz.course.neuron import CORNERS, ONE, QUESTIONS, TWO, divided, passes_on, relu_of
from nnviz.terrain.one_neuron import OneNeuron

FIRING = relu_of(OneNeuron((3.0, -1.0), (2.0, 0.5), 1.0, "relu"))  # 6 − 0.5 + 1 = 6.5
SILENT = relu_of(OneNeuron((1.0, -3.0), (0.5, 2.0), 1.0, "relu"))  # 0.5 − 6 + 1 = −4.5


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        (FIRING, 6.5, "Right: z = 2 × 3 + 0.5 × (−1) + 1 = 6.5, and ReLU passes it as it is: 6.5."),
        (SILENT, 0.0, "Right: z = 0.5 × 1 + 2 × (−3) + 1 = −4.5, and ReLU makes 0 of a sum"),
        (SILENT, -4.5, "That is the weighted sum z."),
        (FIRING, 5.5, "You left out the bias"),
        (FIRING, 7.5, "You lost a sign"),
        (FIRING, 5.49, "Not this one"),
        (relu_of(OneNeuron((3.0, -1.0), (1.5, 0.5), 1.0, "relu")), 5.0, "Right"),
        (relu_of(OneNeuron((3.0, -2.0), (1.5, 1.0), 1.0, "relu")), 4.5, "You added the weights"),
        (FIRING, 6.0, "Each input has a weight of its own"),
    ],
)
def test_the_reply_knows_the_slip(question, said, words):
    told = reply(question, said)
    assert told.says.startswith(words)
    assert told.right == words.startswith("Right")


def some_line_divides(yes: frozenset) -> bool:
    """Whether any of many lines has exactly these corners on one side."""
    weights = [step / 2 for step in range(-4, 5)]
    lines = [(w1, w2, b / 4) for w1 in weights for w2 in weights for b in range(-13, 14, 2)]
    return any(
        {(x1, x2) for x1, x2 in CORNERS if w1 * x1 + w2 * x2 + b > 0} == yes for w1, w2, b in lines
    )


@pytest.mark.parametrize("attempt", range(12))
def test_one_line_is_enough_where_some_line_divides_the_corners(attempt):
    question = asked(QUESTIONS[1], attempt)
    table = question.asks.split(". ")[0]
    yes = frozenset(corner for corner in CORNERS if f"{corner} → yes" in table)
    assert question.answer == (ONE if some_line_divides(yes) else TWO)
    assert reply(question, question.answer).right
    other = TWO if question.answer == ONE else ONE
    assert "Draw the four points" in reply(question, other).says


def test_xor_takes_two_layers():
    xor = frozenset({(0, 1), (1, 0)})
    assert not some_line_divides(xor)
    assert divided(xor).answer == TWO


def test_every_try_asks_for_a_sum_of_its_own():
    asks = {passes_on(Random(seed)).asks for seed in range(20)}
    assert len(asks) > 10
