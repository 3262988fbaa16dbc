"""Take it with you: what is made, and when. Files that nobody waits for cost the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from app_pages import button, components, open_page, run_until
from immediately import Immediately
from streamlit.testing.v1 import AppTest

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.measures import curves_of
from nnviz.core.saved import Saved
from nnviz.core.trainer import train
from nnviz.engine.survey import nearest, survey_of
from nnviz.export.exports import EXPORTS
from nnviz.export.moment import Moment
from nnviz.films import tales
from nnviz.study.sweep import LEARNING_RATES
from nnviz.ui.actions import NOTED
from nnviz.ui.server import opened_runs
from nnviz.ui.take import ALONE, Source, Wish
from nnviz.ui.train.opened import OPENED, PLAYER, Opened

MAKERS = {export.make: name for name, export in EXPORTS.items()}
FAST = {name for name, export in EXPORTS.items() if not export.slow}


@pytest.fixture
def made(monkeypatch) -> list[tuple[str, Moment]]:
    """What workers make, in its order."""
    done, submit = [], Immediately.submit

    def noting(self, function, /, *args):
        if function in MAKERS:
            done.append((MAKERS[function], *args))
        return submit(self, function, *args)

    monkeypatch.setattr(Immediately, "submit", noting)
    return done


def short(epochs: int = 10, **changes: object) -> Experiment:
    return replace(DEFAULT, training=replace(DEFAULT.training, epochs=epochs, **changes))


def studio(**query: str) -> AppTest:
    app = open_page("pages/train.py", **{"epochs": "10"} | query)
    run_until(app, lambda: not app.session_state["train.bench order"].running)
    return app


def ask(app: AppTest, experiment: Experiment, key: str = "studio", source: Source = ALONE) -> None:
    """Press the film's button at epoch 7, and tick until nothing more comes."""
    wish = Wish((experiment.identity, source), 7.3)
    app.session_state[NOTED] = [(f"taken from {key}", lambda _: wish)]
    run_until(app, lambda: heads(app) and "is being made …" not in said(app))


def heads(app: AppTest) -> list[str]:
    return [one.value for one in app.subheader if one.value.startswith("Take ")]


def said(app: AppTest) -> list[str]:
    return [one.value for one in app.text]


def test_nothing_is_made_before_somebody_asks_and_each_file_once(made):
    app = studio()
    for _ in range(3):
        app.run()
    assert made == []
    ask(app, short())
    assert heads(app) == ["Take epoch 7 with you"]
    assert {name for name, _ in made} == FAST
    for _ in range(3):
        app.run()
    assert len(made) == len(FAST)
    button(app, "Close").click().run()
    assert heads(app) == []
    # At another epoch, what is of the whole run is there.
    other = Wish((short().identity, ALONE), 2)
    app.session_state[NOTED] = [("taken from studio", lambda _: other)]
    run_until(app, lambda: heads(app) and "is being made …" not in said(app))
    again = [name for name, _ in made[len(FAST) :]]
    assert sorted(again) == sorted(name for name in FAST if not EXPORTS[name].whole)


def test_what_is_slow_is_made_for_who_wants_it(made):
    app = studio()
    ask(app, short())
    assert "onnx" not in {name for name, _ in made}
    button(app, f"Make it: {EXPORTS['onnx'].label}").click().run()
    run_until(app, lambda: "is being made …" not in said(app))
    assert [name for name, _ in made][len(FAST) :] == ["onnx"]
    for _ in range(2):
        app.run()
    assert len(made) == len(FAST) + 1


def test_the_page_tells_the_tale_that_the_film_tells(made, monkeypatch):
    app = studio()
    monkeypatch.setattr(tales, "every_step", lambda *_: pytest.fail("it is trained again"))
    ask(app, short())
    (page,) = [moment for name, moment in made if name == "page"]
    assert page.tale.steps is not None


def clocks(app: AppTest) -> int:
    """How many parts of the page are to be drawn again soon."""
    return sum(one.component_name == "nnviz.again" for one in components(app))


def at_a_rate(rate: float) -> Experiment:
    return short(4, learning_rate=LEARNING_RATES[nearest(rate)])


MAPPED = Source(stack=f"1 seeds of {survey_of(short(4), 1).experiment.identity}")
"""Where the runs of the map of learning rates are from."""


def test_visitors_share_the_files_of_a_record_and_no_others(made):
    """A run trained beside others may differ in its last digits from the same run alone."""
    experiment = at_a_rate(0.01)
    app = open_page("pages/learning-rate.py", epochs="4", swept="4")
    run_until(app, lambda: clocks(app) == 0)
    ask(app, experiment, "run", MAPPED)
    assert {name for name, _ in made} == FAST
    rate = str(experiment.training.learning_rate)
    for _ in range(2):
        ask(studio(epochs="4", learning_rate=rate), experiment)
        assert sorted(name for name, _ in made) == sorted([*FAST, *FAST])


