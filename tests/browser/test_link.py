"""The link is the screen: opened by somebody else, it shows the same picture."""

from __future__ import annotations

import difflib
import io
import re

import numpy as np
import pytest
import zxingcpp
from looks import wait_until_calm
from PIL import Image
from player_spots import neuron_spot, weight_spot
from playwright.sync_api import Page, expect
from reached_screens import SCREENS, says
from time_machine import (
    button,
    chips,
    go_to,
    open_trained,
    player,
    settle,
    tab,
    wait_for_run,
)


def view(page: Page) -> dict[str, str]:
    """What the address says of the film."""
    text = page.evaluate("() => new URLSearchParams(location.search).get('film') ?? ''")
    return dict(pair.split(":", 1) for pair in text.split(";") if pair)


def path_of(page: Page) -> str:
    return page.evaluate("() => location.pathname + location.search")


def elsewhere(visit, path: str) -> Page:
    """The page that somebody else finds at an address, in another browser."""
    return visit.__self__.open_elsewhere(path)


# Nothing has the focus, and a hint goes away once its browser's owner has made use of it. How WebGL
# smooths an edge is its own affair: its canvases are compared by what they draw.
AT_EASE = """() => {
    document.activeElement?.blur();
    for (const part of document.querySelectorAll('[data-testid=stBidiComponentIsolated]'))
        part.shadowRoot?.querySelector('[data-testid=hints]')?.replaceChildren();
    for (const part of document.querySelectorAll('.gl-container canvas, .modebar'))
        part.style.visibility = 'hidden';
}"""
SCROLLED = """top => {
    for (const name of ['stMain', 'stSidebarContent'])
        document.querySelector(`[data-testid=${name}]`)?.scrollTo({ top, behavior: 'instant' });
}"""
LENGTH = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
SCENES = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .map(({ data, layout, _fullLayout }) => ({ data, layout, drawn: _fullLayout?.scene?._scene }))
    .filter(({ drawn }) => drawn)
    .map(({ data, layout, drawn }) => JSON.stringify([data, layout.scene, drawn.getCamera()]))"""

GRAIN, MAP_GRAIN = 400, 6500
"""So many pixels may differ: how a letter's edge is smoothed; how fine the edges of a decision map
are depends on measured times."""


def readings(page: Page) -> list[str]:
    """What is to be read on the page and in its films, and what its scenes of three dimensions are.

    A scene is its surface and its lines, point by point, and from where it is seen.
    """
    written = page.locator("section.player").or_(page.get_by_test_id("stMain"))
    return [*written.all_inner_texts(), *page.evaluate(SCENES)]


def calm(page: Page) -> list[str]:
    """The readings of a page at ease, on which no more is on its way."""
    page.mouse.move(0, 0)
    wait_until_calm(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.evaluate(AT_EASE)
    return readings(page)


def pixels(page: Page) -> np.ndarray:
    """The picture of a page at ease down to its end, [height, width, 3]."""
    height = page.viewport_size["height"]
    strips = [strip(page, top) for top in range(0, page.evaluate(LENGTH), height)]
    return np.concatenate(strips).astype(np.int16)


def strip(page: Page, top: int) -> np.ndarray:
    """What is on the screen when it is scrolled so far down."""
    page.evaluate(SCROLLED, top)
    settle(page)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    return np.asarray(picture.convert("RGB"))


def differing(ours: np.ndarray, theirs: np.ndarray) -> int:
    """How many pixels have another colour, one can see: of the 256 steps, 32 apart."""
    if ours.shape != theirs.shape:
        return max(ours.size, theirs.size)
    return int((np.abs(ours - theirs) > 32).any(axis=-1).sum())


def lines_apart(ours: list[str], theirs: list[str]) -> list[str]:
    """The lines of what can be read that stand on one of two pages alone."""
    pair = ("\n".join(texts).splitlines() for texts in (ours, theirs))
    return [line for line in difflib.ndiff(*pair) if line[0] in "+-"]


PAUSES = [100] * 20 + [250] * 100
"""Milliseconds between two looks at what is still computed, and arrives bit by bit."""


def shows_the_same(visit, page: Page) -> Page:
    """Open this page's address as somebody else; there, in the end, is the same picture."""
    grain = MAP_GRAIN if page.get_by_test_id("network-player").count() else GRAIN
    other = elsewhere(visit, path_of(page))
    for pause in PAUSES:
        if calm(page) == calm(other) and differing(pixels(page), pixels(other)) <= grain:
            return other
        other.wait_for_timeout(pause)
    assert lines_apart(calm(page), calm(other)) == [], path_of(other)
    assert differing(pixels(page), pixels(other)) <= grain, path_of(other)
    return other


