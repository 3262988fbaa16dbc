"""Take it with you: the files of the epoch on the screen, downloaded."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
from playwright.sync_api import expect
from time_machine import button, go_to, player, settle

import nnviz
from nnviz.core.experiment import DEFAULT


def test_the_curves_of_the_run_on_the_screen_are_a_download(visit):
    page = visit("/train")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    go_to(page, 40)
    button(page, "Take it with you").click()
    expect(page.get_by_role("heading", name="Take epoch 40 with you")).to_be_visible()
    download = page.get_by_role("button", name=re.compile("^.*Curves .CSV. · [0-9]+ kB"))
    with page.expect_download() as taken:
        download.click()
    assert taken.value.suggested_filename == "nnviz-penguins-4-10-10-3-epoch-40.csv"
    table = pd.read_csv(io.BytesIO(taken.value.path().read_bytes()))
    run = nnviz.train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
    losses = table[table["measure"] == "test_loss"]["value"].to_numpy(np.float32)
    curves = nnviz.curves(run, DEFAULT.split())
    np.testing.assert_array_equal(losses, curves.test_loss)
    button(page, "Close").click()
    expect(page.get_by_role("heading", name="Take epoch 40 with you")).to_have_count(0)
    expect(button(page, "Take it with you")).to_be_focused()
    settle(page)


def test_by_keyboard_the_files_are_found_follow_the_film_and_are_left(visit):
    """On a phone: there they stand far below the button that asks for them."""
    page = visit("/train", viewport={"width": 390, "height": 844})
    film, asks = player(page), button(page, "Take it with you")

    def has_come(epoch: str) -> None:
        heading = page.get_by_role("heading", name=f"Take epoch {epoch} with you")
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
        expect(asks).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_text("The film stands at this epoch.")).to_be_visible()

    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    expect(asks).to_have_attribute("aria-expanded", "false")
    go_to(page, 3)
    asks.press("Enter")
    has_come("3")
    # The film stands elsewhere: it says so, and one press takes that epoch.
    go_to(page, 5)
    expect(page.get_by_text("The film stands at epoch 5 now.")).to_be_visible()
    expect(page.get_by_role("heading", name="Take epoch 3 with you")).to_be_visible()
    button(page, "Take epoch 5 instead").press("Enter")
    has_come("5")
    # It plays: nothing follows it. Whoever asks holds it, and has the epoch that is seen then.
    film.get_by_label("Speed").select_option("0.05")
    button(page, "Play").press("Enter")
    expect(page.get_by_text("The film plays on; these are the files of epoch 5.")).to_be_visible()
    asks.press("Enter")
    expect(film).to_have_attribute("data-state", "paused")
    has_come(film.get_attribute("data-epoch"))
    # Escape is for where the keyboard is: from elsewhere it neither closes nor moves anything.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert asks.get_attribute("aria-expanded") == "true"
    page.get_by_role("heading", name="Take epoch").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Take epoch")).to_have_count(0)
    expect(asks).to_be_focused()
    expect(asks).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    has_come(film.get_attribute("data-epoch"))
    page.keyboard.press("Tab")
    expect(button(page, "Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Take epoch")).to_have_count(0)
    expect(asks).to_be_focused()
    settle(page)


def test_files_whose_heading_is_still_to_come_have_the_keyboard_all_the_same(visit):
    page = visit("/train")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    page.evaluate(
        """() => {
          const { querySelector } = Element.prototype;
          Element.prototype.querySelector = function (what) {
            return what === 'h3' ? null : querySelector.call(this, what);
          };
        }"""
    )
    button(page, "Take it with you").click()
    expect(page.get_by_text("The film stands at this epoch.").locator("..")).to_be_focused()
    # The browser has asked for each file by then: of one that goes before, it would complain.
    expect(page.get_by_role("button", name=re.compile("Offline page .*kB"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Take epoch")).to_have_count(0)
    expect(button(page, "Take it with you")).to_be_focused()
