"""Runs in the address beside the settings: the ones that a branch leaves, the one compared with.

A run is written by what differs from another one, whose settings the address says in full:

    settings    "!learning_rate:0.01!optimizer:adam"     what differs, by the names of the fields
    branch      "40@12=1.5,13=-2!learning_rate:0.01"     the epoch, the edits, the parent's settings
    ancestors   "12!…~3@7=0!…"                           the nearest first
    any run     "!learning_rate:0.1~12@…"                its settings, then its ancestors
"""

from __future__ import annotations

from dataclasses import replace

from nnviz.core.experiment import Experiment, Origin
from nnviz.ui.recipe import Recipe


def ancestors_text(recipe: Recipe, experiment: Experiment) -> str:
    """The runs that a branch leaves; empty for a run from the beginning."""
    generations = []
    while experiment.origin:
        origin = experiment.origin
        edits = ",".join(f"{offset}={value!r}" for offset, value in origin.edits)
        differing = _differences(recipe, origin.parent, experiment)
        generations.append(f"{origin.epoch}{'@' if edits else ''}{edits}{differing}")
        experiment = origin.parent
    return "~".join(generations)


def with_ancestors(recipe: Recipe, experiment: Experiment, text: str) -> Experiment:
    """The branch that has these settings and leaves these runs.

    Args:
        recipe: of the page.
        experiment: the branch's settings, as of a run from the beginning.
        text: from `ancestors_text`.

    Raises:
        ValueError: the text says nothing of the kind, or there is no such branch.
    """
    generations, settings = [], recipe.settings_of(experiment)
    for part in filter(None, text.split("~")):
        head, *differing = part.split("!")
        epoch, _, edits = head.partition("@")
        settings = {**settings, **_read(recipe, differing)}
        generations.append((int(epoch), _edits(edits), recipe.experiment_of(settings)))
    # From the first ancestor on, each leaves the one before.
    runs = [experiment, *(run for _, _, run in generations)]
    born = runs[-1]
    for (epoch, edits, _), child in zip(generations[::-1], runs[-2::-1], strict=True):
        born = replace(child, origin=Origin(born, epoch, edits))
    return born


def run_text(recipe: Recipe, experiment: Experiment, shown: Experiment) -> str:
    """Any run, by what differs from the one that is shown."""
    settings = _differences(recipe, experiment, shown)
    return "~".join([settings, *filter(None, [ancestors_text(recipe, experiment)])])


def run_of(recipe: Recipe, text: str, shown: Experiment) -> Experiment:
    """The run that `run_text` has written; `ValueError` if it is none."""
    settings, _, ancestors = text.partition("~")
    differing = _read(recipe, settings.split("!")[1:])
    root = recipe.experiment_of({**recipe.settings_of(shown), **differing})
    return with_ancestors(recipe, root, ancestors)


def _differences(recipe: Recipe, experiment: Experiment, other: Experiment) -> str:
    """What the settings of a run have that another's have not, as "!name:text" each."""
    texts, known = recipe.texts_of(experiment), recipe.texts_of(other)
    return "".join(f"!{name}:{text}" for name, text in texts.items() if known.get(name) != text)


def _read(recipe: Recipe, parts: list[str]) -> dict[str, object]:
    return recipe.read(dict(part.partition(":")[::2] for part in parts))


def _edits(text: str) -> tuple[tuple[int, float], ...]:
    pairs = [edit.split("=") for edit in filter(None, text.split(","))]
    return tuple((int(offset), float(value)) for offset, value in pairs)
