"""The one training loop.

All R networks of a stack live in one tensor theta [R, P]; a single run is a stack of one. Training
is pulled: `Trainer.advance` does a slice of work and returns, and whoever wants more asks again.

Axes: N rows, D features, K outputs, R networks, P parameters, E epochs, B rows of a batch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Split
from nnviz.core.device import default_device
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.networks import Network, backward, forward
from nnviz.core.optimizers import OPTIMIZERS, bare_step
from nnviz.core.record import Checkpoint, History, Run
from nnviz.core.training import Training

# These networks are far too small to share among threads: with torch's default of one thread per
# core, a busy machine ran the same steps sixty times slower. Once, before anything trains.
torch.set_num_threads(1)

CHECKPOINT_BYTES = 16 * 2**20
"""The most that the checkpoints of a trainer hold; past it, they lie further apart."""

GENERATOR_BYTES = 5056
"""What torch's CPU generator remembers."""


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
        theta: the parameters of the moment, [R, P]; after a step, `theta.grad` is its gradient.
        optimizer: the `torch.optim` optimizer, at learning rate 1.
        order: the order of the training rows in the epoch of the last step: [N], or [R, N] where
            the seeds differ.
        checkpoints: those kept so far, by rising epoch.
        nbytes: of the record, and at most of the checkpoints, when training has ended.

    Raises:
        ValueError: the trainings differ in more, a batch is larger than the training rows, the
            network or the loss does not fit the rows, or the start is of other networks or lies
            after the last epoch.
    """

    def __init__(
        self,
        network: Network,
        split: Split,
        *trainings: Training,
        device: torch.device | None = None,
        start: Checkpoint | None = None,
        past: Run | None = None,
        checkpoint_every: int | None = None,
    ) -> None:
        _check(network, split, trainings)
        self.network = network
        self.trainings = trainings
        self.device = device or default_device()
        self._x = torch.from_numpy(split.train_x).to(self.device)  # [N, D]
        self._y = torch.from_numpy(split.train_targets).to(self.device)  # [N, K]
        self.theta = torch.stack([network.init(t.seed) for t in trainings]).to(self.device)
        self._parts = network.views(self.theta)
        self.optimizer = OPTIMIZERS[trainings[0].optimizer].build([self.theta])
        self._seeds = sorted({t.seed for t in trainings})
        self._generators = [torch.Generator().manual_seed(seed) for seed in self._seeds]
        self._history = History(
            self.theta.cpu().numpy(), self._epochs, past=past.stride if past else 1
        )
        self._midway = False
        if start:
            self._go_on_from(start, past)
        self.checkpoints: list[Checkpoint] = []
        self.nbytes = self._history.nbytes
        self._spacing = self._space_checkpoints(checkpoint_every) if checkpoint_every else None
        self._loop = self._steps()

    @property
    def epoch(self) -> int:
        """How many whole epochs are trained."""
        return self._history.epoch

    @property
    def finished(self) -> bool:
        """Whether no more will come: all epochs are done, or every network has diverged."""
        return self.epoch == self._epochs or None not in self._history.diverged_at

    @property
    def stride(self) -> int:
        """k: every k-th epoch is in the record."""
        return self._history.stride

    @property
    def _epochs(self) -> int:
        return self.trainings[0].epochs

    def advance(self, epochs: int | None = None, seconds: float | None = None) -> None:
        """Train on for `epochs` more epochs or about `seconds` more, whichever ends first.

        Without either, train to the end. A slice may end in the middle of an epoch; the next one
        goes on from there.
        """
        last = self._epochs if epochs is None else self.epoch + epochs
        end = math.inf if seconds is None else perf_counter() + seconds
        with torch.inference_mode():
            while self.epoch < last and not self.finished:
                next(self._loop)
                if perf_counter() > end:
                    break

    def step(self) -> None:
        """One step, even of a run that has diverged; `ValueError` after the last epoch."""
        if self.epoch == self._epochs:
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
            diverged_at=tuple(self._history.diverged_at),
        )

    def nearest(self, epoch: int) -> Checkpoint | None:
        """The last checkpoint kept at or before an epoch, or None."""
        return next((c for c in reversed(self.checkpoints) if c.epoch <= epoch), None)

    def run(self, index: int = 0, until: int | None = None) -> Run:
        """The record of network `index` so far, or as it was after `until` epochs."""
        return self._history.run(self.network, self.trainings[index], index, until)

    def history(self, until: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The record of all networks, up to epoch `until`: epochs [rows], params [rows, R, P]."""
        return self._history.until(until)

    def _go_on_from(self, start: Checkpoint, past: Run | None) -> None:
        """Put everything in the state of `start`, and the record up to there."""
        if start.params.shape != self.theta.shape or len(start.generators) != len(self._seeds):
            raise ValueError(
                f"a checkpoint of parameters {tuple(start.params.shape)} and "
                f"{len(start.generators)} seeds; these are {tuple(self.theta.shape)} and "
                f"{len(self._seeds)}"
            )
        if start.epoch > self._epochs:
            raise ValueError(f"a start at epoch {start.epoch} of {self._epochs}")
        self.theta.copy_(start.params)
        if start.optimizer == self.trainings[0].optimizer:
            copies = {name: value.clone() for name, value in start.state.items()}
            self.optimizer.state[self.theta].update(copies)
        for generator, state in zip(self._generators, start.generators, strict=True):
            generator.set_state(state)
        self._history.begin_with(start, past)
        with torch.inference_mode():
            self._keep(start.epoch)

    def _space_checkpoints(self, every: int) -> int:
        """Keep the first checkpoint, and say how many epochs lie between two."""
        # Parameters, two moments of each and a step count; no optimizer here remembers more.
        most = 3 * self.theta.nbytes + 4 + GENERATOR_BYTES * len(self._seeds)
        room = max(CHECKPOINT_BYTES // most - 1, 1)
        spacing = max(every, math.ceil(self._epochs / room))
        self.nbytes += most * (self._epochs // spacing + 1)
        self.checkpoints.append(self.checkpoint())
        return spacing

    def _steps(self) -> Iterator[None]:
        """The loop: yields after each step; after each epoch, the record has grown."""
        training, layers = self.trainings[0], self.network.layers
        activation = ACTIVATIONS[self.network.activation]
        loss = LOSSES[training.loss]
        rates = np.stack([t.learning_rates for t in self.trainings], axis=-1)  # [E, R]
        rates = torch.from_numpy(rates).float().to(self.device).unsqueeze(-1)  # [E, R, 1]

        theta, parts = self.theta, self._parts  # [R, P]
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
                neurons = forward(layers, parts, x, activation)
                delta = loss.delta(neurons[-1].z, y)  # [R, B, K]
                backward(layers, parts, x, neurons, delta, activation, out=gradients)
                # The optimizer steps with learning rate 1; each network goes η of the way.
                old.copy_(theta)
                step()
                torch.lerp(old, theta, eta, out=theta)
                self._midway = count < steps_per_epoch
                if not self._midway:
                    self._keep(epoch)
                    if self._spacing and epoch % self._spacing == 0:
                        self.checkpoints.append(self.checkpoint())
                yield

    def _draw(self) -> Tensor:
        """The order of the rows in the next epoch: [N], or [R, N] where the seeds differ."""
        orders = [torch.randperm(len(self._x), generator=g) for g in self._generators]
        which = [self._seeds.index(t.seed) for t in self.trainings]
        order = orders[0] if len(orders) == 1 else torch.stack(orders)[which]
        return order.to(self.device)

    def _keep(self, epoch: int) -> None:
        """Enter the parameters after an epoch, and whose mean training loss is finite."""
        activation = ACTIVATIONS[self.network.activation]
        z = forward(self.network.layers, self._parts, self._x, activation)[-1].z  # [R, N, K]
        loss = LOSSES[self.trainings[0].loss].value(z, self._y)  # [R]
        self._history.keep(epoch, self.theta.cpu().numpy(), loss.isfinite().cpu().numpy())


def _check(network: Network, split: Split, trainings: Sequence[Training]) -> None:
    """Refuse what cannot be trained, or not as one stack, with a sentence."""
    training, count = trainings[0], len(split.train_x)
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
    if training.batch_size > count:
        raise ValueError(
            f"batch size {training.batch_size!r} is more than the {count} training rows"
        )
    if LOSSES[training.loss].task != split.task:
        raise ValueError(
            f"loss {training.loss!r} is of a {LOSSES[training.loss].task}; choose from "
            + ", ".join(map(repr, losses_of(split.task)))
        )
    ends, needed = (network.inputs, network.outputs), (split.train_x.shape[1], split.outputs)
    if ends != needed:
        raise ValueError(
            f"a network of {ends[0]} inputs and {ends[1]} outputs; the rows need "
            f"{needed[0]} and {needed[1]}"
        )


def train(network: Network, split: Split, training: Training) -> Run:
    """Train one network to the end (or until it diverges) and return its record."""
    trainer = Trainer(network, split, training)
    trainer.advance()
    return trainer.run()
