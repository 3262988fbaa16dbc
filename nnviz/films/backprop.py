"""The film of a batch's way forward and back through a small network.

A film is one block of bytes (see `nnviz.films.block`). Its matrices are float64, and what is
compared are their last digits, so each number travels as the two float32-sized halves of its
float64, under an extra last axis of length 2; the header has their shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Dataset
from nnviz.core.look import PALETTE
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.films.block import encode, halves
from nnviz.study.backpropagation import Pass
from nnviz.study.backward_lines import lines_at_work
from nnviz.terrain.descent import follows_gradient


def encode_pass(taken: Pass, dataset: Dataset, labels: Sequence[int]) -> bytes:
    """The film of ``taken``, whose rows are of ``dataset`` and have these labels."""
    matrices = dict(taken.values)
    for name, others in taken.checks.items():
        matrices |= {f"{name} {who}": matrix for who, matrix in others.items()}
    activation = ACTIVATIONS[taken.network.activation]
    lines = lines_at_work(taken.network.activation, taken.optimizer)
    header = {
        "sizes": taken.network.sizes,
        "activation": {"label": activation.label, "plain": activation.plain},
        "optimizer": OPTIMIZERS[taken.optimizer].label,
        "follows_gradient": follows_gradient(taken.optimizer),
        "learning_rate": taken.learning_rate,
        "features": [feature.name for feature in dataset.features],
        "outputs": dataset.classes,
        "rows": [dataset.classes[label] for label in labels],
        "nouns": asdict(dataset.nouns),
        "shapes": {name: matrix.shape for name, matrix in matrices.items()},
        "agreement": {name: taken.agreement(name) for name in taken.checks},
        "lines": {kind: [asdict(one) for one in listings] for kind, listings in lines.items()},
        "palette": PALETTE,
    }
    return encode(header, {name: halves(matrix) for name, matrix in matrices.items()})
