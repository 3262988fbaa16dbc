"""What a visitor of the studio sees at any epoch is what Python computes for that epoch."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from player_spots import map_colours, map_marks, map_surface, mark_spot, neuron_spot
from playwright.sync_api import expect
from time_machine import (
    ARTICLE,
    OUTPUTS,
    PENGUINS,
    as_written,
    button,
    card,
    chance,
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
    to_end,
    value,
    values,
)

from nnviz.core.look import PALETTE
from nnviz.study.milestones import learned

FOLLOW = "Follow one penguin"


def test_neurons_show_what_they_see_and_a_lens_enlarges_it(visit):
    page = open_trained(visit, again=True)
    go_to(page, 3)
    truth = known()
    diagram = player(page).locator("canvas.diagram")
    lens = player(page).locator(".lens")
    _, a = truth.neurons(truth.params(3), truth.x[truth.train_rows])
    zeros = [int((a[1][:, index] == 0).sum()) for index in range(10)]
    assert len(set(zeros)) > 4
    count = len(truth.train_rows)

    seen = {}
    for mode in ("response", "swarm"):
        page.get_by_label("Neurons show").select_option(mode)
        page.mouse.move(5, 5)
        expect(lens).to_be_hidden()
        settle(page)
        for index in (1, 7):
            page.mouse.move(*neuron_spot(page, 1, index))
            caption = f"hidden 1.{index + 1}: 0 for {zeros[index]} of {count} training rows"
            expect(lens.locator("p")).to_have_text(caption)
            expect(lens).to_be_visible()
            seen[mode, index] = picture(lens.locator("canvas"))
        page.mouse.move(*neuron_spot(page, OUTPUTS, 1))
        chosen = int((truth.predicted(3)[truth.train_rows] == 1).sum())
        caption = f"Gentoo: predicted for {chosen} of {count} training rows"
        expect(lens.locator("p")).to_have_text(caption)
        page.mouse.move(5, 5)
        expect(lens).to_be_hidden()
        seen[mode] = picture(diagram)
    assert len(set(seen.values())) == 6, "every mode and neuron has a picture of its own"

    go_to(page, 4)
    assert picture(diagram) != seen["swarm"]


def test_the_decision_map_shows_the_answers_of_the_epoch(visit):
    page = open_trained(visit, again=True)
    truth = known()
    row = int(np.flatnonzero(truth.predicted(2) != PENGUINS.y)[5])
    page.get_by_label(FOLLOW).select_option(str(row))
    status = page.get_by_test_id("map-status")
    corners = product(np.linspace(175, 228, 6), np.linspace(35, 57, 6))
    points = np.array(list(corners))  # flipper and bill length; the others are at their mean
    x = np.zeros((len(points), 4))
    split = truth.experiment.split()
    x[:, 2], x[:, 0] = ((points - split.mean[[2, 0]]) / split.std[[2, 0]]).T

    pictures = set()
    for epoch in (0, 2, 7, 100):
        go_to(page, epoch) if epoch < 100 else to_end(page)
        params = truth.params(epoch)
        chances = truth.chances(params, truth.x[row])[0]
        best = int(chances.argmax())
        expect(status).to_contain_text(truth.name(row))
        expect(status).to_contain_text(f"predicted {PENGUINS.classes[best]}")
        told = status.inner_text().split(" Here the map")[0]
        assert chance(told.split(PENGUINS.classes[best])[-1]) == pytest.approx(
            100 * chances[best].item(), abs=0.0501
        )
        assert f"flipper length {PENGUINS.x[row, 2]:g}" in told
        assert f"bill length {PENGUINS.x[row, 0]:g}" in told
        pictures.add(picture(map_surface(page)))

        best = truth.chances(params, torch.from_numpy(x)).max(dim=-1)
        sure = (best.values > 0.6).numpy()
        if sure.any():  # else all colours are faint
            colours = class_of_colour(map_colours(page, points[sure]))
            assert colours.tolist() == best.indices[sure].tolist()
    assert len(pictures) == 4
    assert sure.sum() > 20
    assert len(set(colours)) == 3


def test_the_map_says_that_it_is_a_slice_and_why_a_bird_lies_on_another_colour(visit):
    page = open_trained(visit, again=True)
    truth, split = known(), known().experiment.split()
    depth, mass = (f"{split.mean[d]:.4g}" for d in (1, 3))
    expect(page.get_by_test_id("map-slice")).to_have_text(
        f"A slice: bill depth held at {depth}\u00a0mm, body mass at {mass}\u00a0g (the means). "
        "Faint: over 1 standard deviation away."
    )
    to_end(page)
    params = truth.params(100)
    below = truth.x.clone()
    below[:, [1, 3]] = 0
    shown = truth.chances(params, below).argmax(dim=-1).numpy()
    own = truth.predicted(100)
    row, x, y = mark_spot(page, np.flatnonzero(shown != own))
    page.mouse.move(x, y)
    tip = page.get_by_test_id("map-status")
    there, here = PENGUINS.classes[own[row]], PENGUINS.classes[shown[row]]
    expect(tip).to_contain_text(f"Here the map shows {here} because it holds ")
    expect(tip).to_contain_text(f"the network says {there}.")
    box = tip.bounding_box()
    assert not (box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"])
    row, x, y = mark_spot(page, np.flatnonzero(shown == own))
    page.mouse.move(x, y)
    expect(tip).to_contain_text(truth.name(row))
    expect(tip).not_to_contain_text("Here the map")
    page.get_by_label(FOLLOW).select_option("0")
    page.get_by_label("Other features").select_option("followed")
    expect(page.get_by_test_id("map-slice")).to_contain_text(f"({truth.name(0)})")
    page.get_by_label("Other features").select_option("mean")


def test_a_second_click_on_a_penguin_lets_it_go_and_so_does_escape(visit):
    page = open_trained(visit, again=True)
    page.get_by_label(FOLLOW).select_option("0")
    row, x, y = mark_spot(page, range(200, 344))
    for let_go in (lambda: page.mouse.click(x, y), lambda: page.keyboard.press("Escape")):
        page.mouse.click(x, y)
        expect(page.get_by_label(FOLLOW)).to_have_value(str(row))
        let_go()
        expect(page.get_by_label(FOLLOW)).to_have_value("0")


def test_the_rings_of_a_guess_do_not_hide_the_marks(visit):
    page = open_trained(visit, again=True)
    go_to(page, 0)
    wrong = np.flatnonzero(known().predicted(0) != PENGUINS.y)
    assert len(wrong) > 150
    dark = map_marks(page).evaluate(DARK)
    assert dark < 0.02, "rings that lie on one another would be one black spot"


DARK = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) < 90) dark += 1;
  }
  return dark / (data.length / 4);
}"""
"""The part of a canvas's pixels that are as good as black, as rings and letters are."""


