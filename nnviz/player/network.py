"""The network player: a run as a film of its diagram, its weight matrices and its curves."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import streamlit as st

from nnviz.data import Dataset, Split
from nnviz.figures.theme import MARKERS, PALETTE
from nnviz.losses import LOSSES
from nnviz.measures import Curves
from nnviz.player.block import encode
from nnviz.training import Run

__all__ = ["encode_run", "network_player"]

WEIGHT_CLAMP = 2.0
"""|w| from which a line is as wide and as strong as it gets: in default runs 99 % stay below."""


def encode_run(
    run: Run,
    curves: Curves,
    dataset: Dataset,
    split: Split,
    *,
    training: bool = False,
    play: int = 0,
    cue: str = "play",
    take: int = 0,
    first: int = 0,
) -> bytes:
    """One block for the player: the run's rows from `first` on, its curves and the dataset.

    Args:
        run: the record so far.
        curves: its loss and accuracy, one value per row of the record.
        dataset, split: what it was trained on; every row can be sent through the network.
        training: whether more rows are on their way.
        play: a number that changes whenever the film is to follow its `cue`; 0: at its end.
        cue: "play" it, show its "end", or, if another run was shown before, "keep" the epoch.
        take: tells one showing of the same run from another, which starts again at epoch 0.
        first: the first history row to send; earlier ones must have been sent before.
    """
    loss = LOSSES[run.training.loss]
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
    }
    return encode(header, arrays)


def _loss_top(curves: Curves) -> float:
    """The fixed top of the loss axis: room above the untrained network's loss, whatever follows."""
    start = max(float(curves.train_loss[0]), float(curves.test_loss[0]))
    return 1.25 * start if np.isfinite(start) and start > 0 else 1.0


@cache
def _component() -> Callable:
    return st.components.v2.component("nnviz.player", js="player.js", css="player.css")


def network_player(block: bytes, *, key: str, on_gap: Callable[[], None] | None = None) -> None:
    """Show a block of `encode_run`.

    Args:
        block: the run, or its newest rows.
        key: the player's identity; with the same key, new blocks extend the film that plays.
        on_gap: called when rows are missing between the ones the browser holds and `block`.
    """
    _component()(data=block, key=key, on_resync_change=on_gap or (lambda: None))
