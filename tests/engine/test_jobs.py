"""The queue: who is next, for how long, and what becomes of what goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

import pytest
from cranked import Cranked
from immediately import Immediately

from nnviz.engine import jobs
from nnviz.engine.jobs import (
    CROWDED_SECONDS,
    FEW,
    FIRST_SECONDS,
    LONG_SECONDS,
    SHORT_SECONDS,
    JobError,
    Jobs,
)


class Steps:
    """A job of so many slices, which keeps how long each one might take."""

    def __init__(self, count: int, function: Callable[[], object] = list) -> None:
        self.left = count
        self.seconds: list[float] = []
        self.function = function

    def work(self, seconds: float):
        if not self.left:
            return None
        self.seconds.append(seconds)
        return self.function, ()

    def take(self, result: object) -> None:
        self.left -= 1


def fail() -> None:
    raise RuntimeError("no memory")


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Seconds, to be set."""
    now = [100.0]
    monkeypatch.setattr(jobs, "monotonic", lambda: now[0])
    return now


def test_whoever_waits_longest_is_next():
    executor = Cranked()
    queue, order = Jobs(executor), []
    a, b, c, d = (Steps(3, lambda name=name: order.append(name)) for name in "abcd")
    for job in (a, b, c, d):
        queue.ask(job)
    assert executor.turn_all() == 12
    assert "".join(order) == "abcd" * 3


def test_whoever_has_just_come_is_next():
    executor = Cranked()
    queue, order = Jobs(executor), []
    a, b, c, d, e = (Steps(3, lambda name=name: order.append(name)) for name in "abcde")
    for job in (a, b, c):
        queue.ask(job)
    for _ in range(4):
        executor.turn()
    for job in (d, e):
        queue.ask(job)  # b and c have been handed over, a waits
    executor.turn_all()
    assert "".join(order) == "abca" + "bcde" + "abcde" + "de"


def test_however_many_come_those_who_wait_get_on(clock):
    """Newcomers, each with a slice of a second, come faster than they can be served."""

    def second() -> None:
        clock[0] += 1.0

    executor = Cranked()
    queue, old = Jobs(executor), [Steps(1000, second) for _ in range(3)]
    for _ in range(60):
        for job in (*old, Steps(1, second), Steps(1, second)):
            queue.ask(job, patience=1000)
        executor.turn()
    slices = [1000 - job.left for job in old]
    assert 20 <= sum(slices) <= 40
    assert max(slices) - min(slices) <= 2


def test_a_slice_that_took_long_does_not_come_before_who_waits():
    executor = Cranked(capacity=2)
    queue, order = Jobs(executor), []
    a, b, c, d = (Steps(2, lambda name=name: order.append(name)) for name in "abcd")
    for job in (a, b, c, d):
        queue.ask(job)  # a, b and c are handed over, d waits
    executor.turn(1)  # b is done first, and a last
    executor.turn(1)
    executor.turn(0)
    executor.turn_all()
    assert order[:3] == ["b", "c", "a"]
    assert order[3:] == ["d", "b", "c", "a", "d"]


def test_one_more_than_there_is_room_for_is_handed_over():
    executor = Cranked(capacity=3)
    queue = Jobs(executor)
    for job in [Steps(2) for _ in range(9)]:
        queue.ask(job)
        assert len(executor.waiting) <= 4
    while len(executor.waiting) == 4:
        executor.turn()
    assert executor.turn_all() == 3


