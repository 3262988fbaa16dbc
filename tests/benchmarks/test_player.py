"""The player in Chromium, on the running app: frames, scrubbing, bytes.

python -m pytest tests/benchmarks/test_player.py -s
"""

from __future__ import annotations

import pytest
from browsing import chromium, frames_per_second, open_page
from measuring import percentile, report
from playwright.sync_api import Browser, Page, expect

from nnviz.data import load
from nnviz.measures import curves
from nnviz.player.network import encode_run
from nnviz.training import Training, train
from nnviz.ui.compute import DEFAULT

EPOCHS = 200

# Moves over the timeline: the time from each pointer event until its epoch stands on the screen
# (the attribute has changed, and the frame after it is painted).
SCRUB = """async ([selector, moves]) => {
    const root = document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot;
    const section = root.querySelector('section'), slider = root.querySelector(selector);
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


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def trained(browser: Browser, address: str) -> Page:
    """The studio with a complete run of 200 epochs, paused at its end."""
    page = open_page(browser, f"{address}/train?epochs={EPOCHS}&trained={EPOCHS}")
    player = page.get_by_test_id("network-player")
    expect(player).to_have_attribute("data-trained", str(EPOCHS), timeout=60_000)
    expect(player).to_have_attribute("data-state", "ended", timeout=60_000)
    yield page
    page.close()


@pytest.mark.parametrize("speed", ["1", "8"])
def test_frames_per_second_while_it_plays(trained: Page, speed: str):
    trained.get_by_label("Speed").select_option(speed)
    trained.get_by_role("button", name="Loop", exact=True).click()
    trained.get_by_role("button", name="Play", exact=True).click()
    rate = frames_per_second(trained)
    assert trained.get_by_test_id("network-player").get_attribute("data-state") == "playing"
    report(f"player, {EPOCHS} epochs at {speed}×", f"{rate:.1f} frames/s", "≥ 55")
    assert rate >= 55


def test_scrubbing(trained: Page):
    times = trained.evaluate(SCRUB, ["[role=slider]", 80])
    middle, high = percentile(times, 0.5), percentile(times, 0.95)
    report("scrub to screen", f"p50 {middle:.1f} ms, p95 {high:.1f} ms", "p50 ≤ 20 ms")
    assert middle <= 20


def test_payload():
    split = DEFAULT.split()
    run = train(DEFAULT.network, split, Training(epochs=EPOCHS))
    block = encode_run(run, curves(run, split), load(DEFAULT.dataset), split)
    report("payload", f"{len(block) / EPOCHS:.0f} bytes per epoch", "≤ 1000")
    assert len(block) / EPOCHS <= 1000


def test_frames_per_second_of_the_descent(browser: Browser, address: str):
    page = open_page(browser, f"{address}/gradient-descent?steps=60")
    rate = frames_per_second(page)
    assert page.get_by_test_id("descent-player").get_attribute("data-state") == "playing"
    report("descent", f"{rate:.1f} frames/s", "≥ 30")
    assert rate >= 30
    page.close()
