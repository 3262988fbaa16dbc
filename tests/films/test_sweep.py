"""The block of a sweep: what the map reads is the record, and what is not known yet stays away."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.data import Split, split
from nnviz.core.look import PALETTE
from nnviz.core.measures import evaluate
from nnviz.core.networks import MLP
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training
from nnviz.films.sweep import encode_sweep
from nnviz.study.sweep import Sweep, as_sweep, grid, sweep

RATES = (0.001, 0.1, 1e30)
SEEDS = (3, 4)
TRAINING = Training(optimizer="sgd", epochs=3, batch_size=64)
NETWORK = MLP((4, 5, 3), "identity")


def decoded(block: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Header and arrays of a block."""
    length = int.from_bytes(block[:4], "little")
    header = json.loads(block[4 : 4 + length])
    arrays, offset = {}, 4 + length
    for name, shape in header["arrays"]:
        count = math.prod(shape)
        arrays[name] = np.frombuffer(block, "<f4", count, offset).reshape(shape)
        offset += 4 * count
    assert offset == len(block)
    return header, arrays


def part(split_, epochs: int, training: Training = TRAINING) -> Sweep:
    """The sweep as it is after `epochs` epochs."""
    trainer = Trainer(NETWORK, split_, *grid(training, RATES, SEEDS))
    trainer.advance(epochs=epochs)
    kept, params = trainer.history()
    curves = evaluate(NETWORK, training.loss, params, split_)
    return as_sweep(NETWORK, training, RATES, SEEDS, kept, curves)


@pytest.fixture(scope="module")
def whole(penguin_split) -> Sweep:
    return sweep(NETWORK, penguin_split, TRAINING, RATES, SEEDS)


def test_a_whole_sweep_travels_with_its_tests(penguin_split, whole):
    header, arrays = decoded(encode_sweep(whole, penguin_split, selected=1, seed=1))
    curves = whole.curves
    np.testing.assert_array_equal(arrays["train_loss"], curves.train_loss)
    np.testing.assert_array_equal(arrays["test_loss"], curves.test_loss[:, :, 1])
    np.testing.assert_array_equal(arrays["final_test_loss"], curves.test_loss[-1])
    np.testing.assert_array_equal(arrays["final_test_score"], curves.test_accuracy[-1])
    np.testing.assert_array_equal(arrays["epochs"], [0, 1, 2, 3])
    assert header["complete"]
    assert not header["training"]
    assert (header["selected"], header["seed"], header["best"]) == (1, 1, whole.best)
    assert header["edge"] == {"stable": 0.1, "unstable": 1e30}
    assert header["learning_rates"] == list(RATES)
    assert header["seeds"] == list(SEEDS)


def test_a_diverged_run_travels_as_it_is(penguin_split, whole):
    _, arrays = decoded(encode_sweep(whole, penguin_split, selected=0))
    assert not np.isfinite(arrays["train_loss"][-1, 2]).any()
    assert np.isfinite(arrays["train_loss"][:, :2]).all()


def test_while_training_only_the_training_losses_travel(penguin_split, whole):
    header, arrays = decoded(
        encode_sweep(part(penguin_split, 2), penguin_split, selected=0, training=True)
    )
    assert arrays.keys() == {"epochs", "train_loss"}
    assert (header["best"], header["edge"], header["training"]) == (None, None, True)
    assert header["run"] == decoded(encode_sweep(whole, penguin_split, selected=2))[0]["run"]
    np.testing.assert_array_equal(arrays["train_loss"], whole.curves.train_loss[:3])


def test_later_blocks_leave_the_colours_out(penguin_split, whole):
    first, later = (
        encode_sweep(whole, penguin_split, selected=0, scenery=there) for there in (True, False)
    )
    assert PALETTE["light"]["diverged"].encode() in first
    assert PALETTE["light"]["diverged"].encode() not in later
    header, _ = decoded(first)
    assert header.pop("scenery") == {"palette": PALETTE}
    assert header == decoded(later)[0]


def test_the_axis_of_losses_is_fixed_before_training_begins(penguin_split, whole):
    begun, _ = decoded(encode_sweep(part(penguin_split, 0), penguin_split, selected=0))
    ended, _ = decoded(encode_sweep(whole, penguin_split, selected=0))
    assert begun["loss_range"] == ended["loss_range"]
    low, high = begun["loss_range"]
    assert low < begun["guess"]["cost"] < high
    assert begun["guess"]["cost"] == pytest.approx(1.0986, abs=1e-4)  # ln 3, three classes
    assert begun["guess"]["words"] == "giving every class the same probability"


def test_a_guess_costs_what_the_loss_says_of_it(penguin_split):
    other = part(penguin_split, 0, replace(TRAINING, loss="mean_squared_error"))
    header, arrays = decoded(encode_sweep(other, penguin_split, selected=0))
    assert header["guess"]["cost"] == pytest.approx(((1 / 3 - 1) ** 2 + 2 / 9) / 3)
    assert header["loss_range"][0] < arrays["train_loss"].min()
    assert arrays["train_loss"].max() < header["loss_range"][1]


def test_another_split_training_grid_or_network_is_another_sweep(penguins, penguin_split):
    def run_of(sweep_: Sweep, on: Split = penguin_split) -> str:
        return decoded(encode_sweep(sweep_, on, selected=0))[0]["run"]

    other = split(penguins, test_fraction=0.4)
    runs = [
        run_of(part(penguin_split, 0)),
        run_of(part(other, 0), other),
        run_of(part(penguin_split, 0, replace(TRAINING, batch_size=32))),
        run_of(replace(part(penguin_split, 0), seeds=np.array([5, 6]))),
        run_of(replace(part(penguin_split, 0), learning_rates=np.array([0.1, 0.2, 0.3]))),
    ]
    assert len(set(runs)) == len(runs)


def test_where_all_diverge_there_is_no_best(penguin_split):
    rates = (1e30, 1e31)
    over = sweep(NETWORK, penguin_split, TRAINING, rates)
    header, _ = decoded(encode_sweep(over, penguin_split, selected=0))
    assert header["complete"]
    assert header["best"] is None
    assert header["edge"] == {"stable": None, "unstable": 1e30}


@pytest.mark.parametrize("choice", [{"selected": 3}, {"selected": -1}, {"selected": 0, "seed": 2}])
def test_what_is_not_in_the_sweep_is_refused_with_its_value(penguin_split, whole, choice):
    with pytest.raises(IndexError, match=r"is not one of 0 to"):
        encode_sweep(whole, penguin_split, **choice)
