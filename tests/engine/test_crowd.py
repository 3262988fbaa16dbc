"""The crowd: the more visitors wait, and the busier the server, the longer between questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from nnviz.engine import crowd
from nnviz.engine.crowd import LEAST_REMEMBERED, MOST_SOONER, SHARE, SHORTEST, Crowd


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Seconds, and seconds of the processor that this thread has had; to be set."""
    now = [100.0, 5.0]
    monkeypatch.setattr(crowd, "monotonic", lambda: now[0])
    monkeypatch.setattr(crowd, "thread_time", lambda: now[1])
    return now


def ask(people: Crowd, count: int, cost: float, clock: list[float], seconds: float) -> list[float]:
    """So many visitors ask again and again, as often as they are told to; their last ticks.

    Each question takes so much of the processor, and nothing else does.
    """
    due, ticks = dict.fromkeys(range(count), clock[0]), {}
    end = clock[0] + seconds
    while (visitor := min(due, key=due.get)) is not None and due[visitor] < end:
        clock[0] = max(clock[0], due[visitor])
        with people.question(visitor):
            clock[1] += cost
            ticks[visitor] = people.tick(visitor)
        due[visitor] = clock[0] + ticks[visitor]
    return list(ticks.values())


def test_who_is_alone_asks_often(clock):
    assert ask(Crowd(), 1, 0.03, clock, seconds=20) == [SHORTEST]


@pytest.mark.parametrize(("count", "cost"), [(30, 0.03), (200, 0.03), (200, 0.01)])
def test_all_together_take_their_share_of_the_server(clock, count, cost):
    people = Crowd()
    ask(people, count, cost, clock, seconds=1000)
    since, used = clock
    ask(people, count, cost, clock, seconds=1000)
    assert (clock[1] - used) / (clock[0] - since) == pytest.approx(SHARE, rel=0.2)


def test_who_has_left_does_not_count(clock):
    people = Crowd()
    crowded = ask(people, 200, 0.03, clock, seconds=100)[-1]
    assert crowded > LEAST_REMEMBERED
    clock[0] += people.remembered + 1
    assert people.tick("a") <= 2 * 0.03 / SHARE


def test_who_has_got_all_does_not_count(clock):
    people = Crowd()
    crowded = ask(people, 200, 0.03, clock, seconds=100)[-1]
    for visitor in range(150):
        with people.question(visitor):
            clock[1] += 0.03  # and no clock is drawn
    assert people.tick(199) == pytest.approx(crowded / 4, rel=0.1)


def test_who_waits_is_remembered_from_one_question_to_the_next(clock):
    """Or the crowd would forget those whom it has told to wait."""
    people = Crowd()
    assert max(ask(people, 1000, 0.05, clock, seconds=300)) < people.remembered / 2


def test_a_part_draws_while_no_other_does_but_not_while_it_stands_aside():
    people = Crowd()
    with ThreadPoolExecutor(1) as another_page:

        def may_draw() -> bool:
            there = another_page.submit(people.turn.acquire, blocking=False).result()
            if there:
                another_page.submit(people.turn.release).result()
            return there

        with people.question("a"):
            assert not may_draw()
            with people.aside():
                assert may_draw()
            assert not may_draw()
        assert may_draw()


@pytest.mark.parametrize("count", [1, 200])
def test_who_is_expected_to_be_given_something_may_ask_then(clock, count):
    """But not much sooner than its share allows, nor later; and never all the time."""
    people = Crowd()
    ask(people, count, 0.03, clock, seconds=100)
    usual = people.interval
    for expected in (0.0, 0.6 * usual, 0.9 * usual, 100 * usual):
        wanted = min(max(expected, usual / MOST_SOONER, SHORTEST), usual)
        assert people.wait(expected) == people.tick(0, expected) == pytest.approx(wanted)
