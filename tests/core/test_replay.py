"""An epoch step by step, against the record and against `torch.optim` run by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from instances import logits

from nnviz.core.networks import MLP
from nnviz.core.optimizers import DIRECTION, GRADIENT, MOMENTUM, OPTIMIZERS
from nnviz.core.replay import CHANGE, go_to, replay
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training

ADAM = {"exp_avg": MOMENTUM, "exp_avg_sq": "squares v"}
# torch's own optimizer at its own rate, and which of its memories has which name here.
BY_HAND = {
    "sgd": (torch.optim.SGD, {}, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}, {"momentum_buffer": MOMENTUM}),
    "nesterov": (
        torch.optim.SGD,
        {"momentum": 0.9, "nesterov": True},
        {"momentum_buffer": MOMENTUM},
    ),
    "adam": (torch.optim.Adam, {}, ADAM),
    "adamw": (torch.optim.AdamW, {}, ADAM),
    "adagrad": (torch.optim.Adagrad, {}, {"sum": "squares v"}),
    "rmsprop": (torch.optim.RMSprop, {}, {"square_avg": "squares v"}),
}
RATE = 0.005


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_replay_is_the_record_and_its_steps_are_torch_s(network, penguin_split, name):
    training = Training(optimizer=name, learning_rate=RATE, epochs=3, batch_size=37)
    run = train(network, penguin_split, training)
    build, settings, memories = BY_HAND[name]
    params = network.init(0).requires_grad_()
    optimizer = build([params], lr=RATE, **settings)
    for epoch in range(3):
        replayed = replay(network, penguin_split, training, epoch)
        assert replayed.params.shape == (8, 193)  # 240 rows: six batches of 37, one of 18
        assert replayed.params[0].tobytes() == run.params[epoch].tobytes()
        assert replayed.params[-1].tobytes() == run.params[epoch + 1].tobytes()
        for step, rows in enumerate(replayed.rows):
            where = np.searchsorted(penguin_split.train_rows, rows)
            x = torch.from_numpy(penguin_split.train_x[where])
            y = torch.from_numpy(penguin_split.train_y[where])
            before = params.detach().clone()
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(logits(network, params, x), y).backward()
            gradient = params.grad.clone()
            optimizer.step()
            found = replayed.quantities(step)
            assert next(iter(found)) == GRADIENT
            assert list(found)[-2:] == [DIRECTION, CHANGE]
            assert all(part.shape == (193,) for part in found.values())
            assert np.allclose(found[GRADIENT], gradient, rtol=1e-3, atol=1e-4)
            for memory, ours in memories.items():
                assert np.allclose(found[ours], optimizer.state[params][memory], 1e-3, 1e-4)
            change = (params.detach() - before).numpy()
            assert np.allclose(found[CHANGE], change, rtol=1e-2, atol=1e-4)
            assert np.allclose(-RATE * found[DIRECTION], found[CHANGE], rtol=1e-3, atol=1e-6)


def test_a_replay_is_the_record_whatever_is_learned(instance):
    training = instance.training(epochs=4, batch_size=37)
    run = train(instance.network, instance.split, training)
    replayed = replay(instance.network, instance.split, training, 2)
    assert replayed.params[0].tobytes() == run.params[2].tobytes()
    assert replayed.params[-1].tobytes() == run.params[3].tobytes()
    where = np.searchsorted(instance.split.train_rows, replayed.rows[1])
    gradient = instance.network.gradients(
        torch.from_numpy(replayed.params[1]),
        torch.from_numpy(instance.split.train_x[where]),
        torch.from_numpy(instance.split.train_targets[where]),
        instance.loss,
    )
    assert np.allclose(replayed.quantities(1)[GRADIENT], gradient, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_gradients_and_changes_are_those_of_the_parameters_shown(network, penguin_split, name):
    training = Training(optimizer=name, epochs=6, batch_size=50, schedule="cosine")
    replayed = replay(network, penguin_split, training, 4)
    total = np.zeros(193)
    for step, rows in enumerate(replayed.rows):
        where = np.searchsorted(penguin_split.train_rows, rows)
        gradient = network.gradients(
            torch.from_numpy(replayed.params[step]),
            torch.from_numpy(penguin_split.train_x[where]),
            torch.from_numpy(penguin_split.train_targets[where]),
            training.loss,
        )
        found = replayed.quantities(step)
        assert np.allclose(found[GRADIENT], gradient, rtol=1e-5, atol=1e-7)
        change = replayed.params[step + 1] - replayed.params[step]
        assert found[CHANGE].tobytes() == change.tobytes()
        total += found[CHANGE]
    run = train(network, penguin_split, training)
    assert np.allclose(total, run.params[5] - run.params[4], atol=1e-6)
    assert replayed.learning_rate == training.learning_rates[4]
    assert replayed.epoch == 4


def test_the_batches_are_those_of_the_seed_and_hold_every_training_row_once(network, penguin_split):
    training = Training(epochs=3, batch_size=32, seed=5)
    generator = torch.Generator().manual_seed(5)
    orders = [torch.randperm(240, generator=generator) for _ in range(3)]
    for epoch, order in enumerate(orders):
        rows = replay(network, penguin_split, training, epoch).rows
        assert [len(batch) for batch in rows] == [*[32] * 7, 16]
        assert np.array_equal(np.concatenate(rows), penguin_split.train_rows[order.numpy()])
        assert sorted(np.concatenate(rows)) == penguin_split.train_rows.tolist()


def test_a_replay_from_a_checkpoint_is_the_same(network, penguin_split):
    training = Training(epochs=12)
    trainer, checkpoints = Trainer(network, penguin_split, training), {}
    for epoch in (0, 5, 10):
        trainer.advance(epochs=epoch - trainer.epoch)
        checkpoints[epoch] = trainer.checkpoint()
    for epoch, nearest in [(e, checkpoints[e - e % 5]) for e in (0, 4, 5, 9, 11)]:
        short = replay(network, penguin_split, training, epoch, nearest)
        long = replay(network, penguin_split, training, epoch)
        assert short.params.tobytes() == long.params.tobytes()
        for name, part in short.quantities(14).items():
            assert part.tobytes() == long.quantities(14)[name].tobytes()
    with pytest.raises(ValueError, match="epoch 4 lies before the start at epoch 5"):
        replay(network, penguin_split, training, 4, checkpoints[5])


@pytest.mark.parametrize("batch_size", [1, 240])
def test_batches_of_one_row_and_of_all(penguin_split, batch_size):
    network, training = MLP((4, 3)), Training(epochs=2, batch_size=batch_size)
    run = train(network, penguin_split, training)
    replayed = replay(network, penguin_split, training, 1)
    assert len(replayed.rows) == 240 // batch_size
    assert replayed.params[-1].tobytes() == run.params[2].tobytes()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_diverged_run_is_replayed_with_its_non_finite_numbers(penguin_split, name):
    network = MLP((4, 10, 10, 3), "identity")
    training = Training(optimizer=name, learning_rate=1e30, epochs=9)
    run = train(network, penguin_split, training)
    at = run.diverged_at
    assert at is not None
    before = replay(network, penguin_split, training, at - 1)
    assert before.params[-1].tobytes() == run.params[at].tobytes()
    for epoch in (at, min(at + 2, 8)):
        replayed = replay(network, penguin_split, training, epoch)
        assert not np.isfinite(replayed.params).all()
        assert not np.isfinite(replayed.quantities(3)[GRADIENT]).all()


def test_what_is_not_there_is_refused(network, penguin_split):
    training = Training(epochs=3)
    for epoch in (-1, 3, 0.5):
        with pytest.raises(ValueError, match=f"epoch {epoch} is not a whole number from 0 to 2"):
            replay(network, penguin_split, training, epoch)
    replayed = replay(network, penguin_split, training, 0)
    for step in (-1, 15):
        with pytest.raises(ValueError, match=f"step {step} is not from 0 to 14"):
            replayed.quantities(step)
    assert go_to(network, penguin_split, training, 3).epoch == 3
