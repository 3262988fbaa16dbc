"""How long this machine takes: an epoch of training, and rows one at a time or as one matrix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from nnviz.core.data import Split
from nnviz.core.networks import Network
from nnviz.core.passes import beside_ones
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training

ROWS = tuple(4**power for power in range(9))
"""Row counts to measure: 1, 4, 16, … 65536."""

MOST_SINGLE_ROWS = 4096
"""More rows than this, one at a time, would take too long to wait for."""

LEAST_REPEATS = 3
MOST_REPEATS = 200


@dataclass(frozen=True, eq=False)
class Times:
    """Seconds of one forward pass over n rows, medians of several.

    Attributes:
        rows: n, int64 [C], rising.
        loop: one row after the other on the CPU, [C]; NaN where it was not measured.
        matrix: all rows as one matrix on the CPU, [C].
        gpu: all rows as one matrix on the GPU that holds them already, [C]; None without a GPU.
    """

    rows: np.ndarray
    loop: np.ndarray
    matrix: np.ndarray
    gpu: np.ndarray | None

    @property
    def crossing(self) -> int | None:
        """The smallest n from which on the GPU is faster than the CPU; None if never or no GPU."""
        return None if self.gpu is None else crossing(self.rows, self.matrix, self.gpu)


def crossing(rows: np.ndarray, cpu: np.ndarray, gpu: np.ndarray) -> int | None:
    """The first of `rows` [C] from which on `gpu` [C] stays below `cpu` [C]; None if it never does.

    >>> crossing(np.array([1, 4, 16]), np.array([1.0, 2, 9]), np.array([5.0, 1, 1]))
    4
    """
    slower = np.flatnonzero(gpu >= cpu)
    first = int(slower[-1]) + 1 if len(slower) else 0
    return int(rows[first]) if first < len(rows) else None


@torch.inference_mode()
def one_by_one(network: Network, params: Tensor, x: Tensor) -> Tensor:
    """Logits [n, K] of x [n, D], each row multiplied by itself."""
    row = beside_ones(x[:1])  # [1, D + 1]
    tape, found = network.tape(params, row), []
    for values in x.split(1):
        row[:, :-1] = values
        found.append(tape.forward()[-1].z.clone())
    return torch.cat(found)


@torch.inference_mode()
def as_one_matrix(network: Network, params: Tensor, x: Tensor) -> Tensor:
    """Logits [n, K] of x [n, D], all rows in the same products."""
    return network.logits(params, x)


def measure(
    network: Network,
    gpu: torch.device | None = None,
    rows: Sequence[int] = ROWS,
    seconds: float = 1.0,
) -> Times:
    """Measure both ways on the CPU, and the matrix on `gpu` if there is one, in about `seconds`."""
    share = seconds / (3 * len(rows))
    params = network.init(0)
    generator = torch.Generator().manual_seed(0)
    x = torch.randn((max(rows), network.sizes[0]), generator=generator)
    few = [count for count in rows if count <= MOST_SINGLE_ROWS]
    loop = [_median(lambda n=n: one_by_one(network, params, x[:n]), share) for n in few]
    matrix = [_median(lambda n=n: as_one_matrix(network, params, x[:n]), share) for n in rows]
    return Times(
        rows=np.array(rows),
        loop=np.array([*loop, *[np.nan] * (len(rows) - len(few))]),
        matrix=np.array(matrix),
        gpu=None if gpu is None else _on(gpu, network, params, x, rows, share),
    )


def _on(
    gpu: torch.device,
    network: Network,
    params: Tensor,
    x: Tensor,
    rows: Sequence[int],
    share: float,
) -> np.ndarray:
    """Seconds [C] of the matrix on a GPU, from the call until the result is there."""
    params, x = params.to(gpu), x.to(gpu)

    def work(count: int) -> None:
        as_one_matrix(network, params, x[:count])
        if gpu.type != "cpu":  # a GPU works on after the call has returned
            torch.accelerator.synchronize(gpu)

    return np.array([_median(lambda n=n: work(n), share) for n in rows])


def _median(work: Callable[[], object], seconds: float) -> float:
    """The median time of a call in seconds, after one call that does not count."""
    work()
    times, end = [], perf_counter() + seconds
    while len(times) < LEAST_REPEATS or (perf_counter() < end and len(times) < MOST_REPEATS):
        times.append(_seconds(work))
    return float(np.median(times))


def _seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def seconds_per_epoch(
    network: Network, split: Split, trainings: Sequence[Training], seconds: float = 0.2
) -> list[float]:
    """The median time of one epoch of each of these trainings, measured about `seconds` each.

    They take turns, an epoch of each after the other: what disturbs the machine for a while
    disturbs all of them alike, and the medians can be compared. The first epoch of each, which also
    builds what later ones reuse, does not count.
    """
    end = perf_counter() + seconds * len(trainings)
    with ExitStack() as stack:
        trainers = [
            stack.enter_context(closing(Trainer(network, split, _without_end(training))))
            for training in trainings
        ]
        rounds = []
        while len(rounds) <= LEAST_REPEATS or (
            perf_counter() < end and len(rounds) <= MOST_REPEATS
        ):
            rounds.append([_seconds(partial(trainer.advance, 1)) for trainer in trainers])
    return np.median(rounds[1:], axis=0).tolist()


def _without_end(training: Training) -> Training:
    """A training of the same arithmetic that neither ends too soon nor diverges."""
    many = max(training.epochs, MOST_REPEATS + 1)
    return replace(
        training, epochs=many, learning_rate=1e-8, schedule="constant", schedule_values=()
    )
