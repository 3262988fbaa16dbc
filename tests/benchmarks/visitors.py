"""Visitors without a browser: Streamlit's own messages over a websocket.

A `Visitor` does what Streamlit's client does as far as the server can tell: it opens the stream,
asks for a page, presses buttons, also that of a film for its files, and asks for a fragment again
while the page has a clock in it (`nnviz.ui.mounts.again`). It does not draw, and it reports only
the buttons it presses; the server keeps the values of the other widgets.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from time import perf_counter

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ANSWER_SECONDS = 60
EVENTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
"""The widget by which a component says what has happened in it."""

STATES = ("Training", "Trained", "Paused")
COMPLETE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visitor:
    """One session.

    Attributes:
        buttons: label → widget id and fragment, of the buttons on the page.
        files: the files that can be downloaded, without their sizes.
        status: what the studio says of the run, such as "Trained for 60 epochs: …".
        runs: how many runs have ended, of a whole page or of a part of it.
        ticks: how often a timer of its own has asked for a fragment.
        received: bytes from the server.
        errors: exceptions that a page showed.
    """

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket
        self._page = self._page_hash = self._query = ""
        self._clock: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._film: tuple[str, str] | None = None  # its id, and its fragment
        self.buttons: dict[str, tuple[str, str]] = {}
        self.files: set[str] = set()
        self.status = ""
        self.runs = self.ticks = self.received = 0
        self.errors: list[str] = []

    async def open(self, page: str, query: str = "") -> float:
        """Go to a page by its address; the seconds until it is there."""
        self._page, self._page_hash, self._query = page, "", query
        return await self._answered(self._ask())

    async def press(self, label: str) -> float:
        """Press a button; the seconds until the page, or its part, has run for it."""
        return await self._answered(self._ask(*self.buttons[label]))

    async def take(self, epoch: int) -> float:
        """Ask the film for the files of an epoch; the seconds until their panel is there."""
        film, fragment = self._film
        return await self._answered(self._ask(EVENTS.format(film), fragment, take=epoch))

    async def until(self, condition: Callable[[], bool], seconds: float = ANSWER_SECONDS) -> None:
        """Wait until `condition()` holds; it is looked at after every message."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(condition)

    async def read(self) -> None:
        """Take in the server's messages until the socket closes."""
        async for data in self._socket:
            message = ForwardMsg.FromString(data)
            self.received += len(data)
            async with self._news:
                self._take(message)
                self._news.notify_all()

    def stop(self) -> None:
        """Ask for no more."""
        if self._clock:
            self._clock.cancel()

    async def _answered(self, question: Awaitable[None]) -> float:
        start, before = perf_counter(), self.runs
        await question
        await self.until(lambda: self.runs > before)
        return perf_counter() - start

    async def _ask(self, pressed: str = "", fragment: str = "", **told: object) -> None:
        """Ask for a run: for a button that was pressed, or for what a component has `told`."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self._query
        rerun.page_script_hash = self._page_hash
        rerun.page_name = "" if self._page_hash else self._page
        rerun.fragment_id = fragment
        rerun.widget_states.SetInParent()
        if told:
            events = [{"event": event, "value": value} for event, value in told.items()]
            rerun.widget_states.widgets.add(id=pressed, json_trigger_value=json.dumps(events))
        elif pressed:
            rerun.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._socket.send(message.SerializeToString())

    async def _tick(self, clock: str, fragment: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.ticks += 1
        await self._ask(EVENTS.format(clock), fragment, due=True)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.stop()
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.HasField("new_element"):
            self._see(message.delta.new_element, message.delta.fragment_id)
        elif kind == "script_finished":
            self.runs += message.script_finished in COMPLETE

    def _see(self, element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "button":
            self.buttons[element.button.label] = element.button.id, fragment
        elif kind == "download_button" and not element.download_button.disabled:
            self.files.add(element.download_button.label.split(" · ")[0])
        elif kind == "markdown" and element.markdown.body.startswith(STATES):
            self.status = element.markdown.body
        elif kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "bidi_component" and element.bidi_component.component_name == "nnviz.network":
            self._film = element.bidi_component.id, fragment
        elif kind == "bidi_component" and element.bidi_component.component_name == "nnviz.again":
            clock = element.bidi_component
            self.stop()
            seconds = json.loads(clock.json)["seconds"]
            self._clock = asyncio.create_task(self._tick(clock.id, fragment, seconds))


@asynccontextmanager
async def visitor(address: str) -> AsyncIterator[Visitor]:
    """Enter as a visitor of the app at `address`; the session ends with the block."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    protocols = [websockets.Subprotocol("streamlit")]
    async with websockets.connect(
        stream, subprotocols=protocols, max_size=None, compression=None
    ) as socket:
        person = Visitor(socket)
        reader = asyncio.create_task(person.read())
        try:
            yield person
        finally:
            person.stop()
            reader.cancel()
            with suppress(asyncio.CancelledError):
                await reader
