"""What is no saved run is refused with a sentence, whatever a file holds."""

from __future__ import annotations

import io
import json
import math
import re
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from saved_files import KNOWN, SMALL, arrays, honest, packed, saying, told

from nnviz.core.measures import curves_of
from nnviz.core.saved import Saved, read
from nnviz.core.settings import described


def bomb() -> bytes:
    """64 MB of zeros in 64 kB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("params.npy", bytes(2**26))
    return file.getvalue()


def lying_bomb() -> bytes:
    """The same, of which the directory says that it is small."""
    return bomb().replace((2**26).to_bytes(4, "little"), (999).to_bytes(4, "little"))


def with_bias(row: int, value: float) -> bytes:
    """The honest file with another last bias in one row."""
    params = arrays()["params"].copy()
    params[row, -1] = value
    return packed(params=params)


def last_weight() -> bytes:
    return arrays()["params"][-1, -1].tobytes()


def many_names() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for index in range(2000):
            archive.writestr(f"{index}" * 9, b"")
    return file.getvalue()


def promising(shape: str, kind: str = "<f4", name: str = "params") -> bytes:
    """An array whose header promises something else than the 16 bytes that follow."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(16)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.npy", content)
    return file.getvalue()


def packed_otherwise() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("params.npy", bytes(2**20))
    return file.getvalue()


def objects() -> np.ndarray:
    found = np.empty(3, object)
    found[:] = [print, 1, "x"]
    return found


