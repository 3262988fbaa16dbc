"""The store is bounded, keeps what was used last, and drops nothing that is being worked on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from nnviz.engine.store import IDLE_SECONDS, Store


@dataclass(eq=False)
class Result:
    nbytes: int = 10
    finished: bool = True


def never() -> Result:
    raise AssertionError("it is kept")


def test_equal_content_is_made_once():
    store = Store()
    one = store.keep(("a", 1), Result)
    assert store.keep(("a", 1.0), never) is one
    assert store.get(("a", 1)) is one
    assert store.get(("b", 1)) is None


def test_what_was_used_longest_ago_makes_room():
    store = Store(room=30)
    for name in "abc":
        store.keep(name, Result)
    store.keep("a", never)
    store.get("b")  # to look is not to use
    store.keep("d", Result)
    assert [name for name in "abcd" if store.get(name)] == ["a", "c", "d"]


def test_one_that_is_larger_than_the_room_is_kept_alone():
    store = Store(room=30)
    store.keep("a", Result)
    store.keep("b", lambda: Result(nbytes=100))
    assert (store.get("a"), store.get("b").nbytes) == (None, 100)


def test_a_result_counts_as_large_as_it_was_when_somebody_asked():
    store = Store(room=30)
    store.keep("a", Result)
    b = store.keep("b", Result)
    b.nbytes = 25
    store.keep("b", never)
    assert (store.get("a"), store.get("b")) == (None, b)
    for name in "cde":
        store.keep(name, Result)
    assert [name for name in "bcde" if store.get(name)] == ["c", "d", "e"]


def test_nobody_waits_while_something_is_made():
    store, go = Store(), threading.Event()

    def slowly() -> Result:
        go.wait()
        return Result()

    with ThreadPoolExecutor(2) as visitors:
        slow = [visitors.submit(store.keep, "slow", slowly) for _ in range(2)]
        store.keep("quick", Result)
        go.set()
        first, second = (one.result() for one in slow)
    assert first is second is store.get("slow")


def test_what_is_being_worked_on_stays_until_nobody_asks(monkeypatch):
    now = 0.0
    monkeypatch.setattr("nnviz.engine.store.monotonic", lambda: now)
    store = Store(room=10)
    for name in "abc":
        store.keep(name, lambda: Result(finished=False))
    assert all(map(store.get, "abc"))
    now = IDLE_SECONDS + 1.0
    store.keep("c", never)
    assert [name for name in "abc" if store.get(name)] == ["c"]
