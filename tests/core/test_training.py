"""The laws of the record, and the loop against plain `torch.optim`."""

import gc
import math
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import torch
from instances import logits
from plain_torch import plain_torch

from nnviz.core import record
from nnviz.core.data import split
from nnviz.core.device import default_device
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_equals_torch_s_whatever_is_learned(instance, name):
    training = instance.training(optimizer=name, learning_rate=0.005, epochs=3, batch_size=37)
    run = train(instance.network, instance.split, training)
    expected = plain_torch(instance.network, instance.split, training)
    assert np.abs(run.params - expected).max() < 2e-4
    assert np.abs(run.params[1] - expected[1]).max() < 5e-5


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_equals_torch_s(network, penguin_split, name):
    training = Training(optimizer=name, learning_rate=0.01, epochs=5)
    run = train(network, penguin_split, training)
    expected = plain_torch(network, penguin_split, training)
    assert np.abs(run.params - expected).max() < 2e-4
    assert np.abs(run.params[1] - expected[1]).max() < 2e-5


@pytest.mark.parametrize("device", sorted({"cpu", default_device().type}))
def test_every_device_of_this_machine_trains_the_same_run(network, penguin_split, device):
    training = Training(epochs=3)
    trainer = Trainer(network, penguin_split, training, device=torch.device(device))
    trainer.advance()
    expected = plain_torch(network, penguin_split, training)
    assert np.array_equal(trainer.run().params[0], expected[0])
    assert np.abs(trainer.run().params - expected).max() < 2e-4


def test_the_default_run_learns_the_penguins(network, penguin_split):
    for seed in range(5):
        run = train(network, penguin_split, Training(seed=seed))
        assert curves(run, penguin_split).test_accuracy[-1] >= 0.95


def test_index_e_means_after_e_epochs(network, penguin_split):
    long = train(network, penguin_split, Training(epochs=8))
    short = train(network, penguin_split, Training(epochs=5))
    assert long.epochs.tolist() == list(range(9))
    assert np.array_equal(long.params[0], network.init(0).numpy())
    assert long.params[:6].tobytes() == short.params.tobytes()
    W, b = long.at(5)[0]
    assert np.array_equal(torch.cat([W.flatten(), b.flatten()]).numpy(), long.params[5, :50])
    with pytest.raises(ValueError, match="epoch 9 is not in the record of epochs 0 to 8"):
        long.at(9)


@pytest.mark.parametrize("slice_of", [{"epochs": 1}, {"epochs": 7}, {"seconds": 0.001}])
def test_slices_change_nothing(instance, slice_of):
    training = instance.training(epochs=20)
    trainer = Trainer(instance.network, instance.split, training)
    slices = 0
    while not trainer.finished:
        trainer.advance(**slice_of)
        slices += 1
    assert slices >= 3
    whole = train(instance.network, instance.split, training)
    assert trainer.run().params.tobytes() == whole.params.tobytes()


def test_a_snapshot_does_not_change_when_training_goes_on(network, penguin_split):
    trainer = Trainer(network, penguin_split, Training(epochs=4))
    trainer.advance(epochs=2)
    snapshot = trainer.run()
    before = snapshot.params.tobytes()
    trainer.advance()
    assert snapshot.trained == 2
    assert not snapshot.complete
    assert snapshot.params.tobytes() == before


def test_a_trainer_that_is_closed_takes_no_memory_until_the_collector_comes(network, penguin_split):
    gc.disable()
    try:
        trainer = Trainer(network, penguin_split, Training(epochs=3))
        trainer.advance(epochs=1)
        trainer.close()
        gone = weakref.ref(trainer)
        del trainer
        assert gone() is None
    finally:
        gc.enable()


def test_ten_threads_at_once_equal_one_after_another(network, penguin_split):
    trainings = [Training(epochs=10, seed=seed) for seed in range(10)]
    one_by_one = [train(network, penguin_split, t).params.tobytes() for t in trainings]
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(lambda t: train(network, penguin_split, t), trainings))
    assert [run.params.tobytes() for run in together] == one_by_one
    assert len(set(one_by_one)) == 10


def test_training_leaves_the_global_generator_alone(network, penguin_split):
    before = torch.get_rng_state()
    train(network, penguin_split, Training(epochs=1))
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_diverging_run_ends_and_says_where(network, penguin_split, optimizer):
    training = Training(optimizer=optimizer, learning_rate=10.0, epochs=300)
    wild = MLP((4, 10, 10, 3), "identity")
    run = train(wild, penguin_split, training)
    loss = curves(run, penguin_split).train_loss
    assert run.complete
    assert run.diverged_at == run.trained < 300
    assert np.isfinite(loss[:-1]).all()
    assert not np.isfinite(loss[-1])