LAYERS = "experiment.network.layers"
BAD = {
    "nothing": (lambda: b"", "another kind of file"),
    "a table that was renamed": (lambda: b"epoch,measure,value\n", "another kind of file"),
    "another archive": (lambda: promising("(2, 2)").replace(b"params", b"paraks"), "paraks"),
    "cut off": (lambda: honest()[:-100], "cut off"),
    "cut off early": (lambda: honest()[:40], "cut off"),
    "a number that was changed": (lambda: honest().replace(last_weight(), b"1234"), "damaged"),
    "a bomb": (bomb, "would take 67.1 MB unpacked; at most 16.8 MB"),
    "a bomb that lies": (lying_bomb, "cut off or damaged"),
    "a promise": (lambda: promising("(999999999999, 999999999999)"), "promises 999999999998000"),
    "many axes": (lambda: promising("(1, 1, 4)"), "no plain one"),
    "a literal": (lambda: promising("(1, 4, __import__('os'))"), "no plain one"),
    "a long directory": (many_names, "its directory takes"),
    "another packing": (packed_otherwise, "packed as numpy packs nothing"),
    "objects": (lambda: packed(params=objects()), "holds objects"),
    "objects for settings": (lambda: packed(settings=objects()), "holds objects"),
    "other numbers": (lambda: packed(params=arrays()["params"].astype(float)), "'<f8'"),
    "text of no length": (lambda: promising("()", "<U0", "settings"), "of the kind '<U0'"),
    "a letter beyond the last one": (
        lambda: packed(settings=np.frombuffer(b"\0\0\x11\0", "<U1")),
        "'settings' holds letters that do not exist",
    ),
    "no params": (lambda: packed(params=None), "holds no params"),
    "empty params": (lambda: packed(params=np.zeros((8, 0), np.float32)), "promises 0 numbers"),
    "something else": (lambda: packed(secret=np.zeros(3)), "'secret'"),
    "a million rows": (
        lambda: packed(epochs=np.zeros(10**6, np.int64)),
        "'epochs' would take 8.0 MB unpacked; at most 17 kB",
    ),
    "a row too many": (
        lambda: packed(epochs=np.arange(9), params=np.zeros((9, 43), np.float32)),
        "last epoch 8 is not from 0 to 7",
    ),
    "another shape": (
        lambda: packed(params=arrays()["params"].T.copy()),
        "(43, 8); 8 rows of this network's 43 parameters are (8, 43)",
    ),
    "a column of epochs": (lambda: packed(epochs=np.arange(8)[:, None]), "(8, 1)"),
    "epochs out of order": (lambda: packed(epochs=np.arange(8)[::-1].copy()), "from 0 to 0"),
    "epochs left out": (lambda: packed(epochs=np.array([0, 1, 2, 3, 4, 5, 5, 7])), "steps of 1"),
    "no number": (lambda: with_bias(3, math.nan), "a parameter is not a finite number after e"),
    "an infinite number": (lambda: with_bias(3, math.inf), "loss is not a finite number after e"),
    "no divergence": (lambda: saying("diverged_at", 7), "its loss there is finite"),
    "diverged before": (lambda: saying("diverged_at", 3), "its last one is 7"),
    "no JSON": (lambda: packed(settings=np.array("{'a': 1}")), "no JSON"),
    "nothing but brackets": (lambda: packed(settings=np.array("[" * 10**5)), "no JSON"),
    "settings of something else": (lambda: packed(settings=np.array("[1]")), "something else"),
    "a version to come": (lambda: saying("version", 2), "version 2; version 1"),
    "no such optimizer": (lambda: saying("experiment.training.optimizer", "adm"), "'adm'; choose"),
    "an optimizer that is a list": (lambda: saying("experiment.training.optimizer", []), "no text"),
    "far too long": (lambda: saying("experiment.training.loss", "x" * 10**5), "'xxxxx"),
    "a long training": (lambda: saying("experiment.training.epochs", 10**9), "from 1 to 2000"),
    "a batch too large": (lambda: saying("experiment.training.batch_size", 241), "240 training"),
    "a rate beyond": (lambda: saying("experiment.training.learning_rate", 1e9), "0.00001 to 10"),
    "no rate": (lambda: saying("experiment.training.learning_rate", math.nan), "rate nan"),
    "true for a number": (lambda: saying("experiment.training.seed", True), "seed True"),
    "another seed": (lambda: saying("experiment.training.seed", 4), "its rows were divided"),
    "other rows": (lambda: saying("experiment.dataset.identity", "b" * 32), "known here are peng"),
    "rows named in two lines": (
        lambda: saying("experiment.dataset", {"name": "two\nlines", "identity": "\n\0"}),
        r"its rows are 'two\nlines' ('\n\x00'); known",
    ),
    "rows named in half a letter": (
        lambda: saying("experiment.dataset", {"name": "\ud800", "identity": "\udfff"}),
        r"its rows are '\ud800' ('\udfff'); known",
    ),
    "rows divided into nothing": (
        lambda: saying("experiment.split", "\0" * 100),
        r"divided as '\x00\x00",
    ),
    "an optimizer of nothing": (
        lambda: saying("experiment.training.optimizer", "\0" * 100),
        r"unknown optimizer '\x00\x00",
    ),
    "layers of nothing": (
        lambda: saying(LAYERS, [{"kind": "\0" * 100, "shape": [4, 3]}]),
        r"a layer of kind '\x00\x00",
    ),
    "a layer of long shape": (
        lambda: saying(LAYERS, [{"kind": "dense", "shape": ["x" * 10**5]}]),
        "a dense layer of shape ['xxx",
    ),
    "a network of others": (lambda: saying(LAYERS, []), "no layers"),
    "a giant": (
        lambda: saying(LAYERS, [{"kind": "dense", "shape": [4, 10**9]}]),
        "the rows need 4 and 3",
    ),
    "a wide layer": (
        lambda: saying(LAYERS, [{"kind": "dense", "shape": s} for s in ([4, 999], [999, 3])]),
        "999 neurons; choose from 1 to 64",
    ),
    "layers that do not fit": (
        lambda: saying(LAYERS, [{"kind": "dense", "shape": s} for s in ([4, 5], [6, 3])]),
        "puts out 5 numbers, but the next one reads 6",
    ),
    "pictures": (
        lambda: saying(LAYERS, [{"kind": "convolution", "shape": [1]}]),
        "a convolution layer of shape [1]; it takes channels",
    ),
    "a fragment": (lambda: saying("experiment.training", 3), "training 3 is no section"),
    "a branch of nothing": (lambda: saying("experiment.origin", {"epoch": 1}), "experiment None"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_saved_run_is_refused_with_a_sentence_that_names_the_value(name):
    make, expected = BAD[name]
    with pytest.raises(ValueError, match=re.escape(expected)) as refusal:
        read(make(), KNOWN)
    assert_sentence(refusal.value)


def assert_sentence(refusal: ValueError) -> None:
    """One clause of ours, without a traceback's words, that fits on the screen."""
    said = str(refusal)
    assert 10 < len(said) < 400
    assert said.isprintable()  # in one line, and made of letters that can be sent
    assert not said.endswith(".")
    assert "Error" not in said


def test_of_a_bomb_no_more_is_unpacked_than_its_directory_says():
    data = lying_bomb()
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="cut off or damaged"):
            read(data, KNOWN)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2**20


def returns_or_refuses(data: bytes) -> None:
    try:
        saved = read(data, KNOWN)
    except ValueError as refusal:
        assert_sentence(refusal)
    else:
        assert isinstance(saved, Saved)
        assert np.isfinite(curves_of(saved.experiment, saved.run).train_loss[:-1]).all()


patches = some.lists(
    some.tuples(some.floats(0, 1), some.integers(0, 8), some.binary(max_size=8)), max_size=4
)
FEW = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(patches)
def test_bytes_that_were_changed_anywhere_are_read_or_refused(patches):
    data = honest()
    for place, gone, come in patches:
        start = int(place * len(data))
        data = data[:start] + come + data[start + gone :]
    returns_or_refuses(data)


@FEW
@given(some.binary(max_size=400), some.binary(max_size=60))
def test_any_bytes_are_refused(middle, end):
    returns_or_refuses(middle)
    returns_or_refuses(b"PK\3\4" + middle + b"PK\1\2" + end + b"PK\5\6" + middle[:16] + b"\0\0")


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=9),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=4,
)
PLACES = [
    "format",
    "version",
    "stride",
    "diverged_at",
    "experiment",
    *(f"experiment.{name}" for name in described(SMALL)),
    *(f"experiment.training.{name}" for name in described(SMALL)["training"]),
    "experiment.network.layers",
    "experiment.network.activation",
    "experiment.dataset.name",
    "experiment.dataset.identity",
]


