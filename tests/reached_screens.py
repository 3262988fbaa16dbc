"""Screens away from what the pages open with, each reached as a visitor reaches it."""

from __future__ import annotations

import re

from looks import wait_until_calm
from player_spots import neuron_spot, weight_spot
from playwright.sync_api import Locator, Page, expect
from time_machine import button, chips, go_to, open_trained, player, tab, wait_for_run


def says(page: Page, text: str) -> None:
    page.wait_for_function("text => location.search.includes(text)", arg=text)


def press(page: Page, handle: Locator, key: str, times: int) -> None:
    """Press a key so many times on a slider."""
    handle.focus()
    for _ in range(times):
        page.keyboard.press(key)


def a_branch(visit) -> Page:
    """A weight changed by hand and trained on with, alone on the shelf; numbers in the neurons."""
    page = open_trained(visit, "epochs=30", epochs=30)
    go_to(page, 5)
    page.mouse.click(*weight_spot(page, 1, 2, 5))
    page.get_by_label("weight w", exact=True).fill("2.5")
    tab(page, "Train on")
    button(page, "Train on from epoch 5").click()
    wait_for_run(page, 2)
    chips(page).first.get_by_role("button", name="Forget").click()
    says(page, "leaves=5")
    go_to(page, 12)
    page.mouse.click(*weight_spot(page, 1, 1, 4))
    page.get_by_label("Neurons show").select_option("row")
    tab(page, "Weights")
    page.get_by_role("button", name="Logarithmic epoch axis").click()
    says(page, "time:")
    expect(player(page)).to_contain_text("In batch 1 after epoch 12")
    says(page, "batch:12.0")
    return page


def a_rate_of_the_map(visit) -> Page:
    """Another rate of the map, another epoch on the ruler, and a count of its run's confusion."""
    page = visit("/learning-rate")
    expect(page.get_by_test_id("sweep-map")).to_have_attribute("data-state", "complete")
    press(page, page.get_by_role("slider", name="Learning rate η"), "ArrowRight", 2)
    expect(page.get_by_role("heading", name="At η = 0.0139")).to_be_visible()
    press(page, page.get_by_role("slider", name="Epoch at which to stand"), "ArrowRight", 2)
    says(page, "ruler_epoch=2")
    go_to(page, 4)
    tab(page, "Confusion")
    page.get_by_role("button", name=re.compile("^test: .* Adelie recognised")).click()
    says(page, "counted:")
    return page


def a_race_on_a_landscape(visit) -> Page:
    """Another landscape, start, field and rate; one of them chosen, some steps before the end."""
    page = visit("/optimizers")
    film = page.get_by_test_id("race")
    page.get_by_role("combobox", name="Landscape").click()
    page.get_by_role("listbox").get_by_role("option").nth(2).click()
    expect(film).not_to_have_attribute("data-start", "-9,1.5")
    start = film.get_attribute("data-start")
    film.get_by_role("application").click(position={"x": 200, "y": 120})
    expect(film).not_to_have_attribute("data-start", start)
    page.get_by_test_id("stSidebar").get_by_text("Adagrad", exact=True).click()
    page.wait_for_function("() => !/race_rates=[^&]*adagrad/.test(location.search)")
    film.get_by_role("radio", name="SGD with momentum").check()
    says(page, "taken_apart=momentum")
    film.get_by_title("Speed of playback").select_option("0.25")
    press(page, film.get_by_role("slider", name="Step"), "ArrowLeft", 3)
    says(page, "step:197")
    return page


def a_landscape_in_three_dimensions(visit) -> Page:
    """Another landscape as a surface, with one path less on it."""
    page = visit("/optimizers")
    page.get_by_role("combobox", name="Landscape").click()
    page.get_by_role("listbox").get_by_role("option").nth(2).click()
    expect(page.get_by_test_id("race")).not_to_have_attribute("data-start", "-9,1.5")
    page.get_by_test_id("stSidebar").get_by_text("Adagrad", exact=True).click()
    page.wait_for_function("() => !/race_rates=[^&]*adagrad/.test(location.search)")
    page.get_by_text("3-D", exact=True).click()
    says(page, "race_view=3d")
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart.get_by_text("Adam", exact=True)).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')._fullLayout.scene._scene"
    )
    return page


