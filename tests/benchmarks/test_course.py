"""The course in Chromium: its films' frames, and how long it takes from one station to the next.

python -m pytest tests/benchmarks/test_course.py -s
"""

from __future__ import annotations

import pytest
from browsing import chromium, frames_per_second, open_page
from measuring import percentile, report
from playwright.sync_api import Browser, expect

from nnviz.course.stations import COURSE

# Every film of the course that plays: its station, and its name there.
FILMS = (
    ("neuron", "line"),
    ("forward-pass", "forward-player"),
    ("loss", "loss-player"),
    ("loss", "lessons"),
    ("gradient-descent", "descent-player"),
    ("backpropagation", "backprop-player"),
    ("convolution", "convolution-player"),
)
ROUNDS = 3

# From a click on a link until the next page's title has been painted.
SWITCH = """link => new Promise(done => {
    const title = () => document.querySelector('h1')?.textContent;
    const before = title(), start = performance.now();
    link.click();
    requestAnimationFrame(function look() {
        if ([undefined, before].includes(title())) return requestAnimationFrame(look);
        requestAnimationFrame(() => done(performance.now() - start));
    });
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize(("station", "name"), FILMS)
def test_frames_per_second_of_its_film(browser: Browser, address: str, station: str, name: str):
    page = open_page(browser, f"{address}/{station}")
    film = page.get_by_test_id(name)
    film.get_by_role("button", name="Loop", exact=True).click()
    if film.get_attribute("data-state") != "playing":
        film.locator(".transport-play").click()
    expect(film).to_have_attribute("data-state", "playing")
    rate = frames_per_second(page)
    assert film.get_attribute("data-state") == "playing"
    report(f"film of /{station}, {name}", f"{rate:.1f} frames/s", "≥ 55")
    assert rate >= 55
    page.close()


def test_from_one_station_to_the_next(browser: Browser, address: str):
    page = open_page(browser, f"{address}/{COURSE[0].name}")
    times = []
    for visit in range(ROUNDS + 1):
        for station in COURSE[1:]:
            link = page.get_by_test_id("stMain").get_by_role("link", name=f"Next: {station.title}")
            expect(page.locator("[data-stale=true]")).to_have_count(0)
            times.append((visit, link.element_handle().evaluate(SWITCH)))
            expect(page.get_by_test_id("stApp")).to_have_attribute(
                "data-test-script-state", "notRunning"
            )
        page.get_by_test_id("stMain").get_by_role("link", name="Back to the course").click()
        page.get_by_test_id("course").get_by_role("link", name=COURSE[0].title).click()
        expect(page.get_by_role("link", name=f"Next: {COURSE[1].title}")).to_be_visible()
    later = [milliseconds for visit, milliseconds in times if visit > 0]
    figure = f"p50 {percentile(later, 0.5):.0f} ms, p95 {percentile(later, 0.95):.0f} ms"
    report("click → title of the next station", f"{figure} (n = {len(later)})", "p50 ≤ 300 ms")
    assert percentile(later, 0.5) <= 300
    page.close()
