"""What happens in a run, and when: sentences beside its film, taken from its record."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from nnviz.core.data import Dataset, Split
from nnviz.core.measures import Curves, at_once
from nnviz.core.record import Run
from nnviz.core.tasks import TASKS
from nnviz.core.text import listed
from nnviz.study.passage import passage

TOLD_APART = 0.5
"""A class is told apart when so much of it is called so, and so much of what is called so is it."""

LEARNED = 0.9
"""A class is learned from the epoch on from which these two shares stay so large."""

RISE = 1.1
"""A test loss that ends at so many times its lowest has risen."""

FLAT = 0.25
"""Nearly all is learned once the training loss falls, per epoch, at most so many times as fast as
up to there."""

AT_ONCE = 2**20
"""The most answers that one look over a record computes."""


@dataclass(frozen=True)
class Milestone:
    """Something that happens after so many epochs.

    Attributes:
        epoch: how many.
        sentence: what happens, as the rest of "epoch 3: …" while the film stands there.
        past: the same once the film has gone on.
    """

    epoch: int
    sentence: str
    past: str


TERMS = ("weights", "training loss", "test loss", "loss", "accuracy", "diverged")
"""What a sentence may speak of, that not everybody knows."""


def milestones(run: Run, curves: Curves, dataset: Dataset, split: Split) -> tuple[Milestone, ...]:
    """What happens in a run, by rising epoch.

    The first guess; where each class is first told apart; where nearly all is learned that will be;
    from where on the test loss rises; where it diverges.
    """
    found = [
        Milestone(
            0,
            "the weights are random numbers, so it can only guess",
            "the weights were still random numbers, so it only guessed",
        )
    ]
    found += _classes_told_apart(run, dataset, split)
    learns = passage(run.epochs, curves)
    if run.diverged_at is not None:
        words = "the loss is no longer finite: it has diverged"
        found.append(Milestone(run.diverged_at, words, words))  # nothing comes after it
    elif learns and _flattens(run, curves, learns[1]):
        learned = curves.score.write(curves.train_score[np.searchsorted(run.epochs, learns[1])])
        reached = f"training {curves.score.label} {learned}"
        found.append(
            Milestone(
                learns[1],
                f"nearly all that it will learn is learned: {reached}",
                f"nearly all that it would learn was learned: {reached}",
            )
        )
    lowest = int(np.argmin(curves.test_loss))
    rises = curves.test_loss[-1] > RISE * curves.test_loss[lowest]
    falls = curves.train_loss[-1] < curves.train_loss[lowest]
    if run.diverged_at is None and rises and falls:
        words = "from here the test loss rises, while the training loss still falls"
        past = "since then the test loss has been rising, while the training loss still falls"
        found.append(Milestone(int(run.epochs[lowest]), words, past))
    return tuple(sorted(found, key=lambda one: one.epoch))


def _flattens(run: Run, curves: Curves, epoch: int) -> bool:
    """Whether the training loss falls so much slower after an epoch that little is to come."""
    loss, row = curves.train_loss, int(np.searchsorted(run.epochs, epoch))
    before, after = epoch - run.epochs[0], run.epochs[-1] - epoch
    return bool((loss[row] - loss[-1]) * before < FLAT * (loss[0] - loss[row]) * after)


def _classes_told_apart(run: Run, dataset: Dataset, split: Split) -> list[Milestone]:
    """The first epoch after the start at which each class is told apart on the training rows."""
    first: dict[int, list[str]] = {}
    epochs, apart = _known(run, dataset, split, TOLD_APART)
    for name, known in zip(dataset.classes, apart, strict=True):
        if known.any() and not known[0]:
            first.setdefault(int(epochs[np.argmax(known)]), []).append(name)
    whose = {epoch: _rows_of(names, dataset) for epoch, names in first.items()}
    return [
        Milestone(epoch, f"the first {rows} are told apart", f"the first {rows} were told apart")
        for epoch, rows in whose.items()
    ]


def _rows_of(names: list[str], dataset: Dataset) -> str:
    """What the rows of some classes are called; "2 pictures" would be a count."""
    rows = dataset.nouns.rows
    return f"{rows} of {listed(names)}" if dataset.picture else f"{listed(names)} {rows}"


def learned(run: Run, dataset: Dataset, split: Split) -> tuple[int | None, ...]:
    """The epoch from which on each class is known, up to the end of the record; None if it is not.

    Known: of its training rows `LEARNED` are called so, and of what is called so `LEARNED` is it.
    It is never before the class is first told apart.
    """
    epochs, known = _known(run, dataset, split, LEARNED)
    first = []
    for one in known:
        unknown = np.flatnonzero(~one)  # the rows of the record at which it is not known
        since = int(unknown[-1]) + 1 if len(unknown) else 0
        first.append(int(epochs[since]) if since < len(epochs) else None)
    return tuple(first)


def _known(
    run: Run, dataset: Dataset, split: Split, share: float
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Epochs [rows] of the record, and whether each class is known at them, bool [rows] each.

    So much of its training rows is called so, and so much of what is called so is it.
    """
    if not dataset.classes:
        return run.epochs, []
    rows, told = _answers(run, split)
    known = []
    for index in range(len(dataset.classes)):
        called, is_one = told == index, split.train_y == index  # [rows, N], [N]
        right = (called & is_one).sum(axis=1)  # [rows]
        enough = (right >= share * is_one.sum()) & (right >= share * called.sum(axis=1))
        known.append(enough & is_one.any())
    return run.epochs[rows], known


def _answers(run: Run, split: Split) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the record, all if they are not too many, and the answers [rows, N] at each."""
    count, many = len(run.params), split.train_x.shape[0] * run.network.outputs
    rows = np.arange(0, count, math.ceil(count * many / AT_ONCE))
    x = torch.from_numpy(split.train_x)
    params = torch.from_numpy(run.params[rows].copy())
    answer = TASKS[split.task].answer
    with torch.inference_mode():
        told = [
            answer(run.network.logits(chunk, x))  # [chunk, N]
            for chunk in params.split(at_once(run.network, len(x)))
        ]
    return rows, torch.cat(told).numpy()
