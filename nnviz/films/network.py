"""The network player: a run as a film of its diagram, its weight matrices and its curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from nnviz.core.answers import Answers
from nnviz.core.bounds import EPOCHS, LEARNING_RATE
from nnviz.core.data import Dataset, Split
from nnviz.core.glossary import marked
from nnviz.core.look import MARKERS, PALETTE
from nnviz.core.measures import Curves
from nnviz.core.optimizers import DIRECTION, GRADIENT, MOMENTUM, OPTIMIZERS, SQUARES
from nnviz.core.record import Run
from nnviz.core.replay import CHANGE, Replay, Steps
from nnviz.core.schedules import SCHEDULES
from nnviz.core.tasks import MEASURES, TASKS
from nnviz.films.block import encode
from nnviz.films.told import activation_of, loss_of, parts_of, task_of
from nnviz.study.doctor.finding import TERMS, Finding
from nnviz.study.milestones import TERMS as MILESTONE_TERMS
from nnviz.study.milestones import Milestone
from nnviz.study.passage import passage

WEIGHT_CLAMP = 2.0
"""|w| from which a line is as wide and as strong as it gets: in default runs 99 % stay below."""


@dataclass(frozen=True, eq=False)
class Shelved:
    """A run of the visit, as the player's shelf shows it.

    Attributes:
        id: its name in requests.
        label: its name on the screen.
        run, curves: its record so far.
        parent, epoch: the run that it branches off, and where; None for one from the beginning.
    """

    id: str
    label: str
    run: Run
    curves: Curves
    parent: str | None = None
    epoch: int | None = None


@dataclass(frozen=True, eq=False)
class TakenApart:
    """An epoch batch by batch, and one of its steps.

    Attributes:
        replay: the epoch.
        step: which of its steps, from 0.
        quantities: what the optimizer computed in it, each [P], by name.
    """

    replay: Replay
    step: int
    quantities: Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Workbench:
    """What a player has that may ask for more than its own run.

    Attributes:
        shelf: the runs of the visit.
        current: the id of the one that is played.
        compared: the id of the one whose weights are subtracted, or None.
        findings: what the doctor found in the run.
        taken_apart: an epoch batch by batch, with one of its steps.
        refused: how many requests have been refused: with one more, nothing comes of the last.
    """

    shelf: Sequence[Shelved]
    current: str
    compared: str | None = None
    findings: Sequence[Finding] = ()
    taken_apart: TakenApart | None = None
    refused: int = 0


@dataclass(frozen=True, eq=False)
class Tale:
    """What the film of a finished run tells beside its record.

    Attributes:
        steps: moments between the ends of the epochs in which it learns, if there are any.
        milestones: what happens in it, by rising epoch.
        learned: since which epoch each class has been known, None for one that is not.
    """

    steps: Steps | None
    milestones: Sequence[Milestone]
    learned: Sequence[int | None] = ()


@dataclass(frozen=True)
class Screening:
    """How the film of a record is shown this time.

    Attributes:
        training: whether more rows are on their way.
        play: a number that changes whenever the film is to follow its `cue`; 0: at its end.
        cue: "play" it, "wait" at its beginning, show its "end" or one "batch" more, open the
            "doctor", or, if another run was shown before, "keep" the epoch.
        take: tells this run, and this showing of it, by its `repr` from others of the same network,
            training and split; another one starts again at epoch 0. Branches name their origin.
        first: the first history row to send; earlier ones must have been sent before.
        scenery: whether the dataset, its principal components and the colours are in the block. A
            player that lacks them asks for them.
        linked: whether the page's address says what the film shows.
        alone: the epoch at which a film opens that plays from a file of its own, whatever `cue`
            says: there is no Python to ask, and the player says so. None in the app.
    """

    training: bool = False
    play: int = 0
    cue: str = "play"
    take: object = 0
    first: int = 0
    scenery: bool = True
    linked: bool = True
    alone: int | None = None


@dataclass(frozen=True, eq=False)
class Beside:
    """What a film has beside the record.

    Attributes:
        tale: what the film of a finished run tells.
        answers: what the model says, where the browser cannot compute its layers.
        workbench: what Python can be asked for; without one, the player asks for nothing.
    """

    tale: Tale | None = None
    answers: Answers | None = None
    workbench: Workbench | None = None


def encode_run(
    run: Run,
    curves: Curves,
    dataset: Dataset,
    split: Split,
    screening: Screening = Screening(),
    beside: Beside = Beside(),
) -> bytes:
    """One block for the player: the run's rows from a first one on, its curves and its scenery.

    Args:
        run: the record so far.
        curves: its loss and other measures, one value per row of the record.
        dataset, split: what it was trained on; every row can be sent through the network.
        screening: how it is shown.
        beside: what there is beside it.
    """
    first, tale, workbench = screening.first, beside.tale, beside.workbench
    header = {
        "kind": "network",
        "run": _digest(run.network, run.training, split.identity, screening.take),
        "parts": parts_of(run.network, run.training.frozen),
        "task": task_of(dataset, split),
        "activation": activation_of(run.network.activation),
        "loss": loss_of(run.training.loss),
        "curves": _curves(curves, split.task),
        "epochs": run.training.epochs,
        "complete": run.complete,
        "training": screening.training,
        "diverged_at": run.diverged_at,
        "stride": run.stride,
        "play": screening.play,
        "cue": screening.cue,
        "weight_clamp": WEIGHT_CLAMP,
        "learning_rate": run.training.learning_rate,
        "optimizer": run.training.optimizer,
        "batch_size": run.training.batch_size,
        "seed": run.training.seed,
        "schedule": run.training.schedule,
        "loss_top": _loss_top(curves),
        "passage": passage(run.epochs, curves),
        "first": first,
        "scene": _digest(
            split.identity, dataset.name, dataset.nouns, dataset.examples, dataset.facts
        ),
    }
    arrays = {"epochs": run.epochs[first:], "params": run.params[first:]}
    arrays |= {name: values[first:] for name, values in curves.items()}
    if not screening.linked:
        header |= {"linked": False}
    if screening.alone is not None:
        header |= {"alone": True, "opens": screening.alone}
    if screening.scenery:
        words, numbers = _scenery(dataset, split)
        header |= {"scenery": words}
        arrays |= numbers
    if tale:
        header |= {"milestones": [_milestone(one) for one in tale.milestones]}
        header |= {"learned": list(tale.learned)}
    if tale and tale.steps:
        header |= {"steps": tale.steps.per_epoch}
        arrays |= {"steps_epochs": tale.steps.epochs, "steps_params": tale.steps.params}
    if beside.answers:
        answers = beside.answers
        arrays |= {"answers_rows": answers.rows, "answers_grid": answers.grid}
    if workbench:
        header |= {"tools": True, "refused": workbench.refused}
        header |= _choices() | _shelf(workbench) | _findings(workbench)
        arrays |= _others(workbench)
    if workbench and workbench.taken_apart:
        replayed, numbers = _replay(workbench.taken_apart)
        header |= {"replay": replayed}
        arrays |= numbers
    return encode(header, arrays)


def _digest(*said: object) -> str:
    """A short name for what is said, the same for the same words."""
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _curves(curves: Curves, task: str) -> list[dict[str, str]]:
    """What each curve is of: a side of the split, and a measure."""
    labels = {"loss": "loss"} | {key: MEASURES[key].label for key in TASKS[task].measures}
    told = []
    for name in curves:
        side, measure = name.split("_", 1)
        title = labels[measure]
        label = f"{side} {title}"
        curve = {"name": name, "label": label, "title": title, "side": side, "measure": measure}
        told.append(curve)
    return told


def _scenery(dataset: Dataset, split: Split) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """What stays the same while a run grows: the data and their words, the colours and marks."""
    components, explained = split.principal_components()
    is_test = np.zeros(len(dataset.y))
    is_test[split.test_rows] = 1
    # There are few different ones: the browser gives each row its own again.
    facts, which = np.unique(dataset.row_facts, return_inverse=True)
    words = {
        "dataset": dataset.name,
        "features": [vars(feature) for feature in dataset.features],
        "classes": dataset.classes,
        "nouns": vars(dataset.nouns),
        "examples": [vars(example) for example in dataset.examples],
        "picture": dataset.picture,
        "scaled": split.scaled,
        "facts": facts.tolist(),
        "palette": PALETTE,
        "markers": MARKERS,
        "pca_explained": explained.tolist(),
    }
    numbers = {
        "x": split.standardise(dataset.x),
        "y": split.standardise_target(dataset.y),
        "test": is_test,
        "mean": split.mean,
        "std": split.std,
        "centre": split.centre,
        "spread": split.spread,
        "row_facts": which,
        "pca": components,
    }
    return words, numbers


def _loss_top(curves: Curves) -> float:
    """The fixed top of the loss axis: room above the untrained network's loss, whatever follows."""
    start = max(float(curves.train_loss[0]), float(curves.test_loss[0]))
    return 1.25 * start if np.isfinite(start) and start > 0 else 1.0


