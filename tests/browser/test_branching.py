"""Branches, the shelf of runs, the two kinds of new beginnings, and the doctor's cures."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from player_spots import neuron_spot, weight_spot
from playwright.sync_api import Page, expect
from time_machine import (
    as_written,
    button,
    card,
    chips,
    go_to,
    known,
    open_trained,
    picture,
    player,
    readout,
    settle,
    tab,
    to_end,
    value,
    wait_for_run,
)

from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.glossary import GLOSSARY
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import examine

QUICK = replace(DEFAULT, training=replace(DEFAULT.training, epochs=30))


def branch_of(parent: Experiment, epoch: int, edits=(), **settings) -> Experiment:
    training = replace(parent.training, **settings)
    return replace(parent, training=training, origin=Origin(parent, epoch, tuple(edits)))


def shows(page: Page, experiment: Experiment, epoch: int) -> None:
    """The readout holds Python's record of that run at that epoch, and what its parameters give."""
    truth = known(experiment)
    run, curves = truth.record
    row = int(np.searchsorted(run.epochs, epoch))
    expected = {name: float(numbers[row]) for name, numbers in curves.items()}
    assert readout(page) == as_written(expected)
    assert truth.numbers(truth.params(epoch)) == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_training_on_with_an_edited_weight(visit):
    page = open_trained(visit, "epochs=30", epochs=30)
    expect(page.get_by_test_id("shelf")).to_be_hidden()
    go_to(page, 5)
    page.mouse.click(*weight_spot(page, 1, 2, 5))
    page.get_by_label("weight w", exact=True).fill("2.5")
    shown = tab(page, "Train on")
    expect(shown).to_contain_text("Same penguins, same batch order from epoch 5 on, with 1 edited")
    expect(shown.locator(".branch-edit")).to_contain_text("w[hidden 1.3 → hidden 2.6]")
    button(page, "Train on from epoch 5").click()
    wait_for_run(page, 2)
    expect(player(page)).to_have_attribute("data-epoch", "5")
    branch = branch_of(QUICK, 5, [(known(QUICK).offset(1, 2, 5), 2.5)])
    shows(page, branch, 5)
    to_end(page)
    shows(page, branch, 30)
    assert known(branch).run.params[-1].tolist() != known(QUICK).run.params[-1].tolist()
    go_to(page, 4)
    shows(page, QUICK, 4)
    expect(chips(page).last).to_contain_text("from epoch 5: 1 edited")


def test_training_on_from_the_last_epoch_asks_for_how_many_more(visit):
    page = open_trained(visit, "epochs=30", epochs=30)
    shown = tab(page, "Train on")
    more = shown.get_by_label("More epochs", exact=True)
    expect(more).to_have_value("30")
    more.fill("2000")
    more.press("Enter")
    expect(shown).to_contain_text("“2000”; a whole number from 1 to 1970 is allowed.")
    more.fill("12")
    expect(shown).to_contain_text("with 12 more epochs, to epoch 42.")
    button(page, "Train on from epoch 30").click()
    wait_for_run(page, 2, epochs=42)
    expect(player(page)).to_have_attribute("data-epoch", "30")
    to_end(page)
    shows(page, replace(QUICK, training=replace(QUICK.training, epochs=42)), 42)
    expect(chips(page).last).to_contain_text("from epoch 30: epochs 42")


