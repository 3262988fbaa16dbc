"""The players in Chromium, on the running app, as a page opens them: frames, scrubbing, bytes.

python -m pytest tests/benchmarks/test_player.py -s
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from browsing import chromium, frames_per_second, open_page, open_trained, play_in_a_loop, scrub
from measuring import percentile, report
from playwright.sync_api import Browser, Locator, Page, expect

from nnviz.core.experiment import DEFAULT
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.shelf import MOST_RUNS
from nnviz.films.network import Beside, Shelved, Workbench, encode_run

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
    block = encode_run(run, measured, DEFAULT.dataset, split, beside=Beside(workbench=bench))
    figure = f"{len(block) / EPOCHS:.0f} bytes per epoch"
    report(f"payload, {runs} on the shelf", figure, f"≤ {bound}")
    assert len(block) / EPOCHS <= bound


PASSAGE, WHOLE = (4, 6), (12, 15)
"""Seconds at speed 1 that the passage from guessing to knowing may take, and the whole film."""

SHORTER = (6, 15)
"""Where the passage is most of the run: what lies around it goes by no more slowly than it does."""

FILMS = {
    "default": ("", WHOLE),
    "slow: SGD at 0.003": ("&optimizer=sgd&learning_rate=0.003", SHORTER),
    "slow: sigmoid": ("&activation=sigmoid&learning_rate=0.001", SHORTER),
    # All that there is leads to where it blows up.
    "diverging: SGD at 10": ("&optimizer=sgd&learning_rate=10&activation=identity", PASSAGE),
}


@pytest.mark.parametrize("name", FILMS)
def test_pace(browser: Browser, address: str, name: str):
    """From the last moment of guessing to 95 % of all that the accuracy gains, by the page's clock.

    The clock is moved by hand, so that it measures the film and not the machine.
    """
    query, whole = FILMS[name]
    page = open_page(browser, f"{address}/train?trained=100{query}")
    player = page.get_by_test_id("network-player")
    expect(player).to_have_attribute("data-state", "ended", timeout=60_000)
    page.clock.install(time=0)
    page.clock.pause_at(3600)
    page.get_by_role("button", name="To start", exact=True).click()
    page.clock.run_for(FRAME)
    shown = [moment(player)]
    page.get_by_role("button", name="Play", exact=True).click()
    while len(shown) == 1 or shown[-1][0] == "playing":
        page.clock.run_for(FRAME)
        shown.append(moment(player))
    page.close()
    seconds = FRAME / 1000 * np.arange(len(shown))
    scores = np.array([score for _, score in shown])
    gained = (scores - scores[0]) / (scores[-1] - scores[0])
    # A score that is not a number belongs to a run that has blown up: the passage ends with it.
    known = int(np.argmax(gained >= 0.95)) if np.isfinite(gained[-1]) else len(shown) - 1
    begun = int(np.argmax(gained >= 0.05)) if np.isfinite(gained[-1]) else 0
    took = seconds[known] - seconds[begun]
    told = f"guess to 95 % {took:.2f} s, at {seconds[known]:.2f} s of {seconds[-1]:.2f} s"
    report(f"pace, {name}", told, f"{PASSAGE} s of {whole} s")
    assert PASSAGE[0] <= took <= PASSAGE[1]
    assert whole[0] <= seconds[-1] <= whole[1]


FRAME = 50
"""Milliseconds from one look at the film to the next."""

MOMENT = """player => [player.dataset.state,
    parseFloat(player.querySelector('.number-train_accuracy').textContent)]"""


def moment(player: Locator) -> tuple[str, float]:
    """Whether it plays, and the accuracy on the training rows that stands on the screen."""
    state, score = player.evaluate(MOMENT)
    return state, math.nan if score is None else score


def test_frames_per_second_of_the_descent(browser: Browser, address: str):
    page = open_page(browser, f"{address}/gradient-descent?steps=60")
    rate = frames_per_second(page)
    assert page.get_by_test_id("descent-player").get_attribute("data-state") == "playing"
    report("descent", f"{rate:.1f} frames/s", "≥ 30")
    assert rate >= 30
    page.close()
