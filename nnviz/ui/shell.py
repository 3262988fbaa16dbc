"""The empty page that a browser gets first, with our own style in it.

Streamlit puts a page together in the browser, and a style that the page brings along comes after
the first of its texts: everything then jumps to its place. So the style is in the page from the
start, and a sentence stands where the page will be.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STYLES = (
    Path(__file__).parent / "page.css",
    Path(__file__).parent.parent / "frontend/page/term_card.css",
)
ROOT = b"<html"
PRESENTED = ROOT + b" data-presented"
"""What page/present.js sets, too: there from the start, no navigation is seen to go."""

BODY_ENDS = b"</body>"
"""Behind Streamlit's own style, which is in the head: of equal rules the last one counts."""


class Shell:
    """Middleware that writes the style into each page of HTML that the server answers with."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; only one for a page of HTML is answered otherwise than without us."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        plain = [(name, text) for name, text in scope["headers"] if name != b"accept-encoding"]
        presented = ("present", "1") in parse_qsl(scope["query_string"].decode("latin-1"))
        answer = _Answer(send, presented)
        await self.app(scope | {"headers": plain}, receive, answer.take)


class _Answer:
    """One answer on its way: a page of HTML is held until it is whole."""

    def __init__(self, send: Send, presented: bool) -> None:
        self.send = send
        self.presented = presented
        self.start: Message | None = None
        self.body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()

    async def _finish(self) -> None:
        body = self.body.replace(BODY_ENDS, _style() + BODY_ENDS, 1)
        if self.presented:
            body = body.replace(ROOT, PRESENTED, 1)
        headers = MutableHeaders(raw=self.start["headers"])
        headers["content-length"] = str(len(body))
        # The page as it is now: a browser must not be told that the one it has is still the same.
        headers["etag"] = f'"{blake2b(body, digest_size=16).hexdigest()}"'
        del headers["last-modified"]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})


def _is_page(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == 200 and kind.startswith("text/html")


@cache
def _style() -> bytes:
    return b"".join((b"<style>", *(file.read_bytes() for file in STYLES), b"</style>"))
