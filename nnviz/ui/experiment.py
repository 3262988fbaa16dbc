"""The controls that decide a run: the network, its training and the split."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import (
    EPOCHS,
    HIDDEN_LAYERS,
    LEARNING_RATE,
    NEURONS,
    SEED,
    TEST_FRACTION,
    Bounds,
)
from nnviz.core.data import MEASURED
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.losses import LOSSES, Loss, losses_of
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.registry import Registry
from nnviz.core.schedules import SCHEDULES, Parameter
from nnviz.core.text import number
from nnviz.core.training import Training
from nnviz.ui.actions import button
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, choice, decimal, flag, whole
from nnviz.ui.recipe import Recipe
from nnviz.ui.widgets import bound, learning_rate, put, select
from nnviz.ui.words import help_for, prose, set_here

LAYERS_IN_A_ROW = 3

PARAMETERS = {
    parameter.name: parameter
    for schedule in SCHEDULES.values()
    for parameter in schedule.parameters
}
"""The numbers that shape the schedules, by name; schedules share some of them."""


def hidden_field(
    default: tuple[int, ...], layers: Bounds = HIDDEN_LAYERS, neurons: Bounds = NEURONS
) -> Field:
    """The sizes of the hidden layers: so many of them, each of so many neurons."""

    def parse(text: str) -> tuple[int, ...]:
        sizes = tuple(int(part) for part in text.split(",")) if text else ()
        if len(sizes) not in layers or not all(size in neurons for size in sizes):
            raise ValueError(f"{sizes!r} are not {layers} layers of {neurons} neurons")
        return sizes

    return Field(
        "hidden",
        default,
        parse,
        f"{layers} layer sizes from {neurons}, such as {int(neurons.clip(10))},"
        f"{int(neurons.clip(10))}",
        write=lambda sizes: ",".join(map(str, sizes)),
    )


def _parameter_field(parameter: Parameter) -> Field:
    kind = whole if isinstance(parameter.default, int) else decimal
    return kind(parameter.name, parameter.default, Bounds(parameter.low, parameter.high))


TRAINING = ("optimizer", "learning_rate", "schedule", "epochs", "batch_size", "loss", "seed")
"""Fields of `Training` that are fields of a page, too."""

SPLIT = ("test_fraction", "features", "together")
"""Fields of `Experiment` that are fields of a page, too."""

DIGITS = (
    "To the last digit with one build of PyTorch on one kind of processor; on others the last "
    "digits differ, and a wild run goes another way."
)

_DATASET = DEFAULT.dataset
_TRAINING = DEFAULT.training


def _fitting_losses() -> Registry[Loss]:
    """The losses of what the dataset asks for."""
    return Registry("loss", {key: LOSSES[key] for key in losses_of(_DATASET.task)})


FIELDS = (
    hidden_field(DEFAULT.network.sizes[1:-1]),
    choice("activation", DEFAULT.network.activation, ACTIVATIONS),
    choice("optimizer", _TRAINING.optimizer, OPTIMIZERS),
    decimal("learning_rate", _TRAINING.learning_rate, LEARNING_RATE),
    choice("schedule", _TRAINING.schedule, SCHEDULES),
    *map(_parameter_field, PARAMETERS.values()),
    whole("batch_size", _TRAINING.batch_size, Bounds(1, len(_DATASET.y) - 1)),
    whole("epochs", _TRAINING.epochs, EPOCHS),
    whole("seed", _TRAINING.seed, SEED),
    decimal("test_fraction", DEFAULT.test_fraction, TEST_FRACTION),
    choice("loss", _TRAINING.loss, _fitting_losses),
    choice("features", DEFAULT.features, MEASURED),
    flag("together", DEFAULT.together),
)


def experiment_controls(controls: Controls, without: Collection[str] = ()) -> Experiment:
    """Draw the controls of `FIELDS` where the caller stands; the experiment they describe.

    A page that chooses the optimizer or the learning rate elsewhere has them left out: `without`.
    """
    hidden_layers(controls)
    select(
        "Activation function", "activation", ACTIVATIONS, controls, disabled=not controls["hidden"]
    )
    select("Loss", "loss", _fitting_losses(), controls)
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
            f"{TEST_FRACTION} of the {DEFAULT.dataset.nouns.rows}.",
        ),
    )
    left.number_input(
        "Seed",
        *SEED,
        **bound(controls, "seed", "seed", f"{SEED}. {DIGITS}"),
    )
    select("Features", "features", MEASURED, controls)
    row = DEFAULT.dataset.nouns.row
    st.toggle(
        f"Keep a {row}’s rows together",
        **controls.bind("together"),
        help=f"Some {row}s came back in another year. All rows that may be of one {row} are then "
        "held out together, or trained on together.",
    )
    data = {name: controls[name] for name in SPLIT}
    rows = len(Experiment(**data, training=Training(seed=controls["seed"])).split().train_y)
    if controls["batch_size"] > rows:
        controls.complain(
            f"A batch of {controls['batch_size']} is more than the {rows} training rows; "
            f"using all {rows}."
        )
        controls["batch_size"] = rows
    batch_size.number_input(
        "Batch size",
        1,
        rows,
        **bound(controls, "batch_size", "batch size", f"1 to all {rows} training rows."),
    )
    experiment = experiment_of({field.name: controls[field.name] for field in FIELDS})
    network = experiment.network
    prose(
        f"**{' → '.join(map(str, network.sizes))}** · "
        f"**{network.parameter_count:,}** [[parameters]]"
    )
    if parameters:
        remark.markdown(_remark(experiment.training))
    return experiment


def experiment_of(settings: Mapping[str, Any]) -> Experiment:
    """The run from the beginning that has these values of `FIELDS`; `ValueError` if none has."""
    network = MLP(
        (len(_DATASET.features), *settings["hidden"], _DATASET.outputs),
        settings["activation"],
    )
    training = Training(
        **{name: settings[name] for name in TRAINING},
        schedule_values=schedule_values(settings, settings["schedule"]),
    )
    return Experiment(network, training, **{name: settings[name] for name in SPLIT})


def settings_of(experiment: Experiment) -> dict[str, Any]:
    """The values of `FIELDS` that an experiment has; of the schedules' numbers, those in use."""
    training = experiment.training
    numbers = SCHEDULES[training.schedule].parameters
    return {
        "hidden": experiment.network.sizes[1:-1],
        "activation": experiment.network.activation,
        **{name: getattr(training, name) for name in TRAINING},
        **{one.name: value for one, value in zip(numbers, training.schedule_values, strict=True)},
        **{name: getattr(experiment, name) for name in SPLIT},
    }


