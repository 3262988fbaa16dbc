"""A Chromium for the benchmarks, and the clocks that run inside its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app_server import CHROMIUM_FLAGS, chromium_path
from playwright.sync_api import Browser, Page, expect, sync_playwright

__all__ = ["chromium", "frames_per_second", "open_page"]

# How many animation frames the page draws in so many milliseconds.
COUNT_FRAMES = """milliseconds => new Promise(done => {
    let start, frames = 0;
    requestAnimationFrame(function tick(time) {
        start ??= time;
        if (time - start >= milliseconds) return done(1000 * frames / (time - start));
        frames += 1;
        requestAnimationFrame(tick);
    });
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def open_page(browser: Browser, url: str) -> Page:
    """A new visitor's page at 1440 × 900, as soon as its player stands."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(url)
    expect(page.locator("section.player[data-state]").first).to_be_visible(timeout=60_000)
    return page


def frames_per_second(page: Page, seconds: float = 4) -> float:
    """Frames that the page draws in a second, over `seconds`."""
    return page.evaluate(COUNT_FRAMES, 1000 * seconds)
