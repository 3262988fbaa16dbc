"""Which runs of a stack end far from the rest."""

from __future__ import annotations

import numpy as np

from nnviz.core.measures import Curves
from nnviz.study.outliers import outliers


def test_outliers_end_far_above_the_median_loss_or_below_its_accuracy():
    loss = np.array([[1.0] * 7, [0.1, 0.1, 0.1, 0.29, 0.31, np.nan, 0.1]], np.float32)
    accuracy = np.array([[0.3] * 7, [0.9, 0.9, 0.9, 0.9, 0.9, np.nan, 0.84]], np.float32)
    stack = Curves(
        {"train_loss": loss, "test_loss": loss, "test_accuracy": accuracy}, "classification"
    )
    assert outliers(stack).tolist() == [False, False, False, False, True, True, True]


def test_where_most_diverge_those_are_still_the_outliers():
    loss = np.array([[1.0] * 4, [np.inf, np.nan, np.nan, 0.1]], np.float32)
    assert outliers(Curves({"train_loss": loss}, "classification")).tolist() == [
        True,
        True,
        True,
        False,
    ]
