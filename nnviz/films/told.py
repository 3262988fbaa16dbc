"""What the films tell the browser of a network, in the words of their headers."""

from __future__ import annotations

from itertools import cycle

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Dataset, Feature, Split
from nnviz.core.look import LOSS_LINES
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.networks import Network


def parts_of(network: Network, frozen: int = 0) -> list[dict[str, object]]:
    """The layers in the order in which the values pass them, and where their parameters begin.

    Args:
        network: of these layers.
        frozen: how many of them, the first ones, kept their parameters in training.
    """
    return [
        {"kind": layer.kind, "shape": layer.shape, "offset": place.start, "frozen": index < frozen}
        for index, (layer, place) in enumerate(zip(network.layers, network.places, strict=True))
    ]


def task_of(dataset: Dataset, split: Split) -> dict[str, object]:
    """What is to be learned, what the outputs stand for, and the scale that they are measured by.

    An output alone for two classes stands for the second.
    """
    targets = [dataset.target] if dataset.target else []
    outputs = [Feature(name, "") for name in dataset.classes[-split.outputs :]] or targets
    return {
        "key": split.task,
        "outputs": [vars(output) for output in outputs],
        "mean": split.target_mean,
        "std": split.target_std,
    }


def activation_of(key: str) -> dict[str, str]:
    """What an activation function is called, computes and does."""
    activation = ACTIVATIONS[key]
    return {
        "key": key,
        "label": activation.label,
        "plain": activation.plain,
        "words": activation.words,
    }


def loss_of(key: str) -> dict[str, str]:
    """What a loss is called, and its unit."""
    return {"key": key, "label": LOSSES[key].label, "unit": LOSSES[key].unit}


def lines_of_losses(task: str) -> list[dict[str, object]]:
    """The losses of a task, and how each is drawn where several are."""
    return [
        {**loss_of(key), "racer": racer, "dash": dash}
        for key, (racer, dash) in zip(losses_of(task), cycle(LOSS_LINES), strict=False)
    ]
