"""One batch through a small network and back, taken apart into named matrices, each checked.

Axes: N rows; a layer of neurons l has n_l of them, from the inputs, l = 0, to the outputs, l = L.
Layer l ≥ 1 is made by W_l [n_(l−1), n_l] and b_l [1, n_l]. Names end in their layer:

- ``x`` [N, n_0] and ``y`` [N, n_L]: what goes in, and what should come out, 1 for the true class;
- ``z1``, ``a1``, …: weighted sums and activations [N, n_l]; ``p``: the probabilities [N, n_L];
- ``losses``: of each row [N, 1]; ``loss``: their mean [1, 1];
- ``delta1``, …: δ = ∂L/∂z [N, n_l]; ``blame1``, …: ∂L/∂a; ``slope1``, …: f′(z), of hidden layers;
- ``W1``, ``b1``, …, and their gradients ``dW1``, ``db1``, …;
- ``before1``, ``gradient1``, ``direction1``, ``after1``, …: [W; b] and what moves it,
  [n_(l−1) + 1, n_l];
- ``a_after1``, …, ``p_after``, ``losses_after``, ``loss_after``: the same batch with the parameters
  after the step.

L is the mean loss of the batch, so every δ holds the 1/N already.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.losses import LOSSES, probabilities
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.passes import beside_ones

LOSS = "cross_entropy"
"""The loss of the lesson: with the softmax, its δ is the difference p − y."""

STEP = 1e-5
"""h of the finite differences: near the cube root of float64's rounding, where they are best."""

TORCH, AUTOGRAD, DIFFERENCE, OPTIM = "torch", "autograd", "finite difference", "torch.optim"
"""Who else computes a quantity: torch's layers, its autograd, two losses, its optimizer."""

ALL_DIGITS = 16
"""Of numbers that are the same to the last bit."""


@dataclass(frozen=True, eq=False)
class Pass:
    """A batch forward, back, one step, and forward again.

    Attributes:
        network: what it went through.
        optimizer, learning_rate: of the step.
        values: matrices by name, float64 [rows, columns].
        checks: what others say of them: name → who → matrix of the same shape.
    """

    network: Network
    optimizer: str
    learning_rate: float
    values: Mapping[str, np.ndarray]
    checks: Mapping[str, Mapping[str, np.ndarray]]

    @property
    def loss(self) -> float:
        """Of the batch, before the step."""
        return float(self.values["loss"][0, 0])

    @property
    def loss_after(self) -> float:
        """Of the batch, after the step."""
        return float(self.values["loss_after"][0, 0])

    def agreement(self, name: str) -> dict[str, int]:
        """To how many digits each of the others agrees with a quantity."""
        return {who: digits(self.values[name], told) for who, told in self.checks[name].items()}


def digits(ours: np.ndarray, theirs: np.ndarray) -> int:
    """The significant digits to which two matrices agree, measured by the largest entry.

    >>> digits(np.array([1.0, 0.5]), np.array([1.0001, 0.5])), digits(np.ones(2), np.ones(2))
    (4, 16)
    """
    gap, size = np.abs(ours - theirs).max(), np.abs(ours).max()
    if gap == 0:
        return ALL_DIGITS
    if not (size > 0 and np.isfinite(gap)):
        return 0
    return min(max(math.floor(-math.log10(gap / size) + 1e-9), 0), ALL_DIGITS)


