"""How long a file may keep the server busy that somebody opens as a saved run, whatever it is.

python -m pytest tests/benchmarks/test_saved.py -s
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from measuring import report, seconds_of

from nnviz.core.data import load
from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.record import HISTORY_BYTES, Run
from nnviz.core.saved import SETTINGS_BYTES, read, save
from nnviz.core.training import Training

MOST_SECONDS = 1.0
KNOWN = [load("penguins")]


def as_large_as_can_be(sizes: tuple[int, ...], epochs: int) -> bytes:
    """A file of a record that fills what a history may take, of made-up weights."""
    experiment = Experiment(MLP(sizes), Training(epochs=epochs))
    parameters = experiment.network.parameter_count
    rows = min(HISTORY_BYTES // (4 * parameters), epochs + 1)
    drawn = np.random.default_rng(0).normal(size=(rows, parameters), scale=0.1)
    run = Run(
        experiment.network,
        experiment.training,
        drawn.astype(np.float32),
        np.arange(rows),
        stride=1,
        diverged_at=None,
    )
    return save(experiment, run)


@cache
def deep() -> bytes:
    return as_large_as_can_be((4, 64, 64, 64, 64, 64, 64, 3), 2000)


@cache
def wide() -> bytes:
    return as_large_as_can_be((4, 64, 24, 3), 2000)


def with_nan() -> bytes:
    """The large record, whose last parameter is no number, packed anew."""
    return packed(deep(), spoil=lambda arrays: arrays["params"].__setitem__((-1, -1), np.nan))


def packed(data: bytes, spoil: Callable[[dict], object]) -> bytes:
    with np.load(io.BytesIO(data)) as file:
        arrays = dict(file)
    spoil(arrays)
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def a_million_rows() -> bytes:
    rows = {
        "epochs": np.arange(10**6),
        "params": np.zeros((10**6, 4), np.float32),
        "train_loss": np.zeros(10**6, np.float32),
    }
    return packed(wide(), spoil=lambda arrays: arrays.update(rows))


def bomb() -> bytes:
    """Half a gigabyte of zeros in half a megabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("params.npy", bytes(2**29))
    return file.getvalue()


def lying_bomb() -> bytes:
    """600 MB of zeros, of which the directory says that they are 999 bytes."""
    count, file = 600 * 10**6, io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("params.npy", bytes(count))
    return file.getvalue().replace(count.to_bytes(4, "little"), (999).to_bytes(4, "little"))


def names_without_end() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for index in range(200_000):
            archive.writestr(str(index), b"")
    return file.getvalue()


def words_without_end(text: str) -> bytes:
    room = SETTINGS_BYTES // 4 // len(text)
    return packed(wide(), spoil=lambda arrays: arrays.update(settings=np.array(text * room)))


def edits_without_end() -> bytes:
    """Settings of a branch that changes as much as there is room for."""

    def spoil(arrays: dict) -> None:
        settings = json.loads(str(arrays["settings"]))
        own, edits = settings["experiment"], [[0, "nan"]] * 60_000
        settings["experiment"] = own | {"origin": {"epoch": 0, "edits": edits, "parent": own}}
        arrays["settings"] = np.array(json.dumps(settings))

    return packed(wide(), spoil)


FILES = {
    "the largest deep record": deep,
    "the longest record": wide,
    "the same with a NaN at its end": with_nan,
    "cut in the middle": lambda: deep()[: len(deep()) // 2],
    "without its last byte": lambda: deep()[:-1],
    "20 MB of something else": lambda: bytes(20 * 2**20),
    "20 MB that begin like one": lambda: b"PK\3\4" + bytes(20 * 2**20),
    "a million rows": a_million_rows,
    "a bomb of 0.5 GB": bomb,
    "a bomb of 0.6 GB that lies": lying_bomb,
    "200 000 names": names_without_end,
    "settings of brackets": lambda: words_without_end("["),
    "settings of one long number": lambda: words_without_end("9"),
    "60 000 edits": edits_without_end,
}
READABLE = ("the largest deep record", "the longest record")


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_or_refused_within_a_second(name):
    data, said = FILES[name](), []

    def open_it() -> None:
        try:
            read(data, KNOWN)
        except ValueError as refusal:
            said.append(str(refusal))

    read(as_large_as_can_be((4, 3), 5), KNOWN)  # what is made once is made
    seconds = seconds_of(open_it)
    report(
        f"{name} ({len(data) / 1e6:.1f} MB)", f"{1000 * seconds:.0f} ms", f"≤ {MOST_SECONDS:g} s"
    )
    assert bool(said) == (name not in READABLE)
    assert seconds <= MOST_SECONDS


def test_the_records_are_as_large_as_any():
    assert min(len(deep()), len(wide())) > 0.9 * HISTORY_BYTES
