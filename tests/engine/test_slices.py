"""Slices: however a run is cut, and wherever its pieces are trained, it has the same bytes."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Checkpoint
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training
from nnviz.engine.slices import Piece, Slice, train_slice

ONE = Experiment(MLP((4, 6, 3)), Training(epochs=20))
WILD = Experiment(MLP((4, 6, 3), "identity"), Training("sgd", learning_rate=10.0, epochs=40))
CUTS = [(20,), (1,) * 20, (7, 1, 12), (19, 1)]


def a_slice(experiment: Experiment, until: int, **other) -> Slice:
    """The slice of a single run from its beginning, without a limit of time, if nothing is said."""
    return Slice(
        experiment=experiment,
        until=until,
        **{
            "trainings": (experiment.training,),
            "start": None,
            "leaves": None,
            "seconds": math.inf,
            "stride": 1,
            "spacing": None,
        }
        | other,
    )


def cut(job: Slice, lengths: tuple[int, ...]) -> list[Piece]:
    """The pieces of a run of slices of so many epochs, each trained by somebody else."""
    pieces, epoch = [], job.experiment.origin.epoch if job.experiment.origin else 0
    for length in lengths:
        epoch += length
        job = pickle.loads(pickle.dumps(replace(job, until=epoch)))
        pieces.append(pickle.loads(pickle.dumps(train_slice(job))))
        job = replace(job, start=pieces[-1].end, leaves=None)
    return pieces


def together(pieces: list[Piece]) -> np.ndarray:
    """All rows of several pieces, [rows, R, P]."""
    return np.concatenate([piece.params for piece in pieces])


@pytest.mark.parametrize("lengths", CUTS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_single_run(optimizer, lengths):
    training = replace(ONE.training, optimizer=optimizer, schedule="step", schedule_values=(6, 0.5))
    one = replace(ONE, training=training)
    pieces = cut(a_slice(one, 20), lengths)
    whole = train(one.network, one.split(), training)
    assert together(pieces)[:, 0].tobytes() == whole.params[1:].tobytes()
    assert [piece.end.epoch for piece in pieces] == np.cumsum(lengths).tolist()
    expected = curves(whole, one.split())
    for name in expected:
        found = np.concatenate([piece.curves[name] for piece in pieces])
        assert np.allclose(found[:, 0], expected[name][1:], rtol=1e-5)


@pytest.mark.parametrize("lengths", CUTS)
def test_a_stack(lengths):
    calm = replace(WILD.training, epochs=20)
    trainings = tuple(
        replace(calm, learning_rate=rate, seed=seed) for rate in (0.01, 10.0) for seed in (0, 1, 2)
    )
    pieces = cut(a_slice(WILD, 20, trainings=trainings), lengths)
    whole = Trainer(WILD.network, WILD.split(), *trainings)
    whole.advance()
    assert together(pieces).tobytes() == whole.history()[1][1:].tobytes()
    diverged = [whole.run(index).diverged_at for index in range(6)]
    assert list(pieces[-1].end.diverged_at) == diverged
    assert diverged[:3] == [None] * 3
    assert None not in diverged[3:]


@pytest.mark.parametrize("length", [1, 3, 40])
def test_a_run_that_diverges_ends_there(length):
    whole = train(WILD.network, WILD.split(), WILD.training)
    pieces = cut(a_slice(WILD, 40), (length,) * math.ceil(whole.trained / length))
    assert together(pieces)[:, 0].tobytes() == whole.params[1:].tobytes()
    end = pieces[-1].end
    assert (end.epoch, end.diverged_at) == (whole.trained, (whole.diverged_at,))
    assert whole.trained < 40


@pytest.mark.parametrize("lengths", CUTS)
def test_of_a_long_history_every_so_many_epochs_and_the_last(lengths):
    pieces = cut(a_slice(ONE, 20, stride=4), lengths)
    whole = train(ONE.network, ONE.split(), ONE.training)
    ends = np.cumsum(lengths)
    kept = sorted({*range(4, 21, 4), *ends.tolist()})
    assert np.concatenate([piece.epochs for piece in pieces]).tolist() == kept
    assert together(pieces)[:, 0].tobytes() == whole.params[kept].tobytes()
    assert [piece.end.epoch for piece in pieces] == ends.tolist()


@pytest.mark.parametrize("lengths", CUTS)
def test_checkpoints_are_moments_of_the_run(lengths):
    pieces = cut(a_slice(ONE, 20, spacing=3), lengths)
    whole = train(ONE.network, ONE.split(), ONE.training).params
    kept = [one for piece in pieces for one in piece.checkpoints]
    assert [one.epoch for one in kept] == [3, 6, 9, 12, 15, 18]
    for one in kept:
        again = train_slice(a_slice(ONE, 20, start=one)).params[:, 0]
        assert again.tobytes() == whole[one.epoch + 1 :].tobytes()


def test_a_slice_ends_after_the_epoch_in_which_its_time_is_over(monkeypatch):
    ticks = iter(range(100))  # a second at each look
    monkeypatch.setattr("nnviz.engine.slices.perf_counter", lambda: float(next(ticks)))
    piece = train_slice(a_slice(ONE, 20, seconds=3.0))
    assert piece.epochs.tolist() == [1, 2, 3]
    assert train_slice(a_slice(ONE, 20, seconds=0.0)).epochs.tolist() == [1]


def at(experiment: Experiment, epoch: int) -> Checkpoint:
    """That moment of a run that is no branch."""
    trainer = Trainer(experiment.network, experiment.split(), experiment.training)
    trainer.advance(epochs=epoch)
    return trainer.checkpoint()


@pytest.mark.parametrize("nearest", [0, 5, 9])
@pytest.mark.parametrize("lengths", [(0, 11), (11,), (1,) * 11, (4, 7)])
def test_a_branch_goes_on_from_its_origin(lengths, nearest):
    training = replace(ONE.training, optimizer="momentum", learning_rate=0.02)
    origin = Origin(ONE, 9, ((3, 0.5), (0, -1.0)))
    spec = Experiment(MLP((4, 6, 3), "tanh"), training, origin=origin)
    start = at(ONE, nearest) if nearest else None
    pieces = cut(a_slice(spec, 20, leaves=ONE, start=start, spacing=5), lengths)
    begun = at(ONE, 9)
    begun.params[0, 3], begun.params[0, 0] = 0.5, -1.0
    by_hand = Trainer(spec.network, spec.split(), training, start=begun)
    by_hand.advance()
    assert np.concatenate([piece.epochs for piece in pieces]).tolist() == list(range(9, 21))
    assert together(pieces)[:, 0].tobytes() == by_hand.run().params[9:].tobytes()
    kept = [one for piece in pieces for one in piece.checkpoints]
    assert [one.epoch for one in kept] == [9, 10, 15, 20]
    assert kept[0].params.numpy().tobytes() == by_hand.run().params[9:10].tobytes()


def test_a_branch_whose_edits_are_not_finite_ends_at_once():
    spec = replace(ONE, origin=Origin(ONE, 9, ((0, math.nan),)))
    (piece,) = cut(a_slice(spec, 20, leaves=ONE), (11,))
    assert piece.epochs.tolist() == [9]
    assert (piece.end.epoch, piece.end.diverged_at) == (9, (9,))
