"""Datasets and their split into training and test rows.

Axes: N rows, D features, K classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from nnviz.core.registry import Registry

__all__ = ["DATASETS", "Dataset", "Feature", "Split", "load", "split"]

ASSETS = Path(__file__).parent


@dataclass(frozen=True)
class Feature:
    """A measured quantity: its name and its unit."""

    name: str
    unit: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows with features and a class.

    Attributes:
        name: its key in `DATASETS`.
        x: features in their own units, float64 [N, D].
        y: class index, int64 [N].
        features: the D columns of x.
        classes: the K class names; y indexes them.
        source: who measured it, and its licence.
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    features: tuple[Feature, ...]
    classes: tuple[str, ...]
    source: str


@dataclass(frozen=True, eq=False)
class Split:
    """A dataset divided into training and test rows, standardised by the training rows alone.

    Attributes:
        train_x, test_x: (x − mean) / std, float32 [N_train, D] and [N_test, D].
        train_y, test_y: class index, int64 [N_train] and [N_test].
        mean, std: of the training rows, float64 [D], in the features' units.
        train_rows, test_rows: row indices into the dataset, ascending.
    """

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    mean: np.ndarray
    std: np.ndarray
    train_rows: np.ndarray
    test_rows: np.ndarray

    def standardise(self, x: np.ndarray) -> np.ndarray:
        """Features in their own units [..., D] → what the network sees, float32 [..., D]."""
        return ((x - self.mean) / self.std).astype(np.float32)

    def principal_components(self) -> tuple[np.ndarray, np.ndarray]:
        """The two directions [2, D] along which the training rows vary most, and their shares [2].

        Orthonormal, by falling share of the whole variance (Pearson 1901,
        10.1080/14786440109462720). A direction's free sign is chosen so that its largest entry is
        positive. With one feature, the second direction is 0 and its share, too.
        """
        x = self.train_x.astype(np.float64)
        _, scales, directions = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
        if len(directions) < 2:
            directions = np.vstack([directions, np.zeros_like(directions[0])])
            scales = np.append(scales, 0.0)
        directions = directions[:2]
        largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
        return directions * np.sign(np.where(largest == 0, 1, largest)), np.square(
            scales[:2]
        ) / np.square(scales).sum()


def _penguins() -> Dataset:
    """342 penguins with all four measurements (Gorman, Williams & Fraser 2014)."""
    columns = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    classes = ("Adelie", "Gentoo", "Chinstrap")
    table = pd.read_csv(ASSETS / "penguins.csv").dropna(subset=columns)
    return Dataset(
        name="penguins",
        x=table[columns].to_numpy(np.float64),
        y=table["species"].map(classes.index).to_numpy(np.int64),
        features=(
            Feature("bill length", "mm"),
            Feature("bill depth", "mm"),
            Feature("flipper length", "mm"),
            Feature("body mass", "g"),
        ),
        classes=classes,
        source="Gorman, Williams & Fraser 2014; Horst, Hill & Gorman 2020; CC0",
    )


DATASETS: Registry[Callable[[], Dataset]] = Registry("dataset", {"penguins": _penguins})


@cache
def load(name: str) -> Dataset:
    """The dataset called `name`; `ValueError` if there is none."""
    return DATASETS[name]()


def split(dataset: Dataset, test_fraction: float = 0.3, seed: int = 0) -> Split:
    """Divide the rows at random, each class by itself (stratified).

    Every class keeps `test_fraction` of its rows, rounded, for the test, but at least one row on
    either side. Mean and standard deviation come from the training rows only, so nothing of the
    test rows leaks into training.

    Raises:
        ValueError: `test_fraction` is not inside (0, 1), `seed` is negative, or a class has fewer
            than two rows.
    """
    if not 0 < test_fraction < 1:
        raise ValueError(f"test fraction {test_fraction!r} is not between 0 and 1")
    if seed < 0:
        raise ValueError(f"seed {seed!r} is negative; choose 0 or more")
    generator = np.random.default_rng(seed)
    is_test = np.zeros(len(dataset.y), dtype=bool)
    for index, name in enumerate(dataset.classes):
        rows = np.flatnonzero(dataset.y == index)
        if len(rows) < 2:
            raise ValueError(f"class {name!r} has {len(rows)} rows; a split needs at least 2")
        count = min(max(round(test_fraction * len(rows)), 1), len(rows) - 1)
        is_test[generator.permutation(rows)[:count]] = True

    train_rows, test_rows = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    train = dataset.x[train_rows]
    mean, std = train.mean(axis=0), train.std(axis=0)
    std = np.where(std > 0, std, 1.0)  # a constant feature stays 0, not NaN
    return Split(
        train_x=((train - mean) / std).astype(np.float32),
        train_y=dataset.y[train_rows],
        test_x=((dataset.x[test_rows] - mean) / std).astype(np.float32),
        test_y=dataset.y[test_rows],
        mean=mean,
        std=std,
        train_rows=train_rows,
        test_rows=test_rows,
    )