def take_apart(
    network: Network,
    params: Tensor,
    x: np.ndarray,
    labels: np.ndarray,
    optimizer: str,
    learning_rate: float,
) -> Pass:
    """A batch through a network of dense layers and back, and one step of an optimizer.

    Args:
        network: with at least one row of weights.
        params: float [P]; everything is computed in float64.
        x: the rows as the network reads them, [N, n_0].
        labels: the class of each, int [N].
        optimizer: key in `OPTIMIZERS`; it makes its first step.
        learning_rate: η of this step.
    """
    params, x = params.double(), torch.from_numpy(np.asarray(x, np.float64))
    y = torch.nn.functional.one_hot(torch.from_numpy(labels), network.outputs).double()
    gradient = torch.empty_like(params)
    values = {"x": x, "y": y} | _ours(network, params, x, y, gradient)
    direction, after = _step(params, gradient, optimizer, learning_rate)
    for name, row in {
        "before": params, "gradient": gradient, "direction": direction, "after": after,
    }.items():  # fmt: skip
        values |= _numbered(name, network.joints(row))
    values |= _numbered("W", [W for W, _ in network.views(params)])
    values |= _numbered("b", [b for _, b in network.views(params)])
    values |= _numbered("dW", [W for W, _ in network.views(gradient)])
    values |= _numbered("db", [b for _, b in network.views(gradient)])
    again = network.neurons(after, x)
    p_after, losses_after, loss_after = _answers(again[-1].z, y)
    values |= {"p_after": p_after, "losses_after": losses_after, "loss_after": loss_after}
    values |= _numbered("a_after", [layer.a for layer in again[:-1]])

    checks: dict[str, dict[str, Tensor]] = {}
    for who, told in {
        TORCH: _torchs(network, params, x, y) | _torchs_after(network, after, x, y),
        AUTOGRAD: _by_autograd(network, params, x, y),
        DIFFERENCE: _by_differences(network, params, values),
        OPTIM: _by_optim(network, params, gradient, optimizer, learning_rate),
    }.items():
        for name, matrix in told.items():
            checks.setdefault(name, {})[who] = matrix
    return Pass(
        network,
        optimizer,
        learning_rate,
        {name: matrix.detach().numpy().copy() for name, matrix in values.items()},
        {
            name: {who: matrix.detach().numpy().copy() for who, matrix in told.items()}
            for name, told in checks.items()
        },
    )


def _numbered(name: str, matrices: list[Tensor]) -> dict[str, Tensor]:
    return {f"{name}{layer}": matrix for layer, matrix in enumerate(matrices, start=1)}


