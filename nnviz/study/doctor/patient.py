"""What the doctor's rules read: a run with its curves, and the facts that several of them share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Dataset, Split
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves, blind_loss, row_losses, training_loss
from nnviz.core.record import Run
from nnviz.core.tasks import TASKS, Task
from nnviz.study.ruler import RATES, best_gain

BOUNDED_BY = 1e3
"""An activation function that is bounded has reached its ends at ±`BOUNDED_BY`."""

MARKS = RATES[::4]
"""Five learning rates for each power of ten, from 0.00001 to 100."""

NOUNS = {"dense": "neuron", "convolution": "filter"}
"""What a unit of each kind of layer is called."""

AT_ONCE = 4 * 2**20
"""The most activations that one look back over a record computes at once."""


@dataclass(frozen=True)
class Step:
    """The best single step along the negative gradient: its learning rate, and what it gains."""

    learning_rate: float
    gain: float


@dataclass(frozen=True)
class Units:
    """The units of a hidden layer: what has weights of its own.

    Attributes:
        noun: what one is called: a neuron, or in a convolution a filter.
        places: how many numbers of the layer one unit answers with, all by the same weights: a
            filter, one at each of its places.
    """

    noun: str
    places: int

    def apart(self, a: Tensor) -> Tensor:
        """The activations of the layer [..., N, n] as answers by unit, [..., N · places, units]."""
        return a.unflatten(-1, (-1, self.places)).mT.flatten(-3, -2)


@dataclass(frozen=True, eq=False)
class Patient:
    """A run with its curves [rows], and the data that it was trained on.

    Row r of the record holds the parameters after `run.epochs[r]` epochs. Facts are computed when a
    rule first asks for them.
    """

    run: Run
    curves: Curves
    dataset: Dataset
    split: Split

    @property
    def trained(self) -> int:
        """How many epochs the record has seen: of a branch, its own."""
        return int(self.run.epochs[-1] - self.run.epochs[0])

    @property
    def loss(self) -> np.ndarray:
        """The mean training loss, [rows]."""
        return self.curves.train_loss

    @property
    def task(self) -> Task:
        """What was to be learned."""
        return TASKS[self.split.task]

    @cached_property
    def guess(self) -> float:
        """The training loss of one who knows nothing at all, as the task has it."""
        return blind_loss(self.run.training.loss, self.split)

    @cached_property
    def best_guess(self) -> float:
        """The training loss of the best answer that never looks at a row."""
        targets = torch.from_numpy(self.split.train_targets)
        z = self.task.constant(targets).expand(targets.shape)  # [N, K]
        return float(LOSSES[self.run.training.loss].value(z, targets))

    @property
    def ends(self) -> tuple[float, float] | None:
        """The ends of the activation function's range, if it is bounded."""
        function = ACTIVATIONS[self.run.network.activation].function
        low, high = function(torch.tensor([-BOUNDED_BY, BOUNDED_BY])).tolist()
        return (low, high) if high - low < BOUNDED_BY else None

    @cached_property
    def units(self) -> dict[int, Units]:
        """The units of each hidden layer 1, 2, … that has an activation function: no pooling has.

        What pooling says is what the convolution before it has said.
        """
        layers = enumerate(self.run.network.layers[:-1], start=1)
        return {
            number: Units(NOUNS[layer.kind], layer.outputs // layer.matrix[1])
            for number, layer in layers
            if layer.activated
        }

    @cached_property
    def hidden(self) -> dict[int, Tensor]:
        """What the units of those layers answer to the training rows at the end, [answers, n]."""
        neurons = self._neurons(self.run.params[-1])
        return {layer: units.apart(neurons[layer - 1].a) for layer, units in self.units.items()}

    def first(self, layer: int, share: float, marks: Callable[[Tensor], Tensor]) -> int:
        """The first epoch at which more than a `share` of hidden layer 1, 2, … is marked.

        Large networks are looked at in every k-th epoch only, so that at most `AT_ONCE` activations
        are computed.

        Args:
            marks: what the layer's units answer, [rows, answers, n] → bool [rows, n].
        """
        run = self.run
        most = max(AT_ONCE // (len(self.split.train_x) * sum(run.network.sizes[1:])), 1)
        rows = np.append(np.arange(0, len(run.params) - 1, math.ceil(len(run.params) / most)), -1)
        a = self.units[layer].apart(self._neurons(run.params[rows])[layer - 1].a)
        shares = marks(a).float().mean(dim=-1).numpy()  # [rows]
        return int(run.epochs[rows[int(np.argmax(shares > share))]])

    def _neurons(self, params: np.ndarray) -> list:
        return self.run.network.neurons(
            torch.from_numpy(params.copy()), torch.from_numpy(self.split.train_x)
        )

    @cached_property
    def answers(self) -> np.ndarray:
        """The network's answer to each row of the dataset at the end, [N]."""
        x = torch.from_numpy(self.split.standardise(self.dataset.x))
        params = torch.from_numpy(self.run.params[-1].copy())
        return self.task.answer(self.run.network.logits(params, x)).numpy()

    def train_losses(self, row: int) -> np.ndarray:
        """The loss of each training row by itself at row `row` of the record, [N]."""
        return self._row_losses(row, self.split.train_x, self.split.train_targets)

    def test_losses(self, row: int) -> np.ndarray:
        """The loss of each test row by itself at row `row` of the record, [N]."""
        return self._row_losses(row, self.split.test_x, self.split.test_targets)

    def _row_losses(self, row: int, x: np.ndarray, targets: np.ndarray) -> np.ndarray:
        run = self.run
        return row_losses(run.network, run.training.loss, run.params[row], x, targets)

    def learning_rate(self, row: int) -> float:
        """η in the epoch that ends at `row`."""
        return float(self.run.training.learning_rates[max(int(self.run.epochs[row]) - 1, 0)])

    def gradient(self, row: int) -> Tensor:
        """The gradient of the mean training loss at `row`, [P]."""
        x, targets = (torch.from_numpy(of) for of in (self.split.train_x, self.split.train_targets))
        params = torch.from_numpy(self.run.params[row].copy())
        with torch.inference_mode():
            return self.run.network.gradients(params, x, targets, self.run.training.loss)

    @cached_property
    def _found(self) -> dict[tuple[str, int], Any]:
        """What several rules ask for, and takes long: by what it is, and the row."""
        return {}

    def best_step(self, row: int) -> Step:
        """The best of `MARKS` for one step from `row` along the negative gradient."""
        key = "step", row
        if key not in self._found:
            self._found[key] = self._best_step(row)
        return self._found[key]

    def _best_step(self, row: int) -> Step:
        run = self.run
        marks = np.append(0, MARKS).astype(np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            steps = run.params[row] - marks[:, None] * self.gradient(row).numpy()
            loss = training_loss(run.network, run.training.loss, steps, self.split)
        best = int(np.argmin(np.where(np.isfinite(loss), loss, np.inf)))
        return Step(float(MARKS[max(best - 1, 0)]), float(loss[0] - loss[best]))

    def best_gain(self, row: int) -> float:
        """By how much the best step of the ruler from `row` lowers the loss, between the marks."""
        key, run = ("gain", row), self.run
        if key not in self._found:
            self._found[key] = best_gain(
                run.network, run.training.loss, run.params[row], self.split, MARKS
            )
        return self._found[key]

    def name_of(self, row: int) -> str:
        """What a row of the dataset is called: its class, if it has one, and its number in it."""
        y, classes, nouns = self.dataset.y, self.dataset.classes, self.dataset.nouns
        if not classes:
            return f"{nouns.row} {row + 1}"
        number = int((y[: row + 1] == y[row]).sum())
        if self.dataset.picture:
            return f"{nouns.row} {number} of {nouns.target} {classes[y[row]]}"
        return f"{classes[y[row]]} {number}"
