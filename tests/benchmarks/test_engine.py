"""How fast the engine trains: against a textbook loop, against scikit-learn, and many at once.

Penguins, 240 rows, 4 → 10 → 10 → 3, batches of 16, one thread. Competitors do the same number
of epochs in turns, and the medians of their times are compared.

    python -m pytest tests/benchmarks/test_engine.py -s
"""

from __future__ import annotations

import subprocess
import sys
import warnings
from dataclasses import replace
from functools import partial
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
import torch
from measuring import alternate, report, seconds_of
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from nnviz.core.data import Split
from nnviz.core.device import default_device
from nnviz.core.measures import curves
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training
from nnviz.study.sweep import sweep

ROUNDS = 7
TORCH_OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": partial(torch.optim.SGD, momentum=0.9),
    "nesterov": partial(torch.optim.SGD, momentum=0.9, nesterov=True),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
}
TRAINING = Training(epochs=100)
DEVICES = sorted({"cpu", default_device().type})  # and the GPU, where torch sees one


def textbook(network: Network, split: Split, training: Training) -> np.ndarray:
    """The loop of every tutorial: nn.Sequential, autograd, torch.optim; the predicted classes."""
    modules: list[torch.nn.Module] = []
    for rows, columns in pairwise(network.sizes):
        modules += [torch.nn.Linear(rows, columns), torch.nn.ReLU()]
    model = torch.nn.Sequential(*modules[:-1])
    optimizer = TORCH_OPTIMIZERS[training.optimizer](model.parameters(), training.learning_rate)
    criterion = torch.nn.CrossEntropyLoss()
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_y)
    for _ in range(training.epochs):
        order = torch.randperm(len(x))
        for start in range(0, len(x), training.batch_size):
            batch = order[start : start + training.batch_size]
            optimizer.zero_grad()
            criterion(model(x[batch]), y[batch]).backward()
            optimizer.step()
    return model(torch.from_numpy(split.test_x)).argmax(dim=1).numpy()


def scikit_learn(network: Network, split: Split, training: Training) -> np.ndarray:
    """The same work by scikit-learn's MLPClassifier; the predicted classes."""
    classifier = MLPClassifier(
        network.sizes[1:-1],
        activation=network.activation,
        solver=training.optimizer,
        alpha=0,
        batch_size=training.batch_size,
        learning_rate_init=training.learning_rate,
        max_iter=training.epochs,
        tol=0,
        n_iter_no_change=training.epochs + 1,
        random_state=training.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it stops where it was told to
        classifier.fit(split.train_x, split.train_y)
    assert classifier.n_iter_ == training.epochs
    return classifier.predict(split.test_x)


@pytest.mark.parametrize(("other", "bound"), [(textbook, 7.0), (scikit_learn, 1.0)])
def test_a_recorded_run_against(other, bound, network, penguin_split):
    """Epochs per second of `train`, with record and check for divergence, over the other's."""
    run = train(network, penguin_split, TRAINING)
    assert curves(run, penguin_split).test_accuracy[-1] >= 0.95
    predicted = other(network, penguin_split, TRAINING)
    assert (predicted == penguin_split.test_y).mean() >= 0.95, "they learn the same, too"
    ways = {
        "ours": lambda: train(network, penguin_split, TRAINING),
        "other": lambda: other(network, penguin_split, TRAINING),
    }
    seconds = alternate(ways, ROUNDS)
    ours, theirs = (TRAINING.epochs / seconds[name] for name in ways)
    report(
        f"recorded run / {other.__name__}",
        f"{ours / theirs:.2f} × ({ours:.0f} against {theirs:.0f} epochs/s)",
        f"> {bound:g} ×",
    )
    assert ours / theirs > bound


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name != "adam"])
def test_a_recorded_run_with_each_other_optimizer(name, network, penguin_split):
    """Epochs per second of `train` over those of the textbook loop with that optimizer."""
    training = replace(TRAINING, optimizer=name)
    ways = {
        "ours": lambda: train(network, penguin_split, training),
        "loop": lambda: textbook(network, penguin_split, training),
    }
    seconds = alternate(ways, ROUNDS)
    ratio = seconds["loop"] / seconds["ours"]
    report(f"recorded run / textbook, {name}", f"{ratio:.2f} ×", "≥ 4 ×")
    assert ratio >= 4.0


