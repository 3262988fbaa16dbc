"""Numbers as they stand in sentences."""

from __future__ import annotations

import numpy as np

from nnviz.core.text import counted, number, written


def test_numbers_are_written_out():
    assert number(0.000123456) == "0.000123"
    assert number(0.0000123456) == "1.23\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁵"
    assert number(1e-5) == "10⁻⁵"
    assert number(np.float32(0.5)) == "0.5"
    assert number(123456.0) == "123000"
    assert number(4.996e-8) == "5\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁸"
    assert number(1.5e12) == "1.5\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10¹²"
    assert number(0.0) == "0"
    assert number(np.inf) == "inf"


def test_many_numbers_are_written_one_by_one():
    texts = written(np.array([[0.12344, 1e-5], [np.nan, 2.0]]), 4)
    assert texts.tolist() == [["0.1234", "10⁻⁵"], ["nan", "2"]]
    assert written(np.array([])).shape == (0,)


def test_one_is_no_plural():
    assert counted(1, "epoch") == "1 epoch"
    assert counted(0, "epoch") == "0 epochs"
    assert counted(2, "batch", "batches") == "2 batches"
