"""The controls that decide a run: the network, its training and the split."""

from __future__ import annotations

import streamlit as st

from nnviz.activations import ACTIVATIONS
from nnviz.data import load
from nnviz.losses import LOSSES
from nnviz.networks import MAX_HIDDEN_LAYERS, MAX_NEURONS, MLP
from nnviz.optimizers import OPTIMIZERS
from nnviz.training import Training
from nnviz.ui.compute import DEFAULT, Experiment
from nnviz.ui.controls import Controls, Field, choice, decimal, learning_rate, select, whole

__all__ = ["FIELDS", "MAX_EPOCHS", "experiment_controls"]

MAX_EPOCHS = 2000
LAYERS_IN_A_ROW = 3


def _parse_hidden(text: str) -> tuple[int, ...]:
    sizes = tuple(int(part) for part in text.split(",")) if text else ()
    MLP((1, *sizes, 1))  # refuses too many layers, and layers too wide or empty
    return sizes


_DATASET = load(DEFAULT.dataset)
_TRAINING = DEFAULT.training

FIELDS = (
    Field(
        "hidden",
        DEFAULT.network.sizes[1:-1],
        _parse_hidden,
        f"0 to {MAX_HIDDEN_LAYERS} layer sizes from 1 to {MAX_NEURONS}, such as 10,10",
        write=lambda sizes: ",".join(map(str, sizes)),
    ),
    choice("activation", DEFAULT.network.activation, ACTIVATIONS),
    choice("optimizer", _TRAINING.optimizer, OPTIMIZERS),
    decimal("learning_rate", _TRAINING.learning_rate, 1e-5, 10),
    whole("batch_size", _TRAINING.batch_size, 1, len(_DATASET.y) - len(_DATASET.classes)),
    whole("epochs", _TRAINING.epochs, 1, MAX_EPOCHS),
    whole("seed", _TRAINING.seed, 0, 999_999),
    decimal("test_fraction", DEFAULT.test_fraction, 0.05, 0.9),
    choice("loss", _TRAINING.loss, LOSSES),
)


def experiment_controls(controls: Controls) -> Experiment:
    """Draw the controls of `FIELDS` where the caller stands; the experiment they describe."""
    _hidden_layers(controls)
    select("Activation", "activation", ACTIVATIONS, controls, disabled=not controls["hidden"])
    select("Loss", "loss", LOSSES, controls)
    select("Optimizer", "optimizer", OPTIMIZERS, controls)
    learning_rate(controls)

    left, right = st.columns(2)
    left.number_input(
        "Epochs",
        1,
        MAX_EPOCHS,
        help=f"Passes over all training rows: 1 to {MAX_EPOCHS}.",
        **controls.bind("epochs"),
    )
    batch_size = right.container()
    left, right = st.columns(2)
    right.number_input(
        "Test fraction",
        0.05,
        0.9,
        step=0.05,
        help="The part of the penguins that is held out, to test on: 0.05 to 0.9.",
        **controls.bind("test_fraction"),
    )
    left.number_input(
        "Seed",
        0,
        999_999,
        **controls.bind("seed"),
        help="Draws the split, the initial weights and the order of the batches. "
        "The same seed gives the same run, to the last digit.",
    )
    rows = len(Experiment(test_fraction=controls["test_fraction"]).split().train_y)
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
        **controls.bind("batch_size"),
        help=f"Rows used for one step: 1 to all {rows} training rows.",
    )
    network = MLP(
        (len(_DATASET.features), *controls["hidden"], len(_DATASET.classes)),
        controls["activation"],
    )
    st.markdown(
        f"**{' → '.join(map(str, network.sizes))}** · **{network.parameter_count:,}** parameters"
    )
    training = Training(
        **{
            name: controls[name]
            for name in ("optimizer", "learning_rate", "epochs", "batch_size", "loss", "seed")
        }
    )
    return Experiment(network, training, controls["test_fraction"])


def _hidden_layers(controls: Controls) -> None:
    """One box per hidden layer, and buttons that add and remove the last one."""
    sizes: tuple[int, ...] = controls["hidden"]

    def set_size(index: int) -> None:
        changed = st.session_state[controls.key(f"hidden {index}")]
        controls["hidden"] = (*sizes[:index], changed, *sizes[index + 1 :])

    def add() -> None:
        controls["hidden"] = (*sizes, sizes[-1] if sizes else 10)

    def remove() -> None:
        controls["hidden"] = sizes[:-1]

    title, plus, minus = st.columns([4, 1, 1], vertical_alignment="center")
    title.markdown("Hidden layers" if sizes else "No hidden layer")
    plus.button(
        "Add a layer",
        icon=":material/add:",
        on_click=add,
        disabled=len(sizes) == MAX_HIDDEN_LAYERS,
    )
    minus.button("Remove a layer", icon=":material/remove:", on_click=remove, disabled=not sizes)
    for start in range(0, len(sizes), LAYERS_IN_A_ROW):
        columns = st.columns(LAYERS_IN_A_ROW)
        for column, index in zip(columns, range(start, len(sizes)), strict=False):
            key = controls.key(f"hidden {index}")
            st.session_state[key] = sizes[index]
            column.number_input(
                f"Hidden {index + 1}",
                1,
                MAX_NEURONS,
                value=sizes[index],
                key=key,
                on_change=set_size,
                args=(index,),
            )
