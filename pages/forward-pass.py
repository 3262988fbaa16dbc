"""The forward pass: four numbers go through a small network, and every number can be read."""

import streamlit as st

from nnviz.core.data import STANDARD, load
from nnviz.ui.layout import question

dataset = load(STANDARD)
nouns = dataset.nouns
question(
    "How do four numbers become an answer?",
    f"Four measurements of a {nouns.row} go through layer by layer: times the [[weights]], "
    "plus the [[biases]], through the [[activation function]]. At the end "
    "the [[softmax]] makes [[probabilities]] of the [[logits]].",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import READ_LAYERS, READ_NEURONS, READ_ROWS, Bounds
from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.course.forward_pass import QUESTIONS
from nnviz.study.forward import FIRST, row_of_example
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.experiment import hidden_field, hidden_layers
from nnviz.ui.fields import choice, whole
from nnviz.ui.forward_pass.film import film
from nnviz.ui.layout import notices
from nnviz.ui.widgets import bound, reset, select, try_this
from nnviz.ui.words import prose

ARTICLES = row_of_example(dataset)
FIELDS = (
    hidden_field(FIRST.network.sizes[1:-1], READ_LAYERS, READ_NEURONS),
    choice("activation", FIRST.network.activation, ACTIVATIONS),
    whole("row", ARTICLES, Bounds(0, len(dataset.y) - 1)),
    whole("rows", 1, READ_ROWS),
    *tries(*QUESTIONS),
)
DEFAULTS = {field.name: field.default for field in FIELDS}


def called(row: int) -> str:
    """A row in the box to choose from, short enough for it."""
    name = dataset.examples[0].name if row == ARTICLES else row + 1
    return f"{name}: {dataset.classes[dataset.y[row]]}"


def settings(controls: Controls) -> None:
    """Who goes through which network, and the way back to the defaults."""
    rows = [ARTICLES, *(row for row in range(len(dataset.y)) if row != ARTICLES)]
    key = controls.key("row")
    st.selectbox(nouns.row.capitalize(), rows, rows.index(controls["row"]), called, key=key)
    st.slider(f"{nouns.rows.capitalize()} at once", *READ_ROWS, **bound(controls, "rows", "row"))
    hidden_layers(controls, READ_LAYERS, READ_NEURONS)
    select(
        "Activation function", "activation", ACTIVATIONS, controls, disabled=not controls["hidden"]
    )
    reset(controls)


controls = Controls("forward-pass", *FIELDS)
with st.sidebar:
    settings(controls)
controls.write_url()
notices(controls.complaints)

sizes = (len(dataset.features), *controls["hidden"], len(dataset.classes))
experiment = Experiment(MLP(sizes, controls["activation"]))
hardest = film(experiment, controls["row"], controls["rows"])
scenes = {
    f"Four {nouns.rows} at once": {"rows": 4},
    "No hidden layer": {"hidden": ()},
    f"The {nouns.row} it is least sure of": {} if hardest is None else {"row": hardest},
}
try_this(controls, scenes, DEFAULTS)

st.subheader("The formula", anchor=False)
st.latex(r"z = x\,W + b \qquad a = " + ACTIVATIONS[controls["activation"]].formula)
st.latex(r"p_k = \frac{e^{z_k}}{e^{z_1} + e^{z_2} + \dots + e^{z_K}}")
prose(
    "The first line is one [[layer]], again and again: together they are the [[forward pass]]. "
    "The last layer has only the first half: its z are the [[logits]], and the [[softmax]] takes "
    "the [[exponential]] of each. x·W is a [[matrix product]] of two [[matrices]], whose "
    "[[shapes]] have to fit. The [[entry]] W[i, j] of the [[weight matrix]] leads from [[neuron]] "
    "i to neuron j: there is one row for each neuron that the [[weights]] leave, one column for "
    f"each that they enter. (torch stores the [[transpose]]: `nn.Linear({sizes[0]}, {sizes[1]})"
    f".weight` is {sizes[1]} × {sizes[0]}, and it computes x·Wᵀ + b.)"
)

check_yourself(controls, *QUESTIONS)
