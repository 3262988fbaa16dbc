"""The passage from guessing to knowing."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.core.measures import Curves
from nnviz.study.passage import passage


def curves(loss: np.ndarray, accuracy: np.ndarray) -> Curves:
    values = {"train_loss": loss, "test_loss": loss}
    values |= {"train_accuracy": accuracy, "test_accuracy": accuracy}
    return Curves(values, "classification")


EPOCHS = np.arange(101)
LATE = 1 / (1 + np.exp(-(EPOCHS - 50) / 2))
"""A plateau, and between two epochs from 44 to 56 nine tenths of the learning."""


def test_it_is_where_the_accuracy_rises_from_5_to_95_percent_of_all_it_gains():
    accuracy = 0.3 + 0.6 * LATE
    begins, ends = passage(EPOCHS, curves(1 - LATE, accuracy))
    share = (accuracy - accuracy[0]) / (accuracy[-1] - accuracy[0])
    assert share[begins] < 0.05 <= share[begins + 1]
    assert share[ends - 1] < 0.95 <= share[ends]
    assert (begins, ends) == (44, 56)


def test_where_the_accuracy_gains_nothing_the_loss_tells():
    assert passage(EPOCHS, curves(1 - LATE, np.full(101, 0.4))) == (44, 56)


def test_a_run_that_learns_nothing_has_none():
    flat = np.full(101, 1.1)
    assert passage(EPOCHS, curves(flat, np.full(101, 0.4))) is None
    assert passage(EPOCHS[:1], curves(flat[:1], np.full(1, 0.4))) is None


def test_of_a_run_that_diverges_it_is_all_up_to_there():
    loss = np.where(EPOCHS < 7, 2.0**EPOCHS, np.nan)
    assert passage(EPOCHS[:8], curves(loss[:8], np.full(8, np.nan))) == (0, 7)


@pytest.mark.parametrize("stride", [1, 5])
def test_it_is_told_in_epochs_of_the_record(stride):
    some = EPOCHS[::stride]
    begins, ends = passage(some, curves((1 - LATE)[::stride], (0.3 + 0.6 * LATE)[::stride]))
    assert {begins, ends} <= set(some)
    assert begins < ends
