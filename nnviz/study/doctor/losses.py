"""Rules that read the training loss: where it went, and what one step could have done to it.

"A guess" is what knows nothing costs, as the task has it: equal chances for every class, or always
the mean.
"""

from __future__ import annotations

import numpy as np

from nnviz.core.text import counted, number
from nnviz.study.doctor.cures import again, offered, other_way, smaller_steps
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.patient import Patient

LEAST_EPOCHS = 5
"""Fewer epochs than these say nothing about where a loss is going."""

LEARNED = 0.01
"""Below this × a guess nothing is left to learn."""

LOW, JUMP, HIGH = 0.2, 10, 0.3
"""A cliff: the loss had been below `LOW` × a guess, then rose to `JUMP` × its lowest or more and
above `HIGH` × a guess, and it did not come back down: it ends at `JUMP` × its lowest or more."""

OVER = 1.5
"""A leap: the loss rises above `OVER` × its start and `OVER` × a guess, wherever it ends."""

RISE, RESTLESS_SHARE = 0.02, 1 / 3
"""A loss is restless if it rises by `RISE` × itself and `RISE` × a guess or more in
`RESTLESS_SHARE` of the epochs of a run's second half: the steps are too long for the valley (LeCun,
Bottou, Orr & Müller 1998, Efficient BackProp; Goodfellow, Bengio & Courville 2016, section 8.3.1).
A step beyond the edge of the ruler alone is no illness: healthy runs take some."""

UNFINISHED, WORTH, IDLE = 0.1, 0.01, 10.0
"""The learning rate is far too low if the run ends above `UNFINISHED` × a guess, and one single
step along the negative gradient, the best of `MARKS`, would have lowered the loss by
`WORTH` × a guess or more and by `IDLE` × as much as an epoch did (medians of three epochs). This
compares losses, not learning rates, so it holds for every optimizer. The rule is ours; the best
step along the gradient is Cauchy's (1847)."""

MOST_IDLE = 1e6
"""Losses are float32: smaller changes than the best step's over this cannot be told from none."""

LEAST_MORE = 3.0
"""A cure by a larger learning rate multiplies by this or more."""

LONG = 0.25
"""The part of the epochs that is a long time to have learned nothing."""

PLATEAU = 0.02
"""A loss is stuck while it is within `PLATEAU` of what constant answers cost, a guess or the best
of them, for `LONG` or longer. For deep networks of sigmoids see Glorot & Bengio 2010, section 3."""

UNLEARNED = 0.9
"""A loss above this × a guess has learned nothing; after `LONG` or longer it is a slow start."""

WRONG = 1.5
"""An initial loss above this × a guess is a bad start."""

SPIKE = 3
"""A last loss of this × the median of the last tenth of the epochs is a spike."""


def learned(patient: Patient) -> bool:
    """Whether nothing is left to learn."""
    return bool(patient.loss[-1] <= LEARNED * patient.guess)


def diverged(patient: Patient) -> Finding | None:
    """A loss that is not finite."""
    finite = np.isfinite(patient.loss)
    if finite.all():
        return None
    row = int(np.argmin(finite))
    epoch = int(patient.run.epochs[row])
    if row == 0:
        return Finding(
            f"The training loss is not a finite number at epoch {epoch}, where this run begins: "
            "no step has led there, but the weights that it begins with, changed by hand or those "
            "of a run that had diverged.",
            epoch,
        )
    return Finding(
        f"At epoch {epoch} the training loss is no longer a finite number: each step overshot "
        "further than the one before. The learning rate there was "
        f"η = {number(patient.learning_rate(row))}.",
        epoch,
        cure=smaller_steps(patient, row),
    )


def too_high(patient: Patient) -> Finding | None:
    """A cliff without a way back, a leap, or a restless loss."""
    loss, epochs = patient.loss, patient.run.epochs
    row = _cliff(patient) or _leap(patient) or _restless(patient)
    if row is None:
        return None
    low = int(np.argmin(loss[:row]))
    rises = "jumped up" if loss[row] >= JUMP * loss[low] else "rose again"
    return Finding(
        f"The training loss was {number(loss[low])} at epoch {epochs[low]} and {rises} to "
        f"{number(loss[row])} by epoch {epochs[row]}; it ends at {number(loss[-1])}. Steps "
        f"with η = {number(patient.learning_rate(row))} leap over the valley instead of into it.",
        int(epochs[row]),
        cure=smaller_steps(patient, row),
    )


def _cliff(patient: Patient) -> int | None:
    """The first row that is high up after the loss had been low, if it never recovered."""
    loss, guess = patient.loss, patient.guess
    lowest = np.minimum.accumulate(loss)[:-1]  # before each later epoch
    later = loss[1:]
    fell = (
        (loss[-1] >= JUMP * lowest)
        & (lowest < LOW * guess)
        & (later >= JUMP * lowest)
        & (later > HIGH * guess)
    )
    return int(np.argmax(fell)) + 1 if fell.any() else None


def _leap(patient: Patient) -> int | None:
    """The first row at which the loss is far above all that it costs to know nothing."""
    above = patient.loss > OVER * max(float(patient.loss[0]), patient.guess)
    return int(np.argmax(above)) if above.any() else None


