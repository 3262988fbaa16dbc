"""What is said of runs that read digits: the doctor's rules see filters, not their places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from digit_runs import ALL_KINDS, reader
from instances import weighted_sums

from nnviz.core.blocks import Block
from nnviz.core.experiment import Experiment
from nnviz.core.measures import curves_of
from nnviz.core.networks import Network
from nnviz.core.record import Run
from nnviz.core.trainer import train
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import findings_of
from nnviz.study.milestones import LEARNED, learned, milestones


def record(experiment: Experiment) -> Run:
    return train(experiment.network, experiment.split(), experiment.training)


def found(experiment: Experiment, run: Run) -> dict[str, Finding]:
    """What the doctor finds, by the keys of the rules."""
    findings = findings_of(experiment, run, curves_of(experiment, run))
    return {finding.rule: finding for finding in findings}


def put_to_sleep(network: Network, params: np.ndarray, layer: int, units: list[int]) -> np.ndarray:
    """The same parameters [..., P] with biases in layer 0, 1, … that let no picture through."""
    changed = params.copy()
    changed[..., [network.places[layer].middle + unit for unit in units]] = -1e3
    return changed


ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh}


def silent_units(experiment: Experiment, params: np.ndarray) -> dict[int, list[int]]:
    """By hidden layer, the units that are 0 for every training row, by torch's functions."""
    network = experiment.network
    sums = weighted_sums(
        network, torch.from_numpy(params.copy()), torch.from_numpy(experiment.split().train_x)
    )
    silent = {}
    for layer, (part, z) in enumerate(zip(network.layers[:-1], sums, strict=False), start=1):
        if part.activated:
            a = ACTIVATIONS[network.activation](z).unflatten(1, (part.matrix[1], -1))
            silent[layer] = torch.nonzero((a == 0).all(dim=2).all(dim=0)).flatten().tolist()
    return silent


def test_a_filter_is_dead_if_it_is_so_at_every_place_of_every_picture():
    experiment = reader(epochs=2)
    run = record(experiment)
    network = experiment.network
    places = network.layers[1].down * network.layers[1].across
    asleep = replace(run, params=put_to_sleep(network, run.params, 1, [0, 2, 4]))
    assert silent_units(experiment, asleep.params[-1])[2] == [0, 2, 4]
    told = found(experiment, asleep)["dead"]
    assert told.title == "Dead filters"
    assert told.sentence.startswith(
        "3 of the 5 filters of hidden layer 2 are 0 at every place for every training row"
    )
    assert told.units == tuple((2, unit * places) for unit in (0, 2, 4))
    assert told.epoch == 0
    assert told.cure.activation == "leaky_relu"


def test_places_that_are_always_blank_make_no_filter_dead():
    """Without ink in the corners, half of the places of a layer can be 0 for every picture."""
    experiment = reader((Block(1), Block(1)), epochs=1)
    run = record(experiment)
    params = np.zeros_like(run.params)
    params[:, experiment.network.places[0].start] = 1  # the filter looks at its first pixel alone
    blank = replace(run, params=params)
    a = torch.relu(
        weighted_sums(
            experiment.network,
            torch.from_numpy(params[-1].copy()),
            torch.from_numpy(experiment.split().train_x),
        )[0]
    )
    assert (a == 0).all(dim=0).any()
    assert silent_units(experiment, params[-1]) == {1: [], 2: [0]}
    assert found(experiment, blank)["dead"].units == ((2, 0),)


def test_filters_and_neurons_that_sleep_in_a_run_that_does_well_are_a_remark():
    experiment = reader((Block(6, pooling="max"),), (20,), epochs=8)
    run = record(experiment)
    params = put_to_sleep(experiment.network, run.params, 0, [1, 3])
    params = put_to_sleep(experiment.network, params, 2, [5])
    silent = silent_units(experiment, params[-1])
    told = found(experiment, replace(run, params=params))["silent"]
    names = [f"{layer}.{unit + 1}" for layer, units in silent.items() for unit in units]
    assert {"1.2", "1.4", "3.6"} <= set(names)
    assert told.remark
    assert told.title == "Some dead filters and neurons"
    assert "filters 1.2 and 1.4" in told.sentence.lower()
    assert all(name in told.sentence for name in names[:8])


def test_filters_at_an_end_of_their_function_are_saturated():
    experiment = reader((Block(3),), (4,), "tanh", epochs=1)
    run = record(experiment)
    far = replace(run, params=np.abs(run.params) * 1e3)
    told = found(experiment, far)["saturated"]
    assert told.title == "Saturated filters"
    assert "at nearly every place for nearly every training row" in told.sentence


@pytest.mark.parametrize(
    ("rule", "settings"),
    [
        ("rate_too_low", {"learning_rate": 1e-5, "activation": "identity"}),
        ("diverged", {"optimizer": "sgd", "learning_rate": 10.0, "activation": "identity"}),
        ("rate_too_high", {"learning_rate": 1.0}),
    ],
)
def test_wrong_learning_rates_are_found(rule, settings):
    experiment = reader(**settings)
    told = found(experiment, record(experiment))[rule]
    assert told.cure is not None


@pytest.mark.parametrize("name", ALL_KINDS)
def test_every_kind_of_network_has_findings_and_milestones(name):
    experiment = ALL_KINDS[name]
    run = record(experiment)
    curves, split = curves_of(experiment, run), experiment.split()
    assert findings_of(experiment, run, curves) is not None
    patient = Patient(run, curves, experiment.dataset, split)
    assert [units.noun for units in patient.units.values()] == [
        {"convolution": "filter", "dense": "neuron"}[layer.kind]
        for layer in experiment.network.layers[:-1]
        if layer.activated
    ]
    story = milestones(run, curves, experiment.dataset, split)
    assert [one.epoch for one in story] == sorted(one.epoch for one in story)
    apart = [one.sentence for one in story if "told apart" in one.sentence]
    assert all(said.startswith("the first pictures of ") for said in apart)
    place = int(split.train_rows[0])
    nth = (experiment.dataset.y[: place + 1] == experiment.dataset.y[place]).sum()
    assert patient.name_of(place) == f"picture {nth} of digit {experiment.dataset.y[place]}"
    # Since when each digit is known, by torch's own argmax over each epoch's outputs.
    x, y = torch.from_numpy(split.train_x), split.train_y
    since = []
    called = [
        weighted_sums(experiment.network, torch.from_numpy(params.copy()), x)[-1].argmax(1).numpy()
        for params in run.params
    ]
    for digit in range(10):
        known = [
            (answers[y == digit] == digit).mean() >= LEARNED
            and (y[answers == digit] == digit).sum() >= LEARNED * (answers == digit).sum()
            for answers in called
        ]
        unknown = [epoch for epoch, one in enumerate(known) if not one]
        first = max(unknown, default=-1) + 1
        since.append(first if first < len(known) else None)
    assert learned(run, experiment.dataset, split) == tuple(since)
