"""A Chromium, the running app, and a page that reports what went wrong on it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from app_server import CHROMIUM_FLAGS, chromium_path, shared_app
from playwright.sync_api import Browser, Page, expect, sync_playwright

# A page of its own address is first looked for below itself by Streamlit's own client
# (/train/_stcore/health); the server's answer 404 is part of that search, not an error of the app.
STREAMLIT_LOOKING_FOR_ITSELF = re.compile(r"/_stcore/(health|host-config)$")

BROKEN_OFF = "net::ERR_ABORTED"
"""What becomes of a request whose page is left, or loaded anew, before it is answered."""

# The smallest thing that the server answers, and of the same origin as the app.
NOTHING_MUCH = "/_stcore/health"

STANDARD = {
    "viewport": {"width": 1440, "height": 900},
    "color_scheme": "light",
    "reduced_motion": "reduce",  # where nothing is looked at while it moves, nothing moves
}
"""What a visit can set on a page that is open already."""

ELSEWHERE = STANDARD | {"reduced_motion": "no-preference"}
"""Of somebody else, where films may move."""


@pytest.fixture(scope="session", autouse=True)
def patience(pytestconfig) -> float:
    """How long a step may take, in ms: half of what its test may (`pytest --timeout` seconds).

    So it is Playwright that tells which step hung; pytest's own end of a test leaves a browser
    behind that answers no more.
    """
    seconds = pytestconfig.getoption("timeout") or pytestconfig.getini("timeout")
    patience = 500 * float(seconds)
    expect.set_options(timeout=patience)
    return patience


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """Of the app that the workers of a run share: what one has had it compute, the others have."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "server"
    with shared_app(folder) as url:
        yield url
    assert "Traceback" not in (folder / "log.txt").read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def shows_exception(page: Page) -> bool:
    return page.get_by_test_id("stException").count() > 0


@dataclass
class Visits:
    """Visits of the app one after another, each by somebody new, whose console stays empty.

    They share a page where they can: a browser that has compiled the app's scripts once opens it
    in half the time.
    """

    browser: Browser
    address: str
    patience: float
    page: Page | None = None
    elsewhere: Page | None = None
    """In a browser of its own: neither cookies nor a session are those of `page`."""
    others: list[Page] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    standing: tuple | None = None
    """The visit that the page still shows, as its test left it."""

    def open(self, path: str, *, again: bool = False, **options) -> Page:
        """Open a path of the app as a new visitor, who leaves the visit before.

        again: a page that shows this visit already is taken as the test before has left it, for
        tests that only look at what they open. Options are those of Browser.new_context.
        """
        visit = (path, options)
        if again and self.standing == visit:
            self.page.mouse.move(0, 0)
            return self.page
        self.check()
        page = self._go(self._page_for(STANDARD | options), path)
        self.standing = visit if again else None
        return page

    def open_elsewhere(self, path: str) -> Page:
        """Open a path as somebody new in another browser, beside the page that is shown."""
        self.check()
        self.elsewhere = self._blank(self.elsewhere, ELSEWHERE)
        return self._go(self.elsewhere, path)

    def check(self) -> None:
        """Nothing may have gone wrong since the last one; pages that are not shared are closed."""
        pages = [page for page in (self.page, self.elsewhere, *self.others) if page]
        found = [*self.errors, *(page.url for page in pages if shows_exception(page))]
        for page in self.others:
            page.context.close()
        self.others.clear()
        if self.elsewhere:  # whoever has left asks the server for nothing
            self.elsewhere.goto(f"{self.address}{NOTHING_MUCH}")
        self.errors.clear()
        if found:
            self.forget()
        assert found == []

    def forget(self) -> None:
        """Close the pages that are shared: what went wrong there is no matter of the next visit."""
        pages = self.page, self.elsewhere
        self.page = self.elsewhere = self.standing = None
        for page in filter(None, pages):
            page.context.close()

    def _go(self, page: Page, path: str) -> Page:
        self.errors.clear()
        page.goto(f"{self.address}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    def _page_for(self, options: dict) -> Page:
        """The page that is shared; where a visit wants what cannot be set on it, one of its own."""
        if options.keys() <= STANDARD.keys():
            self.page = self._blank(self.page, options)
            return self.page
        self.others.append(self._new_page(options))
        return self.others[-1]

    def _blank(self, page: Page | None, options: dict) -> Page:
        """A page on which nobody has been, ready to go anywhere."""
        page = page or self._new_page(STANDARD)
        page.goto(f"{self.address}{NOTHING_MUCH}")
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.context.clear_cookies()
        # A history of fifty entries, the most there may be, could not be seen to grow.
        devtools = page.context.new_cdp_session(page)
        devtools.send("Page.resetNavigationHistory")
        devtools.detach()
        page.set_viewport_size(options["viewport"])
        page.emulate_media(
            color_scheme=options["color_scheme"], reduced_motion=options["reduced_motion"]
        )
        page.mouse.move(0, 0)
        return page

    def _new_page(self, options: dict) -> Page:
        page = self.browser.new_context(**options).new_page()
        page.set_default_timeout(self.patience)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

        def note_failure(request) -> None:
            if request.failure != BROKEN_OFF:
                self.errors.append(f"failed: {request.url} ({request.failure})")

        page.on("requestfailed", note_failure)

        def note(message) -> None:
            source = message.location.get("url", "")
            if message.type == "error" and not STREAMLIT_LOOKING_FOR_ITSELF.search(source):
                self.errors.append(f"{message.text} ({source})")

        page.on("console", note)
        return page


@pytest.fixture(scope="session")
def visits(browser: Browser, address: str, patience: float) -> Visits:
    return Visits(browser, address, patience)


@pytest.fixture
def visit(visits: Visits, request) -> Iterator[Callable[..., Page]]:
    """Open a path of the app as a new visitor; afterwards nothing may stand in the console."""
    failed_before = request.session.testsfailed
    yield visits.open
    try:
        visits.check()
    finally:
        if request.session.testsfailed > failed_before:
            visits.forget()
