"""The server ends when it is told to, with its workers, whatever they are doing."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen
from time import perf_counter

import pytest
from app_server import start_app
from visitors import Visitor, visitor
from websockets import ConnectionClosedError

SECONDS = 20
"""Four times what is promised, for a busy machine."""

ENDED = {signal.SIGTERM: -signal.SIGTERM, signal.SIGINT: 1}
"""When all has ended, uvicorn passes on the signal that it was sent; click makes 1 of Ctrl-C."""


def processes(server: Popen) -> dict[int, str]:
    """All that the server has started, and itself: process → command (Linux)."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(session) == server.pid and state != "Z":
                found[int(stat.parent.name)] = (stat.parent / "cmdline").read_text()
        except OSError:  # it has ended meanwhile
            continue
    return found


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


async def start_training(person: Visitor) -> None:
    """Press Train, and wait until the page has asked for more of many epochs."""
    await person.press("Train")
    await person.until(lambda: person.status.startswith("Training") and person.ticks > 2, 300)


async def end(
    server: Popen, address: str, tell: Callable[[int, int], None], number: int, busy: bool
):
    """Visit the server, tell it to end, and wait until nothing is left of it."""
    async with visitor(address) as person:
        await person.open("train", "epochs=2000&batch_size=4")
        await until(lambda: any("loky.backend.popen" in c for c in processes(server).values()))
        if busy:
            await start_training(person)
        start = perf_counter()
        tell(server.pid, number)
        async with asyncio.timeout(SECONDS):
            await until(lambda: server.poll() is not None)
            ended = perf_counter() - start
            await until(lambda: not processes(server))
        print(f"ended after {ended:.2f} s, the last process {perf_counter() - start:.2f} s")


def in_a_thread_of_its_own(work: Callable[[], None]) -> None:
    """Playwright's loop runs in this one, if a browser test came before, and there may be one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()


@pytest.mark.parametrize("busy", [False, True], ids=["starting", "training"])
@pytest.mark.parametrize(
    ("tell", "number"),
    [(os.kill, signal.SIGTERM), (os.killpg, signal.SIGINT)],
    ids=["terminate", "ctrl-c"],
)
def test_nothing_is_left_of_a_server_that_is_told_to_end(tmp_path, tell, number, busy):
    log = tmp_path / "log"
    address, server = start_app(log, start_new_session=True)
    try:
        with pytest.raises(ConnectionClosedError):  # 1012, the service restarts
            in_a_thread_of_its_own(lambda: asyncio.run(end(server, address, tell, number, busy)))
        assert server.returncode == ENDED[number]
        assert "Traceback" not in log.read_text()
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
