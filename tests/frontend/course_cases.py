"""The numbers of the course's films: what Python sends, and what PyTorch says of it."""

from __future__ import annotations

import base64
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import load, split
from nnviz.core.experiment import Experiment
from nnviz.core.filters import FILTERS
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.measures import curves, row_losses
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.films.backprop import encode_pass
from nnviz.films.convolution import Sliding, encode_convolution
from nnviz.films.forward import encode_forward
from nnviz.films.lessons import encode_lessons
from nnviz.films.line import encode_line
from nnviz.films.loss import encode_losses
from nnviz.films.neuron import encode_neuron
from nnviz.study.backpropagation import some_rows, take_apart
from nnviz.study.forward import companions, forward_pass, row_of_example, small_example
from nnviz.study.one_batch import first_batch
from nnviz.study.wrong_start import experiments, lesson, witness
from nnviz.terrain.one_neuron import SCENES, OneNeuron
from nnviz.terrain.plane import PLANES

sys.path.insert(0, str(Path(__file__).parent.parent))
from app_pages import decode
from instances import in_our_order, textbook


def plain(values: Tensor | np.ndarray) -> list:
    """Numbers to nine significant digits, which bring every float32 back as it was."""
    return [
        plain(v) if getattr(v, "ndim", 0) else float(f"{float(v):.9g}") for v in np.asarray(values)
    ]


def neuron_case() -> list[dict]:
    """Neurons, and what they make of their inputs: the scenes, with every activation."""
    neurons = [scene.neuron for scene in SCENES.values()]
    neurons += [
        OneNeuron((-2.4, 1.1, 0.0, 3.0), (1.3, -0.7, 3.0, -1.9), 4.9, key) for key in ACTIVATIONS
    ]
    return [
        {
            "neuron": {"x": one.x, "w": one.w, "b": one.bias, "activation": one.activation},
            "found": {"z": one.z, "a": one.a, "slope": one.slope, "fires": one.fires},
            "header": decode(encode_neuron(one))[0],
        }
        for one in neurons
    ]


def plane_case(key: str) -> dict:
    """A plane as it is sent, and which points its network has right at the end."""
    plane = PLANES[key]
    network, parts, training = (
        plane.experiment.network,
        plane.experiment.split(),
        plane.experiment.training,
    )
    run = train(network, parts, training)
    header, arrays = decode(encode_line(plane, run, curves(run, parts)))
    z = network.logits(torch.from_numpy(run.params[-1]), torch.from_numpy(arrays["x"].copy()))
    told = {name: {"data": plain(v.ravel()), "shape": v.shape} for name, v in arrays.items()}
    right = ((z[:, 0] > 0).numpy() == arrays["y"]).astype(int)
    drawn = [
        {"lines": lines, "chances": plain(drawn_by_hand(np.array(lines), arrays["x"]))}
        for lines in DRAWN[network.layers[0].shape[1]]
    ]
    return {"header": header, "arrays": told, "right": right.tolist(), "drawn": drawn}


# Lines by their two ends, for planes of one line and of two.
DRAWN = {
    1: [[[[-1.5, -1.43], [2, 1.92]]], [[[0.3, -1], [-0.2, 0.9]]]],
    2: [
        [[[-1.2, 0.2], [0.2, -1.2]], [[1.2, -0.2], [-0.2, 1.2]]],
        [[[0.2, -1.2], [-1.2, 0.2]], [[1.2, -0.2], [-0.2, 1.2]]],
        [[[-0.3, 1], [-0.5, -0.9]], [[0.9, 0.4], [-1, 0.7]]],
    ],
}


