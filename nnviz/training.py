"""The one training loop, and the record it leaves.

All R networks of a stack live in one tensor theta [R, P]; a single run is a stack of one. Training
is pulled: `Trainer.advance` does a slice of work and returns, and whoever wants more asks again.

Axes: N rows, D features, K classes, R networks, P parameters, E epochs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from numbers import Integral
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from nnviz.activations import ACTIVATIONS
from nnviz.data import Split
from nnviz.device import default_device
from nnviz.losses import LOSSES
from nnviz.networks import MLP, Layer, backward, forward
from nnviz.optimizers import OPTIMIZERS, bare_step
from nnviz.schedules import SCHEDULES

__all__ = ["HISTORY_BYTES", "Run", "Trainer", "Training", "train"]

# These networks are far too small to share among threads: with torch's default of one thread per
# core, a busy machine ran the same steps sixty times slower. Once, before anything trains.
torch.set_num_threads(1)

HISTORY_BYTES = 16 * 2**20
"""The most history that one network keeps; past it, only every k-th epoch is kept."""

STACK_BYTES = 128 * 2**20
"""The most history that all networks of a stack keep together."""


@dataclass(frozen=True)
class Training:
    """The settings of one training.

    Attributes:
        optimizer: key in `OPTIMIZERS`.
        learning_rate: η, finite and above 0.
        schedule: key in `SCHEDULES`, multiplies η in each epoch.
        schedule_values: the schedule's parameters; its defaults if none are given.
        epochs: E, passes over the training rows.
        batch_size: rows per step; the last batch of an epoch takes what is left.
        loss: key in `LOSSES`.
        seed: of the initial parameters and of the batch order.
    """

    optimizer: str = "adam"
    learning_rate: float = 0.01
    schedule: str = "constant"
    epochs: int = 100
    batch_size: int = 16
    loss: str = "cross_entropy"
    seed: int = 0
    schedule_values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        OPTIMIZERS[self.optimizer], LOSSES[self.loss]
        schedule = SCHEDULES[self.schedule]
        values = tuple(self.schedule_values) or schedule.defaults
        object.__setattr__(self, "schedule_values", values)
        if len(values) != len(schedule.parameters):
            names = ", ".join(parameter.name for parameter in schedule.parameters) or "none"
            raise ValueError(f"schedule values {values!r}; {self.schedule!r} takes {names}")
        for parameter, value in zip(schedule.parameters, values, strict=True):
            if not parameter.low <= value <= parameter.high:
                raise ValueError(
                    f"{parameter.name} {value!r} is not from {parameter.low} to {parameter.high}"
                )
        if not 0 < self.learning_rate < math.inf:
            raise ValueError(f"learning rate {self.learning_rate!r} is not a number above 0")
        for name, least in (("epochs", 1), ("batch_size", 1), ("seed", 0)):
            value = getattr(self, name)
            if not isinstance(value, Integral) or value < least:
                raise ValueError(
                    f"{name.replace('_', ' ')} {value!r} is not a whole number of {least} or more"
                )

    @property
    def learning_rates(self) -> np.ndarray:
        """η × the schedule's factor in each epoch, float64 [E]."""
        factors = SCHEDULES[self.schedule].factors(self.epochs, self.schedule_values)
        return self.learning_rate * np.array(factors)


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

    network: MLP
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

    def at(self, epoch: int) -> list[Layer]:
        """W and b of each layer after `epoch` epochs; `ValueError` if that epoch is not kept."""
        row = int(np.searchsorted(self.epochs, epoch))
        if row == len(self.epochs) or self.epochs[row] != epoch:
            raise ValueError(
                f"epoch {epoch!r} is not in the record of epochs 0 to {self.trained}"
                + (f", of which one in {self.stride} is kept" if self.stride > 1 else "")
            )
        return self.network.views(torch.from_numpy(self.params[row].copy()))


