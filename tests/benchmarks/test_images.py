"""How fast a network that reads pictures trains, against a textbook loop of the same network.

Digits, 1258 training rows, 8 and 16 filters of 3 × 3, pooling, batches of 32, one thread.

    python -m pytest tests/benchmarks/test_images.py -s

And how long a visitor waits for it, who has pressed Train.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest
import torch
from browsing import chromium, open_page
from measuring import alternate, report, spread
from playwright.sync_api import expect
from torch import nn

from nnviz.core.blocks import Block, convolutional
from nnviz.core.data import INK, Split, load, split
from nnviz.core.device import default_device
from nnviz.core.measures import curves
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training
from nnviz.study.images import FIRST

ROUNDS = 5
NETWORK = convolutional((1, 8, 8), [Block(8), Block(16, pooling="max")], [], 10)
TRAINING = Training(epochs=3, batch_size=32)
DEVICES = sorted({"cpu", default_device().type})  # and the GPU, where torch sees one


@pytest.fixture(scope="module")
def parts() -> Split:
    return split(load("digits"), features=INK)


def textbook(parts: Split, device: torch.device) -> None:
    """The loop of every tutorial: nn.Sequential of torch's own modules, autograd, torch.optim."""
    blocks = nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2)
    model = nn.Sequential(*blocks, nn.Flatten(), nn.Linear(64, 10)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), TRAINING.learning_rate)
    criterion = nn.CrossEntropyLoss()
    x = torch.from_numpy(parts.train_x).view(-1, 1, 8, 8).to(device)
    y = torch.from_numpy(parts.train_y).to(device)
    for _ in range(TRAINING.epochs):
        order = torch.randperm(len(x), device=device)
        for batch in order.split(TRAINING.batch_size):
            optimizer.zero_grad()
            criterion(model(x[batch]), y[batch]).backward()
            optimizer.step()
    if device.type != "cpu":
        torch.accelerator.synchronize()


@pytest.mark.parametrize("name", DEVICES)
def test_an_epoch_takes_no_longer_than_a_textbook_s(parts, name):
    device = torch.device(name)

    def ours() -> None:
        Trainer(NETWORK, parts, TRAINING, device=device).advance()
        if name != "cpu":
            torch.accelerator.synchronize()

    ways = {"ours": ours, "theirs": lambda: textbook(parts, device)}
    seconds = alternate(ways, ROUNDS)
    ratio = seconds["ours"] / seconds["theirs"]
    report(f"an epoch on the {name}, against a textbook loop's", f"{ratio:.2f} ×", "at most 1.2")
    assert ratio <= 1.2


def test_most_digits_are_read_in_a_few_seconds(parts):
    begun = perf_counter()
    run = train(FIRST.network, parts, FIRST.training)
    seconds = perf_counter() - begun
    accuracy = curves(run, parts).test_accuracy[-1]
    figure = f"{accuracy:.1%} in {seconds:.1f} s"
    report("held-out digits read by the default network", figure, "97 % in 10 s")
    assert accuracy >= 0.97
    assert seconds <= 10


def test_from_the_click_to_the_last_epoch_in_the_player(address):
    """Where its numbers are: the film shows them in its own time, so that one can follow."""
    times = []
    with chromium() as browser:
        for seed in range(ROUNDS):
            page = open_page(browser, f"{address}/images?seed={400 + seed}&trained=0")
            player = page.get_by_test_id("network-player")
            begun = perf_counter()
            page.get_by_role("button", name="Train", exact=True).click()
            expect(player).to_have_attribute("data-trained", "30", timeout=60_000)
            times.append(perf_counter() - begun)
            page.close()
    report("click on Train → the last of 30 epochs in the player", spread(times), "p50 ≤ 10 s")
    assert median(times) <= 10
