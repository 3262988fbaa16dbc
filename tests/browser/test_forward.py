"""The forward pass in a real browser: it plays, scrubs, jumps, and writes out its arithmetic."""

from __future__ import annotations

import re

import numpy as np
import torch
from playwright.sync_api import Locator, Page, expect
from time_machine import settle

from nnviz.core.trainer import train
from nnviz.study.forward import FIRST

TO_LAYER_1 = 11
"""Steps before the first layer: the small example's, and those of the inputs."""


def player(page: Page) -> Locator:
    return page.get_by_test_id("forward-player")


def trained(page: Page) -> Locator:
    """The film once it has the trained weights, too."""
    expect(page.get_by_role("button", name="trained", exact=True)).to_be_enabled()
    return player(page)


def first_entry(epoch: int) -> str:
    """What torch says of the first entry of z, for the article's bird, to four digits."""
    split = FIRST.split()
    run = train(FIRST.network, split, FIRST.training)
    x = (np.array([37.3, 16.8, 192.0, 3000.0]) - split.mean) / split.std
    W, b = FIRST.network.views(torch.from_numpy(run.params[epoch]).double())[0]
    z = (torch.from_numpy(x) @ W + b)[0, 0]
    return f"{float(z):.4g}".replace("-", "−")


def test_it_plays_by_itself_and_holds_on_a_key(visit):
    page = visit("/forward-pass", reduced_motion="no-preference")
    expect(player(page)).to_have_attribute("data-step", re.compile("[1-9]"))
    page.get_by_role("button", name="Play", exact=True).click()
    expect(player(page)).to_have_attribute("data-state", "paused")
    page.keyboard.press("Home")
    expect(player(page)).to_have_attribute("data-step", "0")
    page.keyboard.press("ArrowRight")
    expect(player(page)).to_have_attribute("data-step", "1")
    expect(player(page)).to_contain_text("2 × 1 + 3 × 0.5 + 0 = 3.5")
    page.keyboard.press("End")
    expect(player(page)).to_have_attribute("data-state", "ended")
    expect(player(page)).to_contain_text("The answer: Adelie")


def test_the_numbers_are_torch_s_with_either_weights_and_the_link_says_which(visit):
    page = visit("/forward-pass")
    film = trained(page)
    page.get_by_role("button", name="Layer 1", exact=True).click()
    expect(film).to_have_attribute("data-step", str(TO_LAYER_1 - 1))
    expect(film).to_contain_text("1 × 4 times 4 × 5 makes 1 × 5")
    page.get_by_role("button", name="Forward one", exact=True).click()
    expect(film.locator(".forward-result")).to_have_text(f" = {first_entry(-1)}")
    page.get_by_role("button", name="untrained", exact=True).click()
    expect(film.locator(".forward-result")).to_have_text(f" = {first_entry(0)}")
    expect(film).to_have_attribute("data-step", str(TO_LAYER_1))
    page.wait_for_url(re.compile(r"film=step:11;weights:untrained"))
    page.reload()
    expect(player(page).locator(".forward-result")).to_have_text(f" = {first_entry(0)}")
    expect(player(page)).to_have_attribute("data-weights", "untrained")


def test_scrubbing_and_a_click_on_an_entry_lead_to_its_step(visit):
    page = visit("/forward-pass")
    film = trained(page)
    scrub = page.get_by_role("slider", name="Entry")
    scrub.fill("1")
    expect(film).to_have_attribute("data-step", "1")
    expect(scrub).to_have_attribute(
        "aria-valuetext", re.compile("Multiply row 1 of x and column 1 of W")
    )
    scrub.fill("0")
    # The entry of z in the third column: found by its place in the picture, from the right.
    box = film.locator(".forward-equation").bounding_box()
    for share in np.linspace(0.2, 0.95, 60):
        page.mouse.click(box["x"] + share * box["width"], box["y"] + 0.42 * box["height"])
        settle(page)
        if film.get_attribute("data-step") != "0":
            break
    expect(film).to_have_attribute("data-step", "1")
    expect(film).to_contain_text("z, neuron 1")


def test_four_at_once_keep_the_weights_and_add_rows(visit):
    page = visit("/forward-pass?rows=4&film=step:9999")
    expect(player(page)).to_contain_text("which is not a number from 0 to")
    trained(page)
    page.get_by_role("button", name="Layer 2", exact=True).click()
    expect(player(page)).to_contain_text("4 × 5 times 5 × 3 makes 4 × 3")
    expect(player(page)).to_contain_text("W is the same for all")


def test_on_a_telephone_the_diagram_follows_the_matrices_of_its_chapter(visit):
    page = visit("/forward-pass", viewport={"width": 390, "height": 844})
    equation = trained(page).locator(".forward-equation")
    heights = []
    for chapter in ("Example 2 × 3", "Layer 1"):
        page.get_by_role("button", name=chapter, exact=True).click()
        expect(player(page)).to_have_attribute("data-chapter", chapter)
        heights.append(equation.bounding_box()["height"])
    assert heights[0] < 0.6 * heights[1]


def test_a_slip_is_recognised_and_new_numbers_come(visit):
    page = visit("/forward-pass")
    card = page.locator(".st-key-check-one-entry")
    before = card.inner_text()
    card.get_by_label("Your answer").fill("3")
    card.get_by_label("Your answer").press("Enter")
    expect(card).to_contain_text(re.compile("Right|You |That is|Not this one"))
    card.get_by_role("button", name="New numbers").click()
    expect(card).not_to_contain_text(before.splitlines()[0])
