"""The studio's player in use: its hints, its keys, and runs out of the ordinary."""

from __future__ import annotations

import pytest
from looks import TELEPHONE
from player_spots import map_marks, mark_spot, neuron_spot
from playwright.sync_api import expect
from time_machine import button, card, go_to, known, open_trained, player, settle, tab, value

FOLLOW = "Follow one penguin"
DIVERGES = "optimizer=sgd&learning_rate=10&activation=identity&hidden=10,10,10"


def test_hints_go_away_once_used_and_stay_away(visit):
    page = open_trained(visit, epochs=5)
    hints = page.get_by_test_id("hints").locator(".hint")
    expect(hints).to_have_count(3)
    page.mouse.click(*neuron_spot(page, 1, 4))
    expect(hints).to_have_count(2)
    expect(page.get_by_test_id("hints")).not_to_contain_text("neuron")
    _, x, y = mark_spot(page, range(40))
    page.mouse.click(x, y)
    expect(hints).to_have_count(1)
    page.reload()
    expect(player(page)).to_have_attribute("data-trained", "5")
    expect(hints).to_have_count(1)
    box = page.get_by_role("slider", name="Epoch", exact=True).first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    expect(hints).to_have_count(0)
    page.reload()
    expect(player(page)).to_have_attribute("data-trained", "5")
    expect(hints).to_have_count(0)


def has_visible_focus(page) -> bool:
    """Whether the element that has the focus is drawn with a line around it."""
    return page.evaluate(
        """() => {
            let here = document.activeElement;
            while (here.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(here);
            return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
        }"""
    )


def test_everything_can_be_reached_by_keys(visit):
    page = open_trained(visit, epochs=5)
    page.get_by_label("Neurons show").focus()
    page.keyboard.press("Tab")
    diagram = player(page).locator("canvas.diagram")
    expect(diagram).to_be_focused()
    assert has_visible_focus(page)
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_test_id("pointed")).to_contain_text("hidden 1.3")
    page.keyboard.press("Enter")
    expect(card(page, "Neuron").get_by_role("heading", name="hidden 1.3")).to_be_visible()
    page.keyboard.press("Escape")

    tabs = page.get_by_role("tablist", name="Cards", exact=True).get_by_role("tab")
    names = tabs.all_inner_texts()
    assert names == ["Penguin", "Neuron", "Weight", "Doctor", "More"]
    tabs.nth(1).focus()
    for name in ("Weight", "Doctor", "More", "Penguin"):
        page.keyboard.press("ArrowRight")
        chosen = page.get_by_role("tablist", name="Cards", exact=True).get_by_role(
            "tab", selected=True
        )
        expect(chosen).to_have_text(name)
        expect(chosen).to_be_focused()
        assert has_visible_focus(page)
        expect(card(page, name)).to_be_visible()

    marks = map_marks(page)
    page.get_by_role("tab", name="Decision map").press("Tab")
    while marks.evaluate("canvas => canvas.getRootNode().activeElement !== canvas"):
        page.keyboard.press("Tab")
    assert has_visible_focus(page)
    page.keyboard.press("ArrowRight")
    settle(page)
    name = page.get_by_test_id("map-status").inner_text().split(":")[0]
    page.keyboard.press("Enter")
    chosen = page.get_by_label(FOLLOW).locator("option:checked")
    expect(chosen).to_have_text(name)
    assert name != known().name(0)


EVERY_TAB = [
    "Weights",
    "Confusion",
    "Decision map",
    "Penguin",
    "Neuron",
    "Weight",
    "Batches",
    "Train on",
    "Doctor",
]


