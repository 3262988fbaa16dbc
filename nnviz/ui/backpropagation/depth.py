"""Why depth is hard: the size of δ in each layer, for a depth that the visitor chooses."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import DEPTH
from nnviz.core.data import STANDARD, load, split
from nnviz.core.text import listed, number
from nnviz.figures.depth import sizes_by_layer
from nnviz.study.depth import COMPARED, SEEDS, WIDTH, sizes_of_delta
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.fields import whole
from nnviz.ui.widgets import bound
from nnviz.ui.words import prose, words_here

FIELDS = (whole("depth", 6, DEPTH),)


@st.cache_data(max_entries=20, show_spinner=False)
def _sizes(hidden: int) -> dict[str, np.ndarray]:
    """By the name of each activation function, the sizes of δ over the training rows."""
    parts = split(load(STANDARD))
    return {
        ACTIVATIONS[key].label: sizes_of_delta(parts.train_x, parts.train_targets, hidden, key)
        for key in COMPARED
    }


def depth(controls: Controls) -> None:
    """The slider, the chart, and what it says in numbers."""
    st.subheader("Why depth is hard", anchor=False)
    nouns = load(STANDARD).nouns
    prose(
        "On its way back [[δ]] is multiplied by weights and by the slope of the "
        f"[[activation function]], layer after layer. Here are {SEEDS} new networks "
        f"with {WIDTH} neurons in each [[hidden layer]], before any training, and the typical size "
        f"of δ for all {nouns.rows} of the [[training set]]."
    )
    st.slider("Number of hidden layers", *DEPTH, **bound(controls, "depth", "hidden layers"))
    hidden = controls["depth"]
    sizes = _sizes(hidden)
    with st.container(key="depth"):
        show(sizes_by_layer(sizes, palette()), key="depth chart")
    words_here("layer", "δ", "root mean square", "logarithmic")
    shares = [f"{_times(values[-1] / values[0])} with {name}" for name, values in sizes.items()]
    prose(
        f"At the outputs δ is this many times as large as in the first of {hidden} hidden layers: "
        f"{listed(shares)}. The slope of the [[sigmoid|activation-sigmoid]] is never more than "
        "0.25: apart from the weights, at most a quarter gets through each layer. So the first "
        "layers of a deep network hardly learn, which is called the [[vanishing gradient]]. The "
        "slope of [[tanh|activation-tanh]] reaches 1, that of [[ReLU|activation-relu]] is 1 "
        "wherever z is above 0. So with tanh and ReLU more of δ can arrive."
    )


def _times(ratio: float) -> str:
    """A ratio to three digits; a large one with a sign between its thousands."""
    return f"{float(f'{ratio:.3g}'):,.0f}" if 1e4 <= ratio < 1e6 else number(ratio)
