"""Every page: nothing in the console, nothing serious from axe, no scrolling sideways."""

from __future__ import annotations

import re

import pytest
from app_server import ROOT, app_server
from looks import (
    TELEPHONE,
    assert_no_barriers,
    wait_until_calm,
    wait_until_it_fits,
    wait_until_whole_before_a_class,
)
from playwright.sync_api import expect

from nnviz.core.glossary import glossary

PAGES = {
    "/": "network-player",
    "/train": "network-player",
    "/neuron": "neuron",
    "/forward-pass": "forward-player",
    "/gradient-descent": "descent-player",
    "/loss": "loss-player",
    "/backpropagation": "backprop-player",
    "/learning-rate": "sweep-map",
    "/optimizers": "race",
    "/batches": "stPlotlyChart",
    "/convolution": "convolution-player",
    "/images": "network-player",
    "/words": "stTextInput",
    "/lesson": "stMarkdown",
}

OF_A_RUN = tuple(
    f".number-{name}"
    for name in ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
)
NUMBERS = {
    "/": OF_A_RUN,
    "/train": OF_A_RUN,
    "/neuron": (".slider-value", ".sum-result", ".firing .badge", ".score-hand", ".score-training"),
    "/forward-pass": (".forward-equation", ".forward-diagram", ".forward-told"),
    "/gradient-descent": (".descent-here", ".descent-line", ".descent-result"),
    "/loss": (".answer-p", ".sum-formula", ".sum-value", ".lesson-share", ".lesson-now"),
    "/backpropagation": (".backprop-equation", ".backprop-network", ".backprop-numbers"),
    "/learning-rate": (".sweep-rate", ".sweep .number", *OF_A_RUN),
    "/optimizers": (".race-rate", ".race-loss"),
}
"""What a film has to say before a class, too, however little room it has there."""

TERMS = """() => {
    const roots = [document];
    for (const root of roots) {
        const inside = [...root.querySelectorAll('*')].map((node) => node.shadowRoot);
        roots.push(...inside.filter(Boolean));
    }
    const marked = 'a[href^="words?term="], [data-term]';
    return roots.flatMap((root) => [...root.querySelectorAll(marked)]).map((node) =>
        node.dataset.term ?? new URL(node.href).searchParams.get('term'));
}"""
"""The terms on the page as what points at them names them, in the films' shadows too."""

BESIDE_FILMS = """all => all
    .filter((one) => one.checkVisibility()
        && !one.closest('.transport, .milestone, .invitation, .line-end'))
    .map((one) => one.outerHTML.slice(0, 120))"""
"""What there is to press that is no part of a film."""

FORMS = {form.lower() for key, term in glossary().items() for form in (key, term.name, *term.forms)}


@pytest.mark.parametrize("path", PAGES)
def test_it_has_no_barriers_and_fits_every_screen_and_a_class(visit, path):
    page = visit(path, viewport=TELEPHONE)
    stage = page.get_by_test_id(PAGES[path])
    stage.first.wait_for()
    wait_until_calm(page)
    wait_until_it_fits(page, stage)
    terms = page.evaluate(TERMS)
    assert [term for term in terms if term.lower() not in FORMS] == []
    assert terms or path == "/words"  # there, they all stand in full
    page.keyboard.press("p")
    page.keyboard.press("PageDown")  # at its first step, a film may have no number yet
    wait_until_whole_before_a_class(page, NUMBERS.get(path, ()))
    pressed = page.get_by_role("button").or_(page.get_by_role("combobox"))
    assert pressed.evaluate_all(BESIDE_FILMS) == []
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert_no_barriers(page)


def test_the_home_page_waits_with_a_network_that_learns_when_play_is_pressed(visit):
    page = visit("/", reduced_motion="no-preference")
    stage = page.get_by_test_id("network-player")
    expect(stage).to_have_attribute("data-trained", "100")
    expect(stage).to_have_attribute("data-state", "paused")
    expect(stage).to_have_attribute("data-epoch", "0")
    play = page.get_by_role("button", name="Play", exact=True).filter(has_text="Play")
    assert play.bounding_box()["height"] >= 48
    expect(page.get_by_test_id("milestone")).to_have_text(
        "epoch 0: the weights are random numbers, so it can only guess"
    )
    expect(page.get_by_test_id("milestone").get_by_role("link", name="weights")).to_be_visible()
    play.click()
    expect(stage).to_have_attribute("data-state", "playing")
    expect(play).to_be_hidden()
    expect(stage).to_have_attribute("data-epoch", "1")
    expect(page.get_by_text(re.compile(r"after \d+ of 15 batches"))).to_be_visible()
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-state", "paused")
    for name in ("Gradient descent", "Train a network"):
        expect(page.get_by_test_id("stMain").get_by_role("link", name=name)).to_be_visible()


def test_reduced_motion_opens_at_the_last_epoch(visit):
    page = visit("/", reduced_motion="reduce")
    stage = page.get_by_test_id("network-player")
    expect(stage).to_have_attribute("data-epoch", "100")
    expect(stage).to_have_attribute("data-state", "ended")


def test_the_course_leads_to_the_studio_and_back_keeps_its_settings(visit):
    page = visit("/train?seed=5")
    page.get_by_test_id("network-player").wait_for()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What happens inside")
    page.get_by_test_id("stMain").get_by_role("link", name="Train a network").click()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("5")


def test_on_a_phone_the_navigation_gives_way_to_the_page_that_was_chosen(visit):
    page = visit("/words", viewport=TELEPHONE)
    page.locator(".term-card").wait_for(state="attached")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNav").get_by_text("Gradient descent").click()
    expect(page.get_by_test_id("descent-player")).to_be_visible()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()


# Before a server has run the app once, it knows pages by the names of their files alone: a page
# whose file is called as its address is there for the first visitor.
def test_the_file_of_a_page_is_called_as_its_address_is():
    files = {f"/{file.stem}" for file in (ROOT / "pages").glob("*.py")}
    assert files == PAGES.keys() - {"/"} | {"/home"}


def test_the_first_visitor_of_a_fresh_server_may_go_straight_to_a_page(browser, tmp_path):
    path = "/learning-rate"
    with app_server(tmp_path / "log.txt") as address:
        page, errors = browser.new_page(), []
        page.on("console", lambda message: errors.append(message.text))
        page.goto(f"{address}{path}?learning_rate=0.02")
        expect(page.get_by_test_id(PAGES[path])).to_be_visible()
        expect(page.get_by_role("link", name="Home")).to_be_visible()
        assert page.get_by_role("dialog").count() == 0
        assert not any("does not seem to exist" in error for error in errors)
        page.close()
