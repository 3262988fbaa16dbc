"""The one-weight descent in a real browser: it plays, scrubs, and writes out its arithmetic."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect


def player(page: Page) -> Locator:
    return page.get_by_test_id("descent-player")


def to_start(page: Page) -> None:
    page.get_by_role("button", name="To start", exact=True).click()
    expect(player(page)).to_have_attribute("data-step", "0")


def test_it_plays_by_itself_to_the_last_step(visit):
    page = visit("/gradient-descent?steps=2")
    expect(player(page)).to_have_attribute("data-steps", "2")
    expect(player(page)).to_have_attribute("data-state", "ended")
    expect(player(page)).to_have_attribute("data-step", "2")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("", "w₁ = 5 − 0.1 × 8 = 4.2"),
        ("half=0", "w₁ = 5 − 0.1 × 16 = 3.4"),
        ("optimizer=adam", "w₁ = 5 − 0.1 × 1 = 4.9"),
        ("optimizer=adagrad", "w₁ = 5 − 0.1 × 1 = 4.9"),
        ("optimizer=rmsprop", "w₁ = 5 − 0.1 × 10 = 4"),
        ("x=-2", "w₁ = 5 − 0.1 × 32 = 1.8"),
    ],
)
def test_the_arithmetic_of_the_first_step(visit, query, line):
    page = visit(f"/gradient-descent?{query}", reduced_motion="reduce")
    to_start(page)
    expect(player(page)).to_contain_text(line)


def test_the_keyboard_walks_through_the_steps(visit):
    page = visit("/gradient-descent", reduced_motion="reduce")
    to_start(page)
    for step, line in enumerate(["w₂ = 4.2 − 0.1 × 4.8 = 3.72", "w₃ = 3.72"], start=1):
        page.keyboard.press("ArrowRight")
        expect(player(page)).to_have_attribute("data-step", str(step))
        expect(player(page)).to_contain_text(line)
    page.keyboard.press("End")
    expect(player(page)).to_have_attribute("data-step", "20")
    page.keyboard.press("Home")
    expect(player(page)).to_have_attribute("data-step", "0")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("One perfect step", "Lands in one step."),
        ("Back and forth for ever", "Bounces for ever."),
        ("Blow up", "Diverges."),
        ("Too timid", "Walks in."),
        ("The article's example", "Walks in."),
    ],
)
def test_try_this_changes_scene_words_and_address(visit, label, words):
    page = visit("/gradient-descent?optimizer=adam&steps=5", reduced_motion="reduce")
    player(page).wait_for()
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_text(words)).to_be_visible()
    expect(player(page)).to_have_attribute("data-steps", "20")
    page.wait_for_function("() => location.search.includes('optimizer=sgd')")


def test_a_loss_that_overflows_is_told(visit):
    page = visit("/gradient-descent?learning_rate=10&steps=200", reduced_motion="reduce")
    expect(page.get_by_text("Diverges.")).to_be_visible()
    expect(player(page)).to_contain_text("diverged")
