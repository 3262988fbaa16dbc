"""A run that was taken away, opened again: the same numbers; a file that is none, a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect
from time_machine import PENGUINS, Known, button, player, settle

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.networks import MLP
from nnviz.core.saved import read, save
from nnviz.core.training import Training

SMALL = Experiment(MLP((4, 5, 3)), Training(epochs=12))
SMALL_QUERY = "hidden=5&epochs=12"


def title(page: Page) -> Locator:
    """Which file is on the screen."""
    return page.get_by_role("heading", name="”, a saved run")


def box(page: Page) -> Locator:
    """The box for a file, once it has let go of the one before."""
    expect(page.get_by_test_id("stFileChip")).to_have_count(0)
    return page.get_by_test_id("stFileUploaderDropzoneInput")


def open_file(page: Page, name: str, content: bytes) -> None:
    box(page).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def numbers_at(epoch: int, player: Locator) -> list[str]:
    """The numbers above a player's timeline, as they are written, at an epoch."""
    timeline = player.get_by_role("slider", name="Epoch", exact=True).first
    timeline.press("Home")
    for _ in range(epoch):
        timeline.press("ArrowRight")
    expect(player).to_have_attribute("data-epoch", str(epoch))
    settle(player.page)
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    return [player.locator(f".number-{name}").inner_text() for name in names]


def taken_accuracy(page: Page, player: Locator) -> float:
    """The accuracy on the test rows at the end of the curves that a player hands out."""
    button(player, "Take it with you").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("Curves .CSV. · ")).click()
    button(page, "Close").click()
    table = pd.read_csv(taken.value.path())
    return table[table["measure"] == "test_accuracy"]["value"].iloc[-1]


def test_a_run_that_was_taken_away_is_opened_again_with_the_same_numbers(visit, tmp_path):
    page = visit(f"/train?{SMALL_QUERY}")
    film = player(page)
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    button(page, "Take it with you").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("The whole run .NPZ. · [0-9]+ kB")).click()
    assert re.fullmatch(r"nnviz-penguins-4-5-3-epoch-\d+.npz", taken.value.suggested_filename)
    content = Path(taken.value.path()).read_bytes()
    assert read(content, [PENGUINS]).experiment == SMALL
    numbers = {epoch: numbers_at(epoch, film) for epoch in (0, 12, 5)}
    expect(page).to_have_url(re.compile("film=epoch:5$"))
    # Whoever opens a file at the foot of the page is led to its film, which has the keys at once.
    open_file(page, "my *run*.npz", content)
    expect(title(page)).to_have_text("“my *run*.npz”, a saved run")
    expect(title(page)).to_be_focused()
    expect(film).to_have_attribute("data-epoch", "12")
    expect(title(page)).to_be_in_viewport()
    expect(film).to_be_in_viewport(ratio=0.5)
    page.keyboard.press("Home")
    expect(film).to_have_attribute("data-epoch", "0")
    assert {epoch: numbers_at(epoch, film) for epoch in numbers} == numbers
    # What is no such file is refused with a sentence, and nothing is lost.
    for name, part, reason in (
        ("half of it.npz", content[:2000], "it is cut off or damaged."),
        ("table.csv", b"epoch,loss\n1,2\n", "it is another kind of file than .npz"),
    ):
        open_file(page, name, part)
        expect(page.get_by_text(f"“{name}” cannot be opened: {reason}")).to_be_visible()
    whale = tmp_path / "whale.npz"
    with whale.open("wb") as file:
        file.truncate(21 * 2**20)
    box(page).set_input_files(whale)
    refusal = page.get_by_test_id("stFileChip").get_by_text("File must be 20.0MB or smaller.")
    expect(refusal).to_be_visible()
    shown = refusal.bounding_box()
    assert min(shown["width"], shown["height"]) > 10  # and not hidden from who only looks
    expect(film).to_have_attribute("data-epoch", "5")


