"""Convolution: one small filter slides over a digit, and every number can be read."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "How does one small filter read a whole picture?",
    "It slides over the picture. At every place the nine [[pixels]] below it are multiplied by its "
    "nine [[weights]] and added up: one number of the [[feature map]], large where the [[filter]] "
    "has found what it looks for.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.filters import FILTERS
from nnviz.course.convolution import QUESTIONS
from nnviz.ui.controls import Controls
from nnviz.ui.convolution.sliding import FIELDS, settings, sliding_film
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.layout import notices
from nnviz.ui.widgets import try_this
from nnviz.ui.words import prose

DEFAULTS = {field.name: field.default for field in FIELDS}
# What differs from the defaults.
TRY_THIS = {
    "Edges from left to right": {"filter": "edge_down", "activation": "identity"},
    "A corner": {"filter": "corner", "digit": 5},
    "Blur it": {"filter": "blur", "pooling": "none", "padding": 1},
    "Half as many places": {"stride": 2, "padding": 1},
    "One pixel to the right": {"right": 1},
    "Draw your own filter": {"filter": "own", "activation": "identity"},
}


controls = Controls("convolution", *FIELDS, *tries(*QUESTIONS))
with st.sidebar:
    settings(controls)
controls.write_url()
notices(controls.complaints)

sliding_film(controls)
chosen = FILTERS[controls["filter"]]
prose(
    f"**{chosen.label.capitalize()}**: {chosen.words} ({chosen.source}). These weights are chosen "
    "by hand. A [[convolutional layer]] has many [[filters]] and *learns* the weights of each, by "
    "the same [[gradient descent]] as any other [[weight]]."
)

try_this(controls, TRY_THIS, DEFAULTS)

st.subheader("The formula", anchor=False)
st.latex(r"z_{r,c} = b + \sum_{i=1}^{3} \sum_{j=1}^{3} w_{i,j}\; x_{s(r-1)+i,\; s(c-1)+j}")
st.latex(r"\text{places} = \left\lfloor \frac{n + 2p - 3}{s} \right\rfloor + 1")
prose(
    "x is the picture with its [[padding]] p around it, s the [[stride]], b the [[bias]]; n pixels "
    "across have so many places across, and it is the same downwards. What comes out goes through "
    "the [[activation function]]. As in every framework the filter is not flipped, so in "
    "mathematics this [[convolution]] is called a cross-correlation (LeCun et al. 1989, "
    "10.1162/neco.1989.1.4.541; Dumoulin & Visin 2016, arXiv 1603.07285). A fully connected layer "
    "from 64 pixels to 36 numbers has 64 × 36 + 36 = 2340 [[parameters]]; this filter has 9 + 1 = "
    "10, because all its places share them."
)

prose(
    ":small[The digits: E. Alpaydin & C. Kaynak 1998, UCI Machine Learning Repository, "
    "10.24432/C50P49, CC BY 4.0. Each was drawn in 32 × 32 dots; a pixel counts the dark ones of "
    "its 4 × 4, so it is 0 to 16.]"
)

check_yourself(controls, *QUESTIONS)
