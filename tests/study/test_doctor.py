"""Each disease is found in a run that has it and not in one that has not, and its cure helps."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from nnviz.core.data import load, split
from nnviz.core.measures import Curves, curves
from nnviz.core.networks import MLP, Network
from nnviz.core.record import Run
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.doctor.answers import OVERFIT, SURE
from nnviz.study.doctor.finding import Cure, Finding
from nnviz.study.doctor.losses import LEAST_EPOCHS
from nnviz.study.doctor.patient import MARKS, Patient
from nnviz.study.doctor.rules import examine
from nnviz.study.ruler import ruler

DEEP = (4, 10, 10, 10, 10, 10, 10, 3)
SHALLOW = (4, 10, 10, 3)
WIDE = (4, 64, 64, 3)

# disease, sizes, activation, training: of one that has it, and of one that has not.
PATIENTS = [
    ("dead", SHALLOW, "relu", Training("sgd", 3.0)),
    ("dead", SHALLOW, "relu", Training("adam", 0.3)),
    ("dead", DEEP, "relu", Training("sgd", 0.01)),
    ("saturated", SHALLOW, "tanh", Training("adam", 10.0)),
    ("saturated", SHALLOW, "sigmoid", Training("sgd", 30.0)),
    ("stuck", DEEP, "sigmoid", Training("sgd", 0.01)),
    ("stuck", DEEP, "sigmoid", Training("adam", 0.001)),
    ("stuck", DEEP, "relu", Training("sgd", 0.01)),
    ("diverged", SHALLOW, "identity", Training("sgd", 10.0)),
    ("diverged", SHALLOW, "identity", Training("momentum", 0.2)),
    ("diverged", SHALLOW, "elu", Training("sgd", 3.0)),
    ("rate_too_low", SHALLOW, "relu", Training("sgd", 1e-5)),
    ("rate_too_low", SHALLOW, "relu", Training("adam", 1e-5)),
    ("rate_too_low", SHALLOW, "relu", Training("adagrad", 1e-7)),
    ("rate_too_low", (4, 3), "relu", Training("sgd", 0.001)),
    ("rate_too_high", SHALLOW, "relu", Training("adam", 1.0)),
    ("rate_too_high", SHALLOW, "relu", Training("sgd", 3.0)),
    ("rate_too_high", SHALLOW, "tanh", Training("sgd", 10.0)),
    (
        "rate_too_high",
        SHALLOW,
        "tanh",
        Training("sgd", schedule="exponential", schedule_values=(1.1,)),
    ),
]
HEALTHY = [
    ("dead", SHALLOW, "leaky_relu", Training("adam", 0.3)),
    ("dead", DEEP, "relu", Training("adam", 0.01)),
    ("saturated", SHALLOW, "tanh", Training("adam", 0.01)),
    ("saturated", SHALLOW, "sigmoid", Training("sgd", 3.0)),
    ("stuck", DEEP, "tanh", Training("adam", 0.01)),
    ("diverged", SHALLOW, "identity", Training("sgd", 0.1)),
    ("rate_too_low", SHALLOW, "relu", Training("sgd", 0.1)),
    ("rate_too_low", SHALLOW, "relu", Training("adam", 0.001)),
    ("rate_too_low", (4, 3), "relu", Training("adam", 0.01)),
    ("rate_too_high", SHALLOW, "relu", Training("adam", 0.1)),
    ("rate_too_high", SHALLOW, "relu", Training("sgd", 1.0)),
    ("rate_too_high", SHALLOW, "relu", Training(batch_size=1, epochs=30)),
]


def named(case) -> str:
    disease, sizes, activation, training = case
    return f"{disease}: {len(sizes) - 2} {activation} {training.optimizer} {training.learning_rate}"


def diseases(run: Run, rows) -> dict[str, Finding]:
    patient = Patient(run, curves(run, rows), load("penguins"), rows)
    return {finding.rule: finding for finding in examine(patient) if not finding.remark}


def cured(run: Run, cure: Cure, rows) -> Curves:
    """The curves of the cure, with a fresh optimizer and batch order where it trains on."""
    network, training = cure.applied(run.network, run.training)
    if cure.epoch:
        assert cure.activation is None
        start = torch.from_numpy(run.params[run.epochs.tolist().index(cure.epoch)].copy())

        class Going(Network):
            def init(self, seed: int) -> torch.Tensor:
                return start

        network = Going(network.layers, network.activation)
        training = replace(training, epochs=training.epochs - cure.epoch)
    return curves(train(network, rows, training), rows)


def with_row(run: Run, row: int, params) -> Run:
    changed = run.params.copy()
    changed[row] = params
    return replace(run, params=changed)


@pytest.fixture(scope="module")
def default(network, penguin_split):
    return train(network, penguin_split, Training())


@pytest.mark.parametrize("case", PATIENTS, ids=named)
def test_a_disease_is_found_and_its_cure_helps(case, penguin_split):
    disease, sizes, activation, training = case
    run = train(MLP(sizes, activation), penguin_split, training)
    finding = diseases(run, penguin_split)[disease]
    assert finding.epoch in run.epochs
    assert finding.cure.epoch < run.trained

    ill = curves(run, penguin_split).train_loss[-1]
    well = cured(run, finding.cure, penguin_split).train_loss[-1]
    assert well < (0.5 * ill if np.isfinite(ill) else 0.01)


@pytest.mark.parametrize(("rate", "hidden"), [(10.0, (10, 10)), (3.0, (10, 10)), (10.0, (8,))])
@pytest.mark.parametrize("batch_size", [1, 16])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_cure_of_too_long_steps_is_a_run_with_nothing_to_cure(rate, hidden, batch_size, seed):
    rows = split(load("penguins"), seed=seed)
    training = Training("sgd", rate, seed=seed, batch_size=batch_size, epochs=30)
    run = train(MLP((4, *hidden, 3)), rows, training)
    found = [one for one in diseases(run, rows).values() if one.cure]
    for one in found[:1]:
        assert one.cure.epoch == 0
        network, milder = one.cure.applied(run.network, training)
        assert not diseases(train(network, rows, milder), rows)
    assert found or (rate, batch_size, hidden) == (10.0, 16, (8,))


def test_a_leap_that_comes_back_is_no_nothing_unusual(default, penguin_split):
    loss = curves(default, penguin_split)
    spiky = loss.train_loss.copy()
    spiky[40] = 78.2
    told = Curves({"train_loss": spiky, "test_loss": loss.test_loss}, "classification")
    found = examine(Patient(default, told, load("penguins"), penguin_split))
    (leap,) = [one for one in found if not one.remark]
    assert (leap.rule, leap.epoch) == ("rate_too_high", 40)
    assert "jumped up to 78.2 by epoch 40" in leap.sentence


def test_a_test_loss_far_above_a_guess_is_told(default, penguin_split):
    loss = curves(default, penguin_split)
    test = np.linspace(78.3, 78.2, len(loss.test_loss), dtype=np.float32)
    told = Curves({"train_loss": loss.train_loss, "test_loss": test}, "classification")
    found = examine(Patient(default, told, load("penguins"), penguin_split))
    (wrong,) = [one for one in found if not one.remark]
    assert wrong.rule == "sure_and_wrong"
    assert f"ends at 78.2, where giving every class the same probability costs {np.log(3):.3g}" in (
        wrong.sentence
    )
    assert wrong.cure.epoch == 0


@pytest.mark.parametrize(("rise", "found"), [(0.03, False), (0.5, True)])
def test_a_rise_is_held_against_the_loss_that_rises(default, penguin_split, rise, found):
    """A loss of about 3, as raw features make it: it falls from 100 and rises every other epoch."""
    loss = np.geomspace(100, 3, 41).astype(np.float32)
    loss[21::2] = loss[20:-1:2] + rise
    told = Curves({"train_loss": loss, "test_loss": loss}, "classification")
    patient = Patient(default.rows(0, len(loss)), told, load("penguins"), penguin_split)
    assert ("rate_too_high" in {one.rule for one in examine(patient)}) == found


@pytest.mark.parametrize("case", PATIENTS, ids=named)
def test_no_cure_steps_beyond_the_edge_of_the_ruler(case, penguin_split):
    _, sizes, activation, training = case
    run = train(MLP(sizes, activation), penguin_split, training)
    for finding in diseases(run, penguin_split).values():
        cure = finding.cure
        changes = dict(cure.training) if cure else {}
        if cure is None or "learning_rate" not in changes or "optimizer" in changes:
            continue  # another optimizer's η is not the length of a step along the gradient
        network, cured_training = cure.applied(run.network, run.training)
        start = run.params[run.epochs.tolist().index(cure.epoch)]
        eta = cured_training.learning_rate
        edge = ruler(network, training.loss, start, penguin_split, eta).edge
        assert edge is None or eta < edge


@pytest.mark.parametrize("case", HEALTHY, ids=named)
def test_it_is_not_found_where_it_is_not(case, penguin_split):
    disease, sizes, activation, training = case
    assert disease not in diseases(
        train(MLP(sizes, activation), penguin_split, training), penguin_split
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_default_network_is_well(network, penguin_split, seed):
    assert not diseases(train(network, penguin_split, Training(seed=seed)), penguin_split)


@pytest.mark.parametrize("seed", range(3))
def test_learning_by_heart_is_found_and_stopping_helps(penguins, seed):
    few = split(penguins, test_fraction=0.9, seed=seed)
    run = train(MLP(WIDE), few, Training(seed=seed))
    finding = diseases(run, few)["overfitting"]
    loss = curves(run, few)
    assert finding.epoch == np.argmin(loss.test_loss)
    after = cured(run, finding.cure, few)
    assert after.count == finding.epoch + 1
    np.testing.assert_array_equal(after.test_loss, loss.test_loss[: finding.epoch + 1])
    assert after.test_loss[-1] * OVERFIT < loss.test_loss[-1]


def test_stopping_early_keeps_the_learning_rate_of_a_schedule(penguins):
    few = split(penguins, test_fraction=0.9)
    run = train(MLP(WIDE), few, Training(schedule="cosine"))
    finding = diseases(run, few)["overfitting"]
    _, training = finding.cure.applied(run.network, run.training)
    assert finding.cure.epoch == finding.epoch - 1
    assert training.epochs == finding.epoch
    assert training.learning_rates[-1] == run.training.learning_rates[finding.epoch - 1]


def test_one_odd_penguin_is_no_overfitting(network, penguin_split):
    run = train(network, penguin_split, Training(seed=4))
    test = curves(run, penguin_split).test_loss
    low = int(np.argmin(test))
    assert test[-1] > OVERFIT * test[low]

    def each(row):
        logits = network.logits(
            torch.from_numpy(run.params[row].copy()), torch.from_numpy(penguin_split.test_x)
        )
        labels = torch.from_numpy(penguin_split.test_y)
        return torch.nn.functional.cross_entropy(logits, labels, reduction="none").numpy()

    rises = each(-1) - each(low)
    assert (rises > 0.01).sum() <= 2
    assert rises.mean() < SURE * rises.std() / np.sqrt(len(rises))
    assert not diseases(run, penguin_split)


def test_dead_neurons_are_counted_named_and_dated(default, penguin_split):
    params = default.params.copy()
    for row in range(40, len(params)):
        default.network.views(torch.from_numpy(params[row]))[0].b[..., :6] = -100.0
    finding = diseases(replace(default, params=params), penguin_split)["dead"]
    assert finding.units == tuple((1, index) for index in range(6))
    assert finding.place == ("neuron", 1, 0)
    assert finding.epoch == 40
    assert "6 of the 10 neurons of hidden layer 1 " in finding.sentence
    assert finding.cure.activation == "leaky_relu"


@pytest.mark.parametrize(("units", "found"), [(5, False), (6, True), (10, True)])
def test_more_than_half_a_layer_must_be_dead(default, penguin_split, units, found):
    params = torch.from_numpy(default.params[-1].copy())
    default.network.views(params)[0].b[..., :units] = -100.0
    ill = with_row(default, -1, params.numpy())
    assert ("dead" in diseases(ill, penguin_split)) == found


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturated_neurons_are_dated_at_the_first_epoch_of_large_weights(activation, penguin_split):
    run = train(MLP(SHALLOW, activation), penguin_split, Training(epochs=30))
    assert not diseases(run, penguin_split)
    params = run.params.copy()
    for row in range(20, len(params)):
        layers = run.network.views(torch.from_numpy(params[row]))
        layers[0].b[..., 3:] = 1000.0
    finding = diseases(replace(run, params=params), penguin_split)["saturated"]
    assert finding.units == tuple((1, index) for index in range(3, 10))
    assert finding.epoch == 20
    assert "7 of the 10 neurons of hidden layer 1 " in finding.sentence


def test_the_single_step_is_that_of_the_ruler(network, penguin_split):
    training = Training("sgd", 1e-5)
    run = train(network, penguin_split, training)
    told = diseases(run, penguin_split)["rate_too_low"].sentence
    epoch, change, gain = re.match(
        r"From epoch (\d+) on, an epoch changes .*? by (.+?); .* would lower it by ([\d.]+)\.", told
    ).groups()
    there = ruler(network, training.loss, run.params[int(epoch)], penguin_split, 1e-5)
    assert gain == number(there.start - there.best_loss)
    loss = curves(run, penguin_split).train_loss
    assert change == number(abs(loss[int(epoch) + 1] - loss[int(epoch)]))


def test_a_stuck_loss_is_held_against_a_guess(penguin_split):
    run = train(MLP(DEEP, "sigmoid"), penguin_split, Training("sgd", 0.01))
    told = diseases(run, penguin_split)["stuck"].sentence
    shares = np.bincount(penguin_split.train_y) / len(penguin_split.train_y)
    entropy = -(shares * np.log(shares)).sum()
    assert f"costs {np.log(3):.3g}, and" in told
    assert f"costs {entropy:.3g}." in told


@pytest.mark.parametrize("case", PATIENTS[:1] + PATIENTS[3:6] + PATIENTS[11:12], ids=named)
def test_a_thinned_record_is_examined_at_the_epochs_it_keeps(case, penguin_split):
    disease, sizes, activation, training = case
    run = train(MLP(sizes, activation), penguin_split, training)
    thin = replace(run, params=run.params[::5], epochs=run.epochs[::5], stride=5)
    finding = diseases(thin, penguin_split)[disease]
    assert finding.epoch % 5 == finding.cure.epoch % 5 == 0


@pytest.mark.parametrize("sizes", [(4, 3), SHALLOW])
@pytest.mark.parametrize("activation", ["relu", "tanh", "identity"])
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
@pytest.mark.parametrize("row", [0, 3, -1])
def test_parameters_that_are_not_finite_are_a_divergence(
    penguin_split, sizes, activation, value, row
):
    run = train(MLP(sizes, activation), penguin_split, Training(epochs=6))
    broken = with_row(run, row, value)
    found = diseases(broken, penguin_split)
    if np.isfinite(curves(broken, penguin_split).train_loss).all():
        assert "diverged" not in found
        return
    assert list(found) == ["diverged"]
    assert found["diverged"].epoch == run.epochs[row]
    cure = found["diverged"].cure  # no step has broken what the run begins with
    assert cure is None if row == 0 else cure.epoch < found["diverged"].epoch


@pytest.mark.parametrize("sizes", [(4, 3), SHALLOW, DEEP])
@pytest.mark.parametrize("epochs", [1, 2, LEAST_EPOCHS])
def test_short_records_say_little(penguin_split, sizes, epochs):
    run = train(MLP(sizes, "tanh"), penguin_split, Training(epochs=epochs))
    assert not diseases(run, penguin_split).keys() & {"diverged", "rate_too_high", "overfitting"}
    untrained = run.rows(0, 1)
    assert not diseases(untrained, penguin_split)


def test_a_fast_fall_with_a_small_rise_in_it_is_not_restless(default, penguin_split):
    loss = np.array([1.2, 1.0, 0.8, 0.6, 0.601, 0.4, 0.401, 0.2, 0.201], np.float32)
    short = default.rows(0, len(loss))
    told = Curves({"train_loss": loss, "test_loss": loss}, "classification")
    found = examine(Patient(short, told, load("penguins"), penguin_split))
    assert "rate_too_high" not in {finding.rule for finding in found}


def test_one_class_alone_and_zero_weights(default, penguin_split):
    none = {part: np.zeros_like(getattr(penguin_split, part)) for part in ("train_y", "test_y")}
    one = replace(penguin_split, **none)
    run = train(default.network, one, Training(epochs=20))
    assert not diseases(run, one)
    still = replace(default, params=np.zeros_like(default.params))
    found = diseases(still, penguin_split)
    assert found["dead"].epoch == 0
    assert len(found["dead"].units) == 20
    changes = dict(found["rate_too_low"].cure.training)
    assert changes["learning_rate"] <= MARKS[-1]