class Trainer:
    """Trains a stack of networks, a slice at a time.

    Deterministic for (network, split, trainings), whatever the slices and whoever else is
    training: the only random numbers come from CPU generators of its own.

    Args:
        network: the architecture of all R networks.
        split: the rows to train on.
        trainings: one per network; they may differ in learning rate, schedule and seed only.
        device: where to train; a GPU if there is one.

    Attributes:
        epoch: how many whole epochs are trained.
        finished: whether no more will come: all are done, or every network has diverged.

    Raises:
        ValueError: the trainings differ in more, or a batch is larger than the training rows.
    """

    def __init__(
        self, network: MLP, split: Split, *trainings: Training, device: torch.device | None = None
    ) -> None:
        training = trainings[0]
        for other in trainings[1:]:
            same = replace(
                training,
                learning_rate=other.learning_rate,
                schedule=other.schedule,
                schedule_values=other.schedule_values,
                seed=other.seed,
            )
            if same != other:
                raise ValueError(
                    f"{other} differs from {training} in more than learning rate, schedule and seed"
                )
        count = len(split.train_x)
        if training.batch_size > count:
            raise ValueError(
                f"batch size {training.batch_size!r} is more than the {count} training rows"
            )
        self.network = network
        self.trainings = trainings
        self.device = device or default_device()
        self.epoch = 0
        self.finished = False
        # Beside every stride-th epoch there are the initial one and the one reached last.
        most = min(HISTORY_BYTES, STACK_BYTES // len(trainings))
        room = most // (4 * network.parameter_count) - 2
        self.stride = math.ceil(training.epochs / max(room, 1))

        self._x = torch.from_numpy(split.train_x).to(self.device)  # [N, D]
        labels = torch.from_numpy(split.train_y).to(self.device)
        self._y = torch.nn.functional.one_hot(labels, network.sizes[-1]).float()  # [N, K]
        self._theta = torch.stack([network.init(t.seed) for t in trainings]).to(self.device)
        # Kept epochs, and one place for the epoch that training has just reached.
        rows = training.epochs // self.stride + 2
        self._params = np.empty((rows, *self._theta.shape), np.float32)  # [rows, R, P]
        self._params[0] = self._theta.cpu().numpy()
        self._diverged_at: list[int | None] = [None] * len(trainings)
        self._loop = self._steps()

    def advance(self, epochs: int | None = None, seconds: float | None = None) -> None:
        """Train on for `epochs` more epochs or about `seconds` more, whichever ends first.

        Without either, train to the end. A slice may end in the middle of an epoch; the next one
        goes on from there.
        """
        last = self.trainings[0].epochs if epochs is None else self.epoch + epochs
        end = math.inf if seconds is None else perf_counter() + seconds
        with torch.inference_mode():
            while self.epoch < last and not self.finished:
                next(self._loop)
                if perf_counter() > end:
                    break

    def run(self, index: int = 0, until: int | None = None) -> Run:
        """The record of network `index` so far, or as it was after `until` epochs."""
        end, diverged = self.epoch, self._diverged_at[index] is not None
        if diverged:
            # The others of a stack train on, so the record ends with the next epoch that is kept.
            end = min(self._row(self._diverged_at[index]) * self.stride, self.epoch)
        epochs = self._kept(end, end if until is None else until)
        params = self._params[: len(epochs), index]
        if epochs[-1] % self.stride:
            params = params.copy()  # its last row will be overwritten
        diverged_at = end if diverged and epochs[-1] == end else None
        return Run(self.network, self.trainings[index], params, epochs, self.stride, diverged_at)

    def history(self, until: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The record of all networks, up to epoch `until`: epochs [rows], params [rows, R, P]."""
        epochs = self._kept(self.epoch, self.epoch if until is None else until)
        return epochs, self._params[: len(epochs)]

    def _kept(self, end: int, until: int) -> np.ndarray:
        """The epochs in the record up to `until`: every `stride`-th, and `end`, its last."""
        epochs = np.arange(0, min(until, end) + 1, self.stride)
        return np.append(epochs, end) if until >= end and end % self.stride else epochs

    def _row(self, epoch: int) -> int:
        """The row of an epoch that is kept, or the place for one that is not."""
        return math.ceil(epoch / self.stride)

    @property
    def nbytes(self) -> int:
        """Bytes of the record when training has ended."""
        return self._params.nbytes

    def _steps(self) -> Iterator[None]:
        """The loop: yields after each step; after each epoch, the record has grown."""
        training = self.trainings[0]
        activation = ACTIVATIONS[self.network.activation]
        loss = LOSSES[training.loss]
        rates = np.stack([t.learning_rates for t in self.trainings], axis=-1)  # [E, R]
        rates = torch.from_numpy(rates).float().to(self.device).unsqueeze(-1)  # [E, R, 1]

        theta = self._theta  # [R, P]
        theta.grad = torch.zeros_like(theta)
        old = torch.empty_like(theta)
        layers, gradients = self.network.views(theta), self.network.views(theta.grad)
        step = bare_step(OPTIMIZERS[training.optimizer].build([theta]))
        orders = self._orders()
        steps_per_epoch = math.ceil(len(self._x) / training.batch_size)

        for epoch in range(1, training.epochs + 1):
            eta = rates[epoch - 1]  # [R, 1]
            order = next(orders)
            batches = zip(
                self._x[order].split(training.batch_size, dim=-2),  # [R or none, B, D]
                self._y[order].split(training.batch_size, dim=-2),  # [R or none, B, K]
                strict=True,
            )
            for count, (x, y) in enumerate(batches, start=1):
                neurons = forward(layers, x, activation)
                delta = loss.delta(neurons[-1].z, y)  # [R, B, K]
                backward(layers, x, neurons, delta, activation, out=gradients)
                # The optimizer steps with learning rate 1; each network goes η of the way.
                old.copy_(theta)
                step()
                torch.lerp(old, theta, eta, out=theta)
                if count == steps_per_epoch:
                    logits = forward(layers, self._x, activation)[-1].z  # [R, N, K]
                    self._keep(epoch, loss.value(logits, self._y))
                yield

    def _orders(self) -> Iterator[Tensor]:
        """The order of the rows in each epoch: [N], or [R, N] where the seeds differ."""
        seeds = sorted({t.seed for t in self.trainings})
        generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        which = [seeds.index(t.seed) for t in self.trainings]
        while True:
            orders = [torch.randperm(len(self._x), generator=g) for g in generators]
            order = orders[0] if len(seeds) == 1 else torch.stack(orders)[which]
            yield order.to(self.device)

    def _keep(self, epoch: int, loss: Tensor) -> None:
        """Enter the parameters after `epoch` epochs, and who diverged: their loss [R] tells."""
        self._params[self._row(epoch)] = self._theta.cpu().numpy()
        self.epoch = epoch
        finite = loss.isfinite()
        if not finite.all():
            for index in (~finite).nonzero().flatten().tolist():
                if self._diverged_at[index] is None:
                    self._diverged_at[index] = epoch
        self.finished = epoch == self.trainings[0].epochs or None not in self._diverged_at


def train(network: MLP, split: Split, training: Training) -> Run:
    """Train one network to the end (or until it diverges) and return its record."""
    trainer = Trainer(network, split, training)
    trainer.advance()
    return trainer.run()
