"""Turns: served in the order of asking, given back whatever happens, and given away on request."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from nnviz.engine.turns import Turn


def wait_for(queue: Turn, count: int) -> None:
    """Return once so many are waiting."""
    while queue.waiting < count:
        threading.Event().wait(0.001)


def test_turns_are_served_in_the_order_of_asking():
    queue, served = Turn(), []

    def visitor(number: int) -> None:
        with queue():
            served.append(number)

    with queue():
        threads = []
        for number in range(8):
            thread = threading.Thread(target=visitor, args=(number,))
            thread.start()
            threads.append(thread)
            wait_for(queue, number + 1)
        assert served == []
    for thread in threads:
        thread.join()
    assert served == list(range(8))
    assert queue.waiting == 0


def test_a_turn_ends_when_its_work_fails():
    queue = Turn()
    with pytest.raises(RuntimeError, match="broken"), queue():
        raise RuntimeError("broken")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(has_a_turn, queue).result()


def has_a_turn(queue: Turn) -> bool:
    with queue():
        return True


def test_who_has_the_turn_may_ask_again_and_keeps_it():
    queue = Turn()
    with ThreadPoolExecutor(1) as pool:
        with queue():
            with queue():
                other = pool.submit(has_a_turn, queue)
                wait_for(queue, 1)
            assert not other.done()
        assert other.result()


def test_a_paused_turn_serves_the_others_and_comes_back():
    queue = Turn()
    with ThreadPoolExecutor(1) as pool:
        with queue():
            with queue.paused():
                assert pool.submit(has_a_turn, queue).result()
            other = pool.submit(has_a_turn, queue)
            wait_for(queue, 1)
            assert not other.done()
        assert other.result()
        with queue.paused():  # without the turn there is nothing to give away
            assert pool.submit(has_a_turn, queue).result()