def test_branches_stand_on_the_shelf_to_be_shown_compared_and_forgotten(visit):
    page = open_trained(visit, "epochs=30", epochs=30)
    go_to(page, 3)
    shown = tab(page, "Train on")
    rate = shown.get_by_label("Learning rate", exact=True)
    rate.fill("20")
    rate.press("Enter")
    expect(shown).to_contain_text("The learning rate is “20”")
    expect(page.get_by_test_id("shelf")).to_be_hidden()
    rate.fill("0.05")
    curves = player(page).locator("canvas.timeline-curves")
    before = picture(curves)
    button(page, "Train on from epoch 3").click()
    wait_for_run(page, 2)
    faster = branch_of(QUICK, 3, learning_rate=0.05)
    to_end(page)
    shows(page, faster, 30)
    expect(chips(page).nth(0)).to_contain_text("1 · Adam, η 0.01")
    expect(chips(page).nth(1)).to_contain_text("from epoch 3: η 0.05")
    assert picture(curves) != before, "both runs are on the timeline"

    go_to(page, 12)
    shown.get_by_label("Optimizer").select_option(label="SGD")
    shown.get_by_label("Schedule").select_option("cosine")
    button(page, "Train on from epoch 12").click()
    wait_for_run(page, 3)
    to_end(page)
    shows(page, branch_of(faster, 12, optimizer="sgd", schedule="cosine", schedule_values=()), 30)

    chips(page).nth(1).locator(".shelf-show").click()
    expect(chips(page).nth(1)).to_have_class(re.compile("shelf-current"))
    expect(player(page)).to_have_attribute("data-epoch", "30")
    shows(page, faster, 30)

    tab(page, "Weights")
    page.mouse.move(*weight_spot(page, 1, 1, 4))
    pointed = page.get_by_test_id("pointed")
    expect(pointed).to_contain_text("w[hidden 1.2 → hidden 2.5] = ")
    go_to(page, 20)
    compare = chips(page).nth(0).get_by_role("button", name="Compare with")
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "true")
    expect(player(page)).to_contain_text("weight (and bias) minus the other run")
    lines = page.get_by_test_id("line-legend")
    expect(lines).to_contain_text("more than the other run")
    stands = player(page).locator(".readout").bounding_box()
    go_to(page, 3)
    expect(lines).to_have_text("linesno difference yet to the other run")
    expect(player(page)).to_contain_text("no difference yet: both runs have the same weights here")
    assert player(page).locator(".readout").bounding_box() == stands
    go_to(page, 20)
    page.mouse.move(*weight_spot(page, 1, 1, 4))
    expect(pointed).to_contain_text("w[hidden 1.2 → hidden 2.5], this run − the other = ")
    offset = known(QUICK).offset(1, 1, 4)
    apart = (known(faster).params(20) - known(QUICK).params(20))[offset].item()
    assert value(pointed.inner_text().split("=")[1]) == pytest.approx(apart, rel=0.051)
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "false")
    expect(player(page)).not_to_contain_text("minus the other run")

    chips(page).nth(2).get_by_role("button", name="Forget").click()
    expect(chips(page)).to_have_count(2)
    chips(page).nth(0).get_by_role("button", name="Forget").click()
    expect(page.get_by_test_id("shelf")).to_be_hidden()
    shows(page, faster, 20)


def test_the_same_start_again_and_a_new_start(visit):
    page = open_trained(visit, "epochs=30", epochs=30)
    go_to(page, 0)
    first = readout(page)
    assert first == as_written(known(QUICK).numbers(known(QUICK).params(0)))
    button(page, "Same start, again").click()
    expect(player(page)).to_have_attribute("data-trained", "0")
    assert readout(page) == first
    assert page.evaluate("new URLSearchParams(location.search).get('seed')") == "0"

    button(page, "New start").click()
    page.wait_for_function("new URLSearchParams(location.search).get('seed') === '1'")
    expect(player(page)).to_have_attribute("data-trained", "0")
    other = known(replace(QUICK, training=replace(QUICK.training, seed=1)))
    expected = other.numbers(other.params(0))
    loss = player(page).locator(".number-train_loss")
    expect(loss).to_have_text(f"{expected['train_loss']:.4f}")
    assert readout(page) == as_written(expected)
    assert readout(page) != first


def test_the_doctor_finds_divergence_and_its_cure_helps(visit):
    query = "optimizer=sgd&learning_rate=10&activation=identity&hidden=10,10,10"
    page = visit(f"/train?{query}&trained=100")
    expect(player(page)).to_have_attribute("data-state", "ended")
    shown = tab(page, "Doctor")
    finding = shown.locator(".finding")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("Diverged")
    epoch = int(player(page).get_attribute("data-trained"))
    expect(finding).to_contain_text(f"At epoch {epoch} the training loss is no longer")
    go_to(page, 0)
    finding.get_by_role("button", name="Show me").click()
    expect(player(page)).to_have_attribute("data-epoch", str(epoch))

    finding.locator(".panel-main").click()
    expect(chips(page)).to_have_count(2)
    expect(player(page)).to_have_attribute("data-trained", "100")
    to_end(page)
    assert readout(page)["test_accuracy"] > 0.9
    expect(shown).to_contain_text("Nothing unusual in this run so far.")


