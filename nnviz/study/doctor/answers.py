"""Rules that read the answers: which are never given, which row costs most, and the test rows'."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.core.text import listed, number
from nnviz.study.doctor.cures import stop, weaker_steps, wider
from nnviz.study.doctor.features import raw
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.losses import LEAST_EPOCHS, OVER, stuck, too_high, too_low
from nnviz.study.doctor.neurons import dead, saturated
from nnviz.study.doctor.patient import Patient

HARD_SHARE = 0.5
"""One training row that carries more than this part of the final loss is named."""

OVERFIT, SURE, WELL_BEFORE = 1.2, 1.645, 0.75
"""Overfitting: the test loss ends at `OVERFIT` × its lowest or more, which it had within the first
`WELL_BEFORE` of the epochs, while the training loss has fallen since (Prechelt 1998, "Early
stopping – but when?", generalisation loss). So that one or two odd test rows do not ring the bell,
the rise must be `SURE` standard errors of the test rows' own rises or more (5 %, one-sided)."""


def never_answered(patient: Patient) -> Finding | None:
    """A class that no row is taken for, and no other rule says why."""
    found = None if _explained(patient) else _left_out(patient)
    return found and replace(found, cure=wider(patient))


def left_out_too(patient: Patient) -> Finding | None:
    """A class that no row is taken for, and another rule may say why, whose cure is the one."""
    return _left_out(patient) if _explained(patient) else None


def _explained(patient: Patient) -> bool:
    return any(rule(patient) for rule in (raw, too_high, dead, saturated, too_low, stuck))


def _left_out(patient: Patient) -> Finding | None:
    """A class that is there, but no row is taken for it: an empty column of the confusion table."""
    classes, answers = patient.dataset.classes, patient.answers
    trained_on = np.isin(range(len(classes)), patient.split.train_y)
    missing = np.flatnonzero(trained_on & ~np.isin(range(len(classes)), answers))
    if patient.trained < LEAST_EPOCHS or not len(missing):
        return None
    return Finding(
        _who_is_left_out(patient, missing),
        patient.run.trained,
        place=("columns", *map(int, missing)),
        title="" if len(missing) == 1 else f"{len(missing)} classes never predicted",
    )


def _who_is_left_out(patient: Patient, missing: Sequence[int]) -> str:
    """Which classes are never the answer, what is, and where one sees it."""
    classes, row = patient.dataset.classes, patient.dataset.nouns.row
    (first, *others) = np.unique(patient.answers)
    names = listed([classes[index] for index in missing])
    columns = f"{'column' if len(missing) == 1 else 'columns'} {names}"
    be = "is" if len(missing) == 1 else "are"
    if not others:
        told = f"At the end every {row} is called {classes[first]}."
    else:
        told = " ".join(_taken_for(patient, index) for index in missing)
    return f"{told} In the confusion table the {columns} {be} empty."


def _taken_for(patient: Patient, index: int) -> str:
    """What the rows of a class are called that is never the answer."""
    classes, instead = patient.dataset.classes, patient.answers[patient.dataset.y == index]
    others, counts = np.unique(instead, return_counts=True)
    names = [
        f"{'all' if len(others) == 1 else count} {'is' if count == 1 else 'are'} "
        f"called {classes[other]}"
        for other, count in zip(others, counts, strict=True)
    ]
    return (
        f"At the end no {patient.dataset.nouns.row} is called {classes[index]}: of the "
        f"{len(instead)} there are, {listed(names)}."
    )


def hard_row(patient: Patient) -> Finding | None:
    """A training row that the network has not learned, while it has learned the others."""
    losses = patient.train_losses(-1)
    worst = int(losses.argmax())
    if not losses[worst] > HARD_SHARE * losses.sum():
        return None
    return Finding(
        f"One of the {len(losses)} training rows, "
        f"{patient.name_of(int(patient.split.train_rows[worst]))}, carries "
        f"{100 * losses[worst] / losses.sum():.0f} % of the final training loss, "
        f"{number(float(losses.mean()))}.",
        patient.run.trained,
    )


def sure_and_wrong(patient: Patient) -> Finding | None:
    """A test loss far above a guess, though the training rows are learned."""
    if too_high(patient) or overfitting(patient):
        return None
    train, test, guess = patient.loss[-1], patient.curves.test_loss[-1], patient.guess
    if not (train < guess and test > OVER * guess):
        return None
    return Finding(
        f"The test loss ends at {number(test)}, where {patient.task.blind_words} costs "
        f"{number(guess)}, although the training loss ends at {number(train)}: what the network "
        "gets wrong on the test rows, it gets wrong with great confidence.",
        patient.run.trained,
        cure=weaker_steps(patient),
    )


def overfitting(patient: Patient) -> Finding | None:
    """A test loss that has risen from its lowest while the training loss went on falling."""
    test, loss, epochs = patient.curves.test_loss, patient.loss, patient.run.epochs
    if patient.trained < LEAST_EPOCHS or not np.isfinite(test).all():
        return None
    low = int(np.argmin(test))
    if epochs[low] == 0 or epochs[low] - epochs[0] > WELL_BEFORE * patient.trained:
        return None
    if test[-1] < OVERFIT * test[low] or loss[-1] >= loss[low]:
        return None
    rises = (patient.test_losses(-1) - patient.test_losses(low)).astype(np.float64)
    if rises.mean() < SURE * rises.std() / math.sqrt(len(rises)):
        return None
    return Finding(
        f"The test loss was lowest at epoch {epochs[low]}, {number(test[low])}, and has risen to "
        f"{number(test[-1])} since, while the training loss fell from {number(loss[low])} to "
        f"{number(loss[-1])}. The network learns its training rows by heart.",
        int(epochs[low]),
        cure=stop(patient, low),
    )
