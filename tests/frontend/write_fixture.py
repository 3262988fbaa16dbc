"""Write fixture.json: the numbers of the Python core, for the JavaScript arithmetic to agree with.

tests/run.sh runs it before the JavaScript tests, so that the numbers are never old. Everything is
computed in double precision from parameters and inputs that are float32.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import load, split
from nnviz.core.losses import LOSSES
from nnviz.core.networks import MLP, Network, forward
from nnviz.core.trainer import train
from nnviz.core.training import Training

SIZES = (4, 5, 3, 2)
ROWS = [[0.5, -1.25, 2.0, 0.0], [-3.0, 0.75, 0.25, 1.5]]
SCALE = 2.0  # large enough for every activation to bend

POINTS = [-20.0, -3.0, -1.5, -0.7, -0.1, 0.0, 0.1, 0.7, 1.5, 3.0, 20.0]
BATCH = 7
FOLLOWED = 294  # a penguin that is learned, forgotten and learned again

rng = np.random.default_rng(0)


def plain(values: Tensor | np.ndarray) -> list:
    """Numbers to nine significant digits, which bring every float32 back as it was."""
    return [
        plain(v) if getattr(v, "ndim", 0) else float(f"{float(v):.9g}") for v in np.asarray(values)
    ]


def forward_case() -> dict:
    """Parameters, inputs and every layer's values, for each activation."""
    params = [round(SCALE * value, 4) for value in MLP(SIZES).init(0).tolist()]
    theta = torch.tensor(params, dtype=torch.float64)
    x = torch.tensor(ROWS, dtype=torch.float64)
    layers = {}
    for key in ACTIVATIONS:
        values = MLP(SIZES, key).layers(theta, x)
        layers[key] = [plain(layer.a) for layer in values]
    return {"sizes": SIZES, "params": params, "x": ROWS, "layers": layers}


def activation_case() -> dict:
    """f and f′ at a few points, kinks among them."""
    z = torch.tensor(POINTS, dtype=torch.float64)
    values = {}
    for key, activation in ACTIVATIONS.items():
        a = activation.function(z)
        values[key] = {"a": plain(a), "slope": plain(activation.slope(z, a))}
    # The player's erf comes from a table; between its points it is least exact.
    beside = [round(n * 0.171875 + 1 / 128, 9) for n in range(36)]
    return {"z": POINTS, "values": values, "erf": [[x, math.erf(x)] for x in beside]}


def loss_case(network: Network, params: Tensor, x: Tensor, y: Tensor, loss: str) -> dict:
    """Loss of each row, the mean loss, its gradient [P], and δ of each layer for row 0.

    The gradient is the core's closed form and must equal autograd's; δ is autograd's.
    """
    theta = params.clone().requires_grad_()
    one_hot = torch.nn.functional.one_hot(y, network.sizes[-1]).double()
    neurons = forward(network.views(theta), x, ACTIVATIONS[network.activation])
    mean = LOSSES[loss].value(neurons[-1].z, one_hot)
    # The mean of n rows passes back 1/n of what one row's own loss would.
    by_theta, *by_z = torch.autograd.grad(mean, [theta, *(layer.z for layer in neurons)])
    gradient = network.gradients(params, x, y, loss)
    torch.testing.assert_close(gradient, by_theta, rtol=1e-9, atol=1e-12)
    rows = LOSSES[loss].value(neurons[-1].z.detach().unsqueeze(-2), one_hot.unsqueeze(-2))
    return {
        "rows": plain(rows),
        "mean": float(mean.detach()),
        "gradient": plain(gradient),
        "delta": [plain(len(x) * delta[0]) for delta in by_z],
    }


def network_case(sizes: tuple[int, ...], activation: str) -> dict:
    """One network on a few random rows: z and a of each layer, and both losses."""
    network = MLP(sizes, activation)
    theta = (SCALE * network.init(1)).double()
    x = torch.from_numpy(rng.normal(size=(BATCH, sizes[0])).astype(np.float32)).double()
    y = torch.from_numpy(rng.integers(sizes[-1], size=BATCH))
    neurons = network.neurons(theta, x)
    return {
        "sizes": sizes,
        "activation": activation,
        "params": plain(theta),
        "x": plain(x),
        "y": y.tolist(),
        "z": [plain(layer.z) for layer in neurons],
        "a": [plain(layer.a) for layer in neurons],
        "chances": plain(torch.softmax(neurons[-1].z, dim=-1)),
        "losses": {loss: loss_case(network, theta, x, y, loss) for loss in LOSSES},
    }


def penguin_case() -> dict:
    """A default network on the real penguins, followed for thirty epochs."""
    dataset = load("penguins")
    parts = split(dataset)
    network = MLP((4, 10, 10, 3))
    run = train(network, parts, Training(epochs=30))
    x = torch.from_numpy(parts.standardise(dataset.x)).double()
    y = torch.tensor(dataset.y)
    test = np.isin(np.arange(len(y)), parts.test_rows)
    z = network.logits(torch.from_numpy(run.params).double(), x)  # [rows, N, K]
    predicted = z.argmax(dim=-1).numpy()
    tables = {}
    for epoch in (0, 2, 30):
        both = []
        for part in (~test, test):
            table = np.zeros((3, 3), int)
            np.add.at(table, (dataset.y[part], predicted[epoch][part]), 1)
            both.append(table.ravel().tolist())
        tables[epoch] = {"predicted": predicted[epoch].tolist(), "train": both[0], "test": both[1]}
    one_hot = torch.nn.functional.one_hot(y, 3).double()
    train_rows, batch = parts.train_rows, parts.train_rows[:16]
    loss = LOSSES["cross_entropy"].value
    return {
        "sizes": network.sizes,
        "features": [{"name": f.name, "unit": f.unit} for f in dataset.features],
        "classes": dataset.classes,
        "mean": plain(parts.mean),
        "std": plain(parts.std),
        "raw": plain(dataset.x),
        "x": plain(x),
        "y": y.tolist(),
        "test": test.astype(int).tolist(),
        "epochs": run.epochs.tolist(),
        "params": plain(run.params),
        "tables": tables,
        "followed": FOLLOWED,
        "chances": plain(torch.softmax(z[:, FOLLOWED], dim=-1)),
        "train_losses": plain(loss(z[:, train_rows], one_hot[train_rows])),
        "batch": batch.tolist(),
        "batch_losses": plain(loss(z[:, batch], one_hot[batch])),
        "components": component_case(parts.train_x.astype(np.float64)),
    }


def component_case(x: np.ndarray) -> dict:
    """The first two principal components of x [N, D], by numpy's singular value decomposition."""
    U, scales, directions = np.linalg.svd(x, full_matrices=False)
    return {
        "directions": plain(directions[:2]),
        "explained": plain((scales**2 / (scales**2).sum())[:2]),
        "points": plain(U[:, :2] * scales[:2]),
    }


def main() -> None:
    """Compute every case and write them beside this file."""
    fixture = {
        **forward_case(),
        "activations": activation_case(),
        "networks": [
            *(network_case((4, 5, 6, 3), activation) for activation in ACTIVATIONS),
            network_case((4, 3), "relu"),
            network_case((4, 64, 3), "tanh"),
        ],
        "penguins": penguin_case(),
    }
    Path(__file__).with_name("fixture.json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
