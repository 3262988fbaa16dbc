"""What went wrong with a run, read from its record by fixed rules.

The rules are tried in order, from the most certain to the least, and the first that holds speaks.
Each is a statement about the record, with its numbers; whether it is *the* cause of a bad result,
a record alone cannot prove.

"A guess" is a network that gives every class the same probability: ln K nats of cross-entropy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from nnviz.core.data import Dataset, Split
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves
from nnviz.core.record import Run
from nnviz.core.text import number

__all__ = [
    "DEAD_SHARE",
    "HEALTHY",
    "Diagnosis",
    "cliff",
    "dead_units",
    "diagnose",
    "guess_loss",
    "outliers",
    "row_losses",
]

HEALTHY = "nothing unusual"

DEAD_SHARE = 0.5
"""A layer with more than this part of its units dead is worth a word."""

LOW, JUMP = 0.2, 10
"""A cliff: the loss had been below `LOW` × a guess, then rose to `JUMP` × its lowest or more …"""

HIGH = 0.3
"""… and above `HIGH` × a guess, and it did not come back down: it ends at `JUMP` × its lowest or
more."""

UNLEARNED = 0.9
"""A loss above this × a guess has learned nothing."""

FAR = 1.5
"""An initial loss above this × a guess is a bad start."""

SLOW = 0.25
"""So is a loss that stays unlearned for this part of the epochs or more."""

HARD_SHARE = 0.5
"""One training row that carries more than this part of the final loss is named."""

SPIKE = 3
"""A last loss of this × the median of the last tenth of the epochs is a spike."""

LOSS_RATIO, ACCURACY_GAP = 3.0, 0.05
"""An outlier's final training loss is above `LOSS_RATIO` × the median of all, or its test accuracy
more than `ACCURACY_GAP` below the median."""


@dataclass(frozen=True)
class Diagnosis:
    """What a run's record shows: a name of a few words, and a sentence with the numbers."""

    name: str
    sentence: str


def outliers(curves: Curves) -> np.ndarray:
    """Which runs of a stack end far from the rest, bool [R], from its curves [rows, R].

    The rule is that of `LOSS_RATIO` and `ACCURACY_GAP`. A run that diverged always is one.
    """
    loss = np.where(np.isfinite(curves.train_loss[-1]), curves.train_loss[-1], np.inf)
    accuracy = np.nan_to_num(curves.test_accuracy[-1], nan=0.0)
    worse = loss > LOSS_RATIO * np.median(loss)
    return worse | np.isinf(loss) | (accuracy < np.median(accuracy) - ACCURACY_GAP)


def guess_loss(loss: str, y: np.ndarray, classes: int) -> float:
    """The mean loss of equal probabilities for K classes, on labels y [N]."""
    labels = torch.nn.functional.one_hot(torch.from_numpy(y), classes).float()
    return float(LOSSES[loss].value(torch.zeros_like(labels), labels))


def diagnose(run: Run, curves: Curves, dataset: Dataset, split: Split) -> Diagnosis:
    """The first rule that holds for a run with its curves [rows], trained on `split`."""
    guess = guess_loss(run.training.loss, split.train_y, run.network.sizes[-1])
    loss = curves.train_loss
    dead = [int(units.sum()) for units in dead_units(run, split)]
    return (
        _diverged(run)
        or _dead_network(run, dead)
        or _cliff(run, loss, guess)
        or _dead_units(run, dead)
        or _unlearned(run, loss, guess)
        or _bad_start(run, loss, guess)
        or _spike(run, loss)
        or _hard_row(run, dataset, split)
        or Diagnosis(
            HEALTHY,
            f"The training loss went from {number(loss[0])} to {number(loss[-1])} without dead "
            "layers, cliffs or a bad start.",
        )
    )


def _diverged(run: Run) -> Diagnosis | None:
    if run.diverged_at is None:
        return None
    return Diagnosis(
        "diverged", f"Diverged at epoch {run.diverged_at}: the loss is no longer a finite number."
    )


def dead_units(run: Run, split: Split) -> list[np.ndarray]:
    """Which units of each hidden layer are exactly 0 for every training row at the end: bool [n].

    Such a unit passes nothing on and gets no gradient (Lu et al. 2019, arXiv:1903.06733).
    """
    params = torch.from_numpy(run.params[-1].copy())
    hidden = run.network.neurons(params, torch.from_numpy(split.train_x))[:-1]
    return [(layer.a == 0).all(dim=0).numpy() for layer in hidden]


