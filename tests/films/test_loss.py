"""The film of the losses as bytes."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import decode

from nnviz.core.experiment import Experiment
from nnviz.core.losses import losses_of
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.films.loss import encode_losses
from nnviz.study.one_batch import first_batch


def test_the_answer_and_the_batch_arrive_as_they_are():
    experiment = Experiment(training=Training(epochs=1))
    run = train(experiment.network, experiment.split(), experiment.training)
    batch = first_batch(experiment, run, (0, 1))
    film = encode_losses(experiment.dataset, batch, (0.3333, 0.3333, 0.3333), "Gentoo", 2, cue=3)
    header, arrays = decode(film)
    assert header["answer"] == pytest.approx([1 / 3] * 3)
    assert (header["truth"], header["play"], header["cue"]) == (1, 2, 3)
    assert [loss["key"] for loss in header["losses"]] == losses_of("classification")
    assert header["names"] == list(batch.names)
    assert header["epochs"] == [0, 1]
    np.testing.assert_array_equal(arrays["z"], batch.z)
