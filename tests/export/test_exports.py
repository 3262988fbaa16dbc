"""The list of exports: what it says of packages that a server lacks, and of a record of a file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from moments import experiment, taken

from nnviz.export import exports
from nnviz.export.exports import EXPORTS, INSTALL

OPTIONAL = ("onnx", "onnxscript", "safetensors", "nbformat")


@pytest.mark.parametrize("name", [name for name in EXPORTS if EXPORTS[name].needs])
def test_what_a_server_lacks_is_said_with_what_brings_it(monkeypatch, name):
    export = EXPORTS[name]
    monkeypatch.setattr(exports, "find_spec", lambda _: None)
    said = export.obstacle(taken(experiment())[0])
    assert said == f"This server lacks {' and '.join(export.needs)}: {INSTALL} brings it."
    assert set(export.needs) <= set(OPTIONAL)


def test_the_list_is_there_without_the_packages_that_are_optional():
    blocked = "".join(f"sys.modules[{name!r}] = None; " for name in OPTIONAL)
    command = f"import sys; {blocked}from nnviz.export.exports import EXPORTS; print(len(EXPORTS))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert done.stdout == f"{len(EXPORTS)}\n", done.stderr


def test_no_program_promises_the_losses_of_a_file():
    moment, _ = taken(experiment())
    params = moment.run.params + np.float32(1)
    edited = replace(moment, run=replace(moment.run, params=params), opened=True)
    for name in ("torch", "notebook"):
        assert EXPORTS[name].obstacle(moment) == ""
        assert "the record of a file may be another" in EXPORTS[name].obstacle(edited)


def test_what_is_said_to_be_the_same_at_every_epoch_is():
    moment, _ = taken(experiment())
    for export in EXPORTS.values():
        if export.whole:
            assert export.make(moment) == export.make(replace(moment, epoch=0))