def an_unfair_race(visit) -> Page:
    """All at the same rate on the penguins, whose times are measured once for all visitors."""
    page = visit("/optimizers?epochs=20")
    page.get_by_text("On the penguins", exact=True).click()
    page.get_by_text(re.compile("^Unfair")).click()
    says(page, "race=same")
    expect(page.get_by_text("A typical epoch takes")).to_be_visible()
    return page


def schedules_with_a_floor(visit) -> Page:
    """One of the schedules, all of them with another floor, at another rate of the map."""
    page = visit("/learning-rate?hidden=5&epochs=20&swept=20")
    page.get_by_text("Schedules", exact=True).click()
    says(page, "panel=schedules")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Schedule").click()
    page.get_by_role("option", name="Cosine").first.click()
    floor = page.get_by_test_id("stMain").get_by_label("Floor", exact=True)
    floor.fill("0.2")
    floor.press("Enter")
    says(page, "floor=0.2")
    expect(page.get_by_text("This is one seed")).to_be_visible()
    return page


def one_path_less(visit) -> Page:
    page = visit("/optimizers?epochs=20")
    page.get_by_text("The real landscape", exact=True).click()
    says(page, "view=plane")
    page.get_by_role("button", name="SGD with momentum").click()
    says(page, "paths=sgd%2Crmsprop")
    lies = page.get_by_text("Of the other paths, this much lies in the plane")
    expect(lies).to_contain_text("SGD")
    expect(lies).not_to_contain_text("momentum")
    return page


def a_seed_of_the_lottery(visit) -> Page:
    """A neuron of the seed that is furthest off, at some epoch of its run."""
    page = visit("/optimizers?epochs=20")
    page.get_by_text("Seed lottery", exact=True).click()
    expect(player(page)).to_be_visible()
    wait_until_calm(page)
    go_to(page, 4)
    player(page).evaluate("section => section.scrollIntoView({ block: 'start' })")
    page.mouse.click(*neuron_spot(page, 1, 1))
    says(page, "chosen:n1.1")
    return page


def batches_of_thirty(visit) -> Page:
    """Trained and measured with another batch size, and seen after another epoch."""
    page = visit("/batches?epochs=10")
    size = page.get_by_label("Batch size", exact=True)
    size.fill("30")
    size.press("Enter")
    says(page, "batch_size=30")
    page.get_by_role("button", name=re.compile("^Train with 1 row")).click()
    says(page, "compared=1")
    press(page, page.get_by_role("slider", name="Epoch"), "ArrowRight", 2)
    says(page, "batch_epoch=3")
    expect(page.get_by_test_id("stTable")).to_be_visible()
    return page


def a_descent_without_the_half(visit) -> Page:
    """Its own example, optimizer and steps, some of them back, at half the speed."""
    page = visit("/gradient-descent")
    film = page.get_by_test_id("descent-player")
    for name, count in {"Initial weight w₀": 3, "Input x": 4, "Label y": 2}.items():
        press(page, page.get_by_role("slider", name=name), "ArrowLeft", count)
    rate = page.get_by_label("η, exactly")
    rate.fill("0.07")
    rate.press("Enter")
    page.get_by_text("Loss with ½", exact=True).click()
    page.get_by_role("combobox", name="Optimizer").click()
    page.get_by_role("option", name="Adam", exact=True).click()
    says(page, "optimizer=adam")
    film.get_by_title("Speed of playback").select_option("0.5")
    film.get_by_role("button", name="Loop", exact=True).click()
    film.get_by_role("button", name="Back one").click(click_count=4)
    says(page, "step:16")
    return page


SCREENS = (
    a_branch,
    a_rate_of_the_map,
    a_race_on_a_landscape,
    a_landscape_in_three_dimensions,
    an_unfair_race,
    schedules_with_a_floor,
    one_path_less,
    batches_of_thirty,
    a_descent_without_the_half,
    a_seed_of_the_lottery,
)
