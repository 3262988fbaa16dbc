"""Layers that are frozen, against a textbook loop that hands the others to the optimizer."""

from dataclasses import replace

import numpy as np
import pytest
from plain_torch import plain_torch

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.replay import go_to, replay
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("seeds", [(0,), (0, 1, 2)])
def test_frozen_layers_keep_every_byte_and_the_others_learn_as_torch_teaches_them(
    instance, optimizer, seeds
):
    """Also with AdamW, which pulls even what has no gradient towards 0."""
    network, divided = instance.network, instance.split
    trainings = [
        Training(optimizer, 0.01, epochs=2, loss=instance.loss, frozen=1, seed=seed)
        for seed in seeds
    ]
    trainer = Trainer(network, divided, *trainings)
    trainer.advance()
    still = network.places[1].start
    for index, training in enumerate(trainings):
        first, *_, last = trainer.run(index).params
        assert np.array_equal(first[:still], last[:still])
        expected = plain_torch(network, divided, training)[-1]
        assert np.abs(last - expected).max() < 2e-5
    with pytest.raises(ValueError, match="layers are frozen, and none of the others has param"):
        Trainer(network, divided, replace(trainings[0], frozen=len(network.layers)))


def test_a_checkpoint_of_other_layers_that_learn_has_no_memory_for_these(instance):
    network, divided = instance.network, instance.split
    training = Training(epochs=3, loss=instance.loss, frozen=1)
    start = go_to(network, divided, training, 2).checkpoint()
    thawed = Trainer(network, divided, replace(training, frozen=0), start=start)
    thawed.advance()
    assert (thawed.theta[0] != start.params[0]).sum() > network.places[1].start


def test_what_is_computed_of_frozen_parameters_in_a_step_is_zero(instance):
    network, divided = instance.network, instance.split
    training = Training(epochs=1, loss=instance.loss, frozen=1)
    replayed = replay(network, divided, training, 0)
    still = network.places[1].start
    for name, values in replayed.quantities(0).items():
        assert len(values) == network.parameter_count
        assert not values[:still].any(), name
        assert values[still:].any(), name
