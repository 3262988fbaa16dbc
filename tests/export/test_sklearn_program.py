"""The program for scikit-learn: the same network, and the same steps where they can be."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from fresh_process import run_in_a_fresh_process
from moments import all_at_once, branch, experiment, hostile, taken, too_fast

from nnviz.core.data import load
from nnviz.core.tasks import TASKS
from nnviz.export.exports import EXPORTS
from nnviz.export.sklearn_program import sklearn_script

STEPPED = {
    "adam": all_at_once(experiment()),
    "adam, regression": all_at_once(experiment("adam", "tanh", "squared_error")),
    "sgd, regression": all_at_once(experiment("sgd", "tanh", "squared_error")),
    "momentum": all_at_once(experiment("momentum", "identity", hidden=())),
    "nesterov, two classes": all_at_once(experiment("nesterov", "sigmoid", "binary_cross_entropy")),
}
RUNS = {
    **STEPPED,
    "a branch": branch(all_at_once(experiment()), 4, (0, 0.5), optimizer="sgd"),
    "hostile names": hostile(),
}
SHOWN = """
SHOWN = ["count", "shapes", "said", "met"]
count = sum(W.size + b.size for W, b in zip(model.coefs_, model.intercepts_))
shapes = [size for W, b in zip(model.coefs_, model.intercepts_) for size in (*W.shape, *b.shape)]
said = getattr(model, "predict_proba", model.predict)(test_x)
met = model.loss_curve_[1:]
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What each program ends with: numbers by name."""
    programs = {name: sklearn_script(taken(spec)[0]) for name, spec in RUNS.items()}
    ended = run_in_a_fresh_process(
        tmp_path_factory.mktemp("programs"), programs, SHOWN, PYTHONWARNINGS="error"
    )
    return {name: numbers | {"printed": said} for name, (said, numbers) in ended.items()}


@pytest.mark.parametrize("name", RUNS)
def test_it_is_the_same_network(outcomes, name):
    moment, _ = taken(RUNS[name])
    network, found, dataset = RUNS[name].network, outcomes[name], RUNS[name].dataset
    assert found["count"] == network.parameter_count
    shapes = [size for W, b in moment.run.at(0) for size in (*W.shape, b.shape[-1])]
    assert found["shapes"].tolist() == shapes
    test_x = torch.from_numpy(RUNS[name].split().test_x)
    z = network.logits(torch.from_numpy(moment.params.copy()), test_x)
    outputs = TASKS[dataset.task].read(z).numpy()
    if len(dataset.classes) == 2:
        outputs = np.hstack([1 - outputs, outputs])
    assert found["said"].reshape(outputs.shape) == pytest.approx(outputs, abs=1e-5)


@pytest.mark.parametrize("name", STEPPED)
def test_it_takes_the_same_steps_where_the_order_of_the_rows_does_not_matter(outcomes, name):
    _, curves = taken(STEPPED[name])
    half = 1 if STEPPED[name].dataset.classes else 0.5
    assert outcomes[name]["met"] == pytest.approx(half * curves.train_loss[:-1], abs=1e-4)
    assert np.ptp(curves.train_loss) > 1e-3


@pytest.mark.parametrize("name", RUNS)
def test_each_number_is_printed_with_its_epoch(outcomes, name):
    moment, curves = taken(RUNS[name])
    said, epoch = outcomes[name]["printed"], moment.epoch
    loss, score = re.search(
        rf"^taken after epoch {epoch}   training loss (\S+)   test \S+ (\S+)$", said, re.MULTILINE
    ).groups()
    assert float(loss) == pytest.approx(curves.train_loss[moment.row], abs=1e-4)
    assert float(score) == pytest.approx(curves.test_score[moment.row], abs=1e-3)
    (last,) = re.findall(r"^after epoch (\d+)   test \S+ \S+$", said, re.MULTILINE)
    assert int(last) == RUNS[name].training.epochs
    truths = re.findall(r"^truth (.+)   answer .+   \{.+\}$", said, re.MULTILINE)
    classes = RUNS[name].dataset.classes
    if name != "hostile names":  # whose names are more than a line
        assert len(truths) == (2 * len(classes) if classes else 5)
        assert list(dict.fromkeys(truths)) == list(classes) or not classes


def test_what_is_trained_is_a_number_of_epochs_and_no_sum_with_nothing():
    assert b"max_iter=EPOCHS)" in sklearn_script(taken(experiment())[0])
    assert b"max_iter=EPOCHS - 4)" in sklearn_script(taken(RUNS["a branch"])[0])


def test_a_branch_goes_on_from_its_parameters(outcomes):
    _, curves = taken(RUNS["a branch"])
    # Its optimizer is another one than before, so it has nothing to remember in nnviz either.
    assert outcomes["a branch"]["met"] == pytest.approx(curves.train_loss[4:-1], abs=1e-4)


def test_names_stay_texts():
    tree = ast.parse(sklearn_script(taken(hostile())[0]))
    plain = ast.parse(sklearn_script(taken(experiment(epochs=2))[0]))
    assert [type(node) for node in tree.body] == [type(node) for node in plain.body]


def two_outputs():
    penguins = load("penguins")
    two = penguins.y < 2
    dataset = replace(
        penguins, x=penguins.x[two], y=penguins.y[two], classes=penguins.classes[:2], facts=(),
        individuals=None,
    )  # fmt: skip
    network = replace(experiment(hidden=()).network, layers=(replace_outputs(2),))
    return replace(experiment(), dataset=dataset, network=network)


def replace_outputs(outputs: int):
    (layer,) = experiment(hidden=()).network.layers
    return replace(layer, outputs=outputs)


@pytest.mark.parametrize(
    ("spec", "lacks"),
    [
        (experiment("rmsprop"), "scikit-learn has no words for the optimizer RMSprop."),
        (experiment(activation="gelu"), "scikit-learn has no words for the activation GELU."),
        (
            experiment("adagrad", loss="mean_squared_error", schedule="cosine"),
            "scikit-learn has no words for the loss mean squared error, the optimizer Adagrad and "
            "the schedule cosine annealing.",
        ),
        (two_outputs(), "scikit-learn has no words for two classes as two outputs."),
        (too_fast(), "scikit-learn stops with an error where a run diverges, as this one does."),
    ],
)
def test_what_scikit_learn_cannot_express_is_refused_in_a_sentence(spec, lacks):
    assert EXPORTS["sklearn"].obstacle(taken(spec)[0]) == lacks
