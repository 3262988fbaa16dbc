"""What the page about optimizers asks: how long their steps are."""

from __future__ import annotations

from random import Random

from nnviz.core.text import number, plain_decimal
from nnviz.course.check import Choice, Number, Question, Slip

MOMENTUM = 0.9


def second_step(random: Random) -> Question:
    """How far the second step with momentum goes, the gradient being the same."""
    return step_with_momentum(random.choice((1.0, 2.0, 4.0, 5.0)), random.choice((0.01, 0.1, 0.2)))


def step_with_momentum(gradient: float, rate: float) -> Question:
    """How long the second step with momentum 0.9 is where the gradient does not change."""
    velocity = MOMENTUM * gradient + gradient
    shown = plain_decimal(gradient)
    return Number(
        f"SGD with [[momentum]] 0.9 and η = {plain_decimal(rate)} has made its first step, and the "
        f"[[gradient]] is {shown} both times. How long is the second [[step]]?",
        rate * velocity,
        f"the velocity is 0.9 × {shown} + {shown} = {number(velocity)}, and η times that is "
        f"{number(rate * velocity)}.",
        (
            Slip(
                rate * gradient, "That is the step without momentum: nothing of the first is kept."
            ),
            Slip(
                rate * MOMENTUM * gradient,
                "That is only what is left of the first step; the new gradient comes on top.",
            ),
            Slip(velocity, "That is the velocity; the step is η times as long."),
            Slip(
                rate * (MOMENTUM * gradient + (1 - MOMENTUM) * gradient),
                "You weighted the new gradient with 0.1. Adam does; momentum takes all of it.",
            ),
        ),
        digits=4,
    )


ETA, MORE, LESS = "both are η", "the one with the larger gradient", "the one with the smaller one"


def first_step_of_adam(random: Random) -> Question:
    """Which of two weights Adam moves farther in its first step."""
    large, small = random.choice(((100, 0.01), (8, 0.002), (1000, 0.5)))
    return Choice(
        f"The [[gradients]] of two weights are {large} and {small}. Which of the two does Adam "
        "move farther in its first [[step]]?",
        (MORE, LESS, ETA),
        ETA,
        "Adam divides each gradient by its own size, m̂/√v̂ = g/|g|, so each weight moves by η.",
        (
            Slip(MORE, "So would SGD. Adam divides each gradient by its own size first."),
            Slip(
                LESS, "Adam divides by the size of the gradient, but once only: what is left is 1."
            ),
        ),
    )


QUESTIONS = (second_step, first_step_of_adam)
