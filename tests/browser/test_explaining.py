"""Every number that explains a neuron, a weight, an edit or a batch is the one Python computes."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from player_spots import neuron_spot, weight_spot
from playwright.sync_api import Locator, Page, expect
from time_machine import (
    OUTPUTS,
    PENGUINS,
    as_written,
    button,
    card,
    go_to,
    known,
    open_trained,
    percentages,
    picture,
    player,
    readout,
    settle,
    shown_chances,
    tab,
    value,
    values,
)

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.replay import replay

FOLLOW = "Follow one penguin"
ROW = 200
EXACTLY = {"rel": 1e-6, "abs": 1e-8}
"""Nine digits of what is computed in float64 from the same float32 numbers."""


def column(table: Locator, place: int) -> list[float]:
    """The numbers of one column of a table."""
    return values(table.locator(f"tbody tr > :nth-child({place})").all_inner_texts())


def in_full(shown: Locator) -> None:
    shown.get_by_label("full precision").check()


def follow(page: Page, row: int) -> None:
    page.get_by_label(FOLLOW).select_option(str(row))
    settle(page)


@pytest.mark.parametrize(("layer", "index"), [(1, 6), (2, 2)])
def test_a_neuron_s_arithmetic_is_complete(visit, layer, index):
    page = open_trained(visit, again=True)
    go_to(page, 3)
    follow(page, ROW)
    page.mouse.click(*neuron_spot(page, layer, index))
    shown = card(page, "Neuron")
    expect(shown.get_by_role("heading", name=f"hidden {layer}.{index + 1}")).to_be_visible()
    expect(shown).to_contain_text(f"{known().name(ROW)} · epoch 3")
    in_full(shown)
    for epoch in (3, 4):
        go_to(page, epoch)
        params = known().params(epoch)
        z, a = known().neurons(params, known().x[ROW])
        W, b = known().experiment.network.views(params)[layer - 1]
        inputs, weights, total = a[layer - 1].flatten(), W[:, index], z[layer][0, index]
        table = shown.locator("table")
        assert column(table, 2) == pytest.approx(inputs.tolist(), **EXACTLY)
        assert column(table, 3) == pytest.approx(weights.tolist(), **EXACTLY)
        assert column(table, 4) == pytest.approx((inputs * weights).tolist(), **EXACTLY)
        sums = values(shown.locator("dd").all_inner_texts())
        expected = [(inputs @ weights).item(), b[0, index].item(), total.item()]
        assert sums == pytest.approx(expected, **EXACTLY)
        formula = shown.locator(".card-formula").first.inner_text()
        assert formula.startswith("a = ReLU(z) = max(0, z) = ")
        activation = value(formula.rsplit("=", 1)[1])
        assert activation == pytest.approx(max(0, total.item()), **EXACTLY)


def test_an_input_and_an_output_explain_themselves(visit):
    page = open_trained(visit, again=True)
    go_to(page, 2)
    follow(page, ROW)
    shown = card(page, "Neuron")
    page.mouse.click(*neuron_spot(page, 0, 3))
    expect(shown.get_by_role("heading", name="body mass (input)")).to_be_visible()
    in_full(shown)
    split = known().experiment.split()
    facts = [PENGUINS.x[ROW, 3], split.mean[3], split.std[3], known().x[ROW, 3].item()]
    assert values(shown.locator("dd").all_inner_texts()) == pytest.approx(facts, rel=1e-6)

    page.mouse.click(*neuron_spot(page, OUTPUTS, 2))
    expect(shown.get_by_role("heading", name="Chinstrap (output)")).to_be_visible()
    params = known().params(2)
    z, _ = known().neurons(params, known().x[ROW])
    logits = z[-1].flatten()
    lines = shown.locator(".card-formula").all_inner_texts()
    assert value(lines[0].split("=")[1]) == pytest.approx(logits[2].item(), **EXACTLY)
    power, rest = lines[1].split("; sum")
    powers = torch.exp(logits)
    assert value(power.split("=")[1]) == pytest.approx(powers[2].item(), rel=1e-3)
    terms = rest.split("=")[0].split(" + ")
    assert values(terms) == pytest.approx(powers.tolist(), rel=1e-3)
    chance = 100 * torch.softmax(logits, dim=0)[2].item()
    assert value(lines[2].rsplit("=", 1)[1]) == pytest.approx(chance, abs=0.00501)


def test_a_weight_tells_who_is_to_blame_for_its_gradient(visit):
    page = open_trained(visit, again=True)
    go_to(page, 3)
    follow(page, ROW)
    layer, source, target = 1, 1, 4
    page.mouse.click(*weight_spot(page, layer, source, target))
    shown = card(page, "Weight")
    expect(shown.locator(".card-title")).to_have_text("w[hidden 1.2 → hidden 2.5]")
    in_full(shown)

    truth, params = known(), known().params(3)
    offset = truth.offset(layer, source, target)
    typed = shown.get_by_label("weight w", exact=True).input_value()
    assert np.float32(typed) == np.float32(params[offset])
    blame = shown.locator(".card-blame")
    expect(blame.locator("tbody tr").nth(3).get_by_text("✓ agrees to")).to_have_count(2)
    for place, rows in ((2, [ROW]), (3, truth.train_rows)):
        deltas, sources = deltas_and_sources(params, rows)
        deltas, sources = deltas[:, target], sources[:, source]
        leaf = params.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(truth.loss(leaf, rows), leaf)
        expected = [deltas.mean(), sources.mean(), gradient[offset]]
        told = column(blame, place)
        assert told[:3] == pytest.approx([x.item() for x in expected], **EXACTLY)
        assert told[2] == pytest.approx((deltas * sources).mean().item(), **EXACTLY)
        digits = blame.locator(f"tbody tr:nth-child(4) > :nth-child({place})").inner_text()
        agreed = int(re.search(r"agrees to (\d) digits", digits)[1])
        assert agreed >= 4
        assert told[3] == float(f"{told[2]:.{agreed}g}"), "what agrees is the same on the screen"
        targets = torch.nn.functional.one_hot(truth.y[rows], len(PENGUINS.classes))
        ours = truth.experiment.network.gradients(
            params, truth.x[rows], targets, truth.experiment.training.loss
        )
        assert told[2] == pytest.approx(ours[offset].item(), **EXACTLY)


def deltas_and_sources(params: torch.Tensor, rows) -> tuple[torch.Tensor, torch.Tensor]:
    """Of some penguins, ∂(own loss)/∂z of the second hidden layer and a of the first, [rows, n]."""
    truth = known()
    (W, b), (W2, b2), (W3, b3) = truth.experiment.network.views(params)
    a1 = torch.relu(truth.x[rows] @ W + b)
    z2 = (a1 @ W2 + b2).requires_grad_()
    logits = torch.relu(z2) @ W3 + b3
    loss = torch.nn.functional.cross_entropy(logits, truth.y[rows], reduction="sum")
    (delta,) = torch.autograd.grad(loss, z2)
    return delta, a1


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_a_weight_shows_what_the_optimizer_made_of_it(visit, optimizer):
    page = open_trained(visit, f"optimizer={optimizer}&epochs=20", epochs=20)
    go_to(page, 3)
    page.mouse.click(*weight_spot(page, 0, 2, 3))
    shown = card(page, "Weight")
    in_full(shown)
    steps = shown.get_by_role("table", name="The optimizer’s step")
    expect(steps).to_be_visible()

    experiment = experiment_with(optimizer=optimizer, epochs=20)
    replayed = replay(experiment.network, experiment.split(), experiment.training, 3)
    offset = known(experiment).offset(0, 2, 3)
    expected = {name: x[offset].item() for name, x in replayed.quantities(0).items()}
    expected["learning rate η"] = 0.01
    names = steps.locator("th").all_inner_texts()
    told = dict(zip(names, values(steps.locator("td").all_inner_texts()), strict=True))
    assert told == pytest.approx(expected, rel=1e-6)
    change = replayed.params[1][offset] - replayed.params[0][offset]
    assert told["change Δw"] == pytest.approx(change.item(), rel=1e-6)
    sentence = shown.locator(".card-lead")
    way = "falls" if change < 0 else "rises"
    expect(sentence).to_contain_text(f"In batch 1 after epoch 3 it {way} by")
    told, why = sentence.inner_text().split(": ")
    assert value(told.split("by")[1]) == pytest.approx(abs(change.item()), rel=5e-3)
    assert value(why.split("gradient")[1]) == pytest.approx(expected["gradient g"], rel=5e-3)
    if optimizer == "adam":
        assert value(why.split("momentum")[1]) == pytest.approx(expected["momentum m"], rel=5e-3)
    go_to(page, 4)
    button(page, "Show what the optimizer did").click()
    expect(sentence).to_contain_text("In batch 1 after epoch 4 it")

    page.get_by_role("slider", name="Epoch", exact=True).first.press("End")
    expect(shown).to_contain_text("Epoch 20 is the last: no step follows it.")


def test_what_one_clicks_a_weight_for_is_above_the_fold_and_a_second_click_closes_it(visit):
    page = open_trained(visit)
    go_to(page, 37)
    spot = weight_spot(page, 1, 1, 4)
    page.mouse.click(*spot)
    shown = card(page, "Weight")
    steps = shown.get_by_role("table", name="The optimizer’s step")
    expect(steps).to_be_visible()
    panel = shown.bounding_box()
    for part in (shown.locator(".card-lead"), shown.get_by_label("weight w", exact=True), steps):
        box = part.bounding_box()
        assert panel["y"] <= box["y"]
        assert box["y"] + box["height"] <= panel["y"] + panel["height"]
        assert box["y"] + box["height"] <= 900

    field = shown.get_by_label("weight w", exact=True)
    field.click()
    selected = "input => input.value.slice(input.selectionStart, input.selectionEnd)"
    assert field.evaluate(selected) == field.input_value()
    field.click()
    assert field.evaluate(selected) == ""

    page.mouse.click(*spot)
    expect(shown).to_have_text(re.compile("^Click a line of the diagram"))
    page.mouse.click(*spot)
    expect(shown.locator(".card-title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown.locator(".card-title")).to_be_hidden()


def experiment_with(**settings) -> Experiment:
    """The default experiment with another training."""
    return replace(DEFAULT, training=replace(DEFAULT.training, **settings))


def test_an_edited_weight_changes_everything_at_once_and_can_be_undone(visit):
    page = open_trained(visit, again=True)
    go_to(page, 5)
    follow(page, ROW)
    truth = known()
    before = readout(page)
    map_before = picture(player(page).locator("canvas.map-canvas").first)
    offset = truth.offset(1, 2, 5)
    page.mouse.click(*weight_spot(page, 1, 2, 5))
    shown = card(page, "Weight")
    field = shown.get_by_label("weight w", exact=True)
    field.fill("2.5")
    expect(player(page).locator(".note")).to_have_text("with your changes")
    edited = truth.params(5, {offset: 2.5})
    assert readout(page) == as_written(truth.numbers(edited))
    nearly = truth.params(5, {offset: 1.01 * 2.5})
    assert readout(page) != as_written(truth.numbers(nearly)), "the value itself matters"
    assert picture(player(page).locator("canvas.map-canvas").first) != map_before
    tab(page, "Penguin")
    assert shown_chances(page) == percentages(truth.chances(edited, truth.x[ROW]))

    go_to(page, 6)
    assert readout(page) == as_written(truth.numbers(truth.params(6)))
    go_to(page, 5)
    assert readout(page) == as_written(truth.numbers(edited))

    tab(page, "Weight")
    field.fill("many")
    field.press("Tab")
    expect(shown).to_contain_text("“many” is not a number")
    assert readout(page) == as_written(truth.numbers(edited))
    shown.get_by_role("button", name="Undo", exact=True).click()
    expect(player(page).locator(".note")).to_have_text("")
    assert readout(page) == before
    assert np.float32(field.input_value()) == np.float32(truth.params(5)[offset])
    tab(page, "Penguin")
    assert shown_chances(page) == percentages(truth.chances(truth.params(5), truth.x[ROW]))


def test_a_bias_can_be_edited_and_a_neuron_switched_off(visit):
    page = open_trained(visit, again=True)
    go_to(page, 5)
    truth = known()
    before = readout(page)
    page.mouse.click(*neuron_spot(page, 2, 2))
    shown = card(page, "Neuron")
    shown.get_by_label("bias b", exact=True).fill("1.5")
    bias = {truth.offset(1, None, 2): 1.5}
    expect(player(page).locator(".note")).to_have_text("with your changes")
    assert readout(page) == as_written(truth.numbers(truth.params(5, bias)))

    shown.get_by_role("button", name="Switch off").click()
    expect(shown.get_by_role("button", name="Switch on")).to_be_visible()
    off = bias | {truth.offset(2, 2, k): 0.0 for k in range(3)}
    assert readout(page) == as_written(truth.numbers(truth.params(5, off)))
    shown.get_by_role("button", name="Switch on").click()
    expect(shown.get_by_role("button", name="Switch off")).to_be_visible()
    assert readout(page) == as_written(truth.numbers(truth.params(5, bias)))
    shown.get_by_role("button", name="Undo", exact=True).click()
    assert readout(page) == before


def test_an_epoch_batch_by_batch(visit):
    page = open_trained(visit, again=True)
    go_to(page, 7)
    truth, experiment = known(), known().experiment
    replayed = replay(experiment.network, experiment.split(), experiment.training, 7)
    steps = len(replayed.rows)
    shown = tab(page, "Batches")
    button(page, "Show the batches of the next epoch").click()

    for step in (0, 1, steps - 1):
        if step == 1:
            shown.get_by_role("button", name="One batch on (→)").press("Enter")
        elif step:
            page.keyboard.press("End")
            page.keyboard.press("ArrowLeft")
        title = f"Epoch 7 → 8, batch {step + 1} of {steps}"
        expect(shown.locator(".panel-title").filter(has_text=title)).to_be_visible()
        rows = replayed.rows[step]
        before, after = torch.from_numpy(replayed.params[step : step + 2].copy()).double()
        losses = shown.locator("table").first.locator("tbody tr")
        for place, some in enumerate((rows, truth.train_rows)):
            told = values(losses.nth(place).locator("td").all_inner_texts())
            pair = [truth.loss(params, some).item() for params in (before, after)]
            assert told == pytest.approx([*pair, pair[1] - pair[0]], rel=6e-3, abs=1e-12)
            assert told[:2] == pytest.approx(pair, rel=6e-4)

        names = shown.get_by_role("list", name="The penguins of this batch").locator("button")
        texts = [name.split("\n")[-1] for name in names.all_inner_texts()]
        for text, row in zip(texts, rows, strict=True):
            assert text.endswith(truth.name(int(row)).split(" (")[0])
        counts = np.bincount(PENGUINS.y[rows], minlength=3)
        present = [f"{n} {PENGUINS.classes[k]}" for k, n in enumerate(counts) if n]
        expect(shown.locator(".batches-classes")).to_contain_text(", ".join(present))

        moved = shown.locator(".batches-moved tbody tr")
        change = (after - before).abs()
        largest = change.argsort(descending=True)[:5]
        for place, offset in enumerate(largest.tolist()):
            told = values(moved.nth(place).locator("td").all_inner_texts())
            expected = [before[offset], after[offset], (after - before)[offset]]
            assert told == pytest.approx([x.item() for x in expected], rel=6e-3)
        assert readout(page) == as_written(truth.numbers(before))

    page.keyboard.press("End")
    expect(player(page).locator(".note")).to_have_text(f"after {steps} of {steps} batches")
    last = readout(page)
    assert last == as_written(truth.numbers(truth.params(8)))
    go_to(page, 8)
    assert readout(page) == last, "the last batch ends where the next epoch is"
    shown.get_by_role("button", name="Show the batches of the next epoch").wait_for()


def test_one_batch_moves_the_film_by_one_batch_and_trains_what_it_needs(visit):
    page = visit("/train?epochs=30&trained=0")
    expect(player(page)).to_have_attribute("data-trained", "0")
    experiment = experiment_with(epochs=30)
    truth, setting = (
        known(experiment),
        (experiment.network, experiment.split(), experiment.training),
    )
    first = replay(*setting, 0)
    steps = len(first.rows)
    note = player(page).locator(".note")
    for done in (1, 2):
        button(page, "One batch").click()
        expect(note).to_contain_text(f"after {done} of {steps} batches")
        assert readout(page) == as_written(truth.numbers(torch.tensor(first.params[done]).double()))
    expect(player(page)).to_have_attribute("data-trained", "1")
    expect(player(page)).to_have_attribute("data-epoch", "0")

    tab(page, "Batches")
    page.get_by_test_id("batches").get_by_role("button", name="After the last batch (End)").click()
    page.keyboard.press("ArrowLeft")
    expect(note).to_contain_text(f"after {steps - 1} of {steps} batches")
    button(page, "One batch").click()
    expect(player(page)).to_have_attribute("data-epoch", "1")
    assert readout(page) == as_written(truth.numbers(truth.params(1)))
    button(page, "One batch").click()
    expect(player(page)).to_have_attribute("data-trained", "2")
    second = replay(*setting, 1)
    expect(note).to_contain_text(f"after 1 of {steps} batches")
    assert readout(page) == as_written(truth.numbers(torch.tensor(second.params[1]).double()))


def test_one_batch_after_the_last_epoch_says_that_there_is_none(visit):
    page = open_trained(visit)
    button(page, "One batch").click()
    expect(card(page, "Batches")).to_contain_text("no batches follow")
