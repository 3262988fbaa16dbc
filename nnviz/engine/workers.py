"""The worker processes of this machine, with the face of a `concurrent.futures.Executor`.

They are loky's. The worker processes of the standard library run their parent's `__main__` again,
and that is what Streamlit puts the app's script into; a fork, with torch's threads alive, may hang.
loky starts fresh interpreters that import only what they are asked to run:
https://loky.readthedocs.io.

A pool of processes breaks when one of them dies. Here each worker is a pool of its own, served by a
thread of its own: a death concerns the one call that ran there, and nobody else waits for it.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing import resource_tracker as tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

from loky import ProcessPoolExecutor, cpu_count
from loky.backend import resource_tracker as loky_tracker
from loky.process_executor import ShutdownExecutorError

MOST_DEATHS = 3
"""A call that has cost so many workers their lives is not tried again."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


def worker_count() -> int:
    """One worker for each core that this process may use but one, and at least one.

    The one that is left draws the pages. A container's share of the processor counts as well.
    """
    return max(1, cpu_count() - 1)


class Workers(Executor):
    """Worker processes that are started, and get warm, in the background.

    They stay until they are shut down, and sleep while there is nothing to do. One that dies in the
    middle of a call is replaced and the call done again, so calls should be pure functions.

    Args:
        count: how many.
    """

    def __init__(self, count: int | None = None) -> None:
        count = count or worker_count()
        self._lifeline, self._server_end = Pipe(duplex=False)
        self._pools = [self._open() for _ in range(count)]
        self._idle: SimpleQueue[int] = SimpleQueue()
        for place in range(count):
            self._idle.put(place)
        # One thread more than workers: while it deals with a result, the next call has begun.
        self._threads = ThreadPoolExecutor(count + 1, thread_name_prefix="worker")
        # What atexit calls comes too late: before, the threads of loky and of concurrent.futures
        # are waited for, and they wait for what runs. Both register themselves in this way.
        threading._register_atexit(self.shutdown)

    @property
    def capacity(self) -> int:
        """How many calls they compute at once."""
        return len(self._pools)

    def submit(
        self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """Call a function in a worker, as soon as one is idle: first come, first served.

        The function is imported there by its name; its arguments and its result are pickled.

        Raises:
            RuntimeError: the workers have been shut down; or, by the future, this call has cost
                `MOST_DEATHS` workers their lives.
            CancelledError: by the future, the workers have been shut down meanwhile.
        """
        return self._threads.submit(self._call, function, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the workers at once, whatever they are doing; calls that wait are cancelled.

        Args:
            wait: return when no process is left.
            cancel_futures: as there will be no workers, calls that wait are always cancelled.
        """
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._server_end.close()
        for pool in self._pools:
            pool.shutdown(wait, kill_workers=True)
        self._threads.shutdown(wait)

    def _open(self) -> ProcessPoolExecutor:
        """A pool of one worker, which is starting."""
        pool = ProcessPoolExecutor(1, initializer=_prepare, initargs=(self._lifeline,))
        with _no_interrupt():
            pool.submit(int)  # until something is submitted, loky starts no process
        return pool

    def _call(self, function: Callable[..., Result], args: tuple, kwargs: dict) -> Result:
        """Call a function in an idle worker, and in its successor should it die."""
        place = self._idle.get()
        try:
            for _ in range(MOST_DEATHS):
                with suppress(BrokenProcessPool, ShutdownExecutorError):
                    return self._pools[place].submit(function, *args, **kwargs).result()
                if self._server_end.closed:
                    raise CancelledError("the workers were shut down in the middle of this call")
                self._pools[place] = self._open()
        finally:
            self._idle.put(place)
        raise RuntimeError(
            f"{function.__name__} was tried {MOST_DEATHS} times, and each time its worker died, "
            "perhaps for want of memory"
        )


def warm_up() -> None:
    """Import what training needs, and train a little, so that the first slice is a quick one."""
    from nnviz.core.experiment import DEFAULT
    from nnviz.core.trainer import train

    train(DEFAULT.network, DEFAULT.split(), replace(DEFAULT.training, epochs=1))
    # What is loaded by now stays; the collector need not walk it again and again.
    gc.collect()
    gc.freeze()


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C reaches all processes of a terminal, but it is the server that ends the workers.

    A process that is started here does not hear of it, not even before it runs any of our code.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # Both start with the first worker, and then let signals through again, whatever was before.
    loky_tracker.ensure_running()
    tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(lifeline: Connection) -> None:
    """Make a fresh process a worker: it ends with its server, and not before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    warm_up()


def _end_with(lifeline: Connection) -> None:
    # Nothing is ever sent. The other end closes when the server shuts down, or dies in any way.
    with suppress(EOFError):
        lifeline.recv()
    os._exit(0)
