"""The race on landscapes in a real browser: it plays, starts from the map, takes steps apart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

SHORT = "race_steps=5&race_rates=sgd:0.05,momentum:0.02,adam:0.3"


def race(page: Page) -> Locator:
    return page.get_by_test_id("race")


def board(page: Page) -> Locator:
    return race(page).get_by_role("application")


def row(page: Page, name: str) -> Locator:
    """A line of the table of the step taken apart."""
    return race(page).get_by_role("row", name=re.compile(f"^{re.escape(name)}"))


def test_it_plays_by_itself_to_the_last_step(visit):
    page = visit(f"/optimizers?{SHORT}", reduced_motion="no-preference")
    expect(race(page)).to_have_attribute("data-steps", "5")
    expect(race(page)).to_have_attribute("data-state", "ended")
    expect(race(page)).to_have_attribute("data-step", "5")


def test_less_motion_opens_at_the_end_and_the_keyboard_walks_back(visit):
    page = visit(f"/optimizers?{SHORT}")
    expect(race(page)).to_have_attribute("data-state", "ended")
    race(page).get_by_role("slider", name="Step").focus()
    page.keyboard.press("ArrowLeft")
    expect(race(page)).to_have_attribute("data-step", "4")
    page.keyboard.press("Home")
    expect(race(page)).to_have_attribute("data-step", "0")


def test_a_click_on_the_map_starts_there(visit):
    page = visit(f"/optimizers?{SHORT}")
    expect(race(page)).to_have_attribute("data-start", "-9,1.5")
    box = board(page).bounding_box()
    board(page).click(position={"x": box["width"] / 2, "y": box["height"] / 3})
    expect(race(page)).not_to_have_attribute("data-start", "-9,1.5")
    start = race(page).get_attribute("data-start")
    x, y = map(float, start.split(","))
    assert -10 < x < 4
    assert -5.25 < y < 5.25
    page.wait_for_function(
        f"() => new URLSearchParams(location.search).get('race_start') === '{start}'"
    )
    expect(page.get_by_label("Start w₁")).to_have_value(f"{x:g}")
    expect(page.get_by_label("Start w₂")).to_have_value(f"{y:g}")


def test_the_keyboard_sets_the_start(visit):
    page = visit(f"/optimizers?landscape=bowl&race_start=1,1&{SHORT}")
    expect(race(page)).to_have_attribute("data-start", "1,1")
    board(page).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(race(page)).to_have_attribute("data-start", "1,1")
    expect(race(page)).to_contain_text("Enter starts at w₁ = 1.5, w₂ = 0.813")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(race(page)).to_have_attribute("data-start", "0.75,1")
    expect(race(page)).to_have_attribute("data-step", "5")


def test_a_step_is_taken_apart_for_whoever_is_chosen(visit):
    page = visit(f"/optimizers?landscape=bowl&race_start=2,-1&{SHORT}")
    expect(race(page)).to_have_attribute("data-chosen", "adam")
    race(page).get_by_role("button", name="To start").click()
    expect(race(page).get_by_role("table")).to_contain_text("Adam, step 0 → 1")
    # m̂ = g and v̂ = g² at the first step, so the step is η against the sign of the gradient.
    expect(row(page, "corrected m̂")).to_contain_text("2.000−1.000")
    expect(row(page, "corrected v̂")).to_contain_text("4.0001.000")
    expect(row(page, "new w")).to_contain_text("1.700−0.7000")
    race(page).get_by_role("radio", name="SGD with momentum").check()
    expect(race(page)).to_have_attribute("data-chosen", "momentum")
    expect(row(page, "momentum m")).to_contain_text("2.000−1.000")
    expect(row(page, "new w")).to_contain_text("1.960−0.9800")
    page.wait_for_function("() => location.search.includes('taken_apart=momentum')")
    expect(race(page)).to_have_attribute("data-step", "0")  # the film stays where it was
    page.keyboard.press("ArrowDown")
    expect(race(page)).to_have_attribute("data-chosen", "adam")


def test_dragging_over_the_losses_goes_to_a_step(visit):
    page = visit("/optimizers?race_steps=100")
    expect(race(page)).to_have_attribute("data-step", "100")
    losses = race(page).get_by_role("slider", name="Step")
    losses.scroll_into_view_if_needed()
    box = losses.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60, steps=5)
    page.mouse.up()
    expect(race(page)).to_have_attribute("data-step", re.compile(r"^(3[1-9]|[45]\d)$"))


def test_who_diverges_and_who_leaves_the_map_is_told(visit):
    page = visit("/optimizers?landscape=rosenbrock&race_steps=50&race_rates=sgd:1,adam:10")
    expect(race(page).get_by_role("radio", name="SGD")).to_be_visible()
    expect(race(page)).to_contain_text("diverged at step")
    expect(race(page)).to_contain_text("outside the map")
    expect(page.get_by_text("its numbers grew beyond")).to_be_visible()


def test_another_landscape_begins_a_race_of_its_own(visit):
    page = visit("/optimizers")
    page.get_by_role("button", name="Momentum rolls over the ridge").click()
    expect(race(page)).to_have_attribute("data-start", "3.4,1.8")
    expect(race(page)).to_have_attribute("data-chosen", "momentum")


def test_the_landscape_stands_in_three_dimensions_on_the_screen_and_on_paper(visit):
    page = visit("/optimizers?race_view=3d")
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart.locator("canvas").first).to_be_visible()
    expect(chart.get_by_text("RMSprop")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert chart.locator("canvas.chart-on-paper").evaluate(
        """canvas => canvas.getContext('2d')
            .getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0)"""
    )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(chart.locator("canvas.chart-on-paper")).to_have_count(0)
    page.get_by_text("Map", exact=True).click()
    expect(race(page)).to_have_attribute("data-state", "ended")


@pytest.mark.parametrize("path", ["/optimizers?view=dataset", "/gradient-descent?steps=200"])
def test_a_table_of_numbers_is_whole_on_a_phone(visit, path):
    page = visit(path, viewport={"width": 390, "height": 844})
    table = page.get_by_test_id("stMain").locator("table").last
    box = table.bounding_box()
    assert box["x"] + box["width"] <= 390
    assert table.evaluate(
        """table => [table.parentElement, ...table.querySelectorAll('th, td')].every(
            part => part.scrollWidth <= part.clientWidth)"""
    )
