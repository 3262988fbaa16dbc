"""The neuron: what it adds up, and the line that it draws."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "What can one neuron do, and what can it not?",
    "Like a [[nerve cell]], it adds up its [[inputs]], each times its [[weight]], and passes on "
    "what its [[activation function]] makes of the sum. With two inputs, that is one straight line "
    "between yes and no. What one line cannot divide needs more [[neurons]], in two [[layers]].",
    aside=False,
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.losses import LOSSES
from nnviz.course.neuron import QUESTIONS
from nnviz.terrain.plane import PLANES
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.layout import notices
from nnviz.ui.neuron import one_neuron, plane
from nnviz.ui.words import prose

controls = Controls("neuron", *one_neuron.FIELDS, *plane.FIELDS, *tries(*QUESTIONS))
notices(controls.complaints)
one_neuron.one_neuron(controls)

st.subheader("One neuron is one line", anchor=False)
plane.plane(controls)

st.subheader("The formula", anchor=False)
st.latex(r"z = w_1 x_1 + w_2 x_2 + \dots + b \qquad a = f(z)")
prose(
    "f is the [[activation function]], a the [[activation]]. Where z is 0, the neuron is "
    "undecided: with two [[inputs]], these places are a straight line, the "
    "[[dividing line]]. The larger the "
    "[[weights]], the more abruptly no becomes yes as you cross the line."
)
loss = LOSSES["binary_cross_entropy"]
no, yes = PLANES[controls["plane"]].points().classes
st.latex(r"p = \frac{1}{1 + e^{-z}}")
st.latex(f"L = {loss.formula}")
prose(
    "For training, f is the [[sigmoid|activation-sigmoid]], with the [[exponential e]], about "
    f"2.718; a is read as the [[probability]] p of “{yes}”. The [[loss]] is the "
    f"[[binary cross-entropy]], where ln is the [[logarithm]] and y is 1 for “{yes}” and 0 for "
    f"“{no}” ({loss.source})."
)

check_yourself(controls, *QUESTIONS)
controls.write_url(aside=False)
