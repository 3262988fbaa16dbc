"""What every page has to be: without barriers in both themes, and no wider than any screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

TELEPHONE = {"width": 390, "height": 844}
WIDTHS = (390, 1440, 1024, 390)
"""To a desk and back: what was drawn wide has to become narrow again."""

# Nor is anything still on its way from one colour to another.
THEME_IS = """wanted => {
    const colour = getComputedStyle(document.querySelector('.stApp')).backgroundColor;
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const shown = Math.max(...parts) < 128 ? 'dark' : 'light';
    return wanted === shown
        && !document.getAnimations().some((change) => change instanceof CSSTransition);
}"""

FITS = """({ width, parts }) =>
    document.documentElement.scrollWidth <= width && parts.every((part) => {
        const { left, right } = part.getBoundingClientRect();
        return part.isConnected && left >= 0 && right <= width;
    })"""


PROJECTORS = ({"width": 1024, "height": 768}, {"width": 1280, "height": 720})

# Before a class: nothing scrolls sideways, the first film is on the screen, and all that a film
# says is in it above its bar of playback, neither cut by a box around it nor over other words.
WHOLE = """({ width, height }) => {
    if (document.querySelector('[data-testid=stMain]').scrollWidth > width) return false;
    const films = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
        .map((place) => place.shadowRoot?.querySelector('section.player')).filter(Boolean);
    const slack = 2;
    const inside = (box, { left, top, right, bottom }) => box.left >= left - slack
        && box.right <= right + slack && box.top >= top - slack && box.bottom <= bottom + slack;
    const deep = 8; // boxes of letters are higher than their lines
    const over = (one, two) => Math.min(one.right, two.right) - Math.max(one.left, two.left) > deep
        && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > deep;

    function whole(film) {
        const { left, top, right, bottom } = film.getBoundingClientRect();
        const bar = film.querySelector(':scope > .transport')?.offsetHeight ?? 0;
        const room = { left, top, right, bottom: bottom - bar * film.currentCSSZoom };
        const shown = [...film.querySelectorAll('*')].filter((part) => part.checkVisibility()
            && !part.closest('.transport, .visually-hidden, .term-spot')
            && part.getBoundingClientRect().width > 1);
        const texts = shown.flatMap((part) => [...part.childNodes]
            .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
            .map((node) => {
                const range = document.createRange();
                range.selectNode(node);
                return { part, boxes: [...range.getClientRects()] };
            }));
        const cut = ({ part, boxes }) => {
            for (let around = part; around !== film; around = around.parentElement) {
                if (getComputedStyle(around).overflow === 'visible') continue;
                const frame = around.getBoundingClientRect();
                if (!boxes.every((box) => inside(box, frame))) return true;
            }
            return false;
        };
        return shown.every((part) => inside(part.getBoundingClientRect(), room))
            && !texts.some(cut)
            && !texts.some(({ boxes }, i) => texts.slice(i + 1).some((other) =>
                boxes.some((one) => other.boxes.some((two) => over(one, two)))));
    }

    return films.every((film, i) =>
        film.getBoundingClientRect()[i ? 'height' : 'bottom'] <= height && whole(film));
}"""


def wait_until_calm(page: Page) -> None:
    """Until no script of the page runs on the server."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def serious_violations(page: Page) -> list[str]:
    """What axe finds that shuts somebody out."""
    return [
        f"{found['id']}: {[node['html'][:200] for node in found['nodes'][:3]]}"
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def assert_no_barriers(page: Page) -> None:
    """In either theme, axe finds nothing serious on the page as it stands."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(THEME_IS, arg=theme)
        wait_until_calm(page)
        assert serious_violations(page) == [], theme


def wait_until_it_fits(page: Page, parts: Locator) -> None:
    """Neither the page nor one of these parts of it is wider than the screen, whatever that is."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(FITS, arg={"width": width, "parts": parts.element_handles()})


@contextmanager
def on_paper(page: Page) -> Iterator[None]:
    """The page as it is printed: a browser's style for paper, and what it tells a page of it."""
    page.locator(".link-button").first.wait_for(state="attached")  # from now on it listens
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    yield
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")


def wait_until_whole_before_a_class(page: Page, numbers: Iterable[str] = ()) -> None:
    """On either projector, the page that is presented is whole, and shows these numbers of it."""
    for screen in PROJECTORS:
        page.set_viewport_size(screen)
        page.wait_for_function(WHOLE, arg=screen)
        for number in numbers:
            expect(page.locator(number).filter(visible=True).first).to_be_visible()
