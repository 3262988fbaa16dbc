"""A dataset divided into training and test rows. Axes: N rows, D features, K outputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from nnviz.core.data.dataset import Dataset
from nnviz.core.tasks import TASKS


@dataclass(frozen=True, eq=False)
class Split:
    """Training and test rows, standardised by the training rows alone.

    Attributes:
        train_x, test_x: (x − mean) / std, float32 [N_train, D] and [N_test, D].
        train_y, test_y: what is to be answered: class index, int64 [N_train] and [N_test], or the
            value, standardised as the features are, float32.
        mean, std: of the training rows, float64 [D], in the features' units.
        train_rows, test_rows: row indices into the dataset, ascending.
        task: key in `TASKS`.
        outputs: K.
        target_mean, target_std: of the training rows, in the target's unit; 0 and 1 for classes.
        identity: the fingerprint of the dataset and of its division.
    """

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    mean: np.ndarray
    std: np.ndarray
    train_rows: np.ndarray
    test_rows: np.ndarray
    task: str
    outputs: int
    target_mean: float
    target_std: float
    identity: str

    @cached_property
    def train_targets(self) -> np.ndarray:
        """What the outputs should be on the training rows, float32 [N_train, K]."""
        return TASKS[self.task].targets(self.train_y, self.outputs)

    @cached_property
    def test_targets(self) -> np.ndarray:
        """What the outputs should be on the test rows, float32 [N_test, K]."""
        return TASKS[self.task].targets(self.test_y, self.outputs)

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


def split(dataset: Dataset, test_fraction: float = 0.3, seed: int = 0) -> Split:
    """Divide the rows at random, as the task asks: a classification, each class by itself.

    Every part that is divided by itself keeps `test_fraction` of its rows, rounded, for the test,
    but at least one row on either side. Means and standard deviations come from the training rows
    only, so nothing of the test rows leaks into training.

    Raises:
        ValueError: `test_fraction` is not inside (0, 1), `seed` is negative, or there are fewer
            than two rows of a class, or of all.
    """
    if not 0 < test_fraction < 1:
        raise ValueError(f"test fraction {test_fraction!r} is not between 0 and 1")
    if seed < 0:
        raise ValueError(f"seed {seed!r} is negative; choose 0 or more")
    task = TASKS[dataset.task]
    is_test = _drawn(dataset, test_fraction, np.random.default_rng(seed))

    train_rows, test_rows = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    train = dataset.x[train_rows]
    mean, std = train.mean(axis=0), _spread(train.std(axis=0))
    target_mean, target_std = task.scale(dataset.y[train_rows])
    return Split(
        train_x=((train - mean) / std).astype(np.float32),
        train_y=task.standardise(dataset.y[train_rows], target_mean, target_std),
        test_x=((dataset.x[test_rows] - mean) / std).astype(np.float32),
        test_y=task.standardise(dataset.y[test_rows], target_mean, target_std),
        mean=mean,
        std=std,
        train_rows=train_rows,
        test_rows=test_rows,
        task=dataset.task,
        outputs=dataset.outputs,
        target_mean=target_mean,
        target_std=target_std,
        identity=blake2b(is_test.tobytes(), key=bytes.fromhex(dataset.identity)).hexdigest()[:32],
    )


def _drawn(dataset: Dataset, test_fraction: float, generator: np.random.Generator) -> np.ndarray:
    """Which rows are held out for the test, bool [N]."""
    is_test = np.zeros(len(dataset.y), dtype=bool)
    for index, rows in enumerate(TASKS[dataset.task].strata(dataset.y, dataset.outputs)):
        if len(rows) < 2:
            whose = f"class {dataset.classes[index]!r}" if dataset.classes else dataset.name
            raise ValueError(f"{whose} has {len(rows)} rows; a split needs at least 2")
        count = min(max(round(test_fraction * len(rows)), 1), len(rows) - 1)
        is_test[generator.permutation(rows)[:count]] = True
    return is_test


def _spread(std: np.ndarray) -> np.ndarray:
    """Standard deviations to divide by: a constant feature stays 0, not NaN."""
    return np.where(std > 0, std, 1.0)
