"""A lesson of 45 minutes: the pages in their order, what to ask before each, what will be seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """One part of the lesson.

    Attributes:
        minutes: how long it takes.
        title: what it is about.
        links: what to open, one after the other: a name for each, and its page with the state.
        ask: what to ask the class before anything moves.
        see: what it will see then.
    """

    minutes: int
    title: str
    links: tuple[tuple[str, str], ...]
    ask: str
    see: str


LESSON = (
    Scene(
        4,
        "A network learns",
        (("the film", "./"),),
        "Which of the three species will be told apart last? Nobody knows: all guess, then play.",
        "In the first seconds the curves fall and the colours part; the sentences below the "
        "network say when each species is told apart. A click on one goes back there.",
    ),
    Scene(
        6,
        "One neuron",
        (("the neuron", "neuron"),),
        "What does a [[weight]] of 0 do? And a negative one?",
        "A weight of 0 makes an input count for nothing, a negative one makes it count against. "
        "One neuron cuts the plane along one straight line.",
    ),
    Scene(
        5,
        "From numbers to an answer",
        (("the forward pass", "forward-pass?film=step:0"),),
        "Row meets column: who can compute the first entry before it appears?",
        "Each entry is a sum of products, plus a [[bias]]. Layer after layer; at the end three "
        "probabilities that add up to 1.",
    ),
    Scene(
        5,
        "How wrong is it?",
        (("the loss", "loss"),),
        "One answer gives the truth 0.6, another only 0.01. How much larger is the second one's "
        "[[loss]]?",
        "−ln 0.6 = 0.511, −ln 0.01 = 4.6: nine times as much. The less [[probability]] the truth "
        "was given, the larger cross-entropy grows, without limit.",
    ),
    Scene(
        8,
        "One step downhill",
        (
            ("η = 0.1", "gradient-descent?learning_rate=0.1&film=step:0"),
            ("0.25", "gradient-descent?learning_rate=0.25&film=step:0"),
            ("0.5", "gradient-descent?learning_rate=0.5&film=step:0"),
            ("0.55", "gradient-descent?learning_rate=0.55&film=step:0"),
        ),
        "The weight is 5, the slope 8, the [[learning rate]] η is 0.1. Where is the weight after "
        "one step? And which η would reach the lowest point, 3, in one step?",
        "5 − 0.1 × 8 = 4.2. With 0.25 it lands on 3 at once, with 0.5 it jumps to and fro for "
        "ever, with 0.55 it runs away.",
    ),
    Scene(
        6,
        "Who is to blame?",
        (("backpropagation", "backpropagation"),),
        "The output is wrong. How does a weight in the first layer find out whether to grow?",
        "The [[blame]] travels back through the same weights; what the slope of each activation "
        "function lets through is [[δ]]. Afterwards the same rows have a smaller loss.",
    ),
    Scene(
        6,
        "Build and break one",
        (
            ("a good one", "train"),
            ("with far too large steps", "train?optimizer=sgd&learning_rate=10"),
        ),
        "One setting is wrong. Which of the controls would you turn, and which way?",
        "The doctor names what is wrong and offers a cure; the cured run starts beside the old "
        "one, for comparison.",
    ),
    Scene(
        5,
        "All learning rates at once",
        (("the map", "learning-rate"), ("plain SGD", "learning-rate?optimizer=sgd")),
        "Where on the axis of [[learning rates]] does it learn best, and where does it break?",
        "Too small: nothing moves. Too large: the loss bounces or blows up. The best rate lies "
        "just below that edge, which lies elsewhere for another optimizer.",
    ),
)
