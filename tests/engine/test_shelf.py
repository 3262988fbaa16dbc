"""The shelf of a visit, and what the player asks of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cranked import Cranked

from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.jobs import Jobs
from nnviz.engine.orders import Order, pull
from nnviz.engine.requests import answer
from nnviz.engine.shelf import MOST_RUNS, Shelf

TINY = Experiment(MLP((4, 3, 3)), Training(epochs=6))
TIMID = replace(TINY, training=replace(TINY.training, learning_rate=1e-5))
BRANCH = {
    "kind": "branch",
    "run": "1",
    "epoch": 3,
    "edits": [],
    "epochs": 3,
    "learning_rate": 0.01,
    "optimizer": "adam",
    "schedule": "constant",
}


def to_the_end(order: Order, engine: Engine) -> Order:
    while order.running:
        order, _, _ = pull(order, engine, 0.1)
    return order


def cranked_to_the_end(experiment: Experiment) -> tuple[Cranked, Engine, Order]:
    """The same with an executor that waits for the test's hand from now on."""
    executor = Cranked()
    engine, order = Engine(Jobs(executor)), Order(experiment).train()
    while order.running:
        order, _, _ = pull(order, engine, 0.1)
        executor.turn_all()
    return executor, engine, order


@pytest.fixture
def trained(engine) -> tuple[Shelf, Order]:
    order = to_the_end(Order(TINY).train(), engine)
    return Shelf().with_order(order), order


def test_an_untrained_run_takes_no_place():
    assert Shelf().with_order(Order(TINY)).kept == ()


def test_a_run_has_one_place_however_often_it_is_shown(trained):
    shelf, order = trained
    again = shelf.with_order(replace(order, shown=2)).with_order(order)
    assert [one.id for one in again.kept] == ["1"]
    assert again.kept[0].order == order


def test_the_oldest_runs_make_room(trained):
    shelf, _ = trained
    for seed in range(1, MOST_RUNS + 2):
        experiment = replace(TINY, training=replace(TINY.training, seed=seed))
        shelf = shelf.with_order(Order(experiment, shown=1))
    assert [one.id for one in shelf.kept] == [str(n) for n in range(3, MOST_RUNS + 3)]


def test_the_run_on_the_screen_does_not_make_room_for_one_beside_it(trained):
    shelf, order = trained
    for seed in range(1, MOST_RUNS):
        experiment = replace(TINY, training=replace(TINY.training, seed=seed))
        shelf = shelf.with_order(Order(experiment, shown=1))
    shelf = shelf.compared_with(TIMID, 6, order.experiment)
    assert [one.id for one in shelf.kept] == ["1", *(str(n) for n in range(3, MOST_RUNS + 2))]
    assert shelf.get(shelf.compared).order.experiment == TIMID


def test_a_branch_without_changes_is_its_parent_again(trained, engine):
    shelf, order = trained
    _, branch = answer(shelf, order, BRANCH, engine)
    assert (branch.shown, branch.target, branch.cue) == (3, 6, "on")
    _, run, _ = pull(to_the_end(branch, engine), engine, 0.1)
    own = train(TINY.network, TINY.split(), TINY.training)
    assert run.params.tobytes() == own.params.tobytes()


def test_a_branch_goes_on_from_edited_parameters_with_its_own_rate(trained, engine):
    shelf, order = trained
    request = BRANCH | {"edits": [[2, 1.5], [0, -1]], "learning_rate": 0.1}
    _, branch = answer(shelf, order, request, engine)
    branch = to_the_end(branch, engine)
    _, run, _ = pull(branch, engine, 0.1)
    parent = engine.recording(TINY).run()[0]
    assert run.params[:3].tobytes() == parent.params[:3].tobytes()
    expected = parent.params[3].copy()
    expected[[2, 0]] = 1.5, -1
    assert run.params[3].tobytes() == expected.tobytes()
    assert not np.allclose(run.params[4:], parent.params[4:])
    bench = shelf.with_order(branch).given(branch, engine).workbench
    assert bench.shelf[1].label == "2 · from epoch 3: 2 edited, η 0.1"
    assert (bench.shelf[1].parent, bench.shelf[1].epoch, bench.current) == ("1", 3, "2")


def test_training_on_from_the_last_epoch_is_the_longer_run(trained, engine):
    shelf, order = trained
    _, branch = answer(shelf, order, BRANCH | {"epoch": 6, "epochs": 4}, engine)
    _, run, _ = pull(to_the_end(branch, engine), engine, 0.1)
    longer = replace(TINY, training=replace(TINY.training, epochs=10))
    assert run.params.tobytes() == engine.ask(longer).run()[0].params.tobytes()
    assert branch.cue == "on"


