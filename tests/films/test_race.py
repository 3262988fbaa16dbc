"""The race as bytes: what the browser reads back is the record, bit by bit."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nnviz.core.look import MARKERS, PALETTE
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.films.race import encode_race
from nnviz.terrain.descent import descend
from nnviz.terrain.landscapes import LANDSCAPES


def decoded(block: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """The header and the arrays; pairs of words are put together to float64 again."""
    length = int.from_bytes(block[:4], "little")
    header = json.loads(block[4 : 4 + length])
    arrays, offset = {}, 4 + length
    for name, shape in header["arrays"]:
        count = int(np.prod(shape))
        words = np.frombuffer(block, "<f4", count, offset)
        arrays[name] = words.reshape(shape) if name == "relief" else words.view("<f8")
        offset += 4 * count
    assert offset == len(block)
    return header, arrays


def race(key: str, factor: float, steps: int) -> list:
    landscape = LANDSCAPES[key]
    rates = {name: factor * rate for name, rate in landscape.rates.items()}
    return [
        (name, rate, descend(landscape, landscape.start, name, rate, steps))
        for name, rate in rates.items()
    ]


@pytest.mark.parametrize(("factor", "steps"), [(1, 40), (2000, 300), (1, 0)])
def test_the_record_survives_bit_by_bit(factor, steps):
    runners = race("rosenbrock", factor, steps)
    header, arrays = decoded(encode_race(LANDSCAPES["rosenbrock"], runners, chosen=3, play=2))
    assert (header["chosen"], header["play"]) == (3, 2)
    for i, (key, rate, path) in enumerate(runners):
        told = header["runners"][i]
        assert (told["key"], told["learning_rate"]) == (key, rate)
        assert (told["diverged_at"], told["terms"]) == (path.diverged_at, list(path.terms))
        np.testing.assert_array_equal(arrays[f"w{i}"].reshape(path.w.shape), path.w)
        np.testing.assert_array_equal(arrays[f"loss{i}"], path.loss)
        np.testing.assert_array_equal(arrays[f"parts{i}"].reshape(path.parts.shape), path.parts)
    assert any(path.diverged_at for _, _, path in runners) == (factor > 1)


def test_every_optimizer_has_its_colour_and_its_mark():
    header, _ = decoded(encode_race(LANDSCAPES["bowl"], race("bowl", 1, 1)))
    looks = {(told["racer"], told["shape"]) for told in header["runners"]}
    assert len(looks) == len(set(MARKERS)) == len(OPTIMIZERS) == len(PALETTE["light"]["racers"])


def test_equally_deep_minima_are_both_the_lowest():
    def lowest(key: str) -> list[bool]:
        header, _ = decoded(encode_race(LANDSCAPES[key], race(key, 1, 1)))
        return [minimum["lowest"] for minimum in header["minima"]]

    assert lowest("saddle") == [True, True]
    assert lowest("valleys") == [True, False]


def test_the_map_is_the_landscapes_loss():
    landscape = LANDSCAPES["beale"]
    _, arrays = decoded(encode_race(landscape, race("beale", 1, 1)))
    relief = arrays["relief"]
    rows, columns = relief.shape
    assert relief == pytest.approx(landscape.relief(columns, rows).loss, rel=1e-6)
    assert columns / rows == pytest.approx(
        4 / 3, rel=0.01
    )  # square cells on a map of four to three
