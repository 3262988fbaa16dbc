"""The program for PyTorch, run where there is no nnviz: its losses are those of the record."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch
from fresh_process import run_in_a_fresh_process
from hypothesis import given
from hypothesis.strategies import text
from instances import instances
from moments import branch, branches, every_choice, experiment, hostile, taken, too_fast

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.schedules import SCHEDULES
from nnviz.core.tasks import TASKS
from nnviz.core.trainer import train
from nnviz.export.exports import EXPORTS
from nnviz.export.legs import leg_at, legs, training_losses
from nnviz.export.moment import Moment
from nnviz.export.program import quoted
from nnviz.export.torch_program import refuses, torch_script

LINE = re.compile(
    r"epoch +(\d+)   training loss (\S+)   test loss (\S+)   training \S+ (\S+)   test \S+ (\S+)"
)
ASKED = re.compile(r"^truth (.+)   answer (.+)   (\{.+\})$", re.MULTILINE)

RUNS = {
    **every_choice(),
    **branches(),
    "a branch without a schedule": branch(experiment(), 3, (0, 0.5), learning_rate=0.001),
    "raw features": replace(experiment(learning_rate=1e-4), features="raw"),
    "no hidden layer, all rows at once": experiment(hidden=(), batch_size=240),
    "hostile names": hostile(),
    "diverges": too_fast(),
}
TEXTS = {"SOURCE", "CLASSES", "FEATURES"}
SHOWN = """
SHOWN = ["z"]
z = model(test_x).detach().numpy()
"""


def moments() -> dict[str, Moment]:
    bent = taken(RUNS["another activation"])[0]
    return {
        **{name: taken(spec)[0] for name, spec in RUNS.items()},
        "before a branch with another activation": replace(bent, epoch=2),
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What each program printed, and what the network that it kept answers."""
    programs = {name: torch_script(moment) for name, moment in moments().items()}
    programs["fewer epochs"] = torch_script(taken(experiment())[0]).replace(
        b"EPOCHS = 8", b"EPOCHS = 1"
    )
    return run_in_a_fresh_process(
        tmp_path_factory.mktemp("programs"), programs, SHOWN, PYTHONWARNINGS="error"
    )


@pytest.mark.parametrize("name", [name for name in RUNS if name != "diverges"])
def test_it_prints_the_losses_of_every_epoch(outcomes, name):
    _, curves = taken(RUNS[name])
    printed = {
        int(epoch): tuple(map(float, rest)) for epoch, *rest in LINE.findall(outcomes[name][0])
    }
    assert list(printed) == list(range(RUNS[name].training.epochs + 1))
    found = np.array(list(printed.values()))  # an epoch that a branch begins with counts as edited
    assert found[:, 0] == pytest.approx(curves.train_loss, abs=1e-4)
    assert found[:, 1] == pytest.approx(curves.test_loss, abs=1e-4)
    assert found[:, 2] == pytest.approx(curves.train_score, abs=1e-3)
    assert found[:, 3] == pytest.approx(curves.test_score, abs=1e-3)
    assert (found[:, :2].std(axis=0) > 1e-3).all()  # there is something to be compared


def test_it_ends_with_the_network_of_the_epoch_that_was_taken(outcomes):
    for name, moment in moments().items():
        if moment.run.diverged_at is None:
            params = torch.from_numpy(moment.params.copy())
            test_x = torch.from_numpy(moment.experiment.split().test_x)
            z = leg_at(moment).experiment.network.logits(params, test_x)
            assert outcomes[name][1]["z"] == pytest.approx(z.numpy(), abs=1e-4), name


def test_the_epoch_that_was_taken_is_marked_where_it_is_printed(outcomes):
    for name, moment in moments().items():
        marked = [line for line in outcomes[name][0].splitlines() if line.endswith("   <- taken")]
        assert {int(LINE.match(line)[1]) for line in marked} == {moment.epoch}, name


@pytest.mark.parametrize("name", ["raw features", *islice(every_choice(), 3)])
def test_it_is_asked_about_rows_of_every_class_beside_what_is_true(outcomes, name):
    moment, dataset = moments()[name], RUNS[name].dataset
    split = moment.experiment.split()
    test_x = torch.from_numpy(split.test_x)
    z = leg_at(moment).experiment.network.logits(torch.from_numpy(moment.params.copy()), test_x)
    said = TASKS[dataset.task].answer(z).numpy() * split.target_std + split.target_mean
    true = dataset.y[split.test_rows]
    rows = map(tuple, dataset.x[split.test_rows])
    said_of = dict(zip(rows, zip(true, said, strict=True), strict=True))
    met = ASKED.findall(outcomes[name][0])
    for truth, answer, features in met:
        y, a = said_of[tuple(ast.literal_eval(features).values())]
        if dataset.classes:
            assert (truth, answer) == (dataset.classes[int(y)], dataset.classes[int(a)])
        else:
            assert (float(truth), float(answer)) == (y, pytest.approx(a, rel=1e-3))
    if dataset.classes:
        assert [truth for truth, *_ in met] == [one for one in dataset.classes for _ in range(2)]
    else:
        assert len(met) == 5


