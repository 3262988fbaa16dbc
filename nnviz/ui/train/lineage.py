"""Runs in the address beside the settings: the ones that a branch leaves, the one compared with.

A run is written by what differs from another one, whose settings the address says in full:

    settings    "!learning_rate:0.01!optimizer:adam"     what differs, by the names of the fields
    branch      "40@12=1.5,13=-2!learning_rate:0.01"     the epoch, the edits, the parent's settings
    ancestors   "12!…~3@7=0!…"                           the nearest first
    any run     "!learning_rate:0.1~12@…"                its settings, then its ancestors
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnviz.core.experiment import Experiment, Origin
from nnviz.ui.experiment import FIELDS, experiment_of, settings_of

Settings = Mapping[str, Any]

_FIELDS = {field.name: field for field in FIELDS}


def ancestors_text(experiment: Experiment) -> str:
    """The runs that a branch leaves; empty for a run from the beginning."""
    generations = []
    while experiment.origin:
        origin, child = experiment.origin, settings_of(experiment)
        edits = ",".join(f"{offset}={value!r}" for offset, value in origin.edits)
        differing = _differences(settings_of(origin.parent), child)
        generations.append(f"{origin.epoch}{'@' if edits else ''}{edits}{differing}")
        experiment = origin.parent
    return "~".join(generations)


def with_ancestors(experiment: Experiment, text: str) -> Experiment:
    """The branch that has these settings and leaves these runs.

    Args:
        experiment: the branch's settings, as of a run from the beginning.
        text: from `ancestors_text`.

    Raises:
        ValueError: the text says nothing of the kind, or there is no such branch.
    """
    generations, settings = [], settings_of(experiment)
    for part in filter(None, text.split("~")):
        head, *differing = part.split("!")
        epoch, _, edits = head.partition("@")
        settings = settings | _read(differing)
        generations.append((int(epoch), _edits(edits), experiment_of(settings)))
    # From the first ancestor on, each leaves the one before.
    runs = [experiment, *(run for _, _, run in generations)]
    born = runs[-1]
    for (epoch, edits, _), child in zip(generations[::-1], runs[-2::-1], strict=True):
        born = replace(child, origin=Origin(born, epoch, edits))
    return born


def run_text(experiment: Experiment, shown: Experiment) -> str:
    """Any run, by what differs from the one that is shown."""
    settings = _differences(settings_of(experiment), settings_of(shown))
    return "~".join([settings, *filter(None, [ancestors_text(experiment)])])


def run_of(text: str, shown: Experiment) -> Experiment:
    """The run that `run_text` has written; `ValueError` if it is none."""
    settings, _, ancestors = text.partition("~")
    root = experiment_of(settings_of(shown) | _read(settings.split("!")[1:]))
    return with_ancestors(root, ancestors)


def _differences(settings: Settings, others: Settings) -> str:
    """What some settings have that others have not, as "!name:text" each."""
    texts = {name: _FIELDS[name].write(value) for name, value in settings.items()}
    known = {name: _FIELDS[name].write(value) for name, value in others.items()}
    return "".join(f"!{name}:{text}" for name, text in texts.items() if known.get(name) != text)


def _read(parts: list[str]) -> dict[str, Any]:
    pairs = [part.partition(":")[::2] for part in parts]
    for name, _ in pairs:
        if name not in _FIELDS:
            raise ValueError(f"there is no setting {name!r}")
    return {name: _FIELDS[name].parse(text) for name, text in pairs}


def _edits(text: str) -> tuple[tuple[int, float], ...]:
    pairs = [edit.split("=") for edit in filter(None, text.split(","))]
    return tuple((int(offset), float(value)) for offset, value in pairs)
