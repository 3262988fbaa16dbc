"""Pictures of the films, and videos of them, as files: taken, and then looked at."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect
from time_machine import go_to, player, settle

SVG = "{http://www.w3.org/2000/svg}"
MARGIN = 12
"""Pixels around what a film shows."""
MOST_RAISED = 36
"""Pixels: what is left out above the lowest box of a studio in a wide window, and more."""
FRINGE = 48
"""Of 255 levels: what the edge of a line may differ by where it is drawn twice as fine."""


def taken(page: Page, act: Callable[[], None]) -> Download:
    with page.expect_download() as download:
        act()
    return download.value


def choose(film: Locator, item: str) -> None:
    film.get_by_role("button", name="Picture", exact=True).click()
    film.get_by_role("menuitem", name=item).click()


def take(film: Locator, item: str) -> Download:
    """Press one of the menu's items, and close the menu when it has said what it has done."""
    download = taken(film.page, lambda: choose(film, item))
    told = film.locator(".picture-told")
    expect(told).to_have_text(
        re.compile(rf"{re.escape(download.suggested_filename)}: [\d.]+ [kM]B\.")
    )
    film.page.keyboard.press("Escape")
    expect(film.get_by_role("menu", name="Picture")).to_have_count(0)
    return download


def pixels(source: bytes | Path) -> np.ndarray:
    """A picture [height, width, 3] in levels of 0 to 255."""
    image = Image.open(io.BytesIO(source) if isinstance(source, bytes) else source)
    return np.asarray(image.convert("RGB"), dtype=np.int16)


