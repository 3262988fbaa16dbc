"""Activation functions f(z) and their slopes f′(z): one entry here is one choice everywhere.

The player computes the same functions in the browser
(`frontend/model/activations.js`); a test compares the two for every entry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from nnviz.core.registry import Registry


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        label: the name on the screen.
        function: a = f(z), elementwise.
        slope: f′(z), elementwise, from z and a = f(z), whichever of the two is cheaper.
        formula: f in LaTeX.
        plain: f in plain text.
        words: what it does to z, to complete a sentence.
        source: where the function was proposed.
    """

    label: str
    function: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor, Tensor], Tensor]
    formula: str
    plain: str
    words: str
    source: str


def _gelu_slope(z: Tensor, a: Tensor) -> Tensor:
    # d/dz z·Φ(z) = Φ(z) + z·φ(z), with Φ and φ the normal distribution and its density.
    density = torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return torch.special.ndtr(z) + z * density


def _silu_slope(z: Tensor, a: Tensor) -> Tensor:
    gate = torch.sigmoid(z)
    return gate + a * (1 - gate)


ACTIVATIONS = Registry(
    "activation",
    {
        "sigmoid": Activation(
            label="sigmoid",
            function=torch.sigmoid,
            slope=lambda z, a: a * (1 - a),
            formula=r"\frac{1}{1 + e^{-z}}",
            plain="1 / (1 + e^−z)",
            words="squeezes z between 0 and 1",
            source="Rumelhart, Hinton & Williams 1986, 10.1038/323533a0",
        ),
        "tanh": Activation(
            label="tanh",
            function=torch.tanh,
            slope=lambda z, a: 1 - a * a,
            formula=r"\tanh z",
            plain="tanh z",
            words="squeezes z between −1 and 1",
            source="LeCun, Bottou, Orr & Müller 1998, Efficient BackProp",
        ),
        "relu": Activation(
            label="ReLU",
            function=torch.relu,
            # a is never negative, so its sign is 1 where z > 0 and 0 elsewhere; a float sign
            # multiplies several times faster than a boolean mask.
            slope=lambda z, a: torch.sign(a),
            formula=r"\max(0, z)",
            plain="max(0, z)",
            words="z passes if it is positive, else 0",
            source="Nair & Hinton 2010, ICML",
        ),
        "leaky_relu": Activation(
            label="leaky ReLU",
            function=torch.nn.functional.leaky_relu,
            slope=lambda z, a: torch.sign(torch.relu(z)) * 0.99 + 0.01,
            formula=r"\max(0.01\,z, z)",
            plain="max(0.01·z, z)",
            words="z passes if it is positive, else a hundredth of it",
            source="Maas, Hannun & Ng 2013, ICML",
        ),
        "elu": Activation(
            label="ELU",
            function=torch.nn.functional.elu,
            slope=lambda z, a: torch.exp(torch.clamp(z, max=0)),
            formula=r"z \text{ if } z > 0 \text{ else } e^z - 1",
            plain="z if z > 0, else e^z − 1",
            words="z passes if it is positive, else it is bent towards −1",
            source="Clevert, Unterthiner & Hochreiter 2016, arXiv:1511.07289",
        ),
        "gelu": Activation(
            label="GELU",
            function=torch.nn.functional.gelu,
            slope=_gelu_slope,
            formula=r"z\,\Phi(z)",
            plain="z · Φ(z)",
            words="z times Φ(z), the chance that a number drawn from a bell curve is below z",
            source="Hendrycks & Gimpel 2016, arXiv:1606.08415",
        ),
        "silu": Activation(
            label="SiLU",
            function=torch.nn.functional.silu,
            slope=_silu_slope,
            formula=r"\frac{z}{1 + e^{-z}}",
            plain="z / (1 + e^−z)",
            words="z times its own sigmoid",
            source="Elfwing, Uchibe & Doya 2018, arXiv:1702.03118",
        ),
        "identity": Activation(
            label="none (linear)",
            function=lambda z: z,
            slope=lambda z, a: torch.ones_like(z),
            formula=r"z",
            plain="z",
            words="z passes as it is",
            source="a network of these is one linear map, whatever its depth",
        ),
    },
)
