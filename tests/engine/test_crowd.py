"""The crowd: the more visitors wait, the longer each leaves between two questions."""

from __future__ import annotations

import pytest

from nnviz.engine import crowd
from nnviz.engine.crowd import REMEMBERED, SHARE, SHORTEST, Crowd


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Seconds, to be set."""
    now = [100.0]
    monkeypatch.setattr(crowd, "monotonic", lambda: now[0])
    return now


def test_who_is_alone_asks_often():
    people = Crowd()
    assert [people.tick("a") for _ in range(1000)] == [SHORTEST] * 1000


def test_all_together_ask_no_more_often_than_the_server_can_answer():
    people, many = Crowd(), 200
    ticks = [people.tick(number) for number in range(many)]
    assert ticks == sorted(ticks)
    assert ticks[0] == SHORTEST
    assert many / ticks[-1] == pytest.approx(1 / SHARE)


def test_who_has_left_does_not_count(clock):
    people = Crowd()
    for number in range(200):
        people.tick(number)
    clock[0] += REMEMBERED - 0.1
    assert people.tick("a") > SHORTEST
    clock[0] += 0.2
    assert people.tick("b") == SHORTEST


def test_who_waits_is_remembered_from_one_question_to_the_next():
    """Or the crowd would forget those whom it has told to wait."""
    room_for = REMEMBERED / SHARE
    assert room_for > 300
