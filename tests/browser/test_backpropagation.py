"""Backpropagation in a real browser: every step, every number that is asked for, and the link."""

from __future__ import annotations

import re

import pytest
import torch
from app_pages import ROOT
from instances import in_our_order, textbook
from playwright.sync_api import Locator, Page, expect

from nnviz.core.data import load, split
from nnviz.core.networks import MLP
from nnviz.study.backpropagation import some_rows

PATH = "/backpropagation"


def player(page: Page) -> Locator:
    return page.get_by_test_id("backprop-player")


def result(page: Page) -> float:
    return float(player(page).locator(".backprop-result").inner_text().replace("−", "-"))


def go_to(page: Page, step: str) -> None:
    """To a step by its button on the rail."""
    button = player(page).locator(".rail").get_by_role("button", name=step, exact=True)
    button.click()
    expect(button).to_have_attribute("aria-current", "step")


@pytest.fixture(scope="module")
def by_torch() -> dict[str, float]:
    """What nn.Sequential and torch.optim.SGD make of what the page opens with."""
    parts, network = split(load("penguins")), MLP((4, 3, 3), "tanh")
    rows = some_rows(parts.train_y, 2, 0)
    x, y = torch.from_numpy(parts.train_x[rows]).double(), torch.from_numpy(parts.train_y[rows])
    modules = textbook(network, network.init(0).double())
    loss = torch.nn.functional.cross_entropy(modules(x), y)
    loss.backward()
    dW2 = network.views(in_our_order(network, modules))[1].W
    torch.optim.SGD(modules.parameters(), lr=0.5).step()
    after = torch.nn.functional.cross_entropy(modules(x), y)
    return {
        "loss": loss.item(),
        "dW2": dW2[0, 0].item(),
        "last": dW2[2, 2].item(),
        "after": after.item(),
    }


def test_next_and_back_walk_through_the_steps_to_a_lower_loss(visit, by_torch):
    page = visit(PATH)
    expect(player(page)).to_have_attribute("data-step", "0")
    kinds = [
        "batch", "sum", "activation", "sum", "softmax", "loss", "delta_last", "weights", "biases",
        "blame", "delta", "weights", "biases", "update", "update", "again",
    ]  # fmt: skip
    for index, kind in enumerate(kinds):
        expect(player(page)).to_have_attribute("data-step", str(index))
        expect(player(page)).to_have_attribute("data-kind", kind)
        page.get_by_role("button", name="Forward one", exact=True).click()
    expect(player(page)).to_contain_text(re.compile("the loss has fallen from"))
    after = re.compile(f"^{by_torch['after']:.3f}".replace(".", r"\."))
    expect(player(page).locator(".backprop-result")).to_have_text(after)
    page.get_by_role("button", name="Back one", exact=True).click()
    page.keyboard.press("ArrowLeft")
    expect(player(page)).to_have_attribute("data-kind", "update")
    page.keyboard.press("Home")
    expect(player(page)).to_have_attribute("data-step", "0")
    steps = player(page).locator(".rail-step")
    steps.nth(1).hover()
    page.mouse.down()
    steps.nth(10).hover()
    expect(player(page)).to_have_attribute("data-kind", "delta")
    page.mouse.up()


def test_a_gradient_on_the_screen_is_torchs_and_says_who_agrees(visit, by_torch):
    page = visit(PATH)
    go_to(page, "∂L/∂W₂")
    expect(player(page)).to_contain_text("∂L/∂W₂ = a₁ᵀ δ₂")
    assert result(page) == pytest.approx(by_torch["dW2"], rel=1e-3)
    expect(player(page)).to_contain_text("The same number, computed in other ways:")
    rows = player(page).locator(".check-row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(
        re.compile(r"autograd.*agrees to (1[3-5] digits|the last digit)")
    )
    expect(rows.nth(2)).to_contain_text(
        re.compile(r"finite difference.*agrees to (8|9|1\d) digits")
    )
    page.keyboard.press("ArrowUp")  # from the first entry round to the last
    expect(player(page)).to_have_attribute("data-entry", "dW2 2 2")
    assert result(page) == pytest.approx(by_torch["last"], rel=1e-3)
    expect(player(page)).to_contain_text("∂L/∂W₂[h3, Chinstrap] =")


