"""The players in Chromium, on the running app, as a page opens them: frames, scrubbing, bytes.

python -m pytest tests/benchmarks/test_player.py -s
"""

from __future__ import annotations

import pytest
from browsing import chromium, frames_per_second, open_page, open_trained, play_in_a_loop, scrub
from measuring import percentile, report
from playwright.sync_api import Browser, Page

from nnviz.core.experiment import DEFAULT
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.shelf import MOST_RUNS
from nnviz.films.network import Shelved, Workbench, encode_run

EPOCHS = 200


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def trained(browser: Browser, address: str) -> Page:
    page = open_trained(browser, address, EPOCHS)
    yield page
    page.close()


@pytest.mark.parametrize("speed", ["1", "8"])
def test_frames_per_second_while_it_plays(trained: Page, speed: str):
    play_in_a_loop(trained, speed)
    rate = frames_per_second(trained)
    assert trained.get_by_test_id("network-player").get_attribute("data-state") == "playing"
    report(f"player, {EPOCHS} epochs at {speed}×", f"{rate:.1f} frames/s", "≥ 55")
    assert rate >= 55


@pytest.mark.parametrize("slider", [".timeline[role=slider]", ".ribbon [role=slider]"])
def test_scrubbing(trained: Page, slider: str):
    times = scrub(trained, slider, 80)
    middle, high = percentile(times, 0.5), percentile(times, 0.95)
    report(f"scrub on the {slider} to screen", f"p50 {middle:.1f} ms, p95 {high:.1f} ms", "≤ 20 ms")
    assert middle <= 20


@pytest.mark.parametrize(("runs", "bound"), [(1, 1000), (MOST_RUNS, 2000)])
def test_payload(runs: int, bound: int):
    """The whole block of a finished run, with a shelf of `runs`, one of which is compared."""
    split = DEFAULT.split()
    run = train(DEFAULT.network, split, Training(epochs=EPOCHS))
    measured = curves(run, split)
    shelf = [Shelved(str(i), f"{i} · Adam", run, measured) for i in range(1, runs + 1)]
    bench = Workbench(shelf, current="1", compared="2" if runs > 1 else None)
    block = encode_run(run, measured, DEFAULT.dataset, split, workbench=bench)
    figure = f"{len(block) / EPOCHS:.0f} bytes per epoch"
    report(f"payload, {runs} on the shelf", figure, f"≤ {bound}")
    assert len(block) / EPOCHS <= bound


def test_frames_per_second_of_the_descent(browser: Browser, address: str):
    page = open_page(browser, f"{address}/gradient-descent?steps=60")
    rate = frames_per_second(page)
    assert page.get_by_test_id("descent-player").get_attribute("data-state") == "playing"
    report("descent", f"{rate:.1f} frames/s", "≥ 30")
    assert rate >= 30
    page.close()
