"""The studio for pictures in a real browser: from the press of Train to digits that are read."""

from __future__ import annotations

import re
from time import perf_counter

from playwright.sync_api import expect
from time_machine import button, player


def test_it_reads_digits_a_few_seconds_after_train_is_pressed(visit, record_property):
    page = visit("/images?trained=0&seed=1", reduced_motion="no-preference")
    expect(player(page)).to_have_attribute("data-trained", "0")
    begun = perf_counter()
    button(page, "Train").click()
    expect(player(page)).to_have_attribute("data-trained", "30")
    expect(player(page)).to_have_attribute("data-epoch", "30")
    record_property("seconds", perf_counter() - begun)
    print(f"from the click to the last epoch on the screen: {perf_counter() - begun:.1f} s")
    ended = page.get_by_text(re.compile(r"test accuracy \d"))
    expect(ended.first).to_be_visible()
    (reached,) = re.findall(r"test accuracy ([\d.]+)", ended.first.text_content())
    assert float(reached) >= 97


def test_a_filter_that_does_not_fit_is_refused_beside_its_box(visit):
    page = visit("/images?blocks=8.5&epochs=1")
    expect(player(page)).to_have_attribute("data-trained", "1")
    sidebar = page.get_by_test_id("stSidebar")
    for _ in range(2):
        sidebar.get_by_role("button", name="Add a block").click()
    told = "Block 3 does not fit: a filter of 3 × 3 is larger than a picture of 2 × 2."
    expect(sidebar.get_by_text(told)).to_be_visible()
    expect(sidebar.get_by_text("8 maps of 2 × 2")).to_be_visible()
    page.wait_for_function("() => location.search.includes('blocks=8.5%2C8.3&')")
