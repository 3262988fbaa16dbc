"""An experiment in words and numbers that any file can hold, and back.

What comes back was read from a file that somebody gave us, so nothing in it is taken for granted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import pairwise
from numbers import Integral, Real
from typing import Any

from nnviz.core.blocks import blocks_of
from nnviz.core.bounds import EPOCHS, LEARNING_RATE, SEED, TEST_FRACTION, Bounds
from nnviz.core.data import Dataset
from nnviz.core.experiment import MAX_BRANCHES, Experiment, Origin
from nnviz.core.layers import Layer
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling
from nnviz.core.networks import MLP, Network
from nnviz.core.schedules import SCHEDULES
from nnviz.core.text import clipped, listed
from nnviz.core.trainer import check
from nnviz.core.training import Training

LONGEST = 100
"""Characters of a name."""

SAFE = 2**53
"""Whole numbers up to here are exact in every language that reads JSON."""

MISSING = object()


def described(experiment: Experiment) -> dict[str, Any]:
    """All that decides a run, as JSON can say it; of a branch, its parent's within.

    `split` is the fingerprint of the rows' division, of which the settings are the recipe: a reader
    whose recipe gives another one would show the wrong birds.
    """
    network, training, origin = experiment.network, experiment.training, experiment.origin
    return {
        "network": {
            "layers": [{"kind": one.kind, "shape": list(one.shape)} for one in network.layers],
            "activation": network.activation,
        },
        "training": {one.name: _plain(getattr(training, one.name)) for one in fields(Training)},
        "test_fraction": _plain(experiment.test_fraction),
        "features": experiment.features,
        "together": experiment.together,
        "dataset": {"name": experiment.dataset.name, "identity": experiment.dataset.identity},
        "split": experiment.split().identity,
        "origin": origin
        and {
            "epoch": _plain(origin.epoch),
            "edits": [[offset, _plain(value)] for offset, value in origin.edits],
            "parent": described(origin.parent),
        },
    }


def experiment_from(told: object, datasets: Sequence[Dataset], generation: int = 0) -> Experiment:
    """The experiment that `described` has told.

    Args:
        told: what a file says.
        datasets: those that are known here.
        generation: how many branches lead from it to the one that was asked for.

    Raises:
        ValueError: it says nothing of the kind, or what cannot be trained here.
    """
    told = _section("experiment", told)
    dataset = _dataset(_section("dataset", told.get("dataset")), datasets)
    experiment = Experiment(
        network=_network(_section("network", told.get("network")), dataset.picture),
        training=_training(_section("training", told.get("training"))),
        test_fraction=_number(told, "test_fraction", TEST_FRACTION),
        dataset=dataset,
        features=_text(told, "features"),
        together=_flag(told, "together"),
        origin=_origin(told.get("origin"), datasets, generation + 1),
    )
    split = experiment.split()
    check(experiment.network, [split], [experiment.training])
    if _text(told, "split") != split.identity:
        raise ValueError(
            f"its rows were divided as {clipped(repr(told['split']))}; with its settings they are "
            f"divided as {split.identity!r} here"
        )
    return experiment


def _plain(value: object) -> object:
    """A value as JSON knows it: numbers that are not finite are words, such as "inf"."""
    if isinstance(value, tuple):
        return list(map(_plain, value))
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else str(float(value))
    return value


def _dataset(told: Mapping[str, Any], datasets: Sequence[Dataset]) -> Dataset:
    name, identity = _text(told, "name"), _text(told, "identity")
    found = next((one for one in datasets if one.identity == identity), None)
    if found is None:
        known = listed([f"{one.name} ({one.identity})" for one in datasets])
        given = f"{clipped(repr(name))} ({clipped(repr(identity))})"
        raise ValueError(f"its rows are {given}; known here are {known}")
    return found


KINDS = {
    Dense.kind: (Dense, 2, "inputs and outputs"),
    Convolution.kind: (
        Convolution,
        7,
        "channels, height, width, kernel, filters, stride and padding",
    ),
    MaxPooling.kind: (MaxPooling, 4, "channels, height, width and size"),
    MeanPooling.kind: (MeanPooling, 4, "channels, height, width and size"),
}
"""How each kind of layer is made again: of so many numbers, which are these."""


def _network(told: Mapping[str, Any], picture: tuple[int, int, int] | None) -> Network:
    """What pages can show: a multilayer perceptron, or blocks that read pictures of this size."""
    layers = [_layer(_section("layer", one)) for one in _list(told, "layers", 100)]
    for before, after in pairwise(layers):
        if before.outputs != after.inputs:
            raise ValueError(
                f"a layer puts out {before.outputs} numbers, but the next one reads {after.inputs}"
            )
    if not layers:
        raise ValueError("its network has no layers; it needs at least one")
    activation = _text(told, "activation")
    if all(isinstance(layer, Dense) for layer in layers):
        return MLP([layers[0].inputs, *(layer.outputs for layer in layers)], activation)
    network = Network(layers, activation)
    blocks_of(network)  # refuses one that is larger than what can be chosen
    if layers[0].shape[:3] != picture:
        raise ValueError(
            f"its network reads pictures of {layers[0].shape[:3]}; the rows are "
            f"{picture or 'no pictures'}"
        )
    return network


def _layer(told: Mapping[str, Any]) -> Layer:
    kind = _text(told, "kind")
    if kind not in KINDS:
        known = listed([repr(one) for one in KINDS])
        raise ValueError(f"a layer of kind {clipped(repr(kind))}; {known} ones can be played here")
    make, count, names = KINDS[kind]
    shape = _list(told, "shape", count)
    if len(shape) != count:
        said = kind.replace("_", " ")
        raise ValueError(f"a {said} layer of shape {clipped(repr(shape))}; it takes {names}")
    least = 0 if make is Convolution else 1
    return make(*(_as_whole("a layer's size", size, Bounds(least, SAFE)) for size in shape))


def _training(told: Mapping[str, Any]) -> Training:
    schedule = _text(told, "schedule")
    parameters = SCHEDULES[schedule].parameters
    values = _list(told, "schedule_values", len(parameters))
    if len(values) != len(parameters):
        names = ", ".join(parameter.name for parameter in parameters)
        raise ValueError(f"{len(values)} schedule values; {schedule!r} takes {names}")
    return Training(
        optimizer=_text(told, "optimizer"),
        learning_rate=_number(told, "learning_rate", LEARNING_RATE),
        schedule=schedule,
        epochs=_whole(told, "epochs", EPOCHS),
        batch_size=_whole(told, "batch_size", Bounds(1, SAFE)),
        loss=_text(told, "loss"),
        seed=_whole(told, "seed", SEED),
        frozen=_whole(told, "frozen", Bounds(0, SAFE)) if "frozen" in told else 0,
        schedule_values=tuple(
            (_as_whole if isinstance(one.default, int) else _as_number)(
                one.name, value, Bounds(one.low, one.high)
            )
            for one, value in zip(parameters, values, strict=True)
        ),
    )


def _origin(told: object, datasets: Sequence[Dataset], generation: int) -> Origin | None:
    if told is None:
        return None
    if generation > MAX_BRANCHES:
        raise ValueError(f"more than {MAX_BRANCHES} branches in a row")
    told = _section("origin", told)
    parent = experiment_from(told.get("parent"), datasets, generation)
    most = parent.network.parameter_count
    edits = []
    for edit in _list(told, "edits", most):
        if not isinstance(edit, list) or len(edit) != 2:
            raise ValueError(f"an edit {clipped(repr(edit))} is no pair of a place and a number")
        place = _as_whole("an edit's place", edit[0], Bounds(0, most - 1))
        edits.append((place, _any_number("an edit's value", edit[1])))
    return Origin(parent, _whole(told, "epoch", Bounds(0, EPOCHS.high)), tuple(edits))


def _section(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} {clipped(repr(value))} is no section with settings")
    return value


def _given(told: Mapping[str, Any], name: str) -> object:
    value = told.get(name, MISSING)
    if value is MISSING:
        raise ValueError(f"it does not say its {name.replace('_', ' ')}")
    return value


def _list(told: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = _given(told, name)
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"{name} {clipped(repr(value))} are no list of at most {most}")
    return value


def _text(told: Mapping[str, Any], name: str) -> str:
    value = _given(told, name)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError(f"{name} {clipped(repr(value))} is no text of at most {LONGEST} letters")
    return value


def _flag(told: Mapping[str, Any], name: str) -> bool:
    value = _given(told, name)
    if not isinstance(value, bool):
        raise ValueError(f"{name} {clipped(repr(value))} is neither true nor false")
    return value


def _whole(told: Mapping[str, Any], name: str, bounds: Bounds) -> int:
    return _as_whole(name.replace("_", " "), _given(told, name), bounds)


def _number(told: Mapping[str, Any], name: str, bounds: Bounds) -> float:
    return _as_number(name.replace("_", " "), _given(told, name), bounds)


def _as_whole(name: str, value: object, bounds: Bounds) -> int:
    if type(value) is not int or value not in bounds:
        raise ValueError(f"{name} {clipped(repr(value))} is not a whole number from {bounds}")
    return value


def _as_number(name: str, value: object, bounds: Bounds) -> float:
    if type(value) not in (int, float) or value not in bounds:
        raise ValueError(f"{name} {clipped(repr(value))} is not a number from {bounds}")
    return float(value)


def _any_number(name: str, value: object) -> float:
    """Infinite and NaN, too, which are words."""
    if value in ("inf", "-inf", "nan") or type(value) is float:
        return float(value)
    return _as_number(name, value, Bounds(-SAFE, SAFE))
