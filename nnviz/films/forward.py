"""The film of a forward pass: every product, sum and activation, entry by entry.

A film is one block of bytes (see `nnviz.films.block`). Its numbers are float64, each as the two
halves of its bytes; the browser only splits sums into their terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Dataset
from nnviz.core.look import MARKERS, PALETTE
from nnviz.core.networks import Network
from nnviz.films.block import encode, halves
from nnviz.study.forward import ForwardPass, Product

WEIGHTS = ("untrained", "trained")
"""What the settings of the weights are called, in their order."""


def encode_forward(
    dataset: Dataset,
    rows: Sequence[int],
    network: Network,
    passed: ForwardPass,
    example: Product,
    play: int = 1,
) -> bytes:
    """The film of `passed`, for the player.

    Args:
        dataset, rows: who passes through.
        network: through which.
        passed: with what numbers; its params are those of `WEIGHTS`, or of the first of them as
            long as the others are not known.
        example: the small layer that comes first.
        play: above 0, the film starts when it opens.
    """
    activation = ACTIVATIONS[network.activation]
    facts = dataset.row_facts
    header = {
        "sizes": network.sizes,
        "activation": {"label": activation.label, "plain": activation.plain},
        "features": [{"name": f.name, "unit": f.unit} for f in dataset.features],
        "classes": dataset.classes,
        "rows": [{"name": facts[row], "truth": int(dataset.y[row])} for row in rows],
        "nouns": asdict(dataset.nouns),
        "weights": WEIGHTS[: len(passed.params)],
        "settings": WEIGHTS,
        "markers": MARKERS,
        "play": play,
        "palette": PALETTE,
    }
    arrays = {
        "measured": passed.measured,
        "mean": passed.mean,
        "std": passed.std,
        "x": passed.x,
        "params": passed.params,
        **{f"z{k}": layer.z for k, layer in enumerate(passed.layers, 1)},
        **{f"a{k}": layer.a for k, layer in enumerate(passed.layers, 1)},
        "exponentials": passed.exponentials,
        "probabilities": passed.probabilities,
        **{f"example_{name}": getattr(example, name) for name in ("x", "W", "b", "z", "a")},
    }
    return encode(header, {name: halves(values) for name, values in arrays.items()})
