"""The controls that decide a run: the network, its training and the split."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import streamlit as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import HIDDEN_LAYERS, NEURONS, Bounds
from nnviz.core.data import MEASURED
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.networks import MLP
from nnviz.core.training import Training
from nnviz.ui.actions import button
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, choice, flag
from nnviz.ui.recipe import Recipe
from nnviz.ui.training import training_controls, training_fields, training_of, training_settings
from nnviz.ui.widgets import put, select
from nnviz.ui.words import help_for, prose, set_here

LAYERS_IN_A_ROW = 3


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


SPLIT = ("test_fraction", "features", "together")
"""Fields of `Experiment` that are fields of a page, too."""

_DATASET = DEFAULT.dataset

FIELDS = (
    hidden_field(DEFAULT.network.sizes[1:-1]),
    choice("activation", DEFAULT.network.activation, ACTIVATIONS),
    *training_fields(DEFAULT.training, DEFAULT.test_fraction, _DATASET),
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
    with_rows = training_controls(controls, _DATASET, without)
    select("Features", "features", MEASURED, controls)
    row = _DATASET.nouns.row
    st.toggle(
        f"Keep a {row}’s rows together",
        **controls.bind("together"),
        help=f"Some {row}s came back in another year. All rows that may be of one {row} are then "
        "held out together, or trained on together.",
    )
    data = {name: controls[name] for name in SPLIT}
    split = Experiment(**data, training=Training(seed=controls["seed"])).split()
    with_rows(len(split.train_y))
    experiment = experiment_of({field.name: controls[field.name] for field in FIELDS})
    network = experiment.network
    prose(
        f"**{' → '.join(map(str, network.sizes))}** · "
        f"**{network.parameter_count:,}** [[parameters]]"
    )
    return experiment


def experiment_of(settings: Mapping[str, Any]) -> Experiment:
    """The run from the beginning that has these values of `FIELDS`; `ValueError` if none has."""
    network = MLP(
        (len(_DATASET.features), *settings["hidden"], _DATASET.outputs),
        settings["activation"],
    )
    return Experiment(network, training_of(settings), **{name: settings[name] for name in SPLIT})


def settings_of(experiment: Experiment) -> dict[str, Any]:
    """The values of `FIELDS` that an experiment has; of the schedules' numbers, those in use."""
    return {
        "hidden": experiment.network.sizes[1:-1],
        "activation": experiment.network.activation,
        **training_settings(experiment.training),
        **{name: getattr(experiment, name) for name in SPLIT},
    }


RECIPE = Recipe(_DATASET, FIELDS, experiment_of, settings_of)
"""How `FIELDS` describe a run."""


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