def test_one_film_is_on_the_page_whatever_is_opened_and_closed(visit):
    other = replace(SMALL, training=replace(SMALL.training, epochs=3))
    files = {experiment: save(experiment, Known(experiment).run) for experiment in (SMALL, other)}
    page = visit("/train?epochs=7&hidden=4&film=epoch:4")
    film = player(page)
    expect(film).to_have_attribute("data-epoch", "4")
    own = page.url
    for experiment in (SMALL, other):
        open_file(page, "one.npz", files[experiment])
        expect(film).to_have_attribute("data-epochs", str(experiment.training.epochs))
        expect(film).to_have_attribute("data-shows", re.compile("^4 → 5 → 3"))
        expect(film.get_by_text("The address says")).to_have_count(0)
        assert page.url == own
        button(page, "Close the run").click()
        expect(title(page)).to_have_count(0)
        expect(film).to_have_attribute("data-epochs", "7")
        expect(film).to_have_attribute("data-epoch", "4")
        assert page.url == own
    # One after the other, and whatever else is asked for takes its place.
    for experiment in (SMALL, other):
        open_file(page, "one.npz", files[experiment])
        expect(film).to_have_attribute("data-epochs", str(experiment.training.epochs))
    button(page, "No hidden layer").click()
    expect(film).to_have_attribute("data-shows", re.compile("^4 → 3"))
    expect(title(page)).to_have_count(0)


def test_a_file_says_its_own_numbers_and_its_settings_are_trained_to_theirs(visit):
    run = Known(SMALL).run
    params = run.params.copy()
    params[12, -3:] = (-99, -99, 0)  # the last biases: everybody is taken for the last species
    page = visit("/train")
    film = player(page)
    expect(film).to_have_attribute("data-trained", str(DEFAULT.training.epochs))
    open_file(page, "edited.npz", save(SMALL, replace(run, params=params)))
    expect(film).to_have_attribute("data-trained", "12")
    share = np.mean(SMALL.split().test_y == 2)
    assert numbers_at(12, film)[3].split()[-2:] == [f"{100 * share:.1f}", "%"]
    button(film, "Take it with you").click()
    of_the_file = page.get_by_role("heading", name="Take epoch 12 of the opened run with you")
    expect(of_the_file).to_be_focused()
    page.keyboard.press("Escape")
    expect(of_the_file).to_have_count(0)
    expect(button(film, "Take it with you")).to_be_focused()
    assert taken_accuracy(page, film) == pytest.approx(share)
    button(page, "Train its settings here").click()
    expect(page).to_have_url(re.compile("hidden=5&.*epochs=12"))
    expect(title(page)).to_have_count(0)
    expect(film).to_have_attribute("data-trained", "12")
    accuracy = Known(SMALL).record[1].test_accuracy[12]
    found = numbers_at(12, film)[3]
    assert found.split()[-2:] == [f"{100 * accuracy:.1f}", "%"]
    assert taken_accuracy(page, film) == pytest.approx(accuracy)
    assert accuracy > 0.8 > share


def test_before_a_class_and_on_paper_there_is_the_film_and_no_box(visit):
    page = visit("/train?epochs=7&hidden=4")
    film = player(page)
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    open_file(page, "mine.npz", save(SMALL, Known(SMALL).run))
    expect(film).to_have_attribute("data-trained", "12")
    parts = (
        title(page),
        page.get_by_role("heading", name="Open a saved run"),
        page.get_by_test_id("stFileUploader"),
        page.get_by_text("need more than a record"),
        button(page, "Close the run"),
    )
    for part in parts:
        expect(part).to_be_visible()
    page.get_by_role("button", name="Present", exact=True).click()
    for part in parts:
        expect(part).to_be_hidden()
    expect(film).to_be_visible()
    page.keyboard.press("Escape")
    expect(parts[0]).to_be_visible()
    page.emulate_media(media="print")
    for part in parts:
        expect(part).to_be_hidden()
    expect(film).to_be_visible()
    expect(page.get_by_text("A record from a file")).to_be_visible()
    page.emulate_media(media="screen")
    expect(parts[0]).to_be_visible()
