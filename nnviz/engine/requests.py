"""What the player asks Python for: to replay, step, train on, cure, show, compare and forget.

A request is a dict with its `kind`, made in the browser, so nothing in it is taken for granted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from nnviz.core.bounds import EPOCHS, LEARNING_RATE
from nnviz.core.experiment import Experiment, Origin
from nnviz.engine.engine import Engine
from nnviz.engine.orders import Order
from nnviz.engine.shelf import Shelf, findings

ABOUT_THE_RUN = ("replay", "batch", "branch", "cure")
"""What is asked of the run that the player shows: between two clicks it may be another one."""


def answer(shelf: Shelf, order: Order, request: object, engine: Engine) -> tuple[Shelf, Order]:
    """The shelf and the order after a request of the player; `ValueError` if it is refused."""
    if not isinstance(request, Mapping):
        raise ValueError(f"the player asked for {request!r}, which is not known")
    kind, number = request.get("kind"), request.get("id")
    current = shelf.of(order.experiment)
    if kind in ABOUT_THE_RUN and request.get("run") != (current.id if current else None):
        raise ValueError("another run is shown by now")
    if kind == "replay":
        return _replay(shelf, order, request), order
    if kind == "batch":
        return _batch(shelf, order, request)
    if kind == "branch":
        return shelf, _branch(order, request, engine)
    if kind == "cure":
        return shelf, _cure(order, request, engine)
    if kind == "show":
        kept = shelf.get(number).order.resend()
        return replace(shelf, compared=None), replace(kept, play=order.play + 1, cue="keep")
    if kind == "compare":
        return replace(shelf, compared=shelf.get(number).id if number else None), order
    if kind == "forget":
        return shelf.without(number), order
    raise ValueError(f"the player asked for {kind!r}, which is not known")


def _branch(order: Order, request: Mapping[str, object], engine: Engine) -> Order:
    """Train on from an epoch, with edited parameters or other settings; `ValueError` if refused."""
    parent = order.experiment
    epoch = _whole(request.get("epoch"), "epoch")
    if epoch > order.shown:
        raise ValueError(f"epoch {epoch} is after the last one trained, {order.shown}")
    edits = tuple((_whole(offset, "offset"), float(value)) for offset, value in request["edits"])
    rate = float(request["learning_rate"])
    if rate not in LEARNING_RATE:
        raise ValueError(f"learning rate {rate!r} is not from {LEARNING_RATE}")
    most = int(EPOCHS.high) - epoch
    if (more := _whole(request.get("epochs"), "number of epochs")) not in range(1, most + 1):
        raise ValueError(f"{more} more epochs are not from 1 to {most}, after epoch {epoch}")
    schedule = str(request["schedule"])
    same = schedule == parent.training.schedule
    training = replace(
        parent.training,
        epochs=epoch + more,
        learning_rate=rate,
        optimizer=str(request["optimizer"]),
        schedule=schedule,
        schedule_values=parent.training.schedule_values if same else (),
    )
    origin = Origin(parent, epoch, edits)
    return _start(replace(parent, training=training, origin=origin), order, engine)


def _cure(order: Order, request: Mapping[str, object], engine: Engine) -> Order:
    """Try the cure of a finding: a branch, or the whole run anew; `ValueError` if there is none."""
    found = findings(order.experiment, engine) or ()
    index = _whole(request.get("index"), "finding")
    if not (0 <= index < len(found) and found[index].cure):
        raise ValueError(f"finding {index!r} has no cure to try")
    remedy, parent = found[index].cure, order.experiment
    network, training = remedy.applied(parent.network, parent.training)
    # A branch that only stops earlier is the same branch; what begins anew begins at the start.
    kept = parent.origin if [name for name, _ in remedy.training] == ["epochs"] else None
    origin = Origin(parent, remedy.epoch) if remedy.epoch else kept
    features = remedy.features or parent.features
    changed = replace(parent, network=network, training=training, features=features, origin=origin)
    return _start(changed, order, engine)


def _start(experiment: Experiment, order: Order, engine: Engine) -> Order:
    """An order to train another experiment to its end; the film goes on where the two part."""
    engine.recording(experiment)  # what cannot be trained is refused at once
    begun = experiment.origin.epoch if experiment.origin else 0
    return Order(
        experiment,
        target=experiment.training.epochs,
        shown=begun,
        play=order.play + 1,
        cue="on" if begun else "play",
    )


def _whole(value: object, name: str) -> int:
    if not isinstance(value, (int, float)) or not math.isfinite(value) or value != int(value):
        raise ValueError(f"{name} {value!r} is not a whole number")
    return int(value)


def _batch(shelf: Shelf, order: Order, request: Mapping[str, object]) -> tuple[Shelf, Order]:
    """The epoch after one, batch by batch; it is trained if it has not been."""
    epoch = _whole(request.get("epoch"), "epoch")
    last = order.shown - 1 if order.complete else min(order.shown, order.epochs - 1)
    if not 0 <= epoch <= last:
        raise ValueError(f"no batch follows epoch {epoch}")
    wanted = replace(order, target=max(order.target, epoch + 1))
    return replace(shelf, replayed=(order.experiment, epoch, 0)), wanted


def _replay(shelf: Shelf, order: Order, request: Mapping[str, object]) -> Shelf:
    epoch = _whole(request.get("epoch"), "epoch")
    if not 0 <= epoch < order.shown:
        raise ValueError(f"epoch {epoch} is not before the last one trained, {order.shown}")
    step = _whole(request.get("step"), "step")
    rows, batch_size = len(order.experiment.split().train_y), order.experiment.training.batch_size
    steps = math.ceil(rows / batch_size)
    if not 0 <= step < steps:
        raise ValueError(f"step {step} is not from 0 to {steps - 1}")
    return replace(shelf, replayed=(order.experiment, epoch, step))
