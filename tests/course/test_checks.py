"""The questions to check oneself by: right answers against an oracle, every slip its reply."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnviz.course import batches, convolution, gradient_descent, learning_rate, optimizers
from nnviz.course.check import Choice, Number, asked, reply

PAGES = (gradient_descent, learning_rate, optimizers, batches, convolution)
MAKERS = [maker for page in PAGES for maker in page.QUESTIONS]
TRIES = range(12)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_the_right_answer_is_right_and_every_slip_is_told_from_it(maker):
    for attempt in TRIES:
        question = asked(maker, attempt)
        right = reply(question, question.answer)
        assert right.right
        assert question.because in right.says
        told = set()
        for slip in question.slips:
            answer = reply(question, slip.answer)
            if question.agrees(slip.answer, question.answer):
                assert answer.right  # with these numbers, the slip leads to the answer all the same
            elif answer.says == slip.says:
                told.add(slip.says)
        assert told, "no slip is recognised"


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_a_try_asks_the_same_of_everybody_and_another_one_something_else(maker):
    assert asked(maker, 3) == asked(maker, 3)
    assert len({asked(maker, attempt).asks for attempt in range(30)}) >= 3


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_any_other_answer_is_wrong_without_giving_the_right_one_away(maker):
    for attempt in TRIES:
        question = asked(maker, attempt)
        if isinstance(question, Number):
            for said in (-1234.5, float("nan"), float("inf")):
                answer = reply(question, said)
                assert not answer.right
                assert question.shown not in answer.says
        else:
            assert [reply(question, one).right for one in question.options].count(True) == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (3.4, "left out the ½"),
        (5.8, "uphill"),
        (4.9, "Adam's first step"),
        (-3.0, "left out η"),
        (4.6, "left out the factor x"),
    ],
)
def test_the_slips_of_the_articles_example(said, says):
    question = gradient_descent.step_from(2.0, 6.0, 0.1)
    assert question.answer == pytest.approx(4.2)
    assert reply(question, 4.2).right
    assert not reply(question, said).right
    assert says in reply(question, said).says


@pytest.mark.parametrize("attempt", TRIES)
def test_the_step_and_the_perfect_rate_are_those_of_autograd(attempt):
    for x, y, rate in [(1.5, 3.0, 0.2), (2.0, 1.0, 0.05), (1.0 + attempt, 4.0, 0.01)]:
        w = torch.tensor(gradient_descent.START, dtype=torch.float64, requires_grad=True)
        (0.5 * (w * x - y) ** 2).backward()
        asked_for = gradient_descent.step_from(x, y, rate).answer
        assert asked_for == pytest.approx((w - rate * w.grad).item())
        perfect = gradient_descent.rate_for(x).answer
        assert (w - perfect * w.grad).item() == pytest.approx(y / x)


def test_the_second_step_with_momentum_is_torchs():
    weight = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = torch.optim.SGD([weight], lr=0.1, momentum=optimizers.MOMENTUM)
    places = [0.0]
    for _ in range(2):
        weight.grad = torch.full_like(weight, 2.0)
        optimizer.step()
        places.append(weight.item())
    question = optimizers.step_with_momentum(2.0, 0.1)
    assert question.answer == pytest.approx(places[1] - places[2])
    assert "without momentum" in reply(question, places[0] - places[1]).says


def test_adam_moves_weights_of_any_gradient_by_eta_first():
    weights = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
    optimizer = torch.optim.Adam([weights], lr=0.1)
    weights.grad = torch.tensor([100.0, 0.01], dtype=torch.float64)
    optimizer.step()
    assert weights.tolist() == pytest.approx([-0.1, -0.1], rel=1e-5)
    assert asked(optimizers.first_step_of_adam, 0).answer == "both are η"


def test_four_times_the_rows_halve_the_noise():
    losses = np.random.default_rng(0).exponential(size=(4000, 64))
    noise = [losses[:, :rows].mean(axis=1).std() for rows in (16, 64)]
    assert noise[1] / noise[0] == pytest.approx(0.5, rel=0.05)
    assert asked(batches.noise, 0).answer == "half"


@pytest.mark.parametrize(("rows", "batch", "steps"), [(240, 16, 15), (239, 16, 15), (100, 48, 3)])
def test_the_steps_of_an_epoch_count_the_smaller_last_batch(rows, batch, steps):
    assert len(torch.arange(rows).split(batch)) == steps
    assert batches.steps_of(rows, batch).answer == steps


@pytest.mark.parametrize(("low", "high", "middle"), [(0.001, 0.1, 0.01), (0.0001, 1.0, 0.01)])
def test_halfway_on_a_logarithmic_axis(low, high, middle):
    question = learning_rate.between(low, high)
    assert np.logspace(np.log10(low), np.log10(high), 3)[1] == pytest.approx(question.answer)
    assert reply(question, middle).right
    assert "even axis" in reply(question, (low + high) / 2).says


def test_an_answer_that_is_none_of_the_options_is_refused():
    with pytest.raises(ValueError, match="'c' is not one of a, b"):
        Choice("?", ("a", "b"), "c", "")
