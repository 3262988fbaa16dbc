"""A Chromium for the benchmarks, and the clocks that run inside its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app_server import CHROMIUM_FLAGS, chromium_path
from playwright.sync_api import Browser, Page, expect, sync_playwright

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

# Moves over a slider of time: from each pointer event until its epoch stands on the screen
# (the attribute has changed, and the frame after it is painted).
SCRUB = """async ([selector, moves]) => {
    const parts = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')];
    const section = parts.map(part => part.shadowRoot?.querySelector('section.player'))
        .find(section => section), slider = section.querySelector(selector);
    const box = slider.getBoundingClientRect(), seen = [];
    const send = (type, share) => slider.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, button: 0, buttons: 1, bubbles: true,
        clientX: box.left + 40 + share * 0.5 * box.width, clientY: box.top + box.height / 2 }));
    slider.setPointerCapture = () => {};
    slider.hasPointerCapture = () => true;
    send('pointerdown', 0);
    for (let move = 1; move <= moves; move += 1) {
        await new Promise(done => requestAnimationFrame(() => setTimeout(done, 1 + move % 13)));
        const before = section.dataset.epoch, start = performance.now();
        send('pointermove', (move * 37 % 100) / 100);
        while (section.dataset.epoch === before && performance.now() - start < 500)
            await new Promise(done => requestAnimationFrame(done));
        await new Promise(done => { const channel = new MessageChannel();
            channel.port1.onmessage = done; channel.port2.postMessage(0); });
        seen.push(performance.now() - start);
    }
    send('pointerup', 0);
    return seen;
}"""


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


def open_trained(browser: Browser, address: str, epochs: int, query: str = "") -> Page:
    """The studio with a complete run of so many epochs, paused at its end."""
    page = open_page(browser, f"{address}/train?epochs={epochs}&trained={epochs}{query}")
    player = page.get_by_test_id("network-player")
    expect(player).to_have_attribute("data-trained", str(epochs), timeout=60_000)
    expect(player).to_have_attribute("data-state", "ended", timeout=60_000)
    player.evaluate("section => section.scrollIntoView({ block: 'start' })")
    return page


def play_in_a_loop(page: Page, speed: str) -> None:
    """Play, from the start again after the end; speed: "0.25" to "8"."""
    page.get_by_label("Speed").select_option(speed)
    page.get_by_role("button", name="Loop", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_test_id("network-player")).to_have_attribute("data-state", "playing")


def frames_per_second(page: Page, seconds: float = 4) -> float:
    """Frames that the page draws in a second, over `seconds`."""
    return page.evaluate(COUNT_FRAMES, 1000 * seconds)


def scrub(page: Page, slider: str, moves: int) -> list[float]:
    """Milliseconds from each move of the pointer on a slider to its epoch on the screen."""
    return page.evaluate(SCRUB, [slider, moves])
