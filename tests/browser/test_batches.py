"""The batches page in a real browser: trains, measures, fits, and says so to everyone."""

from __future__ import annotations

from looks import assert_no_barriers, wait_until_calm, wait_until_it_fits
from playwright.sync_api import expect


def test_trained_and_measured_it_has_no_barriers_and_fits_every_screen(visit):
    page = visit("/batches?epochs=20")
    expect(page.get_by_test_id("stTable")).to_be_visible()
    expect(page.get_by_text("A forward pass of 256 rows takes")).to_be_visible()
    charts = page.get_by_test_id("stPlotlyChart")
    expect(charts).to_have_count(5)
    wait_until_calm(page)
    assert_no_barriers(page)
    wait_until_it_fits(page, charts)


def test_a_link_restores_the_page(visit):
    page = visit("/batches?epochs=20&compared=1&batch_size=30&batch_epoch=7")
    expect(page.get_by_test_id("stTable")).to_be_visible()
    expect(page.get_by_role("slider", name="Epoch")).to_have_value("7")
    expect(page.get_by_text("30 rows by ±")).to_be_visible()
