"""One epoch of a run again, step by step, with what the optimizer thought at each step.

The run's own loop trains the epoch once more from a checkpoint. Training is deterministic, so every
number is the one of the first time.

Axes: S steps of an epoch, P parameters, B rows of a batch.
"""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import torch

from nnviz.core.data import Split
from nnviz.core.networks import Network
from nnviz.core.record import Checkpoint
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training

CHANGE = "change Δw"
"""The name of what a step does to each parameter: −η times the direction, in float32."""


@dataclass(frozen=True, eq=False)
class Replay:
    """The steps from the end of `epoch` to the end of the next.

    Attributes:
        network, split, training: what is trained, on which rows, and how.
        start: the moment at the end of `epoch`.
        params: float32 [S+1, P]; row 0 is the record's row of `epoch`, row s holds the parameters
            after s steps, and the last is the record's row of the epoch after (where a branch
            begins there with edited parameters, these stand in the branch's record).
        rows: of each of the S steps, the rows of its batch in the dataset, int64 [B], in the order
            of the batch.
    """

    network: Network
    split: Split
    training: Training
    start: Checkpoint
    params: np.ndarray
    rows: tuple[np.ndarray, ...]

    @property
    def epoch(self) -> int:
        """The epoch that the steps begin after."""
        return self.start.epoch

    @property
    def learning_rate(self) -> float:
        """η × the schedule's factor, the same in all steps of an epoch."""
        return float(self.training.learning_rates[self.epoch])

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return self.params.nbytes + sum(x.nbytes for x in self.rows) + self.start.nbytes

    @torch.inference_mode()
    def quantities(self, step: int) -> dict[str, np.ndarray]:
        """What the optimizer computed in step 0 to S − 1, each float32 [P], by name.

        From the gradient of the loss of the batch at the parameters before the step, over the
        optimizer's memory, to the direction d; then the change, which is params[step + 1] −
        params[step]. Of frozen parameters all are 0. `ValueError` if there is no such step.
        """
        if not 0 <= step < len(self.rows):
            raise ValueError(f"step {step!r} is not from 0 to {len(self.rows) - 1}")
        with closing(Trainer(self.network, self.split, self.training, start=self.start)) as trainer:
            for _ in range(step):
                trainer.step()
            (stepper,) = trainer.steppers
            before = stepper.w.clone()
            trainer.step()
        parts = stepper.take_apart(before)
        parts[CHANGE] = stepper.w - before
        frozen = self.network.parameter_count - len(before)
        return {name: np.pad(part.cpu().numpy(), (frozen, 0)) for name, part in parts.items()}


@dataclass(frozen=True, eq=False)
class Steps:
    """Parameters between the ends of epochs, as the steps left them.

    Attributes:
        per_epoch: S.
        epochs: float64 [rows], rising: epoch 3 and 5 of 15 steps is 3⅓. No whole number is in it,
            as these moments are in the record.
        params: float32 [rows, P].
    """

    per_epoch: int
    epochs: np.ndarray
    params: np.ndarray


@torch.inference_mode()
def replay(
    network: Network, split: Split, training: Training, epoch: int, start: Checkpoint | None = None
) -> Replay:
    """Train the epoch after `epoch`, 0 to E − 1, once more.

    A run that diverges is replayed past the end of its record too, with numbers that are not
    finite.

    Args:
        network, split, training: what is trained, on which rows, and how.
        epoch: how many epochs are trained when the steps begin.
        start: a checkpoint of the run at `epoch` or before; without it, all is trained again.

    Raises:
        ValueError: there is no such epoch, or it lies before the start.
    """
    if epoch not in range(training.epochs):
        raise ValueError(f"epoch {epoch!r} is not a whole number from 0 to {training.epochs - 1}")
    steps = _steps(split, training)
    with closing(go_to(network, split, training, epoch, start)) as trainer:
        start = trainer.checkpoint()
        params = [trainer.theta[0].clone()]
        for _ in range(steps):
            trainer.step()
            params.append(trainer.theta[0].clone())
    rows = split.train_rows[trainer.order.cpu().numpy()]
    size = training.batch_size
    return Replay(
        network=network,
        split=split,
        training=training,
        start=start,
        params=torch.stack(params).cpu().numpy(),
        rows=tuple(rows[size * s : size * (s + 1)] for s in range(steps)),
    )


@torch.inference_mode()
def every_step(
    network: Network,
    split: Split,
    training: Training,
    epoch: int,
    end: int,
    most: int,
    start: Checkpoint | None = None,
) -> Steps:
    """The parameters between the ends of epochs, from `epoch` on, up to `end` at most.

    Of as many whole epochs as have `most` steps; if a single one has more, every k-th of its.

    Args:
        network, split, training, epoch, start: as for `replay`.
        end: the last epoch, after `epoch`.
        most: how many at most.
    """
    steps = _steps(split, training)
    many = min(end - epoch, max(1, most // steps)) * steps
    every = math.ceil(steps / most)
    taken, params = [], []
    with closing(go_to(network, split, training, epoch, start)) as trainer:
        for step in range(1, many):
            trainer.step()
            if step % steps and step % every == 0:
                taken.append(step)
                params.append(trainer.theta[0].cpu().numpy())
    epochs = epoch + np.array(taken) / steps
    shape = (len(params), network.parameter_count)
    return Steps(steps, epochs, np.array(params, np.float32).reshape(shape))


def go_to(
    network: Network, split: Split, training: Training, epoch: int, start: Checkpoint | None = None
) -> Trainer:
    """A trainer at the end of `epoch`, trained from `start` or from the beginning.

    It goes on through divergence; the record before its start is unknown.
    """
    trainer = Trainer(network, split, training, start=start)
    if trainer.epoch > epoch:
        raise ValueError(f"epoch {epoch!r} lies before the start at epoch {trainer.epoch}")
    for _ in range((epoch - trainer.epoch) * _steps(split, training)):
        trainer.step()
    return trainer


def _steps(split: Split, training: Training) -> int:
    """S: batches of an epoch."""
    return math.ceil(len(split.train_y) / training.batch_size)