def test_a_branch_stands_on_the_shelf_before_it_has_begun():
    executor, engine, order = cranked_to_the_end(TINY)
    shelf = Shelf().with_order(order)
    _, branch = answer(shelf, order, BRANCH | {"edits": [[2, 1.5]]}, engine)
    branch, run, _ = pull(branch, engine, 0.1)
    assert (run.trained, executor.waiting != []) == (3, True)
    bench = shelf.with_order(branch).given(branch, engine).workbench
    assert [one.epoch for one in bench.shelf if one.id == bench.current] == [3]


def test_whoever_was_given_no_findings_waits_also_if_they_have_come_since():
    executor, engine, order = cranked_to_the_end(TIMID)
    shelf = Shelf().with_order(order)
    before = shelf.given(order, engine)
    executor.turn_all()
    assert (before.workbench.findings, before.waits) == ((), True)
    after = shelf.given(order, engine)
    assert (after.workbench.findings != (), after.waits) == (True, False)


def test_what_cannot_be_computed_takes_nothing_else_from_the_player():
    executor, engine, order = cranked_to_the_end(TINY)
    shelf = replace(Shelf().with_order(order), replayed=(TINY, 2, 0))
    shelf.given(order, engine)
    for future, _, _ in executor.waiting:
        future.set_exception(RuntimeError("no memory"))
    executor.waiting.clear()
    given = shelf.given(order, engine)
    assert [one.id for one in given.workbench.shelf] == ["1"]
    assert (given.waits, given.failures) == (
        False,
        ("This could not be computed: no memory",),
    )


def test_another_schedule_begins_with_its_defaults(trained, engine):
    shelf, order = trained
    _, branch = answer(shelf, order, BRANCH | {"schedule": "step"}, engine)
    assert branch.experiment.training == replace(TINY.training, schedule="step")


