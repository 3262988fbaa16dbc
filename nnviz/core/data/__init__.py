"""Datasets, and their split into training and test rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from nnviz.core.data.dataset import Dataset, Example, Fact, Feature, Nouns
from nnviz.core.data.digits import digits
from nnviz.core.data.penguins import penguins
from nnviz.core.data.scales import INK, MEASURED, SCALES, STANDARDISED
from nnviz.core.data.split import Split, split, undivided
from nnviz.core.registry import Registry

DATASETS: Registry[Callable[[], Dataset]] = Registry(
    "dataset", {"penguins": penguins, "digits": digits}
)

STANDARD = "penguins"
"""The dataset of the first page, and of every link that names none."""


@cache
def load(name: str) -> Dataset:
    """The dataset called `name`; `ValueError` if there is none."""
    return DATASETS[name]()
