"""The controls of one training and of the rows that it is tested on, whatever is trained."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.core.bounds import EPOCHS, LEARNING_RATE, SEED, TEST_FRACTION, Bounds
from nnviz.core.data import Dataset
from nnviz.core.losses import LOSSES, Loss, losses_of
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.registry import Registry
from nnviz.core.schedules import SCHEDULES, Parameter
from nnviz.core.text import number
from nnviz.core.training import Training
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, choice, decimal, whole
from nnviz.ui.widgets import bound, learning_rate, put, select

PARAMETERS = {
    parameter.name: parameter
    for schedule in SCHEDULES.values()
    for parameter in schedule.parameters
}
"""The numbers that shape the schedules, by name; schedules share some of them."""

TRAINING = ("optimizer", "learning_rate", "schedule", "epochs", "batch_size", "loss", "seed")
"""Fields of `Training` that are fields of a page, too."""

DIGITS = (
    "To the last digit with one build of PyTorch on one kind of processor; on others the last "
    "digits differ, and a wild run goes another way."
)


def _parameter_field(parameter: Parameter) -> Field:
    kind = whole if isinstance(parameter.default, int) else decimal
    return kind(parameter.name, parameter.default, Bounds(parameter.low, parameter.high))


def _losses(dataset: Dataset) -> Registry[Loss]:
    """The losses of what the dataset asks for."""
    return Registry("loss", {key: LOSSES[key] for key in losses_of(dataset.task)})


def training_fields(default: Training, test_fraction: float, dataset: Dataset) -> tuple[Field, ...]:
    """The fields of a training on a dataset's rows, of which a part is held out."""
    return (
        choice("optimizer", default.optimizer, OPTIMIZERS),
        decimal("learning_rate", default.learning_rate, LEARNING_RATE),
        choice("schedule", default.schedule, SCHEDULES),
        *map(_parameter_field, PARAMETERS.values()),
        whole("batch_size", default.batch_size, Bounds(1, len(dataset.y) - 1)),
        whole("epochs", default.epochs, EPOCHS),
        whole("seed", default.seed, SEED),
        decimal("test_fraction", test_fraction, TEST_FRACTION),
        choice("loss", default.loss, lambda: _losses(dataset)),
    )


def training_of(settings: Mapping[str, Any]) -> Training:
    """The training that has these values of `training_fields`."""
    return Training(
        **{name: settings[name] for name in TRAINING},
        schedule_values=schedule_values(settings, settings["schedule"]),
    )


def training_settings(training: Training) -> dict[str, Any]:
    """The values of the fields that a training has; of the schedules' numbers, those in use."""
    numbers = SCHEDULES[training.schedule].parameters
    return {
        **{name: getattr(training, name) for name in TRAINING},
        **{one.name: value for one, value in zip(numbers, training.schedule_values, strict=True)},
    }


def schedule_values(settings: Mapping[str, Any] | Controls, schedule: str) -> tuple[float, ...]:
    """What the controls say for each parameter of a schedule."""
    return tuple(settings[parameter.name] for parameter in SCHEDULES[schedule].parameters)


def training_controls(
    controls: Controls, dataset: Dataset, without: Collection[str] = ()
) -> Callable[[int], None]:
    """Draw the controls of `training_fields` where the caller stands.

    Args:
        controls: the page's.
        dataset: whose rows are learned from.
        without: of the optimizer and the learning rate, what the page chooses elsewhere.

    Returns:
        What draws the rest in its places once the number of training rows is known: the batch size
        up to that, and what is to be said of the schedule.
    """
    select("Loss", "loss", _losses(dataset), controls)
    if "optimizer" not in without:
        select("Optimizer", "optimizer", OPTIMIZERS, controls)
    if "learning_rate" not in without:
        learning_rate(controls)
    select("Schedule", "schedule", SCHEDULES, controls)
    parameters = SCHEDULES[controls["schedule"]].parameters
    columns = st.columns(2, vertical_alignment="bottom") if parameters else ()
    for column, parameter in zip(columns, parameters, strict=False):
        parameter_box(column, controls, parameter, "chosen")
    remark = st.container()
    batch_size = _epochs_and_rows(controls, dataset)

    def with_rows(rows: int) -> None:
        _batch_size(batch_size, controls, rows)
        if parameters:
            remark.markdown(_remark(training_of(_said(controls))))

    return with_rows


def _said(controls: Controls) -> dict[str, Any]:
    return {name: controls[name] for name in (*TRAINING, *PARAMETERS)}


def _epochs_and_rows(controls: Controls, dataset: Dataset) -> DeltaGenerator:
    """The boxes for epochs, seed and test fraction; the place of the one for the batch size."""
    left, right = st.columns(2)
    left.number_input(
        "Epochs",
        *EPOCHS,
        **bound(controls, "epochs", "epoch", f"{EPOCHS} of them."),
    )
    batch_size = right.container()
    left, right = st.columns(2)
    right.number_input(
        "Test fraction",
        *TEST_FRACTION,
        step=0.05,
        **bound(
            controls,
            "test_fraction",
            "test fraction",
            f"{TEST_FRACTION} of the {dataset.nouns.rows}.",
        ),
    )
    left.number_input(
        "Seed",
        *SEED,
        **bound(controls, "seed", "seed", f"{SEED}. {DIGITS}"),
    )
    return batch_size


def _batch_size(place: DeltaGenerator, controls: Controls, rows: int) -> None:
    if controls["batch_size"] > rows:
        controls.complain(
            f"A batch of {controls['batch_size']} is more than the {rows} training rows; "
            f"using all {rows}."
        )
        controls["batch_size"] = rows
    place.number_input(
        "Batch size",
        1,
        rows,
        **bound(controls, "batch_size", "batch size", f"1 to all {rows} training rows."),
    )


def parameter_box(
    column: DeltaGenerator, controls: Controls, parameter: Parameter, place: str
) -> None:
    """A box for one number of a schedule; `place` tells several boxes of one number apart.

    The field itself is no widget's: Streamlit forgets the value of a widget that is not drawn.
    """
    key = controls.key(f"{place} {parameter.name}")

    def change() -> None:
        controls[parameter.name] = st.session_state[key]

    whole_number = isinstance(parameter.default, int)
    put(key, controls[parameter.name])
    column.number_input(
        parameter.label,
        parameter.low,
        parameter.high,
        value=controls[parameter.name],
        step=1 if whole_number else 0.01,
        format="%d" if whole_number else "%g",
        help=f"{parameter.help} {Bounds(parameter.low, parameter.high)}.",
        key=key,
        on_change=change,
    )


def _remark(training: Training) -> str:
    """What a schedule with these numbers fails to do in this run, in one sentence; else nothing."""
    rates = training.learning_rates
    if (rates == rates[0]).all():
        return f"With these numbers η is {number(rates[0])} in every epoch of this run."
    if (np.diff(rates) >= 0).all():
        return f"In this run η only rises: from {number(rates[0])} to {number(rates[-1])}."
    return ""
