"""The list of exports: what it says of packages that a server lacks, and of a record of a file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from moments import branch, experiment, taken

from nnviz.export import exports
from nnviz.export.exports import EXPORTS, INSTALL
from nnviz.export.moment import Moment

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


@pytest.mark.parametrize("name", ["keras", "sklearn"])
def test_a_program_promises_of_its_losses_what_holds(name):
    """Of a run of the engine's own, of a branch that was edited, and of a file."""
    program = EXPORTS[name].make

    def said(moment: Moment) -> str:
        return " ".join(program(moment).decode().split('"""')[1].split())

    close, begins = "losses differ a little from those of nnviz", "It begins with the same weights"
    moment, _ = taken(experiment())
    assert close in said(moment)
    assert begins in said(moment)
    parent = experiment("sgd")
    edited, _ = taken(branch(parent, 3, (0, 0.5), optimizer="adam"))
    assert "begins with the weights of epoch 3, where the branch begins, those" in said(edited)
    assert "that were changed by hand among them, and has" in said(edited)
    assert "its losses need not be those of nnviz" in said(edited)
    # What it begins with are those weights: the origin's, with the edit.
    first = program(edited).decode().split('FIRST = """')[1].split('"""')[0].split()
    assert np.float32(first[0]) == np.float32(0.5)
    assert np.float32(first[1]) == taken(parent)[0].run.params[3][1]
    plain, _ = taken(branch(parent, 3, optimizer="adam"))
    assert "by hand" not in said(plain)
    opened = said(replace(moment, opened=True))
    assert "It begins with the first weights in the file and has" in opened
    assert "its losses are its own" in opened
    assert "may be another than its settings lead to" in opened
    for text in (said(edited), said(plain), opened):
        assert close not in text
        assert begins not in text


def test_what_is_said_to_be_the_same_at_every_epoch_is():
    moment, _ = taken(experiment())
    for export in EXPORTS.values():
        if export.whole:
            assert export.make(moment) == export.make(replace(moment, epoch=0))
