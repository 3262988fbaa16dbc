"""The film of the filter: what the browser is sent is what was chosen, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import decode

from nnviz.core.data import load
from nnviz.core.filters import FILTERS, Filter
from nnviz.films.convolution import Sliding, encode_convolution


@pytest.mark.parametrize("key", FILTERS)
def test_a_picture_is_sent_with_its_filter_and_how_that_slides(key):
    picture = load("digits").x[3].reshape(8, 8)
    sliding = Sliding(key, 2.5, "identity", 1, 2, "mean", (-1, 2))
    header, arrays = decode(encode_convolution(picture, "a 3", sliding))
    assert np.array_equal(np.reshape(header["picture"]["pixels"], (8, 8)), picture)
    assert header["picture"]["full"] == load("digits").x.max()
    assert header["filter"]["weights"] == list(FILTERS[key].weights)
    assert header["activation"]["key"] == "identity"
    said = [header[name] for name in ("bias", "padding", "stride", "pooling", "shift")]
    assert said == [2.5, 1, 2, "mean", [-1, 2]]
    low, high = header["bounds"]
    assert all(low <= weight <= high for weight in FILTERS[key].weights)
    assert arrays == {}


def test_a_filter_has_nine_weights():
    with pytest.raises(ValueError, match="4 weights; a filter has 9"):
        Filter("small", (1, 2, 3, 4), "", "")


@pytest.mark.parametrize(
    ("key", "total"), [("edge_across", 0), ("edge_down", 0), ("corner", 0), ("blur", 1)]
)
def test_what_looks_for_differences_sees_nothing_where_all_is_alike(key, total):
    assert sum(FILTERS[key].weights) == total
