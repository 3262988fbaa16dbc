"""Write fixture.json: the numbers of the Python core, for the JavaScript arithmetic to agree with.

tests/run.sh runs it before the JavaScript tests, so that the numbers are never old. Everything is
computed in double precision from parameters and inputs that are float32.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import INK, Dataset, Feature, Nouns, Split, load, split
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.measures import curves
from nnviz.core.networks import MLP, Network
from nnviz.core.record import Run
from nnviz.core.tasks import TASKS
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.films.network import encode_run
from nnviz.terrain.plane import PLANES, two_species

sys.path.insert(0, str(Path(__file__).parent.parent))
from app_pages import decode
from course_cases import (
    answer_case,
    backprop_case,
    convolution_case,
    lessons_case,
    neuron_case,
    pass_case,
    plain,
    plane_case,
)
from drawings import DIGITS, OTHERS, drawing_case
from instances import weighted_sums

SIZES = (4, 5, 3, 2)
ROWS = [[0.5, -1.25, 2.0, 0.0], [-3.0, 0.75, 0.25, 1.5]]
SCALE = 2.0  # large enough for every activation to bend

POINTS = [-20.0, -3.0, -1.5, -0.7, -0.1, 0.0, 0.1, 0.7, 1.5, 3.0, 20.0]
BATCH = 7
FOLLOWED = 294  # a penguin that is learned, forgotten and learned again

rng = np.random.default_rng(0)


def made_up(inputs: int, classes: int, rows: int = BATCH) -> Dataset:
    """Rows at random, of each class in turn."""
    names = tuple(f"class {index + 1}" for index in range(classes))
    return Dataset(
        name="made up",
        x=rng.normal(size=(rows, inputs)),
        y=np.arange(rows) % classes,
        features=tuple(Feature(f"input {index + 1}", "") for index in range(inputs)),
        classes=names,
        source="",
        nouns=Nouns("row", "rows", "class"),
    )


def body_mass() -> Dataset:
    """A regression: the body mass of some penguins from their three lengths."""
    penguins = load("penguins")
    return Dataset(
        name="body mass",
        x=penguins.x[::9, :3],
        y=penguins.x[::9, 3],
        features=penguins.features[:3],
        classes=(),
        source=penguins.source,
        nouns=Nouns("penguin", "penguins", "body mass"),
        task="regression",
        target=penguins.features[3],
    )


def film(run: Run, dataset: Dataset, parts: Split) -> dict:
    """What the browser is sent of a run: the header of its block, and its arrays as numbers."""
    header, arrays = decode(encode_run(run, curves(run, parts), dataset, parts))
    told = {name: {"data": plain(v.ravel()), "shape": v.shape} for name, v in arrays.items()}
    return {"header": header, "arrays": told}


def forward_case() -> dict:
    """Parameters, inputs and every layer's values, for each activation."""
    network, dataset = MLP(SIZES), made_up(SIZES[0], SIZES[-1])
    params = [round(SCALE * value, 4) for value in network.init(0).tolist()]
    theta = torch.tensor(params, dtype=torch.float64)
    x = torch.tensor(ROWS, dtype=torch.float64)
    layers = {}
    for key in ACTIVATIONS:
        values = MLP(SIZES, key).neurons(theta, x)
        layers[key] = [plain(layer.a) for layer in values]
    header = film(untrained(network, theta), dataset, split(dataset))["header"]
    return {"header": header, "params": params, "x": ROWS, "layers": layers}


def untrained(network: Network, params: Tensor, loss: str = "cross_entropy") -> Run:
    """A record of nothing but these parameters [P]."""
    rows = params.float().numpy()[None]
    return Run(network, Training(epochs=1, loss=loss), rows, np.array([0]), 1, None)


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


def loss_case(network: Network, params: Tensor, x: Tensor, targets: Tensor, loss: str) -> dict:
    """Loss of each row, the mean loss, its gradient [P], and δ of each layer for row 0.

    The gradient is the core's closed form and must equal autograd's; δ is autograd's.
    """
    theta = params.clone().requires_grad_()
    sums = weighted_sums(network, theta, x.clone().requires_grad_())  # also where nothing learns
    mean = LOSSES[loss].value(sums[-1], targets)
    # The mean of n rows passes back 1/n of what one row's own loss would.
    by_theta, *by_z = torch.autograd.grad(mean, [theta, *sums])
    gradient = network.gradients(params, x, targets, loss)
    torch.testing.assert_close(gradient, by_theta, rtol=1e-9, atol=1e-12)
    rows = LOSSES[loss].value(sums[-1].detach().unsqueeze(-2), targets.unsqueeze(-2))
    return {
        "rows": plain(rows),
        "mean": float(mean.detach()),
        "gradient": plain(gradient),
        "delta": [plain(len(x) * delta[0]) for delta in by_z],
    }


def network_case(name: str, network: Network, dataset: Dataset) -> dict:
    """One network on a few rows: z and a of each layer, and every loss of its task."""
    parts, losses = split(dataset), losses_of(dataset.task)
    theta = (SCALE * network.init(1)).double()
    sent = film(untrained(network, theta, losses[0]), dataset, parts)
    x = torch.from_numpy(parts.standardise(dataset.x[:BATCH])).double()
    y = parts.standardise_target(dataset.y[:BATCH])
    targets = torch.from_numpy(TASKS[dataset.task].targets(y, dataset.outputs)).double()
    neurons = network.neurons(theta, x)
    return {
        "name": name,
        "header": sent["header"],
        "params": plain(theta),
        "x": plain(x),
        "y": plain(y),
        "z": [plain(layer.z) for layer in neurons],
        "a": [plain(layer.a) for layer in neurons],
        "readings": plain(read(dataset.task, neurons[-1].z, parts)),
        "losses": {loss: loss_case(network, theta, x, targets, loss) for loss in losses},
    }