def class_of_colour(colours: np.ndarray) -> np.ndarray:
    """The class whose colour, laid thinly on white, comes nearest to each of [n, 3]."""
    hexes = [c.lstrip("#") for c in PALETTE["light"]["classes"][:3]]
    own = 255.0 - np.array([[int(c[i : i + 2], 16) for i in (0, 2, 4)] for c in hexes])
    away = 255.0 - colours
    unit = own / np.linalg.norm(own, axis=1, keepdims=True)
    return (away @ unit.T).argmax(axis=1)


def test_the_decision_map_over_other_features_and_the_principal_components(visit):
    page = open_trained(visit)
    go_to(page, 4)
    surface, marks = map_surface(page), map_marks(page)
    status = page.get_by_test_id("map-status")
    page.get_by_label(FOLLOW).select_option("200")
    up, across = page.get_by_label("Up: feature"), page.get_by_label("Across: feature")
    pictures = [(picture(surface), picture(marks))]

    up.select_option(label="body mass (g)")
    expect(status).to_contain_text(f"body mass {PENGUINS.x[200, 3]:g}\u00a0g")
    pictures.append((picture(surface), picture(marks)))
    across.select_option(label="body mass (g)")  # the two axes change places
    expect(up.locator("option:checked")).to_have_text("flipper length (mm)")
    settle(page)
    pictures.append((picture(surface), picture(marks)))

    components = button(page, "Principal components")
    components.click()
    expect(components).to_have_attribute("aria-pressed", "true")
    _, explained = known().experiment.split().principal_components()
    for select, number, part in ((across, 1, explained[0]), (up, 2, explained[1])):
        text = select.locator("option:checked").inner_text()
        assert text == f"component {number} ({100 * part:.0f}\u00a0%)"
    expect(status).not_to_contain_text("body mass")
    pictures.append((picture(surface), picture(marks)))
    page.get_by_label("Other features").select_option("followed")
    settle(page)
    assert picture(surface) != pictures[-1][0], "the plane now goes through this penguin"
    components.click()
    expect(across.locator("option:checked")).to_have_text("body mass (g)")
    assert all(len(set(kind)) == len(pictures) for kind in zip(*pictures, strict=True))


