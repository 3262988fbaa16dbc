"""What the server has once: the engine that trains for all visitors, warm, and garbage collected.

Nothing heavy is imported here, so that the first page paints while torch is still loading.
"""

from __future__ import annotations

import atexit
import gc
import os
import threading
from concurrent.futures import Executor
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnviz.engine.jobs import JobError, Jobs
from nnviz.ui.sockets import send_at_once

if TYPE_CHECKING:
    from nnviz.engine.engine import Engine
    from nnviz.engine.store import Store


SECONDS_BETWEEN_COLLECTIONS = 60

SECONDS_BETWEEN_QUESTIONS = 1

SECONDS_BETWEEN_OPENINGS = 0.1

OPENED_RUNS = 4
"""How many runs from files there is room for, each of the largest size."""

SECONDS_TO_END = 3
"""How long a server that was told to end waits for its pages; its workers end at once."""


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The one engine of this server.

    Raises:
        JobError: nobody is there who could train; the next call tries again.
    """
    from nnviz.engine.engine import Engine

    try:
        return Engine(Jobs(workers()))
    except RuntimeError as refusal:
        raise JobError(f"Nothing can be trained on this server: {refusal}.") from refusal


@st.cache_resource(show_spinner=False)
def workers() -> Executor:
    """Whoever trains for this server: processes of this machine, or a cluster.

    Streamlit puts the top level of its secrets into the environment as well: the address of the
    cluster may be in either.
    """
    from nnviz.engine.executor import executor

    return executor(os.environ.get("NNVIZ_CLUSTER"))


def tick_seconds(expected: float) -> float:
    """After how many seconds this visitor, who waits for something, may ask again."""
    return engine().crowd.tick(get_script_run_ctx().session_id, expected)


@st.cache_resource(show_spinner=False)
def opened_runs() -> Store:
    """The runs that visitors have opened from files: a few large ones, or hundreds of usual ones.

    By the fingerprint of the file, and apart from what the engine has trained: a file may say
    anything of its settings.
    """
    from nnviz.core.record import HISTORY_BYTES
    from nnviz.core.saved import BESIDES_BYTES
    from nnviz.engine.store import Store

    return Store(OPENED_RUNS * (HISTORY_BYTES + BESIDES_BYTES))


@st.cache_resource(show_spinner=False)
def answer_at_once() -> None:
    """Let the server's answers leave at once, from the first page's on."""
    send_at_once()


@st.cache_resource(show_spinner=False)
def warm_up() -> threading.Thread:
    """Import torch and train what the pages open with in the background; the thread that does it.

    The first optimizer of a process imports for about a second, and the home page shows the
    default run: both are ready when the first visitor has read the first line.
    """
    worker = threading.Thread(target=_prepare, name="warm-up")
    worker.start()
    atexit.register(_let_threads_end, worker)
    threading.Thread(target=_collect_garbage, args=(worker,), daemon=True).start()
    return worker


def _prepare() -> None:
    with suppress(RuntimeError):  # which is told on every page
        workers()  # they start beside this thread, on the other cores

        from nnviz.core.experiment import DEFAULT

        recording = engine().ask(DEFAULT)
        # What is loaded by now stays; the collector need not walk it again and again.
        gc.collect()
        gc.freeze()
        while not recording.finished:  # the workers are starting
            recording.wait(DEFAULT.training.epochs, SECONDS_BETWEEN_QUESTIONS)
            engine().ask(DEFAULT)

        from nnviz.engine.openings import openings

        for is_there in openings():
            while not is_there(engine()):
                sleep(SECONDS_BETWEEN_OPENINGS)


def _collect_garbage(after: threading.Thread) -> None:
    # config.toml switches off the full collection that Streamlit makes after every script run.
    after.join()
    never = threading.Event()
    while not never.wait(SECONDS_BETWEEN_COLLECTIONS):
        gc.collect()


def _let_threads_end(*others: threading.Thread) -> None:
    # Streamlit's server ends its process by returning from main, and Python before 3.14 then
    # unwinds the threads that still run; where that happens within torch, the process aborts.
    # Streamlit has told its pages to stop, and whoever waits for a worker has got an error.
    pages = [t for t in threading.enumerate() if t.name == "ScriptRunner.scriptThread"]
    end = monotonic() + SECONDS_TO_END
    for thread in (*pages, *others):
        thread.join(max(0.0, end - monotonic()))
