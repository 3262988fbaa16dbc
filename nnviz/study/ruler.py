"""How far one step should go: the loss along the negative gradient, and the range test.

The ruler stands still: it tries every learning rate for one step from the same parameters. The
range test trains: it raises the learning rate from epoch to epoch of a single run.

Axes: A learning rates, E epochs, P parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch

from nnviz.core.bounds import LEARNING_RATE
from nnviz.core.data import Split
from nnviz.core.measures import training_loss
from nnviz.core.networks import Network
from nnviz.core.training import Training
from nnviz.study.sweep import Edge

RATES = np.geomspace(LEARNING_RATE.low, 100, 141)
"""The marks of the ruler: twenty for each power of ten."""

RANGE_EPOCHS = 100

REFINEMENTS = 3
SMOOTHED_EPOCHS = 5
BLOWN_UP, FOR_LONG, NOTHING = 4, 0.5, 0.01
"""A test has blown up where its loss is above its lowest so far by the factor `BLOWN_UP`, and above
`NOTHING` × its first, or not finite, in `FOR_LONG` of the epochs from there on: one leap from which
it comes back, or a rise of what was next to nothing, is none."""


@dataclass(frozen=True, eq=False)
class Ruler:
    """The loss after one step of plain gradient descent, w − η g, for every learning rate η.

    Attributes:
        learning_rates: η, float64 [A], rising.
        loss: L(w − η g), [A]; not finite where the step overflows.
        start: L(w).
        gradient: |g|, the length of the gradient of L at w.
        curvature: gᵀHg / |g|², how L bends along g (H: second derivatives); NaN if g is 0.
        learning_rate: the η of the step in question.
        here: the loss after that step.
        best: the η whose step ends lowest; None if no step lowers the loss.
        best_loss: the loss after the best step, `start` if there is none.
        edge: the first η beyond the best whose step ends above `start`, the first mark if no step
            lowers the loss; None if the ruler ends before.
    """

    learning_rates: np.ndarray
    loss: np.ndarray
    start: float
    gradient: float
    curvature: float
    learning_rate: float
    here: float
    best: float | None
    best_loss: float
    edge: float | None

    @property
    def parabola(self) -> np.ndarray:
        """L − η |g|² + ½ η² gᵀHg, [A]: what slope and curvature at w alone promise.

        Where it bends upwards its lowest point is at 1/curvature, and from 2/curvature on it is
        above the start (LeCun, Simard & Pearlmutter 1992, "Automatic learning rate maximization by
        on-line estimation of the Hessian's eigenvectors").
        """
        eta, squared = self.learning_rates, self.gradient**2
        return self.start - eta * squared + eta**2 * self.curvature * squared / 2


def ruler(
    network: Network,
    loss: str,
    params: np.ndarray,
    split: Split,
    learning_rate: float,
    learning_rates: np.ndarray = RATES,
) -> Ruler:
    """The ruler of a network's mean training loss at params [P].

    Computed in float64: late in training a step changes the loss by less than float32 can tell.
    """
    losses, gradients = _exactly(network, loss, split)
    return measure(losses, gradients, params.astype(np.float64), learning_rate, learning_rates)


def best_gain(
    network: Network,
    loss: str,
    params: np.ndarray,
    split: Split,
    learning_rates: np.ndarray = RATES,
) -> float:
    """By how much the best step of the ruler lowers the mean training loss; 0 if none does."""
    losses, gradients = _exactly(network, loss, split)
    params = params.astype(np.float64)
    after = _after(losses, params, gradients(params))
    (start,) = after(np.zeros(1))
    found = after(learning_rates)
    lowest = int(np.argmin(np.where(np.isfinite(found), found, np.inf)))
    if not found[lowest] < start:
        return 0.0
    return float(start - _refined_minimum(after, learning_rates, found, lowest)[1])


Numbers = Callable[[np.ndarray], np.ndarray]


def _exactly(network: Network, loss: str, split: Split) -> tuple[Numbers, Numbers]:
    """The mean training loss [...] and its gradient [..., P] at params [..., P], in float64."""
    exact = replace(split, train_x=split.train_x.astype(np.float64))
    x, y = torch.from_numpy(exact.train_x), torch.from_numpy(exact.train_targets)

    def losses(at: np.ndarray) -> np.ndarray:
        return training_loss(network, loss, at, exact)

    def gradients(at: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return network.gradients(torch.from_numpy(at), x, y, loss).numpy()

    return losses, gradients


def _after(losses: Numbers, params: np.ndarray, gradient: np.ndarray) -> Numbers:
    """The losses [A] after one step of each learning rate [A]."""

    def after(rates: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore", invalid="ignore"):
            return losses(params - rates[:, None] * gradient)

    return after


def measure(
    losses: Numbers,
    gradients: Numbers,
    params: np.ndarray,
    learning_rate: float,
    learning_rates: np.ndarray = RATES,
) -> Ruler:
    """The ruler of any loss: `losses` maps params [..., P] to [...], `gradients` to [..., P]."""
    gradient = gradients(params)
    length = float(np.linalg.norm(gradient))
    after = _after(losses, params, gradient)
    start, here = map(float, after(np.array([0.0, learning_rate])))
    loss = after(learning_rates)
    best, best_loss, edge = _marks(after, learning_rates, loss, start)
    return Ruler(
        learning_rates=learning_rates,
        loss=loss,
        start=start,
        gradient=length,
        curvature=_curvature(gradients, params, gradient, length),
        learning_rate=learning_rate,
        here=here,
        best=best,
        best_loss=best_loss,
        edge=edge,
    )


def _marks(
    after: Callable[[np.ndarray], np.ndarray], rates: np.ndarray, loss: np.ndarray, start: float
) -> tuple[float | None, float, float | None]:
    """The best rate, its loss, and the edge beyond it, refined between the marks of the ruler."""
    lowest = int(np.argmin(np.where(np.isfinite(loss), loss, np.inf)))
    above = ~(loss <= start)  # what is not finite is above, too
    beyond = np.flatnonzero(above[lowest:]) + lowest
    if not loss[lowest] < start:
        return None, start, float(rates[0]) if above[0] else None
    best, best_loss = _refined_minimum(after, rates, loss, lowest)
    if not len(beyond):
        return best, best_loss, None
    low, high = rates[beyond[0] - 1], rates[beyond[0]]
    for _ in range(REFINEMENTS):
        finer = np.geomspace(low, high, 41)
        first = max(int(np.argmax(~(after(finer) <= start))), 1)
        low, high = finer[first - 1], finer[first]
    return best, best_loss, float(high)


def _refined_minimum(
    after: Callable[[np.ndarray], np.ndarray], rates: np.ndarray, loss: np.ndarray, lowest: int
) -> tuple[float, float]:
    """The lowest point near mark `lowest`, looked for ever closer to it."""
    for _ in range(REFINEMENTS):
        low, high = rates[max(lowest - 1, 0)], rates[min(lowest + 1, len(rates) - 1)]
        rates = np.geomspace(low, high, 41)
        loss = after(rates)
        lowest = int(np.argmin(np.where(np.isfinite(loss), loss, np.inf)))
    return float(rates[lowest]), float(loss[lowest])


def _curvature(
    gradients: Callable[[np.ndarray], np.ndarray],
    params: np.ndarray,
    gradient: np.ndarray,
    length: float,
) -> float:
    """gᵀHg / |g|²: how fast the slope along the unit vector g/|g| changes, by a short walk."""
    if not 0 < length < np.inf:
        return float("nan")
    unit = gradient / length
    walk = 1e-5
    either = gradients(params + np.array([[walk], [-walk]]) * unit)  # [2, P]
    return float((either[0] - either[1]) @ unit / (2 * walk))


@dataclass(frozen=True, eq=False)
class Suggestion:
    """What a range test says.

    Attributes:
        smoothed: the training loss [E], each the mean of up to five neighbouring epochs.
        steepest: η where the smoothed loss falls to new lows fastest per power of ten; None if it
            never falls.
        blow_up: the first η from which on at least half of the epochs end at more than four times
            the lowest loss so far, or not finite; None if there is none.
    """

    smoothed: np.ndarray
    steepest: float | None
    blow_up: float | None

    def advised(self, edge: Edge | None = None) -> tuple[float | None, float | None]:
        """The rates that practitioners begin with: of the fastest fall, and the tenth of a blow-up.

        Géron 2022, Hands-On Machine Learning, chapter 10. Each is None if the test has none, or if
        it lies beyond an edge from which whole runs have been found to be unstable.
        """
        tenth = None if self.blow_up is None else self.blow_up / 10
        if edge is None or edge.unstable is None:
            return self.steepest, tenth
        most = edge.stable or 0.0
        return tuple(
            None if rate is None or rate > most else rate for rate in (self.steepest, tenth)
        )


def range_training(training: Training) -> Training:
    """The range test of a training: the same, but η grows through `LEARNING_RATE` in 100 epochs.

    Smith 2017, "Cyclical Learning Rates for Training Neural Networks", arXiv:1506.01186, section
    3.3; here η grows by the same factor each epoch, not by the same amount each step.
    """
    low, high = LEARNING_RATE
    decay = float((high / low) ** (1 / (RANGE_EPOCHS - 1)))
    return replace(
        training,
        learning_rate=low,
        schedule="exponential",
        schedule_values=(decay,),
        epochs=RANGE_EPOCHS,
    )


def suggestion(learning_rates: np.ndarray, loss: np.ndarray) -> Suggestion:
    """Read a range test: η of each epoch and the training loss after it, both [E]."""
    finite = np.isfinite(loss)
    count = len(loss) if finite.all() else int(np.argmin(finite))
    lowest = np.minimum.accumulate(np.where(finite, loss, np.inf))
    blown = ~finite | (loss > np.maximum(BLOWN_UP * lowest, NOTHING * loss[0]))
    shares = blown[::-1].cumsum()[::-1] / np.arange(len(loss), 0, -1)  # of all that is to come
    lasting = blown & (shares >= FOR_LONG)
    end = int(np.argmax(lasting)) if lasting.any() else len(loss)

    half = SMOOTHED_EPOCHS // 2
    smoothed = np.full(len(loss), np.nan)
    for epoch in range(count):
        smoothed[epoch] = np.mean(loss[max(epoch - half, 0) : min(epoch + half + 1, count)])
    new_lows = np.minimum.accumulate(smoothed[: end + 1])  # to come back from a leap is no fall
    slopes = np.diff(new_lows) / np.diff(np.log10(learning_rates[: end + 1]))
    slopes = slopes[: max(end - 1, 0)]  # before the loss blows up
    falls = len(slopes) > 0 and slopes.min() < 0
    return Suggestion(
        smoothed=smoothed,
        steepest=float(learning_rates[int(np.argmin(slopes)) + 1]) if falls else None,
        blow_up=float(learning_rates[end]) if end < len(loss) else None,
    )
