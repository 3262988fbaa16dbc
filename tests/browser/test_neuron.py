"""The page about the neuron in a real browser: pulled, pointed at, dragged, learned."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from nnviz.terrain.one_neuron import SCENES, OneNeuron
from nnviz.terrain.plane import PLANES

NEURON, LINE = "neuron", "line"


def film(page: Page, name: str) -> Locator:
    return page.get_by_test_id(name)


def pull(page: Page, name: str, value: float) -> None:
    """Move a slider as its arrow keys would, in one go."""
    page.get_by_role("slider", name=name, exact=True).fill(str(value))


def address_has(page: Page, *parts: str) -> None:
    """Until the address says this of what the films show."""
    page.wait_for_function(
        "parts => parts.every(part => location.search.split(/[=;&]/).includes(part))",
        arg=list(parts),
    )


def test_sliders_move_every_number_and_both_neurons(visit):
    page = visit("/neuron")
    neuron = film(page, NEURON)
    expect(neuron).to_contain_text("= 0.8 × 1.5 + 0.5 × (−1) − 0.2")
    expect(neuron).to_have_attribute("data-fires", "true")
    pull(page, "Weight w₂", 2.5)
    expect(neuron).to_contain_text("= 1.2 − 2.5 − 0.2 = −1.5")
    expect(neuron).to_have_attribute("data-fires", "false")
    expect(neuron.locator(".drawing .axon.fires, .drawing .fires > .axon")).to_have_count(0)
    found = OneNeuron((1.5, -1.0), (0.8, 2.5), -0.2, "tanh")
    page.get_by_role("radio", name="tanh").check()
    expect(neuron).to_contain_text(f"tanh z = {found.a:.4f}".replace("-", "−"))
    page.get_by_role("button", name="3 inputs", exact=True).click()
    expect(page.get_by_role("slider", name="Input x₃", exact=True)).to_be_visible()
    expect(neuron.locator(".bulb")).to_have_count(3)
    address_has(page, "xw:1.5,-1,1,0.8,2.5,1", "f:tanh")


def test_what_does_the_same_job_lights_up_in_both(visit):
    page = visit("/neuron")
    neuron = film(page, NEURON)
    lit = neuron.locator(".drawing .part.is-lit")
    neuron.locator(".drawing .branch").first.hover()
    expect(neuron).to_have_attribute("data-lit", "input")
    expect(lit).to_have_count(4)  # the part and its name, in either drawing
    page.mouse.move(0, 0)
    expect(lit).to_have_count(0)
    page.get_by_role("button", name="synapse ↔ weight").focus()
    expect(neuron).to_have_attribute("data-lit", "weight")
    expect(neuron).to_contain_text("learning makes weights larger or smaller")
    page.keyboard.press("Enter")
    page.get_by_role("slider", name="Bias b", exact=True).focus()
    expect(neuron).to_have_attribute("data-lit", "weight")
    address_has(page, "part:weight")


def test_try_this_begins_anew_and_the_link_has_both_films(visit):
    page = visit("/neuron")
    neuron, line = film(page, NEURON), film(page, LINE)
    formula = line.locator(".score-hand .score-formulas")
    expect(formula).not_to_be_empty()
    opening = formula.inner_text()
    line.locator(".line-end").first.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(formula).not_to_have_text(opening)
    mine = formula.inner_text()
    pull(page, "Bias b", 3)
    address_has(page, "b:3")
    for key in ("both", "flat", "both"):
        scene = SCENES[key]
        page.get_by_role("button", name=scene.label, exact=True).click()
        expect(neuron).to_have_attribute("data-z", str(scene.neuron.z).removesuffix(".0"))
        pull(page, "Input x₁", 0.3)
    page.wait_for_function("location.search.includes('scene=both')")
    address_has(page, "xw:0.3,0,1,1")
    other = visit(page.url.removeprefix(page.evaluate("location.origin")))
    expect(film(other, NEURON)).to_contain_text("= 1 × 0.3 + 1 × 0 − 1.5")
    expect(film(other, LINE)).to_contain_text(mine)


def test_a_line_is_dragged_and_moved_by_the_keys(visit):
    page = visit("/neuron")
    line = film(page, LINE)
    first, second = (
        line.get_by_role("button", name=f"The {name} end") for name in ("first", "second")
    )
    opening = int(line.get_attribute("data-right"))
    first.scroll_into_view_if_needed()
    box = line.locator(".plane-canvas").bounding_box()
    # Gentoo lie below a line that rises to the right: yes is on the left of who walks down it.
    for end, (across, down) in ((first, (0.95, 0.12)), (second, (0.1, 0.9))):
        here = end.bounding_box()
        page.mouse.move(here["x"] + 12, here["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=4)
        page.mouse.up()
    expect(line).not_to_have_attribute("data-right", str(opening))
    right = int(line.get_attribute("data-right"))
    assert right > 250
    expect(line).to_contain_text(f"{right} of 274 right")
    page.get_by_role("button", name="Swap sides").click()
    expect(line).to_have_attribute("data-right", str(274 - right))
    expect(line).to_contain_text(f"your best so far: {right} right")
    said = second.get_attribute("aria-label")
    second.focus()
    page.keyboard.press("ArrowRight")
    expect(second).not_to_have_attribute("aria-label", said)
    expect(line).to_have_attribute("data-step", "0")
    page.get_by_role("button", name="Start over").click()
    expect(line).to_have_attribute("data-right", str(opening))


def test_gradient_descent_does_it_with_one_click(visit):
    page = visit("/neuron", reduced_motion="no-preference")
    line = film(page, LINE)
    page.get_by_role("combobox", name="Speed").select_option("8")
    page.get_by_role("button", name="Let gradient descent do it").click()
    expect(line).to_have_attribute("data-shows", "training")
    expect(line).to_have_attribute("data-state", "ended")
    expect(line).to_have_attribute("data-step", str(PLANES["penguins"].steps))
    expect(line).to_contain_text("273 of 274 right (99.6 %)".replace(" %", "\u00a0%"))
    page.keyboard.press("Home")
    expect(line).to_contain_text("before step 1 of 60")


def test_xor_takes_two_layers(visit):
    page = visit("/neuron?plane=xor")
    line = film(page, LINE)
    page.get_by_role("button", name="Let gradient descent do it").click()
    expect(line).to_have_attribute("data-step", "60")
    expect(line).to_contain_text("loss 0.693")
    page.get_by_test_id("stButtonGroup").get_by_text("XOR, two layers").click()
    expect(line).to_have_attribute("data-steps", "100")
    page.get_by_role("button", name="Let gradient descent do it").click()
    expect(line.locator(".score-training")).to_contain_text("4 of 4 right")


def test_two_lines_are_dragged_and_moved_by_the_keys_until_xor_is_divided(visit):
    page = visit("/neuron?plane=xor-layers")
    line = film(page, LINE)
    expect(line).to_have_attribute("data-right", "2")

    def end(which: str, number: int) -> Locator:
        return line.get_by_role("button", name=f"The {which} end of line {number}")

    end("first", 1).scroll_into_view_if_needed()
    for which, (across, down) in (("first", (0.1, 0.45)), ("second", (0.45, 0.85))):
        here, box = end(which, 1).bounding_box(), line.locator(".plane-canvas").bounding_box()
        page.mouse.move(here["x"] + 12, here["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=4)
        page.mouse.up()
    expect(line).to_have_attribute("data-right", "3")
    end("first", 2).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(f"Shift+{key}")
    end("second", 2).focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(f"Shift+{key}")
    expect(line).to_have_attribute("data-right", "4")
    expect(line.get_by_role("status").first).to_have_text("4 of 4 right (100\u00a0%)")
    expect(line.get_by_role("img")).to_have_attribute(
        "aria-label", re.compile("Your lines: 4 of 4 right")
    )
    page.wait_for_function("location.search.includes('line:')")
    other = visit(page.url.removeprefix(page.evaluate("location.origin")))
    expect(film(other, LINE)).to_have_attribute("data-right", "4")
    page.get_by_role("button", name="Turn arrow 2").click()
    expect(line).not_to_have_attribute("data-right", "4")
