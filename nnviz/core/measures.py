"""What a run's record says: pure functions of parameters and data.

Everything here takes the parameters with any leading axes [..., P], so one call serves one epoch,
a whole run, or every epoch of a sweep.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nnviz.core.data import Split
from nnviz.core.losses import LOSSES
from nnviz.core.networks import MLP
from nnviz.core.training import Run

__all__ = ["Curves", "curves", "evaluate", "gradients"]

# Activations of one chunk of networks stay within a few tens of megabytes.
ROWS_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class Curves:
    """Mean loss and accuracy after each kept epoch, float32 [rows] (of a stack: [rows, R]).

    A loss that is not finite is kept as it is; the accuracy is NaN there.
    """

    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray

    def __len__(self) -> int:
        return len(self.train_loss)

    def rows(self, start: int, stop: int) -> Curves:
        """The part from row `start` up to, not including, row `stop`."""
        return Curves(*(values[start:stop] for values in vars(self).values()))

    def of(self, index: int) -> Curves:
        """The curves [rows] of network `index` of a stack."""
        return Curves(*(values[:, index] for values in vars(self).values()))

    def reshape(self, *shape: int) -> Curves:
        """The curves [rows, R] of a stack as [rows, *shape]."""
        return Curves(*(v.reshape(len(v), *shape) for v in vars(self).values()))

    def then(self, later: Curves) -> Curves:
        """These rows followed by `later` ones."""
        pairs = zip(vars(self).values(), vars(later).values(), strict=True)
        return Curves(*(np.concatenate(pair) for pair in pairs))


def curves(run: Run, split: Split) -> Curves:
    """Loss and accuracy on the training and the test rows at every epoch of a run."""
    return evaluate(run.network, run.training.loss, run.params, split)


def evaluate(network: MLP, loss: str, params: np.ndarray, split: Split) -> Curves:
    """Loss and accuracy of params [rows, ..., P] on both sides of a split, each [rows, ...]."""
    train = _loss_and_accuracy(network, loss, params, split.train_x, split.train_y)
    test = _loss_and_accuracy(network, loss, params, split.test_x, split.test_y)
    return Curves(train[0], test[0], train[1], test[1])


@torch.inference_mode()
def _loss_and_accuracy(
    network: MLP, loss: str, params: np.ndarray, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean loss and accuracy of params [rows, ..., P] on rows x [N, D], y [N]: each [rows, ...]."""
    inputs, labels = torch.from_numpy(x), torch.from_numpy(y)
    one_hot = torch.nn.functional.one_hot(labels, network.sizes[-1]).float()  # [N, K]
    flat = torch.from_numpy(np.require(params, requirements="W")).flatten(0, -2)  # [networks, P]
    losses, accuracies = [], []
    for chunk in flat.split(ROWS_AT_ONCE):
        z = network.logits(chunk, inputs)  # [chunk, N, K]
        value = LOSSES[loss].value(z, one_hot)  # [chunk]
        accuracy = (z.argmax(dim=-1) == labels).float().mean(dim=-1)  # [chunk]
        losses.append(value)
        accuracies.append(accuracy.masked_fill(~value.isfinite(), torch.nan))
    shape = params.shape[:-1]
    return torch.cat(losses).reshape(shape).numpy(), torch.cat(accuracies).reshape(shape).numpy()


def gradients(run: Run, split: Split) -> Tensor:
    """∂(mean training loss)/∂params at every epoch of a run: [rows, P]."""
    params = torch.from_numpy(np.require(run.params, requirements="W"))
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_y)
    with torch.inference_mode():
        return run.network.gradients(params, x, y, run.training.loss)
