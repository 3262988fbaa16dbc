"""What a run suffers from, where one sees it, and what may help.

Each rule reads the record and states numbers of it; none trains. A finding is a statement about
this record, and its cure is a suggestion: whether it helps, only the training with it shows.

What the rules cannot know: why a loss stays high where no rule holds (a network may be too small,
and a plateau that two classes share looks like learning); whether a loss that still falls slowly
would have fallen in a longer run; and, as the epoch of the lowest test loss is picked by looking at
that same loss, how much of an overfit is luck of the pick.

"A guess" is a network that gives every class the same probability: ln K nats of cross-entropy.
Row r of a record holds the parameters after `run.epochs[r]` epochs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Split
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves, evaluate
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.text import number
from nnviz.core.training import Training
from nnviz.study.diagnosis import DEAD_SHARE, cliff, dead_units, guess_loss, row_losses
from nnviz.study.ruler import RATES

__all__ = ["Cure", "Finding", "examine"]

LEAST_EPOCHS = 5
"""Fewer epochs than these say nothing about where a loss is going."""

LEARNED = 0.01
"""Below this × a guess nothing is left to learn, and dead or saturated neurons do no harm: those
of a network that is rightly sure of itself are saturated, too."""

END, SATURATED_ROWS = 0.01, 0.95
"""A neuron is saturated if its activation is within `END` of its range from one of its ends for
`SATURATED_ROWS` of the training rows: its slope there is near 0, and so is all gradient through it
(Glorot & Bengio 2010, AISTATS). A layer is worth a word under the same rule as for dead ones:
more than `DEAD_SHARE` of its neurons."""

FAR = 1e3
"""An activation function that is bounded has reached its ends at ±`FAR`."""

PLATEAU, PLATEAU_SHARE = 0.02, 0.25
"""A loss is stuck while it is within `PLATEAU` of what constant answers cost, be it equal
probabilities or the classes' shares, for `PLATEAU_SHARE` of the epochs or more. For deep networks
of sigmoids see Glorot & Bengio 2010, section 3."""

RISE, RESTLESS_SHARE = 0.02, 1 / 3
"""A loss is restless if it rises by `RISE` × a guess or more in `RESTLESS_SHARE` of the epochs of a
run's second half: the steps are too long for the valley (LeCun, Bottou, Orr & Müller 1998,
Efficient BackProp; Goodfellow, Bengio & Courville 2016, section 8.3.1).
A step beyond the edge of the ruler alone is no illness: healthy runs take some."""

UNFINISHED, WORTH, IDLE = 0.1, 0.01, 10.0
"""The learning rate is far too low if the run ends above `UNFINISHED` × a guess, and one single
step along the negative gradient, the best of `MARKS`, would have lowered the loss by
`WORTH` × a guess or more and by `IDLE` × as much as an epoch did (medians of three epochs). This
compares losses, not learning rates, so it holds for every optimizer. The rule is ours; the best
step along the gradient is Cauchy's (1847)."""

MOST_IDLE = 1e6
"""Losses are float32: smaller changes than the best step's over this cannot be told from none."""

MARKS = RATES[::4]
"""Five learning rates for each power of ten, from 0.00001 to 100."""

LEAST_MORE = 3.0
"""A cure by a larger learning rate multiplies by this or more."""

OVERFIT, SURE, WELL_BEFORE = 1.2, 1.645, 0.75
"""Overfitting: the test loss ends at `OVERFIT` × its lowest or more, which it had within the first
`WELL_BEFORE` of the epochs, while the training loss has fallen since (Prechelt 1998, "Early
stopping – but when?", generalisation loss). So that one or two odd test rows do not ring the bell,
the rise must be `SURE` standard errors of the test rows' own rises or more (5 %, one-sided)."""

SMALLER = 10
"""A cure by a smaller learning rate divides by this."""

AT_ONCE = 4 * 2**20
"""The most activations that one look back over a record computes at once."""

