import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.data import Nouns, load, split


def test_penguins_are_the_published_ones(penguins):
    assert penguins.x.shape == (342, 4)
    assert penguins.classes == ("Adelie", "Gentoo", "Chinstrap")
    assert np.bincount(penguins.y).tolist() == [151, 123, 68]


def test_the_article_s_bird_is_an_adelie(penguins):
    (row,) = np.flatnonzero((penguins.x == [37.3, 16.8, 192, 3000]).all(axis=1))
    assert penguins.classes[penguins.y[row]] == "Adelie"


@given(st.floats(0.05, 0.9), st.integers(0, 10_000))
def test_a_split_divides_every_class_and_standardises_by_the_training_rows(fraction, seed):
    penguins = load("penguins")
    divided = split(penguins, fraction, seed)
    rows = np.concatenate([divided.train_rows, divided.test_rows])
    assert np.array_equal(np.sort(rows), np.arange(342))
    for index in range(3):
        count = (penguins.y == index).sum()
        assert abs((divided.test_y == index).sum() - fraction * count) <= 0.5
    train = penguins.x[divided.train_rows]
    expected = (penguins.x[divided.test_rows] - train.mean(axis=0)) / train.std(axis=0)
    assert np.allclose(divided.test_x, expected, atol=1e-5)
    assert np.allclose(divided.train_x.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(divided.train_x.std(axis=0), 1, atol=1e-5)


def test_the_seed_decides_the_split(penguins):
    assert np.array_equal(split(penguins, seed=3).test_rows, split(penguins, seed=3).test_rows)
    assert not np.array_equal(split(penguins, seed=3).test_rows, split(penguins, seed=4).test_rows)


@pytest.mark.parametrize("fraction", [0, 1, -0.2, 30, float("nan")])
def test_a_test_fraction_outside_0_to_1_is_refused(penguins, fraction):
    with pytest.raises(ValueError, match=f"test fraction {fraction!r} is not between 0 and 1"):
        split(penguins, fraction)


def test_an_unknown_dataset_names_the_choices():
    with pytest.raises(ValueError, match="unknown dataset 'pinguins'; choose from 'penguins'"):
        load("pinguins")


def test_a_dataset_is_its_content_and_a_split_its_rows(penguins):
    again = replace(penguins, name="birds", source="somewhere", x=penguins.x.copy())
    assert again == penguins
    assert hash(again) == hash(penguins)
    other = replace(penguins, x=penguins.x + 1e-9)
    assert other != penguins
    assert split(again).identity == split(penguins).identity
    splits = [split(penguins), split(penguins, 0.2), split(penguins, seed=1), split(other)]
    assert len({divided.identity for divided in splits}) == 4


def test_a_dataset_s_identity_is_the_same_in_every_process(penguins):
    program = "from nnviz.core.data import load; print(load('penguins').identity)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == penguins.identity


def test_a_class_of_one_row_cannot_be_divided(penguins):
    rows = np.append(np.flatnonzero(penguins.y < 2), np.flatnonzero(penguins.y == 2)[0])
    few = replace(penguins, x=penguins.x[rows], y=penguins.y[rows])
    with pytest.raises(ValueError, match="class 'Chinstrap' has 1 rows; a split needs at least 2"):
        split(few)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"classes": ()}, None),
        ({"classes": (), "target": None}, "penguins has neither classes nor a target to predict"),
        ({"classes": ("Adelie", "Gentoo")}, "class index 2 of penguins is not from 0 to 1"),
        ({"features": ()}, "342 rows of 4 numbers, 342 of y and 0 features do not fit"),
    ],
)
def test_a_dataset_that_makes_no_sense_is_refused(penguins, change, message):
    if message is None:
        assert replace(penguins, **change).outputs == 1
        return
    with pytest.raises(ValueError, match=message):
        replace(penguins, **change)


def test_datasets_of_equal_content_keep_their_own_words(penguins):
    other = replace(penguins, nouns=Nouns("bird", "birds", "kind"))
    assert other.identity == penguins.identity
    assert other != penguins
