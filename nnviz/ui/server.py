"""What the server does once, beside serving: warm up, and collect garbage now and then.

Nothing heavy is imported here, so that the first page paints while torch is still loading.
"""

from __future__ import annotations

import gc
import threading

import streamlit as st

__all__ = ["warm_up"]

SECONDS_BETWEEN_COLLECTIONS = 60


@st.cache_resource(show_spinner=False)
def warm_up() -> threading.Thread:
    """Import torch and train the default run in the background; the thread that does it.

    The first optimizer of a process imports for about a second, and the home page shows the
    default run: both are ready when the first visitor has read the first line.
    """
    worker = threading.Thread(target=_prepare, name="warm-up")
    worker.start()
    threading.Thread(target=_collect_garbage, args=(worker,), daemon=True).start()
    return worker


def _prepare() -> None:
    from nnviz.core.experiment import DEFAULT
    from nnviz.engine.compute import finished

    finished(DEFAULT)
    # What is loaded by now stays; the collector need not walk it again and again.
    gc.collect()
    gc.freeze()


def _collect_garbage(after: threading.Thread) -> None:
    # config.toml switches off the full collection that Streamlit makes after every script run.
    after.join()
    never = threading.Event()
    while not never.wait(SECONDS_BETWEEN_COLLECTIONS):
        gc.collect()
