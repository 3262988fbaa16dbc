"""Forward pass."""

from nnviz.ui.layout import question

question(
    "How do four numbers become an answer?",
    "Layer by layer: times the [[weights]], plus the [[biases]], through the [[activation]]; at "
    "the end the [[softmax]] makes [[probabilities]] of the [[logits]].",
    aside=False,
)