def test_a_history_past_the_limit_keeps_every_kth_epoch(network, penguin_split, monkeypatch):
    whole = train(network, penguin_split, Training(epochs=11))
    monkeypatch.setattr(record, "HISTORY_BYTES", 5 * 193 * 4)
    trainer = Trainer(network, penguin_split, Training(epochs=11))
    for _ in range(11):
        trainer.advance(epochs=1)
        run = trainer.run()
        assert run.epochs[0] == 0
        assert run.trained == trainer.epoch
        assert np.array_equal(run.params, whole.params[run.epochs])
    assert run.stride == 4
    assert run.epochs.tolist() == [0, 4, 8, 11]
    assert run.complete


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("optimizer", "adm", "unknown optimizer 'adm'; choose from 'sgd', 'momentum', 'nesterov'"),
        ("loss", "hinge", "unknown loss 'hinge'; choose from 'cross_entropy'"),
        ("schedule", "x", "unknown schedule 'x'; choose from 'constant', 'step'"),
        ("learning_rate", 0.0, "learning rate 0.0 is not a number above 0"),
        ("learning_rate", float("nan"), "learning rate nan is not a number above 0"),
        ("epochs", 0, "epochs 0 is not a whole number of 1 or more"),
        ("batch_size", 2.5, "batch size 2.5 is not a whole number of 1 or more"),
        ("epochs", float("inf"), "epochs inf is not a whole number of 1 or more"),
        ("epochs", 5.0, "epochs 5.0 is not a whole number of 1 or more"),
        ("seed", -1, "seed -1 is not a whole number of 0 or more"),
    ],
)
def test_impossible_settings_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        Training(**{field: value})


@pytest.mark.parametrize(
    ("other", "loss", "message"),
    [
        (MLP((4, 3)), "squared_error", "'squared_error' is of a regression; choose from 'cross_en"),
        (MLP((3, 3)), "cross_entropy", "3 inputs and 3 outputs; the rows need 4 and 3"),
    ],
)
def test_what_does_not_fit_the_rows_is_refused(penguin_split, other, loss, message):
    with pytest.raises(ValueError, match=message):
        Trainer(other, penguin_split, Training(loss=loss))


def test_a_batch_larger_than_the_training_rows_is_refused(network, penguin_split):
    with pytest.raises(ValueError, match="batch size 343 is more than the 240 training rows"):
        Trainer(network, penguin_split, Training(batch_size=343))


def test_one_batch_of_all_rows_is_gradient_descent(network, penguin_split):
    training = Training(optimizer="sgd", learning_rate=0.1, epochs=3, batch_size=240)
    run = train(network, penguin_split, training)
    x = torch.from_numpy(penguin_split.train_x)
    targets = torch.from_numpy(penguin_split.train_targets)
    before = torch.from_numpy(run.params[:-1].copy())
    step = before - 0.1 * network.gradients(before, x, targets, "cross_entropy")
    assert np.abs(step.numpy() - run.params[1:]).max() < 1e-6


def test_a_stack_of_networks_equals_separate_runs(instance):
    trainings = [
        instance.training(learning_rate=rate, seed=seed, epochs=10)
        for rate in (1e-3, 1e-2, 5e-2)
        for seed in (0, 1)
    ]
    trainer = Trainer(instance.network, instance.split, *trainings)
    trainer.advance()
    for index, training in enumerate(trainings):
        alone = train(instance.network, instance.split, training).params
        assert np.allclose(trainer.run(index).params, alone, rtol=1e-3, atol=1e-4)


def test_a_diverged_network_does_not_disturb_its_neighbour(penguin_split):
    network = MLP((4, 10, 10, 3), "identity")
    calm = Training(optimizer="sgd", learning_rate=0.01, epochs=40)
    trainer = Trainer(network, penguin_split, calm, replace(calm, learning_rate=10.0))
    trainer.advance()
    assert trainer.run(1).diverged_at < 40
    assert trainer.run(0).diverged_at is None
    assert np.allclose(trainer.run(0).params, train(network, penguin_split, calm).params, atol=1e-5)


def test_a_diverged_network_of_a_thinned_stack_names_the_epoch_its_last_row_holds(
    penguin_split, monkeypatch
):
    network = MLP((4, 10, 10, 3), "identity")
    wild = Training(optimizer="sgd", learning_rate=10.0, epochs=40)
    exact = train(network, penguin_split, wild).diverged_at
    monkeypatch.setattr(record, "HISTORY_BYTES", 4 * network.parameter_count * 9)
    trainer = Trainer(network, penguin_split, wild, replace(wild, learning_rate=0.01))
    trainer.advance()
    run = trainer.run(0)
    assert run.stride == 6
    assert run.diverged_at == run.trained == math.ceil(exact / 6) * 6
    assert not np.isfinite(curves(run, penguin_split).train_loss[-1])