def test_following_a_penguin_by_its_mark_from_the_list_and_by_measurements(visit):
    page = open_trained(visit, again=True)
    go_to(page, 3)
    truth = known()
    params = truth.params(3)
    shown = card(page, "Penguin")

    wrong = np.flatnonzero(truth.predicted(3) != PENGUINS.y)
    row, x, y = mark_spot(page, wrong)
    page.mouse.click(x, y)
    expect(page.get_by_label(FOLLOW)).to_have_value(str(row))
    expect(shown).to_contain_text(": wrong, it is")
    assert shown_chances(page) == percentages(truth.chances(params, truth.x[row]))

    page.get_by_label(FOLLOW).select_option(label=truth.name(300))
    kind = PENGUINS.classes[PENGUINS.y[300]]
    expect(shown.locator(".chance", has_text="true")).to_contain_text(kind)
    assert shown_chances(page) == percentages(truth.chances(params, truth.x[300]))
    for feature, number in zip(PENGUINS.features, PENGUINS.x[300], strict=True):
        field = shown.get_by_label(f"{feature.name} in {feature.unit}", exact=True)
        assert float(field.input_value()) == number

    own = np.array([46.1, 16.2, 203.0, 4321.0])
    for feature, number in zip(PENGUINS.features, own, strict=True):
        shown.get_by_label(f"{feature.name} in {feature.unit}", exact=True).fill(f"{number:g}")
    settle(page)
    assert shown_chances(page) == percentages(truth.chances(params, own_values(own)))
    expect(shown.locator(".chance", has_text="true")).to_have_count(0)

    slider = shown.get_by_label("bill length in mm, slider")
    slider.press("ArrowRight")
    settle(page)
    moved = float(shown.get_by_label("bill length in mm", exact=True).input_value())
    assert moved > own[0]
    page.mouse.move(5, 5)
    own[0] = moved
    assert shown_chances(page) == percentages(truth.chances(params, own_values(own)))
    expect(page.get_by_test_id("map-status")).to_contain_text(f"bill length {moved:g}")

    shown.get_by_label("bill length in mm", exact=True).fill("a long one")
    shown.get_by_label("bill length in mm", exact=True).press("Tab")
    expect(shown.get_by_text("“a long one” is not a number")).to_be_visible()

    button(page, "An example bird").click()
    (bird,) = np.flatnonzero((PENGUINS.x == ARTICLE).all(axis=1))
    expect(page.get_by_label(FOLLOW)).to_have_value(str(bird))
    assert shown_chances(page) == percentages(truth.chances(params, truth.x[bird]))
    go_to(page, 0)
    assert shown_chances(page) == percentages(truth.chances(truth.params(0), truth.x[bird]))


def own_values(raw: np.ndarray) -> torch.Tensor:
    """Measurements as the network reads them."""
    return torch.from_numpy(known().experiment.split().standardise(raw)).double()


def test_the_ribbon_tells_when_a_penguin_was_learned_and_forgotten(visit):
    page = open_trained(visit, again=True)
    truth = known()
    right = np.array([truth.predicted(epoch) == PENGUINS.y for epoch in range(101)])
    turns = np.diff(right.astype(int), axis=0)
    forgotten = (turns == -1).sum(axis=0)
    kinds = {
        "from the start": right.all(axis=0),
        "never": ~right.any(axis=0),
        "learned once": (forgotten == 0) & ~right[0] & right[-1],
        "forgotten once": (forgotten == 1) & right[-1],
        "forgotten often": (forgotten > 2) & right[-1],
        "lost": (forgotten == 1) & ~right[-1],
    }
    found = {kind: np.flatnonzero(rows) for kind, rows in kinds.items() if rows.any()}
    assert len(found) >= 4
    for rows in found.values():
        row = int(rows[-1])
        page.get_by_label(FOLLOW).select_option(str(row))
        tale = card(page, "Penguin").locator(".card-story")
        expect(tale).to_have_text(story(right[:, row]))


