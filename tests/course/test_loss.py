"""The questions about losses: right answers by hand, and a reply to each usual slip."""

from __future__ import annotations

import math

import pytest
import torch

from nnviz.core.losses import LOSSES
from nnviz.course.check import asked, reply
from nnviz.course.loss import (
    ANSWERS,
    QUESTIONS,
    cross_entropy,
    cross_entropy_of,
    sent_back_to,
)

ANSWER = (0.7, 0.2, 0.1)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (1.61, "Right: −ln 0.2 = 1.61."),
        (-1.61, "left out the minus"),
        (0.70, "base 10"),
        (2.32, "base 2"),
        (0.8, "absolute difference"),
        (4.27, "added up all three"),
        (0.36, "most probable"),
        (9.0, "Not this one"),
    ],
)
def test_the_cross_entropy_and_its_slips(said, words):
    question = cross_entropy_of(ANSWER, 1)
    assert question.answer == pytest.approx(-math.log(0.2))
    assert words in reply(question, said).says


@pytest.mark.parametrize(
    ("k", "said", "words"),
    [
        (1, -0.8, "Right: p − y = 0.2 − 1 = −0.8."),
        (1, 0.8, "the wrong way round"),
        (1, 0.2, "left out y"),
        (1, -5.0, "slope for the [[probability]]"),
        (1, 1.61, "the [[loss]] itself"),
        (0, 0.7, "Right: p − y = 0.7 − 0 = 0.7."),
        (0, -0.3, "1 only for what is true"),
        (0, -0.7, "the wrong way round"),
        (0, 5.0, "Not this one"),
    ],
)
def test_what_is_sent_back_and_its_slips(k, said, words):
    assert words in reply(sent_back_to(ANSWER, 1, k), said).says


@pytest.mark.parametrize("p", ANSWERS)
@pytest.mark.parametrize("label", range(3))
def test_answers_equal_the_losses_own(p, label):
    z, y = torch.tensor([p], dtype=torch.float64).log(), torch.eye(3, dtype=torch.float64)[[label]]
    loss = LOSSES["cross_entropy"]
    assert cross_entropy_of(p, label).answer == pytest.approx(float(loss.value(z, y)))
    for k in range(3):
        assert sent_back_to(p, label, k).answer == pytest.approx(float(loss.delta(z, y)[0, k]))


@pytest.mark.parametrize("maker", QUESTIONS)
def test_each_try_is_a_question_whose_slips_are_no_answer(maker):
    questions = [asked(maker, attempt) for attempt in range(40)]
    assert len({question.asks for question in questions}) > 5
    for question in questions:
        assert reply(question, round(question.answer, 2)).right
        for slip in question.slips:
            assert reply(question, slip.answer) == reply(question, round(slip.answer, 2))
            assert not reply(question, slip.answer).right


def test_the_same_try_asks_everybody_the_same():
    assert asked(cross_entropy, 3) == asked(cross_entropy, 3)
