"""What the page about losses asks: the loss of an answer, and what it sends back."""

from __future__ import annotations

import math
from random import Random

from nnviz.core.data import STANDARD, load
from nnviz.core.text import number, plain_decimal, true_minus
from nnviz.course.check import Number, Question, Slip

ANSWERS = ((0.7, 0.2, 0.1), (0.5, 0.3, 0.2), (0.6, 0.25, 0.15), (0.15, 0.8, 0.05))
"""None of them is the example's, which is on the screen."""


def cross_entropy(random: Random) -> Question:
    """The cross-entropy of an answer; which class is true changes, too."""
    p = random.choice(ANSWERS)
    return cross_entropy_of(p, random.randrange(len(p)))


def cross_entropy_of(p: tuple[float, ...], label: int) -> Question:
    """The cross-entropy of the probabilities p for class `label`."""
    classes, own = load(STANDARD).classes, p[label]
    shown, value = plain_decimal(own), -math.log(own)
    slips = [
        Slip(math.log(own), "You left out the minus: a logarithm of less than 1 is negative."),
        Slip(-math.log10(own), "That is the logarithm to base 10; [[nats]] use ln, to base e."),
        Slip(-math.log2(own), "That is the logarithm to base 2, in bits; [[nats]] use ln."),
        Slip(1 - own, "That is the [[absolute difference]] 1 − p; here it is −ln p."),
        Slip(
            -sum(map(math.log, p)),
            "You added up all three: only the [[probability]] of what is true counts.",
        ),
        Slip(
            -math.log(max(p)),
            "You took the most probable answer: what counts is the one that is true.",
        ),
    ]
    return Number(
        f"A [[network]] answers {_answer(p)}. The truth is **{classes[label]}**. How large is the "
        "[[cross-entropy|loss-cross-entropy]], in [[nats]]?",
        value,
        f"−ln {shown} = {number(value)}.",
        _told_apart(value, slips),
    )


def sent_back(random: Random) -> Question:
    """The gradient at one logit; not always at that of the truth."""
    p = random.choice(ANSWERS)
    label = random.randrange(len(p))
    return sent_back_to(p, label, random.randrange(len(p)))


def sent_back_to(p: tuple[float, ...], label: int, k: int) -> Question:
    """∂(cross-entropy)/∂z_k of the probabilities p for class `label`."""
    classes, y = load(STANDARD).classes, float(k == label)
    value, shown = p[k] - y, plain_decimal(p[k])
    slips = [
        Slip(
            y - p[k],
            "You have the sign the wrong way round: it is p − y; the [[step]] goes the other way.",
        ),
        Slip(p[k], "You left out y, which is 1 for what is true."),
        Slip(p[k] - 1, "You subtracted 1, but y is 1 only for what is true."),
        Slip(-math.log(p[label]), "That is the [[loss]] itself, not its [[gradient]]."),
    ]
    if k == label:
        why = "That is the slope for the [[probability]]; for the [[logit]] it is p − y."
        slips.insert(0, Slip(-1 / p[k], why))
    return Number(
        f"A [[network]] answers {_answer(p)}. The truth is **{classes[label]}**, the [[loss]] is "
        "[[cross-entropy|loss-cross-entropy]]. What is the [[gradient]] at the [[logit]] of "
        f"**{classes[k]}**?",
        value,
        true_minus(f"p − y = {shown} − {plain_decimal(y)} = {number(value)}."),
        _told_apart(value, slips),
    )


def _answer(p: tuple[float, ...]) -> str:
    classes = load(STANDARD).classes
    return ", ".join(f"{name} {plain_decimal(x)}" for name, x in zip(classes, p, strict=True))


def _told_apart(value: float, slips: list[Slip]) -> tuple[Slip, ...]:
    """The slips that lead elsewhere than to the answer, and each to a number of its own."""
    kept: list[Slip] = []
    for slip in slips:
        if all(abs(slip.answer - other) > 0.011 for other in (value, *(s.answer for s in kept))):
            kept.append(slip)
    return tuple(kept)


QUESTIONS = (cross_entropy, sent_back)