def test_trainings_that_differ_in_more_than_rate_schedule_and_seed_are_refused(
    network, penguin_split
):
    with pytest.raises(ValueError, match="in more than learning rate, schedule and seed"):
        Trainer(network, penguin_split, Training(), Training(epochs=5))


def test_the_split_s_seed_is_its_own(penguins, network):
    first, second = split(penguins, seed=0), split(penguins, seed=1)
    assert not np.array_equal(
        train(network, first, Training(epochs=1)).params[1],
        train(network, second, Training(epochs=1)).params[1],
    )


STEP = {"schedule": "step", "schedule_values": (3, 0.5)}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [32, 37])
def test_going_on_from_a_checkpoint_is_training_through(network, penguin_split, name, batch_size):
    training = Training(optimizer=name, epochs=8, batch_size=batch_size, **STEP)
    whole = train(network, penguin_split, training)
    trainer, checkpoints = Trainer(network, penguin_split, training), []
    while not trainer.finished:
        checkpoints.append(trainer.checkpoint())
        trainer.advance(epochs=1)
    for _ in range(2):  # the first going on must not have changed the checkpoint
        for epoch, start in enumerate(checkpoints):
            again = Trainer(network, penguin_split, training, start=start)
            assert again.epoch == start.epoch == epoch
            again.advance()
            assert again.run().params[epoch:].tobytes() == whole.params[epoch:].tobytes()


def test_a_stack_goes_on_from_a_checkpoint(penguin_split):
    network = MLP((4, 10, 10, 3), "identity")
    calm = Training(optimizer="momentum", learning_rate=0.01, epochs=30)
    stack = [replace(calm, learning_rate=10.0), replace(calm, seed=1), calm]
    trainer = Trainer(network, penguin_split, *stack)
    trainer.advance(epochs=20)
    again = Trainer(network, penguin_split, *stack, start=trainer.checkpoint())
    trainer.advance()
    again.advance()
    assert again.history()[1][20:].tobytes() == trainer.history()[1][20:].tobytes()
    assert [again.run(i).diverged_at for i in range(3)] == [
        trainer.run(i).diverged_at for i in range(3)
    ]
    assert trainer.run(0).diverged_at < 20


def test_another_optimizer_begins_anew_from_a_checkpoint(network, penguin_split):
    before = Training(epochs=6)
    trainer = Trainer(network, penguin_split, before)
    trainer.advance(epochs=3)
    start = trainer.checkpoint().with_edits([(5, 0.25), (6, 1e300), (6, -0.5)])
    after = replace(before, optimizer="rmsprop", learning_rate=0.02)
    run = Trainer(network, penguin_split, after, start=start)
    run.advance()

    params = start.params[0].clone().requires_grad_()
    assert params[[5, 6]].tolist() == [0.25, -0.5]
    optimizer = torch.optim.RMSprop([params], lr=0.02)
    generator = torch.Generator().manual_seed(0)
    x, y = torch.from_numpy(penguin_split.train_x), torch.from_numpy(penguin_split.train_y)
    for epoch in range(6):
        order = torch.randperm(len(x), generator=generator)
        for batch in order.split(16) if epoch >= 3 else ():
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(
                logits(network, params, x[batch]), y[batch]
            ).backward()
            optimizer.step()
    assert np.abs(run.run().params[-1] - params.detach().numpy()).max() < 1e-4


def test_a_checkpoint_is_taken_at_the_end_of_an_epoch(network, penguin_split):
    trainer = Trainer(network, penguin_split, Training(epochs=2))
    for _ in range(15 + 1):
        trainer.step()
    with pytest.raises(ValueError, match="in the middle of epoch 2"):
        trainer.checkpoint()
    for _ in range(14):
        trainer.step()
    assert trainer.checkpoint().epoch == 2
    with pytest.raises(ValueError, match="all 2 epochs are trained"):
        trainer.step()


def test_a_checkpoint_of_something_else_is_refused(network, penguin_split):
    trainer = Trainer(network, penguin_split, Training(epochs=9))
    trainer.advance()
    start = trainer.checkpoint()
    with pytest.raises(ValueError, match=r"a checkpoint of parameters \(1, 193\) and 1 seeds"):
        Trainer(MLP((4, 3)), penguin_split, Training(epochs=9), start=start)
    with pytest.raises(ValueError, match="a start at epoch 9 of 8"):
        Trainer(network, penguin_split, Training(epochs=8), start=start)
