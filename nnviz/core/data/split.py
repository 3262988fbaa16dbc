"""A dataset divided into training and test rows. Axes: N rows, D features, K outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from nnviz.core.data.dataset import Dataset
from nnviz.core.data.scales import SCALES, STANDARDISED, spread
from nnviz.core.tasks import TASKS


@dataclass(frozen=True, eq=False)
class Split:
    """Training and test rows, on a scale that the training rows alone decide.

    Attributes:
        train_x, test_x: (x − mean) / std, float32 [N_train, D] and [N_test, D].
        train_y, test_y: what is to be answered: class index, int64 [N_train] and [N_test], or the
            value, standardised as the features are, float32.
        mean, std: of the training rows, float64 [D], in the features' units; 0 and 1 where the
            features stay raw.
        centre, spread: mean and standard deviation of the training rows as the network reads them,
            float64 [D]: 0 and 1 where they are standardised.
        train_rows, test_rows: row indices into the dataset, ascending.
        task: key in `TASKS`.
        outputs: K.
        target_mean, target_std: of the training rows, in the target's unit; 0 and 1 for classes.
        features: key in `SCALES`.
        identity: the fingerprint of the dataset, of its division and of its scale.
    """

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    mean: np.ndarray
    std: np.ndarray
    centre: np.ndarray
    spread: np.ndarray
    train_rows: np.ndarray
    test_rows: np.ndarray
    task: str
    outputs: int
    target_mean: float
    target_std: float
    features: str
    identity: str

    @cached_property
    def train_targets(self) -> np.ndarray:
        """What the outputs should be on the training rows, float32 [N_train, K]."""
        return TASKS[self.task].targets(self.train_y, self.outputs)

    @cached_property
    def test_targets(self) -> np.ndarray:
        """What the outputs should be on the test rows, float32 [N_test, K]."""
        return TASKS[self.task].targets(self.test_y, self.outputs)

    @property
    def scaled(self) -> bool:
        """Whether the network reads other numbers than were measured."""
        return bool(self.mean.any() or (self.std != 1).any())

    def standardise(self, x: np.ndarray) -> np.ndarray:
        """Features in their own units [..., D] → what the network sees, float32 [..., D]."""
        return ((x - self.mean) / self.std).astype(np.float32)

    def standardise_target(self, y: np.ndarray) -> np.ndarray:
        """The dataset's y [N] → what the network is to answer: classes stay as they are."""
        return TASKS[self.task].standardise(y, self.target_mean, self.target_std)

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


def split(
    dataset: Dataset,
    test_fraction: float = 0.3,
    seed: int = 0,
    features: str = STANDARDISED,
    together: bool = False,
) -> Split:
    """Divide the rows at random, as the task asks: a classification, each class by itself.

    Every part that is divided by itself keeps `test_fraction` of its rows, rounded, for the test,
    but at least one row on either side. What the features are scaled by comes from the training
    rows only, so nothing of the test rows leaks into training.

    Args:
        dataset: what is divided.
        test_fraction: the part that is held out.
        seed: draws.
        features: key in `SCALES`.
        together: keep the rows of one individual on one side. Of a part whose individuals do not
            add up to its number of test rows, fewer are held out.

    Raises:
        ValueError: `test_fraction` is not inside (0, 1), `seed` is negative, `features` is unknown,
            there are fewer than two rows of a class, or of all, or none of them can be held out
            without tearing an individual's apart.
    """
    if not 0 < test_fraction < 1:
        raise ValueError(f"test fraction {test_fraction!r} is not between 0 and 1")
    if seed < 0:
        raise ValueError(f"seed {seed!r} is negative; choose 0 or more")
    SCALES[features]
    strata = TASKS[dataset.task].strata(dataset.y, dataset.outputs)
    counts = [_held_out(dataset, index, rows, test_fraction) for index, rows in enumerate(strata)]
    draw = _drawn_together if together and dataset.individuals else _drawn
    is_test = draw(dataset, strata, counts, np.random.default_rng(seed))

    rows = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    return _put_to_scale(dataset, rows, features, is_test.tobytes() + _saying(features))


