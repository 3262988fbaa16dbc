"""A saved run is the same run again, here and for numpy."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from immediately import immediate_engine
from saved_files import KNOWN, SMALL, arrays, packed, run_of

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.networks import MLP
from nnviz.core.saved import read, save
from nnviz.core.training import Training


def branch(parent: Experiment, epoch: int, *edits: tuple[int, float], **changes) -> Experiment:
    return replace(parent, origin=Origin(parent, epoch, edits), **changes)


BLOWN_UP = replace(
    SMALL,
    network=MLP((4, 5, 3), "identity"),
    training=Training(optimizer="sgd", learning_rate=10.0, epochs=200, batch_size=16),
)
CURED = branch(SMALL, 4, network=MLP((4, 5, 3), "relu"))
RUNS = {
    "from the beginning": SMALL,
    "schedule": replace(
        SMALL, training=replace(SMALL.training, schedule="step", schedule_values=(3, 0.5))
    ),
    "raw features, birds together": replace(SMALL, features="raw", together=True),
    "no hidden layer": replace(SMALL, network=MLP((4, 3))),
    "diverged": BLOWN_UP,
    "edited": branch(SMALL, 2, (0, 1.5), (1, -0.25)),
    "edited beyond numbers": branch(SMALL, 0, (0, math.nan), (1, math.inf), (2, -math.inf)),
    "another activation from epoch 4 on": CURED,
    "a branch of a branch": branch(CURED, 5, (3, 7.0)),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_saved_run_is_the_same_run_again(name):
    engine = immediate_engine()
    run, curves = engine.ask(RUNS[name]).run()
    data = save(RUNS[name], run)
    saved = read(data, KNOWN)
    assert saved.experiment == RUNS[name]
    assert saved.experiment.training.schedule_values == RUNS[name].training.schedule_values
    for field in ("params", "epochs"):
        ours, theirs = getattr(saved.run, field), getattr(run, field)
        assert (ours.tobytes(), ours.shape, ours.dtype) == (
            theirs.tobytes(),
            theirs.shape,
            theirs.dtype,
        )
    for field in ("network", "training", "stride", "diverged_at", "complete"):
        assert getattr(saved.run, field) == getattr(run, field)
    assert saved.curves.keys() == curves.keys()
    for key in curves:
        np.testing.assert_allclose(saved.curves[key], curves[key], rtol=1e-5)
    assert save(saved.experiment, saved.run) == data
    if name == "diverged":
        assert run.diverged_at
        assert not np.isfinite(saved.curves.train_loss[-1])


def test_a_long_run_of_which_some_epochs_are_kept_is_saved_so():
    run, kept = run_of(SMALL), [0, 3, 6, 7]
    thin = replace(run, params=run.params[kept], epochs=run.epochs[kept], stride=3)
    saved = read(save(SMALL, thin), KNOWN)
    assert saved.run.stride == 3
    assert saved.run.epochs.tolist() == kept
    assert saved.run.params.tobytes() == thin.params.tobytes()


def test_a_run_that_is_half_trained_is_saved_so():
    run = run_of(SMALL).rows(0, 4)
    saved = read(save(SMALL, run), KNOWN)
    assert saved.run.trained == 3
    assert not saved.run.complete


def test_numpy_opens_the_file_and_its_parts_say_how_the_parameters_lie():
    run = run_of(SMALL)
    with np.load(io.BytesIO(save(SMALL, run)), allow_pickle=False) as file:
        told = json.loads(str(file["settings"]))["experiment"]
        loss, last = file["test_loss"], file["params"][-1]
    assert told["training"]["learning_rate"] == 0.01
    assert told["dataset"]["name"] == "penguins"
    a, start = SMALL.split().test_x.astype(float), 0
    for layer in told["network"]["layers"]:
        inputs, outputs = layer["shape"]
        W = last[start : start + inputs * outputs].reshape(inputs, outputs)
        b = last[start + inputs * outputs :][:outputs]
        z = a @ W + b
        a, start = np.tanh(z), start + inputs * outputs + outputs
    right = z[np.arange(len(z)), SMALL.split().test_y]
    expected = (np.log(np.exp(z).sum(axis=1)) - right).mean()
    assert loss[-1] == pytest.approx(expected, rel=1e-5)


def test_a_packed_copy_is_read_as_well():
    assert read(packed(), KNOWN).run.params.tobytes() == arrays()["params"].tobytes()
    turned = packed(params=np.asfortranarray(arrays()["params"]))
    assert read(turned, KNOWN).run.params.tobytes() == arrays()["params"].tobytes()