@FEW
@given(some.sampled_from(PLACES), json_values)
def test_any_setting_is_read_or_refused(place, value):
    returns_or_refuses(saying(place, value))


@FEW
@given(json_values, json_values, some.integers(-2, 9))
def test_any_origin_is_read_or_refused(parent, edits, epoch):
    own = json.loads(told())["experiment"]
    for origin in (
        {"epoch": epoch, "edits": edits, "parent": own},
        {"epoch": epoch, "edits": [[epoch, edits]], "parent": own},
        {"epoch": epoch, "edits": [], "parent": parent},
    ):
        returns_or_refuses(saying("experiment.origin", origin))


def test_a_chain_of_branches_without_an_end_is_refused():
    chain = json.loads(told())["experiment"]
    for _ in range(400):
        chain = {**chain, "origin": {"epoch": 0, "edits": [], "parent": chain}}
    with pytest.raises(ValueError, match="more than 8 branches in a row"):
        read(saying("experiment", chain), KNOWN)


@FEW
@given(
    some.sampled_from(["settings", "epochs", "params", "train_loss"]),
    some.sampled_from(["<f4", ">f4", "<f8", "<i8", "<i4", "|b1", "|u1", "<U3", "<c8", "O"]),
    some.lists(some.integers(0, 9), max_size=3),
)
def test_any_array_is_read_or_refused(name, kind, shape):
    returns_or_refuses(packed(**{name: np.zeros(shape, kind)}))
