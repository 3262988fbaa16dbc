"""One entry in a registry is one choice everywhere: each kind gets one at run time, and works."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
from app_pages import open_page, read_block
from instances import TORCH_ACTIVATIONS, logits

from nnviz.core.activations import ACTIVATIONS, Activation
from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES, Loss
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.schedules import SCHEDULES, Schedule
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.export.exports import EXPORTS
from nnviz.export.moment import Moment
from nnviz.terrain.descent import descend
from nnviz.terrain.landscapes import LANDSCAPES

SOFTPLUS = Activation(
    label="softplus",
    function=torch.nn.functional.softplus,
    slope=lambda z, a: torch.sigmoid(z),
    formula=r"\ln(1 + e^z)",
    plain="ln(1 + e^z)",
    words="a ReLU without the kink",
    source="Dugas et al. 2001, NeurIPS 13",
    torch="nn.Softplus()",
)
HALF = Loss(
    label="half cross-entropy",
    task="classification",
    unit="half nats",
    value=lambda z, y: 0.5 * LOSSES["cross_entropy"].value(z, y),
    delta=lambda z, y: 0.5 * LOSSES["cross_entropy"].delta(z, y),
    formula=r"-\tfrac12 \ln p_{\text{label}}",
    words="half of the usual",
    source="made for this test",
    torch="0.5 * F.cross_entropy(z, y)",
)
AGAIN = replace(
    OPTIMIZERS["sgd"],
    label="plain descent again",
    build=partial(torch.optim.SGD, lr=1.0),
    update=None,  # torch's class makes the steps
)
HALVES = Schedule(
    label="half of it",
    factor=lambda t, epochs: 0.5,
    formula=r"\eta_t = \eta / 2",
    words="η is half of what was chosen",
    source="made for this test",
    python="return 0.5",
)


@pytest.fixture
def one_more(monkeypatch):
    """One new entry of each kind, for as long as a test takes."""
    monkeypatch.setitem(ACTIVATIONS, "softplus", SOFTPLUS)
    monkeypatch.setitem(TORCH_ACTIVATIONS, "softplus", torch.nn.Softplus)
    monkeypatch.setitem(LOSSES, "half", HALF)
    monkeypatch.setitem(OPTIMIZERS, "again", AGAIN)
    monkeypatch.setitem(SCHEDULES, "halves", HALVES)
    trough = replace(LANDSCAPES["bowl"], label="trough", tuned={"sgd": 0.2})
    monkeypatch.setitem(LANDSCAPES, "trough", trough)


def test_all_of_them_train_together_as_torch_would(one_more, penguin_split):
    network = MLP((4, 6, 3), "softplus")
    training = Training(optimizer="again", loss="half", schedule="halves", epochs=2, seed=3)
    run = train(network, penguin_split, training)
    params = network.init(3).requires_grad_()
    optimizer = torch.optim.SGD([params], lr=0.5 * training.learning_rate)
    generator = torch.Generator().manual_seed(3)
    x, y = torch.from_numpy(penguin_split.train_x), torch.from_numpy(penguin_split.train_y)
    for _ in range(2):
        for batch in torch.randperm(len(x), generator=generator).split(16):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(logits(network, params, x[batch]), y[batch])
            (0.5 * loss).backward()
            optimizer.step()
    assert np.abs(run.params[-1] - params.detach().numpy()).max() < 1e-5


def test_the_studio_offers_trains_and_films_them(one_more):
    app = open_page(
        "pages/train.py", activation="softplus", loss="half", optimizer="again",
        schedule="halves", epochs="3", trained="3",
    )  # fmt: skip
    assert not [text.value for text in app.text if "address says" in text.value]
    for label, name in (
        ("Activation function", "softplus"), ("Loss", "half cross-entropy"),
        ("Optimizer", "plain descent again"), ("Schedule", "half of it"),
    ):  # fmt: skip
        (box,) = [box for box in app.selectbox if box.label == label]
        assert name in box.options
    header, _ = read_block(app)
    assert header["activation"]["words"] == "a ReLU without the kink"
    assert header["loss"]["label"] == "half cross-entropy"


def test_exported_programs_say_them_or_say_why_there_is_none(one_more, penguin_split):
    training = Training(optimizer="again", loss="half", schedule="halves", epochs=2)
    spec = Experiment(MLP((4, 6, 3), "softplus"), training)
    moment = Moment(spec, train(spec.network, penguin_split, training), 2)
    program = EXPORTS["torch"].make(moment).decode()
    for said in (
        "nn.Softplus()",
        "return 0.5 * F.cross_entropy(z, y)",
        "    return 0.5\n",
        ".SGD(",
    ):
        assert said in program
    assert EXPORTS["keras"].obstacle(moment) == (
        "Keras has no words for the activation softplus and the loss half cross-entropy."
    )


def test_the_race_offers_a_landscape_and_every_optimizer_walks_on_it(one_more):
    app = open_page("pages/optimizers.py", landscape="trough")
    header, _ = read_block(app)
    assert header["landscape"] == "trough"
    assert "plain descent again" in [runner["label"] for runner in header["runners"]]
    walk = descend(LANDSCAPES["trough"], (3.0, -4.0), "again", 0.2, 10)
    assert np.allclose(walk.w[-1], np.array([3.0, -4.0]) * 0.8**10)
