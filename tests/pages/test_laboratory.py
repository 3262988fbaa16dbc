"""The learning-rate page: the map, the run chosen on it, predictions, the address."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from app_pages import address, button, open_page, read_blocks
from streamlit.testing.v1 import AppTest

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.survey import nearest
from nnviz.study.sweep import LEARNING_RATES
from nnviz.study.verdicts import VERDICTS, verdict

PAGE = "pages/learning-rate.py"
SMALL = {"hidden": "5", "epochs": "12", "seeds": "1"}
EXPERIMENT = Experiment(MLP((4, 5, 3)), Training(epochs=12))


def sweep_to_the_end(app: AppTest) -> None:
    for _ in range(60):
        assert not app.exception
        if read_blocks(app)[0][0]["complete"]:
            return
        app.run()
    raise AssertionError("the sweep is not complete after 60 slices")


def trained(**query: str) -> AppTest:
    app = open_page(PAGE, **SMALL, swept="0", **query)
    button(app, "Train at 64 learning rates").click().run()
    sweep_to_the_end(app)
    return app


def test_it_opens_with_all_rates_trained_and_trains_them_again_on_a_press():
    app = open_page(PAGE, **SMALL)
    sweep_to_the_end(app)
    (first, arrays), _ = read_blocks(app)
    assert len(arrays["epochs"]) == 13
    assert any("Lowest training loss" in m.value for m in app.markdown)
    button(app, "Train again at 64 learning rates").click().run()
    (again, arrays), _ = read_blocks(app)
    assert len(arrays["epochs"]) < 13
    assert again["run"] != first["run"], "the map begins anew"
    sweep_to_the_end(app)


def test_what_somebody_has_trained_before_is_whole_at_once():
    sweep_to_the_end(open_page(PAGE, **SMALL))
    app = open_page(PAGE, **SMALL)
    header, arrays = read_blocks(app)[0]
    assert header["complete"]
    assert button(app, "Train again at 64 learning rates")
    assert len(arrays["epochs"]) == 13


def test_the_map_holds_every_rate_and_the_player_the_chosen_one():
    app = trained(learning_rate="0.05")
    (header, arrays), (_, player) = read_blocks(app)
    index = nearest(0.05)
    run = train(
        EXPERIMENT.network,
        EXPERIMENT.split(),
        replace(EXPERIMENT.training, learning_rate=LEARNING_RATES[index]),
    )
    record = curves(run, EXPERIMENT.split())
    assert header["selected"] == index
    assert arrays["train_loss"].shape == (13, 64, 1)
    assert np.allclose(arrays["train_loss"][:, index, 0], record.train_loss, rtol=1e-4)
    assert np.allclose(player["params"], run.params, atol=1e-5)
    assert address(app)["swept"] == "12"


def test_nothing_trains_that_the_address_forbids_and_a_changed_control_starts_over():
    app = open_page(PAGE, **SMALL, swept="0")
    assert len(read_blocks(app)[0][1]["epochs"]) == 1
    app = trained()
    app.selectbox(key="learning-rate.activation").set_value("tanh").run()
    assert len(read_blocks(app)[0][1]["epochs"]) == 1
    assert address(app)["swept"] == "0"


def test_a_link_restores_the_map():
    app = open_page(PAGE, **SMALL, swept="12", learning_rate="1")
    sweep_to_the_end(app)
    assert read_blocks(app)[0][0]["selected"] == nearest(1.0)


def test_large_networks_are_told_how_many_seeds_they_can_have():
    app = open_page(PAGE, hidden="64,64,64", seeds="8", swept="0")
    assert app.number_input(key="learning-rate.seeds").value == 3
    assert any("8 seeds of a network of 8,835 parameters" in t.value for t in app.text)


def predict(app: AppTest, label: str) -> AppTest:
    button(app, label).click().run()
    for _ in range(40):
        if any("On this visit" in m.value for m in app.markdown):
            return app
        app.run()
    raise AssertionError("the prediction is never answered")


def mapped(rate: float) -> str:
    """How the map's rate nearest to this one is written."""
    return number(LEARNING_RATES[nearest(rate)])