def _choices() -> dict[str, object]:
    """What a branch may be trained with: key → label, its learning rates, its last epoch."""
    registries = {"optimizers": OPTIMIZERS, "schedules": SCHEDULES}
    labels = {
        name: {key: registry[key].label for key in registry}
        for name, registry in registries.items()
    }
    low, high = LEARNING_RATE
    rates = {"low": low, "high": high, "text": str(LEARNING_RATE)}
    return labels | {"learning_rates": rates, "most_epochs": int(EPOCHS.high)}


def _shelf(workbench: Workbench) -> dict[str, object]:
    runs = [
        {
            "id": kept.id,
            "label": kept.label,
            "current": kept.id == workbench.current,
            "parent": kept.parent,
            "epoch": kept.epoch,
            "loss": loss_of(kept.run.training.loss),
        }
        for kept in workbench.shelf
    ]
    return {"shelf": runs, "compared": workbench.compared}


def _milestone(one: Milestone) -> dict[str, object]:
    """What happens in a run, with its terms marked."""
    sentence, past = (marked(text, MILESTONE_TERMS) for text in (one.sentence, one.past))
    return {"epoch": one.epoch, "sentence": sentence, "past": past}


def _findings(workbench: Workbench) -> dict[str, list[dict[str, object]]]:
    return {
        "findings": [
            {
                "index": index,
                "title": marked(finding.title, TERMS),
                "remark": finding.remark,
                "sentence": marked(finding.sentence, TERMS),
                "epoch": finding.epoch,
                "place": finding.place,
                "units": finding.units,
                "cure": finding.cure.label if finding.cure else None,
            }
            for index, finding in enumerate(workbench.findings)
        ]
    }


