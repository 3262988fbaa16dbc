"""A run as a program for PyTorch that stands by itself: the same weights, batches and losses.

Written as the tutorials of PyTorch are (https://docs.pytorch.org/tutorials/beginner/basics, BSD);
nothing is copied from them.
"""

from __future__ import annotations

import inspect
import math
from dataclasses import replace

import torch

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.losses import LOSSES
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.schedules import SCHEDULES
from nnviz.export.legs import Leg, legs
from nnviz.export.moment import Moment
from nnviz.export.program import (
    Section,
    asked,
    chaotic,
    factor,
    literal,
    rows,
    scaled,
    score,
    script,
    settings,
    title,
    unspoken,
)

OPENED = (
    "It trains anew, and the record of a file may be another than its settings lead to: train "
    "these settings here first."
)


def refuses(moment: Moment) -> str:
    """Why there is no such program of this run, in a sentence; empty if there is."""
    if moment.opened:
        return OPENED
    words: list[tuple[str, object]] = []
    for leg in legs(moment.experiment):
        training = leg.experiment.training
        activation, schedule = ACTIVATIONS[leg.experiment.network.activation], training.schedule
        words += [
            (f"the activation {activation.label}", activation.torch),
            (f"the loss {LOSSES[training.loss].label}", LOSSES[training.loss].torch),
            (f"the schedule {SCHEDULES[schedule].label}", SCHEDULES[schedule].python),
        ]
    return unspoken("PyTorch", moment, words)


def torch_script(moment: Moment) -> bytes:
    """The program in one file, UTF-8: torch and numpy alone, the rows in it."""
    return script(about(moment), sections(moment))


def about(moment: Moment) -> list[str]:
    """What the program is and how it is run, in paragraphs."""
    return [
        title(moment, "PyTorch"),
        "It begins with the same weights, sees the same rows in the same order and prints the same "
        "losses after every epoch, but for the last digits. Words such as /loss are the pages of "
        "nnviz that explain a line.",
        chaotic(moment),
        "What it needs: pip install torch numpy",
    ]


def sections(moment: Moment) -> list[Section]:
    """The parts of the program, in the order in which they run."""
    first, *branches = way = legs(moment.experiment)
    scheduled = any(leg.experiment.training.schedule != "constant" for leg in way)
    return [
        Section("What it is made with", "", IMPORTS),
        _settings(first, moment.epoch),
        _network(first.experiment.network),
        _initial(first.experiment.network),
        _loss(moment),
        _train(moment, scheduled),
        rows(moment),
        scaled(moment),
        Section("The same as tensors", "What PyTorch computes with.", TENSORS),
        _first(first, scheduled),
        *(
            _branch(before, leg, scheduled)
            for before, leg in zip([first, *branches], branches, strict=False)
        ),
        _use(moment),
    ]


IMPORTS = """\
import copy
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)  # a network as small as this one is fastest on one core"""

TENSORS = """\
train_y, test_y = torch.from_numpy(targets(train_y)), torch.from_numpy(targets(test_y))
train_x, test_x = torch.from_numpy(scaled(train_x)), torch.from_numpy(scaled(test_x))"""


def _settings(leg: Leg, kept: int) -> Section:
    section = settings(leg.experiment.training)
    said = f"KEPT = {kept}  # the epoch that was taken: its network is asked at the end"
    return replace(section, code=f"{section.code}\n{said}")


def _network(network: Network) -> Section:
    activation = ACTIVATIONS[network.activation]
    layers = [f"nn.Linear({layer.inputs}, {layer.outputs})" for layer in network.layers]
    lines = f",\n    {activation.torch},\n    ".join(layers)
    hidden = f" After each but the last comes {activation.label}: {activation.words}."
    return Section(
        "The network",
        "Every layer is a weighted sum, z = W a + b: /forward-pass."
        + (hidden if len(layers) > 1 else ""),
        f"model = nn.Sequential(\n    {lines},\n)",
    )