RECIPE = Recipe(_DATASET, FIELDS, experiment_of, settings_of)
"""How `FIELDS` describe a run."""


def schedule_values(settings: Mapping[str, Any] | Controls, schedule: str) -> tuple[float, ...]:
    """What the controls say for each parameter of a schedule."""
    return tuple(settings[parameter.name] for parameter in SCHEDULES[schedule].parameters)


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


def hidden_layers(
    controls: Controls, layers: Bounds = HIDDEN_LAYERS, neurons: Bounds = NEURONS
) -> None:
    """One box per hidden layer, and buttons that add and remove the last one."""
    set_here({"hidden": controls["hidden"]})
    with st.container(key=controls.key("hidden layers")):
        _layer_boxes(controls, layers, neurons)


def _layer_boxes(controls: Controls, layers: Bounds, neurons: Bounds) -> None:
    sizes: tuple[int, ...] = controls["hidden"]

    # It reads the sizes anew: of two quick changes, both callbacks may run before the next page.
    def set_size(index: int) -> None:
        changed = st.session_state[controls.key(f"hidden {index}")]
        before = controls["hidden"]
        if index < len(before):
            controls["hidden"] = (*before[:index], changed, *before[index + 1 :])

    title, plus, minus = st.columns([4, 1, 1], vertical_alignment="center")
    with title:
        prose("[[Hidden layers]]" if sizes else "No [[hidden layer]]")
    with plus:
        button(
            "Add a layer",
            controls.by(partial(_one_layer_more, layers=layers, neurons=neurons)),
            icon=":material/add:",
            help=help_for("layer"),
            disabled=len(sizes) == layers.high,
        )
    with minus:
        button(
            "Remove a layer",
            controls.by(_one_layer_less),
            icon=":material/remove:",
            help=help_for("layer"),
            disabled=len(sizes) == layers.low,
        )
    for start in range(0, len(sizes), LAYERS_IN_A_ROW):
        columns = st.columns(LAYERS_IN_A_ROW)
        for column, index in zip(columns, range(start, len(sizes)), strict=False):
            key = controls.key(f"hidden {index}")
            put(key, sizes[index])
            column.number_input(
                f"Hidden {index + 1}",
                *neurons,
                value=sizes[index],
                key=key,
                on_change=set_size,
                args=(index,),
            )


def _one_layer_more(values: Mapping[str, Any], layers: Bounds, neurons: Bounds) -> dict[str, Any]:
    sizes = values["hidden"]
    return {"hidden": (*sizes, *(sizes[-1:] or (int(neurons.clip(10)),)))[: layers.high]}


def _one_layer_less(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"hidden": values["hidden"][:-1]}
