"""Orders: what a visitor asks for arrives in slices, is told in words, and is sent in parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from cranked import Cranked

from nnviz.core.experiment import Experiment
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.text import percent
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.jobs import Jobs
from nnviz.engine.orders import QUICK_START, SECONDS_PER_RUN, Order, pull, status
from nnviz.engine.store import Store

TICK = SECONDS_PER_RUN / 10
"""Seconds between two pulls: a run comes in ten parts at least."""


def test_a_run_arrives_in_several_slices_even_from_the_store(engine):
    experiment = Experiment(training=Training(epochs=40))
    engine.ask(experiment)
    order, shown = Order(experiment).train(), []
    while order.running:
        order, run, record = pull(order, engine, TICK)
        assert run.trained == order.shown == record.count - 1
        shown.append(order.shown)
    assert shown == [4 // QUICK_START, *range(5, 40, 4), 40]
    assert order.complete


def test_who_may_ask_but_seldom_is_shown_at_once_what_there_is(engine):
    experiment = Experiment(training=Training(epochs=40))
    engine.ask(experiment)
    order, run, _ = pull(Order(experiment).train(), engine, 2 * SECONDS_PER_RUN)
    assert (order.shown, order.complete, run.trained) == (40, True, 40)


def test_a_page_opens_with_the_whole_run_that_waits_to_be_played(engine):
    experiment = Experiment(training=Training(epochs=40))
    opened = Order(experiment).open()
    assert opened.opening
    order, run, _ = pull(opened, engine, TICK)
    assert (order.shown, order.complete, run.trained) == (40, True, 40)
    assert (order.cue, order.opening) == ("wait", False)
    assert order.train().cue == "play"


def test_a_visitor_s_record_is_the_run_s_own(engine, thinned):
    whole = train(thinned.network, thinned.split(), thinned.training)
    assert whole.stride == 4
    order = Order(thinned)
    for _ in range(20):
        order, run, record = pull(order.step(), engine, TICK)
        assert run.trained == order.shown
        expected = curves(run, thinned.split())
        assert np.allclose(record.test_loss, expected.test_loss, rtol=1e-5)
        assert np.array_equal(run.params[0], whole.params[0])
    assert run.params.tobytes() == whole.params.tobytes()


def test_an_epoch_that_is_not_kept_is_reached_all_the_same(engine, thinned):
    engine.ask(thinned)  # somebody else is ahead
    order, run, _ = pull(Order(thinned).step(), engine, TICK)
    assert (order.shown, order.running, run.trained) == (1, False, 0)
    order, run, _ = pull(replace(order, target=6), engine, TICK)
    assert (order.shown, order.running, run.trained) == (3, True, 0)
    order, run, _ = pull(order, engine, TICK)
    assert (order.shown, order.running, run.trained) == (5, True, 4)


def test_pause_asks_for_no_more_and_train_at_the_end_starts_over(engine):
    experiment = Experiment(training=Training(epochs=30))
    order, run, _ = pull(Order(experiment).train(), engine, TICK)
    paused = order.pause()
    assert not paused.running
    assert pull(paused, engine, TICK)[1].trained == run.trained < 30
    ended = paused.train()
    while ended.running:
        ended, _, _ = pull(ended, engine, TICK)
    assert (ended.step().cue, ended.step().target) == ("epoch", 30)
    again = ended.train()
    assert (again.shown, again.target, again.complete) == (0, 30, False)
    assert again.take == ended.take + 1
    assert again.play > 0


def test_divergence_ends_an_order(engine):
    wild = Experiment(
        MLP((4, 10, 10, 3), "identity"), Training(optimizer="sgd", learning_rate=10.0)
    )
    order = Order(wild).train()
    while order.running:
        order, run, record = pull(order, engine, TICK)
    assert order.complete
    assert run.diverged_at == order.shown == order.target < 100
    assert f"[[Diverged]] at epoch {order.shown}" in status(order, run, record)


def test_what_had_to_make_room_is_trained_again_for_who_watches_it():
    executor = Cranked()
    engine = Engine(Jobs(executor), Store(room=1))
    experiment = Experiment(training=Training(epochs=3))
    order = Order(experiment).train()
    while order.running:
        order, run, _ = pull(order, engine, TICK)
        executor.turn_all()
    engine.recording(replace(experiment, test_fraction=0.2))
    assert engine.recording(experiment).epoch == 0
    order, _, _ = pull(order, engine, TICK)
    assert order.running
    while order.running:
        executor.turn_all()
        order, again, _ = pull(order, engine, TICK)
    assert again.params.tobytes() == run.params.tobytes()


def test_nothing_is_asked_for_beyond_the_order_s_target():
    executor = Cranked()
    engine = Engine(Jobs(executor))
    order, _, _ = pull(Order(Experiment()), engine, TICK)
    assert not executor.waiting
    pull(order.step(), engine, TICK)
    executor.turn_all()
    assert engine.recording(Experiment()).epoch == 1


def test_where_it_stands_is_said_in_words(engine):
    order = Order(Experiment(training=Training(epochs=10)))
    now, *record = pull(order, engine, TICK)
    assert status(now, *record).startswith("An untrained network")
    assert "You changed a control" in status(replace(now, changed=True), *record)
    now, *record = pull(order.train(), engine, TICK)
    assert status(now, *record) == "Training towards epoch 10 …"
    now, run, measured = pull(now.pause(), engine, TICK)
    told = f"Paused after epoch {now.shown}: test accuracy {percent(measured.test_accuracy[-1])}."
    assert status(now, run, measured) == told
    while now.train().running and not now.complete:
        now, run, measured = pull(now.train(), engine, TICK)
    told = f"Trained for 10 epochs: test accuracy {percent(measured.test_accuracy[-1])}."
    assert status(now, run, measured) == told


def test_long_histories_are_sent_in_overlapping_parts(engine):
    wide = Experiment(MLP((4, 64, 64, 64, 3)), Training(epochs=100))
    order, held, firsts = Order(wide).train(), 0, []
    while order.running:
        order, run, _ = pull(order, engine, TICK)
        first = order.first_row(run)
        assert first <= held
        firsts.append(first)
        held = len(run.epochs)
        order = order.after_sending(run)
    assert firsts[0] == 0
    assert firsts[-1] > 0
    assert order.resend().first_row(run) == 0


def test_the_scenery_is_in_the_first_two_blocks_and_again_when_it_is_missed(engine):
    order, sent = Order(Experiment(training=Training(epochs=30))).train(), []
    while order.running:
        order, run, _ = pull(order, engine, TICK)
        sent.append(order.scenery)
        order = order.after_sending(run)
    assert sent == [True, True, *[False] * (len(sent) - 2)]
    assert len(sent) > 2
    missed = order.resend()
    assert missed.scenery
    assert missed.after_sending(run).scenery
    assert not missed.after_sending(run).after_sending(run).scenery
    assert order.reset().scenery
