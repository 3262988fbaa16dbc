"""What the page about the learning rate asks: its axis, and what a curve says of the rate."""

from __future__ import annotations

from math import log10, sqrt
from random import Random

from nnviz.core.text import plain_decimal
from nnviz.course.check import Choice, Number, Question, Slip

ENDS = ((0.001, 0.1), (0.0001, 1.0), (0.01, 1.0), (0.00001, 0.1))


def halfway(random: Random) -> Question:
    """The middle of two rates on the map's axis."""
    return between(*random.choice(ENDS))


def between(low: float, high: float) -> Question:
    """The middle of two rates on a logarithmic axis: their geometric mean."""
    middle, tens = sqrt(low * high), round(log10(high / low))
    return Number(
        "The axis of the map is [[logarithmic]]. Which [[learning rate]] lies "
        f"halfway between {plain_decimal(low)} and {plain_decimal(high)} on it?",
        middle,
        f"{plain_decimal(high)} is {10**tens} times {plain_decimal(low)}, so the middle is "
        f"√{10**tens} = {plain_decimal(round(sqrt(10**tens), 2))} times as much as the one and as "
        "little as the other.",
        (
            Slip(
                (low + high) / 2,
                "That is halfway on an even axis. On this one each centimetre multiplies.",
            ),
            Slip(low * high, "That is the product of the two. Its square root lies between them."),
            Slip(
                (high - low) / 2,
                "That is half their difference. On this axis each centimetre multiplies.",
            ),
        ),
        digits=1 - round(log10(middle)),
    )


SMALLER, LARGER, LONGER = "a smaller one", "a larger one", "the same, for more epochs"
OPTIONS = (SMALLER, LARGER, LONGER)

CURVES = (
    (
        "falls from 1.10 to 1.09 in 100 epochs",
        LARGER,
        "at this pace it needs thousands of epochs, and ten times the rate is ten times the pace.",
        (
            Slip(SMALLER, "Smaller steps would make it slower still: it has hardly moved."),
            Slip(LONGER, "It would get there, but after thousands of epochs."),
        ),
    ),
    (
        "falls to 0.3, then jumps up and down between 0.2 and 0.9",
        SMALLER,
        "each step is so long that it leaps over the valley; shorter ones come to rest in it.",
        (
            Slip(LARGER, "Longer steps leap even farther across the valley."),
            Slip(LONGER, "It would go on jumping: nothing makes its steps shorter."),
        ),
    ),
    (
        "is 1.1, 5.7, 210 and then not a number",
        SMALLER,
        "each step overshoots by more than it gains: only shorter ones can come nearer.",
        (
            Slip(LARGER, "Longer steps would only blow up sooner."),
            Slip(LONGER, "What is not a number any more never comes back."),
        ),
    ),
)


def next_rate(random: Random) -> Question:
    """Which rate to try next, after a look at a curve."""
    curve, answer, because, slips = random.choice(CURVES)
    return Choice(
        f"A run's [[training loss]] {curve}. Which [[learning rate]] would you try next?",
        OPTIONS,
        answer,
        because,
        slips,
    )


QUESTIONS = (halfway, next_rate)
