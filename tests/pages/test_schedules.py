"""The schedule as a control of every experiment, run by Streamlit's AppTest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from app_pages import address, read_block, run_until
from streamlit.testing.v1 import AppTest

from nnviz.core.experiment import DEFAULT
from nnviz.core.schedules import SCHEDULES
from nnviz.core.trainer import train
from nnviz.core.training import Training

ROOT = Path(__file__).parents[2]


def open_studio(**query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "pages/train.py", default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def last_params(app: AppTest) -> np.ndarray:
    """The newest parameters [P] that the player holds."""
    return read_block(app)[1]["params"][-1]


def boxes(app: AppTest) -> list[str]:
    """The keys of the boxes for the schedule's numbers."""
    return [box.key for box in app.number_input if box.key.startswith("train.chosen ")]


def test_every_schedule_is_offered_with_its_own_numbers():
    app = open_studio()
    select = app.selectbox(key="train.schedule")
    assert select.options == [schedule.label for schedule in SCHEDULES.values()]
    for name, schedule in SCHEDULES.items():
        app.selectbox(key="train.schedule").set_value(name).run()
        assert not app.exception
        assert boxes(app) == [f"train.chosen {p.name}" for p in schedule.parameters]
        assert address(app)["schedule"] == name


def test_the_studio_trains_with_the_schedule(penguin_split):
    app = open_studio(schedule="step", every="2", drop="0.25", epochs="5", trained="5")
    run_until(app, lambda: any("Trained for 5 epochs" in m.value for m in app.markdown))
    training = Training(epochs=5, schedule="step", schedule_values=(2, 0.25))
    run = train(DEFAULT.network, penguin_split, training)
    assert last_params(app).tobytes() == run.params[-1].tobytes()


def test_numbers_of_a_schedule_outlive_the_choice_of_another():
    app = open_studio(schedule="step")
    app.number_input(key="train.chosen every").set_value(7).run()
    assert address(app)["every"] == "7"
    app.selectbox(key="train.schedule").set_value("cosine").run()
    app.selectbox(key="train.activation").set_value("tanh").run()
    app.number_input(key="train.epochs").set_value(40).run()
    assert (address(app)["activation"], address(app)["epochs"]) == ("tanh", "40")
    app.selectbox(key="train.schedule").set_value("step").run()
    assert app.number_input(key="train.chosen every").value == 7
    assert app.selectbox(key="train.activation").value == "tanh"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"schedule": "warm_up_cosine", "warm_up": "20"},
            "In this run η only rises: from 0.000476 to 0.00476.",
        ),
        (
            {"schedule": "exponential", "decay": "1.1"},
            "In this run η only rises: from 0.01 to 0.0236.",
        ),
        (
            {"schedule": "step", "every": "10"},
            "With these numbers η is 0.01 in every epoch of this run.",
        ),
    ],
)
def test_a_schedule_that_does_not_come_to_bear_is_told(query, sentence):
    app = open_studio(epochs="10", **query)
    assert any(sentence in m.value for m in app.markdown)
    app.selectbox(key="train.schedule").set_value("cosine").run()
    assert not any("η is" in m.value or "η only" in m.value for m in app.markdown)


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("schedule", "linear", "one of constant, step, exponential, cosine, warm_up_cosine"),
        ("every", "2.5", "a whole number from 1 to 2000"),
        ("drop", "0", "a number from 0.01 to 1"),
        ("decay", "nan", "a number from 0.5 to 1.2"),
        ("floor", "-1", "a number from 0 to 1"),
        ("warm_up", "-1", "a whole number from 0 to 2000"),
    ],
)
def test_a_wrong_number_in_the_address_is_a_sentence(name, text, allowed):
    app = open_studio(**{name: text})
    assert any(f"{name} = “{text}”, which is not {allowed}" in t.value for t in app.text)
