"""Questions with which one checks oneself, and the replies to what is answered.

A question is made anew for each try, from a generator of random numbers: the same try asks the same
of everybody. Its usual slips are known by what they lead to, so a reply can say what went wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from nnviz.core.text import plain_decimal, true_minus


@dataclass(frozen=True)
class Slip:
    """A usual mistake: the answer that it leads to, and what to say to whoever gives it."""

    answer: float | str
    says: str


@dataclass(frozen=True)
class Number:
    """A question whose answer is a number.

    Attributes:
        asks: the question; terms in double brackets.
        answer: the number.
        because: how it comes about, with its numbers.
        slips: what the usual mistakes lead to; one that leads to the answer itself is none.
        digits: decimals to which an answer has to agree.
    """

    asks: str
    answer: float
    because: str
    slips: tuple[Slip, ...] = ()
    digits: int = 2

    def agrees(self, said: float, value: float) -> bool:
        """Whether an answer is this value, as far as `digits` tell: half a unit of the last."""
        return math.isfinite(said) and abs(said - value) <= 0.51 * 10**-self.digits

    @property
    def shown(self) -> str:
        """The answer as it is told."""
        return true_minus(plain_decimal(round(self.answer, self.digits)))


@dataclass(frozen=True)
class Choice:
    """A question whose answer is one of some options.

    Attributes:
        asks: the question; terms in double brackets.
        options: what there is to choose from, the answer among them.
        answer: the one that is right.
        because: why.
        slips: why one would choose another, and why it is not so.
    """

    asks: str
    options: tuple[str, ...]
    answer: str
    because: str
    slips: tuple[Slip, ...] = ()

    def __post_init__(self) -> None:
        if self.answer not in self.options:
            raise ValueError(f"{self.answer!r} is not one of {', '.join(self.options)}")

    def agrees(self, said: str, value: str) -> bool:
        """Whether this option was chosen."""
        return said == value

    @property
    def shown(self) -> str:
        """The answer as it is told."""
        return self.answer


Question = Number | Choice

Maker = Callable[[Random], Question]
"""Makes a question with new numbers."""


@dataclass(frozen=True)
class Reply:
    """What is said to an answer, and whether it was right."""

    right: bool
    says: str


def asked(maker: Maker, attempt: int) -> Question:
    """The question of the n-th try (from 0), the same for everybody."""
    return maker(Random(f"{maker.__module__}.{maker.__name__} {attempt}"))


def reply(question: Question, said: float | str) -> Reply:
    """What to say to an answer: why it is right, which slip leads to it, or only that it is not.

    The answer itself is not given away by a wrong one: one may try again.
    """
    if question.agrees(said, question.answer):
        return Reply(True, f"Right: {question.because}")
    for slip in question.slips:
        if question.agrees(said, slip.answer):
            return Reply(False, slip.says)
    return Reply(False, "Not this one. Look again at the numbers above, or ask for the answer.")