def test_home_is_seen_again_with_all_that_was_chosen(visit):
    page = visit("/")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    assert view(page) == {}, "nobody has touched it"
    page.mouse.click(*weight_spot(page, 1, 2, 5))
    says(page, "chosen:w1.2.5")
    page.get_by_label("weight w", exact=True).fill("2.5")
    tab(page, "Confusion")
    page.get_by_role("button", name=re.compile("^test: .* Adelie recognised")).click()
    tab(page, "Decision map")
    page.get_by_label("Other features").select_option("followed")
    page.get_by_label("Neurons show").select_option("row")
    page.get_by_title("Speed of playback").select_option("0.25")
    page.get_by_title("By learning").select_option("even")
    page.get_by_role("button", name="Logarithmic loss axis").click()
    says(page, "loss:log")
    assert view(page) == {
        "epoch": "100",
        "chosen": "w1.2.5",
        "edits": "100@75=2.5",
        "tab": "weight",
        "counted": "test.0.0",
        "map": "2.0,followed",
        "shows": "row",
        "speed": "0.25",
        "pace": "even",
        "loss": "log",
    }
    shows_the_same(visit, page)


def test_a_moment_between_two_epochs_is_seen_again(visit):
    page = visit("/")
    page.get_by_role("slider", name="Epoch", exact=True).first.press("Home")
    expect(player(page)).to_have_attribute("data-epoch", "0")
    curves = page.get_by_role("slider", name="Epoch", exact=True).first
    box = curves.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_function("() => /epoch:[0-9]+[.][0-9]+/.test(location.search)")
    shows_the_same(visit, page)


@pytest.mark.parametrize("reach", SCREENS, ids=lambda reach: reach.__name__)
def test_what_was_reached_on_the_screen_is_seen_again(visit, reach):
    shows_the_same(visit, reach(visit))


def test_a_branch_an_edit_and_the_run_compared_with_are_seen_again(visit):
    page = open_trained(visit, "epochs=30", epochs=30)
    go_to(page, 5)
    page.mouse.click(*weight_spot(page, 1, 2, 5))
    page.get_by_label("weight w", exact=True).fill("2.5")
    shown = tab(page, "Train on")
    shown.get_by_label("Learning rate", exact=True).fill("0.05")
    shown.get_by_label("Optimizer").select_option(label="SGD")
    button(page, "Train on from epoch 5").click()
    wait_for_run(page, 2)
    says(page, "leaves=5")
    # The sidebar is the branch's.
    expect(page.get_by_label("η, exactly")).to_have_value("0.05")
    optimizer = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Optimizer")
    expect(optimizer).to_have_value("SGD")
    chips(page).nth(0).get_by_role("button", name="Compare with").click()
    says(page, "beside=30")
    go_to(page, 12)
    says(page, "epoch:12")
    other = shows_the_same_run(visit, page)
    expect(other.get_by_label("η, exactly")).to_have_value("0.05")
    expect(player(other)).to_contain_text("weight (and bias) minus the other run")
    expect(chips(other)).to_have_count(2)
    # Another setting is a run of its own, and the address forgets whose branch it was.
    seed = other.get_by_label("Seed", exact=True)
    seed.fill("3")
    seed.press("Enter")
    says(other, "seed=3")
    expect(other.get_by_text("this is a new, untrained network")).to_be_visible()
    assert "leaves" not in path_of(other)


