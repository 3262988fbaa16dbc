"""The learning-rate page in a real browser: the map fills, scrubbing changes the player's run."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from nnviz.core.text import number
from nnviz.engine.survey import nearest
from nnviz.study.sweep import LEARNING_RATES

SMALL = "hidden=5&epochs=30&seeds=1"


def the_map(page: Page) -> Locator:
    return page.get_by_test_id("sweep-map")


def test_the_map_appears_and_fills(visit):
    page = visit(f"/learning-rate?{SMALL}&swept=0")
    expect(the_map(page)).to_have_attribute("data-state", "empty")
    page.get_by_role("button", name="Train at 64 learning rates").click()
    expect(the_map(page)).to_have_attribute("data-rows", "31")
    expect(the_map(page)).to_have_attribute("data-state", "complete")
    expect(page.get_by_text("Lowest training loss: η =")).to_be_visible()


def test_the_page_opens_with_its_map(visit):
    page = visit("/learning-rate")
    expect(the_map(page)).to_have_attribute("data-state", "complete")
    expect(page.get_by_text("what will η = 1 with SGD instead of Adam do")).to_be_visible()
    page.get_by_role("button", name="Train again at 64 learning rates").click()
    expect(the_map(page)).to_have_attribute("data-state", "training")
    expect(the_map(page)).to_have_attribute("data-state", "complete")


def test_scrubbing_changes_the_player_s_run_and_the_address(visit):
    page = visit(f"/learning-rate?{SMALL}&swept=30&learning_rate=0.01")
    expect(the_map(page)).to_have_attribute("data-state", "complete")
    player = page.get_by_test_id("network-player")
    expect(player).to_have_attribute("data-trained", "30")
    before = player.locator(".number-train_loss").inner_text()
    slider = page.get_by_role("slider", name="Learning rate η")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    index = nearest(0.01) + 2
    expect(the_map(page)).to_have_attribute("data-selected", str(index))
    expect(player.locator(".number-train_loss")).not_to_have_text(before)
    rate = f"learning_rate={LEARNING_RATES[index]:g}"
    page.wait_for_function("rate => location.search.includes(rate)", arg=rate)
    expect(
        page.get_by_role("heading", name=f"At η = {number(LEARNING_RATES[index])}")
    ).to_be_visible()


def test_dragging_on_the_map_goes_to_that_rate(visit):
    page = visit(f"/learning-rate?{SMALL}&swept=30")
    expect(the_map(page)).to_have_attribute("data-state", "complete")
    box = page.get_by_role("slider", name="Learning rate η").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] - 80, steps=8)
    page.mouse.up()
    expect(the_map(page)).to_have_attribute("data-selected", re.compile("6[0-3]"))


def test_the_address_restores_the_page(visit):
    page = visit(f"/learning-rate?{SMALL}&swept=30&learning_rate=1&panel=range_test&predict=0")
    expect(the_map(page)).to_have_attribute("data-state", "complete")
    expect(the_map(page)).to_have_attribute("data-selected", str(nearest(1.0)))
    expect(page.get_by_text("The test falls fastest")).to_be_visible()
    expect(page.get_by_role("button", name="It walks in")).to_have_count(0)


def test_predict_then_run(visit):
    page = visit("/learning-rate?hidden=5&epochs=60&learning_rate=0.00001&swept=0")
    page.get_by_role("button", name="It is too slow").click()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(page.get_by_text("1 right, 0 wrong")).to_be_visible()
    page.get_by_role("button", name="Ask me another").click()
    expect(page.get_by_role("button", name="It bounces")).to_be_visible()