def test_the_doctor_points_at_dead_neurons_and_its_cure_helps(visit):
    page = open_trained(visit, "learning_rate=0.3&epochs=30", epochs=30)
    ill = replace(QUICK, training=replace(QUICK.training, learning_rate=0.3))
    dead, *remarks = examine(Patient(*known(ill).record, ill.dataset, ill.split()))
    assert dead.rule == "dead"
    assert all(remark.remark for remark in remarks)
    _, layer, index = dead.place
    expect(page.get_by_role("tab", name="Doctor 1", exact=True)).to_be_visible()
    go_to(page, 4)
    button(page, f"The doctor found: {dead.title.lower()}").click()
    shown = card(page, "Doctor")
    expect(shown).to_contain_text("One thing to look at:")
    expect(shown.locator(".finding")).to_have_count(1 + len(remarks))
    expect(shown.locator(".finding").first).to_be_in_viewport()
    expect(player(page)).to_have_attribute("data-epoch", "4")
    expect(shown).to_contain_text(f"Dead neurons epoch {dead.epoch}")
    expect(shown).to_contain_text(dead.sentence)
    before = readout(page)

    shown.get_by_role("button", name="Show me").click()
    expect(player(page)).to_have_attribute("data-epoch", str(dead.epoch))
    name = f"hidden {layer}.{index + 1}"
    expect(card(page, "Neuron").get_by_role("heading", name=name)).to_be_visible()
    # What is shown already is shown again, not let go.
    tab(page, "Doctor").get_by_role("button", name="Show me").click()
    expect(card(page, "Neuron").get_by_role("heading", name=name)).to_be_visible()
    page.mouse.move(*neuron_spot(page, layer, index))
    count = len(known(ill).train_rows)
    lens = player(page).locator(".lens")
    expect(lens).to_contain_text(f"{name}: dead: 0 for all {count} training rows")
    expect(page.get_by_test_id("pointed")).to_contain_text("dead: 0 for every training row")
    said = card(page, "Neuron").get_by_text(f"Dead at this epoch: 0 for all {count} training rows.")
    expect(said).to_be_visible()
    _, a = known(ill).neurons(known(ill).params(dead.epoch), known(ill).x)
    assert (a[layer][known(ill).train_rows, index] == 0).all()
    go_to(page, 0)
    expect(said).to_be_hidden()

    tab(page, "Doctor")
    button(page, dead.cure.label).click()
    wait_for_run(page, 2)
    to_end(page)
    network, training = dead.cure.applied(ill.network, ill.training)
    cured = replace(ill, network=network, training=training)
    shows(page, cured, 30)
    assert readout(page)["train_loss"] < before["train_loss"] / 2


def test_the_doctor_finds_nothing_in_a_default_run(visit):
    page = open_trained(visit)
    (remark,) = examine(Patient(*known().record, DEFAULT.dataset, DEFAULT.split()))
    shown = tab(page, "Doctor")
    expect(shown).to_contain_text("Nothing unusual in this run so far. Worth knowing:")
    expect(shown.locator(".finding")).to_contain_text(remark.sentence)
    expect(page.get_by_text("The doctor found")).to_have_count(0)
    page.mouse.click(*neuron_spot(page, 1, 2))
    settle(page)
    expect(page.get_by_role("tab", name="Neuron", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )


def test_the_doctor_shows_the_empty_column_of_a_class_that_is_never_predicted(visit):
    page = open_trained(visit, "hidden=10,1,10")
    found = tab(page, "Doctor")
    found.get_by_role("button", name="Show me: A class never predicted").click()
    tables = card(page, "Confusion")
    expect(tables.locator("button.confusion-column")).to_have_text(["0"] * 6)
    count = len(DEFAULT.dataset.y)
    expect(tables).to_contain_text(f"Column Chinstrap: 0 of {count} penguins (epoch 100)")
    tables.locator("td button").first.click()
    expect(tables.locator(".confusion-column")).to_have_count(0)
    found.get_by_role("link", name="confusion table").click()
    expect(page.locator(".term-card .term-says")).to_have_text(GLOSSARY["confusion-table"].says)


def test_a_run_with_another_loss_has_no_curve_on_the_same_axis(visit):
    page = open_trained(visit, "epochs=5", epochs=5)
    page.get_by_role("combobox", name="Loss").click()
    page.get_by_role("option", name="mean squared error", exact=True).click()
    button(page, "Train").click()
    wait_for_run(page, 2, epochs=5)
    expect(page.get_by_test_id("shelf-note")).to_have_text(
        "No loss curve of 1 · Adam, η 0.01 (cross-entropy): "
        "it cannot be compared with mean squared error."
    )
