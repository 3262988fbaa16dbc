"""What the page about convolution asks: one place of a filter, and how many places it has."""

from __future__ import annotations

from random import Random

from nnviz.core.filters import FILTERS, SIDE
from nnviz.course.check import Number, Question, Slip

ASKED = ("edge_across", "edge_down", "sharpen")
"""The filters whose sums can be done in one's head."""


def one_place(random: Random) -> Question:
    """What a filter with a bias makes of nine pixels, with ReLU."""
    pixels = tuple(random.choice((0, 1, 2, 4, 5, 8, 10)) for _ in range(SIDE**2))
    return place_of(pixels, random.choice(ASKED), random.choice((-3, -2, 2, 3)))


def place_of(pixels: tuple[int, ...], key: str, bias: int) -> Question:
    """What a filter, its bias and ReLU make of these nine pixels, row by row."""
    weights = FILTERS[key].weights
    products = [pixel * weight for pixel, weight in zip(pixels, weights, strict=True)]
    total = sum(products)
    z = total + bias
    flipped = sum(pixel * weight for pixel, weight in zip(pixels, weights[::-1], strict=True))
    rows = [sum(products[start : start + SIDE]) for start in range(0, SIDE**2, SIDE)]
    passed = "passes it as it is" if z > 0 else "makes 0 of it"
    slips = (
        Slip(z, "That is the sum with the bias. ReLU makes 0 of what is below 0."),
        Slip(max(0, total), "You left out the bias: it is added at every place."),
        Slip(
            max(0, sum(map(abs, products)) + bias),
            "You lost a sign: a pixel below a negative weight is subtracted.",
        ),
        Slip(
            max(0, flipped + bias),
            "You turned the filter round. Each pixel is multiplied by the weight that lies on it.",
        ),
        Slip(max(0, sum(pixels) + bias), "You added the pixels, without their weights."),
    )
    return Number(
        f"Below a [[filter]] lie the [[pixels]] {_rows(pixels)}. Its [[weights]] are "
        f"{_rows(weights)}, its [[bias]] is {_shown(bias)}, and [[ReLU|activation-relu]] follows. "
        "What stands in the [[feature map]]? (Rows from top to bottom, divided by |.)",
        float(max(0, z)),
        f"the rows of products add up to {_sum(rows)} = {_shown(total)}, with the bias "
        f"{_shown(z)}, and ReLU {passed}: {_shown(max(0, z))}.",
        slips,
        digits=0,
    )


def how_many(random: Random) -> Question:
    """How many numbers a feature map has."""
    return places_of(
        random.choice((6, 7, 8, 9, 10, 12)), random.choice((0, 1)), random.choice((1, 2))
    )


def places_of(side: int, padding: int, stride: int) -> Question:
    """How many places a filter of 3 × 3 has on a square picture."""
    wide = side + 2 * padding
    along = (wide - SIDE) // stride + 1
    around = f", and with the padding {wide}" if padding else ""
    slips = (
        Slip(along, "So many lie side by side. How many rows of them are there?"),
        Slip(side**2, "So many pixels there are. The filter must lie on the picture with all 9."),
        Slip(
            ((side - SIDE) // stride + 1) ** 2,
            "Without the padding it would be so many. There are blank pixels on both sides.",
        ),
        Slip((wide - SIDE + 1) ** 2, "So many with a stride of 1."),
        Slip(
            ((side + padding - SIDE) // stride + 1) ** 2,
            "The padding is on both sides: left and right, above and below.",
        ),
    )
    return Number(
        f"A picture has {side} × {side} [[pixels]]. A [[filter]] of 3 × 3 slides over it, with a "
        f"[[padding]] of {padding} and a [[stride]] of {stride}. How many numbers has its "
        "[[feature map]]?",
        float(along**2),
        f"{side} pixels lie side by side{around}. The first place begins at the edge; the "
        f"{wide - SIDE} pixels that are left give {(wide - SIDE) // stride} more, so {along} lie "
        f"side by side: {along} × {along} = {along**2}.",
        slips,
        digits=0,
    )


def _shown(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _rows(numbers: tuple[float, ...]) -> str:
    rows = [numbers[start : start + SIDE] for start in range(0, len(numbers), SIDE)]
    return " | ".join(" ".join(map(_shown, row)) for row in rows)


def _sum(terms: list[float]) -> str:
    first, *others = terms
    added = (f" {'−' if term < 0 else '+'} {_shown(abs(term))}" for term in others)
    return _shown(first) + "".join(added)


QUESTIONS = (one_place, how_many)
