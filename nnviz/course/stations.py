"""The stations of the course, in the order in which they build on each other."""

from __future__ import annotations

from dataclasses import dataclass

FOUNDATIONS, TRAINING, EXPLORE, IMAGES = "Foundations", "Training", "Explore", "Images"


@dataclass(frozen=True)
class Station:
    """One page of the course.

    Attributes:
        name: its address, and its file in pages/.
        title: what it is called in the navigation.
        icon: its sign there, a name of Material Symbols.
        group: the part of the course that it belongs to.
        question: what it answers; terms in double brackets.
        minutes: how long it takes somebody who tries what it offers.
    """

    name: str
    title: str
    icon: str
    group: str
    question: str
    minutes: int

    @property
    def file(self) -> str:
        """Its file, as Streamlit's navigation wants it."""
        return f"pages/{self.name}.py"


COURSE = (
    Station(
        "neuron",
        "The neuron",
        "radio_button_checked",
        FOUNDATIONS,
        "What can one [[neuron]] do, and what can it not?",
        6,
    ),
    Station(
        "forward-pass",
        "Forward pass",
        "arrow_forward",
        FOUNDATIONS,
        "How do four numbers become an answer?",
        6,
    ),
    Station(
        "loss",
        "Loss",
        "target",
        FOUNDATIONS,
        "How wrong is an answer, as one number?",
        5,
    ),
    Station(
        "gradient-descent",
        "Gradient descent",
        "south_east",
        FOUNDATIONS,
        "What does one [[step]] do? One [[weight]], every number.",
        5,
    ),
    Station(
        "backpropagation",
        "Backpropagation",
        "arrow_back",
        FOUNDATIONS,
        "How does every [[weight]] learn what it should do?",
        8,
    ),
    Station(
        "train",
        "Train a network",
        "hub",
        TRAINING,
        "Build your own, train it, and drag through time.",
        10,
    ),
    Station(
        "learning-rate",
        "Learning rate",
        "speed",
        EXPLORE,
        "Which is the right one? All of them, at the same time.",
        6,
    ),
    Station(
        "optimizers",
        "Optimizers",
        "directions_run",
        EXPLORE,
        "Which gets there first? A race on [[landscapes]] and on penguins.",
        6,
    ),
    Station(
        "batches",
        "Batches",
        "stacks",
        EXPLORE,
        "How many penguins should one [[step]] look at?",
        5,
    ),
    Station(
        "convolution",
        "Convolution",
        "grid_on",
        IMAGES,
        "How does one small [[filter]] read a whole [[picture|pixel]]?",
        7,
    ),
    Station(
        "images",
        "Train on images",
        "image_search",
        IMAGES,
        "How does a network learn which [[filters]] it needs?",
        10,
    ),
)


def after(name: str) -> Station | None:
    """The station that follows; None after the last one.

    Raises:
        ValueError: no station has this name.
    """
    place = [station.name for station in COURSE].index(name)
    return COURSE[place + 1] if place + 1 < len(COURSE) else None
