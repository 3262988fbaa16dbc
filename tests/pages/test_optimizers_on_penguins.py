"""The three views of /optimizers that train on the penguins, run by Streamlit's AppTest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from app_pages import address, read_block
from streamlit.testing.v1 import AppTest

from nnviz.core.data import MEASURED
from nnviz.core.experiment import DEFAULT
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import number, percent
from nnviz.core.trainer import train
from nnviz.study.projection import plane
from nnviz.study.sweep import LEARNING_RATES, sweep
from nnviz.ui.optimizers.dataset_race import entrants
from nnviz.ui.optimizers.seed_lottery import SEEDS
from nnviz.ui.server import engine

ROOT = Path(__file__).parents[2]
SIX = replace(DEFAULT.training, epochs=6)
WILD = {"optimizer": "sgd", "learning_rate": "10", "activation": "identity"}


def visit(view: str, **query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "pages/optimizers.py", default_timeout=60)
    for name, value in {"view": view, "epochs": "6", **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def settle(app: AppTest) -> None:
    """Tick, as the browser would, until nothing is being worked on."""
    for _ in range(100):
        working = any(b.label == "Stop" for b in app.button) or progress(app)
        if not working:
            return
        app.run()
        assert not app.exception
    raise AssertionError("still working after 100 ticks")


def progress(app: AppTest) -> str:
    return " ".join(e.proto.text for e in app.main if e.type == "progress")


def press(app: AppTest, label: str) -> None:
    (found,) = [b for b in app.button if b.label == label]
    found.click().run()
    assert not app.exception


def text(app: AppTest) -> str:
    return " ".join(e.value for e in [*app.markdown, *app.text])


def charts(app: AppTest) -> list[dict]:
    return [json.loads(e.proto.spec) for e in app.main if e.type == "plotly_chart"]


@pytest.mark.parametrize(("view", "flag"), [("dataset", "raced"), ("lottery", "drawn")])
def test_a_view_opens_with_its_experiment_done_and_another_has_to_be_asked_for(view, flag):
    app = visit(view, hidden="3")
    settle(app)
    assert charts(app)
    assert address(app)[flag] == "1"
    # A button that has nothing to do says why.
    off = [one.label for one in app.button if one.disabled and one.label.startswith("Train")]
    assert ("They are trained, and would come out the same" in text(app)) == bool(off)
    assert bool(off) == (view == "lottery")
    app.number_input(key="optimizers.seed").set_value(11).run()
    assert charts(app) == []
    assert len(app.table) == 0
    assert address(app)[flag] == "0"


def test_to_race_again_measures_the_times_anew():
    app = visit("dataset", race="same", hidden="")
    settle(app)
    before = app.table[0].value
    press(app, "Race again")
    settle(app)
    after = app.table[0].value
    assert after["ms per epoch"].tolist() != before["ms per epoch"].tolist()
    assert after.drop(columns="ms per epoch").equals(before.drop(columns="ms per epoch"))


@pytest.mark.parametrize("race", ["fair", "same"])
def test_a_race_ends_with_every_optimizer_in_the_table(race):
    app = visit("dataset", race=race, raced="0")
    press(app, "Race")
    settle(app)
    table = app.table[0].value
    assert table["optimizer"].tolist() == [entry.label for entry in OPTIMIZERS.values()]
    assert len(charts(app)) == 3  # two, and the legend of both
    assert (table["η"] == "0.01").all() == (race == "same")
    assert "Who ends at the lowest training loss wins: **" in text(app)
    ends = sorted(float(cell.split()[0]) for cell in table["test accuracy"])
    between = f"the accuracy ends between {ends[0]:.1f} % and {ends[-1]:.1f} %"
    matters = ", so there it hardly matters who wins." if ends[-1] - ends[0] < 5 else "."
    assert f"{between}{matters}" in text(app)
    if race == "fair":
        assert f"tries {len(LEARNING_RATES)}: its best may lie between two" in text(app)
    assert address(app)["raced"] == "1"


def test_a_link_to_a_race_runs_it():
    app = visit("dataset", race="same", raced="1", hidden="")
    settle(app)
    assert len(app.table[0].value) == len(OPTIMIZERS)


def test_the_plane_states_its_explained_variance():
    app = visit("plane", paths="sgd")
    settle(app)
    experiment = replace(DEFAULT, training=replace(DEFAULT.training, epochs=6))
    run = train(experiment.network, experiment.split(), experiment.training)
    share = plane(run.params).explained.sum()
    assert f"{100 * share:.1f} % of your path’s variance" in text(app)
    (chart,) = charts(app)
    assert chart["data"][0]["type"] == "contour"


@pytest.mark.parametrize(
    ("query", "word"), [({"epochs": "1"}, "no plane to draw"), (WILD, "diverged at epoch")]
)
def test_without_a_plane_there_is_a_sentence(query, word):
    app = visit("plane", **query)
    settle(app)
    assert word in text(app)
    assert charts(app) == []


def test_a_path_that_diverges_is_named_and_left_out():
    query = WILD | {"optimizer": "adam", "paths": "sgd", "epochs": "6"}
    app = visit("plane", **query)
    settle(app)
    assert f"{OPTIMIZERS['sgd'].label} diverged at epoch" in text(app)
    assert len(charts(app)) == 1


def test_the_lottery_opens_the_chosen_seed_in_the_player():
    app = visit("lottery", drawn="0")
    press(app, f"Train {SEEDS} seeds")
    settle(app)
    (chart,) = charts(app)
    seeds = {t["customdata"]["bdata"] for t in chart["data"] if "customdata" in t}
    assert len(seeds) == SEEDS
    app.selectbox(key="optimizers.lottery_seed").set_value(17).run()
    assert not app.exception
    assert address(app)["lottery_seed"] == "17"
    params = read_block(app)[1]["params"]
    training = replace(DEFAULT.training, seed=17, epochs=6)
    alone = train(DEFAULT.network, DEFAULT.split(), training)  # the split stays that of seed 0
    assert np.allclose(params, alone.params, rtol=1e-4, atol=1e-5)


def test_a_lottery_of_diverging_seeds_says_so():
    app = visit("lottery", drawn="1", **WILD)
    settle(app)
    assert f"All {SEEDS} seeds diverged" in text(app)


def test_a_lottery_says_how_the_seeds_ended():
    app = visit("lottery", drawn="1", lottery_seed="63")
    settle(app)
    network, split = MLP((4, 10, 10, 3)), DEFAULT.split()
    accuracies = [
        curves(
            train(network, split, replace(DEFAULT.training, seed=seed, epochs=6)), split
        ).test_accuracy[-1]
        for seed in range(SEEDS)
    ]
    assert f"**{100 * min(accuracies):.1f} %** for the unluckiest" in text(app)
    assert f"**{100 * max(accuracies):.1f} %** for the luckiest" in text(app)
    assert app.selectbox(key="optimizers.lottery_seed").value == 63


def test_one_click_shows_with_many_seeds_what_standardising_is_for():
    app = visit("lottery", epochs="100")
    press(app, "Raw against standardised features")
    settle(app)
    assert (address(app)["features"], address(app)["scales"]) == ("raw", "1")
    ends = {}
    for key, (name, *told) in zip(MEASURED, app.table[0].value.to_numpy().tolist(), strict=True):
        assert name == MEASURED[key].label
        parts = replace(DEFAULT, features=key).split()
        record = sweep(MLP((4, 10, 3)), parts, DEFAULT.training, [0.001], range(SEEDS))
        scores = record.curves.test_score[-1]
        ends[key] = [float(kind(scores)) for kind in (np.min, np.median, np.max)]
        assert told == [percent(end) for end in ends[key]]
    assert ends["raw"][0] < 0.5
    assert ends["raw"][1] < 0.75
    assert ends["standardised"][0] > 0.95


@pytest.mark.parametrize(
    ("view", "button"), [("dataset", "Race"), ("lottery", f"Train {SEEDS} seeds")]
)
def test_what_a_stranger_has_trained_changes_no_address(view, button):
    query = {"race": "same", "hidden": "3", "seed": "5", "raced": "0", "drawn": "0"}
    before = visit(view, **query)
    stranger = visit(view, **query)
    press(stranger, button)
    settle(stranger)
    assert charts(stranger)
    after = visit(view, **query)
    assert text(after) == text(before)
    assert charts(after) == []
    press(after, button)
    assert charts(after), "known by now, so it is there at once"


def test_the_plane_s_rates_are_a_choice_of_its_own():
    query = {"paths": "sgd,adam", "hidden": "4", "optimizer": "momentum"}
    same = visit("plane", **query)
    settle(same)
    assert "run at your η = 0.01" in text(same)
    best = visit("plane", **query, plane_rates="best")
    settle(best)
    taking_part = entrants(replace(DEFAULT, network=MLP((4, 4, 3)), training=SIX), "fair")
    rates = [(one.label, one.rate(engine())) for one in taking_part if one.label in ("SGD", "Adam")]
    assert len(rates) == 2
    for label, rate in rates:
        assert f"{label} {number(rate)}" in text(best)
    again = visit("plane", **query)
    settle(again)
    assert text(again) == text(same)


def test_what_has_been_stopped_stays_until_a_setting_changes(executor):
    app = visit("lottery", drawn="1", epochs="200", hidden="3", seed="3")
    assert charts(app) == []
    executor.turn()
    app.run()
    assert len(charts(app)) == 1
    press(app, "Stop")
    assert len(charts(app)) == 1
    assert address(app)["drawn"] == "0"
    app.number_input(key="optimizers.seed").set_value(4).run()
    assert charts(app) == []


@pytest.mark.parametrize("view", ["landscapes", "dataset", "plane", "lottery"])
def test_every_view_has_a_formula_and_a_sidebar(view):
    app = visit(view)
    assert app.latex
    assert app.sidebar.number_input