OTHER = {"optimizer": "adam", "learning_rate": 0.01}
CONSTANT = (("schedule", "constant"), ("schedule_values", ()))
LEAKY, STEEP = "leaky_relu", "tanh"
"""What a cure puts in the place of another optimizer, schedule, or activation function."""

Place = tuple[str, int, int] | tuple[str, int, int, int]


@dataclass(frozen=True)
class Cure:
    """One thing to try.

    Attributes:
        label: on its button.
        epoch: e, train on from there; 0: the same start again.
        training: the fields of `Training` that change, as (name, value).
        activation: key in `ACTIVATIONS` if that changes, which needs epoch 0.
    """

    label: str
    epoch: int
    training: tuple[tuple[str, Any], ...] = ()
    activation: str | None = None

    def applied(self, network: Network, training: Training) -> tuple[Network, Training]:
        """The network and the training with this cure's changes."""
        activation = self.activation or network.activation
        return replace(network, activation=activation), replace(training, **dict(self.training))


@dataclass(frozen=True)
class Finding:
    """One disease of a run.

    Attributes:
        disease: its key.
        title: its name on the screen.
        sentence: what the record shows, with its numbers.
        epoch: the first epoch that shows it.
        place: ("neuron", layer, index) or ("weight", layer, from, to), layer 0 = the inputs, if
            there is a place to look at.
        units: the neurons concerned, as (layer, index).
        cure: what to try.
    """

    disease: str
    title: str
    sentence: str
    epoch: int
    place: Place | None = None
    units: tuple[tuple[int, int], ...] = ()
    cure: Cure | None = None


def examine(run: Run, curves: Curves, split: Split) -> list[Finding]:
    """What a run with its curves [rows] suffers from, most urgent first; [] where no rule holds.

    At most one finding per disease. A diverged run has that one alone: the rest follows from it.
    A loss that is stuck for want of a good learning rate is not reported again.

    Only runs that end unfinished pay for steps along the gradient, at three epochs. To date dead or
    saturated neurons, large networks are looked at in every k-th epoch only, so that at most
    `AT_ONCE` activations are computed.
    """
    loss = curves.train_loss
    if not np.isfinite(loss).all():
        return [_diverged(run, loss, split)]
    if run.trained == 0:
        return []
    guess = guess_loss(run.training.loss, split.train_y, run.network.sizes[-1])
    high = _too_high(run, loss, guess, split)
    low = _too_low(run, loss, guess, split)
    rate = high or low
    harmful = loss[-1] > LEARNED * guess
    stuck = None if rate else _stuck(run, loss, guess, split)
    dead = _dead(run, split, rate or stuck) if harmful else None
    saturated = _saturated(run, split, high) if harmful else None
    overfit = _overfit(run, curves, split)
    return [found for found in (high, dead, saturated, low, stuck, overfit) if found]


def _diverged(run: Run, loss: np.ndarray, split: Split) -> Finding:
    row = int(np.argmin(np.isfinite(loss)))
    epoch = int(run.epochs[row])
    return Finding(
        "diverged",
        "Diverged",
        f"At epoch {epoch} the training loss is no longer a finite number: each step overshot "
        f"further than the one before. The learning rate there was η = {number(_rate(run, row))}.",
        epoch,
        cure=_smaller_steps(run, loss, split, row),
    )


