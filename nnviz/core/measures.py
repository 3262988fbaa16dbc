"""What a run's record says: pure functions of parameters and data.

Everything here takes the parameters with any leading axes [..., P], so one call serves one epoch,
a whole run, or every epoch of a sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from nnviz.core.data import Split
from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.networks import Network
from nnviz.core.record import Run
from nnviz.core.tasks import MEASURES, TASKS, Measure

SIDES = ("train", "test")

MOST_AT_ONCE, ACTIVATIONS_AT_ONCE = 64, 2**20
"""So many networks pass their rows together, fewer of large ones: the numbers of one chunk stay
within a few tens of megabytes."""


class Curves(Mapping[str, np.ndarray]):
    """Each measure on either side of the split after each kept epoch, by name.

    Names are a side and a measure: "train_loss", "test_loss", and those of the task, such as
    "test_accuracy". Values are float32 [rows], of a stack [rows, R]; they are attributes, too:
    ``curves.train_loss``. A loss that is not finite is kept as it is; other measures are NaN there.

    Args:
        values: by name.
        task: the key of the task that they are of.
    """

    def __init__(self, values: Mapping[str, np.ndarray], task: str) -> None:
        self._values = dict(values)
        self.task = task

    def __getitem__(self, name: str) -> np.ndarray:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def score(self) -> Measure:
        """The measure that tells how good the answers are: the first of the task's own."""
        return MEASURES[self._score]

    @property
    def test_score(self) -> np.ndarray:
        """That measure on the test rows, [rows, ...]."""
        return self[f"test_{self._score}"]

    @property
    def train_score(self) -> np.ndarray:
        """The same on the training rows."""
        return self[f"train_{self._score}"]

    @property
    def _score(self) -> str:
        return TASKS[self.task].measures[0]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self["train_loss"])

    def rows(self, start: int, stop: int) -> Curves:
        """The part from row `start` up to, not including, row `stop`."""
        return self._each(lambda values: values[start:stop])

    def of(self, index: int) -> Curves:
        """The curves [rows] of network `index` of a stack."""
        return self._each(lambda values: values[:, index])

    def reshape(self, *shape: int) -> Curves:
        """The curves [rows, R] of a stack as [rows, *shape]."""
        return self._each(lambda values: values.reshape(len(values), *shape))

    def where(self, rows: np.ndarray) -> Curves:
        """The rows that a mask [rows] names."""
        return self._each(lambda values: values[rows])

    def stacked(self) -> Curves:
        """The curves [rows] of one run as those of a stack of one, [rows, 1]."""
        return self._each(lambda values: values[:, None])

    def then(self, later: Curves) -> Curves:
        """These rows followed by `later` ones."""
        joined = {name: np.concatenate([self[name], later[name]]) for name in self}
        return Curves(joined, self.task)

    def _each(self, change: Callable[[np.ndarray], np.ndarray]) -> Curves:
        return Curves({name: change(values) for name, values in self.items()}, self.task)


def curves(run: Run, split: Split) -> Curves:
    """Loss and the task's measures on the training and the test rows at every epoch of a run."""
    return evaluate(run.network, run.training.loss, run.params, split)


def curves_of(experiment: Experiment, run: Run) -> Curves:
    """The same of an experiment's run: of a branch before its origin, as its parent's network.

    The parent may have another activation function.
    """
    measured = curves(run, experiment.split())
    if experiment.origin is None:
        return measured
    parent = experiment.origin.parent
    own = run.epochs >= experiment.origin.epoch
    past = replace(run.rows(0, np.count_nonzero(~own)), network=parent.network)
    return curves_of(parent, past).then(measured.where(own))


def evaluate(network: Network, loss: str, params: np.ndarray, split: Split) -> Curves:
    """Every measure of params [rows, ..., P] on both sides of a split, each [rows, ...]."""
    sides = [
        _measured(network, loss, params, x, targets, split.task)
        for x, targets in (
            (split.train_x, split.train_targets),
            (split.test_x, split.test_targets),
        )
    ]
    return Curves(
        {
            f"{side}_{name}": sides[place][name]
            for name in sides[0]
            for place, side in enumerate(SIDES)
        },
        split.task,
    )


def training_loss(network: Network, loss: str, params: np.ndarray, split: Split) -> np.ndarray:
    """The mean training loss alone, of params [rows, ..., P]: [rows, ...]."""
    side = split.train_x, split.train_targets
    return _measured(network, loss, params, *side, split.task)["loss"]


def at_once(network: Network, rows: int) -> int:
    """How many networks of this shape pass so many rows together."""
    one = rows * sum(network.sizes[1:])
    return max(min(ACTIVATIONS_AT_ONCE // one, MOST_AT_ONCE), 1)


@torch.inference_mode()
def _measured(
    network: Network, loss: str, params: np.ndarray, x: np.ndarray, targets: np.ndarray, task: str
) -> dict[str, np.ndarray]:
    """Mean loss and the task's measures of params [rows, ..., P] on rows x [N, D]: [rows, ...]."""
    inputs, wanted = torch.from_numpy(x), torch.from_numpy(targets)  # [N, D], [N, K]
    flat = torch.from_numpy(np.require(params, requirements="W")).flatten(0, -2)  # [networks, P]
    measures = {key: MEASURES[key] for key in TASKS[task].measures}
    found: dict[str, list[Tensor]] = {"loss": [], **{name: [] for name in measures}}
    for chunk in flat.split(at_once(network, len(x))):
        z = network.logits(chunk, inputs)  # [chunk, N, K]
        value = LOSSES[loss].value(z, wanted)  # [chunk]
        found["loss"].append(value)
        for name, measure in measures.items():
            found[name].append(measure.of(z, wanted).masked_fill(~value.isfinite(), torch.nan))
    shape = params.shape[:-1]
    return {name: torch.cat(values).reshape(shape).numpy() for name, values in found.items()}


@torch.inference_mode()
def row_losses(
    network: Network, loss: str, params: np.ndarray, x: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """The loss of each row alone, of params [..., P] on rows x [N, D]: [..., N]."""
    z = network.logits(torch.from_numpy(params.copy()), torch.from_numpy(x))  # [..., N, K]
    wanted = torch.from_numpy(targets)
    return LOSSES[loss].value(z.unsqueeze(-2), wanted.unsqueeze(-2)).numpy()  # [..., N]


def blind_loss(loss: str, split: Split) -> float:
    """What it costs to know nothing: the mean training loss of the task's blind answer."""
    targets = torch.from_numpy(split.train_targets)
    z = TASKS[split.task].blind(targets).expand(targets.shape)  # [N, K]
    return float(LOSSES[loss].value(z, targets))


def gradients(run: Run, split: Split) -> Tensor:
    """∂(mean training loss)/∂params at every epoch of a run: [rows, P]."""
    params = torch.from_numpy(np.require(run.params, requirements="W"))
    x, targets = torch.from_numpy(split.train_x), torch.from_numpy(split.train_targets)
    with torch.inference_mode():
        return run.network.gradients(params, x, targets, run.training.loss)