def test_a_click_on_a_number_tells_how_it_comes_about_and_the_link_has_it(visit):
    page = visit(PATH)
    go_to(page, "∂L/∂b₁")
    canvas = player(page).locator(".backprop-equation")
    for x in range(400, 200, -30):  # from the right until the second number of the result is met
        canvas.click(position={"x": x, "y": 60})
        page.evaluate("() => new Promise(requestAnimationFrame)")
        if player(page).get_attribute("data-entry") == "db1 0 1":
            break
    expect(player(page)).to_have_attribute("data-entry", "db1 0 1")
    page.wait_for_function("location.search.includes('film=step:12.3')")
    told = player(page).locator(".backprop-numbers").inner_text()
    again = visit(page.url.removeprefix(page.url.split("/backpropagation")[0]))
    expect(player(again)).to_have_attribute("data-entry", "db1 0 1")
    assert player(again).locator(".backprop-numbers").inner_text() == told


def test_our_own_lines_stand_beside_the_step_they_make(visit):
    page = visit(f"{PATH}?activation=sigmoid&layers=2")
    lit = player(page).locator(".line-lit")
    for step, lines in {
        "δ₁": [
            "self.rooms[k - 1].delta.mul_(f.slope(*neurons[k - 1]))",
            "slope=lambda z, a: a * (1 - a)",
        ],
        "∂L/∂W₂": ["self.gradients[k]()", "return product(a1.mT, delta, out)"],
        "∂L/∂W₁": ["self.gradients[self.frozen]()", "return product(a1.mT, delta, out)"],
    }.items():
        go_to(page, step)
        expect(lit).to_have_count(len(lines))
        shown = [text.strip() for text in lit.all_inner_texts()]
        assert all(map(str.startswith, shown, lines)), shown
    source = (ROOT / "nnviz/core/passes.py").read_text()
    for line in player(page).locator(".lines").first.inner_text().strip().splitlines():
        assert line.strip() in source


def test_it_plays_entry_by_entry_and_space_holds_it(visit):
    page = visit(PATH, reduced_motion="no-preference")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(player(page)).to_have_attribute("data-state", "playing")
    expect(player(page)).to_have_attribute("data-entry", re.compile("z1 (0 [12]|1 [012])"))
    player(page).press("Space")
    expect(player(page)).to_have_attribute("data-state", "paused")


def test_before_the_first_number_it_says_what_will_stand_there_and_nothing_moves(visit):
    page = visit(PATH)
    below = page.get_by_role("heading", name="Why depth is hard")
    nothing_yet = player(page).get_by_text("Nothing has been computed yet.")
    expect(nothing_yet).to_be_visible()
    expect(player(page).locator(".line-lit").first).to_contain_text("beside_ones(x)")
    before = below.bounding_box()["y"]
    page.get_by_role("button", name="Forward one", exact=True).click()
    expect(nothing_yet).to_be_hidden()
    expect(player(page)).to_contain_text("The same number, computed in another way:")
    assert below.bounding_box()["y"] == before


def test_the_steps_are_one_stop_of_the_tab_key_and_the_arrows_lead_on(visit):
    page = visit(PATH)
    steps = player(page).get_by_role("toolbar", name="Steps").get_by_role("button")
    before = page.get_by_role("button", name="Picture", exact=True)
    before.focus()
    page.keyboard.press("Tab")
    expect(steps.first).to_be_focused()
    for key, step in (("Right", 1), ("Right", 2), ("Left", 1)):
        page.keyboard.press(f"Arrow{key}")
        expect(player(page)).to_have_attribute("data-step", str(step))
        expect(steps.nth(step)).to_be_focused()
    for key, step in (("End", 15), ("Home", 0)):
        page.keyboard.press(key)
        expect(player(page)).to_have_attribute("data-step", str(step))
        expect(steps.nth(step)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(before).to_be_focused()
    page.keyboard.press("Tab")
    expect(steps.first).to_be_focused()
    page.keyboard.press("Tab")
    assert player(page).locator(".rail-step:focus").count() == 0
