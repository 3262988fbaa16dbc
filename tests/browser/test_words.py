"""A term's card: by pointer, by key and by touch, in prose and in the films, on any screen."""

from __future__ import annotations

import pytest
from looks import TELEPHONE, assert_no_barriers, wait_until_calm
from playwright.sync_api import Locator, Page, expect

from nnviz.core.glossary import GLOSSARY

PAGE = "/gradient-descent?learning_rate=0.2"
RATE = GLOSSARY["learning-rate"]


def ready(page: Page) -> Page:
    """Once the page listens for whoever points at a term."""
    page.locator(".term-card").wait_for(state="attached")
    return page


def card(page: Page) -> Locator:
    return page.locator(".term-card")


def rate(page: Page) -> Locator:
    """The learning rate in the page's first sentence."""
    return page.get_by_test_id("stMain").get_by_role("link", name="learning rate η").first


def assert_within_the_window(page: Page) -> None:
    box, window = card(page).bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]


def test_pointing_at_a_term_opens_its_card_with_the_number_that_stands_here(visit):
    page = ready(visit(PAGE, again=True))
    rate(page).hover()
    expect(card(page)).to_be_visible()
    expect(card(page).locator(".term-says")).to_have_text(RATE.says)
    expect(card(page).locator(".term-here")).to_have_text("Here: 0.2")
    assert_within_the_window(page)
    card(page).get_by_role("link", name="More: Learning rate").hover()  # the card can be pointed at
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    rate(page).hover()
    expect(card(page)).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    expect(card(page)).to_be_hidden()


def test_the_focus_opens_the_card_and_enter_leads_into_it(visit):
    page = ready(visit(PAGE, again=True))
    page.get_by_test_id("stMain").get_by_role("link", name="weight").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(rate(page)).to_be_focused()
    expect(card(page)).to_be_visible()
    expect(rate(page)).to_have_accessible_description(RATE.says)
    assert_no_barriers(page)
    page.keyboard.press("Enter")
    expect(card(page).get_by_role("link", name="More: Learning rate")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(rate(page)).to_be_focused()


def test_the_card_leads_to_the_page_that_explains_the_term_within_the_visit(visit):
    page = ready(visit(PAGE))
    page.evaluate("window.stillHere = true")
    rate(page).click()
    card(page).get_by_role("link", name="More: Learning rate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Which learning rate is the right one?"
    )
    expect(card(page)).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("one step of gradient descent")
    expect(page.get_by_label("η, exactly")).to_have_value("0.2")
    rate(page).click()
    card(page).get_by_role("link", name="All words").click()
    expect(page.locator(".st-key-asked")).to_contain_text(RATE.says)
    page.locator(".st-key-asked").get_by_role("link", name=RATE.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Which learning rate is the right one?"
    )
    assert page.evaluate("window.stillHere")  # none of this loaded the app anew


def test_a_tap_opens_the_card_and_a_tap_elsewhere_closes_it(visit):
    page = ready(visit(PAGE, viewport=TELEPHONE, has_touch=True))
    terms = page.get_by_test_id("stMain").locator('p a[href^="words?term="]')
    assert terms.count() >= 4
    for term in terms.all()[:4]:
        term.tap()
        expect(card(page)).to_be_visible()
        assert_within_the_window(page)
        page.get_by_role("heading", level=1).tap()
        expect(card(page)).to_be_hidden()
    assert "/gradient-descent" in page.url


@pytest.mark.parametrize(
    ("path", "term", "key"),
    [
        ("/gradient-descent", "Gradient", "gradient"),
        ("/gradient-descent", "loss L", "loss"),  # the name of an axis, on a canvas
        ("/optimizers", "corrected m̂", "corrected-momentum"),
        ("/learning-rate", "η", "learning-rate"),
        ("/learning-rate", "guessing", "guessing"),
        ("/train", "input", "input"),  # a heading of the diagram
        ("/train", "accuracy", "accuracy"),
        ("/train", "decision map", "decision-map"),
        ("/train", "map", "decision-map"),  # in a hint
    ],
)
def test_the_terms_of_the_films_open_it_too(visit, path, term, key):
    page = ready(visit(path, again=True))
    film = page.locator("section.player").first
    wait_until_calm(page)
    film.get_by_role("link", name=term, exact=True).first.hover()
    expect(card(page).locator(".term-name")).to_have_text(GLOSSARY[key].name)
    assert_within_the_window(page)


def test_the_card_follows_pointer_and_focus_from_term_to_term_within_a_film(visit):
    page = ready(visit("/train", again=True))
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    wait_until_calm(page)
    film = page.get_by_test_id("network-player")
    for name in ("input", "output", "train loss", "test loss"):
        place = film.get_by_role("link", name=name, exact=True).first.bounding_box()
        page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=12)
        expect(card(page).locator(".term-name")).to_have_text(GLOSSARY[name.replace(" ", "-")].name)
        expect(card(page)).to_be_visible()
    page.mouse.move(0, 0, steps=12)
    expect(card(page)).to_be_hidden()
    film.get_by_role("link", name="train loss", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card(page).locator(".term-name")).to_have_text(GLOSSARY["train-loss"].name)
    page.keyboard.press("Tab")
    expect(card(page).locator(".term-name")).not_to_have_text(GLOSSARY["train-loss"].name)


