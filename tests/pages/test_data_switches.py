"""The sidebar's switches of the data: how the features are put, and who is kept together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from app_pages import address, button, open_page, read_block

from nnviz.core.data import load
from nnviz.core.experiment import DEFAULT
from nnviz.core.trainer import train

SHORT = replace(DEFAULT, training=replace(DEFAULT.training, epochs=3))


def shown(**query: str) -> tuple[dict, dict[str, np.ndarray], dict[str, str]]:
    """What the studio shows of a run of three epochs, and its address."""
    app = open_page("pages/train.py", epochs="3", trained="3", **query)
    for _ in range(20):
        if read_block(app)[0]["complete"]:
            break
        app.run()
    assert not app.exception
    return *read_block(app), address(app)


def test_raw_features_are_a_choice_of_the_sidebar_and_of_the_address():
    app = open_page("pages/train.py", epochs="3")
    assert app.selectbox(key="train.features").options == ["standardised", "raw, as measured"]
    assert address(app)["features"] == "standardised"
    app.selectbox(key="train.features").set_value("raw").run()
    assert address(app)["features"] == "raw"
    header, arrays = read_block(app)
    assert not header["scenery"]["scaled"]
    assert np.allclose(arrays["x"], load("penguins").x)
    assert arrays["mean"].tolist() == [0] * 4
    assert arrays["std"].tolist() == [1] * 4


def test_an_address_of_raw_features_opens_their_run():
    _, arrays, told = shown(features="raw")
    raw = replace(SHORT, features="raw")
    run = train(raw.network, raw.split(), raw.training)
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert told["features"] == "raw"


def test_a_penguin_s_rows_are_kept_together_where_that_is_asked_for():
    _, arrays, told = shown(together="1")
    together = replace(SHORT, together=True)
    run = train(together.network, together.split(), together.training)
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert told["together"] == "1"
    app = open_page("pages/train.py")
    assert address(app)["together"] == "0"
    app.toggle(key="train.together").set_value(True).run()
    assert address(app)["together"] == "1"
    test = np.flatnonzero(read_block(app)[1]["test"])
    individuals = load("penguins").individuals
    held_out = {individuals[row] for row in test}
    assert sum(one in held_out for one in individuals) == len(test) == 102


def test_the_studio_tries_raw_features_and_the_doctor_says_so():
    app = open_page("pages/train.py")
    button(app, "Raw features").click().run()
    assert address(app)["features"] == "raw"
    button(app, "Train").click().run()
    for _ in range(60):
        header = read_block(app)[0]
        if header["complete"] and header["findings"]:
            break
        app.run()
    first = header["findings"][0]
    assert (first["title"], first["cure"]) == (
        "Raw [[features]]",
        "Try standardised features from the start",
    )
    assert any("The doctor found: raw features" in one.label for one in app.button)
