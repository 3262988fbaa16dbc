"""What the screen shows of raw features, of a penguin's facts, and of rows kept together."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import torch
from player_spots import neuron_spot
from playwright.sync_api import expect
from time_machine import (
    PENGUINS,
    as_written,
    button,
    card,
    known,
    open_trained,
    percentages,
    player,
    readout,
    settle,
    shown_chances,
    tab,
    to_end,
    values,
)

from nnviz.core.experiment import DEFAULT
from nnviz.core.networks import MLP

RAW = replace(
    DEFAULT,
    network=MLP((4, 10, 3)),
    training=replace(DEFAULT.training, epochs=30, learning_rate=0.001),
    features="raw",
)
QUERY = "features=raw&hidden=10&learning_rate=0.001&epochs=30"
FIRST = ["39.1", "18.7", "181", "3750"]
"""What was measured of the first penguin."""


def test_raw_features_stand_on_the_screen_as_they_were_measured(visit):
    page = open_trained(visit, QUERY, epochs=30)
    ends = {name: curve[-1] for name, curve in known(RAW).record[1].items()}
    assert readout(page) == as_written({name: float(value) for name, value in ends.items()})
    shown = card(page, "Penguin")
    fields = [box.input_value() for box in shown.get_by_role("textbox").all()]
    assert fields == FIRST
    z, _ = known(RAW).neurons(known(RAW).params(30), known(RAW).x[:1])
    assert shown_chances(page) == percentages(torch.softmax(z[-1], dim=-1))
    status = page.get_by_test_id("map-status")
    expect(status).to_contain_text("flipper length 181 mm, bill length 39.1 mm")
    page.mouse.click(*neuron_spot(page, 0, 3))
    lines = card(page, "Neuron").locator("dd")
    expect(lines).to_have_count(2)
    assert values(lines.all_inner_texts()) == [3750, 3750]
    expect(player(page).get_by_text("standardis")).to_have_count(0)


def test_the_cure_of_raw_features_is_to_standardise_them(visit):
    page = open_trained(visit, QUERY, epochs=30)
    expect(tab(page, "Doctor").locator(".finding").first).to_contain_text("The features are raw")
    button(page, "Try standardised features from the start").click()
    newest = page.get_by_test_id("shelf").locator("li").last
    expect(newest).to_contain_text("features standardised")
    expect(newest).to_have_class(re.compile("shelf-current"))
    settle(page)  # what is drawn follows what the shelf says
    expect(player(page)).to_have_attribute("data-trained", "30")
    cured = known(replace(RAW, features="standardised")).record[1]
    to_end(page)
    assert readout(page)["test_accuracy"] == pytest.approx(cured.test_accuracy[-1], abs=6e-4)
    assert cured.test_accuracy[-1] > 0.9


def test_a_penguin_s_card_says_what_is_known_of_it(visit):
    page = open_trained(visit)
    facts = card(page, "Penguin").locator(".card-facts")
    expect(facts).to_have_text("Torgersen, male, 2007")
    row = PENGUINS.row_facts.index("Torgersen, sex not recorded, 2007")
    page.get_by_label("Follow one penguin").select_option(str(row))
    expect(facts).to_have_text("Torgersen, sex not recorded, 2007")
    card(page, "Penguin").get_by_label("body mass").last.fill("4000")
    page.keyboard.press("Enter")
    expect(facts).to_have_text("own values: no penguin of the table")


def test_the_sidebar_is_seen_whole(visit):
    page = visit("/train")
    sidebar = page.get_by_test_id("stSidebar")
    switch = sidebar.get_by_text("Keep a penguin’s rows together")
    last = sidebar.get_by_text("parameters")
    for shown in (switch, last):
        box = shown.bounding_box()
        assert box["y"] + box["height"] <= 900


def test_the_switch_keeps_rows_together_and_the_address_says_so(visit):
    page = visit("/train")
    page.get_by_test_id("stSidebar").get_by_text("Keep a penguin’s rows together").click()
    expect(page).to_have_url(re.compile("together=1"))
    expect(page.get_by_text("You changed a control")).to_be_visible()
