"""An experiment: everything that decides a run, and so what it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from numbers import Integral, Real

import numpy as np

from nnviz.core.data import (
    SCALES,
    STANDARD,
    STANDARDISED,
    Dataset,
    Split,
    load,
    split,
    undivided,
)
from nnviz.core.networks import MLP, Network
from nnviz.core.training import Training

MAX_BRANCHES = 8
"""A branch of a branch of a branch: so many, as each may have to be trained again."""

SILENT = {"silent": True}
"""The mark of a field that is not written into the identity while it has its default.

It is younger than the identities: what never was said need not be said now.
"""

SPLITS = 200
"""Splits that are kept: those of the experiments used last."""


@dataclass(frozen=True)
class Origin:
    """Where a run branches off another one.

    Attributes:
        parent: the run that it leaves.
        epoch: the last epoch they share, from 0 on.
        edits: parameters that are changed there, as (offset, value), by rising offset; of several
            for one offset, the last counts. A value may be infinite or not a number.
    """

    parent: Experiment
    epoch: int
    edits: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        count, epochs = self.parent.network.parameter_count, self.parent.training.epochs
        if not isinstance(self.epoch, Integral) or not 0 <= self.epoch <= epochs:
            raise ValueError(f"epoch {self.epoch!r} is not a whole number from 0 to {epochs}")
        for offset, _ in self.edits:
            if not isinstance(offset, Integral) or not 0 <= offset < count:
                raise ValueError(f"parameter {offset!r} is not from 0 to {count - 1}")
        # Equal edits make equal origins: there are many NaNs, and two zeros of different bytes.
        edits = {int(k): math.nan if math.isnan(v) else float(v) + 0.0 for k, v in self.edits}
        object.__setattr__(self, "edits", tuple(sorted(edits.items())))


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run: equal experiments have equal runs, byte for byte.

    With an origin it is a branch. Its record is its parent's before the origin's epoch; at that
    epoch it holds the edited parameters, and from there it is trained by its own settings, in the
    same order of batches. The schedule counts epochs from the beginning of the parent. Optimizer,
    learning rate, schedule, epochs and activation may differ from the parent's; the optimizer's
    memory is carried over if it is the same one. A branch that changes nothing is its parent again.

    Attributes:
        network, training: what is trained, and how.
        test_fraction: the part of the rows that is held out; 0: none is, and what has been learned
            from is tested on.
        dataset: whose rows.
        origin: where a branch begins.
        features: key in `SCALES`: how the features are put.
        together: whether the split keeps the rows of one individual on one side; where nothing is
            held out there are no sides, and ValueError is raised.
    """

    network: Network = field(default_factory=lambda: MLP((4, 10, 10, 3)))
    training: Training = field(default_factory=Training)
    test_fraction: float = 0.3
    dataset: Dataset = field(default_factory=lambda: load(STANDARD))
    origin: Origin | None = None
    features: str = field(default=STANDARDISED, metadata=SILENT)
    together: bool = field(default=False, metadata=SILENT)

    def __post_init__(self) -> None:
        SCALES[self.features]  # refuses one that is not known
        if self.together and self.test_fraction == 0:
            raise ValueError(
                f"test fraction {self.test_fraction!r} holds out nobody; rows are kept together "
                "only where some are held out"
            )
        if self.origin is None:
            return
        parent = self.origin.parent
        for name, ours, theirs in (
            ("layers", self.network.layers, parent.network.layers),
            ("batch size", self.training.batch_size, parent.training.batch_size),
            ("loss", self.training.loss, parent.training.loss),
            ("seed", self.training.seed, parent.training.seed),
            ("test fraction", self.test_fraction, parent.test_fraction),
            ("dataset", self.dataset, parent.dataset),
            ("scale of the features", self.features, parent.features),
            ("keeping individuals together", self.together, parent.together),
        ):
            if ours != theirs:
                raise ValueError(f"{name} {ours!r}; a branch keeps its parent's {theirs!r}")
        if self.training.epochs < self.origin.epoch:
            raise ValueError(f"{self.training.epochs} epochs end before {self.origin.epoch}")
        if self.generation > MAX_BRANCHES:
            raise ValueError(f"{self.generation} branches in a row; at most {MAX_BRANCHES} can be")

    def __hash__(self) -> int:
        return hash(self.identity)  # which is found once, however often this is a key

    @cached_property
    def identity(self) -> str:
        """The fingerprint of all that, the same in every process; equal experiments share it."""
        said = _plain(self)
        if self.together:
            said = said, self.dataset.individuals  # which decide the split, and so the run
        return blake2b(repr(said).encode(), digest_size=16).hexdigest()

    @property
    def generation(self) -> int:
        """How many branches lead here: 0 for a run from the beginning."""
        return self.origin.parent.generation + 1 if self.origin else 0

    @property
    def learning_rates(self) -> np.ndarray:
        """η × the schedule's factor in each epoch, float64 [E]; before the origin, the parent's."""
        rates = self.training.learning_rates
        if self.origin:
            epoch = self.origin.epoch
            rates[:epoch] = self.origin.parent.learning_rates[:epoch]
        return rates

    def split(self) -> Split:
        """The training and test rows; the training's seed draws them too.

        With a test fraction of 0 the split is `undivided`: all rows are on both sides.
        """
        return _split(
            self.dataset, self.test_fraction, self.training.seed, self.features, self.together
        )


DEFAULT = Experiment()


def _plain(value: object) -> object:
    """A specification as nested tuples of words and floats: what is equal is written alike."""
    if isinstance(value, Dataset):
        return value.identity
    if isinstance(value, Origin):
        return value.parent.identity, float(value.epoch), _plain(value.edits)
    if is_dataclass(value):
        told = ((one, getattr(value, one.name)) for one in fields(value))
        named = (
            (one.name, _plain(held))
            for one, held in told
            if not (one.metadata.get("silent") and held == one.default)
        )
        return type(value).__name__, *named
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return float(value) if isinstance(value, Real) else value


@lru_cache(maxsize=SPLITS)
def _split(
    dataset: Dataset, test_fraction: float, seed: int, features: str, together: bool
) -> Split:
    if test_fraction == 0:
        return undivided(dataset, features)
    return split(dataset, test_fraction, seed, features, together)
