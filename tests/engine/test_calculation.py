"""A calculation: one call, whose result is kept and counted."""

from __future__ import annotations

import numpy as np

from nnviz.engine.calculation import OVERHEAD_BYTES, Calculation


def test_it_is_a_job_of_a_single_slice():
    one = Calculation(divmod, 7, 2)
    function, arguments = one.work(0.1)
    assert (one.result, one.finished) == (None, False)
    one.take(function(*arguments))
    assert (one.result, one.finished) == ((3, 1), True)
    assert one.work(0.1) is None


def test_its_result_is_counted_whatever_it_is_made_of():
    numbers = np.zeros(100_000, np.float32)
    for result in (numbers, [numbers], {"inside": (numbers,)}):
        one = Calculation(list)
        one.take(result)
        assert 0 <= one.nbytes - numbers.nbytes - OVERHEAD_BYTES < 1000


def test_the_smallest_takes_room_too():
    one = Calculation(list)
    one.take([])
    assert one.nbytes >= OVERHEAD_BYTES
