"""Before a class and on paper: large, whole, and nothing to set; a link that hides controls."""

from __future__ import annotations

import re

from looks import (
    PROJECTORS,
    WHOLE,
    assert_no_barriers,
    wait_until_calm,
    wait_until_whole_before_a_class,
)
from player_spots import neuron_spot
from playwright.sync_api import Page, expect
from time_machine import player

PRESENTED = "() => document.documentElement.hasAttribute('data-presented')"
SHEET = re.compile(rb"/Type\s*/Page\b")


# The rest of what a page before a class has to be is a part of test_every_page.py.
def test_a_link_opens_a_page_before_a_class_without_anything_else(visit):
    page = visit("/train?present=1", viewport=PROJECTORS[0])
    expect(page.locator("section.player").first).to_be_visible()
    wait_until_whole_before_a_class(page)
    for part in ("stHeader", "stSidebar"):
        expect(page.get_by_test_id(part)).to_be_hidden()


def test_keys_of_a_presenter(visit):
    page = visit("/train", viewport=PROJECTORS[1])
    film = player(page)
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    seed = page.get_by_role("spinbutton", name="Seed")
    seed.press("p")
    assert not page.evaluate(PRESENTED), "where one writes, a letter is a letter"
    seed.blur()
    page.keyboard.press("p")
    assert page.evaluate(PRESENTED)
    expect(page).to_have_url(re.compile("[?&]present=1"))
    page.wait_for_function(WHOLE, arg=PROJECTORS[1])
    # 1.6 times as large, and as sharp as before.
    canvas = film.locator("canvas.diagram")
    page.wait_for_function(
        "canvas => canvas.width === Math.round(1.6 * canvas.clientWidth)",
        arg=canvas.element_handle(),
    )
    page.keyboard.press("Home")
    expect(film).to_have_attribute("data-epoch", "0")
    told = set()
    for _ in range(3):
        before = film.get_attribute("data-epoch")
        page.keyboard.press("PageDown")
        expect(film).not_to_have_attribute("data-epoch", before)
        epoch = film.get_attribute("data-epoch")
        told.add(epoch)
        expect(page.get_by_test_id("milestone")).to_contain_text(f"epoch {epoch}")
    page.keyboard.press("PageUp")
    assert film.get_attribute("data-epoch") in told
    page.keyboard.press(" ")
    expect(film).to_have_attribute("data-state", "playing")
    page.keyboard.press(" ")
    expect(film).to_have_attribute("data-state", "paused")
    # Escape closes what is open, then leads out.
    page.mouse.click(*neuron_spot(page, 1, 2))
    expect(film.get_by_role("tabpanel", name="Neuron")).to_be_visible()
    page.keyboard.press("Escape")
    expect(film.get_by_role("tabpanel", name="Neuron")).to_be_hidden()
    assert page.evaluate(PRESENTED)
    page.keyboard.press("Escape")
    assert not page.evaluate(PRESENTED)
    expect(page).not_to_have_url(re.compile("present"))
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    page.get_by_role("button", name="Present", exact=True).click()
    assert page.evaluate(PRESENTED)
    page.go_back()
    page.wait_for_function(f"() => !({PRESENTED})()")


def test_a_link_hides_controls_and_no_number(visit):
    page = visit("/train?optimizer=sgd&hide=optimizer,schedule,learning_rate,tempo")
    aside = page.get_by_test_id("stSidebar")
    expect(aside).to_contain_text("Set by the link: Optimizer SGD · Schedule")
    expect(aside).to_contain_text("The address hides “tempo”, which is none of")
    expect(page.get_by_role("combobox", name="Optimizer")).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="η, exactly")).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="Epochs")).to_be_visible()
    page.get_by_role("button", name="Reset to defaults").click()
    expect(page).to_have_url(re.compile("optimizer=sgd.*hide=optimizer"))
    wait_until_calm(page)
    opens = page.get_by_role("button", name="For a class …")
    opens.focus()
    page.keyboard.press("Enter")
    ticks = page.get_by_role("dialog", name="A link for the class")
    expect(ticks.get_by_role("checkbox").first).to_be_focused()
    assert_no_barriers(page)
    page.keyboard.press("Escape")
    expect(ticks).to_be_hidden()
    expect(opens).to_be_focused()
    page.keyboard.press("Enter")
    expect(ticks.get_by_label("Optimizer")).to_be_checked()
    ticks.get_by_label("Learning rate η").uncheck()
    ticks.get_by_label("Hidden layers").check()
    ticks.get_by_label("Open it as a presentation").check()
    link = ticks.get_by_role("status").first.inner_text()
    assert link.endswith("&hide=hidden,optimizer,schedule&present=1")
    page.goto(link)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(player(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(aside).to_contain_text("Set by the link: Hidden layers 10 → 10 · Optimizer SGD")
    expect(page.get_by_role("button", name="Add a layer")).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="η, exactly")).to_be_visible()


INK = {"light": (31, 36, 48), "dark": (242, 244, 248)}
"""The colour of the text in each theme."""


def drawn_in(page: Page, theme: str) -> bool:
    """Whether the film's first picture has lines or letters in the ink of a theme."""
    return page.locator("section.player canvas").first.evaluate(
        """(canvas, ink) => {
            const whole = [0, 0, canvas.width, canvas.height];
            const { data } = canvas.getContext('2d').getImageData(...whole);
            let count = 0;
            for (let i = 0; i < data.length; i += 4)
                if (data[i + 3] > 250 && ink.every((part, k) => Math.abs(data[i + k] - part) < 3))
                    count += 1;
            return count > 50;
        }""",
        INK[theme],
    )


def test_paper_is_white_whatever_the_theme_and_holds_no_controls(visit):
    page = visit("/gradient-descent?present=1", color_scheme="dark")
    film = page.get_by_test_id("descent-player")
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    wait_until_calm(page)
    assert drawn_in(page, "dark")
    assert not drawn_in(page, "light")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn_in(page, "light"), "drawn at once"
    assert not page.evaluate(PRESENTED), "on paper, a page is as large as at a desk"
    assert not drawn_in(page, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (page.get_by_test_id("stSidebar"), film.locator(".transport")):
        expect(part).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(film.locator(".transport")).to_be_visible()
    assert page.evaluate(PRESENTED)
    assert 1 <= len(SHEET.findall(page.pdf(format="A4"))) <= 4
