"""What every page has to be: without barriers in both themes, and no wider than any screen."""

from __future__ import annotations

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
