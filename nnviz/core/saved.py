"""A run as a file that holds all of it: the settings that decide it, and its record.

An .npz file, which numpy opens anywhere:

    settings    text, JSON: see `nnviz.core.settings.described`
    epochs      int64 [rows]: how many epochs each row has been trained
    params      float32 [rows, P]: of each layer W, row-major, W[i, j] from neuron i to j, then b
    train_loss  float32 [rows], and so on: its curves, for whoever reads it elsewhere
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.core.bounds import EPOCHS, Bounds
from nnviz.core.data import Dataset
from nnviz.core.experiment import Experiment
from nnviz.core.measures import SIDES, Curves, curves_of
from nnviz.core.npz import Form, unpack
from nnviz.core.record import HISTORY_BYTES, Run
from nnviz.core.settings import described, experiment_from
from nnviz.core.tasks import MEASURES
from nnviz.core.text import clipped, counted

FORMAT = "nnviz run"
VERSION = 1

SETTINGS_BYTES = 4 * 2**20
BESIDES_BYTES = 2**16
"""About what a run takes besides its parameters: its epochs and curves."""

MOST_ROWS = int(EPOCHS.high) + 1
"""The initial parameters, and those after each epoch."""

NEEDED = {
    "settings": Form("<U", SETTINGS_BYTES),
    "epochs": Form("<i8", 8 * MOST_ROWS),
    "params": Form("<f4", HISTORY_BYTES),
}
FORMS = NEEDED | {
    f"{side}_{measure}": Form("<f4", 4 * MOST_ROWS)
    for measure in ("loss", *MEASURES)
    for side in SIDES
}


@dataclass(frozen=True, eq=False)
class Saved:
    """A run that a file holds.

    Attributes:
        experiment: the settings that it names. Whether they lead to this record, nobody has tried:
            another machine adds in another order, and a file can be changed by hand.
        run: its record.
        curves: what that says of the rows, computed here.
    """

    experiment: Experiment
    run: Run
    curves: Curves

    @property
    def nbytes(self) -> int:
        """About what it takes."""
        return self.run.params.nbytes + BESIDES_BYTES

    @property
    def finished(self) -> bool:
        """Nobody works on it any more."""
        return True


def save(experiment: Experiment, run: Run) -> bytes:
    """The file of a run as far as it is trained; the same run gives the same bytes."""
    settings = {
        "format": FORMAT,
        "version": VERSION,
        "stride": int(run.stride),
        "diverged_at": None if run.diverged_at is None else int(run.diverged_at),
        "experiment": described(experiment),
    }
    arrays = {
        "settings": np.array(json.dumps(settings, allow_nan=False, indent=1), "<U"),
        "epochs": np.asarray(run.epochs, "<i8"),
        "params": np.ascontiguousarray(run.params, "<f4"),
        **{name: np.asarray(v, "<f4") for name, v in curves_of(experiment, run).items()},
    }
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def read(data: bytes, datasets: Sequence[Dataset]) -> Saved:
    """The run that a file of `save` holds.

    Args:
        data: the file, whatever it is.
        datasets: those that are known here.

    Raises:
        ValueError: it is no such file, or its record is not one that its settings could have; in a
            clause that completes "it cannot be opened: …".
    """
    arrays = unpack(data, FORMS)
    for name in NEEDED:
        if name not in arrays:
            raise ValueError(f"it holds no {name}, so it is no run of nnviz")
    settings = _settings(str(arrays["settings"]))
    experiment = experiment_from(settings.get("experiment"), datasets)
    run = Run(
        experiment.network,
        experiment.training,
        arrays["params"],
        arrays["epochs"],
        _epoch(settings, "stride", 1),
        None if settings.get("diverged_at") is None else _epoch(settings, "diverged_at", 0),
    )
    _check_shape(run)
    measured = curves_of(experiment, run)
    _check_numbers(run, measured)
    return Saved(experiment, run, measured)


def _settings(text: str) -> dict[str, Any]:
    try:
        settings = json.loads(text)
    except (ValueError, RecursionError) as refusal:
        raise ValueError("its settings are no JSON that can be read") from refusal
    if not isinstance(settings, dict) or settings.get("format") != FORMAT:
        raise ValueError("its settings are of something else than a run of nnviz")
    if settings.get("version") != VERSION:
        version = clipped(repr(settings.get("version")))
        raise ValueError(f"it is of version {version}; version {VERSION} can be read here")
    return settings


def _epoch(settings: dict[str, Any], name: str, least: int) -> int:
    value, bounds = settings.get(name), Bounds(least, EPOCHS.high)
    if type(value) is not int or value not in bounds:
        raise ValueError(f"{name} {clipped(repr(value))} is not a whole number from {bounds}")
    return value


def _check_shape(run: Run) -> None:
    """Refuse a record whose arrays do not fit each other or the settings."""
    rows, parameters = run.epochs.shape, run.network.parameter_count
    if len(rows) != 1:
        raise ValueError(f"its epochs are an array {rows}; one row of numbers is expected")
    if run.params.shape != (*rows, parameters):
        raise ValueError(
            f"its params are an array {run.params.shape}; {counted(rows[0], 'row')} of this "
            f"network's {parameters} parameters are {(*rows, parameters)}"
        )
    last, most = run.trained, run.training.epochs
    if not 0 <= last <= most:
        raise ValueError(f"its last epoch {last} is not from 0 to {most}")
    kept = np.arange(0, last + 1, run.stride)
    if last % run.stride:
        kept = np.append(kept, last)
    if not np.array_equal(run.epochs, kept):
        raise ValueError(f"its epochs are not those from 0 to {last} in steps of {run.stride}")
    if run.diverged_at not in (None, last):
        raise ValueError(f"it diverged at epoch {run.diverged_at}, but its last one is {last}")


def _check_numbers(run: Run, measured: Curves) -> None:
    """Refuse numbers that are not finite where the run has not diverged."""
    nan = np.flatnonzero(np.isnan(run.params).any(axis=1))
    endless = np.flatnonzero(~np.isfinite(measured.train_loss))
    for what, places in (("a parameter", nan), ("the training loss", endless)):
        for epoch in run.epochs[places]:
            if epoch != run.diverged_at:
                raise ValueError(
                    f"{what} is not a finite number after epoch {epoch}, where the run is not "
                    "said to have diverged"
                )
    if run.diverged_at is not None and not len(endless):
        raise ValueError(f"it diverged at epoch {run.diverged_at}, but its loss there is finite")