def test_the_card_of_a_curve_says_its_value_at_the_epoch_shown(visit):
    page = ready(visit("/train", again=True))
    film = page.get_by_test_id("network-player")
    expect(film.locator(".number-train_loss")).not_to_be_empty()
    wait_until_calm(page)
    film.get_by_role("link", name="train loss").hover()
    value = film.locator(".number-train_loss").inner_text()
    expect(card(page).locator(".term-here")).to_have_text(f"Here: {value}")
    film.get_by_role("link", name="nats").first.hover()
    expect(card(page).locator(".term-name")).to_have_text(GLOSSARY["nat"].name)
    expect(card(page).locator(".term-here")).to_be_hidden()


def test_a_control_that_is_a_term_explains_itself_and_still_works(visit):
    page = ready(visit("/train", again=True))
    tab = page.get_by_role("tab", name="Weights")
    tab.hover()
    expect(card(page).locator(".term-says")).to_have_text(GLOSSARY["weight-matrix"].says)
    tab.click()
    expect(card(page)).to_be_hidden()
    expect(tab).to_have_attribute("aria-selected", "true")


def test_matrices_ribbon_and_axes_explain_themselves(visit):
    page = ready(visit("/train", again=True))
    film = page.get_by_test_id("network-player")
    expect(film.locator(".number-train_loss")).not_to_be_empty()
    wait_until_calm(page)
    page.get_by_role("tab", name="Weights").click()
    for spot, key in [
        (film.locator(".matrices-panel").get_by_label("weight matrix").first, "weight-matrix"),
        (film.locator(".matrices-panel").get_by_label("bias").first, "bias"),
        (film.locator(".ribbon").get_by_role("link", name="epoch"), "epoch"),
        (page.get_by_role("button", name="Logarithmic loss axis"), "logarithmic"),
    ]:
        spot.hover()
        expect(card(page).locator(".term-name")).to_have_text(GLOSSARY[key].name)
        page.keyboard.press("Escape")  # else it would lie over the next one
    page.get_by_role("tab", name="Decision map").click()


def test_a_control_that_is_a_term_explains_itself_to_a_finger_that_is_held(visit):
    page = ready(visit("/train", viewport=TELEPHONE, has_touch=True))
    tab = page.get_by_role("tab", name="Weights")
    tab.scroll_into_view_if_needed()
    wait_until_calm(page)
    box = tab.bounding_box()
    finger = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    screen = page.context.new_cdp_session(page)
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(card(page).locator(".term-says")).to_have_text(GLOSSARY["weight-matrix"].says)
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(card(page)).to_be_visible()
    expect(tab).to_have_attribute("aria-selected", "false")
    tab.tap()
    expect(card(page)).to_be_hidden()
    expect(tab).to_have_attribute("aria-selected", "true")


def test_a_word_is_found_while_it_is_typed(visit):
    page = ready(visit("/words"))
    page.get_by_label("Find a word").press_sequentially("softm")
    found = page.locator("[class*=st-key-listed-] p")
    expect(found).to_have_count(2)
    expect(found.last).to_contain_text("softmax")