def _dead_network(run: Run, dead: list[int]) -> Diagnosis | None:
    for layer, (count, size) in enumerate(zip(dead, run.network.sizes[1:], strict=False), 1):
        if count == size:
            return Diagnosis(
                "dead network",
                f"{f'All {size} units' if size > 1 else 'The one unit'} of hidden layer {layer} "
                f"{'are' if size > 1 else 'is'} 0 for each training row: every penguin gets the "
                "same answer.",
            )
    return None


def _dead_units(run: Run, dead: list[int]) -> Diagnosis | None:
    layers = list(zip(dead, run.network.sizes[1:], strict=False))
    if not layers:
        return None
    worst = max(range(len(layers)), key=lambda index: layers[index][0] / layers[index][1])
    count, size = layers[worst]
    if count <= DEAD_SHARE * size:
        return None
    return Diagnosis(
        "dead units",
        f"{count} of the {size} units of hidden layer {worst + 1} are 0 for each training row: "
        "the layer works with what is left.",
    )


def cliff(loss: np.ndarray, guess: float) -> int | None:
    """The first row that is high up after the loss [rows] had been low, if it never recovered."""
    lowest = np.minimum.accumulate(loss)[:-1]  # before each later epoch
    later = loss[1:]
    fell = (
        (loss[-1] >= JUMP * lowest)
        & (lowest < LOW * guess)
        & (later >= JUMP * lowest)
        & (later > HIGH * guess)
    )
    return int(np.argmax(fell)) + 1 if fell.any() else None


def _cliff(run: Run, loss: np.ndarray, guess: float) -> Diagnosis | None:
    row = cliff(loss, guess)
    if row is None:
        return None
    low = int(np.argmin(loss[:row]))
    return Diagnosis(
        "late cliff",
        f"The training loss was down to {number(loss[low])} at epoch {run.epochs[low]}; at epoch "
        f"{run.epochs[row]} it was back up at {number(loss[row])}. It ended at {number(loss[-1])}.",
    )


def _unlearned(run: Run, loss: np.ndarray, guess: float) -> Diagnosis | None:
    if loss[-1] <= UNLEARNED * guess:
        return None
    return Diagnosis(
        "nothing learned",
        f"After {run.trained} epochs the training loss is {number(loss[-1])}; "
        f"guessing all classes evenly costs {number(guess)}.",
    )


def _bad_start(run: Run, loss: np.ndarray, guess: float) -> Diagnosis | None:
    """An initial loss far above a guess, or a long time at it, and yet something was learned."""
    if loss[0] > FAR * guess:
        return Diagnosis(
            "bad start",
            f"The initial weights were wrong with confidence: the training loss began at "
            f"{number(loss[0])}, where guessing costs {number(guess)}. "
            f"It ended at {number(loss[-1])}.",
        )
    left = int(run.epochs[np.argmax(loss < UNLEARNED * guess)])  # the first epoch to leave it
    if left < max(SLOW * run.trained, 2):
        return None
    return Diagnosis(
        "slow start",
        f"For {left} of {run.trained} epochs the training loss stayed near {number(guess)}, which "
        f"guessing costs; it ended at {number(loss[-1])}.",
    )


def _spike(run: Run, loss: np.ndarray) -> Diagnosis | None:
    """The end happens to be a bad moment."""
    usual = float(np.median(loss[-max(len(loss) // 10, 3) :]))
    if not loss[-1] > SPIKE * usual:
        return None
    return Diagnosis(
        "ended on a spike",
        f"The training loss of its last epochs is about {number(usual)}, but the very last one "
        f"happened to be {number(loss[-1])}.",
    )


def _hard_row(run: Run, dataset: Dataset, split: Split) -> Diagnosis | None:
    """A training row that the network has not learned, while it has learned the others."""
    losses = row_losses(run, -1, split.train_x, split.train_y)
    share = float(losses.max() / losses.sum())
    if not share > HARD_SHARE:
        return None
    row = int(split.train_rows[int(losses.argmax())])
    which = int((dataset.y[: row + 1] == dataset.y[row]).sum())  # within its class, from 1
    return Diagnosis(
        "one hard row",
        f"One of the {len(losses)} training rows, {dataset.classes[dataset.y[row]]} {which}, "
        f"carries {100 * share:.0f} % of the final training loss, "
        f"{number(float(losses.mean()))}.",
    )


def row_losses(run: Run, row: int, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The loss of each of x [N, D] with labels y [N] at row `row` of a record: [N]."""
    params = torch.from_numpy(run.params[row].copy())
    logits = run.network.logits(params, torch.from_numpy(x))  # [N, K]
    labels = torch.nn.functional.one_hot(torch.from_numpy(y), run.network.sizes[-1]).float()
    return LOSSES[run.training.loss].value(logits[:, None], labels[:, None]).numpy()
