"""Backpropagation."""

from nnviz.ui.layout import question

question(
    "How does every weight learn what it should do?",
    "The [[loss]] is taken apart backwards: each [[layer]] tells the one before how much it was "
    "to blame.",
    aside=False,
)
