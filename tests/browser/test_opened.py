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


def film(page: Page) -> Locator:
    """The player of the run from the file: the one below the studio's."""
    return player(page).nth(1)


def open_file(page: Page, name: str, content: bytes) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
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


def test_a_run_that_was_taken_away_is_opened_again_with_the_same_numbers(visit):
    page = visit(f"/train?{SMALL_QUERY}")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    button(page, "Take it with you").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("The whole run .NPZ. · [0-9]+ kB")).click()
    assert re.fullmatch(r"nnviz-penguins-4-5-3-epoch-\d+.npz", taken.value.suggested_filename)
    content = Path(taken.value.path()).read_bytes()
    assert read(content, [PENGUINS]).experiment == SMALL
    open_file(page, "my run.npz", content)
    expect(film(page)).to_have_attribute("data-trained", "12")
    for epoch in (0, 5, 12):
        assert numbers_at(epoch, film(page)) == numbers_at(epoch, player(page).first)
    # What is no such file is refused with a sentence, and nothing is lost.
    open_file(page, "half of it.npz", content[:2000])
    said = page.get_by_text("“half of it.npz” cannot be opened: it is cut off or damaged.")
    expect(said).to_be_visible()
    expect(film(page)).to_have_attribute("data-epoch", "12")
    button(page, "Close the run").click()
    expect(player(page)).to_have_count(1)
    settle(page)


def test_a_file_says_its_own_numbers_and_its_settings_are_trained_to_theirs(visit):
    run = Known(SMALL).run
    params = run.params.copy()
    params[12, -3:] = (-99, -99, 0)  # the last biases: everybody is taken for the last species
    page = visit("/train")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    open_file(page, "edited.npz", save(SMALL, replace(run, params=params)))
    expect(film(page)).to_have_attribute("data-trained", "12")
    share = np.mean(SMALL.split().test_y == 2)
    assert numbers_at(12, film(page))[3].split()[-2:] == [f"{100 * share:.1f}", "%"]
    # Of two films on the page, each has files of its own, which say of which.
    button(player(page).first, "Take it with you").click()
    last = DEFAULT.training.epochs
    expect(page.get_by_role("heading", name=f"Take epoch {last} with you")).to_be_focused()
    button(film(page), "Take it with you").click()
    of_the_file = page.get_by_role("heading", name="Take epoch 12 of the opened run with you")
    expect(of_the_file).to_be_focused()
    page.keyboard.press("Escape")
    expect(of_the_file).to_have_count(0)
    expect(button(film(page), "Take it with you")).to_be_focused()
    button(page, "Close").click()
    expect(button(player(page).first, "Take it with you")).to_be_focused()
    assert taken_accuracy(page, film(page)) == pytest.approx(share)
    expect(player(page).first).to_have_attribute("data-trained", str(DEFAULT.training.epochs))
    button(page, "Train these settings").click()
    expect(page).to_have_url(re.compile("hidden=5&.*epochs=12"))
    expect(player(page).first).to_have_attribute("data-trained", "12")
    accuracy = Known(SMALL).record[1].test_accuracy[12]
    found = numbers_at(12, player(page).first)[3]
    assert found.split()[-2:] == [f"{100 * accuracy:.1f}", "%"]
    assert taken_accuracy(page, player(page).first) == pytest.approx(accuracy)
    assert accuracy > 0.8 > share
    expect(film(page)).to_have_attribute("data-trained", "12")


def test_before_a_class_and_on_paper_there_is_the_film_and_no_box(visit):
    page = visit(f"/train?{SMALL_QUERY}")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    open_file(page, "mine.npz", save(SMALL, Known(SMALL).run))
    expect(film(page)).to_have_attribute("data-trained", "12")
    parts = (
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
    expect(film(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(parts[0]).to_be_visible()
    page.emulate_media(media="print")
    for part in parts:
        expect(part).to_be_hidden()
    expect(film(page)).to_be_visible()
    page.emulate_media(media="screen")
    expect(parts[0]).to_be_visible()
