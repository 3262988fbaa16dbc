"""The parts that every page has: its question and answer, its notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from nnviz.engine.jobs import JobError


def frame() -> None:
    """The icon and the width of every page.

    Before the navigation: without an icon of the app's own, the browser would fetch the page's from
    a server of Google's.
    """
    st.session_state["framed"] = True
    st.set_page_config(page_icon="🐧", layout="wide")


def _leave_folder_mode() -> None:
    """Start again with contents.py if this page's file is being run alone.

    Next to a folder called pages/, Streamlit takes an app for one of its first multipage kind until
    st.navigation has been called once: the first visits to a fresh server, if they are to /train,
    run pages/train.py without contents.py. The switch is the whole server's, so whether this
    visitor's run is such a one, the session tells.
    """
    if "framed" not in st.session_state:
        st.session_state["framed"] = False  # once: a page that a test runs alone has no frame
        PagesManager.uses_pages_directory = False
        st.rerun()


def question(title: str, answer: str, *, aside: bool = True) -> None:
    """The page's one question, and the answer in one sentence (Markdown of our own).

    Args:
        title: the question.
        answer: the sentence.
        aside: whether there are controls in the sidebar: it is there before the title, which it
            would push aside.
    """
    _leave_folder_mode()
    if aside:
        st.sidebar.text("")
    with st.container(key="beside-controls" if aside else "alone"):
        st.title(title, anchor=False)
    st.markdown(answer)


def notices(sentences: Iterable[str]) -> None:
    """Sentences that may quote what a visitor gave: shown as plain text, never as markup."""
    with st.container():  # there even when empty: a player below it must not move and remount
        for sentence in sentences:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                st.markdown(":material/info:", width="content")
                st.text(sentence)


@contextmanager
def failures_told() -> Iterator[None]:
    """Around a page, or a part of it: what could not be computed ends it with a sentence."""
    try:
        yield
    except JobError as failure:
        notices([str(failure)])
