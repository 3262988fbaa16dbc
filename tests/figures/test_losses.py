"""The chart of what each loss teaches: its curves are the lessons' own."""

from __future__ import annotations

import numpy as np

from nnviz.core.look import LOSS_LINES, PALETTE
from nnviz.figures.losses import lessons
from nnviz.study.wrong_start import Lesson


def test_a_curve_for_each_loss_told_apart_by_dash_as_well_as_colour():
    epochs = np.arange(4)
    taught = {
        name: Lesson(epochs, level * np.array([0.1, 0.2, 0.3, 0.4]), 1.0, None, 0.5)
        for level, name in enumerate(("a", "b", "c"), start=1)
    }
    for theme in ("light", "dark"):
        figure = lessons(taught, PALETTE[theme])
        assert [curve.name for curve in figure.data] == list(taught)
        for curve, lesson in zip(figure.data, taught.values(), strict=True):
            assert np.array_equal(curve.y, lesson.chances)
        assert [curve.line.dash for curve in figure.data] == [dash for _, dash in LOSS_LINES]
        assert len({curve.line.color for curve in figure.data}) == 3