def test_64_learning_rates_cost_about_one_textbook_run(network, penguin_split):
    """Seconds of a `sweep` of 64 learning rates, with its curves, over those of one loop."""
    rates = np.geomspace(1e-5, 10, 64)
    ways = {
        "sweep": lambda: sweep(network, penguin_split, TRAINING, rates),
        "loop": lambda: textbook(network, penguin_split, TRAINING),
    }
    seconds = alternate(ways, ROUNDS)
    ratio = seconds["sweep"] / seconds["loop"]
    figures = f"{seconds['sweep']:.3f} s against {seconds['loop']:.3f} s"
    report("64 learning rates / one textbook run", f"{ratio:.2f} × ({figures})", "≤ 1.3 ×")
    assert ratio <= 1.3


def test_64_learning_rates_against_64_textbook_runs(network, penguin_split):
    """Seconds of 64 textbook loops, one after the other, over those of a `sweep` in between."""
    rates = np.geomspace(1e-5, 10, 64)
    sweeps, loops = [], 0.0
    for rate in rates:
        training = replace(TRAINING, learning_rate=float(rate))
        loops += seconds_of(lambda training=training: textbook(network, penguin_split, training))
        if len(sweeps) < ROUNDS:
            sweeps.append(seconds_of(lambda: sweep(network, penguin_split, TRAINING, rates)))
    ratio = loops / median(sweeps)
    figures = f"{median(sweeps):.3f} s against {loops:.1f} s"
    report("64 textbook runs / 64 learning rates at once", f"{ratio:.0f} × ({figures})", "≥ 45 ×")
    assert ratio >= 45


PEAK_MEMORY = r"""
import re, sys
from dataclasses import replace
import numpy as np
from pathlib import Path
from nnviz.core import data, networks, trainer, training
count = int(sys.argv[1])
settings = training.Training(epochs=100)
rates = np.geomspace(1e-4, 1e-1, count).tolist()
stack = [replace(settings, learning_rate=rate) for rate in rates]
split = data.split(data.load("penguins"))
trainer.Trainer(networks.MLP((4, 10, 10, 3)), split, *stack).advance()
print(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def test_memory_per_network(network):
    """Peak memory of processes that train 1024 networks and one, per network more."""
    few, many = 1, 1024
    peak = {
        count: int(subprocess.check_output([sys.executable, "-c", PEAK_MEMORY, str(count)]))
        for count in (few, many)
    }
    kibibytes = (peak[many] - peak[few]) / (many - few)
    history = (TRAINING.epochs + 1) * network.parameter_count * 4 / 1024
    report(
        "memory per network, 100 epochs", f"{kibibytes:.0f} KiB, of which history {history:.0f} KiB"
    )
    assert kibibytes < 3 * history


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("count", [1, 16, 64, 256, 1024])
def test_networks_at_once(benchmark, count, device, network, penguin_split):
    """Networks × epochs per second of a stack of `count` networks; a table, without a bound."""
    epochs = max(5, 100 // count)
    trainings = [
        replace(TRAINING, epochs=epochs, learning_rate=rate)
        for rate in np.geomspace(1e-4, 1e-1, count).tolist()
    ]

    def work() -> None:
        Trainer(network, penguin_split, *trainings, device=torch.device(device)).advance()

    benchmark.pedantic(work, rounds=5, warmup_rounds=1)
    speed = count * epochs / benchmark.stats.stats.median
    report(f"{count:4} networks at once, {device}", f"{speed:,.0f} networks × epochs/s")
