"""A saved run on the studio's page: what the server holds of it, and for how long."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from app_pages import button, open_page, read_block
from saved_files import SMALL, honest, run_of
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest, local_script_runner

from nnviz.core.record import HISTORY_BYTES
from nnviz.core.saved import BESIDES_BYTES, save
from nnviz.ui.server import OPENED_RUNS, opened_runs

FILM = "A record from a file"


@pytest.fixture
def uploads(monkeypatch) -> list[MemoryUploadedFileManager]:
    """Where Streamlit keeps what was uploaded: one for each run of a page."""
    made = []

    def make(endpoint: str) -> MemoryUploadedFileManager:
        made.append(MemoryUploadedFileManager(endpoint))
        return made[-1]

    monkeypatch.setattr(local_script_runner, "MemoryUploadedFileManager", make)
    return made


def open_file(app: AppTest, name: str, content: bytes) -> None:
    app.file_uploader[0].upload(name, content, "application/octet-stream").run()
    assert not app.exception


def plays(app: AppTest) -> bool:
    return any(FILM in one.value for one in app.markdown)


def said(app: AppTest, words: str) -> bool:
    return any(words in one.value for one in app.text)


@dataclass(eq=False)
class Largest:
    """A run from a file of the largest size."""

    nbytes: int = HISTORY_BYTES + BESIDES_BYTES
    finished: bool = True


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_that_was_read_is_let_go(uploads, whole):
    app = open_page("pages/train.py", epochs="3")
    open_file(app, "mine.npz", honest() if whole else b"none")
    assert uploads[-1].get_stats([]) == {}
    assert app.file_uploader[0].value is None
    # What it led to stays, however often the page runs.
    app.run()
    assert plays(app) == whole
    assert said(app, "“mine.npz” cannot be opened: it is another kind") != whole


def test_there_is_room_for_as_many_of_the_largest_runs_as_is_said():
    for name in range(OPENED_RUNS):
        opened_runs().keep(name, Largest)
    assert all(opened_runs().get(name) for name in range(OPENED_RUNS))


def test_a_run_that_is_played_makes_room_last_and_its_file_can_be_opened_again():
    app = open_page("pages/train.py", epochs="3")
    open_file(app, "mine.npz", honest())
    for name in range(2 * OPENED_RUNS):
        opened_runs().keep(name, Largest)
        app.run()
        assert plays(app)
    for name in range(OPENED_RUNS):
        opened_runs().keep(f"another {name}", Largest)
    for _ in range(2):
        app.run()
        assert not plays(app)
        assert said(app, "the server needed room for other runs. Open the file again.")
    open_file(app, "mine.npz", honest())
    assert plays(app)
    assert not said(app, "the server needed room")


def test_there_is_one_film_whatever_is_opened_and_closed():
    app = open_page("pages/train.py", epochs="3", seed="5")
    own, order = read_block(app)[0], app.session_state["train.bench order"]
    other = replace(SMALL, test_fraction=0.4)
    another = save(other, run_of(other))
    for content in (honest(), another, honest()):
        open_file(app, "mine.npz", content)
        open_file(app, "none.npz", b"none")
        shown, arrays = read_block(app)
        assert plays(app)
        assert len(arrays["epochs"]) == SMALL.training.epochs + 1
        assert shown["run"] != own["run"]
        assert not shown["linked"]
        button(app, "Close the run").click().run()
        again, arrays = read_block(app)
        assert not plays(app)
        assert not said(app, "cannot be opened")
        assert again["run"] == own["run"]
        assert len(arrays["epochs"]) == 4  # all of it: it is put up anew
        assert "scenery" in again
        now = app.session_state["train.bench order"]
        assert (now.target, now.shown, now.play) == (order.target, order.shown, order.play)


@pytest.mark.parametrize("label", ["Train its settings here", "Blow up", "Reset to defaults"])
def test_what_else_is_asked_for_takes_its_place(label):
    app = open_page("pages/train.py", epochs="3", seed="5")
    open_file(app, "mine.npz", honest())
    button(app, label).click().run()
    assert not plays(app)
    assert (app.session_state["train.bench order"].experiment == SMALL) == (
        label == "Train its settings here"
    )
    assert "linked" not in read_block(app)[0]
