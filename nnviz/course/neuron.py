"""What the page about the neuron asks: what one passes on, and what one can tell apart."""

from __future__ import annotations

from random import Random

from nnviz.core.text import plain_decimal, true_minus
from nnviz.course.check import Choice, Number, Question, Slip
from nnviz.terrain.one_neuron import OneNeuron


def passes_on(random: Random) -> Question:
    """What a neuron of two inputs passes on, with ReLU."""
    x = (random.choice((1.0, 2.0, 3.0)), random.choice((-3.0, -2.0, -1.0)))
    w = (random.choice((0.5, 1.5, 2.0)), random.choice((0.5, 1.0, 2.0)))
    return relu_of(OneNeuron(x, w, random.choice((-0.5, 0.5, 1.0)), "relu"))


def relu_of(neuron: OneNeuron) -> Question:
    """What a neuron of two inputs with ReLU passes on."""
    (x1, x2), (w1, w2) = neuron.x, neuron.w
    pairs = zip(neuron.w, neuron.x, strict=True)
    written = " + ".join(f"{_factor(w)} × {_factor(x)}" for w, x in pairs)
    total = f"z = {written} {_added(neuron.bias)} = {_shown(neuron.z)}"
    passed = "passes it as it is" if neuron.fires else "makes 0 of a sum that is not above 0"
    slips = (
        Slip(neuron.z, "That is the weighted sum z. ReLU makes 0 of a negative one."),
        Slip(neuron.z - neuron.bias, "You left out the bias b: it is added, too."),
        Slip(
            w1 * x1 + w2 * abs(x2) + neuron.bias,
            "You lost a sign: a positive weight times a negative input is negative.",
        ),
        Slip(
            x1 + w1 + x2 + w2 + neuron.bias,
            "You added the weights: each input is multiplied by its weight.",
        ),
        Slip(
            (w1 + w2) * (x1 + x2) + neuron.bias,
            "Each input has a weight of its own: multiply first, then add up.",
        ),
    )
    return Number(
        f"A [[neuron]] with the [[inputs]] {_shown(x1)} and {_shown(x2)}, the [[weights]] "
        f"{_shown(w1)} and {_shown(w2)}, the [[bias]] {_shown(neuron.bias)} and "
        f"[[ReLU|activation-relu]]. What does it pass on?",
        neuron.a,
        f"{total}, and ReLU {passed}: {_shown(neuron.a)}.",
        slips,
    )


def _shown(value: float) -> str:
    return true_minus(plain_decimal(value))


def _factor(value: float) -> str:
    return f"({_shown(value)})" if value < 0 else _shown(value)


def _added(value: float) -> str:
    return f"{'−' if value < 0 else '+'} {_shown(abs(value))}"


CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
"""The points of a table of truth."""

ONE, TWO = "Yes, one line divides them", "No, one line is not enough"


def one_line(random: Random) -> Question:
    """Whether one neuron can say yes for some corners of a square and no for the others."""
    return divided(
        frozenset(
            random.choice(
                (
                    {(1, 1)},
                    {(0, 1), (1, 0)},
                    {(0, 1), (1, 0), (1, 1)},
                    {(0, 0), (1, 1)},
                    {(1, 0)},
                    {(0, 1), (1, 1)},
                )
            )
        )
    )


def divided(yes: frozenset[tuple[int, int]]) -> Question:
    """Whether one line divides these corners of a square from the others."""
    table = ", ".join(f"({a}, {b}) → {'yes' if (a, b) in yes else 'no'}" for a, b in CORNERS)
    # Two corners that lie across from one another, and no other: no line has both on one side.
    across = len(yes) == 2 and sum(a for a, _ in yes) == sum(b for _, b in yes) == 1
    why_two = (
        "the two yes lie across from each other, and so do the two no. Any line with both yes on "
        "one side has a no there, too."
    )
    why_one = "some line has all the yes on one side and all the no on the other."
    return Choice(
        f"Wanted: {table}. Can one [[neuron]] with two [[inputs]] answer like this?",
        (ONE, TWO),
        TWO if across else ONE,
        why_two if across else why_one,
        (
            Slip(ONE, "Draw the four points as a square, and try to divide yes from no."),
            Slip(TWO, "Draw the four points as a square: is there really no such line?"),
        ),
    )


QUESTIONS = (passes_on, one_line)
