"""The maps of a picture, and what makes each of their numbers, on the screen as torch has them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import torch
from player_spots import neuron_spot, spot
from playwright.sync_api import Locator, Page, expect
from time_machine import card, player, tab

from nnviz.core.data import INK, split
from nnviz.core.trainer import train
from nnviz.study.images import DIGITS, FIRST
from nnviz.ui.images.network import experiment_of, settings_of

EPOCHS = 3
FILTERS, POOLED = 2, 3
"""Layers of neurons: the maps of the second convolution, and what pools them."""
PLACES = 16
"""Numbers in one of its maps, 4 × 4."""
CELL = 3 * PLACES + 5
"""The cell in row 2, column 2 of its map 4."""
CHANNELS, KERNEL = 8, 3


@cache
def known() -> tuple[np.ndarray, list]:
    """The parameters at the end [P], and z and a of every layer for each picture."""
    experiment = experiment_of({**settings_of(FIRST), "epochs": EPOCHS})
    parts = split(DIGITS, features=INK)
    run = train(experiment.network, parts, experiment.training)
    theta = torch.from_numpy(run.params[-1].copy()).double()
    x = torch.from_numpy(parts.standardise(DIGITS.x)).double()
    return theta, experiment.network.neurons(theta, x)


@pytest.fixture
def page(visit) -> Page:
    page = visit(f"/images?epochs={EPOCHS}&trained={EPOCHS}")
    expect(player(page)).to_have_attribute("data-trained", str(EPOCHS))
    expect(player(page)).to_have_attribute("data-epoch", str(EPOCHS))
    return page


def number(text: str) -> float:
    """A number as the film writes it in full."""
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
    return float(text.replace("\u00a0", " ").replace(" × 10", "e").translate(superscripts))


def numbers(grid: Locator) -> list[float]:
    """The numbers of a picture with numbers, in full."""
    titles = grid.locator("td").evaluate_all("cells => cells.map(({ title }) => title)")
    return [number(title) for title in titles]


def test_a_cell_of_a_map_is_the_sum_of_the_products_below_its_filter(page):
    theta, layers = known()
    page.mouse.move(*neuron_spot(page, FILTERS, CELL))
    expect(page.get_by_test_id("pointed")).to_contain_text("b[map 2.4, row 2, column 2] =")
    page.mouse.click(*neuron_spot(page, FILTERS, CELL))
    told = card(page, "Neuron")
    expect(told.locator(".card-title")).to_have_text("map 2.4, row 2, column 2")
    channels = told.locator(".products-channel")
    expect(channels).to_have_count(CHANNELS)
    before = layers[0].a[0].reshape(CHANNELS, 6, 6)
    W, b = FIRST.network.views(theta)[1]
    weights = W.reshape(CHANNELS, KERNEL, KERNEL, -1)[..., 3]
    total = 0.0
    for channel in range(CHANNELS):
        grids = channels.nth(channel).locator(".number-grid")
        read, filtered, products = (np.array(numbers(grids.nth(place))) for place in range(3))
        np.testing.assert_allclose(read, before[channel, 1:4, 1:4].ravel(), atol=1e-5)
        np.testing.assert_allclose(filtered, weights[channel].ravel(), atol=1e-6)
        np.testing.assert_allclose(products, read * filtered, atol=1e-6)
        total += products.sum()
    z = float(layers[1].z[0, CELL])
    assert total + float(b[0, 3]) == pytest.approx(z, abs=1e-4)
    shown = told.locator(".card-sums dd").last.get_attribute("title")
    assert number(shown) == pytest.approx(z, abs=1e-4)


def test_the_name_of_a_map_opens_its_filter_and_its_numbers(page):
    theta, layers = known()
    page.mouse.click(*spot(page, kind="map", layer=FILTERS, index=3))
    told = card(page, "Map")
    expect(told.locator(".card-title")).to_have_text("map 2.4")
    shown = numbers(told.get_by_role("table", name="activations of the map"))
    own = layers[1].a[0, 3 * PLACES : 4 * PLACES]
    np.testing.assert_allclose(shown, own, atol=1e-4)
    filters = told.get_by_role("table", name="weights")
    expect(filters).to_have_count(CHANNELS)
    W, _ = FIRST.network.views(theta)[1]
    np.testing.assert_allclose(numbers(filters.nth(7)), W[7 * 9 :, 3], atol=1e-6)
    page.mouse.click(*spot(page, kind="map", layer=POOLED, index=3))
    expect(told.locator(".card-title")).to_have_text("map 3.4")
    expect(filters.first).to_be_hidden()
    pooled = own.reshape(2, 2, 2, 2).amax(dim=(1, 3)).ravel()
    np.testing.assert_allclose(
        numbers(told.get_by_role("table", name="activations of the map")), pooled, atol=1e-4
    )


def test_keys_lead_among_the_maps_and_enter_explains(page):
    stage = player(page).locator("canvas.diagram")
    stage.focus()
    for key in ("ArrowDown", *["ArrowRight"] * 8, "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_test_id("pointed")).to_contain_text("map 1.1 of 8: 6 × 6")
    page.keyboard.press("Enter")
    expect(card(page, "Map").locator(".card-title")).to_have_text("map 1.1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card(page, "Neuron").locator(".card-title")).to_have_text("map 1.1, row 1, column 1")
    expect(player(page)).to_have_attribute("data-chosen", "")
    page.keyboard.press("Escape")
    expect(player(page)).not_to_have_attribute("data-chosen", "")


def test_another_picture_is_chosen_among_pictures_and_behind_a_count(page):
    _, layers = known()
    chosen = tab(page, "Picture")
    chosen.get_by_role("button", name="7", exact=True).click()
    sevens = np.flatnonzero(DIGITS.y == 7)
    pictures = chosen.locator(".picture-item")
    expect(pictures).to_have_count(len(sevens))
    pictures.nth(4).click()
    shown = numbers(chosen.get_by_role("table", name="The picture that is followed"))
    assert shown == DIGITS.x[sevens[4]].tolist()
    predicted = layers[-1].z.argmax(dim=1).numpy()
    expect(chosen.locator(".card-verdict")).to_contain_text(f"Predicted {predicted[sevens[4]]}")

    parts = split(DIGITS, features=INK)
    test = np.isin(np.arange(len(DIGITS.y)), parts.test_rows)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (DIGITS.y[test], predicted[test]), 1)
    np.fill_diagonal(counts, 0)
    truth, guess = np.unravel_index(counts.argmax(), counts.shape)
    confusion = tab(page, "Confusion")
    count = int(counts.max())
    name = f"test: {count} × digit {truth} taken for digit {guess}"
    confusion.get_by_role("button", name=name, exact=True).click()
    behind = confusion.locator(".picture-item")
    expect(behind).to_have_count(count)
    row = np.flatnonzero(test & (DIGITS.y == truth) & (predicted == guess))[0]
    behind.first.click()
    assert numbers(chosen.get_by_role("table", name="The picture that is followed")) == (
        DIGITS.x[row].tolist()
    )


def test_a_drawn_digit_goes_through_the_network(page):
    theta, _ = known()
    told = tab(page, "Picture")
    told.get_by_role("button", name="Draw a picture of your own").click()
    pad = told.get_by_test_id("pad").bounding_box()
    x, y = pad["x"], pad["y"]
    page.mouse.move(x + 70, y + 50)
    page.mouse.down()
    page.mouse.move(x + 190, y + 50, steps=8)
    page.mouse.move(x + 110, y + 230, steps=10)
    page.mouse.up()
    expect(told.locator(".card-verdict")).to_have_text("Predicted 7.")
    pixels = told.get_by_test_id("pad-pixels").locator("td").all_text_contents()
    drawn = torch.tensor([[float(pixel) / 16 for pixel in pixels]]).double()
    assert FIRST.network.logits(theta, drawn).argmax() == 7
    told.get_by_role("button", name="Clear").click()
    expect(told.locator(".card-verdict")).to_contain_text("Predicted 0")