def _answers(z: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The probabilities, the loss of each row [N, 1] and their mean [1, 1]."""
    value = LOSSES[LOSS].value
    rows = value(z.unsqueeze(-2), y.unsqueeze(-2))  # each a batch of its own, [N]
    return probabilities(z), rows[:, None], value(z, y).reshape(1, 1)


def _ours(
    network: Network, params: Tensor, x: Tensor, y: Tensor, gradient: Tensor
) -> dict[str, Tensor]:
    """What the engine's own two passes write, its gradient into `gradient`."""
    tape = network.tape(params, beside_ones(x), gradient)
    neurons = tape.forward()
    torch.div(LOSSES[LOSS].delta(neurons[-1].z, y), len(x), out=tape.delta)
    tape.backward(neurons)
    deltas = [room.delta for room in tape.rooms]
    slope = ACTIVATIONS[network.activation].slope
    weights = [W for W, _ in network.views(params)]
    p, losses, loss = _answers(neurons[-1].z, y)
    return {
        "p": p,
        "losses": losses,
        "loss": loss,
        **_numbered("z", [layer.z for layer in neurons]),
        **_numbered("a", [layer.a for layer in neurons[:-1]]),
        **_numbered("slope", [slope(*layer) for layer in neurons[:-1]]),
        **_numbered("delta", deltas),
        **_numbered("blame", [d @ W.mT for d, W in zip(deltas[1:], weights[1:], strict=True)]),
    }


@torch.no_grad()
def _step(
    params: Tensor, gradient: Tensor, optimizer: str, learning_rate: float
) -> tuple[Tensor, Tensor]:
    """The direction of the optimizer's first step, and the parameters after it, each [P]."""
    after = params.clone()
    stepper = OPTIMIZERS[optimizer].start(after, gradient)
    stepper.at(np.array([learning_rate]))()
    *_, direction = stepper.take_apart(params).values()
    return direction, after


def _chain(network: Network, params: Tensor, x: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """z and a of every layer by torch's own function for a linear layer, that autograd can follow.

    The last layer has no a.
    """
    function = ACTIVATIONS[network.activation].function
    sums, activations = [], []
    for W, b in network.views(params):
        read = activations[-1] if activations else x
        sums.append(torch.nn.functional.linear(read, W.mT, b[0]))
        activations.append(function(sums[-1]))
    return sums, activations[:-1]


def _torchs(network: Network, params: Tensor, x: Tensor, y: Tensor) -> dict[str, Tensor]:
    """The forward pass and the loss by torch's functions."""
    sums, activations = _chain(network, params, x)
    labels = y.argmax(dim=-1)
    losses = torch.nn.functional.cross_entropy(sums[-1], labels, reduction="none")
    return {
        **_numbered("z", sums),
        **_numbered("a", activations),
        "p": torch.log_softmax(sums[-1], dim=-1).exp(),
        "losses": losses[:, None],
        "loss": torch.nn.functional.cross_entropy(sums[-1], labels).reshape(1, 1),
    }


def _torchs_after(network: Network, after: Tensor, x: Tensor, y: Tensor) -> dict[str, Tensor]:
    told = _torchs(network, after, x, y)
    return {f"{name}_after": told[name] for name in ("p", "losses", "loss")}


@torch.enable_grad()
def _by_autograd(network: Network, params: Tensor, x: Tensor, y: Tensor) -> dict[str, Tensor]:
    """Every derivative of the loss, by torch's automatic differentiation."""
    leaf = params.clone().requires_grad_()
    sums, activations = _chain(network, leaf, x)
    loss = torch.nn.functional.cross_entropy(sums[-1], y.argmax(dim=-1))
    by_params, *others = torch.autograd.grad(loss, [leaf, *sums, *activations])
    return {
        **_numbered("dW", [W for W, _ in network.views(by_params)]),
        **_numbered("db", [b for _, b in network.views(by_params)]),
        **_numbered("delta", others[: len(sums)]),
        **_numbered("blame", others[len(sums) :]),
    }


def _by_differences(
    network: Network, params: Tensor, values: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """Every derivative of the loss, from losses alone: (L(w + h) − L(w − h)) / 2h."""
    x, y, parts = values["x"], values["y"], network.views(params)
    function, value = ACTIVATIONS[network.activation].function, LOSSES[LOSS].value

    def onwards(layer: int, z: Tensor) -> Tensor:
        """The loss, given the weighted sums of a layer."""
        for W, b in parts[layer:]:
            z = function(z) @ W + b
        return value(z, y)

    def of_activations(layer: int, a: Tensor) -> Tensor:
        W, b = parts[layer]
        return onwards(layer + 1, a @ W + b)

    by_params = _difference(lambda rows: value(network.logits(rows, x), y), params)
    found = {
        **_numbered("dW", [W for W, _ in network.views(by_params)]),
        **_numbered("db", [b for _, b in network.views(by_params)]),
    }
    for layer in range(1, len(parts) + 1):
        z = values[f"z{layer}"]
        found[f"delta{layer}"] = _difference(lambda z, at=layer: onwards(at, z), z)
    for layer in range(1, len(parts)):
        a = values[f"a{layer}"]
        found[f"blame{layer}"] = _difference(lambda a, at=layer: of_activations(at, a), a)
    return found


def _difference(loss: Callable[[Tensor], Tensor], at: Tensor) -> Tensor:
    """The central difference of a loss by each number of `at`: all of them in one pass each way.

    Args:
        loss: takes any leading axes, [..., *at.shape] → [...].
        at: where, of any shape.
    """
    apart = STEP * torch.eye(at.numel(), dtype=at.dtype).reshape(-1, *at.shape)
    return ((loss(at + apart) - loss(at - apart)) / (2 * STEP)).reshape(at.shape)


def _by_optim(
    network: Network, params: Tensor, gradient: Tensor, optimizer: str, learning_rate: float
) -> dict[str, Tensor]:
    """The parameters after the step of torch's own class."""
    leaf = params.clone().requires_grad_()
    leaf.grad = gradient.clone()
    built = OPTIMIZERS[optimizer].build([leaf])
    for settings in built.param_groups:
        settings["lr"] = learning_rate
    built.step()
    return _numbered("after", network.joints(leaf.detach()))


def some_rows(labels: np.ndarray, count: int, draw: int) -> np.ndarray:
    """Indices of rows, of each class in turn, drawn at random: the n-th draw is always the same.

    Args:
        labels: the class of each row, [N]; every class has some.
        count: how many; the first ones of a draw stay when there are more.
        draw: which draw, from 0.
    """
    generator, kinds = np.random.default_rng(draw), np.unique(labels)
    orders = [generator.permutation(np.flatnonzero(labels == kind)) for kind in kinds]
    return np.array([orders[n % len(kinds)][n // len(kinds)] for n in range(count)])
