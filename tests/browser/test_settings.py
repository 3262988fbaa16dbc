"""What stands beside the settings of every page: scenes, the way back, defaults, refusals."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from nnviz.core.bounds import LEARNING_RATE

WITH_CONTROLS = {
    "/train": "Epochs",
    "/learning-rate": "Epochs",
    "/batches": "Epochs",
    "/gradient-descent": "η, exactly",
    "/optimizers": "Steps",
    "/optimizers?view=dataset": "Epochs",
    "/optimizers?view=plane": "Epochs",
    "/optimizers?view=lottery": "Epochs",
}


def says(page: Page, **query: str) -> None:
    """The address says so, sooner or later."""
    for name, value in query.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(quote(value))}(&|$)"))


def is_there(page: Page) -> None:
    """What a page has in the browser beside its films has been loaded: it completes the address."""
    expect(page).to_have_url(re.compile(r"(&.*){4}"))


def words_beside(box: Locator) -> str:
    """What stands under a number box, beside which it is drawn by the style sheet."""
    return box.evaluate(
        """box => {
            const style = getComputedStyle(box.closest('[data-testid=stNumberInput]'), '::after');
            return style.display === 'block' ? style.content : '';
        }"""
    )


@pytest.mark.parametrize(("path", "label"), WITH_CONTROLS.items())
def test_a_number_that_is_refused_is_answered_beside_its_box(visit, path, label):
    page = visit(path)
    is_there(page)
    box = page.get_by_label(label, exact=True)
    before = box.input_value()
    assert words_beside(box) == ""
    box.fill("99999")
    box.press("Enter")
    low, high = (box.get_attribute(name) for name in ("min", "max"))
    kind = "numbers" if "." in low else "whole numbers"
    assert f"Not 99999: {kind} from " in words_beside(box)
    assert f"to {float(high):g}." in words_beside(box)
    box.fill(before)
    box.press("Enter")
    assert words_beside(box) == ""


@pytest.mark.parametrize(
    ("path", "default"),
    [
        ("/train?hidden=5&epochs=7&seed=3", {"hidden": "10,10", "epochs": "100", "trained": ""}),
        ("/learning-rate?hidden=5&epochs=7", {"hidden": "10,10", "epochs": "100", "swept": "100"}),
        ("/batches?hidden=5&epochs=7", {"hidden": "10,10", "epochs": "100", "compared": "1"}),
        ("/gradient-descent?x=3&optimizer=adam", {"x": "2", "optimizer": "sgd"}),
        ("/optimizers?landscape=bowl&race_steps=7", {"landscape": "ravine", "race_steps": "200"}),
        ("/optimizers?view=dataset&epochs=7", {"epochs": "100", "raced": "1", "view": "dataset"}),
    ],
)
def test_reset_puts_every_control_back_and_there_is_a_way_back(visit, path, default):
    page = visit(path)
    own = dict(part.split("=") for part in path.split("?")[1].split("&"))
    says(page, **own)
    page.get_by_role("button", name="Reset to defaults").click()
    says(page, **default)
    page.get_by_role("button", name="Back to mine").click()
    says(page, **own)
    expect(page.get_by_text("Your settings were replaced")).to_have_count(0)


def test_a_scene_keeps_its_heading_says_what_it_replaced_and_trains_at_once(visit):
    page = visit("/train?hidden=5&epochs=20")
    heading = page.get_by_role("heading", name="Try this")
    expect(heading).to_be_visible()
    page.get_by_role("button", name="Blow up").click()
    expect(page.get_by_text("Diverged at epoch")).to_be_visible()
    expect(heading).to_be_visible()
    notice = page.get_by_text("Your settings were replaced")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="No hidden layer").click()
    says(page, hidden="", trained="100")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Back to mine").click()
    says(page, hidden="5", epochs="20", trained="20")
    expect(notice).to_have_count(0)


def test_a_scene_that_replaces_nothing_of_one_s_own_says_nothing(visit):
    page = visit("/gradient-descent")
    page.get_by_role("button", name="Blow up").click()
    says(page, learning_rate="0.55")
    page.get_by_role("button", name="Too timid").click()
    says(page, learning_rate="0.005")
    expect(page.get_by_text("Your settings were replaced")).to_have_count(0)
    page.get_by_label("η, exactly", exact=True).fill("0.3")
    page.get_by_role("button", name="Blow up").click()
    says(page, learning_rate="0.55")
    expect(page.get_by_text("Your settings were replaced")).to_be_visible()


def test_the_bounds_of_a_rate_are_written_out(visit):
    page = visit("/gradient-descent")
    is_there(page)
    box = page.get_by_label("η, exactly", exact=True)
    box.fill("11")
    assert f"Not 11: numbers from 0.00001 to {LEARNING_RATE.high:g}." in words_beside(box)