def test_with_fewer_epochs_than_the_one_taken_the_last_is_asked_and_that_is_said(outcomes):
    said, _ = outcomes["fewer epochs"]
    assert "Epoch 2 was not reached: the last one, 1, is asked instead." in said
    assert "taken" not in said
    assert len(ASKED.findall(said)) == 6


def test_only_a_run_with_a_schedule_speaks_of_its_factor():
    for name, spec in RUNS.items():
        constant = all(leg.experiment.training.schedule == "constant" for leg in legs(spec))
        assert (b"factor" not in torch_script(taken(spec)[0])) == constant, name


def test_the_network_and_its_training_are_read_before_the_rows():
    program = torch_script(taken(experiment())[0]).decode()
    parts = ("KEPT = 2  #", "model = nn.Sequential", "def train(", "TRAINING_ROWS =", "train(0, EP")
    places = [program.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("name", branches())
def test_a_bounce_is_looked_for_in_the_losses_that_are_shown(name):
    moment, curves = taken(RUNS[name])
    assert training_losses(moment) == pytest.approx(curves.train_loss, rel=1e-5)


def test_a_run_that_diverges_is_said_to_be_chaotic_and_ends(outcomes):
    spec = RUNS["diverges"]
    moment, _ = taken(spec)
    assert moment.run.diverged_at is not None
    assert "The loss of this run diverges. Such a run is chaotic" in torch_script(moment).decode()
    assert "this run has diverged" in outcomes["diverges"][0]
    assert "chaotic" not in torch_script(taken(RUNS["edited"])[0]).decode()


def test_edits_stand_as_they_were_made_and_infinite_where_float32_ends():
    spec = branch(experiment(), 3, (0, 0.1), (1, 1e39), (2, -math.inf), (3, math.nan))
    program = torch_script(taken(spec)[0]).decode()
    for at, value in enumerate(("0.1", "float('inf')", "float('-inf')", "float('nan')")):
        assert f"    model[0].weight[{at}, 0] = {value}\n" in program


def test_it_needs_numpy_and_torch_alone_and_compiles_at_once():
    for name, spec in RUNS.items():
        program = torch_script(taken(spec)[0])
        tree = ast.parse(program)
        imported = {
            (node.module if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert imported == {"copy", "math", "numpy", "torch"}, name


def test_a_name_stays_a_text_whatever_it_holds():
    spec = hostile()
    tree = ast.parse(torch_script(taken(spec)[0]))
    texts = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in TEXTS
    }
    assert texts["SOURCE"] == spec.dataset.source
    assert texts["CLASSES"] == list(spec.dataset.classes)
    assert texts["FEATURES"] == [f"{f.name} ({f.unit})" for f in spec.dataset.features]
    plain = ast.parse(torch_script(taken(experiment(epochs=2))[0]))
    assert [type(node) for node in tree.body] == [type(node) for node in plain.body]


@given(text())
def test_any_text_is_quoted_as_itself(said):
    assert ast.literal_eval(quoted(said)) == said
    assert len(quoted(said).splitlines()) == 1


def test_lines_are_short_enough_to_be_read():
    program = torch_script(taken(RUNS["another activation"])[0]).decode()
    assert max(map(len, program.splitlines())) <= 100


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_in_python_is_the_schedule(name):
    schedule = SCHEDULES[name]
    arguments = ", ".join(["t", "epochs", *(p.name for p in schedule.parameters)])
    lines = [f"def factor({arguments}):", *(f"    {line}" for line in schedule.python.split("\n"))]
    names: dict = {}
    exec("\n".join(["import math", *lines]), names)
    written = [names["factor"](t, 47, *schedule.defaults) for t in range(47)]
    assert written == schedule.factors(47)


def test_what_torch_has_no_words_for_is_refused_in_a_sentence(monkeypatch):
    moment, _ = taken(experiment())
    export = EXPORTS["torch"]
    assert export.obstacle(moment) == ""
    monkeypatch.setitem(ACTIVATIONS, "relu", replace(ACTIVATIONS["relu"], torch=""))
    assert export.obstacle(moment) == "PyTorch has no words for the activation ReLU."


def test_a_network_with_other_layers_is_refused():
    digits = instances()["digits"]
    spec = replace(
        experiment(),
        dataset=digits.dataset,
        network=digits.network,
        training=digits.training(epochs=1),
    )
    run = train(spec.network, spec.split(), spec.training)
    assert "knows dense layers only" in refuses(Moment(spec, run, 1))
