"""The page that plays a run offline, opened as a file in a browser without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from instances import digits
from looks import WIDTHS, serious_violations
from playwright.sync_api import Browser, Page, expect
from time_machine import as_written, button, card, go_to, known, player, readout, settle, tab

from nnviz.core.data import Nouns, load
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling
from nnviz.core.networks import Network
from nnviz.core.training import Training
from nnviz.export.exports import EXPORTS
from nnviz.export.moment import Moment

LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""

NO_ADDRESS = """
for (const name of ['pushState', 'replaceState']) {
    history[name] = () => { throw new DOMException('not here', 'SecurityError'); };
}
"""
"""As in a frame that somebody else's page has locked."""

CALM = "() => !document.getAnimations().some((change) => change instanceof CSSTransition)"

ELSEWHERE = "is computed by Python: in nnviz itself, not in this file."


@pytest.fixture
def open_file(browser: Browser, patience: float) -> Iterator[Callable[..., Page]]:
    """Open a file without a network; afterwards it must have asked for nothing but itself."""
    pages, errors, requests = [], [], []

    def opened(path: Path, script: str = "", **options) -> Page:
        page = browser.new_context(offline=True, **options).new_page()
        page.set_default_timeout(patience)
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.on("request", lambda request: requests.append(request.url))
        page.add_init_script(LISTEN + script)
        page.goto(path.as_uri())
        expect(player(page)).to_have_attribute("data-epoch", re.compile(r"\d+"))
        pages.append((page, path.as_uri()))
        return page

    yield opened
    for page, address in pages:
        errors += page.evaluate("window.violations")
        outside = {one.split("?")[0] for one in requests if not one.startswith("data:")}
        assert outside == {address}
        page.context.close()
    assert errors == []


def write(folder: Path, experiment: Experiment, epoch: int) -> Path:
    moment = Moment(experiment, known(experiment).run, epoch)
    file = folder / moment.file_name("html")
    file.write_bytes(EXPORTS["page"].make(moment))
    return file


def test_the_file_that_the_app_gives_plays_without_it(visit, open_file, tmp_path):
    page = visit("/train")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    go_to(page, 40)
    button(page, "Take it with you").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile(r"^.*Offline page .HTML. · [0-9]+ kB")).click()
    assert taken.value.suggested_filename == "nnviz-penguins-4-10-10-3-epoch-40.html"
    taken.value.save_as(file := tmp_path / taken.value.suggested_filename)
    button(page, "Close").click()

    page = open_file(file)
    stage = player(page)
    expect(stage).to_have_attribute("data-epoch", "40")
    expect(stage).to_have_attribute("data-state", "paused")
    assert readout(page) == as_written(known().numbers(known().params(40)))
    go_to(page, 3)
    assert readout(page) == as_written(known().numbers(known().params(3)))
    button(page, "Play").click()
    expect(stage).to_have_attribute("data-state", "playing")
    expect(stage).not_to_have_attribute("data-epoch", "3")
    page.keyboard.press("End")
    expect(stage).to_have_attribute("data-epoch", "100")


def test_what_it_holds_explains_itself_and_what_it_lacks_says_so(open_file, tmp_path):
    page = open_file(write(tmp_path, DEFAULT, 40), viewport={"width": 1440, "height": 900})
    stage = player(page)
    place = stage.evaluate("film => film.whereIs({kind: 'weight', layer: 1, from: 8, to: 2})")
    page.mouse.click(place["x"], place["y"])
    weight = card(page, "Weight")
    shown = float(weight.get_by_role("textbox").first.input_value())
    assert shown == pytest.approx(known().params(40)[known().offset(1, 8, 2)].item(), rel=1e-6)
    expect(weight).to_contain_text(f"What the optimizer did {ELSEWHERE}")
    expect(weight.get_by_role("button", name="Show what the optimizer did")).to_be_hidden()
    for name in ("Batches", "Train on"):
        expect(tab(page, name)).to_contain_text(ELSEWHERE)
        expect(card(page, name).get_by_role("button")).to_have_count(0)
    expect(tab(page, "Doctor")).to_contain_text("dead")
    expect(button(page, "Take it with you")).to_be_hidden()
    page.wait_for_url(re.compile(r"html\?film=.*tab:doctor"))
    page.reload()
    expect(card(page, "Doctor")).to_be_visible()

    term = page.get_by_role("link", name="test loss").first
    term.click(modifiers=["Control"])
    term.click(button="middle")
    term.click()
    explained = page.locator(".term-card")
    expect(explained).to_contain_text("rows that the network has never learned from")
    expect(explained.get_by_role("link")).to_have_count(0)
    assert len(page.context.pages) == 1
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()