def _others(workbench: Workbench) -> dict[str, np.ndarray]:
    """The losses of all runs on the shelf, and the record of the one that is compared."""
    arrays = {}
    for place, kept in enumerate(workbench.shelf):
        arrays[f"shelf_epochs_{place}"] = kept.run.epochs
        arrays[f"shelf_loss_{place}"] = kept.curves.train_loss
        if kept.id == workbench.compared:
            arrays |= {"other_epochs": kept.run.epochs, "other_params": kept.run.params}
    return arrays


def _replay(taken: TakenApart) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """An epoch for the header and the arrays, with the optimizer's quantities of one step."""
    replay, quantities = taken.replay, taken.quantities
    header = {
        "epoch": replay.epoch,
        "step": taken.step,
        "batch_size": replay.training.batch_size,
        "learning_rate": replay.learning_rate,
        "names": list(quantities),
        "change": CHANGE,
        "optimizer": OPTIMIZERS[replay.training.optimizer].label,
        "roles": {
            "gradient": GRADIENT,
            "momentum": MOMENTUM,
            "squares": SQUARES,
            "direction": DIRECTION,
        },
    }
    arrays = {
        "replay_params": replay.params,
        "replay_rows": np.concatenate(replay.rows),
        "replay_quantities": np.stack(list(quantities.values())),
    }
    return header, arrays