def _initial(network: Network) -> Section:
    return Section(
        "The first weights",
        "Uniform between ±1/√inputs, as nn.Linear draws its own; drawn here from the seed in one "
        "go, so that they are those of nnviz. nn.Linear keeps W as [outputs, inputs].",
        f"""\
numbers = torch.rand({network.parameter_count}, generator=torch.Generator().manual_seed(SEED))
numbers = numbers * 2 - 1
with torch.no_grad():
    for layer in model[::2]:
        inputs, outputs = layer.in_features, layer.out_features
        W, b = numbers[: inputs * outputs], numbers[inputs * outputs :][:outputs]
        layer.weight.copy_(W.view(inputs, outputs).T / math.sqrt(inputs))
        layer.bias.copy_(b / math.sqrt(inputs))
        numbers = numbers[(inputs + 1) * outputs :]""",
    )


def _loss(moment: Moment) -> Section:
    loss, measure = LOSSES[moment.experiment.training.loss], score(moment)
    words = f"The loss is the {loss.label}: {loss.words}."
    return Section(
        "How wrong an answer is",
        words + f" The {measure.label} says how good the answers are, but has no gradient.",
        f'''\
def loss(z, y):
    """The mean over the rows: /loss."""
    return {loss.torch}


def score(z, y):
    """The {measure.label}."""
    return {measure.torch}''',
    )


def _train(moment: Moment, scheduled: bool) -> Section:
    label = score(moment).label
    arguments = ", learning_rate, factor" if scheduled else ""
    rate = RATE if scheduled else ""
    return Section(
        "Training",
        "An epoch is every training row once, in a new order, batch by batch (a DataLoader with "
        "shuffle=True does the same, but draws another order). The rows themselves stand below.",
        f'''\
history = []  # epoch, training loss, test loss
shuffle = torch.Generator().manual_seed(SEED)
kept = {{}}


def report(epoch):
    """Measure the network after an epoch, print and note it; its training loss."""
    with torch.no_grad():
        train_z, test_z = model(train_x), model(test_x)
        train_loss, test_loss = loss(train_z, train_y).item(), loss(test_z, test_y).item()
        train_score, test_score = score(train_z, train_y).item(), score(test_z, test_y).item()
    print(
        f"epoch {{epoch:4d}}   training loss {{train_loss:.6f}}   test loss {{test_loss:.6f}}"
        f"   training {label} {{train_score:.3f}}   test {label} {{test_score:.3f}}"
        + ("   <- taken" if epoch == KEPT else "")
    )
    history.append((epoch, train_loss, test_loss))
    if epoch == KEPT:
        kept[epoch] = copy.deepcopy(model)
    return train_loss


def train(first, last, optimizer{arguments}):
    """Train from the end of one epoch to that of another."""
    for epoch in range(first + 1, last + 1):{rate}
        order = torch.randperm(len(train_x), generator=shuffle)
        for batch in order.split(BATCH_SIZE):
            optimizer.zero_grad()  # forget the gradient of the batch before
            z = model(train_x[batch])  # forward: /forward-pass
            loss(z, train_y[batch]).backward()  # ∂L/∂w of every weight: /backpropagation
            optimizer.step()  # one step downhill: /gradient-descent, /optimizers
        if not math.isfinite(report(epoch)):
            print("The loss is not a finite number any more: this run has diverged.")
            break''',
    )


RATE = """
        for group in optimizer.param_groups:
            group["lr"] = learning_rate * factor(epoch - 1)"""


def _first(leg: Leg, scheduled: bool) -> Section:
    optimizer = OPTIMIZERS[leg.optimizer]
    schedule = f"\n\n{factor(leg.experiment.training)}\n\n\n" if scheduled else ""
    return Section(
        "The run",
        f"The optimizer is {optimizer.label}: {optimizer.words}.",
        f"{_optimizer(leg)}\n{schedule}report(0)  # before any training\n{_call(leg, scheduled)}",
    )


