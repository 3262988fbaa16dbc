"""The store and the turns: one training serves all, and nobody jumps the queue."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.replay import CHANGE
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training
from nnviz.engine import compute
from nnviz.engine.compute import Turn, advance, film, finished, turn
from nnviz.engine.orders import SLICES_PER_RUN, Order, pull


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
        assert run.trained == order.shown == record.count - 1
        shown.append(order.shown)
    assert len(shown) >= SLICES_PER_RUN
    assert shown[-1] == 40
    assert order.complete


@pytest.fixture
def thinned(monkeypatch) -> Experiment:
    """An experiment whose record keeps one epoch in four."""
    monkeypatch.setattr("nnviz.core.record.HISTORY_BYTES", 8 * 193 * 4)
    monkeypatch.setattr(compute, "SLICE_SECONDS", math.inf)  # however slow this machine is now
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
    experiments = [Experiment(training=Training(epochs=10, seed=seed)) for seed in range(6)]
    monkeypatch.setattr(compute, "STORE_BYTES", 3 * film(experiments[0]).nbytes)
    first = finished(experiments[0]).run()[0].params.tobytes()
    for experiment in experiments:
        finished(experiment)
    assert [experiment for experiment, _ in compute._films] == experiments[-3:]
    advance(experiments[0], 10)
    _, run, _ = advance(experiments[0], 10)
    assert run.params.tobytes() == first


def test_no_film_that_somebody_trains_makes_room(monkeypatch):
    monkeypatch.setattr(compute, "SLICE_SECONDS", math.inf)  # however slow this machine is now
    orders = [Order(Experiment(training=Training(epochs=30, seed=s))).train() for s in range(8)]
    monkeypatch.setattr(compute, "STORE_BYTES", 3 * film(orders[0].experiment).nbytes)
    films = [film(order.experiment) for order in orders]
    rounds = 0
    while any(order.running for order in orders):
        orders = [pull(order)[0] for order in orders]
        rounds += 1
        for order, begun in zip(orders, films, strict=True):
            assert not order.running or film(order.experiment) is begun
    assert rounds == SLICES_PER_RUN + 1  # the short slice at the start comes on top


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


PARENT = Experiment(training=Training(epochs=60, batch_size=32))


def branch(parent: Experiment, epoch: int, *edits: tuple[int, float], **settings) -> Experiment:
    """A branch of `parent` at `epoch`, with other settings of its training."""
    training = replace(parent.training, **settings)
    return replace(parent, training=training, origin=Origin(parent, epoch, edits))


@pytest.mark.parametrize("epoch", [0, 1, 24, 25, 26, 59, 60])
def test_a_branch_that_changes_nothing_is_its_parent(epoch):
    parent = replace(PARENT, training=replace(PARENT.training, schedule="cosine"))
    expected, its_curves = finished(parent).run()
    run, its_own = finished(branch(parent, epoch)).run()
    assert run.params.tobytes() == expected.params.tobytes()
    assert run.epochs.tolist() == list(range(61))
    assert (run.complete, run.diverged_at) == (True, None)
    for ours, theirs in zip(vars(its_own).values(), vars(its_curves).values(), strict=True):
        assert np.allclose(ours, theirs, rtol=1e-5)


@pytest.mark.parametrize("optimizer", ["adam", "nesterov"])
def test_a_branch_goes_on_with_its_own_settings_from_the_edited_parameters(optimizer):
    edits = ((7, 0.5), (192, -2.0))
    settings = {"optimizer": optimizer, "learning_rate": 0.03, "schedule": "step", "epochs": 70}
    spec = branch(PARENT, 31, *edits, **settings)
    run, _ = finished(spec).run()
    parent = finished(PARENT).run()[0].params
    # By hand: train to the origin, change two numbers, and go on.
    trainer = Trainer(PARENT.network, PARENT.split(), PARENT.training)
    trainer.advance(epochs=31)
    start = trainer.checkpoint()
    for offset, value in edits:
        start.params[0, offset] = value
    alone = Trainer(PARENT.network, PARENT.split(), spec.training, start=start)
    alone.advance()
    assert run.params[:31].tobytes() == parent[:31].tobytes()
    assert np.flatnonzero(run.params[31] != parent[31]).tolist() == [7, 192]
    assert run.params[31, [7, 192]].tolist() == [0.5, -2.0]
    assert run.params[31:].tobytes() == alone.run().params[31:].tobytes()
    assert run.trained == 70
    assert np.array_equal(
        spec.learning_rates,
        [*PARENT.training.learning_rates[:31], *spec.training.learning_rates[31:]],
    )
    compute._films.clear()  # and once more, with the parent trained again
    assert finished(spec).run()[0].params.tobytes() == run.params.tobytes()


def test_a_branch_with_another_activation_keeps_the_curves_of_its_parent():
    _, before = finished(PARENT).run()
    spec = replace(branch(PARENT, 30), network=MLP((4, 10, 10, 3), "tanh"))
    run, after = finished(spec).run()
    assert after.train_loss[:30].tobytes() == before.train_loss[:30].tobytes()
    assert after.train_loss[30] != before.train_loss[30]
    assert np.allclose(after.train_loss[30:], curves(run, spec.split()).train_loss[30:], rtol=1e-5)


def test_a_branch_of_a_branch():
    first = branch(PARENT, 40, (3, 1.0))
    late = finished(branch(first, 50, (4, 2.0))).run()[0].params
    early = finished(branch(first, 20, (4, 2.0))).run()[0].params
    first, root = finished(first).run()[0].params, finished(PARENT).run()[0].params
    assert late[:50].tobytes() == first[:50].tobytes()
    assert late[50, 4] == 2.0
    assert early[:20].tobytes() == root[:20].tobytes()
    assert early[20, 3] == root[20, 3]
    assert not np.array_equal(early[21], root[21])


def test_a_branch_of_a_long_history_keeps_the_same_epochs(thinned):
    parent = finished(thinned).run()[0]
    run = finished(branch(thinned, 10, epochs=30)).run()[0]
    assert (parent.stride, run.stride) == (4, 8)
    assert run.epochs.tolist() == [0, 8, 16, 24, 30]
    assert run.params[:3].tobytes() == parent.params[[0, 2, 4]].tobytes()


def test_edits_that_are_not_finite_diverge_at_once():
    for value in (math.nan, math.inf, 1e300):
        spec = branch(PARENT, 12, (0, value))
        assert hash(spec) == hash(branch(PARENT, 12, (0, value)))
        assert film(spec) is film(branch(PARENT, 12, (0, float(str(value)))))
        run, record = finished(spec).run()
        assert run.diverged_at == run.trained == 12
        assert not np.isfinite(record.train_loss[12])
        assert np.isfinite(record.train_loss[:12]).all()


def test_equal_edits_are_equal_branches():
    spec = branch(PARENT, 5, (3, -0.0), (1, 2))
    assert spec == branch(PARENT, 5, (1, 7.0), (1, 2.0), (3, 0.0))
    assert repr(spec) == repr(branch(PARENT, 5, (1, 2.0), (3, 0.0)))
    assert spec != PARENT


WILD = Experiment(MLP((4, 10, 10, 3), "identity"), Training(optimizer="sgd", learning_rate=10.0))


def test_a_branch_where_its_parent_diverged():
    at = finished(WILD).trainer.epoch
    assert at < 100
    again = finished(branch(WILD, at)).run()[0]
    assert again.diverged_at == again.trained == at
    healed = [(offset, 0.0) for offset in range(WILD.network.parameter_count)]
    run = finished(branch(WILD, at, *healed, learning_rate=0.01)).run()[0]
    assert (run.diverged_at, run.trained) == (None, 100)
    with pytest.raises(ValueError, match=f"the run ended at epoch {at}, before epoch {at + 1}"):
        film(branch(WILD, at + 1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"network": MLP((4, 9, 3))}, r"layers \(4, 9, 3\); a branch keeps its parent's \(4, 10"),
        ({"test_fraction": 0.2}, "test fraction 0.2; a branch keeps its parent's 0.3"),
        ({"training": replace(PARENT.training, seed=1)}, "seed 1; a branch keeps"),
        ({"training": replace(PARENT.training, batch_size=8)}, "batch size 8; a branch keeps"),
        ({"training": replace(PARENT.training, loss="mean_squared_error")}, "loss 'mean"),
        ({"training": replace(PARENT.training, epochs=4)}, "4 epochs end before 5"),
    ],
)
def test_a_branch_keeps_what_makes_it_one(change, message):
    with pytest.raises(ValueError, match=message):
        replace(branch(PARENT, 5), **change)


def test_impossible_origins_are_refused():
    for epoch in (-1, 61, 2.5):
        with pytest.raises(ValueError, match=f"epoch {epoch} is not a whole number from 0 to 60"):
            Origin(PARENT, epoch)
    for offset in (-1, 193):
        with pytest.raises(ValueError, match=f"parameter {offset} is not from 0 to 192"):
            Origin(PARENT, 5, ((offset, 0.0),))
    spec = PARENT
    for _ in range(8):
        spec = branch(spec, 5)
    with pytest.raises(ValueError, match="9 branches in a row; at most 8"):
        branch(spec, 5)
    with pytest.raises(ValueError, match="a branch has one training"):
        film(spec, spec.training, replace(spec.training, learning_rate=1.0))


def test_the_deepest_branch_trains_from_an_empty_store():
    spec = PARENT
    for epoch in range(10, 18):
        spec = branch(spec, epoch)
    with turn():
        run = finished(spec).run()[0]
    assert run.params.tobytes() == finished(PARENT).run()[0].params.tobytes()


def test_a_replay_of_a_branch_is_its_own_from_its_origin_on():
    spec = branch(PARENT, 31, (7, 0.5), optimizer="sgd", learning_rate=0.1)
    run, parent = finished(spec).run()[0].params, finished(PARENT).run()[0].params
    for epoch in (31, 45, 59):
        replayed = film(spec).replay(epoch)
        assert replayed.params[[0, -1]].tobytes() == run[[epoch, epoch + 1]].tobytes()
        assert replayed.learning_rate == 0.1
    before = film(spec).replay(30)
    assert before is film(PARENT).replay(30)
    assert before.params[[0, -1]].tobytes() == parent[[30, 31]].tobytes()


def test_thirty_visitors_share_one_replay(monkeypatch):
    shared, computed = finished(PARENT), []
    once = compute.replay
    monkeypatch.setattr(compute, "replay", lambda *given: (computed.append(given), once(*given))[1])
    with ThreadPoolExecutor(30) as pool:
        replays = list(pool.map(lambda _: film(PARENT).replay(41), range(30)))
    assert len(computed) == 1
    assert len({replayed.params.tobytes() for replayed in replays}) == 1
    assert replays[0].params[-1].tobytes() == shared.run()[0].params[42].tobytes()
    sums = sum(replays[0].quantities(step)[CHANGE].astype(float) for step in range(8))
    assert np.allclose(sums, replays[0].params[-1] - replays[0].params[0], atol=1e-6)


def test_a_film_keeps_its_last_few_replays_and_counts_them():
    shared = finished(PARENT)
    empty = shared.nbytes
    replays = [shared.replay(epoch) for epoch in range(6)]
    assert shared.nbytes == empty + sum(kept.nbytes for kept in replays[-compute.REPLAYS :])
    assert shared.replay(5) is replays[5]
    assert shared.replay(0).params.tobytes() == replays[0].params.tobytes()


def test_thirty_visitors_share_one_branch():
    spec = branch(PARENT, 30, (0, 1.0))
    with ThreadPoolExecutor(30) as pool:
        films = set(pool.map(lambda _: id(film(spec)), range(30)))
    assert len(films) == 1


def test_a_stack_has_no_replay():
    other = replace(PARENT.training, learning_rate=0.1)
    with pytest.raises(ValueError, match="a stack of 2 runs has no replay"):
        film(PARENT, PARENT.training, other).replay(0)
