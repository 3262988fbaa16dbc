"""How fast the engine trains: against a textbook loop, against scikit-learn, and many at once.

All figures are on the CPU with one thread, on the penguins and the default network 4 → 10 → 10 → 3
in batches of 16. Competitors do the same number of epochs in turns; their medians are compared.

    python -m pytest tests/benchmarks/test_engine.py -s
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from alternate import alternate, show
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from nnviz.data import Split
from nnviz.networks import MLP
from nnviz.sweep import sweep
from nnviz.training import Trainer, Training, train

CPU = torch.device("cpu")
ROUNDS = 5
TRAINING = Training(epochs=100)


def textbook(network: MLP, split: Split, training: Training) -> torch.nn.Module:
    """The loop of every tutorial: nn.Sequential, autograd, torch.optim.Adam, shuffled slices."""
    torch.manual_seed(training.seed)
    layers: list[torch.nn.Module] = []
    for rows, columns in zip(network.sizes[:-1], network.sizes[1:], strict=True):
        layers += [torch.nn.Linear(rows, columns), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(model.parameters(), lr=training.learning_rate)
    criterion = torch.nn.CrossEntropyLoss()
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_y)
    for _ in range(training.epochs):
        order = torch.randperm(len(x))
        for batch in order.split(training.batch_size):
            optimizer.zero_grad()
            criterion(model(x[batch]), y[batch]).backward()
            optimizer.step()
    return model


def scikit_learn(network: MLP, split: Split, training: Training) -> MLPClassifier:
    """The same architecture, optimizer, batch size and number of epochs in scikit-learn."""
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
    return classifier.fit(split.train_x, split.train_y)


def accuracy(predicted: np.ndarray, split: Split) -> float:
    return float((predicted == split.test_y).mean())


def test_a_recorded_run_is_faster_than_the_textbook_loop(network, penguin_split):
    """Epochs a second of `train`, with its record and its check for divergence, over the loop's."""
    with torch.no_grad():
        model = textbook(network, penguin_split, TRAINING)
        x = torch.from_numpy(penguin_split.test_x)
        predicted = model(x).argmax(dim=1).numpy() if False else None
