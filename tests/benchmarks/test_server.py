"""How fast the app serves one visitor: Train, Pause, a long run, and a fresh server's first page.

python -m pytest tests/benchmarks/test_server.py -s
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from statistics import median
from time import perf_counter

import pytest
from app_server import app_server
from browsing import chromium, open_page
from measuring import report, seconds_of, spread
from playwright.sync_api import Browser, expect

from nnviz.core.experiment import DEFAULT
from nnviz.core.trainer import train

CLICKS, LONG = 12, 2000

# Seconds from a click, in the page's own clock, until a condition on the player and the buttons.
CLICK_UNTIL = """async ([name, condition]) => {
    const parts = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')];
    const player = parts.map(part => part.shadowRoot?.querySelector('section.player'))
        .find(section => section).dataset;
    const button = name => [...document.querySelectorAll('button')].find(
        button => button.innerText.trim().endsWith(name));
    const reached = new Function('player', 'button', `return ${condition}`);
    const start = performance.now();
    button(name).click();
    while (!reached(player, button)) await new Promise(done => setTimeout(done, 1));
    return (performance.now() - start) / 1000;
}"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def test_train_to_the_first_trained_epoch_on_the_screen(browser: Browser, address: str):
    times = []
    for seed in range(CLICKS):
        page = open_page(browser, f"{address}/train?seed={700 + seed}&trained=0")
        times.append(page.evaluate(CLICK_UNTIL, ["Train", "player.trained > 0"]))
        page.close()
    report("click on Train → first epoch", spread(times), "p50 ≤ 200 ms")
    assert median(times) <= 0.2


def wait_for_openings(browser: Browser, address: str) -> None:
    """Until the server has computed what its pages open with, the race's laps last of all."""
    page = browser.new_page()
    page.goto(f"{address}/optimizers?view=dataset")
    page.get_by_text("A typical epoch takes").wait_for(timeout=300_000)
    page.close()


def test_a_link_to_a_moment_of_a_run_nobody_has_trained(browser: Browser, address: str):
    wait_for_openings(browser, address)
    times = []
    for seed in range(CLICKS):
        page = browser.new_page()
        film = "film=epoch:40;tab:weight;chosen:w1.2.5"
        page.goto(f"{address}/train?seed={750 + seed}&trained=100&{film}")
        page.get_by_role("heading", level=1).wait_for()
        start = perf_counter()
        player = page.locator("section.player")
        expect(player).to_have_attribute("data-epoch", "40", timeout=60_000)
        expect(player.get_by_role("heading", name="w[hidden 1.3 → hidden 2.6]")).to_be_visible()
        times.append(perf_counter() - start)
        page.close()
    report("link opened: page there → its picture stands", spread(times), "p50 ≤ 2 s")
    assert median(times) <= 2


def test_pause(browser: Browser, address: str):
    times = []
    for seed in range(CLICKS):
        page = open_page(browser, f"{address}/train?epochs=2000&seed={800 + seed}&trained=0")
        page.evaluate(CLICK_UNTIL, ["Train", "player.trained > 20"])
        times.append(page.evaluate(CLICK_UNTIL, ["Pause", "button('Resume')"]))
        expect(page.get_by_text("Paused after epoch")).to_be_visible()
        page.close()
    report("click on Pause → Resume on the screen", spread(times), "p50 ≤ 150 ms")
    assert median(times) <= 0.15


def test_a_long_run_to_its_last_epoch_on_the_screen(browser: Browser, address: str):
    """Over what the engine takes alone; the browser draws beside it on the same cores."""
    ratios, figures = [], []
    for seed in (901, 902, 903):
        training = replace(DEFAULT.training, epochs=LONG, seed=seed)
        split = replace(DEFAULT, training=training).split()
        alone = seconds_of(partial(train, DEFAULT.network, split, training))
        page = open_page(browser, f"{address}/train?epochs={LONG}&seed={seed}&trained=0")
        there = page.evaluate(CLICK_UNTIL, ["Train", f"player.trained == {LONG}"])
        page.close()
        ratios.append(there / alone)
        figures.append(f"{there:.1f} s against {alone:.1f} s")
    told = f"{median(ratios):.2f} × ({', '.join(figures)})"
    report(f"{LONG} epochs on the screen / by the engine alone", told, "≤ 2 ×")
    assert median(ratios) <= 2


def test_server_start_to_the_first_page(browser: Browser, tmp_path):
    times = []
    for turn in range(3):
        start = perf_counter()
        with app_server(tmp_path / f"log{turn}.txt") as address:
            page = browser.new_page()
            page.goto(address)
            page.get_by_role("heading", level=1).wait_for()
            times.append(perf_counter() - start)
            page.close()
    report("server start → first page", spread(times), "≤ 2.5 s")
    assert median(times) <= 2.5
