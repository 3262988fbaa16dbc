"""What one can take away of a network that reads digits."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from digit_runs import ALL_KINDS
from instances import logits
from moments import taken

from nnviz.core.saved import read
from nnviz.export.exports import EXPORTS
from nnviz.study.images import DIGITS

PICTURES = [name for name in ALL_KINDS if name != "no block"]


def answers(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Some digits in their own units, and the outputs [N, K], by torch's functions."""
    moment = taken(ALL_KINDS[name])[0]
    x = DIGITS.x[:9]
    scaled = torch.from_numpy(moment.experiment.split().standardise(x))
    params = torch.from_numpy(moment.params.copy())
    return x, logits(moment.network, params, scaled).numpy()


@pytest.mark.parametrize("name", ALL_KINDS)
def test_the_weights_are_loaded_by_the_lines_that_come_with_them(name, tmp_path, monkeypatch):
    from safetensors import safe_open

    moment = taken(ALL_KINDS[name])[0]
    file = tmp_path / moment.file_name("safetensors")
    file.write_bytes(EXPORTS["weights"].make(moment))
    with safe_open(file, "pt") as opened:
        how = opened.metadata()["how"]
    monkeypatch.chdir(tmp_path)
    said: dict = {}
    exec(how, said)
    x, z = answers(name)
    rows = (torch.from_numpy(x).float() - said["mean"]) / said["std"]
    assert said["model"](rows.float()).detach().numpy() == pytest.approx(z, abs=1e-5)


@pytest.mark.parametrize("name", ["max", "mean"])
def test_the_network_runs_where_onnx_does(name):
    runtime = pytest.importorskip("onnx.reference")
    moment = taken(ALL_KINDS[name])[0]
    session = runtime.ReferenceEvaluator(EXPORTS["onnx"].make(moment))
    x, z = answers(name)
    (found,) = session.run(None, {"features": x.astype(np.float32)})
    assert found == pytest.approx(torch.from_numpy(z).softmax(-1).numpy(), abs=1e-5)


@pytest.mark.parametrize("export", ["torch", "notebook", "keras", "sklearn"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_library_without_words_for_filters_says_so(export, name):
    moment = taken(ALL_KINDS[name])[0]
    said = EXPORTS[export].obstacle(moment)
    assert said.endswith("program knows dense layers only; this network has others, too.")
    assert EXPORTS[export].obstacle(taken(ALL_KINDS["no block"])[0]) == ""


def test_the_offline_page_holds_the_pictures_and_tells_what_travels():
    page = EXPORTS["page"].make(taken(ALL_KINDS["max"])[0]).decode()
    assert "8 × 8 → 4 maps of 6 × 6 → 5 maps of 4 × 4 → 5 maps of 2 × 2 → 10 neurons" in page


def test_the_whole_run_and_its_curves_are_those_of_the_record():
    moment, curves = taken(ALL_KINDS["mean"])
    saved = read(EXPORTS["record"].make(moment), [DIGITS])
    assert saved.run.params.tobytes() == moment.run.params.tobytes()
    assert saved.curves.test_loss.tobytes() == curves.test_loss.tobytes()
    lines = EXPORTS["curves"].make(moment).decode().splitlines()
    assert len(lines) == 1 + len(moment.run.epochs) * len(curves)
    assert lines[0] == "epoch,measure,value"
