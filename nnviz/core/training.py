"""The one training loop, and the record it leaves.

All R networks of a stack live in one tensor theta [R, P]; a single run is a stack of one. Training
is pulled: `Trainer.advance` does a slice of work and returns, and whoever wants more asks again.

Axes: N rows, D features, K classes, R networks, P parameters, E epochs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from numbers import Integral
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Split
from nnviz.core.device import default_device
from nnviz.core.losses import LOSSES
from nnviz.core.networks import MLP, Layer, backward, forward
from nnviz.core.optimizers import OPTIMIZERS, bare_step
from nnviz.core.schedules import SCHEDULES

__all__ = ["HISTORY_BYTES", "Checkpoint", "Run", "Trainer", "Training", "train"]

# These networks are far too small to share among threads: with torch's default of one thread per
# core, a busy machine ran the same steps sixty times slower. Once, before anything trains.
torch.set_num_threads(1)

HISTORY_BYTES = 16 * 2**20
"""The most history that one network keeps; past it, only every k-th epoch is kept."""

STACK_BYTES = 128 * 2**20
"""The most history that all networks of a stack keep together."""

CHECKPOINT_BYTES = 16 * 2**20
"""The most that the checkpoints of a trainer hold; past it, they lie further apart."""

GENERATOR_BYTES = 5056
"""What torch's CPU generator remembers."""


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


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that decides how training goes on from the end of an epoch.

    Attributes:
        epoch: how many epochs have been trained.
        optimizer: key in `OPTIMIZERS`, whose state this is.
        params: float32 [R, P].
        state: torch's state of the parameters, by torch's names, such as "exp_avg".
        generators: the state of each generator of the batch order, by rising seed.
        diverged_at: of each network, the first epoch whose training loss was not finite, or None.
    """

    epoch: int
    optimizer: str
    params: Tensor
    state: Mapping[str, Tensor]
    generators: tuple[Tensor, ...]
    diverged_at: tuple[int | None, ...]

    def with_edits(self, edits: Iterable[tuple[int, float]]) -> Checkpoint:
        """The same moment with other values of the parameters at some offsets, 0 to P − 1.

        The optimizer keeps what it remembers of the steps that led here. Values beyond the range
        of float32 become infinite.
        """
        params = self.params.clone()
        for offset, value in edits:
            params[:, offset] = torch.tensor(value, dtype=torch.float64).float()
        return replace(self, params=params)

    @property
    def nbytes(self) -> int:
        """Bytes of its tensors."""
        return sum(x.nbytes for x in (self.params, *self.state.values(), *self.generators))


class Trainer:
    """Trains a stack of networks, a slice at a time.

    Deterministic for (network, split, trainings), whatever the slices and whoever else is
    training: the only random numbers come from CPU generators of its own.

    Args:
        network: the architecture of all R networks.
        split: the rows to train on.
        trainings: one per network; they may differ in learning rate, schedule and seed only.
        device: where to train; a GPU if there is one.
        start: where to go on from, instead of the initial parameters. The optimizer goes on with
            its state if it is the same optimizer, and begins anew if it is another.
        past: the record of one network up to `start`; without it, earlier rows mean nothing.
        checkpoint_every: keep a checkpoint of the start and one every so many epochs, or further
            apart where they would hold more than `CHECKPOINT_BYTES`.

    Attributes:
        epoch: how many whole epochs are trained.
        finished: whether no more will come: all are done, or every network has diverged.
        theta: the parameters of the moment, [R, P]; after a step, `theta.grad` is its gradient.
        optimizer: the `torch.optim` optimizer, at learning rate 1.
        order: the order of the training rows in the epoch of the last step: [N], or [R, N] where
            the seeds differ.
        checkpoints: those kept so far, by rising epoch.
        nbytes: of the record, and at most of the checkpoints, when training has ended.

    Raises:
        ValueError: the trainings differ in more, a batch is larger than the training rows, or the
            start is of other networks or lies after the last epoch.
    """

    def __init__(
        self,
        network: MLP,
        split: Split,
        *trainings: Training,
        device: torch.device | None = None,
        start: Checkpoint | None = None,
        past: Run | None = None,
        checkpoint_every: int | None = None,
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
        step = past.stride if past else 1  # a past of every k-th epoch has nothing in between
        self.stride = math.ceil(training.epochs / max(room, 1) / step) * step

        self._x = torch.from_numpy(split.train_x).to(self.device)  # [N, D]
        labels = torch.from_numpy(split.train_y).to(self.device)
        self._y = torch.nn.functional.one_hot(labels, network.sizes[-1]).float()  # [N, K]
        self.theta = torch.stack([network.init(t.seed) for t in trainings]).to(self.device)
        self._layers = network.views(self.theta)
        self.optimizer = OPTIMIZERS[training.optimizer].build([self.theta])
        self._seeds = sorted({t.seed for t in trainings})
        self._generators = [torch.Generator().manual_seed(seed) for seed in self._seeds]
        # Kept epochs, and one place for the epoch that training has just reached.
        rows = training.epochs // self.stride + 2
        self._params = np.zeros((rows, *self.theta.shape), np.float32)  # [rows, R, P]
        self._params[0] = self.theta.cpu().numpy()
        self._diverged_at: list[int | None] = [None] * len(trainings)
        self._midway = False
        if start:
            self._go_on_from(start, past)

        self.checkpoints: list[Checkpoint] = []
        self.nbytes = self._params.nbytes
        self._spacing = None
        if checkpoint_every:
            # Parameters, two moments of each and a step count; no optimizer here remembers more.
            most = 3 * self.theta.nbytes + 4 + GENERATOR_BYTES * len(self._seeds)
            room = max(CHECKPOINT_BYTES // most - 1, 1)
            self._spacing = max(checkpoint_every, math.ceil(training.epochs / room))
            self.nbytes += most * (training.epochs // self._spacing + 1)
            self.checkpoints.append(self.checkpoint())
        self._loop = self._steps()

    def _go_on_from(self, start: Checkpoint, past: Run | None) -> None:
        """Put everything in the state of `start`, and the record up to there."""
        training = self.trainings[0]
        if start.params.shape != self.theta.shape or len(start.generators) != len(self._seeds):
            raise ValueError(
                f"a checkpoint of parameters {tuple(start.params.shape)} and "
                f"{len(start.generators)} seeds; these are {tuple(self.theta.shape)} and "
                f"{len(self._seeds)}"
            )
        if start.epoch > training.epochs:
            raise ValueError(f"a start at epoch {start.epoch} of {training.epochs}")
        self.theta.copy_(start.params)
        if start.optimizer == training.optimizer:
            copies = {name: value.clone() for name, value in start.state.items()}
            self.optimizer.state[self.theta].update(copies)
        for generator, state in zip(self._generators, start.generators, strict=True):
            generator.set_state(state)
        if past:
            kept = (past.epochs % self.stride == 0) & (past.epochs < start.epoch)
            self._params[: self._row(start.epoch), 0] = past.params[kept]
        # At the start itself, edits may have made the loss finite, or not.
        self._diverged_at = [
            at if at is not None and at < start.epoch else None for at in start.diverged_at
        ]
        with torch.inference_mode():
            self._keep(start.epoch, self._loss())

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

    def step(self) -> None:
        """One step, even of a run that has diverged; `ValueError` after the last epoch."""
        if self.epoch == self.trainings[0].epochs:
            raise ValueError(f"all {self.epoch} epochs are trained")
        with torch.inference_mode():
            next(self._loop)

    def checkpoint(self) -> Checkpoint:
        """All that decides how training goes on; `ValueError` in the middle of an epoch."""
        if self._midway:
            raise ValueError(
                f"training is in the middle of epoch {self.epoch + 1}; checkpoints are at its ends"
            )
        return Checkpoint(
            epoch=self.epoch,
            optimizer=self.trainings[0].optimizer,
            params=self.theta.detach().clone(),
            state={k: v.clone() for k, v in self.optimizer.state[self.theta].items()},
            generators=tuple(generator.get_state() for generator in self._generators),
            diverged_at=tuple(self._diverged_at),
        )

    def nearest(self, epoch: int) -> Checkpoint | None:
        """The last checkpoint kept at or before an epoch, or None."""
        return next((c for c in reversed(self.checkpoints) if c.epoch <= epoch), None)

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

    def _steps(self) -> Iterator[None]:
        """The loop: yields after each step; after each epoch, the record has grown."""
        training = self.trainings[0]
        activation = ACTIVATIONS[self.network.activation]
        loss = LOSSES[training.loss]
        rates = np.stack([t.learning_rates for t in self.trainings], axis=-1)  # [E, R]
        rates = torch.from_numpy(rates).float().to(self.device).unsqueeze(-1)  # [E, R, 1]

        theta, layers = self.theta, self._layers  # [R, P]
        theta.grad = torch.zeros_like(theta)
        old = torch.empty_like(theta)
        gradients = self.network.views(theta.grad)
        step = bare_step(self.optimizer)
        steps_per_epoch = math.ceil(len(self._x) / training.batch_size)

        for epoch in range(self.epoch + 1, training.epochs + 1):
            eta = rates[epoch - 1]  # [R, 1]
            self.order = self._draw()
            batches = zip(
                self._x[self.order].split(training.batch_size, dim=-2),  # [R or none, B, D]
                self._y[self.order].split(training.batch_size, dim=-2),  # [R or none, B, K]
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
                self._midway = count < steps_per_epoch
                if not self._midway:
                    self._keep(epoch, self._loss())
                    if self._spacing and epoch % self._spacing == 0:
                        self.checkpoints.append(self.checkpoint())
                yield

    def _draw(self) -> Tensor:
        """The order of the rows in the next epoch: [N], or [R, N] where the seeds differ."""
        orders = [torch.randperm(len(self._x), generator=g) for g in self._generators]
        which = [self._seeds.index(t.seed) for t in self.trainings]
        order = orders[0] if len(orders) == 1 else torch.stack(orders)[which]
        return order.to(self.device)

    def _loss(self) -> Tensor:
        """The mean training loss of each network as it is now, [R]."""
        z = forward(self._layers, self._x, ACTIVATIONS[self.network.activation])[-1].z  # [R, N, K]
        return LOSSES[self.trainings[0].loss].value(z, self._y)

    def _keep(self, epoch: int, loss: Tensor) -> None:
        """Enter the parameters after `epoch` epochs, and who diverged: their loss [R] tells."""
        self._params[self._row(epoch)] = self.theta.cpu().numpy()
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
