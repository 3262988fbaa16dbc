"""The notebook, opened as Jupyter opens it and run from its first cell to its last."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
from moments import experiment, hostile, taken, too_fast
from nbclient import NotebookClient

from nnviz.export.notebook import notebook

LINE = re.compile(r"epoch +(\d+)   training loss (\S+)   test loss (\S+)")
SVG = "{http://www.w3.org/2000/svg}"


def opened(spec) -> nbformat.NotebookNode:
    return nbformat.reads(notebook(taken(spec)[0]).decode(), as_version=4)


@pytest.mark.filterwarnings("ignore")  # of Jupyter's own
def test_run_from_top_to_bottom_it_prints_the_losses_and_draws_the_curves(tmp_path):
    spec = hostile()
    book = opened(spec)
    NotebookClient(book, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    printed = "".join(
        output["text"]
        for cell in book.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "stream"
    )
    _, curves = taken(spec)
    found = np.array(LINE.findall(printed), dtype=float)
    assert found[:, 0].tolist() == list(range(spec.training.epochs + 1))
    assert found[:, 1] == pytest.approx(curves.train_loss, abs=1e-4)
    assert found[:, 2] == pytest.approx(curves.test_loss, abs=1e-4)

    (drawn,) = book.cells[-1].outputs
    picture = ElementTree.fromstring(drawn["data"]["image/svg+xml"])
    lines = [line.get("points").split() for line in picture.iter(f"{SVG}polyline")]
    highest = max(curves.train_loss.max(), curves.test_loss.max())
    for line, losses in zip(lines, (curves.train_loss, curves.test_loss), strict=True):
        heights = [float(point.split(",")[1]) for point in line]
        assert heights == pytest.approx(230 - 210 * losses / highest, abs=0.2)


def test_it_is_the_same_file_every_time_and_valid():
    for spec in (experiment(), too_fast()):
        moment, _ = taken(spec)
        assert notebook(moment) == notebook(moment)
        nbformat.validate(opened(spec))


def test_no_name_of_a_user_is_in_its_prose():
    ours = [
        cell.source for cell in opened(experiment(epochs=2)).cells if cell.cell_type == "markdown"
    ]
    theirs = [cell.source for cell in opened(hostile()).cells if cell.cell_type == "markdown"]
    assert theirs == ours
