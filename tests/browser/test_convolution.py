"""The film of the filter in Chromium: its numbers are torch's, at any place, with any weights."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from nnviz.core.data import load
from nnviz.core.filters import FILTERS

SVG = "{http://www.w3.org/2000/svg}"
START = "/convolution?film=step:0"


def film(page: Page) -> Locator:
    return page.get_by_test_id("convolution-player")


def numbers(cells: Locator) -> list[float]:
    """The numbers of a grid, from its upper left; what is not known yet is left out."""
    texts = cells.locator(".cell-text").all_inner_texts()
    return [float(text.replace("−", "-")) for text in texts if text]


def result(page: Page, line: str) -> float:
    """What stands at the end of a line of the sum."""
    value = film(page).locator(f"dt:text-is('{line}') + dd .conv-result").inner_text()
    return float(value.strip(" =is").replace("−", "-"))


def picture(digit: int = 7) -> torch.Tensor:
    """The first example of a digit, [1, 1, 8, 8]."""
    digits = load("digits")
    return torch.from_numpy(digits.x[digits.y == digit][:1].reshape(1, 1, 8, 8))


def convolved(x: torch.Tensor, weights: tuple[float, ...], **way: int) -> torch.Tensor:
    kernel = torch.tensor(weights, dtype=torch.float64).reshape(1, 1, 3, 3)
    return torch.nn.functional.conv2d(x, kernel, **way)


def address_has(page: Page, *parts: str) -> None:
    page.wait_for_function(
        "parts => parts.every(part => location.search.split(/[=;&]/).includes(part))",
        arg=list(parts),
    )


@pytest.mark.parametrize(("padding", "stride"), [(0, 1), (1, 2)])
def test_every_number_is_torchs(visit, padding, stride):
    query = f"padding={padding}&stride={stride}&activation=identity&pooling=mean&filter=corner"
    z = convolved(picture(), FILTERS["corner"].weights, padding=padding, stride=stride)
    pooled = torch.nn.functional.avg_pool2d(z, 2)
    page = visit(f"/convolution?{query}&film=step:{z.numel() + pooled.numel()}")
    expect(film(page)).to_have_attribute("data-kind", "pool")
    assert numbers(film(page).locator(".cells-map")) == pytest.approx(z.flatten().tolist())
    shown = numbers(film(page).locator(".cells-pooled"))
    assert shown == pytest.approx(pooled.flatten().tolist(), abs=0.51)
    assert result(page, "Mean") == pytest.approx(pooled[0, 0, -1, -1].item())
    places = z.shape[-1]
    for row, column in ((0, 0), (1, places - 1), (places - 1, 1)):
        film(page).get_by_label("Place", exact=True).fill(str(row * places + column + 1))
        expect(film(page)).to_contain_text(f"row {row + 1}, column {column + 1}")
        products = numbers(film(page).locator(".cells-products"))
        assert len(products) == 9
        assert sum(products) == pytest.approx(z[0, 0, row, column].item())
        assert result(page, "Sum") == pytest.approx(z[0, 0, row, column].item())


def test_it_plays_place_by_place_and_hears_the_keys(visit):
    page = visit(START)
    a = convolved(picture(), FILTERS["edge_across"].weights).relu()
    expect(film(page)).to_contain_text("Before the first place")
    place = film(page).get_by_label("Place", exact=True)
    expect(place).to_have_attribute(
        "aria-valuetext",
        "Before the first place. The window lies on rows 1 to 3, columns 1 to 3 of the picture.",
    )
    assert numbers(film(page).locator(".cells-map")) == []
    for step in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        expect(film(page)).to_have_attribute("data-step", str(step))
        assert numbers(film(page).locator(".cells-map")) == a.flatten()[:step].tolist()
    page.keyboard.press("End")
    expect(film(page)).to_have_attribute("data-state", "ended")
    pooled = torch.nn.functional.max_pool2d(a, 2).flatten().tolist()
    assert numbers(film(page).locator(".cells-pooled")) == pooled
    page.keyboard.press("Home")
    expect(film(page)).to_have_attribute("data-step", "0")
    place.fill("35")
    film(page).get_by_label("Speed").select_option("8")
    film(page).locator(".transport-play").click()
    expect(film(page)).to_have_attribute("data-step", "45")
    expect(film(page)).to_have_attribute("data-state", "ended")


def test_a_cell_of_the_map_shows_its_window_and_a_click_goes_there(visit):
    page = visit(START)
    cells = film(page).locator(".cells-map .cell")
    window = film(page).locator(".frame-window")
    before = window.bounding_box()
    cells.nth(2 * 6 + 3).hover()
    expect(film(page)).to_contain_text("row 3, column 4")
    expect(film(page)).to_contain_text("rows 3 to 5, columns 4 to 6")
    at, corner = window.bounding_box(), film(page).locator(".cells-picture").bounding_box()
    pixel = corner["width"] / 8
    assert at["x"] - before["x"] == pytest.approx(3 * pixel, abs=2)
    assert at["y"] - before["y"] == pytest.approx(2 * pixel, abs=2)
    page.mouse.move(0, 0)
    expect(film(page)).to_contain_text("Before the first place")
    cells.nth(2 * 6 + 3).click()
    expect(film(page)).to_have_attribute("data-step", "16")
    address_has(page, "step:16")


def test_weights_are_typed_dragged_and_moved_by_keys_and_the_link_has_them(visit):
    page = visit("/convolution?activation=identity&film=step:45")
    weight = film(page).get_by_role("spinbutton")
    weights = list(FILTERS["edge_across"].weights)
    weight.nth(4).fill("2,5")
    weight.nth(4).press("Enter")
    weight.nth(0).press("ArrowUp")
    weight.nth(0).press("ArrowUp")
    weight.nth(1).press("Shift+ArrowDown")
    weight.nth(2).fill("no number")
    weight.nth(2).press("Enter")
    expect(weight.nth(2)).to_have_value("−1")
    weight.nth(3).fill("99")
    weight.nth(3).press("Enter")
    expect(weight.nth(3)).to_have_value("9")
    box = weight.nth(8).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 24, steps=3)
    page.mouse.up()
    weights[4], weights[0], weights[1], weights[3], weights[8] = 2.5, 1, -2.1, 9, -0.5
    expect(weight.nth(8)).to_have_value("−0.5")
    expect(film(page)).to_contain_text("Filter: your own")
    address_has(page, "w:1,-2.1,-1,9,2.5,0,1,2,-0.5")
    z = convolved(picture(), tuple(weights))
    shown = numbers(film(page).locator(".cells-map"))
    assert shown == pytest.approx(z.flatten().tolist(), abs=0.51)
    film(page).get_by_label("Place", exact=True).fill("8")
    assert result(page, "Sum") == pytest.approx(z[0, 0, 1, 1].item())
    other = visit(page.url.removeprefix(page.evaluate("location.origin")))
    expect(film(other).get_by_role("spinbutton").nth(8)).to_have_value("−0.5")
    film(other).get_by_role("button", name="Back to its weights").click()
    expect(film(other)).to_contain_text("Filter: edge across")
    other.wait_for_function("!location.search.includes('w:')")


def test_another_filter_comes_with_its_weights_and_the_film_stays_at_its_place(visit):
    page = visit("/convolution?film=step:20")
    film(page).get_by_role("spinbutton").nth(0).press("ArrowUp")
    expect(film(page)).to_contain_text("your own")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Filter").click()
    page.get_by_role("option", name="blur").click()
    expect(film(page)).to_contain_text("Filter: blur")
    expect(film(page).get_by_role("spinbutton").nth(4)).to_have_value("0.25")
    expect(film(page)).to_have_attribute("data-step", "20")
    page.get_by_role("spinbutton", name="Stride").fill("2")
    page.get_by_role("spinbutton", name="Stride").press("Enter")
    expect(film(page).locator(".cells-map .cell")).to_have_count(9)
    expect(film(page)).to_have_attribute("data-step", "5")


def test_a_shift_is_measured(visit):
    page = visit("/convolution?right=1&film=step:45")
    x = picture()
    moved = torch.nn.functional.pad(x, (1, 0))[..., :8]
    before, after = (convolved(one, FILTERS["edge_across"].weights).relu() for one in (x, moved))
    told = film(page).locator(".conv-changes")
    for maps in ((before, after), [torch.nn.functional.max_pool2d(a, 2) for a in (before, after)]):
        here, there = (a.flatten() for a in maps)
        some = (here != 0) | (there != 0)
        same = int(((here == there) & some).sum())
        count = re.escape(str(same)) if same else "none"
        expect(told).to_contain_text(
            re.compile(rf"{int(some.sum())} numbers.* {count} |{count} of {int(some.sum())} ")
        )
    assert torch.equal(after[..., 1:], before[..., :-1])
    expect(told).to_contain_text("all 30 numbers that could move along have")
    pooled = film(page).locator(".cells-pooled")
    assert numbers(pooled) == torch.nn.functional.max_pool2d(after, 2).flatten().tolist()
    expect(pooled.locator(".cell-same:not(:empty)")).to_have_count(2)
    refused = visit("/convolution?film=w:1,2")
    expect(film(refused)).to_contain_text("which is not 9 weights from -9 to 9")


def test_its_picture_has_every_number_and_says_what_is_set(visit):
    page = visit("/convolution?filter=blur&bias=2&film=step:36")
    expect(film(page)).to_have_attribute("data-step", "36")
    film(page).get_by_role("button", name="Picture", exact=True).click()
    with page.expect_download() as download:
        film(page).get_by_role("menuitem", name="SVG").click()
    written = [*ElementTree.fromstring(download.value.path().read_text()).iter(f"{SVG}text")]
    weights = [node for node in written if node.text in ("0.0625", "0.125", "0.25")]
    assert [float(node.text) for node in weights] == list(FILTERS["blur"].weights)
    assert {node.get("text-anchor") for node in weights} == {"middle"}
    assert len(written) > 64 + 9 + 18 + 36
    assert written[-1].text == (
        "nnviz · A 7, example 1 · filter: blur · bias 2 · activation: ReLU · padding 0 · stride 1 "
        "· pooling: max"
    )
