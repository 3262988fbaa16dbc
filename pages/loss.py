"""Loss."""

from nnviz.ui.layout import question

question(
    "How wrong is an answer, as one number?",
    "The [[loss]] compares the [[probabilities]] with what is true: it is 0 for a perfect answer, "
    "and the larger, the more wrong it is.",
    aside=False,
)
