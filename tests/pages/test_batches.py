"""The batches page, run by Streamlit's AppTest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from app_pages import address
from streamlit.testing.v1 import AppTest

from nnviz.core.measures import curves
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.batches import batch_losses
from nnviz.study.timing import Times
from nnviz.ui.batches.one_matrix import sentences

ROOT = Path(__file__).parents[2]


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "pages/batches.py", default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def button(app: AppTest, start: str):
    (found,) = [b for b in app.button if b.label.startswith(start)]
    return found


def said(app: AppTest) -> str:
    return "\n".join(m.value for m in app.markdown)


def train_all(app: AppTest) -> None:
    for _ in range(60):
        assert not app.exception
        if len(app.table):
            return
        app.run()  # the browser's tick
    raise AssertionError("not trained after 60 slices")


def test_the_noise_is_the_record_s(network, penguin_split):
    app = open_page(batch_epoch="3", epochs="3")
    params = train(network, penguin_split, Training(epochs=3)).params[-1]
    for size, name in ((1, "1 row"), (16, "16 rows"), (240, "all 240 rows")):
        found = batch_losses(network, "cross_entropy", params, penguin_split, size, 0)
        assert f"{name} by ±\N{NO-BREAK SPACE}{number(found.noise)}" in said(app)
    assert f"training rows is **{number(found.mean)}**" in said(app)
    app.slider(key="batches.batch_epoch slider").set_value(0).run()
    assert address(app)["batch_epoch"] == "0"
    assert "After 0 epochs" in said(app)


def test_the_sentence_the_table_and_the_formula_say_the_same_noise(network, penguin_split):
    app = open_page(batch_epoch="2", epochs="2", batch_size="239")
    train_all(app)
    training = Training(epochs=2, batch_size=239)
    params = train(network, penguin_split, training).params[-1]
    one, most = (
        batch_losses(network, "cross_entropy", params, penguin_split, size, 0) for size in (1, 239)
    )
    sigma = np.std(one.losses)
    of_239 = number(sigma / np.sqrt(239) * np.sqrt(1 / 239))
    assert f"239 rows by ±\N{NO-BREAK SPACE}{of_239}" in said(app)
    assert app.table[0].value.set_index("batches of").loc["noise of the loss", "239 rows"] == (
        f"± {of_239}"
    )
    text, missed = said(app), number(abs(most.losses[0] - most.mean))
    assert "The hollow mark is the last batch of 239: only 1 row was left." in text
    assert f"N = 240 and σ = {number(sigma)}: batches of 239 rows miss by {of_239}, and" in text
    assert f"the one drawn above happens to by {missed}." in text


def test_the_table_holds_three_trainings(network, penguin_split):
    app = open_page(epochs="4", compared="0")
    assert not app.table
    button(app, "Train with").click().run()
    train_all(app)
    table = app.table[0].value.set_index("batches of")
    assert table.columns.tolist() == ["1 row", "16 rows", "all 240 rows"]
    assert table.loc["steps per epoch"].tolist() == ["240", "15", "1"]
    for size, shown in zip((1, 16, 240), table.loc["final train loss"], strict=True):
        run = train(network, penguin_split, Training(epochs=4, batch_size=size))
        assert shown == number(curves(run, penguin_split).train_loss[-1])
    assert table.loc["noise of the loss"].iloc[-1] == "± 0"
    assert address(app)["compared"] == "1"


def test_other_settings_have_to_be_asked_for_again():
    app = open_page(epochs="2", compared="1")
    train_all(app)
    app.selectbox(key="batches.optimizer").set_value("sgd").run()
    assert not app.table
    assert address(app)["compared"] == "0"
    button(app, "Train with").click().run()
    train_all(app)


def test_it_opens_compared_and_to_train_again_measures_anew():
    app = open_page(epochs="2")
    train_all(app)
    before = app.table[0].value.set_index("batches of").loc["ms per epoch here"].tolist()
    button(app, "Train again with").click().run()
    train_all(app)
    after = app.table[0].value.set_index("batches of").loc["ms per epoch here"].tolist()
    assert after != before


def test_try_this_trains_at_once():
    app = open_page(epochs="2")
    button(app, "Steps too large").click().run()
    assert address(app)["learning_rate"] == "1"
    assert address(app)["compared"] == "1"


def test_a_chosen_size_takes_the_middle():
    assert button(open_page(batch_size="40"), "Train again with").label.endswith(
        "1 row, 40 rows, all 240 rows"
    )
    for size in ("1", "240"):
        label = button(open_page(batch_size=size), "Train again with").label
        assert label.endswith("1 row, 16 rows, all 240 rows")


def test_long_trainings_are_cut_and_it_is_said():
    app = open_page(epochs="2000")
    assert "Here for 100 epochs only" in said(app)
    assert app.slider(key="batches.batch_epoch slider").max == 100


def test_a_diverged_network_is_told():
    app = open_page(
        optimizer="sgd", learning_rate="10", activation="identity", hidden="10,10,10",
        batch_epoch="20", epochs="20", compared="1",
    )  # fmt: skip
    train_all(app)
    table = app.table[0].value.set_index("batches of")
    assert "diverged at epoch" in "".join(table.loc["final train loss"])


def test_the_clock_has_run_and_runs_again_on_a_click():
    app = open_page(epochs="2", compared="0")
    first = said(app)
    assert "**A forward pass of 256 rows takes" in first
    button(app, "Measure again").click().run()
    assert not app.exception
    assert "**A forward pass of 256 rows takes" in said(app)
    assert said(app) != first


ROWS = np.array([1, 256, 4096])


@pytest.mark.parametrize(
    ("gpu", "words"),
    [
        (None, "GPU: not measured here"),
        ([5e-5, 5e-5, 5e-5], "From 4096 rows on the GPU is faster: at 4096 rows it takes 50 µs"),
        ([9.0, 9.0, 9.0], "The GPU does not pay for this network: at 4096 rows it takes 9e+03 ms"),
    ],
)
def test_the_sentences_quote_the_record(gpu, words):
    times = Times(
        rows=ROWS,
        loop=np.array([2e-5, 9e-3, np.nan]),
        matrix=np.array([2e-5, 5e-5, 1e-3]),
        gpu=None if gpu is None else np.array(gpu),
    )
    first, second = sentences(times, 240)
    assert first.startswith(
        "**A forward pass of 256 rows takes 50 µs if they are one matrix. One row after the other, "
        "the same 256 rows take 9 ms: 180 times that.**"
    )
    assert second.startswith(words)
