"""A class of thirty on one server: everybody presses Train at the same moment.

The thirty are sessions without a browser (see `visitors`), so what is measured is the server. Each
trains 60 epochs. Meanwhile a thirty-first presses a button of another page every fifth of a second.

    python -m pytest tests/benchmarks/test_class.py -s
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from time import perf_counter

import pytest
from measuring import percentile, report, spread
from server_process import cpu_seconds, resident_bytes, server_pid
from visitors import Visitor, visitor

CLASS = 30
EPOCHS = 60
BETWEEN_CLICKS = 0.2
TRAINED_BY = 15.0
CLICK_BY = 0.25
BUTTONS = ("One perfect step", "Back and forth for ever")


@dataclass(frozen=True)
class Lesson:
    """What a class has seen.

    Attributes:
        opened: seconds until each had the page.
        trained: seconds from the press until each had the whole run.
        clicks: seconds of each click of the one who did something else.
        ticks: how often the class asked for more.
        received: bytes that the class was sent while it trained.
        cpu: processor seconds of the server while it trained.
        resident: bytes of the server's memory before the class came and when all had trained.
    """

    opened: list[float]
    trained: list[float]
    clicks: list[float]
    ticks: int
    received: int
    cpu: float
    resident: tuple[int, int]


async def train(person: Visitor, epochs: int) -> float:
    start = perf_counter()
    await person.press("Train")
    await person.until(lambda: person.progress == f"{epochs} / {epochs} epochs")
    return perf_counter() - start


async def click_about(person: Visitor, done: asyncio.Event) -> list[float]:
    """Press a button every fifth of a second until `done`; the seconds each took."""
    clicks: list[float] = []
    while not done.is_set():
        due = perf_counter() + BETWEEN_CLICKS
        clicks.append(await person.press(BUTTONS[len(clicks) % 2]))
        await asyncio.sleep(max(0, due - perf_counter()))
    return clicks


async def lesson(address: str, queries: list[str], epochs: int = EPOCHS) -> Lesson:
    """One visitor per query opens /train; all press Train at once; another clicks elsewhere."""
    pid = server_pid(address)
    async with AsyncExitStack() as school:
        other = await school.enter_async_context(visitor(address))
        await other.open("gradient-descent")
        before = resident_bytes(pid)
        people = [await school.enter_async_context(visitor(address)) for _ in queries]
        opened = await asyncio.gather(
            *(person.open("train", query) for person, query in zip(people, queries, strict=True))
        )
        received, cpu = sum(p.received for p in people), cpu_seconds(pid)
        done = asyncio.Event()
        clicking = asyncio.create_task(click_about(other, done))
        trained = await asyncio.gather(*(train(person, epochs) for person in people))
        done.set()
        seen = Lesson(
            opened=opened,
            trained=trained,
            clicks=await clicking,
            ticks=sum(p.ticks for p in people),
            received=sum(p.received for p in people) - received,
            cpu=cpu_seconds(pid) - cpu,
            resident=(before, resident_bytes(pid)),
        )
        assert [error for p in (*people, other) for error in p.errors] == []
        return seen


def hold(name: str, lessons: list[Lesson]) -> None:
    """Print what the lessons have shown, and hold them to the bounds."""
    clicks = [click for seen in lessons for click in seen.clicks]
    for seen in lessons:
        first, middle, last = (percentile(seen.trained, share) for share in (0, 0.5, 1))
        figures = f"first {first:.2f} s, median {middle:.2f} s, last {last:.2f} s"
        report(f"{name}: trained", figures, f"last ≤ {TRAINED_BY:g} s")
        before, after = (size / 1e6 for size in seen.resident)
        report(
            f"{name}: the server",
            f"{seen.cpu:.1f} s of processor time, {seen.ticks} ticks, {seen.received / 1e6:.1f} MB "
            f"sent; memory {before:.0f} → {after:.0f} MB, {1e3 * (after - before) / CLASS:.0f} kB "
            f"a visitor; page opened: {spread(seen.opened)}",
        )
    report(f"{name}: a click elsewhere", spread(clicks), f"p95 ≤ {1000 * CLICK_BY:g} ms")
    assert max(last for seen in lessons for last in seen.trained) <= TRAINED_BY
    assert percentile(clicks, 0.95) <= CLICK_BY


@pytest.fixture(scope="module", autouse=True)
def warmed_up(address: str) -> None:
    """One visitor trains alone, so that imports and first uses are not counted."""
    asyncio.run(lesson(address, ["epochs=5&seed=999"], epochs=5))


def test_thirty_different_runs(address):
    """Thirty seeds: thirty runs, whose slices take turns."""
    queries = [f"epochs={EPOCHS}&seed={seed}" for seed in range(1, CLASS + 1)]
    hold("thirty different", [asyncio.run(lesson(address, queries))])


def test_thirty_equal_runs(address):
    """The same settings for all: one run serves the class. Four lessons, as they are short."""
    queries = [[f"epochs={EPOCHS}&seed={seed}"] * CLASS for seed in range(101, 105)]
    hold("thirty equal", [asyncio.run(lesson(address, query)) for query in queries])


def test_one_training_serves_all(address):
    """Seconds for thirty with the same settings over those for one alone, with another seed.

    Batches of one row make the run so long that thirty of it would take thirty times as long.
    """
    query = f"epochs={EPOCHS}&batch_size=1&seed="
    alone = max(asyncio.run(lesson(address, [f"{query}201"])).trained)
    together = max(asyncio.run(lesson(address, [f"{query}202"] * CLASS)).trained)
    figures = f"{together / alone:.2f} × ({together:.2f} s for thirty, {alone:.2f} s for one)"
    report("a long run, thirty equal / one alone", figures, "≤ 3 ×")
    assert together / alone <= 3