def _optimizer(leg: Leg) -> str:
    """The optimizer's class with the settings that are not its own defaults."""
    built = OPTIMIZERS[leg.optimizer].build([torch.zeros(1)])
    usual = inspect.signature(type(built)).parameters
    given = {
        name: value
        for name, value in built.defaults.items()
        if name not in HOW and name in usual and usual[name].default != value
    }
    said = "".join(f", {name}={value!r}" for name, value in given.items())
    kind = type(built).__name__
    return f"optimizer = torch.optim.{kind}(model.parameters(), lr=LEARNING_RATE{said})"


HOW = {"lr", "fused"}
"""Settings of an optimizer that are given elsewhere, or do not change what it computes."""


def _call(leg: Leg, scheduled: bool) -> str:
    last = "EPOCHS" if leg.last == leg.experiment.training.epochs else leg.last
    arguments = ", LEARNING_RATE, factor" if scheduled else ""
    return f"train({leg.first}, {last}, optimizer{arguments})"


def _branch(before: Leg, leg: Leg, scheduled: bool) -> Section:
    """How a run leaves another one: with edits, or by other settings, or both."""
    label = OPTIMIZERS[leg.optimizer].label
    same = leg.optimizer == before.optimizer
    memory = "goes on with what it remembers" if same else "begins anew"
    network, training = leg.experiment.network, leg.experiment.training
    lines = [
        f"EPOCHS = {training.epochs}",
        f"LEARNING_RATE = {literal(training.learning_rate)}",
    ]
    if network.activation != before.experiment.network.activation:
        lines += [
            "for place in range(1, len(model), 2):",
            f"    model[place] = {ACTIVATIONS[network.activation].torch}",
        ]
    if leg.edits:
        lines += [
            "with torch.no_grad():",
            *(f"    model{_place(network, at)} = {_single(value)}" for at, value in leg.edits),
        ]
    if not same:
        lines += [_optimizer(leg)]
    elif not scheduled:
        lines += ["for group in optimizer.param_groups:", '    group["lr"] = LEARNING_RATE']
    if scheduled:
        lines += ["", "", factor(training), "", ""]
    lines += [f"report({leg.first})"]
    if leg.last > leg.first:
        lines += [_call(leg, scheduled)]
    return Section(
        f"The branch at epoch {leg.first}",
        "Here another run begins, with settings or weights that were changed. The optimizer, "
        f"{label}, {memory}.",
        "\n".join(lines),
    )


def _single(value: float) -> str:
    """A value for a parameter; one beyond the range of float32 is infinite there."""
    narrow = torch.tensor(value, dtype=torch.float64).float().item()
    return literal(value if math.isfinite(narrow) else narrow)


def _place(network: Network, offset: int) -> str:
    """Where nn.Sequential keeps a parameter: nn.Linear's weight is the transpose of W."""
    for index, (layer, place) in enumerate(zip(network.layers, network.places, strict=True)):
        if offset < place.middle:
            i, j = divmod(offset - place.start, layer.outputs)
            return f"[{2 * index}].weight[{j}, {i}]"
        if offset < place.end:
            return f"[{2 * index}].bias[{offset - place.middle}]"
    raise ValueError(f"parameter {offset!r} is not from 0 to {network.parameter_count - 1}")


def _use(moment: Moment) -> Section:
    return Section(
        "What it answers",
        f"The network as it was after epoch {moment.epoch}, asked about some rows of the test: "
        "what is true, and what it answers.",
        f"""\
if KEPT not in kept:
    print(f"Epoch {{KEPT}} was not reached: the last one, {{history[-1][0]}}, is asked instead.")
model = kept.get(KEPT, model)
{asked(moment, ANSWERS)}""",
    )


ANSWERS = "answers(model(torch.from_numpy(scaled(features[asked]))).detach().numpy())"
