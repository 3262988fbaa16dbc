"""The neuron."""

from nnviz.ui.layout import question

question(
    "What can one neuron do, and what can it not?",
    "It adds up its [[inputs]], each times its [[weight]], and passes on what its "
    "[[activation]] makes of the sum.",
    aside=False,
)