def test_a_job_is_worked_on_once_at_a_time_however_many_ask():
    executor = Cranked(capacity=8)
    queue, job = Jobs(executor), Steps(5)
    threads = [threading.Thread(target=queue.ask, args=(job,)) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(5):
        assert len(executor.waiting) == 1
        executor.turn()
        queue.ask(job)
    assert (job.left, executor.waiting) == (0, [])


def test_slices_grow_while_nobody_else_waits_and_are_short_when_somebody_does():
    executor = Cranked()
    queue, job = Jobs(executor), Steps(20)
    queue.ask(job)
    for _ in range(6):
        executor.turn()
    assert job.seconds[0] == FIRST_SECONDS
    assert job.seconds == sorted(job.seconds)
    assert job.seconds[-2:] == [LONG_SECONDS] * 2
    others = [Steps(3), Steps(3)]
    for other in others:
        queue.ask(other)
    executor.turn_all()
    assert job.seconds[7:10] == [SHORT_SECONDS] * 3
    assert others[0].seconds == [FIRST_SECONDS, SHORT_SECONDS, SHORT_SECONDS]
    assert job.seconds[-1] == LONG_SECONDS


def test_first_slices_are_longer_while_many_have_just_come():
    executor = Cranked()
    queue, many = Jobs(executor), [Steps(1) for _ in range(FEW + 4)]
    for job in many:
        queue.ask(job)
    executor.turn_all()
    first = [job.seconds[0] for job in many]
    assert first[:2] == [FIRST_SECONDS] * 2, "these were handed over at once"
    assert first[2] == CROWDED_SECONDS
    assert first[-FEW:] == [FIRST_SECONDS] * FEW


def test_what_nobody_has_pressed_for_comes_after_who_waits():
    executor = Cranked()
    queue, order = Jobs(executor), []
    a, b, c, aside, new = (
        Steps(2, lambda name=name: order.append(name)) for name in ("a", "b", "c", "aside", "new")
    )
    for job in (a, b, c):
        queue.ask(job)
    for _ in range(4):
        executor.turn()  # b and c have been handed over, a is done
    queue.ask(aside, at_leisure=True)
    queue.ask(new)
    executor.turn_all()
    assert order.index("new") < order.index("aside")
    assert order.count("aside") == 2


def test_what_nobody_has_pressed_for_has_half_of_the_time_however_many_they_are(clock):
    """A long run, while a hundred short things are made at leisure."""
    taken = {"run": 0.0, "files": 0.0}

    def take(what: str, seconds: float) -> None:
        taken[what] += seconds
        clock[0] += seconds

    executor = Cranked()
    queue, run = Jobs(executor), Steps(1000, lambda: take("run", 0.15))
    queue.ask(run, patience=1000)
    for _ in range(200):
        queue.ask(Steps(1, lambda: take("files", 0.02)), patience=1000, at_leisure=True)
    while taken["files"] < 4 - 1e-9:
        assert taken["run"] - taken["files"] == pytest.approx(0, abs=0.4)
        executor.turn()
    assert taken["run"] > 3


def test_when_a_slice_will_be_done_is_known_from_those_before_it(clock):
    """Slices of a fifth of a second; of ten jobs, the last one waits for all the others."""

    def fifth() -> None:
        clock[0] += 0.2

    executor = Cranked()
    queue, jobs_there = Jobs(executor), [Steps(20, fifth) for _ in range(10)]
    for job in jobs_there:
        queue.ask(job, patience=1000)
    for _ in range(100):
        executor.turn()
    last = max(jobs_there, key=queue.seconds_until)
    expected, left, start = queue.seconds_until(last), last.left, clock[0]
    while last.left == left:
        executor.turn()
    assert clock[0] - start == pytest.approx(expected, abs=0.4)
    assert expected > 1.5


def test_who_is_being_computed_does_not_wait():
    executor = Cranked(capacity=2)
    queue, first, second = Jobs(executor), Steps(9), Steps(9)
    queue.ask(first)
    queue.ask(second)
    executor.turn_all()
    assert first.seconds[-1] == second.seconds[-1] == LONG_SECONDS


def test_a_job_that_nobody_asks_for_any_more_is_given_up(clock):
    executor = Cranked()
    queue, left, watched = Jobs(executor), Steps(100), Steps(100)
    queue.ask(left)
    for second in range(1, 20):
        clock[0] = 100.0 + second
        queue.ask(watched)
        executor.turn()
    executor.turn()
    assert 1 <= len(left.seconds) <= 4
    assert len(watched.seconds) > 12
    before = len(left.seconds)
    queue.ask(left)  # somebody does again
    assert len(left.seconds) == before + 1


def test_an_error_in_a_slice_is_told_to_who_asks_and_stops_nobody_else(clock):
    executor = Cranked()
    queue, wrong, right = Jobs(executor), Steps(3, fail), Steps(3)
    queue.ask(wrong)
    queue.ask(right)
    executor.turn_all()
    assert (wrong.left, right.left) == (3, 0)
    for _ in range(2):
        with pytest.raises(JobError, match="This could not be computed: no memory") as told:
            queue.ask(wrong)
        assert isinstance(told.value.__cause__, RuntimeError)
    clock[0] += jobs.FAILURE_SECONDS + 1
    wrong.function = list  # there is memory by now
    queue.ask(wrong)
    executor.turn_all()
    assert wrong.left == 0


class Careless(Steps):
    """A job that fails itself."""

    def __init__(self, where: str) -> None:
        super().__init__(3)
        self.where = where

    def work(self, seconds: float):
        if self.where == "work":
            raise RuntimeError("no work")
        return super().work(seconds)

    def take(self, result: object) -> None:
        raise RuntimeError("no take")


@pytest.mark.parametrize("where", ["work", "take"])
def test_a_job_that_fails_itself_stops_nobody_else(where):
    executor = Cranked()
    queue, careless, others = Jobs(executor), Careless(where), [Steps(3), Steps(3)]
    queue.ask(others[0])
    queue.ask(careless)
    queue.ask(others[1])
    executor.turn_all()
    assert [other.left for other in others] == [0, 0]
    with pytest.raises(JobError, match=f"no {where}"):
        queue.ask(careless)


def test_an_executor_that_refuses_is_told():
    class Closed:
        capacity = 1

        def submit(self, *_: object) -> Future:
            raise RuntimeError("cannot schedule new futures after shutdown")

    queue, job = Jobs(Closed()), Steps(1)
    queue.ask(job)
    with pytest.raises(JobError, match="after shutdown"):
        queue.ask(job)


def test_a_call_that_is_cancelled_is_no_failure():
    executor = Cranked()
    queue, gone, lost, other = Jobs(executor), Steps(1), Steps(1), Steps(1)
    for job in (gone, lost, other):
        queue.ask(job)
    executor.waiting.pop(0)[0].cancel()
    executor.waiting.pop(0)[0].set_exception(CancelledError())
    queue.ask(other)  # as its page does again and again
    assert executor.turn_all() == 1
    assert other.left == 0
    queue.ask(gone)
    queue.ask(lost)
    executor.turn_all()
    assert (gone.left, lost.left) == (0, 0)


def test_an_executor_that_is_done_at_once_is_no_deep_well():
    job = Steps(5000)
    Jobs(Immediately()).ask(job)
    assert job.left == 0


def test_who_hears_of_a_cancelled_call_waits_for_no_lock():
    """An executor may tell so while it holds a lock that the one with the queue's waits for."""

    class Locked(Cranked):
        lock = threading.Lock()

        def submit(self, *call: object) -> Future:
            submitting.set()
            with self.lock:
                return super().submit(*call)

    executor, submitting = Locked(), threading.Event()
    queue, first, second = Jobs(executor), Steps(1), Steps(1)
    queue.ask(first)
    submitting.clear()
    with executor.lock:
        asking = threading.Thread(target=queue.ask, args=(second,))
        asking.start()
        submitting.wait()
        executor.waiting.pop()[0].cancel()
    asking.join()
    executor.turn_all()
    assert second.left == 0


class Thread(ThreadPoolExecutor):
    """An executor of the standard library, which cancels while it holds its lock."""

    capacity = 1


def test_a_shutdown_cancels_who_waits_and_nobody_else_is_handed_over():
    executor, go = Thread(1), threading.Event()
    queue, running, others = Jobs(executor), Steps(9, go.wait), [Steps(3) for _ in range(3)]
    for job in (running, *others):
        queue.ask(job)
    executor.shutdown(wait=False, cancel_futures=True)
    go.set()
    executor.shutdown()
    assert [job.left for job in others] == [3, 3, 3]
