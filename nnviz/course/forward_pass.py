"""What the page about the forward pass asks: one entry of a product, and the shape of a matrix."""

from __future__ import annotations

from random import Random

from nnviz.core.text import true_minus
from nnviz.course.check import Choice, Number, Question, Slip


def one_entry(random: Random) -> Question:
    """The entry of z = x·W + b in one column, with small whole numbers."""
    x = [random.choice((2, 3, 4)), random.choice((-1, -2, 5))]
    W = [[random.choice((-2, -1, 1, 3)) for _ in range(3)] for _ in range(2)]
    b = [random.choice((-3, -2, 1, 4)) for _ in range(3)]
    return entry_of(x, W, b, random.choice((1, 2)))


def entry_of(x: list[int], W: list[list[int]], b: list[int], column: int) -> Question:
    """The question about entry `column` (from 0) of z, for x [2], W [2, 3] and b [3]."""
    (first, second), (upper, lower), bias = x, (W[0][column], W[1][column]), b[column]
    stored = [*W[0], *W[1]][2 * column : 2 * column + 2]
    wrong_way = first * stored[0] + second * stored[1] + bias
    slips = (
        Slip(
            first * upper + second * lower,
            "You left out the bias: after the products, b is added.",
        ),
        Slip(
            upper + lower + bias,
            "You left out x: every weight is multiplied by the input that its row belongs to.",
        ),
        Slip(
            first * upper + bias,
            "You stopped after the first pair: the second input counts as well.",
        ),
        Slip(
            first * lower + second * upper + bias,
            "You swapped the rows: the first input belongs to the first row of W.",
        ),
        Slip(
            first * W[0][column - 1] + second * W[1][column - 1] + b[column - 1],
            f"That is neuron {column}: columns are counted from 1.",
        ),
        Slip(
            wrong_way,
            "You read W along its rows: a neuron has a column of W, from top to bottom.",
        ),
    )
    shown = true_minus(
        f"{first} × {_factor(upper)} + {_factor(second)} × {_factor(lower)} + {_factor(bias)}"
    )
    answer = first * upper + second * lower + bias
    return Number(
        f"x = ({_row(x)}), W has the rows ({_row(W[0])}) and ({_row(W[1])}), b = ({_row(b)}). What "
        f"is the [[weighted sum]] z of [[neuron]] {column + 1}?",
        answer,
        f"row of x, column {column + 1} of W, and the bias: {shown} = {true_minus(str(answer))}.",
        slips,
        digits=0,
    )


def shape_of_weights(random: Random) -> Question:
    """The shape of the weight matrix between two layers."""
    inputs = random.choice((3, 4, 5, 8))
    return shape_between(inputs, random.choice((2, 6, 7, 10)), random.choice((16, 32)))


def shape_between(inputs: int, outputs: int, rows: int) -> Question:
    """The question about W from `inputs` to `outputs` neurons, for a batch of `rows`."""
    right, transposed = f"{inputs} × {outputs}", f"{outputs} × {inputs}"
    batch, square = f"{rows} × {outputs}", f"{rows} × {inputs}"
    return Choice(
        f"{rows} rows go together from a [[layer]] of {inputs} [[neurons]] to one of {outputs}. "
        "What [[shape]] does the [[weight matrix]] W have, as rows × columns?",
        (batch, transposed, right, square),
        right,
        f"there is one row for each neuron that the weights leave, one column for each that they "
        f"enter: x is {square}, W is {right}, and z is "
        f"{batch}. How many rows of x there are makes no difference to W.",
        (
            Slip(
                transposed,
                "That is how torch stores it, the [[transpose]]: here there is one row for each "
                "neuron that the weights leave.",
            ),
            Slip(
                batch, "That is the shape of z: a row for each row of x, a column for each neuron."
            ),
            Slip(square, "That is the shape of x: W does not change with the number of rows."),
        ),
    )


def _row(numbers: list[int]) -> str:
    return true_minus(", ".join(map(str, numbers)))


def _factor(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


QUESTIONS = (one_entry, shape_of_weights)
