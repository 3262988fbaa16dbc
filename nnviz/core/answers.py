"""What a model says: to the rows of a dataset, and all over a plane through its features.

The films compute a network's answers in the browser where they know each of its layers. Of any
other model, a tree or a support vector machine, they show these. Axes: N rows, K outputs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nnviz.core.data import Split
from nnviz.core.networks import Network
from nnviz.core.tasks import TASKS

Model = Callable[[np.ndarray], np.ndarray]
"""Standardised rows [M, D] → how the outputs read, [M, K]: probabilities, or values."""


@dataclass(frozen=True, eq=False)
class Answers:
    """How a model's outputs read.

    Attributes:
        rows: for every row of the dataset, float32 [N, K].
        grid: at the points of a square grid, from its top left, float32 [side², K].
    """

    rows: np.ndarray
    grid: np.ndarray


def answers(model: Model, rows: np.ndarray, grid: np.ndarray) -> Answers:
    """Ask a model about all rows [N, D] and the points of a grid [side², D], standardised both."""
    return Answers(model(rows).astype(np.float32), model(grid).astype(np.float32))


def model_of(network: Network, params: Tensor, split: Split) -> Model:
    """A network at params [P], as a model like any other."""

    @torch.inference_mode()
    def readings(x: np.ndarray) -> np.ndarray:
        return TASKS[split.task].read(network.logits(params, torch.from_numpy(x))).numpy()

    return readings