@pytest.mark.parametrize(
    ("query", "layers", "trained", "told"),
    [
        ("hidden=&epochs=20", 1, 20, "4 → 3"),
        ("hidden=64&epochs=10", 2, 10, "4 → 64 → 3"),
        (DIVERGES, 4, None, "Diverged"),
        ("hidden=64,64,64&epochs=500&test_fraction=0.9", 4, 500, "one epoch in 2 is kept"),
        ("batch_size=1&epochs=3", 3, 3, "Trained for 3 epochs"),
    ],
)
def test_special_runs_can_be_looked_at_from_every_side(visit, query, layers, trained, told):
    page = visit(f"/train?{query}&trained={trained or 100}")
    expect(page.get_by_text(told, exact=False).first).to_be_visible()
    if trained:
        expect(player(page)).to_have_attribute("data-trained", str(trained))
    else:
        expect(page.get_by_text("at epoch", exact=False).first).to_be_visible()
        expect(player(page)).not_to_have_attribute("data-state", "playing")

    diagram = player(page).locator("canvas.diagram")
    diagram.focus()
    page.keyboard.press("ArrowRight")
    for layer in range(layers + 1):
        page.keyboard.press("Enter")
        expect(card(page, "Neuron").locator(".card-title")).to_be_visible()
        if layer < layers:
            page.keyboard.press("ArrowRight")
    tab(page, "Weights")
    player(page).locator("canvas.matrices").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(card(page, "Weight").locator(".card-title")).to_contain_text("w[bill length")
    for mode in ("swarm", "row", "bias", "response"):
        page.get_by_label("Neurons show").select_option(mode)
        settle(page)
    for name in EVERY_TAB:
        expect(tab(page, name)).to_be_visible()
        settle(page)
    page.get_by_role("slider", name="Epoch", exact=True).first.press("Home")
    expect(player(page)).to_have_attribute("data-epoch", "0")
    for name in EVERY_TAB:
        expect(tab(page, name)).to_be_visible()
        settle(page)


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_nothing_moves_when_the_neurons_show_something_else(visit, width):
    page = visit("/", viewport={"width": width, "height": 900})
    expect(player(page)).to_have_attribute("data-trained", "100")
    places = set()
    for mode in ("response", "swarm", "row", "bias"):
        page.get_by_label("Neurons show").select_option(mode)
        settle(page)
        places.add(str(player(page).locator(".readout").bounding_box()))
    assert len(places) == 1
    expect(page.get_by_test_id("line-legend")).to_have_text(
        "linesnegativepositive weight· width = size"
    )
    tab(page, "Penguin")
    ribbon = card(page, "Penguin").locator(".ribbon")
    panel, box = card(page, "Penguin").bounding_box(), ribbon.bounding_box()
    assert box["y"] + box["height"] <= panel["y"] + panel["height"], "its axis is seen"


def test_a_diverged_run_says_that_there_are_no_numbers(visit):
    page = visit(f"/train?{DIVERGES}&trained=100")
    expect(player(page)).not_to_have_attribute("data-state", "playing")
    expect(page.get_by_test_id("map-status")).to_contain_text("the outputs are not numbers")
    expect(card(page, "Penguin")).to_contain_text("The outputs are not numbers: no prediction.")
    shown = tab(page, "Confusion")
    expect(shown.locator("table").first).to_contain_text("undecided: outputs are not numbers")
    go_to(page, 0)
    expect(shown.locator("table").first).to_contain_text("accuracy")


def test_batches_of_one_penguin_say_which_species_they_hold(visit):
    page = open_trained(visit, "batch_size=1&epochs=3", epochs=3)
    go_to(page, 1)
    shown = tab(page, "Batches")
    button(page, "Show the batches of the next epoch").click()
    expect(shown).to_contain_text("only one species in this batch")
    expect(shown).to_contain_text(f"batch 1 of {len(known().train_rows)}")
    assert value(shown.locator(".batches-classes").inner_text()) == 1


def test_the_keys_are_for_the_film_while_nothing_has_the_focus(visit):
    page = open_trained(visit, epochs=5)
    page.get_by_role("heading", level=1).click()
    for key, epoch in (("Home", "0"), ("ArrowRight", "1"), ("ArrowRight", "2"), ("End", "5")):
        page.keyboard.press(key)
        expect(player(page)).to_have_attribute("data-epoch", epoch)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(player(page)).not_to_have_attribute("data-epoch", "0")
    page.keyboard.press("End")

    page.get_by_label("Neurons show").focus()
    page.keyboard.press("Home")
    page.get_by_test_id("stSidebar").get_by_label("Seed").first.focus()
    for key in ("Home", "ArrowLeft", "Space"):
        page.keyboard.press(key)
    settle(page)
    expect(player(page)).to_have_attribute("data-epoch", "5")
    expect(player(page)).not_to_have_attribute("data-state", "playing")


def test_speed_and_pace_have_their_names_on_a_phone(visit):
    page = open_trained(visit, epochs=5, viewport=TELEPHONE)
    for name in ("Speed", "Pace"):
        box = player(page).get_by_text(name, exact=True).bounding_box()
        choice = player(page).locator("label", has_text=name).locator("select").bounding_box()
        assert box["width"] > 24
        assert box["x"] + box["width"] <= choice["x"]