def halved(picture: np.ndarray) -> np.ndarray:
    """Each four pixels as one."""
    height, width = (side // 2 for side in picture.shape[:2])
    return picture[: 2 * height, : 2 * width].reshape(height, 2, width, 2, 3).mean(axis=(1, 3))


def written(root: ElementTree.Element) -> list[str]:
    """The texts of a drawing."""
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def tallest_gap(picture: np.ndarray) -> int:
    """How many rows between the first and the last thing that is drawn show the ground alone."""
    drawn = np.abs(picture - picture[0, 0]).max(axis=(1, 2)) > 8
    return int(np.diff(np.flatnonzero(drawn)).max()) - 1


def canvases(film: Locator) -> set[tuple[int, int, int, int]]:
    """Where the film's canvases stand in it: left, top, right, bottom."""
    boxes = film.evaluate(
        """film => {
          const { left, top } = film.getBoundingClientRect();
          return [...film.querySelectorAll('canvas')].map(canvas => canvas.getBoundingClientRect())
            .filter(box => box.width > 40)
            .map(box => [box.left - left, box.top - top, box.right - left, box.bottom - top])
            .map(box => box.map(Math.round));
        }"""
    )
    return set(map(tuple, boxes))


def assert_shows(picture: np.ndarray, screen: np.ndarray, boxes: set, differing: float) -> None:
    """The boxes are there; where rows are left out above them they stand a little higher."""

    def difference(box: tuple[int, int, int, int], raised: int) -> float:
        left, top, right, bottom = box
        top = max(top, raised)
        shown = screen[top:bottom, left:right:3]
        drawn = picture[MARGIN:, MARGIN:][top - raised : bottom - raised, left:right:3]
        apart = np.abs(shown[: len(drawn)] - drawn[: len(shown)]).max(axis=2) > FRINGE
        return apart.mean()

    for box in boxes:
        assert min(difference(box, raised) for raised in range(MOST_RAISED)) < differing, box


def test_the_studio_as_a_picture_and_as_svg(visit):
    page = visit("/train")
    film = player(page)
    expect(film).to_have_attribute("data-state", re.compile("ended|paused"))
    go_to(page, 8)
    page.mouse.move(0, 0)
    screen = pixels(film.screenshot())
    boxes = canvases(film)

    png = take(film, "PNG")
    assert png.suggested_filename == "nnviz-network-player-epoch-8.png"
    picture = pixels(png.path())
    assert picture.std() > 20, "not blank"
    assert png.path().stat().st_size < 1e6
    assert_shows(halved(picture), screen, boxes, 0.05)

    svg = take(film, "SVG")
    assert svg.suggested_filename == "nnviz-network-player-epoch-8.svg"
    text = svg.path().read_text()
    assert len(text) < 5e5
    root = ElementTree.fromstring(text)
    assert [2 * float(root.get(side)) for side in ("width", "height")] == [
        picture.shape[1],
        picture.shape[0],
    ]
    assert root.get("width") == str(film.evaluate("film => film.clientWidth") + 2 * MARGIN)
    assert not list(root.iter(f"{SVG}image")), "no bitmap"
    assert "data:" not in text
    words = written(root)
    assert any(re.search(r"^(epoch *)?8 *(of|$)", text) for text in words), words
    assert words[-1] == (
        "nnviz · 4 → 10 → 10 → 3 · ReLU · Adam, η = 0.01 · batches of 16 · seed 0 · penguins"
    )
    # Within the page, whose font it names.
    page.evaluate("svg => { document.body.innerHTML = svg; document.body.style.margin = 0; }", text)
    drawn = page.locator("body > svg")
    assert_shows(pixels(drawn.screenshot()), screen, boxes, 0.06)


def test_a_picture_is_copied_for_a_slide_with_keys_alone(visit):
    page = visit("/neuron", permissions=["clipboard-read", "clipboard-write"])
    film = page.get_by_test_id("line")
    opener = film.get_by_role("button", name="Picture", exact=True)
    opener.press("Enter")
    items = film.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(items.nth(2)).to_contain_text("Copy picture")
    page.keyboard.press("Enter")
    expect(film.locator(".picture-told")).to_have_text(re.compile(r"On the clipboard: \d+ kB\."))
    copied = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const { width, height } = await createImageBitmap(await item.getType('image/png'));
          return [width, height];
        }"""
    )
    assert copied[0] == 2 * (film.evaluate("film => film.clientWidth") + 2 * MARGIN)
    assert copied[1] > 400
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def played(page: Page, video: bytes) -> tuple[float, float, float]:
    """What a browser makes of a video: its length, where its end is, and its width."""
    return page.evaluate(
        """async data => {
          const video = document.createElement('video');
          const event = name => new Promise((resolve, reject) => {
            video.addEventListener(name, resolve, { once: true });
            video.addEventListener('error', () => reject(new Error(video.error.message)));
          });
          const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
          video.muted = true;
          video.src = URL.createObjectURL(new Blob([bytes]));
          await event('loadedmetadata');
          video.playbackRate = 4;
          const ended = event('ended');
          await video.play();
          await ended;
          return [video.duration, video.currentTime, video.videoWidth];
        }""",
        base64.b64encode(video).decode(),
    )


KNOWS_ONLY = """known => {
  const { MediaRecorder: Recorder, createObjectURL: hold } = globalThis.real ??= {
    MediaRecorder, createObjectURL: URL.createObjectURL,
  };
  globalThis.MediaRecorder = class extends Recorder {
    static isTypeSupported(type) { return type === known; }
    constructor(stream) { super(stream); }
  };
  globalThis.types = [];
  URL.createObjectURL = file => { types.push(file.type); return hold(file); };
}"""
"""A browser that records one type of video; `types` are those of the files that it is given."""


def test_a_film_is_recorded_as_it_plays_and_can_be_ended(visit):
    page = visit("/neuron")
    film = page.get_by_test_id("line")
    speed = film.get_by_label("Speed")
    speed.select_option("8")  # seven seconds at the usual one
    download = take(film, "Video")
    assert download.suggested_filename == "nnviz-a-line-through-the-plane-video.webm"
    duration, end, width = played(page, download.path().read_bytes())
    assert 1 < duration < 30
    assert end == pytest.approx(duration, abs=0.5)
    assert width == 1920, "twice as fine, but no wider than this"
    play = film.get_by_role("button", name="Play", exact=True)
    expect(play).to_have_attribute("aria-pressed", "false")
    # It stands at its end; from the start again, and slowly: nobody waits for this end. Now as in
    # a browser that knows MP4 alone.
    page.evaluate(KNOWS_ONLY, "video/mp4")
    speed.select_option("0.05")
    choose(film, "Video")
    expect(film.locator(".picture-told")).to_contain_text(
        re.compile(r"Recording: [1-9]\d* s of 1\d\d s, \d%")  # as long as the clock will say
    )
    stopped = taken(page, film.get_by_role("button", name="Stop recording").click)
    assert stopped.suggested_filename == "nnviz-a-line-through-the-plane-video.mp4"
    assert page.evaluate("types") == ["video/mp4"]
    assert len(stopped.path().read_bytes()) > 10_000
    page.keyboard.press("Escape")
    page.evaluate(KNOWS_ONLY, "video/ogg")
    choose(film, "Video")
    expect(film.locator(".picture-told")).to_contain_text("This browser cannot record a video")
    # Whoever opens the menu holds what plays, and takes what is seen then.
    page.keyboard.press("Escape")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    film.get_by_role("button", name="Picture", exact=True).click()
    expect(play).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("path", "film", "words"),
    [
        ("/neuron", "neuron", "weighted sum z"),  # drawings that are SVG already
        ("/optimizers", "race", "weight w₁"),  # pixels without a canvas of their own
        ("/learning-rate", "sweep-map", "learning rate η (logarithmic)"),  # a film without buttons
        ("/forward-pass", "forward-player", "bill length"),
    ],
)
def test_every_film_has_its_picture_and_where_only_controls_stood_it_has_no_gap(
    visit, path, film, words
):
    page = visit(path, viewport={"width": 390, "height": 844})
    section = page.get_by_test_id(film)
    assert tallest_gap(pixels(take(section, "PNG").path())) < 2 * 48
    root = ElementTree.fromstring(take(section, "SVG").path().read_text())
    assert words in written(root)
    assert written(root)[-1] == f"nnviz · {section.get_attribute('aria-label')}"
    assert not list(root.iter(f"{SVG}image"))
    assert float(root.get("height")) > 150


def test_a_chart_of_plotly_is_saved_as_svg_and_as_png_beside(visit):
    page = visit("/batches?epochs=20", color_scheme="dark")
    chart = page.locator(".st-key-noise .js-plotly-plot")
    chart.hover()
    svg = taken(page, chart.get_by_role("button", name="Save as SVG").click)
    assert svg.suggested_filename == "nnviz-noise.svg"
    root = ElementTree.fromstring(svg.path().read_text())
    assert "loss of one batch (nats)" in [node.text for node in root.iter(f"{SVG}text")]
    png = taken(page, chart.get_by_role("button", name="Save as PNG").click)
    assert png.suggested_filename == "nnviz-noise.png"
    picture = pixels(png.path())
    assert picture.shape[1] == 2 * float(root.get("width"))
    assert picture[2, 2].max() < 64, "on the page's dark ground, for letters that are light"

    # Two charts share a legend that stands above them; saved, each has its own.
    legend = page.locator(".st-key-shared-legend .legendtext")
    expect(legend).to_have_count(3)
    names = legend.all_text_contents()
    for side in ("left", "right"):
        twin = page.locator(f".st-key-batches--{side} .js-plotly-plot")
        twin.hover()
        saved = taken(page, twin.get_by_role("button", name="Save as SVG").click)
        root = ElementTree.fromstring(saved.path().read_text())
        written = [node.text for node in root.iter(f"{SVG}text")]
        assert set(names) <= set(written)
        assert twin.locator(".legendtext").count() == 0, "none on the page"
    settle(page)
