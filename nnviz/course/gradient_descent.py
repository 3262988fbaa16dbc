"""What the page about gradient descent asks: the example's step, with other numbers each time."""

from __future__ import annotations

from random import Random

from nnviz.core.text import number, plain_decimal
from nnviz.course.check import Number, Question, Slip
from nnviz.terrain.descent import descend
from nnviz.terrain.one_weight import OneWeight

START = 5.0
"""The weight before the step, as in the example."""


def one_step(random: Random) -> Question:
    """Where the first step leads; not with the example's own numbers, which are on the screen."""
    return step_from(
        random.choice((1.0, 1.5, 2.0)), random.choice((1.0, 3.0, 4.0)), random.choice((0.05, 0.2))
    )


def step_from(x: float, y: float, rate: float) -> Question:
    """Where one step leads from w = 5, with the ½ in the loss."""
    example, bare = OneWeight(x, y, half=True), OneWeight(x, y, half=False)
    gradient = (START * x - y) * x
    shown = plain_decimal(rate)
    slips = (
        Slip(
            _first_step(bare, "sgd", rate), "You left out the ½: it takes the 2 of the square away."
        ),
        Slip(
            START + rate * gradient,
            "You walked uphill: a step goes against the gradient, so it is subtracted.",
        ),
        Slip(
            _first_step(example, "adam", rate),
            "That is Adam's first step, which is as long as η however steep it is.",
        ),
        Slip(START - gradient, "You left out η: a step is η times the gradient."),
        Slip(
            START - rate * (START * x - y),
            "You left out the factor x: by the chain rule the gradient is (wx − y) times x.",
        ),
    )
    return Number(
        f"One [[weight]] w = 5, [[input]] x = {plain_decimal(x)}, [[label]] "
        f"y = {plain_decimal(y)}, [[loss]] ½(wx − y)². Where is w after one [[step]] with "
        f"η = {shown}?",
        START - rate * gradient,
        f"the gradient is (wx − y)·x = {number(gradient)}, and 5 − {shown} × {number(gradient)} = "
        f"{number(START - rate * gradient)}.",
        slips,
        digits=3,
    )


def _first_step(example: OneWeight, optimizer: str, rate: float) -> float:
    return float(descend(example, START, optimizer, rate, 1).w[1, 0])


def perfect_rate(random: Random) -> Question:
    """Which learning rate lands on the best weight in one step."""
    return rate_for(random.choice((0.5, 1.0, 2.0, 2.5, 4.0, 5.0)))


def rate_for(x: float) -> Question:
    """The learning rate that lands on the best weight in one step, with the ½ in the loss."""
    example, bare = OneWeight(x, 1.0, half=True), OneWeight(x, 1.0, half=False)
    curvature, shown = x * x, plain_decimal(x)
    return Number(
        f"[[Input]] x = {shown}, [[loss]] ½(wx − y)². With which η does one [[step]] land on the "
        "best [[weight]], wherever it starts?",
        example.perfect,
        f"the loss curves by x² = {plain_decimal(curvature)}, and 1/x² takes all of the way.",
        (
            Slip(bare.perfect, "That is for the loss without the ½, which is twice as steep."),
            Slip(
                example.edge,
                "That is the edge: it jumps as far beyond the best weight as it was before it.",
            ),
            Slip(curvature, "That is how much the loss curves. The more, the smaller the step."),
            Slip(1 / x, "Nearly: x comes in twice, in the prediction and in its slope."),
        ),
        digits=3,
    )


QUESTIONS = (one_step, perfect_rate)
