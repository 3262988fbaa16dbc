"""What the page about backpropagation asks: one neuron's δ, and one weight's gradient."""

from __future__ import annotations

from random import Random

from nnviz.core.text import number, plain_decimal, true_minus
from nnviz.course.check import Number, Question, Slip

DIGITS = 3


def hidden_delta(random: Random) -> Question:
    """δ of a hidden neuron with tanh, which feeds two others."""
    return delta_of(
        random.choice((0.5, 0.6, 0.8)),
        (random.choice((2.0, 1.5, 3.0)), random.choice((-1.0, -0.5, -2.0))),
        (random.choice((0.3, 0.2, 0.4)), random.choice((0.1, -0.1, -0.25))),
    )


def delta_of(a: float, weights: tuple[float, float], deltas: tuple[float, float]) -> Question:
    """δ of a neuron with activation a, the weights that lead on from it, and the δ they lead to."""
    blame = sum(w * delta for w, delta in zip(weights, deltas, strict=True))
    slope = 1 - a * a
    slips = (
        Slip(blame, "You left out the slope f′ of tanh: only a part of the blame gets through."),
        Slip(
            blame * a * (1 - a),
            "You took the slope of the [[sigmoid|activation-sigmoid]], a(1 − a). "
            "The slope of tanh is 1 − a².",
        ),
        Slip(blame * a, "You multiplied by a itself. It is the slope 1 − a² that lets it through."),
        Slip(
            sum(deltas) * slope,
            "You left out the weights: each δ comes back along its connection, times its weight.",
        ),
        Slip(
            weights[0] * deltas[0] * slope,
            "You went back along one connection only; the neuron is to blame for both.",
        ),
        Slip(-blame * slope, "The sign is turned: δ itself is handed back, not its opposite."),
    )
    products = " + ".join(
        f"{_operand(w)} × {_operand(delta)}" for w, delta in zip(weights, deltas, strict=True)
    )
    return Number(
        f"A hidden [[neuron]] with [[tanh|activation-tanh]] (the slope of tanh is 1 − a²) has the "
        f"[[activation]] a = {_said(a)}. It feeds two neurons, "
        f"by the [[weights]] {_said(weights[0])} and {_said(weights[1])}; their [[δ]] are "
        f"{_said(deltas[0])} and {_said(deltas[1])}. What is its own δ?",
        blame * slope,
        f"the blame that comes back is {products} = {_said(blame)}; the slope of tanh is "
        f"1 − {_said(a)}² = {_said(slope)}; δ = {_operand(blame)} × {_said(slope)} = "
        f"{_said(blame * slope)}.",
        slips,
        digits=DIGITS,
    )


def weight_gradient(random: Random) -> Question:
    """∂L/∂w of one weight over a batch of two."""
    return gradient_of(
        (random.choice((0.7, 0.9, 0.2)), random.choice((1.5, 2.0, 3.0))),
        (random.choice((0.3, 0.4, 0.2)), random.choice((-0.2, -0.1, -0.4))),
    )


def gradient_of(activations: tuple[float, float], deltas: tuple[float, float]) -> Question:
    """∂L/∂w from what the weight reads of two rows, and the δ that it leads to."""
    gradient = sum(a * delta for a, delta in zip(activations, deltas, strict=True))
    slips = (
        Slip(gradient / 2, "You took the mean. L is a mean already, so each δ holds its half."),
        Slip(
            sum(activations) * sum(deltas),
            "You added up first. Each row's a belongs to its own δ: multiply, then add.",
        ),
        Slip(sum(deltas), "That is the gradient of the bias, which always reads a 1."),
        Slip(
            activations[0] * deltas[0],
            "That is the first row alone: the gradient is the sum over the batch.",
        ),
        Slip(
            -gradient,
            "That is the way the weight will go. The gradient itself points uphill.",
        ),
    )
    products = " + ".join(
        f"{_operand(a)} × {_operand(delta)}" for a, delta in zip(activations, deltas, strict=True)
    )
    return Number(
        f"A [[batch]] of two rows. The [[weight]] w reads the activations {_said(activations[0])} "
        f"and {_said(activations[1])}; the neuron that it leads to has the [[δ]] "
        f"{_said(deltas[0])} and {_said(deltas[1])}, and L is the mean loss of both. "
        "What is [[∂L/∂w]]?",
        gradient,
        f"a times δ, added up over the rows: {products} = {_said(gradient)}.",
        slips,
        digits=DIGITS,
    )


def _said(value: float) -> str:
    return true_minus(number(round(value, 6)))


def _operand(value: float) -> str:
    return f"({_said(value)})" if value < 0 else true_minus(plain_decimal(round(value, 6)))


QUESTIONS = (hidden_delta, weight_gradient)
