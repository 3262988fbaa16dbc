"""What the player of the studio asks of the page, and what it hears of it."""

from __future__ import annotations

from app_pages import open_page, read_block

from nnviz.ui.actions import NOTED


def test_the_player_hears_of_each_request_that_is_refused():
    app = open_page("pages/train.py", epochs="3")
    assert read_block(app)[0]["refused"] == 0
    for count in (1, 2):
        app.session_state[NOTED] = [("film", {"kind": "replay", "run": "1", "epoch": 9, "step": 0})]
        app.run()
        assert read_block(app)[0]["refused"] == count
        assert any("epoch 9 is not before the last one trained, 3." in e.value for e in app.text)
    app.session_state[NOTED] = [("film", {"kind": "replay", "run": "1", "epoch": 1, "step": 0})]
    app.run()
    header, _ = read_block(app)
    assert (header["refused"], header["replay"]["epoch"]) == (2, 1)
