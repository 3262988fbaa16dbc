"""Before a class and on paper: large, whole, and nothing to set; a link that hides controls."""

from __future__ import annotations

import re

import pytest
from looks import wait_until_calm
from player_spots import neuron_spot
from playwright.sync_api import Page, expect
from time_machine import player

SCREENS = ({"width": 1024, "height": 768}, {"width": 1280, "height": 720})
PRESENTED = "() => document.documentElement.hasAttribute('data-presented')"
SHEET = re.compile(rb"/Type\s*/Page\b")

# Nothing sticks out to the right, nor does what a film is made of; the bar of playback is in sight.
WHOLE = """([width, height]) => {
    const main = document.querySelector('[data-testid=stMain]');
    const film = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
        .map((place) => place.shadowRoot?.querySelector('section.player')).find(Boolean);
    const boxes = [...film.querySelectorAll('*')].filter((part) => part.checkVisibility())
        .map((part) => part.getBoundingClientRect()).filter((box) => box.width > 1);
    const bar = film.querySelector('.transport').getBoundingClientRect();
    return main.scrollWidth <= width
        && boxes.every(({ left, right }) => left >= 0 && right <= width + 1)
        && bar.top > 0 && bar.bottom <= height + 1;
}"""

OTHERS = """all => all
    .filter((one) => one.checkVisibility() && !one.closest('.transport, .milestone, .invitation'))
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    "path", ["/train", "/forward-pass", "/gradient-descent", "/optimizers", "/convolution"]
)
def test_before_a_class_a_page_is_whole_and_has_nothing_to_press_but_playback(visit, path):
    page = visit(f"{path}?present=1", viewport=SCREENS[0])
    film = page.locator("section.player").first
    expect(film).to_be_visible()
    for screen in SCREENS:
        page.set_viewport_size(screen)
        page.wait_for_function(WHOLE, arg=[screen["width"], screen["height"]])
    for part in ("stHeader", "stSidebar"):
        expect(page.get_by_test_id(part)).to_be_hidden()
    pressed = page.get_by_role("button").or_(page.get_by_role("combobox"))
    assert pressed.evaluate_all(OTHERS) == []


def test_keys_of_a_presenter(visit):
    page = visit("/train", viewport=SCREENS[1])
    film = player(page)
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    seed = page.get_by_role("spinbutton", name="Seed")
    seed.press("p")
    assert not page.evaluate(PRESENTED), "where one writes, a letter is a letter"
    seed.blur()
    page.keyboard.press("p")
    assert page.evaluate(PRESENTED)
    expect(page).to_have_url(re.compile("[?&]present=1"))
    page.wait_for_function(WHOLE, arg=[1280, 720])
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
    page.get_by_role("button", name="For a class …").click()
    ticks = page.get_by_role("dialog", name="A link for the class")
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
    page = visit("/gradient-descent", color_scheme="dark")
    film = page.get_by_test_id("descent-player")
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    wait_until_calm(page)
    assert drawn_in(page, "dark")
    assert not drawn_in(page, "light")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn_in(page, "light"), "drawn at once"
    assert not drawn_in(page, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (page.get_by_test_id("stSidebar"), film.locator(".transport")):
        expect(part).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(film.locator(".transport")).to_be_visible()
    assert 1 <= len(SHEET.findall(page.pdf(format="A4"))) <= 4