@pytest.mark.parametrize("panel", ["ruler", "schedules"])
def test_one_rate_stands_everywhere(panel):
    app = open_page(PAGE, **SMALL, swept="0", learning_rate="0.5", panel=panel)
    assert any(f"η = {mapped(0.5)} do to" in m.value for m in app.markdown)
    assert f"At η = {mapped(0.5)}" in [heading.value for heading in app.subheader]
    if panel == "schedules":
        first = app.table[0].value.iloc[0]
        assert first["η of the last epoch"] == mapped(0.5)


def test_a_prediction_is_answered_by_the_real_run_and_counted():
    query = {"hidden": "10,10", "epochs": "60", "swept": "0"}
    app = open_page(PAGE, **query, learning_rate="0.01")
    predict(app, "It walks in")
    assert any(f"**Right.** At η = {mapped(0.01)} it **walks in**" in m.value for m in app.markdown)
    assert any("1 right, 0 wrong" in m.value for m in app.markdown)
    app.session_state["learning-rate.learning_rate"] = 1e-5
    app.run()
    predict(app, "It diverges")
    assert any("Not this time.** At η = 10⁻⁵ it **is too slow**" in m.value for m in app.markdown)
    assert any("1 right, 1 wrong" in m.value for m in app.markdown)


def test_where_the_map_knows_the_answer_another_experiment_is_asked_about():
    app = open_page(PAGE, hidden="10,10", epochs="60")
    question = "η = 1 with SGD instead of Adam do to"
    assert any(question in m.value for m in app.markdown)
    app.session_state["learning-rate.learning_rate"] = 1e-5  # as the map's slider does
    app.run()
    assert any(question in m.value for m in app.markdown)
    predict(app, "It walks in")
    told = f"At η = 1 with SGD instead of Adam it **{VERDICTS[truth('sgd', 1.0)].label}**"
    assert any(told in m.value for m in app.markdown)
    button(app, "Ask me another").click().run()
    assert any("SGD with momentum instead of Adam do to" in m.value for m in app.markdown)
    app.selectbox(key="learning-rate.optimizer").set_value("sgd").run()
    assert any("what will η = 10⁻⁵ do to" in m.value for m in app.markdown), "nothing is mapped"


def truth(optimizer: str, rate: float) -> str:
    training = Training(optimizer=optimizer, learning_rate=rate, epochs=60)
    run = train(DEFAULT.network, DEFAULT.split(), training)
    return verdict(curves(run, DEFAULT.split()).train_loss)


def test_an_answer_stays_when_all_rates_are_trained():
    app = open_page(PAGE, hidden="10,10", epochs="60", learning_rate="0.01", swept="0")
    predict(app, "It walks in")
    assert any("The map is empty" in m.value for m in app.markdown)
    button(app, "Train at 64 learning rates").click().run()
    sweep_to_the_end(app)
    app.session_state["learning-rate.learning_rate"] = 1e-5  # as the map's slider does
    app.run()
    assert any(f"**Right.** At η = {mapped(0.01)} it" in m.value for m in app.markdown)
    button(app, "Ask me another").click().run()
    assert any("SGD instead of Adam do to" in m.value for m in app.markdown)


def test_predicting_can_be_switched_off():
    app = open_page(PAGE, **SMALL)
    assert [b.label for b in app.button].count("It bounces") == 1
    app.toggle(key="learning-rate.predict").set_value(False).run()
    assert "It bounces" not in [b.label for b in app.button]
    assert address(app)["predict"] == "0"


@pytest.mark.parametrize("panel", ["ruler", "range_test", "schedules"])
def test_every_instrument_opens_by_its_address(panel):
    app = open_page(PAGE, **SMALL, panel=panel)
    assert not app.exception
    assert address(app)["panel"] == panel


@pytest.mark.parametrize(
    ("name", "text"), [("seeds", "9"), ("seeds", "x"), ("panel", "<b>"), ("swept", "-1")]
)
def test_wrong_values_in_the_address_are_told(name, text):
    app = open_page(PAGE, **{**SMALL, name: text})
    assert any(f"The address says {name} = “{text}”" in t.value for t in app.text)
