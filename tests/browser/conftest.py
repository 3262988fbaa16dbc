"""A Chromium, the running app, and a page that reports what went wrong on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from app_server import CHROMIUM_FLAGS, app_server, chromium_path
from playwright.sync_api import Browser, Page, expect, sync_playwright

# A page of its own address is first looked for below itself by Streamlit's own client
# (/train/_stcore/health); the server's answer 404 is part of that search, not an error of the app.
STREAMLIT_LOOKING_FOR_ITSELF = re.compile(r"/_stcore/(health|host-config)$")

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with app_server(log) as url:
        yield url
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a path of the app as a new visitor; afterwards nothing may stand in the console."""
    contexts, errors = [], []

    def open_page(path: str, **options) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("requestfailed", lambda request: errors.append(f"failed: {request.url}"))

        def note(message) -> None:
            source = message.location.get("url", "")
            if message.type == "error" and not STREAMLIT_LOOKING_FOR_ITSELF.search(source):
                errors.append(f"{message.text} ({source})")

        page.on("console", note)
        page.goto(f"{address}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            assert page.get_by_test_id("stException").count() == 0
        context.close()
    assert errors == []