def undivided(dataset: Dataset, features: str = STANDARDISED) -> Split:
    """All rows to learn from, and the same ones to be tested on.

    For lessons on a few points that are all on the screen: nothing is held out, so the test tells
    nothing that training does not.
    """
    rows = np.arange(len(dataset.y))
    return _put_to_scale(dataset, (rows, rows), features, b"undivided" + _saying(features))


def _saying(features: str) -> bytes:
    """What a split's identity says of its scale: nothing of the standard one."""
    return b"" if features == STANDARDISED else features.encode()


def _put_to_scale(
    dataset: Dataset, rows: tuple[np.ndarray, np.ndarray], features: str, said: bytes
) -> Split:
    """The division into training and test rows; `said` tells it from others of the dataset."""
    task, scale = TASKS[dataset.task], SCALES[features]
    train_rows, test_rows = rows
    train = dataset.x[train_rows]
    mean, std = scale.of(train)
    target_mean, target_std = task.scale(dataset.y[train_rows])
    return Split(
        train_x=((train - mean) / std).astype(np.float32),
        train_y=task.standardise(dataset.y[train_rows], target_mean, target_std),
        test_x=((dataset.x[test_rows] - mean) / std).astype(np.float32),
        test_y=task.standardise(dataset.y[test_rows], target_mean, target_std),
        mean=mean,
        std=std,
        centre=(train.mean(axis=0) - mean) / std,
        spread=spread(train) / std,
        train_rows=train_rows,
        test_rows=test_rows,
        task=dataset.task,
        outputs=dataset.outputs,
        target_mean=target_mean,
        target_std=target_std,
        features=features,
        identity=blake2b(said, key=bytes.fromhex(dataset.identity)).hexdigest()[:32],
    )


def _held_out(dataset: Dataset, index: int, rows: np.ndarray, test_fraction: float) -> int:
    """How many rows of one part are to be held out for the test."""
    if len(rows) < 2:
        raise ValueError(f"{_whose(dataset, index)} has {len(rows)} rows; a split needs at least 2")
    return min(max(round(test_fraction * len(rows)), 1), len(rows) - 1)


def _whose(dataset: Dataset, index: int) -> str:
    return f"class {dataset.classes[index]!r}" if dataset.classes else dataset.name


def _drawn(
    dataset: Dataset,
    strata: Sequence[np.ndarray],
    counts: Sequence[int],
    generator: np.random.Generator,
) -> np.ndarray:
    """Which rows are held out for the test, bool [N]: so many of each part."""
    is_test = np.zeros(len(dataset.y), dtype=bool)
    for rows, count in zip(strata, counts, strict=True):
        is_test[generator.permutation(rows)[:count]] = True
    return is_test


def _drawn_together(
    dataset: Dataset,
    strata: Sequence[np.ndarray],
    counts: Sequence[int],
    generator: np.random.Generator,
) -> np.ndarray:
    """The same, the rows of an individual on one side: at random, whoever there is room for."""
    is_test = np.zeros(len(dataset.y), dtype=bool)
    part = np.empty(len(dataset.y), dtype=np.int64)
    for index, rows in enumerate(strata):
        part[rows] = index
    _, individual = np.unique(dataset.individuals, return_inverse=True)  # [N]
    room = np.array(counts)
    for one in generator.permutation(individual.max() + 1):
        rows = np.flatnonzero(individual == one)
        takes = np.bincount(part[rows], minlength=len(room))
        if (takes <= room).all():
            is_test[rows] = True
            room -= takes
    for index, left in enumerate(room):
        if left == counts[index]:
            raise ValueError(
                f"none of the individuals of {_whose(dataset, index)} fits into {counts[index]} "
                "test rows; a split that keeps them together needs a larger test fraction"
            )
    return is_test
