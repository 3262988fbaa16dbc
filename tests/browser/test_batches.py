"""The batches page in a real browser: trains, measures, fits, and says so to everyone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def train_and_measure(page: Page) -> None:
    page.get_by_role("button", name="Train with 1 row").click()
    expect(page.get_by_test_id("stTable")).to_be_visible()
    page.get_by_role("button", name="Measure on this machine").click()
    expect(page.get_by_text("One matrix of 256 rows takes")).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(5)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_trained_and_measured_it_has_no_serious_violations(visit, theme):
    page = visit("/batches?epochs=20", color_scheme=theme)
    train_and_measure(page)
    violations = Axe().run(page).response["violations"]
    serious = [
        f"{v['id']}: {[node['html'][:200] for node in v['nodes'][:3]]}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("width", [390, 1024])
def test_it_does_not_scroll_sideways(visit, width):
    page = visit("/batches?epochs=20", viewport={"width": width, "height": 844})
    train_and_measure(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for chart in page.get_by_test_id("stPlotlyChart").all():
        box = chart.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_a_link_restores_the_page(visit):
    page = visit("/batches?epochs=20&compared=1&batch_size=30&batch_epoch=7")
    expect(page.get_by_test_id("stTable")).to_be_visible()
    expect(page.get_by_role("slider", name="Epoch")).to_have_value("7")
    expect(page.get_by_text("30 rows by ±")).to_be_visible()
