"""What a dataset is. Axes: N rows, D features, K outputs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from nnviz.core.tasks import TASKS


@dataclass(frozen=True)
class Feature:
    """A measured quantity: its name and its unit."""

    name: str
    unit: str


@dataclass(frozen=True)
class Nouns:
    """What sentences about a dataset call its rows and its target: penguin, penguins, species."""

    row: str
    rows: str
    target: str


@dataclass(frozen=True)
class Example:
    """A row that is worth a button of its own: its name, and its values in the features' units."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Fact:
    """What is known of every row, and no feature of it: its name, and a word per row.

    A word is empty where nothing was recorded.
    """

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows with features and what is to be said of them.

    Two datasets are equal if their content is, everything that training can see, and if sentences
    use the same words about it; whatever they are called. Facts and individuals are such words:
    no network ever sees them, so they are no part of the `identity`. An experiment whose split
    keeps individuals together has them in its own.

    Attributes:
        name: its key in `DATASETS`, or what its owner calls it.
        x: features in their own units, float64 [N, D].
        y: of a classification the class index, int64 [N]; of a regression the value, float64 [N].
        features: the D columns of x.
        classes: the class names that y indexes; none in a regression.
        source: who measured it, and its licence.
        nouns: what sentences call a row, rows, and the target.
        task: its key in `nnviz.core.tasks.TASKS`: what is to be learned.
        target: name and unit of y; of classes, their kind, without a unit.
        examples: rows to show.
        facts: what else is known of the rows.
        individuals: whom each row was measured on, N words: rows of equal words may be one and the
            same. None if that is not known.
        picture: channels, height and width of the picture that a row is; None if it is none.

    Raises:
        ValueError: x and y, the features, the facts, the individuals or the picture do not fit, a
            class index is not one of the classes, their number does not fit the task, or a value to
            predict has no name.
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    features: tuple[Feature, ...]
    classes: tuple[str, ...]
    source: str
    nouns: Nouns
    task: str = "classification"
    target: Feature | None = None
    examples: tuple[Example, ...] = ()
    facts: tuple[Fact, ...] = ()
    individuals: tuple[str, ...] | None = None
    picture: tuple[int, int, int] | None = None

    def __post_init__(self) -> None:
        self.outputs  # noqa: B018, refuses a number of classes that the task cannot tell apart
        rows, columns = self.x.shape
        if len(self.y) != rows or len(self.features) != columns:
            raise ValueError(
                f"{rows} rows of {columns} numbers, {len(self.y)} of y and "
                f"{len(self.features)} features do not fit"
            )
        told = {fact.name: fact.words for fact in self.facts}
        if self.individuals is not None:
            told["individuals"] = self.individuals
        for name, words in told.items():
            if len(words) != rows:
                raise ValueError(f"{len(words)} words of {name} do not fit {rows} rows")
        if self.picture and math.prod(self.picture) != columns:
            raise ValueError(f"pictures of {self.picture} do not fit rows of {columns} numbers")
        if not self.classes and self.target is None:
            raise ValueError(f"{self.name} has neither classes nor a target to predict")
        if self.classes and not 0 <= self.y.min() <= self.y.max() < len(self.classes):
            raise ValueError(
                f"class index {int(self.y.max())} of {self.name} is not from 0 to "
                f"{len(self.classes) - 1}"
            )

    @property
    def outputs(self) -> int:
        """K: how many numbers a network answers with."""
        return TASKS[self.task].outputs(len(self.classes))

    @property
    def row_facts(self) -> list[str]:
        """What is known of each row in one line, N of them; [] if nothing is.

        Such as "Torgersen, female, 2007", or "Dream, sex not recorded, 2009".
        """
        if not self.facts:
            return []
        names = [f"{fact.name} not recorded" for fact in self.facts]
        every = zip(*(fact.words for fact in self.facts), strict=True)
        return [
            ", ".join(word or missing for word, missing in zip(words, names, strict=True))
            for words in every
        ]

    @cached_property
    def identity(self) -> str:
        """The fingerprint of its content, the same in every process."""
        said = (self.task, self.x.shape, self.features, self.classes, self.target)
        digest = blake2b(repr(said).encode(), digest_size=16)
        digest.update(np.ascontiguousarray(self.x, "<f8").tobytes())
        digest.update(np.ascontiguousarray(self.y, "<f8").tobytes())
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        """Its content, and what sentences about it say: kept sentences are kept by both."""
        words = self.nouns, self.examples, self.facts, self.individuals
        return self.identity, self.picture, *words

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, {self.identity})"