def _too_high(run: Run, loss: np.ndarray, guess: float, split: Split) -> Finding | None:
    """A cliff without a way back, or a restless loss."""
    rises = np.diff(loss) >= RISE * guess
    late = rises[len(rises) // 2 :]
    restless = run.trained >= LEAST_EPOCHS and late.mean() >= RESTLESS_SHARE
    row = cliff(loss, guess)
    if row is None and not restless:
        return None
    if row is None:
        row = int(np.argmax(rises)) + 1
    low = int(np.argmin(loss[:row]))
    return Finding(
        "rate_too_high",
        "Learning rate too high",
        f"The training loss was {number(loss[low])} at epoch {run.epochs[low]} and jumped up to "
        f"{number(loss[row])} by epoch {run.epochs[row]}; it ends at {number(loss[-1])}. Steps "
        f"with η = {number(_rate(run, row))} leap over the valley instead of into it.",
        int(run.epochs[row]),
        cure=_smaller_steps(run, loss, split, row),
    )


def _smaller_steps(run: Run, loss: np.ndarray, split: Split, row: int) -> Cure:
    """Train on from the lowest point before the trouble at `row`, with a tenth of the step.

    A tenth of the learning rate there, or of the best single step if that is less; constant, as a
    schedule may be what led there.
    """
    rate, start = _rate(run, row), 0
    if row:
        start = int(np.argmin(loss[:row]))
        rate = min(rate, _best_step(run, start, split)[0])
    epoch = int(run.epochs[start])
    eta = _tidy(rate / SMALLER)
    changes = (("learning_rate", eta), *CONSTANT)
    return Cure(f"Try η = {number(eta)} {_from(epoch)}", epoch, changes)


def _too_low(run: Run, loss: np.ndarray, guess: float, split: Split) -> Finding | None:
    if run.trained < LEAST_EPOCHS or loss[-1] <= UNFINISHED * guess:
        return None
    last = len(loss) - 1
    rows = [0, last // 3, 2 * last // 3]
    rates, gains = np.array([_best_step(run, row, split) for row in rows]).T
    changes = np.abs(np.diff(loss) / np.diff(run.epochs))[rows]
    gain = float(np.median(gains))
    ratios = gains / np.maximum(changes, gain / MOST_IDLE)
    if gain < WORTH * guess or np.median(ratios) < IDLE:
        return None
    # An epoch falls about in proportion to η: so that it falls like the best step, at the epoch
    # that would bear the least, but with steps no longer than that one.
    more = max(ratios.min(), LEAST_MORE)
    eta = _tidy(min(run.training.learning_rate * more, rates.min()))
    return Finding(
        "rate_too_low",
        "Learning rate too low",
        f"An epoch changes the training loss by about {number(float(np.median(changes)))}; one "
        f"single step of the right length, straight down the slope, would lower it by "
        f"{number(gain)}. After {run.trained} epochs it is still {number(loss[-1])}.",
        0,
        cure=_again((("learning_rate", eta),)),
    )


def _dead(run: Run, split: Split, other: Finding | None) -> Finding | None:
    if _ends(run.network) is not None:
        return None
    layers = dead_units(run, split)
    units = _sick(layers)
    if not units:
        return None
    layer = units[0][0]

    def dead(a: torch.Tensor) -> torch.Tensor:
        return (a == 0).all(dim=-2)

    epoch = _first(run, split, layer, dead)
    # Where the steps are wrong as well, another activation function alone does not help.
    changes = other.cure.training if other and other.cure else ()
    return Finding(
        "dead",
        "Dead neurons",
        f"{_count(layers, layer)} are 0 for every training row; more than half of the layer "
        f"were so by epoch {epoch}. Such a neuron passes nothing on and gets no gradient, so it "
        "does not learn its way back.",
        epoch,
        place=("neuron", *units[0]),
        units=units,
        cure=_again(changes, LEAKY),
    )


def _saturated(run: Run, split: Split, high: Finding | None) -> Finding | None:
    ends = _ends(run.network)
    if ends is None:
        return None
    bottom, top = ends
    near = END * (top - bottom)

    def saturated(a: torch.Tensor) -> torch.Tensor:
        flat = (a < bottom + near) | (a > top - near)
        return flat.float().mean(dim=-2) >= SATURATED_ROWS

    params = torch.from_numpy(run.params[-1].copy())
    hidden = run.network.neurons(params, torch.from_numpy(split.train_x))[:-1]
    layers = [saturated(neurons.a).numpy() for neurons in hidden]
    units = _sick(layers)
    if not units:
        return None
    layer = units[0][0]
    epoch = _first(run, split, layer, saturated)
    sentence = (
        f"{_count(layers, layer)} answer {number(bottom)} or {number(top)} for nearly every "
        f"training row; more than half of the layer did so by epoch {epoch}. The curve is flat "
        "there, so hardly any gradient comes through: the weights before them are too large."
    )
    eta = _tidy(run.training.learning_rate / SMALLER)
    cure = high.cure if high else _again((("learning_rate", eta),))
    where = ("neuron", *units[0])
    return Finding("saturated", "Saturated neurons", sentence, epoch, where, units, cure)


def _stuck(run: Run, loss: np.ndarray, guess: float, split: Split) -> Finding | None:
    shares = _share_loss(run, split)
    at_guess = np.abs(loss - guess) <= PLATEAU * guess
    at_shares = np.abs(loss - shares) <= PLATEAU * shares
    there = np.flatnonzero(at_guess | at_shares)
    if len(there) < max(PLATEAU_SHARE * len(loss), LEAST_EPOCHS):
        return None
    first, last = int(run.epochs[there[0]]), int(run.epochs[there[-1]])
    middle = int(there[len(there) // 2])
    return Finding(
        "stuck",
        "Stuck at guessing",
        f"From epoch {first} to {last} the training loss stays near {number(loss[middle])}. "
        f"Without looking at the penguin, equal chances cost {number(guess)}, and the shares of "
        f"the species cost {number(shares)}.{_fading(run, middle, split)}",
        first,
        cure=_way_out(run),
    )


def _fading(run: Run, row: int, split: Split) -> str:
    """How much of the gradient arrives at the first layer, where there are several."""
    if len(run.network.sizes) < 3:
        return ""
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_targets)
    params = torch.from_numpy(run.params[row].copy())
    with torch.inference_mode():
        gradient = run.network.gradients(params, x, y, run.training.loss)
    lengths = [float(layer.W.norm()) for layer in run.network.views(gradient)]
    if not lengths[0] < lengths[-1]:
        return ""
    return (
        f" Of the last layer's gradient, {number(lengths[-1])} long, no more than "
        f"{number(lengths[0])} arrives at the first."
    )


def _way_out(run: Run) -> Cure | None:
    """Another optimizer, and another activation function where its slope shrinks the gradient.

    Every layer multiplies the gradient by its slopes (Hochreiter 1991; Glorot & Bengio 2010), and a
    function whose slope stays below 1, as the sigmoid's 1/4 does, makes it fade. Adam divides each
    step by the gradient's own size.
    """
    activation = ACTIVATIONS[run.network.activation]
    z = torch.linspace(-5, 5, 101)
    fades = len(run.network.sizes) > 2 and activation.slope(z, activation.function(z)).max() < 1
    changes = () if replace(run.training, **OTHER) == run.training else tuple(OTHER.items())
    return _again(changes, STEEP if fades else None) if changes or fades else None


def _again(changes: tuple[tuple[str, Any], ...], activation: str | None = None) -> Cure:
    """The same start with these changes, named on the button."""
    fields = dict(changes)
    names = [ACTIVATIONS[activation].label] if activation else []
    names += [OPTIMIZERS[fields["optimizer"]].label] if "optimizer" in fields else []
    names += [f"η = {number(fields['learning_rate'])}"] if "learning_rate" in fields else []
    return Cure(f"Try {', '.join(names)} {_from(0)}", 0, changes, activation)


def _overfit(run: Run, curves: Curves, split: Split) -> Finding | None:
    test, loss = curves.test_loss, curves.train_loss
    if run.trained < LEAST_EPOCHS or not np.isfinite(test).all():
        return None
    low = int(np.argmin(test))
    epoch = int(run.epochs[low])
    if not 0 < epoch <= WELL_BEFORE * run.trained:
        return None
    if test[-1] < OVERFIT * test[low] or loss[-1] >= loss[low]:
        return None
    then, end = (row_losses(run, row, split.test_x, split.test_y) for row in (low, -1))
    rises = (end - then).astype(np.float64)
    if rises.mean() < SURE * rises.std() / math.sqrt(len(rises)):
        return None
    return Finding(
        "overfitting",
        "Overfitting",
        f"The test loss was lowest at epoch {epoch}, {number(test[low])}, and has risen to "
        f"{number(test[-1])} since, while the training loss fell from {number(loss[low])} to "
        f"{number(loss[-1])}. The network learns its training rows by heart.",
        epoch,
        cure=_stop(run, low),
    )


def _stop(run: Run, row: int) -> Cure:
    """The same, but only up to the epoch of `row`.

    A schedule that looks at the number of epochs would be another one in a shorter run, so there
    the last stretch before it is trained again, at the learning rate it had.
    """
    epoch = int(run.epochs[row])
    label, stop = f"Try stopping at epoch {epoch}", ("epochs", epoch)
    shorter = replace(run.training, epochs=epoch).learning_rates
    if np.array_equal(shorter, run.training.learning_rates[:epoch]):
        return Cure(label, 0, (stop,))
    changes = (("learning_rate", _rate(run, row)), *CONSTANT, stop)
    return Cure(label, int(run.epochs[row - 1]), changes)


def _share_loss(run: Run, split: Split) -> float:
    """The mean training loss of always answering with the classes' shares."""
    labels = torch.nn.functional.one_hot(torch.from_numpy(split.train_y), run.network.sizes[-1])
    shares = labels.float().mean(dim=0).clamp_min(1e-30)
    return float(LOSSES[run.training.loss].value(shares.log().expand(labels.shape), labels.float()))


def _ends(network: Network) -> tuple[float, float] | None:
    """The ends of the activation function's range, if it is bounded."""
    low, high = ACTIVATIONS[network.activation].function(torch.tensor([-FAR, FAR])).tolist()
    return (low, high) if high - low < FAR else None


def _sick(layers: list[np.ndarray]) -> tuple[tuple[int, int], ...]:
    """The marked neurons, (layer, index), of the layers with more than `DEAD_SHARE` of them."""
    return tuple(
        (layer, int(index))
        for layer, marked in enumerate(layers, start=1)
        if marked.mean() > DEAD_SHARE
        for index in np.flatnonzero(marked)
    )


def _count(layers: list[np.ndarray], layer: int) -> str:
    marked = layers[layer - 1]
    who = "All" if marked.all() else f"{int(marked.sum())} of the"
    return f"{who} {len(marked)} neurons of hidden layer {layer}"


def _first(
    run: Run, split: Split, layer: int, marks: Callable[[torch.Tensor], torch.Tensor]
) -> int:
    """The first epoch with more than `DEAD_SHARE` of a layer marked.

    `marks` maps the layer's activations [rows, N, n] to bool [rows, n].
    """
    most = max(AT_ONCE // (len(split.train_x) * sum(run.network.sizes[1:])), 1)
    rows = np.append(np.arange(0, len(run.params) - 1, math.ceil(len(run.params) / most)), -1)
    params = torch.from_numpy(run.params[rows])
    a = run.network.neurons(params, torch.from_numpy(split.train_x))[layer - 1].a
    shares = marks(a).float().mean(dim=-1).numpy()
    return int(run.epochs[rows[int(np.argmax(shares > DEAD_SHARE))]])


def _best_step(run: Run, row: int, split: Split) -> tuple[float, float]:
    """The best of `MARKS` for one step along the negative gradient, and how far the loss falls."""
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_targets)
    params = run.params[row]
    with torch.inference_mode():
        gradient = run.network.gradients(
            torch.from_numpy(params.copy()), x, y, run.training.loss
        ).numpy()
    marks = np.append(0, MARKS).astype(np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        steps = params - marks[:, None] * gradient
        loss = evaluate(run.network, run.training.loss, steps, split).train_loss
    best = int(np.argmin(np.where(np.isfinite(loss), loss, np.inf)))
    return float(MARKS[max(best - 1, 0)]), float(loss[0] - loss[best])


def _rate(run: Run, row: int) -> float:
    """The learning rate of the epoch that ends at `row`."""
    return float(run.training.learning_rates[max(int(run.epochs[row]) - 1, 0)])


def _tidy(value: float) -> float:
    """One significant digit.

    >>> _tidy(0.0372)
    0.04
    """
    return float(f"{value:.0e}")


def _from(epoch: int) -> str:
    return f"from epoch {epoch}" if epoch else "from the start"
