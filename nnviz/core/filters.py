"""Filters of 3 × 3 weights: the ones that everybody meets, and what can be pooled of their maps."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.core.registry import Registry

SIDE = 3
"""Weights of a filter across, and down."""


@dataclass(frozen=True)
class Filter:
    """Nine weights, and what they are good for.

    Attributes:
        label: what it is called.
        weights: row by row, from the upper left.
        words: what it answers to, where a large value is ink.
        source: where it comes from.
    """

    label: str
    weights: tuple[float, ...]
    words: str
    source: str

    def __post_init__(self) -> None:
        if len(self.weights) != SIDE**2:
            raise ValueError(f"{len(self.weights)} weights; a filter has {SIDE**2}")


SOBEL = "Sobel & Feldman 1968; Sobel 2014, 10.13140/RG.2.1.1912.4965"

FILTERS = Registry(
    "filter",
    {
        "edge_across": Filter(
            "edge across",
            (-1, -2, -1, 0, 0, 0, 1, 2, 1),
            "positive where ink lies below and none above, negative the other way round",
            SOBEL,
        ),
        "edge_down": Filter(
            "edge down",
            (-1, 0, 1, -2, 0, 2, -1, 0, 1),
            "positive where ink lies on the right and none on the left, negative the other way "
            "round",
            SOBEL,
        ),
        "corner": Filter(
            "corner",
            (-4, -4, -4, -4, 5, 5, -4, 5, 5),
            "largest at an upper left corner: ink to the right and below, none above and left",
            "a small picture of what it looks for, its weights adding up to 0",
        ),
        "blur": Filter(
            "blur",
            tuple(a * b / 16 for a in (1, 2, 1) for b in (1, 2, 1)),
            "a mean of nine pixels in which the middle counts most: what is fine disappears",
            "the binomial weights 1, 2, 1 down and across, as in Burt & Adelson 1983, "
            "10.1109/TCOM.1983.1095851",
        ),
        "sharpen": Filter(
            "sharpen",
            (0, -1, 0, -1, 5, -1, 0, -1, 0),
            "a pixel stands out from its four neighbours: what differs from them differs more",
            "the picture minus its Laplacian, Kovasznay & Joseph 1955, 10.1109/JRPROC.1955.278100",
        ),
        "own": Filter(
            "your own",
            (0, 0, 0, 0, 1, 0, 0, 0, 0),
            "the middle pixel as it is, until you change a weight",
            "nine numbers of yours",
        ),
    },
)
"""In the order in which they are offered."""


@dataclass(frozen=True)
class Pooled:
    """What becomes of each square of 2 × 2 numbers of a map."""

    label: str
    words: str


POOLED = Registry(
    "pooling",
    {
        "none": Pooled("none", "the map stays as it is"),
        "max": Pooled("max", "the largest of the four: whether the filter found it anywhere there"),
        "mean": Pooled("mean", "the mean of the four: how much of it is there"),
    },
)