BY_CHANCE = "Right from the start, at first by chance."
"""A network that has not been trained can only guess."""


def story(right: np.ndarray) -> str:
    """The sentence about a penguin that was right or not at each epoch."""
    if not right.any():
        return "Never right."
    first = int(right.argmax())
    lost = 1 + np.flatnonzero(right[:-1] & ~right[1:])
    if len(lost) == 0:
        return f"Right from epoch {first} on." if first else BY_CHANCE
    begin = f"First right at epoch {first}" if first else "Right by chance at the start"
    if len(lost) == 1:
        often = f"forgotten at epoch {lost[0]}"
    elif len(lost) == 2:
        often = f"forgotten at epochs {lost[0]} and {lost[1]}"
    else:
        often = f"forgotten {len(lost)} times, last at epoch {lost[-1]}"
    again = 1 + np.flatnonzero(~right[:-1] & right[1:])
    end = f", right again from epoch {again[-1]} on" if right[-1] else " and not right since"
    return f"{begin}, {often}{end}."


def test_the_confusion_matrices_count_what_python_counts(visit):
    page = open_trained(visit, again=True)
    truth = known()
    shown = tab(page, "Confusion")
    for epoch in (0, 2):
        go_to(page, epoch)
        predicted = truth.predicted(epoch)
        for place, rows in enumerate((truth.train_rows, truth.test_rows)):
            expected = np.zeros((3, 3), int)
            np.add.at(expected, (PENGUINS.y[rows], predicted[rows]), 1)
            table = shown.locator("table").nth(place)
            counts = [int(text) for text in table.locator("td button").all_inner_texts()]
            assert counts == expected.flatten().tolist()
            accuracy = value(table.locator(".confusion-numbers").inner_text())
            right = (predicted[rows] == PENGUINS.y[rows]).mean()
            assert accuracy == pytest.approx(100 * right, abs=0.0501)
            shares = values(table.locator("td.confusion-share").all_inner_texts())
            assert shares == pytest.approx(
                100 * expected.diagonal() / expected.sum(axis=1), abs=0.0501
            )
    since = learned(truth.run, PENGUINS, truth.experiment.split())
    told = shown.locator("td.confusion-learned").all_inner_texts()
    assert told[:3] == [f"epoch {epoch}" for epoch in since]
    expect(shown).to_contain_text("Learned: from then on 90\u00a0% of its training penguins")

    split = truth.test_rows
    cells = [(t, p) for t in range(3) for p in range(3) if t != p]
    taken = {c: split[(PENGUINS.y[split] == c[0]) & (predicted[split] == c[1])] for c in cells}
    (kind, guess), rows = max(taken.items(), key=lambda item: len(item[1]))
    assert len(rows) > 1
    tab(page, "Decision map")
    before = picture(map_marks(page))
    tab(page, "Confusion")
    cell = shown.locator("table").nth(1).locator("td button").nth(3 * kind + guess)
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "true")
    listed = shown.get_by_role("list", name="The penguins of the chosen count")
    chances = truth.chances(truth.params(2), truth.x)
    for row, item in zip(rows, listed.locator("button").all(), strict=True):
        name = truth.name(row).removesuffix(" (test)")
        chance = f"{100 * chances[row, guess]:.0f}\u00a0%"
        expect(item).to_contain_text(f"{name}: predicted {PENGUINS.classes[guess]} {chance}")
    listed.locator("button").last.click()
    expect(page.get_by_label(FOLLOW)).to_have_value(str(rows[-1]))
    tab(page, "Decision map")
    settle(page)
    assert picture(map_marks(page)) != before, "those penguins stand out"
    tab(page, "Confusion")
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "false")
    expect(listed.locator("button")).to_have_count(0)


def test_the_readout_is_the_record(visit):
    page = open_trained(visit, again=True)
    truth = known()
    assert readout(page) == as_written(truth.numbers(truth.params(100)))
    go_to(page, 9)
    assert readout(page) == as_written(truth.numbers(truth.params(9)))
