"""Runs to be taken away: every choice of every registry at least once, and branches."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import cycle, islice

from immediately import immediate_engine
from instances import body_mass

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import load
from nnviz.core.experiment import Experiment, Origin
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.schedules import SCHEDULES
from nnviz.core.training import Training
from nnviz.export.moment import Moment
from nnviz.terrain.plane import two_species

DATASETS = {
    "classification": lambda: load("penguins"),
    "binary": two_species,
    "regression": body_mass,
}
GENTLE = {"sgd": 0.05, "momentum": 0.01, "nesterov": 0.01, "adagrad": 0.03}
"""Learning rates at which no loss bounces; the others have 0.003."""


def experiment(
    optimizer: str = "adam",
    activation: str = "relu",
    loss: str = "cross_entropy",
    schedule: str = "constant",
    hidden: tuple[int, ...] = (7, 5),
    **settings,
) -> Experiment:
    """A short run on the dataset that the loss is of."""
    dataset = DATASETS[LOSSES[loss].task]()
    sizes = (len(dataset.features), *hidden, dataset.outputs)
    usual = {
        "learning_rate": GENTLE.get(optimizer, 0.003), "epochs": 8, "batch_size": 25, "seed": 3
    }  # fmt: skip
    training = Training(optimizer, schedule=schedule, loss=loss, **usual | settings)
    return Experiment(MLP(sizes, activation), training, dataset=dataset)


def every_choice() -> dict[str, Experiment]:
    """As few runs as hold every optimizer, activation, loss and schedule at least once."""
    most = max(map(len, (OPTIMIZERS, ACTIVATIONS, LOSSES, SCHEDULES)))
    kinds = [islice(cycle(kind), most) for kind in (OPTIMIZERS, ACTIVATIONS, LOSSES, SCHEDULES)]
    return {", ".join(choices): experiment(*choices) for choices in zip(*kinds, strict=True)}


def all_at_once(spec: Experiment) -> Experiment:
    """The same with all training rows in one batch, whose order does not matter."""
    rows = len(spec.split().train_y)
    return replace(spec, training=replace(spec.training, batch_size=rows))


def branch(parent: Experiment, epoch: int, *edits: tuple[int, float], **settings) -> Experiment:
    """A branch of `parent` at `epoch`, with other settings of its training."""
    training = replace(parent.training, **settings)
    return replace(parent, training=training, origin=Origin(parent, epoch, edits))


def branches() -> dict[str, Experiment]:
    """Branches with all that may change, and branches of branches."""
    parent = experiment("momentum", schedule="cosine")
    edited = branch(parent, 3, (0, 0.5), (4 * 7 + 2, -0.25), (5 * 8 + 3, 1e-3), epochs=9)
    other = branch(
        parent, 5, optimizer="adam", learning_rate=0.002, schedule="step", schedule_values=(6, 0.3)
    )
    bent = replace(branch(other, 5, (2, 0.1), epochs=7), network=MLP((4, 7, 5, 3), "tanh"))
    return {
        "edited": edited,
        "another optimizer": other,
        "another activation": bent,
        "before its parent's own branch": branch(other, 2, learning_rate=0.004),
        "of a branch, the optimizer its grandparent's": branch(bent, 5, optimizer="momentum"),
    }


@cache
def taken(spec: Experiment) -> tuple[Moment, Curves]:
    """A whole run at its second epoch, if it has one; and its curves, as they are shown.

    Of a branch, at the second epoch of its own.
    """
    run, curves = immediate_engine().ask(spec).run()
    first = spec.origin.epoch if spec.origin else 0
    return Moment(spec, run, min(run.trained, first + 2)), curves


def too_fast() -> Experiment:
    """A run that diverges."""
    return experiment("sgd", "identity", learning_rate=10.0, epochs=60, hidden=(5, 5, 5))


def hostile() -> Experiment:
    """A dataset whose every name tries to break out of a text."""
    mean = "quote \" ' \"\"\" ''' \\ \n\r\u2028 #\t{braces} \x00 <b>$x$</b> `tick` \u202e"
    penguins = load("penguins")
    dataset = replace(
        penguins,
        name=f"{mean}; import os",
        source=f"{mean}\nraise SystemExit(1)\n",
        features=tuple(
            replace(feature, name=f"{mean}{place}", unit=mean)
            for place, feature in enumerate(penguins.features)
        ),
        classes=tuple(f"{mean}{place}" for place in range(3)),
        nouns=replace(penguins.nouns, row=mean, rows=mean, target=mean),
    )
    return replace(experiment(epochs=2), dataset=dataset)
