"""The course on the screen: its path, its navigation, its questions, and the plan on paper."""

from __future__ import annotations

import re

from looks import wait_until_calm
from playwright.sync_api import expect

from nnviz.course.check import asked
from nnviz.course.gradient_descent import one_step
from nnviz.course.lesson import LESSON
from nnviz.course.stations import COURSE

PAGE = re.compile(rb"/Type\s*/Page\b")


def test_the_path_leads_to_a_station_within_the_visit_and_ticks_it_afterwards(visit):
    page = visit("/")
    path = page.get_by_test_id("course")
    expect(path.locator(".station-link")).to_have_text(
        [f"{number} · {station.title}" for number, station in enumerate(COURSE, 1)]
    )
    expect(path.get_by_text("✓ opened")).to_have_count(len(COURSE))
    expect(path.locator(".station-tick:visible")).to_have_count(0)
    page.locator(".term-card").wait_for(state="attached")  # from now on, links lead on within it
    page.evaluate("window.stillHere = true")
    path.get_by_role("link", name="Gradient descent").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("gradient descent do?")
    expect(page.get_by_test_id("descent-player")).to_be_visible()
    wait_until_calm(page)
    page.get_by_role("link", name="Home").click()
    expect(path.locator(".station", has_text="4 · Gradient descent")).to_contain_text("✓ opened")
    expect(path.locator(".station-tick:visible")).to_have_count(1)
    assert page.evaluate("window.stillHere")


def test_on_a_projector_the_navigation_hides_nothing_behind_a_number(visit):
    page = visit("/lesson", viewport={"width": 1024, "height": 768})
    bar = page.get_by_test_id("stHeader")
    for group in ("Home", "Foundations", "Training", "Explore", "Images", "Look up"):
        expect(bar.get_by_text(group, exact=True)).to_be_visible()
    expect(bar).not_to_contain_text("more")
    bar.get_by_text("Foundations", exact=True).click()
    for station in COURSE[:5]:
        expect(page.get_by_role("menuitem", name=station.title)).to_be_visible()


def test_a_question_knows_the_slip_and_has_other_numbers_in_the_link(visit):
    page = visit("/gradient-descent")
    box = page.locator(".st-key-check-one-step")
    question = asked(one_step, 0)
    slip = question.slips[1]
    answer = box.get_by_label("Your answer")
    answer.fill(str(slip.answer))
    answer.press("Enter")
    expect(box).to_contain_text(slip.says)
    answer.fill(str(question.answer))
    answer.press("Enter")
    expect(box).to_contain_text("Right:")
    box.get_by_role("button", name="New numbers").click()
    expect(answer).to_have_value("")
    expect(box).not_to_contain_text("Right:")
    expect(page).to_have_url(re.compile(r"[?&]ask_one_step=1\b"))
    said = box.get_by_test_id("stMarkdown").first.inner_text()
    elsewhere = visit(page.url.split("/", 3)[3].join(["/", ""]))
    expect(
        elsewhere.locator(".st-key-check-one-step").get_by_test_id("stMarkdown").first
    ).to_have_text(said)


def test_the_plan_of_a_lesson_is_two_sheets_of_paper(visit):
    page = visit("/lesson")
    expect(page.locator("[class*=st-key-scene-]").last).to_be_visible()
    for paper in ("A4", "Letter"):
        assert len(PAGE.findall(page.pdf(format=paper, prefer_css_page_size=True))) == 2, paper
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    scene = page.locator("[class*=st-key-scene-]").first
    expect(scene).to_have_css("border-bottom-color", "rgb(136, 136, 136)")
    painted = page.evaluate(
        "() => [...document.querySelectorAll('.st-key-plan *')]"
        ".map((node) => getComputedStyle(node).backgroundColor)"
    )
    assert set(painted) == {"rgba(0, 0, 0, 0)"}, "nothing covers the frames"
    page.emulate_media(media="screen")


def test_what_the_plan_opens_waits_for_the_guess(visit):
    links = [link for scene in LESSON for _, link in scene.links if "film=" in link]
    assert links
    for link in (links[0], links[-1]):
        page = visit(f"/{link}", reduced_motion="no-preference")
        player = page.locator("[data-testid$=-player]")
        expect(player).to_have_attribute("data-state", "paused")
        expect(player).to_have_attribute("data-step", "0")


def test_every_station_leads_to_the_next(visit):
    page = visit("/gradient-descent")
    page.get_by_test_id("stMain").get_by_role("link", name="Next: Backpropagation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("every weight")
