"""Train a network: the studio. Build it, train it, watch every weight move."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "How does a network learn?",
    "A [[network]] [[learns]] by guessing: it measures how wrong it was, and moves every "
    "[[weight]] a little [[downhill]], again and again.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.bounds import EPOCH
from nnviz.core.data import STANDARD, load
from nnviz.engine.orders import Order
from nnviz.ui.actions import fragment
from nnviz.ui.controls import Controls
from nnviz.ui.experiment import FIELDS, RECIPE, experiment_controls
from nnviz.ui.fields import left_open, whole
from nnviz.ui.train import runs
from nnviz.ui.train.bench import Bench
from nnviz.ui.train.opened import box_for_a_file
from nnviz.ui.train.studio import studio
from nnviz.ui.widgets import reset, try_this

TRY_THIS = {
    "No hidden layer": {"hidden": ()},
    f"Three {load(STANDARD).nouns.rows} at a time": {"batch_size": 3},
    "Raw features": {"features": "raw", "hidden": (10,), "learning_rate": 0.001},
    "Far too timid": {"learning_rate": 1e-5},
    "Blow up": {"optimizer": "sgd", "learning_rate": 10.0, "activation": "identity"},
}

controls = Controls("train", *FIELDS, left_open(whole("trained", 0, EPOCH)), *runs.FIELDS)
with st.sidebar:
    settings = experiment_controls(controls)
    reset(controls, ("order", Order.open))
bench = Bench(controls, RECIPE)
fragment(studio)(bench, settings)
defaults = {field.name: field.default for field in FIELDS}
try_this(controls, TRY_THIS, defaults, ("order", Order.train))
fragment(box_for_a_file)(bench)