def _restless(patient: Patient) -> int | None:
    """The first rise, as large as they usually are late in the run, of a loss that rises often."""
    rises = np.diff(patient.loss)
    large = rises >= RISE * np.maximum(patient.loss[:-1], patient.guess)
    late = slice(len(rises) // 2, None)
    if patient.trained < LEAST_EPOCHS or large[late].mean() < RESTLESS_SHARE:
        return None
    usual = np.median(rises[late][large[late]])
    return int(np.argmax(large & (rises >= usual))) + 1


def too_low(patient: Patient) -> Finding | None:
    """Epochs that do far less than a single step of the right length would."""
    run, loss, guess = patient.run, patient.loss, patient.guess
    if patient.trained < LEAST_EPOCHS or loss[-1] <= UNFINISHED * guess:
        return None
    last = len(loss) - 1
    rows = [0, last // 3, 2 * last // 3]
    steps = [patient.best_step(row) for row in rows]
    gains = np.array([step.gain for step in steps])
    changes = np.abs(np.diff(loss) / np.diff(run.epochs))[rows]
    gain = float(np.median(gains))
    ratios = gains / np.maximum(changes, gain / MOST_IDLE)
    if gain < WORTH * guess or np.median(ratios) < IDLE:
        return None
    # An epoch falls about in proportion to η: so that it falls like the best step, at the epoch
    # that would bear the least, but with steps no longer than that one.
    more = max(ratios.min(), LEAST_MORE)
    longest = min(step.learning_rate for step in steps)
    eta = offered(min(run.training.learning_rate * more, longest))
    middle = int(np.argsort(ratios)[1])
    epoch = int(run.epochs[rows[middle]])
    best = number(patient.best_gain(rows[middle]))
    return Finding(
        f"From epoch {epoch} on, an epoch changes the training loss by {number(changes[middle])}; "
        "one single step of the right length from there, straight down the slope, would lower it "
        f"by {best}. After {counted(run.trained, 'epoch')} it is still {number(loss[-1])}.",
        epoch,
        cure=again((("learning_rate", eta),)),
    )


def stuck(patient: Patient) -> Finding | None:
    """A long time at the loss of a constant answer, and no learning rate is to blame."""
    if too_high(patient) or too_low(patient):
        return None
    loss, guess, best, epochs = patient.loss, patient.guess, patient.best_guess, patient.run.epochs
    there = np.flatnonzero(
        (np.abs(loss - guess) <= PLATEAU * guess) | (np.abs(loss - best) <= PLATEAU * best)
    )
    if len(there) < max(LONG * len(loss), LEAST_EPOCHS):
        return None
    middle = int(there[len(there) // 2])
    task = patient.task
    costs = f"{task.blind_words} costs {number(guess)}"
    if task.constant_words != task.blind_words:
        costs += f", and {task.constant_words} costs {number(best)}"
    return Finding(
        f"From epoch {epochs[there[0]]} to {epochs[there[-1]]} the training loss stays near "
        f"{number(loss[middle])}. Without looking at the {patient.dataset.nouns.row}, {costs}."
        f"{_fading(patient, middle)}",
        int(epochs[there[0]]),
        cure=other_way(patient),
    )


def _fading(patient: Patient, row: int) -> str:
    """How much of the gradient arrives at the first layer, where there are several."""
    lengths = [float(part.W.norm()) for part in patient.run.network.views(patient.gradient(row))]
    if not lengths[0] < lengths[-1]:
        return ""
    arrives = f"no more than {number(lengths[0])}" if lengths[0] else "nothing"
    return (
        f" Of the last layer's gradient, {number(lengths[-1])} long, {arrives} arrives at the "
        "first."
    )


def unlearned(patient: Patient) -> Finding | None:
    """A loss that ends where a guess would."""
    loss, guess = patient.loss, patient.guess
    if loss[-1] <= UNLEARNED * guess:
        return None
    return Finding(
        f"After {counted(patient.run.trained, 'epoch')} the training loss is {number(loss[-1])}; "
        f"{patient.task.blind_words} costs {number(guess)}.",
        patient.run.trained,
    )


def bad_start(patient: Patient) -> Finding | None:
    """An initial loss far above a guess, and yet something was learned."""
    loss, guess = patient.loss, patient.guess
    if unlearned(patient) or loss[0] <= WRONG * guess:
        return None
    return Finding(
        f"The initial weights were wrong with confidence: the training loss began at "
        f"{number(loss[0])}, where {patient.task.blind_words} costs {number(guess)}. "
        f"It ended at {number(loss[-1])}.",
        0,
    )


def slow_start(patient: Patient) -> Finding | None:
    """A long time near a guess, and yet something was learned."""
    loss, guess, trained = patient.loss, patient.guess, patient.run.trained
    left = int(patient.run.epochs[np.argmax(loss < UNLEARNED * guess)])  # the first to leave it
    if unlearned(patient) or left < max(LONG * trained, 2):
        return None
    return Finding(
        f"For {left} of {counted(trained, 'epoch')} the training loss stayed near "
        f"{number(guess)}, the cost of {patient.task.blind_words}; it ended at {number(loss[-1])}.",
        left,
    )


def spike(patient: Patient) -> Finding | None:
    """The end happens to be a bad moment."""
    loss = patient.loss
    usual = float(np.median(loss[-max(len(loss) // 10, 3) :]))
    if not loss[-1] > SPIKE * usual:
        return None
    return Finding(
        f"The training loss of its last epochs is about {number(usual)}, but the very last one "
        f"happened to be {number(loss[-1])}.",
        patient.run.trained,
    )


def well(patient: Patient) -> Finding:
    """What is left to say where no other rule holds."""
    return Finding(
        f"The training loss went from {number(patient.loss[0])} to {number(patient.loss[-1])} "
        "without dead layers, cliffs or a bad start.",
        patient.run.trained,
    )