def shows_the_same_run(visit, page: Page) -> Page:
    """As `shows_the_same`, of all but the shelf, whose numbers are those of a visit."""
    numbers = player(page).locator(".number").all_inner_texts()
    fingerprint = player(page).get_attribute("data-run")
    other = elsewhere(visit, path_of(page))
    expect(player(other)).to_have_attribute("data-epoch", player(page).get_attribute("data-epoch"))
    expect(chips(other)).to_have_count(chips(page).count())
    settle(other)
    assert player(other).locator(".number").all_inner_texts() == numbers
    expect(player(other)).to_have_attribute("data-run", fingerprint)
    return other


def test_after_a_cure_sidebar_and_address_are_the_cured_runs(visit):
    sick = "optimizer=sgd&learning_rate=10&activation=identity&hidden=10,10,10&epochs=30"
    page = visit(f"/train?{sick}&trained=30")
    expect(page.get_by_text(re.compile("^Diverged at epoch")).first).to_be_visible()
    shown = tab(page, "Doctor")
    cure = shown.get_by_role("button", name=re.compile("^Try η")).first
    name = cure.inner_text()
    cure.click()
    wait_for_run(page, 2)
    rate = re.search(r"η = ([0-9.]+)", name)[1]
    expect(page.get_by_label("η, exactly")).to_have_value(rate)
    says(page, f"learning_rate={rate}")
    page.reload()
    expect(player(page)).to_have_attribute("data-trained", "30")
    expect(page.get_by_label("η, exactly")).to_have_value(rate)


def test_a_deliberate_act_is_one_step_back_and_playing_on_is_none(visit):
    page = visit("/")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    entries = page.evaluate("history.length")
    tab(page, "Neuron")
    says(page, "tab:neuron")
    go_to(page, 3)
    says(page, "epoch:3")
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    expect(page.get_by_role("tab", name="Neuron", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    expect(player(page)).to_have_attribute("data-epoch", "100")
    page.go_back()
    expect(page.get_by_role("tab", name="Penguin", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    page.go_forward()
    page.go_forward()
    expect(player(page)).to_have_attribute("data-epoch", "3")
    assert page.evaluate("history.length") == entries + 2


def test_what_the_address_cannot_have_of_a_film_is_said(visit):
    page = visit("/?film=epoch:700;chosen:n9.1;shows:%3Cb%3Eall;epochs:3")
    told = player(page).get_by_role("status").filter(has_text="The address says")
    expect(told).to_contain_text("epoch = “700”, which is not a number from 0 to 100")
    expect(told).to_contain_text("chosen = “n9.1”, which is not a neuron such as n1.3")
    expect(told).to_contain_text("shows = “<b>all”, which is not one of response")
    page.mouse.click(*neuron_spot(page, 1, 1))
    expect(told).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/train?trained=20&epochs=20", "/gradient-descent"])
def test_the_link_is_copied_and_a_camera_can_read_it(visit, path):
    page = visit(path, permissions=["clipboard-read", "clipboard-write"])
    film = page.locator("section.player")
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    film.get_by_role("button", name=re.compile("^Back one")).click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link is copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.url
    assert "film=" in copied
    page.get_by_role("button", name="QR code").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("known to this computer only")
    picture = dialog.get_by_role("img")
    assert picture.bounding_box()["height"] > 0.6 * 900, "to be read from the back row"
    settle(page)
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    assert code.text == dialog.locator(".link-address").inner_text()
    assert code.text.split("?")[0] == copied.split("?")[0]
    assert set(code.text.split("?")[1].split("&")) <= set(copied.split("?")[1].split("&"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    shown = {key: film.get_attribute(key) for key in FILM}
    other = elsewhere(visit, code.text.removeprefix(visit.__self__.address))
    for key, text in shown.items():
        if text is not None:
            expect(other.locator("section.player")).to_have_attribute(key, text)


FILM = ("data-epoch", "data-step", "data-run")
