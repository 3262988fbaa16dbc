"""A button acts on what the fields say, with a mouse and with a finger, however long it is held.

Every value is typed, and the button pressed without leaving the field. Each button is pressed with
both hands; where it is tried after each field, hands and lengths take turns, in another order for
each button.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import cycle, islice

import pytest
from looks import wait_until_calm
from playwright.sync_api import Locator, Page, expect

HANDS = ("mouse", "finger")
LENGTHS = (0, 60, 120)
"""How long a press lasts, in milliseconds."""

TURNS = tuple(zip(2 * LENGTHS, 3 * HANDS, strict=True))
"""Every length with either hand."""

NETWORK = {
    "Hidden 1": ("hidden", "5,6"),
    "Epochs": ("epochs", "2"),
    "Batch size": ("batch_size", "60"),
    "Test fraction": ("test_fraction", "0.4"),
    "Seed": ("seed", "4"),
}
"""Of the fields of every experiment: the name in the address, and what it will say there.

The first number of it is the one to type.
"""
RATE = {"η, exactly": ("learning_rate", "0.02")}
STEPPED = {"Drop every": ("every", "2"), "Drop factor": ("drop", "0.2")}
SEEDS = (("4", "5"), ("6", "7"))
SMALL = "hidden=4,6&epochs=1&batch_size=100"

SOME = re.compile("[1-9]")
FILM = "canvas, .js-plotly-plot"

Press = Callable[[str | re.Pattern, int, str], None]


@pytest.fixture
def opened(visit) -> Iterator[Callable[..., tuple[Page, Press]]]:
    """Opens a page; gives it once it is complete, and how its buttons are pressed."""
    sessions = []

    def open_it(path: str, film: bool = True) -> tuple[Page, Press]:
        page = visit(path)
        if film:
            page.locator(FILM).first.wait_for()  # from now on it moves no button
        says(page, **dict(part.split("=") for part in path.split("?")[1].split("&")))
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        sessions.append(session)

        def touch(kind: str, points: list[dict[str, float]]) -> None:
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        def press(name: str | re.Pattern, length: int, hand: str) -> None:
            x, y = middle(button(page, name))
            if hand == "finger":
                touch("touchStart", [{"x": x, "y": y}])
                page.wait_for_timeout(length)  # the press itself
                touch("touchEnd", [])
            else:
                page.mouse.move(x, y)
                page.mouse.down()
                page.wait_for_timeout(length)  # the press itself
                page.mouse.up()

        return page, press

    yield open_it
    for session in sessions:
        session.detach()  # and the page has no touch screen any more


def button(page: Page, name: str | re.Pattern) -> Locator:
    return page.get_by_test_id("stButton").get_by_role("button", name=name, exact=True)


def middle(target: Locator) -> tuple[float, float]:
    """The middle of a button, once it can be pressed: in view, on and standing still."""
    wait_until_calm(target.page)
    target.click(trial=True)
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def says(page: Page, **wanted: str) -> None:
    """Wait until the address says so."""
    page.wait_for_function(
        """wanted => {
            const said = new URLSearchParams(location.search);
            return Object.entries(wanted).every(([name, text]) => said.get(name) === text);
        }""",
        arg=wanted,
    )


def rounds() -> Iterator[Callable[[], tuple[int, str]]]:
    """Two rounds of presses, with the mouse and then with a finger; lengths in turn."""
    for hand in HANDS:
        lengths = cycle(LENGTHS)
        yield lambda lengths=lengths, hand=hand: (next(lengths), hand)


def typed(
    page: Page, fields: dict[str, tuple[str, str]], first: int
) -> Iterator[tuple[tuple[int, str], dict[str, str]]]:
    """Type into each field before a press: how, from the turn `first` on, and what it comes to."""
    turns = islice(cycle(TURNS), first, None)
    for (label, (name, value)), turn in zip(fields.items(), turns, strict=False):
        page.get_by_label(label, exact=True).fill(value.split(",")[0])
        yield turn, {name: value}


def test_train_trains_what_is_typed(opened):
    page, press = opened(f"/train?{SMALL}&schedule=step&trained=0")
    epochs = "1"
    for turn, said in typed(page, NETWORK | RATE | STEPPED, first=0):
        press("Train", *turn)
        epochs = said.get("epochs", epochs)
        says(page, **said, trained=epochs)
        expect(page.get_by_text(f"Trained for {epochs} epoch")).to_be_visible()


def test_the_other_buttons_of_the_studio(opened):
    page, press = opened(f"/train?{SMALL}&trained=0")
    sizes = "4,6"
    for turn, seed in zip(rounds(), ("4", "8"), strict=True):
        page.get_by_label("Seed", exact=True).fill(seed)
        press("One epoch", *turn())
        says(page, seed=seed, trained="1")
        page.get_by_label("Seed", exact=True).fill("20")
        press("Same start, again", *turn())
        says(page, seed="20", trained="0")
        page.get_by_label("Seed", exact=True).fill("10")
        press("New start", *turn())
        says(page, seed="11", trained="0")
        page.get_by_label("Hidden 2", exact=True).fill("9")
        press("Add a layer", *turn())
        says(page, hidden=f"{sizes.split(',')[0]},9,9")
        page.get_by_label("Hidden 1", exact=True).fill("3")
        press("Remove a layer", *turn())
        says(page, hidden="3,9")
        page.get_by_label("Test fraction", exact=True).fill("0.9")
        press("Three penguins at a time", *turn())
        says(page, batch_size="3", test_fraction="0.3", hidden="10,10")
        sizes = "10,10"


def test_what_is_running_or_paused_makes_way_for_what_is_typed(opened):
    page, press = opened("/train?epochs=2000&batch_size=4&hidden=4,6&trained=0")
    film = page.get_by_test_id("network-player")
    for turn, (other, third) in zip(rounds(), SEEDS, strict=True):
        press("Train", *turn())
        says(page, trained="2000")
        expect(film).to_have_attribute("data-trained", SOME)
        first = film.get_attribute("data-run")
        page.get_by_label("Seed", exact=True).fill(other)
        press("Train", *turn())
        says(page, seed=other, trained="2000")
        expect(film).not_to_have_attribute("data-run", first)
        expect(film).to_have_attribute("data-trained", SOME)
        press("Pause", *turn())
        expect(page.get_by_text("Paused after epoch")).to_be_visible()
        page.get_by_label("Seed", exact=True).fill(third)
        press("Resume", *turn())
        says(page, seed=third, trained="2000")
        page.get_by_label("Seed", exact=True).fill("0")
        press("Pause", *turn())
        says(page, seed="0", trained="0")


def test_all_learning_rates_of_what_is_typed(opened):
    page, press = opened(f"/learning-rate?{SMALL}&schedule=step&swept=0")
    epochs = "1"
    for turn, said in typed(page, NETWORK | STEPPED | {"Seeds": ("seeds", "2")}, first=1):
        press(re.compile("^Train (again )?at 64 learning rates"), *turn)
        epochs = said.get("epochs", epochs)
        says(page, **said, swept=epochs)
        expect(page.get_by_test_id("sweep-map")).to_have_attribute("data-state", "complete")


def test_a_prediction_is_about_what_is_typed(opened):
    page, press = opened(f"/learning-rate?{SMALL}&swept=0")
    for count, (turn, seed) in enumerate(zip(rounds(), ("4", "8"), strict=True), start=1):
        page.get_by_label("Seed", exact=True).fill(seed)
        press("It walks in", *turn())
        says(page, seed=seed)
        scores = "|".join(f"{right} right, {count - right} wrong" for right in range(count + 1))
        expect(page.get_by_text(re.compile(scores))).to_be_visible()
        page.get_by_label("Seed", exact=True).fill("9")
        press("Ask me another", *turn())
        says(page, seed="9")


def test_a_comparison_is_of_what_is_typed(opened):
    page, press = opened(f"/batches?{SMALL}&compared=0")
    name = re.compile("^Train (again )?with 1 row")
    for turn, said in typed(page, NETWORK | RATE, first=2):
        press(name, *turn)
        says(page, **said, compared="1")
        expect(page.get_by_test_id("stTable")).to_be_visible()


def test_the_clock_is_about_what_is_typed(opened):
    page, press = opened(f"/batches?{SMALL}&compared=0")
    for turn, size in zip(rounds(), ("3", "5"), strict=True):
        page.get_by_label("Hidden 1", exact=True).fill(size)
        press("Measure again on this machine", *turn())
        says(page, hidden=f"{size},6")
        expect(page.get_by_text("if they are one matrix")).to_be_visible()


def test_a_race_on_the_penguins_begins_and_stops_with_what_is_typed(opened):
    page, press = opened(
        "/optimizers?view=dataset&epochs=2000&batch_size=1&hidden=4,6&raced=0", film=False
    )
    for turn, (seed, stopped_at) in zip(rounds(), SEEDS, strict=True):
        page.get_by_label("Seed", exact=True).fill(seed)
        press(re.compile("^Race"), *turn())
        says(page, seed=seed, raced="1")
        page.get_by_label("Seed", exact=True).fill(stopped_at)
        press("Stop", *turn())
        says(page, seed=stopped_at, raced="0")


def test_a_lottery_begins_and_stops_with_what_is_typed(opened):
    page, press = opened(
        "/optimizers?view=lottery&epochs=2000&batch_size=1&hidden=4,6&drawn=0", film=False
    )
    for turn, (seed, stopped_at) in zip(rounds(), SEEDS, strict=True):
        page.get_by_label("Seed", exact=True).fill(seed)
        press("Train 64 seeds", *turn())
        says(page, seed=seed, drawn="1")
        page.get_by_label("Seed", exact=True).fill(stopped_at)
        press("Stop", *turn())
        says(page, seed=stopped_at, drawn="0")


def test_a_scene_is_set_whatever_is_typed(opened):
    page, press = opened("/optimizers?landscape=bowl&race_steps=5")
    scenes = {"A narrow ravine": "ravine", "Momentum rolls over the ridge": "valleys"}
    for turn, (name, landscape) in zip(rounds(), scenes.items(), strict=True):
        for field in ("Start w₁", "Steps", "Learning rate η of SGD"):
            page.get_by_label(field, exact=True).fill("1")
            press(name, *turn())
            says(page, landscape=landscape, race_steps="200")
            expect(page.get_by_label(field, exact=True)).not_to_have_value("1")
    page, press = opened("/gradient-descent?optimizer=adam")
    for turn in rounds():
        page.get_by_label("η, exactly", exact=True).fill("0.2")
        press("Too timid", *turn())
        says(page, learning_rate="0.005", optimizer="sgd")
