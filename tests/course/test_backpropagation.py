"""The questions about backpropagation: answers by autograd, and the reply to each slip."""

from __future__ import annotations

from random import Random

import pytest
import torch

from nnviz.course.backpropagation import QUESTIONS, delta_of, gradient_of
from nnviz.course.check import asked, reply


def test_delta_is_autograds():
    a, weights, deltas = 0.6, (2.0, -1.0), (0.3, 0.1)
    z = torch.tensor(a, dtype=torch.float64).atanh().requires_grad_()
    blame = sum(w * delta for w, delta in zip(weights, deltas, strict=True))
    (torch.tanh(z) * blame).backward()
    question = delta_of(a, weights, deltas)
    assert question.answer == pytest.approx(z.grad.item(), abs=1e-12)
    assert question.shown == "0.32"
    assert reply(question, 0.32).right


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (0.5, "left out the slope"),
        (0.12, "slope of the [[sigmoid|activation-sigmoid]]"),
        (0.3, "multiplied by a itself"),
        (0.256, "left out the weights"),
        (0.384, "one connection only"),
        (-0.32, "sign is turned"),
        (7.0, "Look again"),
    ],
)
def test_slips_with_delta(said, says):
    answer = reply(delta_of(0.6, (2.0, -1.0), (0.3, 0.1)), said)
    assert not answer.right
    assert says in answer.says


def test_the_gradient_is_autograds():
    activations, deltas = (0.7, 2.0), (0.3, -0.1)
    w = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
    sum(w * a * delta for a, delta in zip(activations, deltas, strict=True)).backward()
    question = gradient_of(activations, deltas)
    assert question.answer == pytest.approx(w.grad.item(), abs=1e-12)
    assert reply(question, 0.01).right


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (0.005, "took the mean"),
        (0.54, "added up first"),
        (0.2, "gradient of the bias"),
        (0.21, "first row alone"),
        (-0.01, "the way the weight will go"),
    ],
)
def test_slips_with_the_gradient(said, says):
    answer = reply(gradient_of((0.7, 2.0), (0.3, -0.1)), said)
    assert not answer.right
    assert says in answer.says


@pytest.mark.parametrize("maker", QUESTIONS)
def test_every_try_has_an_answer_that_no_slip_leads_to(maker):
    texts = set()
    for attempt in range(30):
        question = asked(maker, attempt)
        texts.add(question.asks)
        assert reply(question, question.answer).right
        assert abs(question.answer) > 1e-3
        told = [slip for slip in question.slips if not reply(question, slip.answer).right]
        assert len(told) >= 4
    assert len(texts) > 10
    assert maker(Random(1)).asks == maker(Random(1)).asks
