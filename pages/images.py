"""Train on images: build a network of blocks, train it on digits, watch every weight move."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "How does a network learn to read digits?",
    "Its first [[layers]] are [[filters]] that slide over the picture. Nobody tells them what to "
    "look for: their [[weights]] are moved a little [[downhill]], as all others are, until the "
    "[[feature maps]] tell the digits apart.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.blocks import as_large
from nnviz.core.bounds import EPOCH
from nnviz.engine.orders import Order
from nnviz.study.images import FIRST
from nnviz.ui.actions import fragment
from nnviz.ui.controls import Controls
from nnviz.ui.fields import left_open, whole
from nnviz.ui.images.network import FIELDS, RECIPE, network_controls
from nnviz.ui.train import runs
from nnviz.ui.train.bench import Bench
from nnviz.ui.train.opened import box_for_a_file
from nnviz.ui.train.studio import studio
from nnviz.ui.widgets import try_this
from nnviz.ui.words import prose

AS_LARGE = as_large(FIRST.network)
TRY_THIS = {
    "A perceptron as large": {"blocks": (), "hidden": AS_LARGE.sizes[1:-1]},
    "No pooling": RECIPE.read({"blocks": "8.3,16.3"}),
    "Means instead of the largest": RECIPE.read({"blocks": "8.3,16.3.mean"}),
    "One filter": RECIPE.read({"blocks": "1.3.max"}),
}

controls = Controls("images", *FIELDS, left_open(whole("trained", 0, EPOCH)), *runs.FIELDS)
with st.sidebar:
    settings = network_controls(controls, ("order", Order.open))
bench = Bench(controls, RECIPE)
fragment(studio)(bench, settings)
defaults = {field.name: field.default for field in FIELDS}
try_this(controls, TRY_THIS, defaults, ("order", Order.train))
prose(
    f"*A perceptron as large* has no filters: {AS_LARGE.sizes[1]} hidden [[neurons]], each with a "
    f"weight of its own for every [[pixel]], {AS_LARGE.parameter_count:,} [[parameters]] in all "
    f"instead of {FIRST.network.parameter_count:,}. The pictures are handwritten digits of "
    f"8 × 8 pixels: {FIRST.dataset.source}."
)
fragment(box_for_a_file)(bench)