@pytest.mark.parametrize(
    ("page", "query", "key", "experiment", "source"),
    [
        ("home", {}, "home", DEFAULT, ALONE),
        ("train", {"epochs": "10"}, "studio", short(), ALONE),
        (
            "learning-rate",
            {"epochs": "4", "swept": "4"},
            "run",
            at_a_rate(0.01),
            MAPPED,
        ),
        (
            "optimizers",
            {"view": "lottery", "drawn": "1", "epochs": "4", "lottery_seed": "5"},
            "lottery player",
            short(4, seed=5),
            Source(stack=f"64 seeds of {short(4).identity}, drawn"),
        ),
    ],
)
def test_below_every_film_of_a_run_the_files_come_by_one_clock(
    executor, page, query, key, experiment, source
):
    app = open_page(f"pages/{page}.py", **query)
    run_until(app, lambda: executor.turn_all() == 0 and clocks(app) == 0)
    wish = Wish((experiment.identity, source), 2)
    app.session_state[NOTED] = [(f"taken from {key}", lambda _: wish)]
    app.run()
    assert heads(app) == ["Take epoch 2 with you"]
    assert said(app).count("is being made …") == len(FAST)
    assert clocks(app) == 1
    run_until(app, lambda: executor.turn_all() == 0 and "is being made …" not in said(app))
    assert clocks(app) == 0
    assert len([one for one in app.get("download_button") if not one.proto.disabled]) == len(FAST)


@pytest.mark.parametrize("change", ["optimizer", "page"])
def test_the_wish_ends_with_the_run_and_with_the_page(made, change):
    if change == "optimizer":
        app = studio()
    else:
        app = AppTest.from_file("../../contents.py", default_timeout=600)
        app.switch_page("pages/train.py").run()
    ask(app, short() if change == "optimizer" else DEFAULT)
    before = len(made)
    assert before == len(FAST)
    if change == "optimizer":
        app.selectbox(key="train.optimizer").set_value("sgd").run()
        assert heads(app) == []
        app.selectbox(key="train.optimizer").set_value("adam").run()
    else:
        app.switch_page("pages/words.py").run()
        app.switch_page("pages/train.py").run()
    for _ in range(2):
        app.run()
    assert not app.exception
    assert heads(app) == []
    assert len(made) == before


def test_while_a_run_is_trained_nothing_is_made(executor):
    app = open_page("pages/train.py", epochs="30", trained="10")
    run_until(
        app, lambda: executor.turn_all() == 0 and not app.session_state["train.bench order"].running
    )
    button(app, "Resume").click().run()
    wish = Wish((short(30).identity, ALONE), 7)
    app.session_state[NOTED] = [("taken from studio", lambda _: wish)]

    def asked_for() -> set[str]:
        return {MAKERS[call[1]] for call in executor.waiting if call[1] in MAKERS}

    seen = set()
    while app.session_state["train.bench order"].running:
        app.run()
        if app.session_state["train.bench order"].running:
            assert heads(app) == ["Take it with you"]
            assert "The run is being trained: its files are made as soon as it rests." in said(app)
            assert not asked_for()
            assert clocks(app) == 1
            seen.add(app.session_state["train.bench order"].shown)
            executor.turn_all()
    assert seen
    made = 0
    while executor.waiting:
        made += bool(asked_for())
        executor.turn()
        app.run()
    assert made
    assert heads(app) == ["Take epoch 7 with you"]
    assert "is being made …" not in said(app)


def test_nothing_is_trained_for_the_record_of_a_file(made, monkeypatch):
    experiment = short()
    run = train(experiment.network, experiment.split(), experiment.training)
    params = run.params.copy()
    params[-1] = 0
    edited = replace(run, params=params)
    app = studio(optimizer="sgd")
    saved = Saved(experiment, edited, curves_of(experiment, edited))
    opened_runs().keep("its fingerprint", lambda: saved)
    held = app.session_state["train.bench order"]
    app.session_state[OPENED] = Opened("it", "its fingerprint", held, 1)
    app.run()
    monkeypatch.setattr(tales, "every_step", lambda *_: pytest.fail("it is trained again"))
    ask(app, experiment, PLAYER, Source(file="its fingerprint"))
    assert heads(app) == ["Take epoch 7 of the opened run with you"]
    assert {name for name, _ in made} == FAST - {"torch", "notebook"}
    (page,) = [moment for name, moment in made if name == "page"]
    assert page.opened
    assert page.tale is None
    assert np.array_equal(page.run.params, params)
    assert EXPORTS["torch"].obstacle(page) in said(app)
    # Another file is another wish.
    opened_runs().keep("another", lambda: saved)
    held = app.session_state["train.bench order"]
    app.session_state[OPENED] = Opened("it", "another", held, 2)
    app.run()
    assert heads(app) == []
