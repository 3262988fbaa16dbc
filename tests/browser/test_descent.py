"""The one-weight descent in a real browser: it plays, scrubs, and writes out its arithmetic."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def player(page: Page) -> Locator:
    return page.get_by_test_id("descent-player")


def to_start(page: Page) -> None:
    page.get_by_role("button", name="To start", exact=True).click()
    expect(player(page)).to_have_attribute("data-step", "0")


def test_it_plays_by_itself_to_the_last_step(visit):
    page = visit("/gradient-descent?steps=2", reduced_motion="no-preference")
    expect(player(page)).to_have_attribute("data-steps", "2")
    expect(player(page)).to_have_attribute("data-state", "ended")
    expect(player(page)).to_have_attribute("data-step", "2")


def takes_first_step(page: Page, line: str) -> None:
    """The film that has just opened at its end begins with this step."""
    expect(player(page)).to_have_attribute("data-step", "20")
    to_start(page)
    expect(player(page)).to_contain_text(line)


def test_the_arithmetic_of_the_first_step(visit):
    page = visit("/gradient-descent?x=-2")
    takes_first_step(page, "w₁ = 5 − 0.1 × 32 = 1.8")
    page.get_by_role("button", name="Walk in step by step", exact=True).click()
    takes_first_step(page, "w₁ = 5 − 0.1 × 8 = 4.2")
    for optimizer, line in {
        "Adam": "w₁ = w₀ − η·d = 5 − 0.1 × 1 = 4.9",
        "Adagrad": "w₁ = w₀ − η·d = 5 − 0.1 × 1 = 4.9",
        "RMSprop": "w₁ = w₀ − η·d = 5 − 0.1 × 10 = 4",
        "SGD": "w₁ = 5 − 0.1 × 8 = 4.2",
    }.items():
        page.get_by_role("combobox", name="Optimizer").click()
        page.get_by_role("option", name=optimizer, exact=True).click()
        takes_first_step(page, line)
    page.get_by_text("Loss with ½", exact=True).click()
    takes_first_step(page, "w₁ = 5 − 0.1 × 16 = 3.4")


def test_the_keyboard_walks_through_the_steps(visit):
    page = visit("/gradient-descent")
    to_start(page)
    for step, line in enumerate(["w₂ = 4.2 − 0.1 × 4.8 = 3.72", "w₃ = 3.72"], start=1):
        page.keyboard.press("ArrowRight")
        expect(player(page)).to_have_attribute("data-step", str(step))
        expect(player(page)).to_contain_text(line)
    page.keyboard.press("End")
    expect(player(page)).to_have_attribute("data-step", "20")
    page.keyboard.press("Home")
    expect(player(page)).to_have_attribute("data-step", "0")


def test_what_is_bold_is_where_one_stands(visit):
    page = visit("/gradient-descent")
    to_start(page)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(player(page)).to_have_attribute("data-step", "3")
    bold = "elements => elements.filter(e => +getComputedStyle(e).fontWeight >= 600)"
    texts = (
        player(page)
        .locator(".descent-sum *")
        .evaluate_all(f"elements => ({bold})(elements).map(e => e.textContent)")
    )
    assert texts == ["w₃ = 3.432", "6.864", "0.37325", "1.728"]
    expect(player(page)).to_contain_text("after step 3 of 20")
    expect(player(page)).not_to_contain_text("Step 4")


def test_one_perfect_step_is_of_the_visitor_s_own_example(visit):
    page = visit("/gradient-descent?x=3&half=0&optimizer=adam")
    perfect = "The perfect learning rate of plain gradient descent is η = 1/(2x²) = 0.05556"
    expect(page.get_by_text(perfect)).to_be_visible()
    page.get_by_role("button", name="One perfect step", exact=True).click()
    expect(page.get_by_text("Lands in one step.")).to_be_visible()
    page.wait_for_function("location.search.includes('x=3&') && location.search.includes('half=0')")


def test_try_this_changes_scene_words_and_address(visit):
    page = visit("/gradient-descent?optimizer=adam&steps=5")
    expect(player(page)).to_have_attribute("data-steps", "5")
    for label, rate, words, steps in [
        ("One perfect step", "0.25", "Lands in one step.", "5"),  # the visitor's own example
        ("Back and forth for ever", "0.5", "Bounces for ever.", "20"),
        ("Blow up", "0.55", "Diverges.", "20"),
        ("Too timid", "0.005", "Walks in.", "20"),
        ("Walk in step by step", "0.1", "Walks in.", "20"),
    ]:
        page.get_by_role("button", name=label, exact=True).click()
        page.wait_for_function(
            """rate => {
                const query = new URLSearchParams(location.search);
                return query.get('optimizer') === 'sgd' && query.get('learning_rate') === rate;
            }""",
            arg=rate,
        )
        expect(page.get_by_text(words)).to_be_visible()
        expect(player(page)).to_have_attribute("data-steps", steps)


def test_a_loss_that_overflows_is_told(visit):
    page = visit("/gradient-descent?learning_rate=10&steps=200")
    expect(page.get_by_text("Diverges.")).to_be_visible()
    expect(player(page)).to_contain_text("diverged")
