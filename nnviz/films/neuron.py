"""The film of one neuron: the numbers that it opens with, and what the viewer may make of them."""

from __future__ import annotations

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import NEURON_BIAS, NEURON_INPUTS, NEURON_VALUE
from nnviz.core.look import PALETTE
from nnviz.films.block import encode
from nnviz.films.told import activation_of
from nnviz.terrain.one_neuron import OneNeuron


def encode_neuron(neuron: OneNeuron, asked: int = 0) -> bytes:
    """A neuron for the film, which computes everything else by itself.

    Asked for once more, with another number, it opens again with these numbers.
    """
    header = {
        "neuron": {
            "x": neuron.x,
            "w": neuron.w,
            "b": neuron.bias,
            "activation": neuron.activation,
        },
        "asked": asked,
        "activations": [activation_of(key) for key in ACTIVATIONS],
        "bounds": {
            "inputs": list(NEURON_INPUTS),
            "value": list(NEURON_VALUE),
            "bias": list(NEURON_BIAS),
        },
        "palette": PALETTE,
    }
    return encode(header, {})