@pytest.mark.parametrize(
    "request_",
    [
        {"kind": "fly"},
        {},
        BRANCH | {"epoch": 7},
        BRANCH | {"epoch": 2.5},
        BRANCH | {"epochs": 0},
        BRANCH | {"epochs": 1.5},
        BRANCH | {"epochs": 1998},
        {key: value for key, value in BRANCH.items() if key != "epochs"},
        BRANCH | {"edits": [[1000, 1.0]]},
        BRANCH | {"learning_rate": float("nan")},
        BRANCH | {"learning_rate": 0},
        {"kind": "show", "id": "9"},
        {"kind": "compare", "id": "9"},
        {"kind": "forget", "id": None},
        {"kind": "replay", "run": "1", "epoch": 6, "step": 0},
        {"kind": "replay", "run": "1", "epoch": -1, "step": 0},
        {"kind": "replay", "run": "1", "epoch": 4, "step": 99},
        {"kind": "replay", "run": "1", "epoch": float("inf"), "step": 0},
        {"kind": "replay", "run": "2", "epoch": 4, "step": 0},
        None,
        BRANCH | {"run": "2"},
        BRANCH | {"learning_rate": 1e300},
        {"kind": "cure", "run": "1", "index": 0},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(trained, request_, engine):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        answer(*trained, request_, engine)


def test_a_branch_off_a_diverged_end_is_refused(engine):
    wild = Experiment(
        MLP((4, 3, 3), "identity"), Training("sgd", learning_rate=10.0, epochs=200, batch_size=64)
    )
    order = to_the_end(Order(wild).train(), engine)
    assert order.shown < 200
    with pytest.raises(ValueError, match="after the last one trained"):
        answer(Shelf().with_order(order), order, BRANCH | {"epoch": order.shown + 1}, engine)


def test_one_click_swaps_the_run_and_keeps_how_far_it_was(trained, engine):
    shelf, order = trained
    paused = Order(replace(TINY, test_fraction=0.2), target=2, shown=2, play=7)
    shelf = shelf.with_order(paused)
    _, back = answer(shelf, paused, {"kind": "show", "id": "1"}, engine)
    assert back.experiment == TINY
    assert (back.shown, back.cue, back.play) == (order.shown, "keep", 8)


def test_a_comparison_sends_the_other_record_and_ends_with_it(trained, engine):
    shelf, order = trained
    other = Order(replace(TINY, training=replace(TINY.training, seed=1))).train()
    other = to_the_end(other, engine)
    shelf = shelf.with_order(other)
    shelf, _ = answer(shelf, other, {"kind": "compare", "id": "1"}, engine)
    assert shelf.given(other, engine).workbench.compared == "1"
    growing = replace(other, shown=3)
    assert (
        shelf.given(growing, engine).workbench.compared is None
    )  # ten records a second are too many
    # With itself there is nothing to compare, nor with another size.
    assert shelf.given(order, engine).workbench.compared is None
    wider = Order(replace(TINY, network=MLP((4, 5, 3))), shown=1)
    assert shelf.with_order(wider).given(wider, engine).workbench.compared is None
    assert answer(shelf, other, {"kind": "compare", "id": None}, engine)[0].compared is None
    assert answer(shelf, other, {"kind": "forget", "id": "1"}, engine)[0].compared is None


def test_a_replay_belongs_to_its_run(trained, engine):
    shelf, order = trained
    request = {"kind": "replay", "run": "1", "epoch": 4, "step": 2}
    shelf, same = answer(shelf, order, request, engine)
    assert same is order
    taken = shelf.given(order, engine).workbench.taken_apart
    assert taken.step == 2
    assert taken.quantities.keys() == taken.replay.quantities(2).keys()
    assert taken.replay.params[-1].tobytes() == engine.recording(TINY).run()[0].params[5].tobytes()
    other = Order(replace(TINY, test_fraction=0.2), shown=1)
    assert shelf.given(other, engine).workbench.taken_apart is None


def test_a_cure_is_trained_as_the_doctor_says(engine):
    timid = Experiment(training=Training("sgd", learning_rate=1e-5, epochs=30))
    order = to_the_end(Order(timid).train(), engine)
    shelf = Shelf().with_order(order)
    findings = shelf.given(order, engine).workbench.findings
    assert [one.rule for one in findings if one.cure] == ["rate_too_low"]
    _, cured = answer(shelf, order, {"kind": "cure", "run": "1", "index": 0}, engine)
    assert cured.experiment.training.learning_rate > 1e-4
    before = engine.ask(timid).run()[1].train_loss[-1]
    after = engine.ask(cured.experiment).run()[1].train_loss[-1]
    assert after < before / 2


def test_the_doctor_looks_at_a_branch_s_own_epochs_and_cures_from_the_start(engine):
    timid = Experiment(training=Training("sgd", learning_rate=1e-5, epochs=40))
    parent = to_the_end(Order(timid).train(), engine)
    shelf = Shelf().with_order(parent)
    settled = BRANCH | {"epoch": 30, "epochs": 10, "optimizer": "sgd", "learning_rate": 0.4}
    _, branch = answer(shelf, parent, settled, engine)
    branch = to_the_end(branch, engine)
    shelf = shelf.with_order(branch)
    assert shelf.given(parent, engine).workbench.findings[0].rule == "rate_too_low"
    assert "rate_too_low" not in [f.rule for f in shelf.given(branch, engine).workbench.findings]

    _, still = answer(
        shelf,
        parent,
        BRANCH | {"epoch": 20, "epochs": 20, "optimizer": "sgd", "learning_rate": 2e-5},
        engine,
    )
    still = to_the_end(still, engine)
    shelf = shelf.with_order(still)
    _, cured = answer(shelf, still, {"kind": "cure", "run": "3", "index": 0}, engine)
    assert cured.experiment.origin is None


def test_one_batch_more_trains_its_epoch_where_that_is_missing(engine):
    order = Order(TINY)
    assert order.batch() == replace(order, play=1, cue="batch")
    shelf, order = answer(
        Shelf(), order.batch(), {"kind": "batch", "run": None, "epoch": 0}, engine
    )
    assert (order.target, order.cue) == (1, "batch")
    order = to_the_end(order, engine)
    assert (order.shown, order.complete) == (1, False)
    taken = shelf.given(order, engine).workbench.taken_apart
    assert (taken.replay.epoch, taken.step) == (0, 0)
    assert taken.replay.params[-1].tobytes() == engine.ask(TINY).run()[0].params[1].tobytes()


def test_one_batch_more_of_what_is_trained_trains_nothing(trained, engine):
    shelf, order = trained
    shelf, same = answer(shelf, order, {"kind": "batch", "run": "1", "epoch": 4}, engine)
    assert same == order
    assert shelf.replayed == (TINY, 4, 0)
    for epoch in (6, 7, -1):
        with pytest.raises(ValueError, match="no batch follows"):
            answer(shelf, order, {"kind": "batch", "run": "1", "epoch": epoch}, engine)
