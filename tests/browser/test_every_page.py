"""Every page: nothing in the console, nothing serious from axe, no scrolling sideways."""

from __future__ import annotations

import pytest
from app_server import app_server
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGES = {
    "/": "network-player",
    "/train": "network-player",
    "/gradient-descent": "descent-player",
    "/learning-rate": "sweep-map",
    "/optimizers": "race",
    "/batches": "stPlotlyChart",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit, path, theme):
    page = visit(path, color_scheme=theme, reduced_motion="reduce")
    page.get_by_test_id(PAGES[path]).wait_for()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    violations = Axe().run(page).response["violations"]
    serious = [
        f"{v['id']}: {[node['html'][:200] for node in v['nodes'][:3]]}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(visit, path, width):
    page = visit(path, viewport={"width": width, "height": 844})
    stage = page.get_by_test_id(PAGES[path])
    stage.wait_for()
    box = stage.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_home_page_shows_a_network_learning_by_itself(visit):
    page = visit("/")
    stage = page.get_by_test_id("network-player")
    expect(stage).to_have_attribute("data-state", "playing")
    expect(stage).to_have_attribute("data-trained", "100")
    expect(stage).not_to_have_attribute("data-epoch", "0")
    for name in ("Gradient descent", "Train a network"):
        expect(page.get_by_test_id("stMain").get_by_role("link", name=name)).to_be_visible()


def test_reduced_motion_opens_at_the_last_epoch(visit):
    page = visit("/", reduced_motion="reduce")
    stage = page.get_by_test_id("network-player")
    expect(stage).to_have_attribute("data-epoch", "100")
    expect(stage).to_have_attribute("data-state", "ended")


def test_the_course_leads_to_the_studio_and_back_keeps_its_settings(visit):
    page = visit("/train?seed=5")
    page.get_by_test_id("network-player").wait_for()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What happens inside")
    page.get_by_test_id("stMain").get_by_role("link", name="Train a network").click()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("5")


@pytest.mark.parametrize("path", PAGES)
def test_the_first_visitor_of_a_fresh_server_may_go_straight_to_any_page(browser, tmp_path, path):
    with app_server(tmp_path / "log.txt") as address:
        page, errors = browser.new_page(), []
        page.on("console", lambda message: errors.append(message.text))
        page.goto(f"{address}{path}?learning_rate=0.02")
        expect(page.get_by_test_id(PAGES[path])).to_be_visible()
        expect(page.get_by_role("link", name="Home")).to_be_visible()
        assert page.get_by_role("dialog").count() == 0
        assert not any("does not seem to exist" in error for error in errors)
        page.close()