def drawn_by_hand(lines: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The chance of a yes at points x [N, 2], by their distances from lines [n, 2, 2].

    A neuron's sum is 4 times the distance, to the left of who walks from one end to the other. A
    line alone is the answer; of several, a neuron behind them says yes where all of them do.
    """
    first, second = lines[:, :1], lines[:, 1:]
    way, there = second - first, x[None].astype(np.float64) - first
    across = way[..., 0] * there[..., 1] - way[..., 1] * there[..., 0]
    z = 4 * across / np.hypot(way[..., 0], way[..., 1])  # [n, N]
    if len(lines) > 1:
        z = 4 * (np.tanh(z).sum(axis=0) - (len(lines) - 1))[None]
    return 1 / (1 + np.exp(-z[0]))


def answer_case() -> dict:
    """One answer: its losses, and where torch's plain descent on its logits leads; and a batch."""
    dataset, experiment = load("penguins"), Experiment(training=Training(epochs=3))
    parts = experiment.split()
    run = train(experiment.network, parts, experiment.training)
    batch = first_batch(experiment, run, (0, 2, 3))
    header, arrays = decode(encode_losses(dataset, batch, (0.3, 0.1, 0.6), "Chinstrap"))
    x, targets = parts.standardise(dataset.x[batch.rows]), np.eye(3, dtype=np.float32)[batch.y]
    params = run.params[[0, 2, 3]]
    return {
        "header": header,
        "arrays": {"z": {"data": plain(arrays["z"].ravel()), "shape": arrays["z"].shape}},
        "row_losses": {
            loss: plain(row_losses(run.network, loss, params, x, targets))
            for loss in losses_of(dataset.task)
        },
        "walks": [
            {"p": p, "label": label, "loss": loss, "z": plain(descent_on_logits(p, label, loss))}
            for p, label in (([0.3, 0.1, 0.6], 2), ([0.98, 0.01, 0.01], 1))
            for loss in losses_of(dataset.task)
        ],
    }


def lessons_case() -> dict:
    """The film of a lesson with every loss, and what torch says of it after some epochs."""
    split, taught, found = Experiment().split(), {}, {}
    for loss, experiment in experiments("unsure", "sgd").items():
        run = train(experiment.network, split, experiment.training)
        taught[loss] = lesson(run, curves(run, split), split)
        moments = torch.from_numpy(run.params[[0, 4, 100]])
        z = run.network.logits(moments, torch.from_numpy(split.train_x))
        right = (z.argmax(dim=-1) == torch.from_numpy(split.train_y)).sum(dim=-1)
        found[loss] = {
            "right": plain(100 * right / len(split.train_y)),
            "shares": plain(z[:, witness(split)].softmax(dim=-1)),
        }
    film = encode_lessons(load("penguins"), taught, "Adelie 1", int(split.train_y[witness(split)]))
    header, arrays = decode(film)
    told = {name: {"data": plain(v.ravel()), "shape": v.shape} for name, v in arrays.items()}
    return {"header": header, "arrays": told, "found": found}


SLIDINGS = (
    Sliding("edge_across"),
    Sliding("edge_down", activation="identity", padding=1, pooling="mean"),
    Sliding("corner", bias=-7.0, stride=2, shift=(1, -2)),
    Sliding("blur", bias=0.5, padding=1, stride=2, pooling="mean", shift=(0, 2)),
    Sliding("sharpen", padding=1, pooling="none", shift=(-2, 1)),
    Sliding("own", padding=1, shift=(-1, 0)),
)


def convolution_case() -> list[dict]:
    """A filter on a digit as it is sent; the map and what is pooled of it, by torch's kernels."""
    digits = load("digits")
    cases = []
    for row, sliding in enumerate(SLIDINGS):
        picture = digits.x[row].reshape(digits.picture[1:])
        cases.append(
            {
                "header": decode(encode_convolution(picture, f"picture {row}", sliding))[0],
                "plain": slid(picture, replace(sliding, shift=(0, 0))),
                "shifted": slid(picture, sliding),
            }
        )
    return cases


def slid(picture: np.ndarray, sliding: Sliding) -> dict:
    """What a filter makes of a picture [height, width], by torch."""
    down, right = sliding.shift
    height, width = picture.shape
    # Cut out of a wide blank around it: what leaves the frame is lost.
    wide = torch.nn.functional.pad(torch.from_numpy(picture)[None, None], (2, 2, 2, 2))
    x = wide[..., 2 - down : 2 - down + height, 2 - right : 2 - right + width]
    weights = torch.tensor(FILTERS[sliding.filter].weights, dtype=torch.float64)
    bias = torch.tensor([sliding.bias], dtype=torch.float64)
    z = torch.nn.functional.conv2d(
        x, weights.reshape(1, 1, 3, 3), bias, sliding.stride, sliding.padding
    )
    a = ACTIVATIONS[sliding.activation].function(z)
    pool = {"max": torch.nn.functional.max_pool2d, "mean": torch.nn.functional.avg_pool2d}
    pooled = pool[sliding.pooling](a, 2) if sliding.pooling in pool else a[..., :0, :0]
    return {"map": a[0, 0].tolist(), "pooled": pooled[0, 0].tolist()}


def descent_on_logits(p: list[float], label: int, loss: str) -> Tensor:
    """The logits of p [K] after 0 to 12 steps of torch's SGD at η = 1, by autograd: [13, K]."""
    z = torch.tensor(p, dtype=torch.float64).log().requires_grad_()
    y = torch.nn.functional.one_hot(torch.tensor(label), len(p)).double()
    optimizer = torch.optim.SGD([z], lr=1.0)
    rows = [z.detach().clone()]
    for _ in range(12):
        optimizer.zero_grad()
        LOSSES[loss].value(z[None], y[None]).backward()
        optimizer.step()
        rows.append(z.detach().clone())
    return torch.stack(rows)


def pass_case(count: int, hidden: tuple[int, ...], activation: str) -> dict:
    """A forward pass as it is sent, its arrays put together to float64 again; torch's own words."""
    dataset, network = load("penguins"), MLP((4, *hidden, 3), activation)
    parts = split(dataset)
    params = train(network, parts, Training(epochs=10)).params[[0, -1]]
    rows = companions(dataset, row_of_example(dataset), count)
    passed = forward_pass(network, params, dataset, parts, rows)
    sent = encode_forward(dataset, rows, network, passed, small_example(activation))
    header, arrays = decode(sent)
    numbers = {name: words.copy().view("<f8").ravel() for name, words in arrays.items()}
    logits = [network.logits(torch.from_numpy(one).double(), passed.x) for one in params]
    return {
        "header": header,
        "numbers": {name: values.tolist() for name, values in numbers.items()},
        "probabilities": [z.softmax(dim=-1).tolist() for z in logits],
    }


def backprop_case() -> dict:
    """Films of a batch's way, byte for byte; their loss and gradient, by textbook PyTorch."""
    dataset = load("penguins")
    parts = split(dataset)
    films = {}
    for name, sizes, activation, rows, optimizer in (
        ("plain", (4, 3, 3), "tanh", 2, "sgd"),
        ("deep", (4, 2, 4, 3, 3), "sigmoid", 4, "adam"),
        ("one row", (4, 4, 3), "relu", 1, "sgd"),
    ):
        network = MLP(sizes, activation)
        chosen = some_rows(parts.train_y, rows, 0)
        x, labels = parts.train_x[chosen], parts.train_y[chosen]
        taken = take_apart(network, network.init(0), x, labels, optimizer, 0.5)
        block = encode_pass(taken, dataset, labels.tolist())
        theta = network.init(0).double()
        modules = textbook(network, theta)
        loss = torch.nn.functional.cross_entropy(
            modules(torch.from_numpy(x).double()), torch.from_numpy(labels)
        )
        loss.backward()
        films[name] = {
            "block": base64.b64encode(block).decode(),
            "loss": float(loss.detach()),
            "gradient": [float(value) for value in in_our_order(network, modules)],
        }
    return films
