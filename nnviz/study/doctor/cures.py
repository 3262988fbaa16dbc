"""What may help: each cure is a suggestion, and only the training with it shows whether it does."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import LEARNING_RATE, NEURONS
from nnviz.core.data import STANDARDISED
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import number
from nnviz.study.batches import steps_per_epoch
from nnviz.study.doctor.finding import Cure
from nnviz.study.doctor.patient import Patient

Changes = tuple[tuple[str, Any], ...]

SMALLER = 10
"""A cure by a smaller learning rate divides by this."""

LOW = 0.2
"""A run is worth going on with from where it had less than this × its first loss."""

OTHER = {"optimizer": "adam", "learning_rate": 0.01}
CONSTANT: Changes = (("schedule", "constant"), ("schedule_values", ()))
LEAKY, STEEP = "leaky_relu", "tanh"
"""What a cure puts in the place of another optimizer, schedule, or activation function."""


def again(changes: Changes, activation: str | None = None) -> Cure:
    """The same start with these changes, named on the button."""
    fields = dict(changes)
    names = [ACTIVATIONS[activation].label] if activation else []
    names += [OPTIMIZERS[fields["optimizer"]].label] if "optimizer" in fields else []
    names += [f"η = {number(fields['learning_rate'])}"] if "learning_rate" in fields else []
    return Cure(f"Try {', '.join(names)} {_from(0)}", 0, changes, activation)


def weaker_steps(patient: Patient) -> Cure:
    """The same start with a smaller learning rate, as `calmer` has it."""
    eta = calmer(patient, 0, patient.run.training.learning_rate)
    return again((("learning_rate", eta),))


def calmer(patient: Patient, row: int, rate: float) -> float:
    """A learning rate to go on with from `row` where `rate` was too large: a tenth of it at most.

    And so small that all steps of an epoch together go no farther than the best single step from
    there: the length of a step goes with the rows of its batch (Goyal et al. 2017,
    arXiv:1706.02677, section 2.1).
    """
    steps = steps_per_epoch(len(patient.split.train_y), patient.run.training.batch_size)
    eta = min(rate / SMALLER, patient.best_step(row).learning_rate / steps)
    return offered(eta)


def smaller_steps(patient: Patient, row: int) -> Cure:
    """Train on from the lowest point before the trouble at `row`, with smaller steps.

    Where that is not low, from the start. The learning rate is constant, as a schedule may be what
    led there.
    """
    loss, start = patient.loss, int(np.argmin(patient.loss[: max(row, 1)]))
    if not loss[start] < LOW * loss[0]:
        start = 0
    epoch = int(patient.run.epochs[start])
    eta = calmer(patient, start, patient.learning_rate(row))
    changes = (("learning_rate", eta), *CONSTANT)
    return Cure(f"Try η = {number(eta)} {_from(epoch)}", epoch, changes)


def other_way(patient: Patient) -> Cure | None:
    """Another optimizer, and another activation function where its slope shrinks the gradient.

    Every layer multiplies the gradient by its slopes (Hochreiter 1991; Glorot & Bengio 2010), and a
    function whose slope stays below 1, as the sigmoid's 1/4 does, makes it fade. Adam divides each
    step by the gradient's own size.
    """
    run = patient.run
    activation = ACTIVATIONS[run.network.activation]
    z = torch.linspace(-5, 5, 101)
    fades = len(run.network.layers) > 1 and activation.slope(z, activation.function(z)).max() < 1
    changes = () if replace(run.training, **OTHER) == run.training else tuple(OTHER.items())
    return again(changes, STEEP if fades else None) if changes or fades else None


def stop(patient: Patient, row: int) -> Cure | None:
    """The same, but only up to the epoch of `row`; None if that is where the run begins.

    A schedule that looks at the number of epochs would be another one in a shorter run, so there
    the last stretch before it is trained again, at the learning rate it had.
    """
    if row == 0:
        return None
    run = patient.run
    epoch = int(run.epochs[row])
    label, end = f"Try stopping at epoch {epoch}", ("epochs", epoch)
    shorter = replace(run.training, epochs=epoch).learning_rates
    if np.array_equal(shorter, run.training.learning_rates[:epoch]):
        return Cure(label, 0, (end,))
    eta = LEARNING_RATE.clip(patient.learning_rate(row))
    changes = (("learning_rate", eta), *CONSTANT, end)
    return Cure(label, int(run.epochs[row - 1]), changes)


def wider(patient: Patient) -> Cure | None:
    """The same start with two neurons per output, or more, in every hidden layer; None if it has.

    Every output then has two neurons to itself, one for it and one against it, of which a function
    that is flat on one side, as ReLU, always lets one through.
    """
    network = patient.run.network
    first, *hidden, last = network.sizes
    sizes = (first, *(max(size, int(NEURONS.clip(2 * last))) for size in hidden), last)
    # A width is a number that one can choose in dense layers only.
    if sizes == network.sizes or any(layer.kind != "dense" for layer in network.layers):
        return None
    return Cure(f"Try the layers {'→'.join(map(str, sizes))} {_from(0)}", 0, sizes=sizes)


def scaled() -> Cure:
    """The same start with standardised features."""
    return Cure(f"Try standardised features {_from(0)}", 0, features=STANDARDISED)


def offered(rate: float) -> float:
    """The learning rate that a cure offers in the place of another: a short one of the controls'.

    >>> offered(0.0372), offered(37.2), offered(1e-9)
    (0.03, 10.0, 1e-05)
    """
    return LEARNING_RATE.clip(tidy(rate))


def tidy(value: float) -> float:
    """One significant digit, rounded down: what is advised is never beyond what was found.

    >>> tidy(0.0372), tidy(0.0001)
    (0.03, 0.0001)
    """
    nearest = float(f"{value:.0e}")
    if nearest <= value:
        return nearest
    power = 10.0 ** math.floor(math.log10(value))
    return float(f"{math.floor(value / power) * power:.0e}")


def _from(epoch: int) -> str:
    return f"from epoch {epoch}" if epoch else "from the start"
