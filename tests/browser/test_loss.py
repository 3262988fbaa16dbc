"""The film of the losses in a real browser: bars to drag, numbers that follow, a batch, a link."""

from __future__ import annotations

import re

from looks import TELEPHONE
from playwright.sync_api import Locator, Page, expect


def player(page: Page) -> Locator:
    return page.get_by_test_id("loss-player")


def bar(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"Probability of {name}")


def shares(page: Page) -> list[float]:
    return [float(text) for text in player(page).locator(".answer-p").all_text_contents()]


def gradient(page: Page, loss: str) -> list[str]:
    row = player(page).get_by_role("row").filter(has_text=loss)
    return row.locator(".gradient-number").all_text_contents()


def test_the_article_s_bird_and_what_the_losses_make_of_it(visit):
    page = visit("/loss")
    film = player(page)
    expect(film.locator(".sum-value")).to_have_text(
        ["0.800", "0.267", "0.260", "0.130", "0.087", "0.511"]
    )
    expect(film.locator(".answer-miss")).to_have_text(
        ["|0.3 − 0| = 0.3", "|0.1 − 0| = 0.1", "|0.6 − 1| = 0.4"]
    )
    assert gradient(page, "cross-entropy") == ["+0.300", "+0.100", "−0.400"]
    assert gradient(page, "squared error") == ["+0.088", "+0.016", "−0.104"]
    page.get_by_role("radio", name="The truth is Gentoo").check()
    expect(film.locator(".sum-value").last).to_have_text("2.303")  # −ln 0.1
    assert gradient(page, "cross-entropy") == ["+0.300", "−0.900", "+0.600"]


def test_a_bar_is_dragged_and_the_others_make_room(visit):
    page = visit("/loss")
    gentoo = bar(page, "Gentoo")
    box = gentoo.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.1 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], middle, steps=5)
    page.mouse.up()
    found = shares(page)
    assert abs(sum(found) - 1) < 0.002
    assert 0.7 < found[1] < 0.8
    assert abs(found[2] / found[0] - 2) < 0.05  # as in 0.3, 0.1, 0.6
    gentoo.focus()
    for key in ("Home", "PageDown"):
        page.keyboard.press(key)
    expect(player(page).locator(".answer-p").nth(1)).to_have_text("0.001")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(player(page).locator(".answer-p")).to_have_text(["0.267", "0.2", "0.533"])
    page.wait_for_function("location.search.includes('answer:0.2667,0.2,0.5333@Chinstrap')")


def test_the_steps_lead_where_the_chosen_loss_sends_them(visit):
    page = visit("/loss?answer=0.98,0.01,0.01")
    film = player(page)
    page.get_by_role("slider", name="Step").focus()
    page.keyboard.press("ArrowRight")
    expect(film).to_have_attribute("data-step", "1")
    assert shares(page)[2] > 0.05
    film.get_by_label("Steps of").select_option("squared error")
    expect(film.locator(".answer-p").nth(2)).to_have_text(re.compile(r"0\.01\d?"))
    page.keyboard.press("Home")
    film.get_by_role("button", name="To end").click()
    expect(film).to_have_attribute("data-step", "100")
    assert shares(page)[2] > 0.8


def test_a_wrong_answer_plays_and_is_put_right(visit):
    page = visit("/loss", reduced_motion="no-preference")
    film = player(page)
    expect(film).to_have_attribute("data-state", "paused")
    page.get_by_role("button", name="Confidently wrong", exact=True).click()
    expect(film).to_have_attribute("data-state", "playing")
    expect(film).to_be_in_viewport()
    expect(film).to_have_attribute("data-step", re.compile(r"[1-9]\d*"))
    page.get_by_role("button", name="The example's bird", exact=True).click()
    expect(film.locator(".sum-value").last).to_have_text("0.511")
    expect(film).to_have_attribute("data-step", "0")


def test_the_worst_of_the_batch_is_named_and_taken_apart_and_the_link_keeps_it(visit):
    page = visit("/loss")
    film = player(page)
    expect(film.get_by_text("The worst is Chinstrap 63")).to_be_visible()
    expect(film.locator(".batch-mean")).to_contain_text("0.478")
    film.get_by_role("slider", name="Epoch").fill("5")
    expect(film.get_by_text("The worst is Adelie 111")).to_be_visible()
    assert bar(page, "Chinstrap").input_value() == "0.6", "the answer above is still the article's"
    film.get_by_role("button", name="Take the worst apart").click()
    expect(film.locator(".loss-whose")).to_contain_text("Adelie 111")
    expect(film.locator(".sum-value").last).to_have_text("1.088")
    page.wait_for_function("location.search.includes('film=epoch:5;row:2')")
    again = visit(page.url[page.url.index("/loss") :])
    expect(player(again).locator(".loss-whose")).to_contain_text("Adelie 111")
    expect(player(again).locator(".sum-value").last).to_have_text("1.088")


def test_what_the_address_cannot_mean_is_told(visit):
    page = visit("/loss?film=answer:0.5,0.6@Emu;loss:hinge")
    expect(player(page).get_by_text("which is not one of cross_entropy")).to_be_visible()
    expect(player(page).get_by_text("“0.5,0.6@Emu”")).to_be_visible()


def test_the_lessons_are_a_film_of_their_own(visit):
    page = visit("/loss", reduced_motion="no-preference")
    lessons = page.get_by_test_id("lessons")
    first = lessons.locator(".lesson").first
    expect(lessons).to_have_attribute("data-epoch", "0")
    expect(lessons).to_have_attribute("data-state", "paused")
    expect(first).to_contain_text("90 % right: not yet".replace(" %", "\u00a0%"))
    before = first.locator(".lesson-share").all_text_contents()
    lessons.get_by_role("combobox", name="Speed").select_option("8")
    lessons.get_by_role("button", name="Play").click()
    expect(lessons).to_have_attribute("data-state", "ended")
    expect(first).to_contain_text("right after epoch 4")
    assert first.locator(".lesson-share").all_text_contents() != before
    expect(player(page)).to_have_attribute("data-step", "0")
    lessons.get_by_role("slider", name="Epoch of the lessons").focus()
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(lessons).to_have_attribute("data-epoch", "4")
    page.wait_for_function("location.search.includes('lesson-epoch:4')")
    again = visit(page.url[page.url.index("/loss") :])
    expect(again.get_by_test_id("lessons")).to_have_attribute("data-epoch", "4")
    expect(player(again)).to_have_attribute("data-step", "0")


def test_no_choice_is_cut_on_a_telephone(visit):
    page = visit("/loss", viewport=TELEPHONE)
    rows = page.get_by_test_id("stButtonGroup")
    expect(rows).to_have_count(2)
    for row in rows.all():
        expect(row.get_by_role("radio")).to_have_count(3)
        room = row.bounding_box()
        for choice in row.get_by_role("radio").all():
            box = choice.bounding_box()
            assert box["x"] + box["width"] <= room["x"] + room["width"] + 1, choice.inner_text()
