"""The address in a real browser: Back takes one press per page, any state is a link."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from nnviz.course.stations import COURSE

GROUPS = {station.title: station.group for station in COURSE}

HEADINGS = {
    "Home": "What happens inside",
    "Train a network": "How does a network learn?",
    "Batches": "How many penguins",
    "Optimizers": "Which optimizer",
    "Gradient descent": "What does one step",
}


def go_to(page: Page, name: str) -> None:
    """By the navigation: its groups open when they are pressed."""
    bar = page.get_by_test_id("stHeader")
    if name in GROUPS:
        bar.get_by_text(GROUPS[name], exact=True).click()
        page.get_by_role("menuitem", name=name).click()
    else:
        bar.get_by_role("link", name=name).click()
    stands_on(page, name)


def stands_on(page: Page, name: str) -> None:
    """Wait until a page is there, and its address complete."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(HEADINGS[name])
    if name != "Home":
        page.wait_for_function("() => location.search.includes('optimizer=')")


def says(page: Page, text: str) -> None:
    page.wait_for_function("text => location.search.includes(text)", arg=text)


def seed(page: Page):
    return page.get_by_label("Seed", exact=True)


def entries(page: Page) -> int:
    return page.evaluate("history.length")


def test_back_and_forward_take_one_press_per_page(visit):
    page = visit("/")
    before = entries(page)
    walk = ["Train a network", "Batches", "Optimizers", "Gradient descent"]
    for name in walk:
        go_to(page, name)
    assert entries(page) == before + len(walk)
    for name in [*walk[-2::-1], "Home"]:
        page.go_back()
        stands_on(page, name)
    for name in walk:
        page.go_forward()
        stands_on(page, name)
    assert entries(page) == before + len(walk)


def test_a_link_that_says_little_or_wrong_is_completed_in_its_place(visit):
    page = visit("/train?seed=5&epochs=many")
    before = entries(page)
    says(page, "epochs=100")
    says(page, "seed=5")
    expect(page.get_by_text("epochs = “many”")).to_be_visible()
    assert entries(page) == before


def test_back_undoes_one_change_after_the_other_and_forward_makes_them_again(visit):
    page = visit("/train?seed=1&trained=0")
    says(page, "trained=0")
    before = entries(page)
    for text in ("2", "3", "4"):
        seed(page).fill(text)
        seed(page).press("Enter")
        says(page, f"seed={text}&")
    assert entries(page) == before + 3
    for text in ("3", "2", "1"):
        page.go_back()
        expect(seed(page)).to_have_value(text)
        says(page, f"seed={text}&")
    for text in ("2", "3"):
        page.go_forward()
        expect(seed(page)).to_have_value(text)
    seed(page).fill("9")
    seed(page).press("Enter")
    says(page, "seed=9&")
    page.go_back()
    expect(seed(page)).to_have_value("3")
    assert entries(page) == before + 3


def test_back_takes_a_training_back_and_a_reload_restores_it(visit):
    page = visit("/train?epochs=3&hidden=4&trained=0")
    says(page, "trained=0")
    page.get_by_role("button", name="Train", exact=True).click()
    says(page, "trained=3")
    expect(page.get_by_text("Trained for 3 epochs")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Trained for 3 epochs")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("An untrained network")).to_be_visible()
    says(page, "trained=0")


def test_a_run_that_ends_by_itself_is_no_step_for_back(visit):
    diverging = "optimizer=sgd&learning_rate=10&activation=identity&hidden=10,10,10"
    page = visit(f"/train?{diverging}&trained=0")
    says(page, "trained=0")
    before = entries(page)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text(re.compile("^Diverged at epoch")).first).to_be_visible()
    page.wait_for_function("() => !/trained=(0|100)$/.test(location.search)")
    assert entries(page) == before + 1
    page.go_back()
    expect(page.get_by_text("An untrained network")).to_be_visible()


def test_quick_presses_of_an_arrow_key_reset_nothing(visit):
    page = visit("/gradient-descent")
    says(page, "w0=5")
    slider = page.get_by_role("slider", name="Initial weight w₀")
    slider.focus()
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    says(page, "w0=2.5&")
    rate = page.get_by_role("slider", name="Learning rate η")
    rate.focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    says(page, "learning_rate=10&")
    says(page, "w0=2.5&")


def test_a_minus_sign_and_a_decimal_point_are_typed_as_they_are(visit):
    page = visit("/optimizers?landscape=bowl")
    says(page, "race_start=")
    start = page.get_by_label("Start w₁", exact=True)
    start.press("ControlOrMeta+a")
    start.press_sequentially("-1.5")
    start.press("Enter")
    page.wait_for_function(
        "() => new URLSearchParams(location.search).get('race_start').startsWith('-1.5,')"
    )
