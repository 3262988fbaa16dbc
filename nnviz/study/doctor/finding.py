"""What a rule says of a run, and what may help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nnviz.core.networks import MLP, Network
from nnviz.core.training import Training

TERMS = (
    "dead neurons",
    "hidden layer",
    "neurons",
    "filter",
    "filters",
    "weights",
    "features",
    "training loss",
    "test loss",
    "loss",
    "gradient",
    "learning rate",
    "η",
    "epoch",
    "guessing",
    "predicted",
    "confusion table",
    "diverged",
    "overfitting",
    "by heart",
    "dead",
    "training row",
    "activation function",
)
"""What a finding may speak of, that not everybody knows."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Cure:
    """One thing to try.

    Attributes:
        label: on its button.
        epoch: e, train on from there; 0: the same start again.
        training: the fields of `Training` that change, as (name, value).
        activation: key in `ACTIVATIONS` if that changes, which needs epoch 0.
        sizes: neurons per layer of a multilayer perceptron if they change, which needs epoch 0.
        features: key in `SCALES` if the features' scale changes, which needs epoch 0.
    """

    label: str
    epoch: int
    training: tuple[tuple[str, Any], ...] = ()
    activation: str | None = None
    sizes: tuple[int, ...] | None = None
    features: str | None = None

    def applied(self, network: Network, training: Training) -> tuple[Network, Training]:
        """The network and the training with this cure's changes."""
        network = replace(network, activation=self.activation or network.activation)
        if self.sizes:
            network = MLP(self.sizes, network.activation)
        return network, replace(training, **dict(self.training))


@dataclass(frozen=True)
class Finding:
    """What one rule found.

    Attributes:
        sentence: what the record shows, with its numbers.
        epoch: where it shows it.
        place: ("neuron", layer, index) or ("weight", layer, from, to), layer 0 = the inputs, or
            ("columns", class, …) of the confusion table, if there is a place to look at.
        units: the neurons concerned, as (layer, index).
        cure: what to try.
        rule: the rule's key in `RULES`,
        title: its name on the screen, the rule's if it brings none, and
        remark: whether it is no illness, but only worth knowing; all three are entered by whoever
            asks the rule.
    """

    sentence: str
    epoch: int
    place: Place | None = None
    units: tuple[tuple[int, int], ...] = ()
    cure: Cure | None = None
    rule: str = ""
    title: str = ""
    remark: bool = False
