"""Opening a page: it says that it is on its way, and nothing jumps when it comes."""

from __future__ import annotations

from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

PAGES = [
    "/",
    "/neuron",
    "/forward-pass",
    "/loss",
    "/gradient-descent",
    "/backpropagation",
    "/train",
    "/learning-rate",
    "/optimizers",
    "/batches",
    "/convolution",
    "/images",
]
SIZES = [(1440, 900), (1024, 768), (390, 844)]

MOST_SHIFT = 0.1
"""Of a page that counts as still (web.dev, Cumulative Layout Shift)."""

WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry);
  }).observe({ type: 'layout-shift', buffered: true });
}"""

# Sources name what has moved, for the failure's message.
SHIFTS = """() => window.shifts.map(({ value, sources }) =>
  [value, sources.map(({ node }) => String(node?.className ?? node?.nodeName)).join(' | ')])"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_jumps_while_a_page_opens(visit, path):
    visit(path)  # what is loaded once for the whole app may come in any order
    for width, height in SIZES:
        page = visit(path, viewport={"width": width, "height": height})
        page.evaluate(WATCH)
        app = page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.locator("[data-stale=true]")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        shifts = page.evaluate(SHIFTS)
        assert sum(value for value, _ in shifts) < MOST_SHIFT, (width, shifts)


def test_the_browser_gets_the_style_with_the_empty_page(address):
    def answer(path: str, **headers: str):
        return urlopen(Request(f"{address}{path}", headers=headers))

    page = answer("/train", Accept="text/html")
    text = page.read().decode()
    assert "nnviz is opening" in text
    assert int(page.headers["content-length"]) == len(text.encode())
    again = answer("/train", Accept="text/html", **{"If-None-Match": page.headers["etag"]})
    assert again.status == 200
    assert again.headers["etag"] == page.headers["etag"]
    assert answer("/_stcore/health", Accept="*/*").read() == b"ok"
    assert answer("/_stcore/health", Accept="text/html").read() == b"ok"
