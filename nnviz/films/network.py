"""The network player: a run as a film of its diagram, its weight matrices and its curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.core.data import Dataset, Split
from nnviz.core.look import MARKERS, PALETTE
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.replay import Replay
from nnviz.core.schedules import SCHEDULES
from nnviz.films.block import encode
from nnviz.study.doctor.finding import Finding

__all__ = ["Shelved", "Workbench", "encode_run"]

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
class Workbench:
    """What a player has that may ask for more than its own run.

    Attributes:
        shelf: the runs of the visit.
        current: the id of the one that is played.
        compared: the id of the one whose weights are subtracted, or None.
        findings: what the doctor found in the run.
        replay, step: an epoch batch by batch, and the step that is taken apart.
    """

    shelf: Sequence[Shelved]
    current: str
    compared: str | None = None
    findings: Sequence[Finding] = ()
    replay: Replay | None = None
    step: int = 0


def encode_run(
    run: Run,
    curves: Curves,
    dataset: Dataset,
    split: Split,
    *,
    training: bool = False,
    play: int = 0,
    cue: str = "play",
    take: object = 0,
    first: int = 0,
    workbench: Workbench | None = None,
) -> bytes:
    """One block for the player: the run's rows from `first` on, its curves and the dataset.

    Args:
        run: the record so far.
        curves: its loss and accuracy, one value per row of the record.
        dataset, split: what it was trained on; every row can be sent through the network.
        training: whether more rows are on their way.
        play: a number that changes whenever the film is to follow its `cue`; 0: at its end.
        cue: "play" it, show its "end", or, if another run was shown before, "keep" the epoch.
        take: tells one showing of a run from another with the same settings, by its `repr`; another
            one starts again at epoch 0.
        workbench: what Python can be asked for; without one, the player asks for nothing.
        first: the first history row to send; earlier ones must have been sent before.
    """
    loss = LOSSES[run.training.loss]
    components, explained = split.principal_components()
    header = {
        "kind": "network",
        "run": repr((run.network, run.training, len(split.test_y), take)),
        "sizes": run.network.sizes,
        "activation": run.network.activation,
        "features": [{"name": f.name, "unit": f.unit} for f in dataset.features],
        "classes": dataset.classes,
        "epochs": run.training.epochs,
        "complete": run.complete,
        "training": training,
        "diverged_at": run.diverged_at,
        "stride": run.stride,
        "play": play,
        "cue": cue,
        "weight_clamp": WEIGHT_CLAMP,
        "learning_rate": run.training.learning_rate,
        "optimizer": run.training.optimizer,
        "schedule": run.training.schedule,
        "pca_explained": explained.tolist(),
        "loss": run.training.loss,
        "loss_label": loss.label,
        "loss_unit": loss.unit,
        "loss_top": _loss_top(curves),
        "palette": PALETTE,
        "markers": MARKERS,
        "first": first,
    }
    is_test = np.zeros(len(dataset.y))
    is_test[split.test_rows] = 1
    arrays = {
        "epochs": run.epochs[first:],
        "params": run.params[first:],
        "train_loss": curves.train_loss[first:],
        "test_loss": curves.test_loss[first:],
        "train_accuracy": curves.train_accuracy[first:],
        "test_accuracy": curves.test_accuracy[first:],
        "x": split.standardise(dataset.x),
        "y": dataset.y,
        "test": is_test,
        "mean": split.mean,
        "std": split.std,
        "pca": components,
    }
    if workbench:
        header |= {"tools": True} | _choices() | _shelf(workbench) | _findings(workbench)
        arrays |= _others(workbench)
    if workbench and workbench.replay:
        replayed, numbers = _replay(workbench.replay, workbench.step)
        header |= {"replay": replayed}
        arrays |= numbers
    return encode(header, arrays)


def _loss_top(curves: Curves) -> float:
    """The fixed top of the loss axis: room above the untrained network's loss, whatever follows."""
    start = max(float(curves.train_loss[0]), float(curves.test_loss[0]))
    return 1.25 * start if np.isfinite(start) and start > 0 else 1.0


def _choices() -> dict[str, dict[str, str]]:
    """What a branch may be trained with: key → label."""
    registries = {"optimizers": OPTIMIZERS, "schedules": SCHEDULES}
    return {
        name: {key: registry[key].label for key in registry}
        for name, registry in registries.items()
    }


def _shelf(workbench: Workbench) -> dict[str, object]:
    runs = [
        {
            "id": kept.id,
            "label": kept.label,
            "current": kept.id == workbench.current,
            "parent": kept.parent,
            "epoch": kept.epoch,
        }
        for kept in workbench.shelf
    ]
    return {"shelf": runs, "compared": workbench.compared}


def _findings(workbench: Workbench) -> dict[str, list[dict[str, object]]]:
    return {
        "findings": [
            {
                "index": index,
                "title": finding.title,
                "sentence": finding.sentence,
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


def _replay(replay: Replay, step: int) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """An epoch for the header and the arrays, with the optimizer's quantities of one step."""
    quantities = replay.quantities(step)
    header = {
        "epoch": replay.epoch,
        "step": step,
        "batch_size": replay.training.batch_size,
        "learning_rate": replay.learning_rate,
        "names": list(quantities),
    }
    arrays = {
        "replay_params": replay.params,
        "replay_rows": np.concatenate(replay.rows),
        "replay_quantities": np.stack(list(quantities.values())),
    }
    return header, arrays
