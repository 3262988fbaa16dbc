"""The registry of the doctor's rules: one entry is asked everywhere, whatever is to be learned."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from instances import instances

from nnviz.core.data import split
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import RULES, WELL, Rule, examine, explain

CHINSTRAP = 2


@pytest.fixture(scope="module")
def patient(penguins, penguin_split):
    """A patient of this network and training."""

    def trained(network, training) -> Patient:
        run = train(network, penguin_split, training)
        return Patient(run, curves(run, penguin_split), penguins, penguin_split)

    return trained


def illnesses(patient: Patient) -> list[Finding]:
    """What the doctor finds, without the remarks."""
    return [finding for finding in examine(patient) if not finding.remark]


def confusion(network, params: np.ndarray, data, split) -> np.ndarray:
    """How many rows of each class (rows) are called what (columns), as torch counts them."""
    x = torch.from_numpy(split.standardise(data.x))
    with torch.no_grad():
        said = network.logits(torch.from_numpy(params.copy()), x).argmax(dim=1).numpy()
    table = np.zeros((len(data.classes),) * 2, int)
    np.add.at(table, (data.y, said), 1)
    return table


def test_an_empty_column_of_the_confusion_table_is_found_and_wider_layers_fill_it(patient):
    ill = patient(MLP((4, 10, 1, 10, 3)), Training())
    table = confusion(ill.run.network, ill.run.params[-1], ill.dataset, ill.split)
    assert (table.sum(axis=0) == 0).tolist() == [False, False, True]
    assert table[CHINSTRAP].tolist() == [68, 0, 0]

    (found,) = illnesses(ill)
    assert found.rule == "never_answered"
    assert found.sentence == (
        "At the end no penguin is called Chinstrap: of the 68 there are, all are called Adelie. "
        "In the confusion table the column Chinstrap is empty."
    )
    assert 0.7 < float(ill.curves.test_accuracy[-1]) < 0.85
    assert found.epoch == 100
    assert found.place == ("columns", CHINSTRAP)
    assert explain(ill) == found

    assert found.cure.label == "Try the layers 4→10→6→10→3 from the start"
    network, training = found.cure.applied(ill.run.network, ill.run.training)
    assert network == MLP((4, 10, 6, 10, 3))
    cured = patient(network, training)
    assert confusion(network, cured.run.params[-1], cured.dataset, cured.split)[:, CHINSTRAP].any()
    assert cured.loss[-1] < 0.01 * ill.loss[-1]
    assert not illnesses(cured)


@pytest.mark.parametrize(("hidden", "activation", "seed"), [((1,), "relu", 2), ((1, 1), "tanh", 3)])
def test_narrow_networks_that_leave_a_class_out_are_helped(patient, hidden, activation, seed):
    ill = patient(MLP((4, *hidden, 3), activation), Training(seed=seed))
    (found,) = illnesses(ill)
    assert found.rule == "never_answered"
    cured = patient(*found.cure.applied(ill.run.network, ill.run.training))
    assert cured.loss[-1] < 0.05 * ill.loss[-1]


def test_several_answers_in_the_place_of_one_are_all_named(patient):
    well = patient(MLP((4, 10, 10, 3)), Training(epochs=20))
    params = well.run.params.copy()
    last = well.run.network.views(torch.from_numpy(params[-1]))[-1]
    last.b[..., CHINSTRAP] = -1000.0
    run = replace(well.run, params=params)
    changed = replace(well, run=run, curves=curves(run, well.split))
    adelie, gentoo, chinstrap = confusion(run.network, params[-1], well.dataset, well.split)[
        CHINSTRAP
    ]
    assert min(adelie, gentoo) > 0 == chinstrap
    said = RULES["never_answered"].find(replace(changed, curves=well.curves)).sentence
    assert (
        f"of the 68 there are, {adelie} are called Adelie and {gentoo} are called Gentoo." in said
    )


def test_a_layer_of_one_neuron_is_spoken_of_as_one(patient):
    ill = patient(MLP((4, 1, 3)), Training(seed=1))
    (found,) = [finding for finding in examine(ill) if finding.rule == "dead"]
    assert found.sentence.startswith(
        "The one neuron of hidden layer 1 is 0 for every training row; it was so by epoch "
    )
    assert "never_answered" not in {finding.rule for finding in examine(ill)}


def test_an_empty_column_is_told_also_where_another_rule_says_why(patient):
    ill = patient(MLP((4, 10, 1, 10, 3), "sigmoid"), Training(learning_rate=0.1))
    table = confusion(ill.run.network, ill.run.params[-1], ill.dataset, ill.split)
    first, told = illnesses(ill)
    assert [first.rule, told.rule, told.cure] == ["saturated", "left_out_too", None]
    assert table[:, CHINSTRAP].sum() == 0
    assert "no penguin is called Chinstrap" in told.sentence
    assert explain(ill) == first


def quiet(patient: Patient) -> set[tuple[int, int]]:
    """The hidden neurons that are 0 for every training row at the end, as torch computes them."""
    x, found = torch.from_numpy(patient.split.train_x), set()
    layers = patient.run.network.views(torch.from_numpy(patient.run.params[-1].copy()))
    for layer, part in enumerate(layers[:-1], start=1):
        x = torch.relu(x @ part.W + part.b)
        found |= {(layer, index) for index in range(x.shape[1]) if not x[:, index].any()}
    return found


def test_neurons_that_are_0_for_every_row_are_a_remark_in_a_run_that_did_well(patient):
    well = patient(MLP((4, 10, 10, 3)), Training())
    (remark,) = examine(well)
    assert well.curves.test_accuracy[-1] > 0.95
    assert (remark.rule, remark.remark, remark.cure) == ("silent", True, None)
    assert set(remark.units) == quiet(well) != set()
    for layer, index in remark.units:
        assert f"{layer}.{index + 1}" in remark.sentence
    assert explain(well).rule == WELL


def test_a_neuron_is_told_of_once_dead_or_silent(patient):
    ill = patient(MLP((4, 10, 10, 3)), Training("adam", 1.0))
    found = {finding.rule: set(finding.units) for finding in examine(ill)}
    assert found["dead"] | found["silent"] == quiet(ill)
    assert not found["dead"] & found["silent"]


def test_behind_a_dead_layer_nothing_comes_from_the_other_neurons(patient):
    well = patient(MLP((4, 10, 10, 3)), Training(epochs=20))
    params = well.run.params.copy()
    first, second, _ = well.run.network.views(torch.from_numpy(params[-1]))
    first.b[..., :3], second.b[...] = -1000.0, -1000.0
    run = replace(well.run, params=params)
    ill = replace(well, run=run, curves=curves(run, well.split))
    found = {finding.rule: finding for finding in examine(ill)}
    assert "Every penguin gets the same answer" in found["dead"].sentence
    assert "comes from" not in found["silent"].sentence
    assert found["left_out_too"].title == "2 classes never predicted"
    table = confusion(ill.run.network, ill.run.params[-1], ill.dataset, ill.split)
    assert (table.sum(axis=0) == 0).sum() == 2


def test_the_size_of_a_raw_feature_is_the_mean_that_its_card_shows(penguins):
    rows = split(penguins, features="raw")
    run = train(MLP((4, 10, 3)), rows, Training(learning_rate=1e-3, epochs=20))
    ill = Patient(run, curves(run, rows), penguins, rows)
    said = RULES["raw"].find(ill).sentence
    for name, index in (("body mass", 3), ("bill depth", 1)):
        assert f"{name} is about {number(rows.centre[index])} " in said


def test_one_silent_neuron_is_spoken_of_as_one_and_many_are_counted(patient):
    well = patient(MLP((4, 20, 20, 3), "leaky_relu"), Training(epochs=20))
    assert examine(well) == []
    for count, said in ((1, "Hidden neuron 1.1 is dead, 0 "), (10, "1.8 and 2 more are dead, 0 ")):
        params = well.run.params.copy()
        first = well.run.network.views(torch.from_numpy(params[-1]))[0]
        first.W[..., :count], first.b[..., :count] = 0, 0
        (remark,) = [
            one
            for one in examine(replace(well, run=replace(well.run, params=params)))
            if one.remark
        ]
        assert said in remark.sentence
        assert len(remark.units) == count


def test_adding_a_rule_is_one_entry(patient, monkeypatch):
    well = patient(MLP((4, 10, 10, 3)), Training(epochs=20))
    assert illnesses(well) == []
    assert explain(well).rule == WELL
    odd = Rule("Odd", lambda of: Finding(f"{of.run.trained} epochs.", 0), urgency=3, certainty=2)
    monkeypatch.setitem(RULES, "odd", odd)
    assert [(found.rule, found.title, found.sentence) for found in illnesses(well)] == [
        ("odd", "Odd", "20 epochs.")
    ]
    assert explain(well) == illnesses(well)[0]


def test_the_most_urgent_comes_first_and_what_explains_the_rest_stands_alone(patient):
    found = examine(patient(MLP((4, 10, 10, 3)), Training("adam", 1.0)))
    said = [finding.rule for finding in found]
    assert said == ["dead", "rate_too_high", "left_out_too", "silent"]
    wild = patient(MLP((4, 10, 10, 3), "identity"), Training("sgd", 10.0))
    assert [finding.rule for finding in examine(wild)] == ["diverged"]


def test_a_guess_costs_ln_k_of_nats_or_a_variance(penguins, penguin_split):
    run = train(MLP((4, 3)), penguin_split, Training(epochs=1))
    assert Patient(run, None, penguins, penguin_split).guess == pytest.approx(np.log(3))
    brier = replace(run, training=replace(run.training, loss="mean_squared_error"))
    # ((1 − 1/3)² + 2 (1/3)²) / 3
    assert Patient(brier, None, penguins, penguin_split).guess == pytest.approx(2 / 9)
    mass = instances()["body mass"]
    run = train(mass.network, mass.split, mass.training(epochs=1))
    assert Patient(run, None, mass.dataset, mass.split).guess == pytest.approx(1, abs=1e-5)


def test_every_rule_reads_whatever_is_to_be_learned(instance):
    run = train(instance.network, instance.split, instance.training(learning_rate=1e-6, epochs=8))
    ill = Patient(run, curves(run, instance.split), instance.dataset, instance.split)
    assert "rate_too_low" in {found.rule for found in examine(ill)}
    for rule in RULES.values():
        rule.find(ill)


def test_a_regression_is_held_against_the_mean():
    mass = instances()["body mass"]
    network = MLP((3, 10, 10, 10, 10, 10, 1), "sigmoid")
    run = train(network, mass.split, mass.training(optimizer="sgd", learning_rate=0.01))
    ill = Patient(run, curves(run, mass.split), mass.dataset, mass.split)
    (found,) = [finding for finding in examine(ill) if finding.rule == "stuck"]
    row, variance = mass.dataset.nouns.row, mass.split.train_y.var()
    assert (
        f"Without looking at the {row}, always answering with the mean costs {variance:.3g}."
        in found.sentence
    )
    run = train(mass.network, mass.split, mass.training())
    well = Patient(run, curves(run, mass.split), mass.dataset, mass.split)
    assert "never_answered" not in {finding.rule for finding in examine(well)}


@pytest.mark.parametrize(("rate", "said"), [(10.0, "jumped up to"), (1.0, "rose again to")])
def test_a_leap_and_a_rise_are_told_apart(patient, rate, said):
    ill = patient(MLP((4, 10, 10, 3)), Training("adam", rate))
    (found,) = [one for one in examine(ill) if one.rule == "rate_too_high"]
    before, after = map(float, re.findall(r"was (\S+) at .* to (\S+) by", found.sentence)[0])
    assert (after >= 10 * before) == (said == "jumped up to")
    assert said in found.sentence
