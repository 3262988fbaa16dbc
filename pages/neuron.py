"""The neuron: what it adds up, and the line that it draws."""

import streamlit as st

from nnviz.ui.controls import Controls
from nnviz.ui.layout import notices, question
from nnviz.ui.neuron import one_neuron, plane
from nnviz.ui.words import prose

question(
    "What can one neuron do, and what can it not?",
    "It adds up its [[inputs]], each times its [[weight]], and passes on what its "
    "[[activation]] makes of the sum. So it draws one straight line between yes and no; what "
    "takes more than a line takes more than one neuron.",
    aside=False,
)
controls = Controls("neuron", *one_neuron.FIELDS, *plane.FIELDS)
notices(controls.complaints)
one_neuron.one_neuron(controls)

st.subheader("One neuron is one line", anchor=False)
plane.plane(controls)
controls.write_url(aside=False)
