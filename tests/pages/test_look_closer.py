"""The ruler, the range test and the schedules as views, run by Streamlit's AppTest."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import address
from streamlit.testing.v1 import AppTest

from nnviz.core.measures import curves
from nnviz.core.schedules import SCHEDULES
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.ruler import Suggestion, range_training, ruler, suggestion
from nnviz.study.sweep import sweep
from nnviz.ui.learning_rate.range_finder import range_sentences
from nnviz.ui.learning_rate.ruler import beside_map


def lone_views() -> None:
    """A page of the three views alone."""
    import streamlit as st

    from nnviz.ui.controls import Controls
    from nnviz.ui.experiment import FIELDS, experiment_controls
    from nnviz.ui.learning_rate import ruler
    from nnviz.ui.learning_rate.range_finder import range_test_view
    from nnviz.ui.learning_rate.schedules import schedules_view
    from nnviz.ui.server import engine

    controls = Controls("views", *FIELDS, *ruler.FIELDS)
    with st.sidebar:
        experiment = experiment_controls(controls)
    ruler.ruler_view(controls, experiment, engine().ask(experiment).run()[0])
    range_test_view(experiment)
    schedules_view(controls, experiment)
    controls.write_url()


def open_views(**query: str) -> AppTest:
    app = AppTest.from_function(lone_views, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    for _ in range(30):
        assert not app.exception
        if not app.get("progress"):
            return app
        app.run()  # the browser's tick
    raise AssertionError("not trained after 30 slices")


def said(app: AppTest) -> str:
    return "\n".join(m.value for m in app.markdown)


def test_the_ruler_says_what_its_record_says(network, penguin_split):
    app = open_views(ruler_epoch="3", optimizer="sgd", learning_rate="0.1", epochs="5")
    run = train(network, penguin_split, Training(optimizer="sgd", learning_rate=0.1, epochs=5))
    found = ruler(network, "cross_entropy", run.params[3], penguin_split, 0.1)
    assert (
        f"This step, η = 0.1, lowers the loss from {number(found.start, 5)} "
        f"to {number(found.here, 5)}." in said(app)
    )
    assert f"**The best single step is η = {found.best:.3g}**" in said(app)
    assert f"From η = {found.edge:.3g} on a step is too big" in said(app)
    assert "does not walk along the gradient" not in said(app)
    app.slider(key="views.ruler slider").set_value(0).run()
    assert address(app)["ruler_epoch"] == "0"


def test_the_ruler_takes_the_rate_of_its_epoch():
    app = open_views(schedule="step", every="2", drop="0.5", epochs="4", ruler_epoch="2")
    assert "This step, η = 0.005," in said(app)


def test_an_optimizer_with_a_step_of_its_own_is_told():
    assert "Adam does not walk along the gradient" in said(open_views(epochs="2"))


def test_an_epoch_beyond_the_run_is_its_last():
    app = open_views(epochs="2", ruler_epoch="900")
    assert app.slider(key="views.ruler slider").value == 2


def test_a_diverged_epoch_has_no_ruler():
    app = open_views(
        optimizer="sgd", learning_rate="10", activation="identity", hidden="10,10,10",
        ruler_epoch="100",
    )  # fmt: skip
    assert "the loss is not finite: from there no step leads anywhere" in said(app)


@pytest.mark.parametrize(
    ("epochs", "words"), [("1", "makes no other"), ("2", "A training makes 2 of them, each with")]
)
def test_the_ruler_s_step_is_told_from_the_steps_of_a_training(epochs, words):
    assert words in said(open_views(epochs=epochs, batch_size="240"))


def test_the_range_test_is_a_real_training(network, penguin_split):
    app = open_views(optimizer="nesterov", epochs="7")
    test = range_training(Training(optimizer="nesterov"))
    loss = curves(train(network, penguin_split, test), penguin_split).train_loss[1:]
    found = suggestion(test.learning_rates, loss)
    assert f"**The test falls fastest at η = {number(found.steepest)}**" in said(app)
    assert f"blows up at {number(found.blow_up)}" in said(app)


@pytest.mark.parametrize(
    ("steepest", "words"),
    [
        (0.09, "The sweep's best rate is 0.1: the same order of magnitude."),
        (0.001, "The sweep's best rate is 0.1, 100 times larger."),
        (2.0, "The sweep's best rate is 0.1, 20 times smaller."),
    ],
)
def test_range_test_and_sweep_are_compared(network, penguin_split, steepest, words):
    training = Training(optimizer="sgd", epochs=4)
    swept = sweep(network, penguin_split, training, (1e-3, 0.1))
    found = Suggestion(np.ones(3), steepest=steepest, blow_up=None)
    sentences = range_sentences(found, 1e-7, swept)
    assert words in sentences
    assert "never blows up" in sentences[0]
    (agree,) = [index for index, one in enumerate(sentences) if "They need not agree" in one]
    assert f"the fastest fall, **η = {number(steepest)}**" in sentences[agree + 1]
    assert (len(sentences) > agree + 2) == (steepest < 0.03)


def test_all_schedules_start_alike_and_end_as_they_do_alone(network, penguin_split):
    app = open_views(schedule="cosine", epochs="6", every="2", drop="0.25")
    table = app.table[0].value
    assert table["schedule"].tolist() == [s.label for s in SCHEDULES.values()]
    training = Training(epochs=6, schedule="step", schedule_values=(2, 0.25))
    record = curves(train(network, penguin_split, training), penguin_split)
    assert float(table["final train loss"][1]) == pytest.approx(record.train_loss[-1], rel=0.01)
    assert float(table["final test loss"][1]) == pytest.approx(record.test_loss[-1], rel=0.01)
    assert table["times constant's loss"][0] == "1.00"
    assert table["η of the last epoch"][1] == "0.000625"
    assert "Loshchilov" in said(app)
    assert [latex.value for latex in app.latex] == [f"$$\n{SCHEDULES['cosine'].formula}\n$$"]


def test_the_numbers_of_all_schedules_can_be_set_here():
    app = open_views(epochs="3", schedule="step")
    app.number_input(key="views.every schedule's every").set_value(2).run()
    assert app.number_input(key="views.chosen every").value == 2
    assert address(app)["every"] == "2"
    app.number_input(key="views.every schedule's decay").set_value(0.9).run()
    assert address(app)["decay"] == "0.9"


def test_while_the_schedules_train_there_is_a_bar(executor):
    app = AppTest.from_function(lone_views, default_timeout=60)
    app.query_params["epochs"] = "6"
    app.run()
    assert not app.exception
    assert app.get("progress")
    assert not app.table
    for _ in range(5):
        executor.turn_all()
        app.run()
    assert not app.exception
    assert app.table


def test_a_best_rate_that_the_ruler_calls_too_big_is_explained(network, penguin_split):
    found = ruler(network, "cross_entropy", network.init(0).numpy(), penguin_split, 0.1)
    (told,) = beside_map(found, 2 * found.edge)
    assert f"The map's best rate, η = {number(2 * found.edge)}, lies beyond that" in told
    (told,) = beside_map(found, found.best / 10)
    assert f"whole trainings, η = {number(found.best / 10)}, is smaller" in told
    assert beside_map(found, found.best) == beside_map(found, None) == []
