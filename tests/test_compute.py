"""The store and the turns: one training serves all, and nobody jumps the queue."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from nnviz.measures import curves
from nnviz.networks import MLP
from nnviz.training import Training, train
from nnviz.ui import compute
from nnviz.ui.compute import Experiment, Turn, advance, film, finished, turn
from nnviz.ui.studio import SLICES_PER_RUN, Order, pull


@pytest.fixture(autouse=True)
def empty_store(monkeypatch):
    monkeypatch.setattr(compute, "_films", type(compute._films)())


def test_turns_are_served_in_the_order_of_asking():
    queue, served, asked = Turn(), [], threading.Semaphore(0)

    def visitor(number: int) -> None:
        with queue():
            served.append(number)

    with queue():
        threads = []
        for number in range(8):
            thread = threading.Thread(target=visitor, args=(number,))
            thread.start()
            threads.append(thread)
            while len(queue._waiting) < number + 1:
                asked.acquire(timeout=0.001)
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_a_turn_ends_when_its_work_fails():
    queue = Turn()
    with pytest.raises(RuntimeError, match="broken"), queue():
        raise RuntimeError("broken")
    with queue():
        pass


def test_thirty_visitors_with_equal_settings_share_one_training(monkeypatch):
    experiment = Experiment(training=Training(epochs=20))
    alone = train(experiment.network, experiment.split(), experiment.training).params.tobytes()
    trained = []
    advance_once = compute.Trainer.advance
    monkeypatch.setattr(
        compute.Trainer,
        "advance",
        lambda self, **slice_of: (trained.append(self), advance_once(self, **slice_of)),
    )

    def visitor(_: int) -> bytes:
        order = Order(experiment).train()
        while order.running:
            order, run, _ = pull(order)
        return run.params.tobytes()

    with ThreadPoolExecutor(30) as pool:
        runs = set(pool.map(visitor, range(30)))
    assert runs == {alone}
    assert len(set(map(id, trained))) == 1


def test_a_run_arrives_in_several_slices_even_from_the_store():
    experiment = Experiment(training=Training(epochs=40))
    finished(experiment)
    order, shown = Order(experiment).train(), []
    while order.running:
        order, run, record = pull(order)
        assert run.trained == order.shown == len(record) - 1
        shown.append(order.shown)
    assert len(shown) >= SLICES_PER_RUN
    assert shown[-1] == 40
    assert order.complete


@pytest.fixture
def thinned(monkeypatch) -> Experiment:
    """An experiment whose record keeps one epoch in four."""
    monkeypatch.setattr("nnviz.training.HISTORY_BYTES", 8 * 193 * 4)
    return Experiment(training=Training(epochs=20))


def test_a_visitor_s_record_is_the_run_s_own(thinned):
    whole = train(thinned.network, thinned.split(), thinned.training)
    assert whole.stride == 4
    order = Order(thinned)
    for _ in range(20):
        order, run, record = pull(order.step())
        assert run.trained == order.shown
        expected = curves(run, thinned.split())
        assert np.allclose(record.test_loss, expected.test_loss, rtol=1e-5)
        assert np.array_equal(run.params[0], whole.params[0])
    assert run.params.tobytes() == whole.params.tobytes()


def test_an_epoch_that_is_not_kept_is_reached_all_the_same(thinned):
    finished(thinned)  # somebody else is ahead
    order, run, _ = pull(Order(thinned).step())
    assert (order.shown, order.running, run.trained) == (1, False, 0)
    order, run, _ = pull(replace(order, target=6))
    assert (order.shown, order.running, run.trained) == (3, True, 0)
    order, run, _ = pull(order)
    assert (order.shown, order.running, run.trained) == (5, True, 4)


def test_pause_asks_for_no_more_and_train_at_the_end_starts_over():
    experiment = Experiment(training=Training(epochs=30))
    order, run, _ = pull(Order(experiment).train())
    paused = order.pause()
    assert not paused.running
    assert pull(paused)[1].trained == run.trained < 30
    ended = paused.train()
    while ended.running:
        ended, _, _ = pull(ended)
    again = ended.train()
    assert (again.shown, again.target, again.complete) == (0, 30, False)
    assert again.take == ended.take + 1
    assert again.play > 0


def test_divergence_ends_an_order():
    wild = Experiment(
        MLP((4, 10, 10, 3), "identity"), Training(optimizer="sgd", learning_rate=10.0)
    )
    order = Order(wild).train()
    while order.running:
        order, run, _ = pull(order)
    assert order.complete
    assert run.diverged_at == order.shown == order.target < 100


def test_the_store_is_bounded_and_a_dropped_run_comes_back_the_same(monkeypatch):
    monkeypatch.setattr(compute, "STORE_BYTES", 3 * 193 * 4 * 12)
    experiments = [Experiment(training=Training(epochs=10, seed=seed)) for seed in range(6)]
    first = finished(experiments[0]).run()[0].params.tobytes()
    for experiment in experiments:
        finished(experiment)
    assert [experiment for experiment, _ in compute._films] == experiments[-3:]
    advance(experiments[0], 10)
    _, run, _ = advance(experiments[0], 10)
    assert run.params.tobytes() == first


def test_no_film_that_somebody_trains_makes_room(monkeypatch):
    monkeypatch.setattr(compute, "STORE_BYTES", 3 * 193 * 4 * 32)
    orders = [Order(Experiment(training=Training(epochs=30, seed=s))).train() for s in range(8)]
    rounds = 0
    while any(order.running for order in orders):
        orders = [pull(order)[0] for order in orders]
        rounds += 1
        assert rounds <= 2 * SLICES_PER_RUN


def test_what_is_finished_needs_no_turn():
    experiment = Experiment(training=Training(epochs=5))
    finished(experiment)
    with turn(), ThreadPoolExecutor(1) as somebody_else:
        assert somebody_else.submit(finished, experiment).result(10).trainer.epoch == 5


def test_who_has_the_turn_may_ask_again():
    queue = Turn()
    with queue(), queue():
        assert queue._owner == threading.get_ident()
    assert queue._owner is None


def test_a_paused_turn_serves_the_others_and_comes_back():
    queue = Turn()

    def somebody_else() -> bool:
        with queue():
            return True

    with ThreadPoolExecutor(1) as pool, queue():
        with queue.paused():
            assert pool.submit(somebody_else).result(10)
        assert queue._owner == threading.get_ident()
    with queue.paused():  # without the turn there is nothing to give away
        assert queue._owner is None


def test_a_film_dropped_from_the_store_is_trained_again_for_who_watches_it(monkeypatch):
    monkeypatch.setattr(compute, "SLICE_SECONDS", 0.0)  # one step a slice
    experiment = Experiment(training=Training(epochs=3))
    order = Order(experiment).train()
    while order.running:
        order, run, _ = pull(order)
    compute._films.clear()
    order, _, _ = pull(order)
    assert order.running
    while order.running:
        order, again, _ = pull(order)
    assert again.params.tobytes() == run.params.tobytes()


def test_experiments_that_differ_in_anything_have_films_of_their_own():
    default = Experiment()
    others = [
        default,
        replace(default, test_fraction=0.2),
        replace(default, network=MLP((4, 10, 10, 3), "tanh")),
        replace(default, training=Training(loss="mean_squared_error")),
    ]
    assert len({id(film(experiment)) for experiment in others}) == 4
    assert film(Experiment()) is film(default)


def test_long_histories_are_sent_in_overlapping_parts():
    wide = Experiment(MLP((4, 64, 64, 64, 3)), Training(epochs=100))
    order, held, firsts = Order(wide).train(), 0, []
    while order.running:
        order, run, _ = pull(order)
        first = order.first_row(run)
        assert first <= held
        firsts.append(first)
        held = len(run.epochs)
        order = order.after_sending(run)
    assert firsts[0] == 0
    assert firsts[-1] > 0
    assert order.resend().first_row(run) == 0
