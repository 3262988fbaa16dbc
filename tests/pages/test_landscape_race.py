"""The optimizers on landscapes, run by Streamlit's AppTest."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import address, read_block, read_blocks
from streamlit.testing.v1 import AppTest

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import number
from nnviz.terrain.descent import descend
from nnviz.terrain.landscapes import LANDSCAPES
from nnviz.ui.optimizers.landscape_race import TRY_THIS


def race() -> None:
    """The view on a page of its own."""
    from nnviz.ui.controls import Controls
    from nnviz.ui.optimizers.landscape_race import FIELDS, landscape_race

    controls = Controls("optimizers", *FIELDS)
    landscape_race(controls)
    controls.write_url()


def open_race(**query: str) -> AppTest:
    app = AppTest.from_function(race, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def header(app: AppTest) -> dict:
    return read_block(app)[0]


def rates(app: AppTest) -> dict[str, float]:
    return {runner["key"]: runner["learning_rate"] for runner in header(app)["runners"]}


def said(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


@pytest.mark.parametrize("key", LANDSCAPES)
def test_each_landscape_opens_with_its_own_start_and_rates(key):
    app = open_race(landscape=key)
    assert header(app)["landscape"] == LANDSCAPES[key].label
    assert rates(app) == LANDSCAPES[key].rates
    assert app.number_input(key="optimizers.race start 0").value == LANDSCAPES[key].start[0]
    assert said(app) == []


def test_a_link_restores_everything():
    link = {
        "landscape": "bowl",
        "race_start": "2,-1.5",
        "race_steps": "30",
        "race_rates": "sgd:0.00005,adamw:0.25",
        "taken_apart": "adamw",
        "race_view": "map",
    }
    app = open_race(**link)
    assert rates(app) == {"sgd": 0.00005, "adamw": 0.25}
    assert header(app)["chosen"] == 1
    assert {name: address(app)[name] for name in link} == link
    assert app.number_input(key="optimizers.race start 1").value == -1.5
    assert not app.checkbox(key="optimizers.race in adam").value


def test_another_landscape_brings_its_start_and_rates():
    app = open_race(landscape="bowl", race_start="1,1", race_rates="sgd:0.5")
    app.selectbox(key="optimizers.landscape").set_value("beale").run()
    assert rates(app) == LANDSCAPES["beale"].rates
    assert address(app)["race_start"] == "1,1.5"
    assert said(app) == []


def test_who_is_ticked_takes_part():
    app = open_race(race_rates="sgd:0.05")
    app.checkbox(key="optimizers.race in rmsprop").check().run()
    assert rates(app) == {"sgd": 0.05, "rmsprop": LANDSCAPES["ravine"].rates["rmsprop"]}
    app.number_input(key="optimizers.race rate rmsprop").set_value(0.03).run()
    assert rates(app)["rmsprop"] == 0.03
    app.checkbox(key="optimizers.race in sgd").uncheck().run()
    assert rates(app) == {"rmsprop": 0.03}
    assert header(app)["chosen"] == 0
    app.checkbox(key="optimizers.race in rmsprop").uncheck().run()
    assert said(app) == ["Nobody takes part: tick at least one optimizer."]
    assert [b.label for b in app.button] == [*TRY_THIS, "Reset to defaults"]
    assert len(app.latex) == 2
    app.checkbox(key="optimizers.race in adam").check().run()
    assert list(rates(app)) == ["adam"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"race_start": "99,1"}, "The start (99, 1) lies off the map of “narrow ravine”"),
        ({"race_start": "nan,1"}, "race_start = “nan,1”, which is not two numbers"),
        ({"race_start": "4"}, "race_start = “4”, which is not two numbers"),
        ({"race_steps": "0"}, "race_steps = “0”, which is not a whole number from 1 to 500"),
        ({"race_steps": "501"}, "race_steps = “501”, which is not a whole number"),
        ({"race_rates": "sgd:11"}, "which is not optimizers with learning rates from 0.00001 to"),
        ({"race_rates": "sgd:nan"}, "race_rates = “sgd:nan”, which is not optimizers"),
        ({"race_rates": "sgd"}, "race_rates = “sgd”, which is not optimizers"),
        ({"race_rates": "foo:1"}, "race_rates = “foo:1”, which is not optimizers"),
        ({"landscape": "moon"}, "landscape = “moon”, which is not one of bowl"),
        ({"taken_apart": "x"}, "taken_apart = “x”, which is not one of sgd"),
        ({"race_view": "4d"}, "race_view = “4d”, which is not one of map, 3d"),
    ],
)
def test_what_cannot_be_had_is_said_in_a_sentence(query, sentence):
    app = open_race(**query)
    assert len(said(app)) == 1
    assert sentence in said(app)[0]
    assert rates(app) == LANDSCAPES["ravine"].rates


def test_a_landscape_that_overflows_is_told():
    app = open_race(landscape="rosenbrock", race_rates="sgd:1,adam:0.1")
    assert any("**SGD** diverged at step" in markdown.value for markdown in app.markdown)


def test_the_record_says_who_came_first():
    app = open_race(landscape="bowl", race_rates="sgd:1,adam:0.1")
    (line,) = [m.value for m in app.markdown if "is first" in m.value]
    assert line.startswith("**SGD** is first to come to a [lowest point](words?term=minimum)")
    assert "at step 1" in line  # η = 1/curvature lands in one step
    app = open_race(landscape="rosenbrock", race_rates="sgd:0.0001")
    assert any(m.value.startswith("Nobody has arrived") for m in app.markdown)


@pytest.mark.parametrize("name", TRY_THIS)
def test_try_this_sets_the_scene(name):
    app = open_race(landscape="beale", race_steps="7", race_view="3d")
    (button,) = [button for button in app.button if button.label == name]
    button.click().run()
    assert not app.exception
    told = header(app)
    assert told["landscape"] == LANDSCAPES[TRY_THIS[name]["landscape"]].label
    assert told["runners"][told["chosen"]]["key"] == TRY_THIS[name]["taken_apart"]
    assert list(rates(app)) == list(OPTIMIZERS)
    assert address(app)["race_steps"] == "200"


def replaced(app: AppTest) -> bool:
    return any("Your settings were replaced" in markdown.value for markdown in app.markdown)


def test_a_scene_replaces_nothing_where_the_landscape_has_decided():
    app = open_race()
    for name in TRY_THIS:
        (button,) = [button for button in app.button if button.label == name]
        button.click().run()
        assert not replaced(app), name
    app = open_race()
    app.number_input(key="optimizers.race start 0").set_value(-5.0).run()
    (button,) = [button for button in app.button if button.label == "Stuck at a saddle"]
    button.click().run()
    assert replaced(app)


def test_the_view_in_three_dimensions_replaces_the_map():
    app = open_race(race_view="3d")
    assert read_blocks(app) == []
    assert len(app.get("plotly_chart")) == 1


def test_stuck_at_a_saddle_is_what_the_record_says():
    app = open_race()
    (button,) = [b for b in app.button if b.label == "Stuck at a saddle"]
    button.click().run()
    told = " ".join(m.value for m in app.markdown)
    assert "**SGD** is stuck: after 200 steps it stands at" in told
    assert told.count("is stuck") == 1
    path = descend(LANDSCAPES["saddle"], (-2.0, 1e-10), "sgd", 0.1, 200)
    x, y = path.w[-1]
    assert f"(slope {number(np.hypot(x, y * (y * y - 1)))})" in told
    assert "Nearest to the minimum at (0, 1), with loss 0: SGD with momentum" in told