def trained_case() -> dict:
    """The usual network of pictures, trained a little on the digits: what it makes of a few."""
    layers = (Convolution(1, 8, 8, 3, 8), Convolution(8, 6, 6, 3, 16), MaxPooling(16, 4, 4))
    dataset = load("digits")
    parts = split(dataset, features=INK)
    run = train(Network((*layers, Dense(64, 10)), "relu"), parts, Training(epochs=3))
    x, y = dataset.x[:BATCH], torch.from_numpy(dataset.y[:BATCH])
    theta = torch.from_numpy(run.params[-1]).double()
    inputs = torch.from_numpy(parts.standardise(x)).double()
    targets = torch.nn.functional.one_hot(y, 10).double()
    told = loss_case(run.network, theta, inputs, targets, run.training.loss)
    header, _ = decode(encode_run(run, curves(run, parts), dataset, parts))
    return {
        "header": header,
        "params": plain(theta),
        "x": plain(inputs),
        "y": y.tolist(),
        "z": plain(run.network.logits(theta, inputs)),
        "readings": plain(read(dataset.task, run.network.logits(theta, inputs), parts)),
        "delta": told["delta"],
        "mean": told["mean"],
        "gradient": told["gradient"],
    }


def read(task: str, z: Tensor, parts: Split) -> Tensor:
    """The outputs as the screen shows them: probabilities, or values in their own unit."""
    return TASKS[task].read(z) * parts.target_std + parts.target_mean


def run_case(network: Network, dataset: Dataset, loss: str, epochs: int = 8) -> dict:
    """A run as it is sent, its curves among the arrays."""
    parts = split(dataset)
    return film(train(network, parts, Training(epochs=epochs, loss=loss)), dataset, parts)


def penguin_case() -> dict:
    """A default network on the real penguins, followed for thirty epochs."""
    dataset = load("penguins")
    parts = split(dataset)
    network = MLP((4, 10, 10, 3))
    run = train(network, parts, Training(epochs=30))
    sent = film(run, dataset, parts)
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
        **sent,
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


def other_split() -> dict:
    """The header of the run that differs from the one of `penguin_case` in its split alone."""
    dataset, network = load("penguins"), MLP((4, 10, 10, 3))
    parts = split(dataset, seed=1)
    run = train(network, split(dataset), Training(epochs=30))
    header, _ = decode(encode_run(run, curves(run, parts), dataset, parts))
    return {"run": header["run"], "scene": header["scene"]}


def raw_case() -> dict:
    """The penguins with their features as they are, and the facts that are known of each."""
    dataset = load("penguins")
    parts = split(dataset, features="raw")
    run = train(MLP((4, 10, 3)), parts, Training(epochs=30))
    told = {"raw": plain(dataset.x), "means": plain(dataset.x[parts.train_rows].mean(axis=0))}
    return {**film(run, dataset, parts), **told, "facts": dataset.row_facts}


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
    picture = Network((Convolution(1, 4, 4, 3, 2), Dense(8, 3)), "tanh")
    deep = Network((Convolution(2, 4, 5, 2, 3), Convolution(3, 3, 4, 3, 2), Dense(4, 2)), "silu")
    slides = Network((Convolution(1, 7, 5, 3, 3, stride=2, padding=1), Dense(36, 3)), "elu")
    pools = Network(
        (
            Convolution(2, 7, 6, 3, 3, padding=1),
            MaxPooling(3, 7, 6),
            Convolution(3, 3, 3, 2, 5, padding=1),
            MeanPooling(5, 4, 4, 3),
            Dense(5, 3),
        ),
        "tanh",
    )
    edges = Network(
        (MeanPooling(1, 7, 5), Convolution(1, 3, 2, 1, 3, 2, 1), MaxPooling(3, 3, 2)), "silu"
    )
    mass = MLP((3, 5, 1), "tanh")
    fixture = {
        **forward_case(),
        "activations": activation_case(),
        "networks": [
            *(
                network_case(f"4→5→6→3 {key}", MLP((4, 5, 6, 3), key), made_up(4, 3))
                for key in ACTIVATIONS
            ),
            network_case("4→3", MLP((4, 3)), made_up(4, 3)),
            network_case("4→64→3", MLP((4, 64, 3), "tanh"), made_up(4, 3)),
            network_case("body mass", mass, body_mass()),
            network_case("two species", MLP((2, 4, 1), "tanh"), two_species()),
            network_case("one convolution", picture, made_up(16, 3)),
            network_case("two convolutions", deep, made_up(40, 2)),
            network_case("strides", slides, made_up(35, 3)),
            network_case("poolings", pools, made_up(84, 3)),
            network_case("pooling at both ends", edges, made_up(35, 3)),
        ],
        "trained": trained_case(),
        "penguins": penguin_case(),
        "neurons": neuron_case(),
        "convolutions": convolution_case(),
        "lessons": lessons_case(),
        "planes": {key: plane_case(key) for key in PLANES},
        "other_split": other_split(),
        "answer": answer_case(),
        "raw": raw_case(),
        "passes": [
            pass_case(1, (5,), "relu"),
            pass_case(4, (3, 6), "tanh"),
            pass_case(2, (), "relu"),
        ],
        "mass": run_case(mass, body_mass(), "squared_error"),
        "backprop": backprop_case(),
        "drawings": {key: drawing_case(drawn) for key, drawn in (DIGITS | OTHERS).items()},
        "picture": run_case(picture, made_up(16, 3, rows=60), "cross_entropy"),
    }
    Path(__file__).with_name("fixture.json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
