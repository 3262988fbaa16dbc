"""The one training loop.

All R networks of a stack live in one tensor theta [R, P], and take each step together. Training is
pulled: `Trainer.advance` does a slice of work and returns, and whoever wants more asks again.

A step of a network this small is a matter of microseconds, of which the arithmetic is the least.
So what the passes and the optimizers write into is made once, before the first step. Activations
and losses, which are one line each in their registry, make theirs anew.

Axes: N rows, D features, K outputs, R networks, P parameters, E epochs, B rows of a batch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from time import perf_counter
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from nnviz.core.batches import Batch, Batches
from nnviz.core.data import Split
from nnviz.core.device import default_device
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.passes import Room, Tape
from nnviz.core.record import Checkpoint, History, Run
from nnviz.core.training import Training

# These networks are far too small to share among threads: with torch's default of one thread per
# core, a busy machine ran the same steps sixty times slower. Once, before anything trains.
torch.set_num_threads(1)

GENERATOR_BYTES = 5056
"""What torch's CPU generator remembers."""


class Trainer:
    """Trains a stack of networks, a slice at a time.

    Deterministic for (network, splits, trainings), whatever the slices and whoever else is
    training: the only random numbers come from CPU generators of its own.

    Args:
        network: the architecture of all R networks.
        splits: the rows to train on, one split for all or one per network. These may differ in
            their rows and how many there are; each network trains as it would alone.
        trainings: one per network; they may differ in learning rate, schedule and seed only.
        device: where to train; a GPU if there is one.
        start: where to go on from, instead of the initial parameters. The optimizer goes on with
            its state if it is the same optimizer, and begins anew if it is another.

    Attributes:
        steppers: the optimizers at work, one for all networks whose epochs have as many steps, by
            falling number of steps. A single network's tensors there are [P], else [r, P], without
            the parameters that are frozen.

    Raises:
        ValueError: the trainings differ in more, a batch is larger than the training rows, the
            network or the loss does not fit the rows, or the start is of other networks or lies
            after the last epoch.
    """

    def __init__(
        self,
        network: Network,
        splits: Split | Sequence[Split],
        *trainings: Training,
        device: torch.device | None = None,
        start: Checkpoint | None = None,
    ) -> None:
        splits = [splits] * len(trainings) if isinstance(splits, Split) else list(splits)
        check(network, splits, trainings)
        self.network = network
        self.trainings = trainings
        self.device = device or default_device()
        # Inside, networks with more rows come first, so that those whose epoch lasts are in front.
        counts = np.array([len(split.train_x) for split in splits])
        self._inside = np.argsort(-counts, kind="stable")  # [R]
        self._outside = np.argsort(self._inside)  # [R]
        seeds = [trainings[index].seed for index in self._inside]
        size = trainings[0].batch_size
        self._batches = Batches([splits[i] for i in self._inside], seeds, size, self.device)

        theta = torch.stack([network.init(seed) for seed in seeds]).to(self.device)  # [R, P]
        # Products without a leading axis are twice as fast.
        self._theta = theta if len(seeds) > 1 else theta[0]  # [R, P] or [P]
        self._gradient = torch.zeros_like(self._theta)
        self._frozen = network.places[trainings[0].frozen].start  # so many parameters stay
        self._members = _runs(-(-counts[self._inside] // size))
        self._history = History(self.theta.cpu().numpy(), self._epochs)
        self._midway = False
        self._everything = network.tape(self._theta, self._batches.everything[0])
        memories = [None] * len(self._members)
        if start:
            self._go_on_from(start)
            if start.optimizer == trainings[0].optimizer and start.frozen == trainings[0].frozen:
                memories = start.state
        optimizer = OPTIMIZERS[trainings[0].optimizer]
        # Kernels of optimizers want tensors without gaps: parts of a stack's rows are copied.
        self._moved = self._learning(self._theta).contiguous()
        self._pull = self._learning(self._gradient).contiguous()
        self.steppers = [
            optimizer.start(_rows(self._moved, members), _rows(self._pull, members), memory)
            for members, memory in zip(self._members, memories, strict=True)
        ]
        self._loop = self._steps()

    @property
    def theta(self) -> Tensor:
        """The parameters of the moment, [R, P], to be read."""
        return self._theta.view(len(self.trainings), -1)[self._outside]

    @property
    def order(self) -> Tensor:
        """The training rows of one network in the order of the last step's epoch, [N]."""
        return self._batches.order

    @property
    def epoch(self) -> int:
        """How many whole epochs are trained."""
        return self._history.epoch

    @property
    def finished(self) -> bool:
        """Whether no more will come: all epochs are done, or every network has diverged."""
        return self.epoch == self._epochs or None not in self._history.diverged_at

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
            params=self.theta.clone().cpu(),
            state=tuple(
                {name: value.clone().cpu() for name, value in stepper.memory.items()}
                for stepper in self.steppers
            ),
            generators=tuple(generator.get_state() for generator in self._batches.generators),
            diverged_at=tuple(self._history.diverged_at),
            frozen=self.trainings[0].frozen,
        )

    def close(self) -> None:
        """Let go of the loop, which holds all that training needs: nothing can be trained on."""
        self._loop.close()

    def run(self, index: int = 0, until: int | None = None) -> Run:
        """The record of network `index` so far, or as it was after `until` epochs."""
        return self._history.run(self.network, self.trainings[index], index, until)

    def history(self, until: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The record of all networks, up to epoch `until`: epochs [rows], params [rows, R, P]."""
        return self._history.until(until)

    def _go_on_from(self, start: Checkpoint) -> None:
        """Put everything in the state of `start`."""
        shape, generators = (len(self.trainings), *self._theta.shape[-1:]), self._batches.generators
        if start.params.shape != shape or len(start.generators) != len(generators):
            raise ValueError(
                f"a checkpoint of parameters {tuple(start.params.shape)} and "
                f"{len(start.generators)} seeds; these are {shape} and {len(generators)}"
            )
        if start.epoch > self._epochs:
            raise ValueError(f"a start at epoch {start.epoch} of {self._epochs}")
        self._theta.copy_(start.params[self._inside].view_as(self._theta))
        for generator, state in zip(generators, start.generators, strict=True):
            generator.set_state(state)
        # At the start itself, edits may have made the loss finite, or not.
        self._history.diverged_at = [
            at if at is not None and at < start.epoch else None for at in start.diverged_at
        ]
        with torch.inference_mode():
            self._keep(start.epoch)

    def _steps(self) -> Iterator[None]:
        """The loop: yields after each step; after each epoch, the record has grown."""
        loss = LOSSES[self.trainings[0].loss]
        rates = np.stack(
            [self.trainings[i].learning_rates for i in self._inside], axis=-1
        )  # [E, R]
        tasks = self._tasks()
        copied = self._frozen > 0 and self._theta.ndim > 1

        for epoch in range(self.epoch + 1, self._epochs + 1):
            self._batches.deal()
            moves = [
                stepper.at(rates[epoch - 1, members])
                for stepper, members in zip(self.steppers, self._members, strict=True)
            ]
            for task in tasks:
                (_, _, y, weights), tape, movers = task
                neurons = tape.forward()
                delta = loss.delta(neurons[-1].z, y)  # [r, n, K] or [n, K]
                torch.mul(delta, weights, out=tape.delta)
                tape.backward(neurons)
                if copied:
                    self._pull.copy_(self._learning(self._gradient))
                for move in moves[:movers]:
                    move()
                if copied:
                    self._learning(self._theta).copy_(self._moved)
                self._midway = task is not tasks[-1]
                if not self._midway:
                    self._keep(epoch)
                yield

    def _tasks(self) -> list[_Task]:
        """The steps of an epoch; those of as many networks and rows share their room."""
        rooms: dict[tuple[int, int], list[Room]] = {}
        tasks = []
        for batch in self._batches:
            theta, gradient = (
                _rows(x, slice(batch.networks)) for x in (self._theta, self._gradient)
            )
            size = (batch.networks, batch.x1.shape[-2])
            if size not in rooms:
                rooms[size] = self.network.rooms(theta, size[1])
            frozen = self.trainings[0].frozen
            tape = self.network.tape(theta, batch.x1, gradient, rooms[size], frozen)
            movers = sum(members.start < batch.networks for members in self._members)
            tasks.append(_Task(batch, tape, movers))
        return tasks

    def _learning(self, tensor: Tensor) -> Tensor:
        """Of a tensor [..., P], what belongs to the parameters that are not frozen: a view."""
        return tensor[..., self._frozen :]

    def _keep(self, epoch: int) -> None:
        """Enter the parameters after an epoch, and whose mean training loss is finite."""
        z = self._everything.forward()[-1].z  # [R, M, K] or [M, K]
        loss = LOSSES[self.trainings[0].loss].value(z, self._batches.everything[1])  # [R] or []
        finite = loss.isfinite().view(-1).cpu().numpy()[self._outside]
        self._history.keep(epoch, self.theta.cpu().numpy(), finite)


class _Task(NamedTuple):
    """One step of an epoch: its rows, its passes, and how many optimizers then move."""

    batch: Batch
    tape: Tape
    movers: int


def _rows(tensor: Tensor, which: slice) -> Tensor:
    """Some networks' rows of a tensor [R, P]; a single network's [P] as it is."""
    return tensor[which] if tensor.ndim > 1 else tensor


def _runs(values: np.ndarray) -> list[slice]:
    """Where equal values stand side by side.

    >>> _runs(np.array([7, 7, 4]))
    [slice(0, 2, None), slice(2, 3, None)]
    """
    ends = np.flatnonzero(np.diff(values, append=-1)) + 1
    return [slice(int(a), int(b)) for a, b in pairwise([0, *ends])]


def check(network: Network, splits: Sequence[Split], trainings: Sequence[Training]) -> None:
    """Refuse what cannot be trained, or not as one stack, with a sentence."""
    training = trainings[0]
    if len(splits) != len(trainings):
        raise ValueError(f"{len(splits)} splits for {len(trainings)} trainings")
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
    for split in splits:
        _check_rows(network, split, training)


def _check_rows(network: Network, split: Split, training: Training) -> None:
    """Refuse what cannot be trained on these rows, with a sentence."""
    count = len(split.train_x)
    if training.batch_size > count:
        raise ValueError(
            f"batch size {training.batch_size!r} is more than the {count} training rows"
        )
    if not any(math.prod(layer.matrix) for layer in network.layers[training.frozen :]):
        raise ValueError(
            f"{training.frozen} of {len(network.layers)} layers are frozen, and none of the others "
            "has parameters to learn"
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
    with closing(Trainer(network, split, training)) as trainer:
        trainer.advance()
        return trainer.run()
