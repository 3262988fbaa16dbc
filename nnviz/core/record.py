"""The record of a training: the parameters after each epoch. All else is computed from them.

Axes: R networks, P parameters, E epochs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from nnviz.core.layers import Part
from nnviz.core.networks import Network
from nnviz.core.training import Training

HISTORY_BYTES = 16 * 2**20
"""The most history that one network keeps; past it, only every k-th epoch is kept."""

STACK_BYTES = 128 * 2**20
"""The most history that all networks of a stack keep together."""


@dataclass(frozen=True, eq=False)
class Run:
    """A training's record: the parameters after each epoch. All else is computed from them.

    Attributes:
        network, training: what was trained, and how.
        params: float32 [rows, P]; row 0 holds the initial parameters.
        epochs: int64 [rows], how many epochs each row has been trained: 0, 1, 2, … or, for a
            history past `HISTORY_BYTES`, every `stride`-th and the last.
        stride: k, every k-th epoch is kept.
        diverged_at: the first epoch whose training loss is not finite, or None.
    """

    network: Network
    training: Training
    params: np.ndarray
    epochs: np.ndarray
    stride: int
    diverged_at: int | None

    @property
    def trained(self) -> int:
        """The last epoch of the record."""
        return int(self.epochs[-1])

    @property
    def complete(self) -> bool:
        """Whether training has ended: all epochs are done, or it has diverged."""
        return self.trained == self.training.epochs or self.diverged_at is not None

    def rows(self, start: int, stop: int) -> Run:
        """The part of the record from row `start` up to, not including, row `stop`."""
        return replace(self, params=self.params[start:stop], epochs=self.epochs[start:stop])

    def at(self, epoch: int) -> list[Part]:
        """W and b of each layer after `epoch` epochs; `ValueError` if that epoch is not kept."""
        row = int(np.searchsorted(self.epochs, epoch))
        if row == len(self.epochs) or self.epochs[row] != epoch:
            raise ValueError(
                f"epoch {epoch!r} is not in the record of epochs 0 to {self.trained}"
                + (f", of which one in {self.stride} is kept" if self.stride > 1 else "")
            )
        return self.network.views(torch.from_numpy(self.params[row].copy()))


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that decides how training goes on from the end of an epoch.

    Attributes:
        epoch: how many epochs have been trained.
        optimizer: key in `OPTIMIZERS`, whose state this is.
        params: float32 [R, P].
        state: what the optimizer remembers, by torch's names, such as "exp_avg": of a stack's
            networks whose epochs have as many steps together, by falling number of steps.
        generators: the state of each generator of the batch order, by rising seed.
        diverged_at: of each network, the first epoch whose training loss was not finite, or None.
        frozen: how many layers, the first ones, the optimizer has not moved.
    """

    epoch: int
    optimizer: str
    params: Tensor
    state: tuple[Mapping[str, Tensor], ...]
    generators: tuple[Tensor, ...]
    diverged_at: tuple[int | None, ...]
    frozen: int = 0

    def with_edits(self, edits: Iterable[tuple[int, float]]) -> Checkpoint:
        """The same moment with other values of the parameters at some offsets, 0 to P − 1.

        The optimizer keeps what it remembers of the steps that led here. Values beyond the range
        of float32 become infinite.
        """
        return replace(self, params=edited(self.params.clone(), edits))

    @property
    def nbytes(self) -> int:
        """Bytes of its tensors."""
        memories = (x for memory in self.state for x in memory.values())
        return sum(x.nbytes for x in (self.params, *memories, *self.generators))


def edited(params: Tensor, edits: Iterable[tuple[int, float]]) -> Tensor:
    """Parameters [R, P] in which those at some offsets have other values, all in their place."""
    for offset, value in edits:
        params[:, offset] = torch.tensor(value, dtype=torch.float64).float()
    return params


class History:
    """The record of a stack while it grows: every k-th epoch, and the one reached last.

    Args:
        first: the initial parameters, float32 [R, P].
        epochs: E, as many as there will be at most.
        past: the stride of a record that this one goes on with: of what it has not kept, nothing
            is known.

    Attributes:
        epoch: the one reached last.
        stride: k.
        diverged_at: of each network, the first epoch whose training loss was not finite, or None.
        nbytes: what it takes when it is full.
    """

    def __init__(self, first: np.ndarray, epochs: int, past: int = 1) -> None:
        networks, parameters = first.shape
        most = min(HISTORY_BYTES, STACK_BYTES // networks)
        # Beside every stride-th epoch there are the initial one and the one reached last.
        room = most // (4 * parameters) - 2
        self.stride = math.ceil(epochs / max(room, 1) / past) * past
        self._params = np.zeros(
            (epochs // self.stride + 2, *first.shape), np.float32
        )  # [rows, R, P]
        self._params[0] = first
        self.epoch = 0
        self.diverged_at: list[int | None] = [None] * networks
        self.nbytes = self._params.nbytes

    def keep(self, epoch: int, params: np.ndarray, finite: np.ndarray) -> None:
        """Enter the parameters [R, P] after an epoch, and whose training loss is finite [R]."""
        self._params[self._row(epoch)] = params
        self.epoch = epoch
        for index in np.flatnonzero(~finite):
            if self.diverged_at[index] is None:
                self.diverged_at[index] = epoch

    def begin_with(self, past: Run, epoch: int) -> np.ndarray:
        """Take over the record of one network before an epoch.

        Returns:
            Which rows of `past` are kept, bool [rows].
        """
        kept = (past.epochs % self.stride == 0) & (past.epochs < epoch)
        self._params[: np.count_nonzero(kept), 0] = past.params[kept]
        self.epoch = int(max(past.epochs[kept], default=0))
        return kept

    def until(self, epoch: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The record of all networks up to an epoch: epochs [rows], params [rows, R, P]."""
        epochs = self._kept(self.epoch, self.epoch if epoch is None else epoch)
        return epochs, self._params[: len(epochs)]

    def run(
        self, network: Network, training: Training, index: int, until: int | None = None
    ) -> Run:
        """The record of network `index` so far, or as it was after `until` epochs."""
        end, diverged = self.epoch, self.diverged_at[index] is not None
        if diverged:
            # The others of a stack train on, so the record ends with the next epoch that is kept.
            end = min(self._row(self.diverged_at[index]) * self.stride, self.epoch)
        epochs = self._kept(end, end if until is None else until)
        params = self._params[: len(epochs), index]
        if epochs[-1] % self.stride:
            params = params.copy()  # its last row will be overwritten
        diverged_at = end if diverged and epochs[-1] == end else None
        return Run(network, training, params, epochs, self.stride, diverged_at)

    def _kept(self, end: int, until: int) -> np.ndarray:
        """The epochs in the record up to `until`: every `stride`-th, and `end`, its last."""
        epochs = np.arange(0, min(until, end) + 1, self.stride)
        return np.append(epochs, end) if until >= end and end % self.stride else epochs

    def _row(self, epoch: int) -> int:
        """The row of an epoch that is kept, or the place for one that is not."""
        return math.ceil(epoch / self.stride)
