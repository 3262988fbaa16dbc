"""The batch, its network and its step: the controls that choose them, and the film of their way."""

from __future__ import annotations

from functools import partial

import streamlit as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import LEARNING_RATE, LESSON_LAYERS, LESSON_NEURONS, LESSON_ROWS, SEED
from nnviz.core.data import STANDARD, load, split
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.films.backprop import encode_pass
from nnviz.study.backpropagation import some_rows, take_apart
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice, decimal, whole
from nnviz.ui.mounts import backprop_player
from nnviz.ui.widgets import bound, learning_rate, select

SIZES = tuple(f"neurons_{layer}" for layer in range(1, LESSON_LAYERS.high + 1))
FIELDS = (
    whole("layers", 1, LESSON_LAYERS),
    *(whole(name, 3, LESSON_NEURONS) for name in SIZES),
    choice("activation", "tanh", ACTIVATIONS),
    whole("rows", 2, LESSON_ROWS),
    whole("draw", 0, SEED),
    whole("seed", 0, SEED),
    choice("optimizer", "sgd", OPTIMIZERS),
    decimal("learning_rate", 0.5, LEARNING_RATE),
)


def settings(controls: Controls) -> None:
    """The network, the batch and the step."""
    bind = partial(bound, controls)
    nouns = load(STANDARD).nouns
    st.slider(f"{nouns.rows.capitalize()} in the batch", *LESSON_ROWS, **bind("rows", "batch"))
    st.number_input(
        f"Which {nouns.rows}",
        *SEED,
        **bind("draw", "row", f"Another number picks other {nouns.rows}."),
    )
    st.slider("Hidden layers", *LESSON_LAYERS, **bind("layers", "hidden layers"))
    for layer, name in enumerate(SIZES[: controls["layers"]], start=1):
        st.slider(f"Neurons in hidden layer {layer}", *LESSON_NEURONS, **bind(name, "neurons"))
    select("Activation function", "activation", ACTIVATIONS, controls)
    st.number_input("Seed", *SEED, **bind("seed", "seed", "It sets the random first weights."))
    select("Optimizer", "optimizer", OPTIMIZERS, controls)
    learning_rate(controls)


@st.cache_data(max_entries=200, show_spinner=False)
def _film(
    hidden: tuple[int, ...],
    activation: str,
    batch: tuple[int, int],
    seed: int,
    optimizer: str,
    rate: float,
) -> bytes:
    """The film of a batch of the training rows: how many, and which draw."""
    dataset = load(STANDARD)
    parts = split(dataset)
    network = MLP((len(dataset.features), *hidden, dataset.outputs), activation)
    rows = some_rows(parts.train_y, *batch)
    labels = parts.train_y[rows]
    taken = take_apart(network, network.init(seed), parts.train_x[rows], labels, optimizer, rate)
    return encode_pass(taken, dataset, labels.tolist())


def batch_film(controls: Controls) -> None:
    """The way of the batch that the controls describe, as a film."""
    hidden = tuple(controls[name] for name in SIZES[: controls["layers"]])
    film = _film(
        hidden,
        controls["activation"],
        (controls["rows"], controls["draw"]),
        controls["seed"],
        controls["optimizer"],
        controls["learning_rate"],
    )
    backprop_player(film, key="backprop")