def test_what_pools_is_explained_as_what_it_does(open_file, tmp_path):
    maps = Convolution(1, 8, 8, 3, 3, padding=1), MaxPooling(3, 8, 8), Convolution(3, 4, 4, 2, 4)
    network = Network((*maps, MeanPooling(4, 3, 3, 3), Dense(4, 3)), "tanh")
    images = Experiment(network, Training(epochs=2), dataset=digits())
    page = open_file(write(tmp_path, images, 2), viewport={"width": 1440, "height": 900})
    rows = torch.from_numpy(images.split().standardise(images.dataset.x[:1])).double()
    values = network.neurons(known(images).params(2), rows)
    neuron = card(page, "Neuron")
    for layer, index, told in (
        (2, 3, "the largest of these 4 = z"),
        (4, 2, "÷ 9, their mean = z"),
    ):
        where = f"film => film.whereIs({{kind: 'neuron', layer: {layer}, index: {index}}})"
        place = player(page).evaluate(where)
        page.mouse.click(place["x"], place["y"])
        z = neuron.locator(".card-sums div").filter(has_text=told).locator("dd")
        full = float(z.get_attribute("title").replace("−", "-"))
        assert full == pytest.approx(values[layer - 1].z[0, index].item(), abs=1e-5)
        expect(neuron).to_contain_text("Pooling has no weights and no bias")
        expect(neuron.get_by_role("columnheader")).to_have_text(["from", "value"])
        expect(neuron.get_by_role("textbox")).to_have_count(0)
    tab(page, "Weights")
    matrices = page.get_by_role("application", name=re.compile("Weight matrices"))
    matrices.focus()
    for key in ["ArrowRight"] * 4 + ["ArrowDown"] * 8:
        page.keyboard.press(key)
    expect(player(page)).to_contain_text("w[channel 3 (1, 1) → filter 1]")


def test_it_has_no_barriers_and_fits_every_screen(open_file, tmp_path):
    page = open_file(write(tmp_path, DEFAULT, 100), viewport={"width": 1440, "height": 900})
    for theme, background in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 22, 31)")):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_css("background-color", background)
        page.wait_for_function(CALM)
        assert serious_violations(page) == [], theme
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_ill_run_of_hostile_rows_is_only_ever_told(open_file, tmp_path):
    name = "</script><img src=x onerror=alert(1)>"
    hostile = replace(load("penguins"), classes=("<b>A", name, "C"), nouns=Nouns(name, name, name))
    slow = Training("sgd", learning_rate=1e-5, epochs=12)
    file = write(tmp_path, replace(DEFAULT, dataset=hostile, training=slow), 4)
    page = open_file(file, NO_ADDRESS)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"of {name}")
    expect(player(page)).to_have_attribute("data-epoch", "4")
    doctor = tab(page, "Doctor")
    expect(doctor).to_contain_text("In nnviz: ")
    for told in doctor.get_by_role("button").all_inner_texts():
        assert told == "Show me" or told.startswith("hidden")
    doctor.get_by_role("button", name="Show me").first.click()
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    assert page.locator("img").count() == 0
