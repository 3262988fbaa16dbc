import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_digits

from nnviz.core import data
from nnviz.core.data import INK, Fact, Nouns, load, split, undivided
from nnviz.core.data.digits import FULL


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


# What the default split has always been: links and lessons rely on it.
GOLDEN_SPLIT = "ddb749aaaee6ab3b193b3452bebd3381"
GOLDEN_BYTES = "1340424c4ced9b7c8bc95e58517d8d35f0842c47a0e1d3b9d68a6b4a2147b4b9"


def test_the_default_split_is_what_it_has_always_been(penguins):
    divided = split(penguins)
    rows = divided.train_x.tobytes() + divided.test_x.tobytes() + divided.test_rows.tobytes()
    assert divided.identity == GOLDEN_SPLIT
    assert sha256(rows).hexdigest() == GOLDEN_BYTES
    assert not divided.centre.any()
    assert (divided.spread == 1).all()


def test_raw_features_are_read_as_they_were_measured(penguins):
    raw, scaled = split(penguins, features="raw"), split(penguins)
    assert np.array_equal(raw.test_rows, scaled.test_rows)
    assert np.array_equal(raw.train_x, penguins.x[raw.train_rows].astype(np.float32))
    assert np.array_equal(raw.test_x, penguins.x[raw.test_rows].astype(np.float32))
    assert raw.mean.tolist() == [0, 0, 0, 0]
    assert raw.std.tolist() == [1, 1, 1, 1]
    assert np.allclose(raw.centre, scaled.mean)
    assert np.allclose(raw.spread, scaled.std)
    assert np.array_equal(raw.standardise(penguins.x[:3]), penguins.x[:3].astype(np.float32))
    assert raw.identity != scaled.identity
    with pytest.raises(ValueError, match="unknown scale of the features 'row'; choose from"):
        split(penguins, features="row")


def torn(penguins, divided) -> int:
    """How many test rows may be of an individual that is in training, too."""
    trained = {penguins.individuals[row] for row in divided.train_rows}
    return sum(penguins.individuals[row] in trained for row in divided.test_rows)


def test_twenty_of_102_test_penguins_may_be_in_training_too(penguins):
    divided = split(penguins)
    assert (torn(penguins, divided), len(divided.test_rows)) == (20, 102)


@given(st.floats(0.05, 0.9), st.integers(0, 10_000))
def test_a_split_can_keep_the_rows_of_an_individual_on_one_side(fraction, seed):
    penguins = load("penguins")
    divided = split(penguins, fraction, seed, together=True)
    rows = np.concatenate([divided.train_rows, divided.test_rows])
    assert np.array_equal(np.sort(rows), np.arange(342))
    assert torn(penguins, divided) == 0
    for index in range(3):
        count = (penguins.y == index).sum()
        assert abs((divided.test_y == index).sum() - fraction * count) <= 1.5
    again = split(penguins, fraction, seed, together=True)
    assert np.array_equal(divided.test_rows, again.test_rows)
    assert divided.identity == again.identity


def test_who_cannot_be_kept_together_is_refused(penguins):
    alone = replace(penguins, individuals=("one bird",) * 342)
    with pytest.raises(ValueError, match="none of the individuals of class 'Adelie' fits into 45"):
        split(alone, together=True)
    unknown = replace(penguins, individuals=None)
    assert split(unknown, together=True).identity == split(unknown).identity


def test_the_facts_are_those_of_the_raw_table(penguins):
    facts = {fact.name: fact.words for fact in penguins.facts}
    assert list(facts) == ["island", "sex", "year"]
    assert {name: Counter(words) for name, words in facts.items()} == {
        "island": {"Biscoe": 167, "Dream": 124, "Torgersen": 51},
        "sex": {"male": 168, "female": 165, "": 9},
        "year": {"2007": 109, "2008": 114, "2009": 119},
    }
    assert penguins.row_facts[0] == "Torgersen, male, 2007"
    assert sum("sex not recorded" in told for told in penguins.row_facts) == 342 - 333
    assert replace(penguins, facts=()).row_facts == []
    pairs = Counter(Counter(penguins.individuals).values())
    assert pairs == {1: 264, 2: 39}
    birds = defaultdict(set)
    for name, sex in zip(penguins.individuals, facts["sex"], strict=True):
        birds[name].add(sex)
    assert sum({"male", "female"} <= sexes for sexes in birds.values()) == 8


def test_the_two_tables_name_the_same_birds_in_the_same_order():
    folder = Path(data.__file__).parent
    with (
        (folder / "penguins.csv").open() as birds,
        (folder / "penguin_individuals.csv").open() as whom,
    ):
        rows = list(zip(csv.DictReader(birds), csv.DictReader(whom), strict=True))
    assert len(rows) == 344
    for bird, named in rows:
        assert (bird["species"], bird["island"]) == (named["species"], named["island"])
        assert re.fullmatch(r"N\d+A[12]", named["individual_id"])


def test_facts_and_individuals_are_words_and_no_content(penguins):
    nameless = replace(penguins, facts=(), individuals=None)
    assert nameless.identity == penguins.identity
    assert nameless != penguins
    with pytest.raises(ValueError, match="2 words of island do not fit 342 rows"):
        replace(penguins, facts=(Fact("island", ("Dream", "Dream")),))
    with pytest.raises(ValueError, match="1 words of individuals do not fit 342 rows"):
        replace(penguins, individuals=("N1A1",))


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


def test_an_undivided_dataset_is_learned_and_tested_on_as_a_whole(penguins):
    whole = undivided(penguins)
    assert np.allclose(whole.train_x.mean(axis=0), 0, atol=1e-6)
    assert np.allclose(whole.train_x.std(axis=0), 1, atol=1e-6)
    assert np.array_equal(whole.train_x, whole.test_x)
    assert np.array_equal(whole.test_y, penguins.y)
    assert whole.identity not in (split(penguins).identity, penguins.identity)


def test_a_class_of_one_row_cannot_be_divided(penguins):
    rows = np.append(np.flatnonzero(penguins.y < 2), np.flatnonzero(penguins.y == 2)[0])
    few = replace(penguins, x=penguins.x[rows], y=penguins.y[rows], facts=(), individuals=None)
    with pytest.raises(ValueError, match="class 'Chinstrap' has 1 rows; a split needs at least 2"):
        split(few)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"classes": (), "task": "regression"}, None),
        ({"classes": (), "target": None}, "penguins has neither classes nor a target to predict"),
        ({"classes": ("Adelie", "Gentoo")}, "class index 2 of penguins is not from 0 to 1"),
        ({"task": "binary"}, "3 classes; a binary classification tells 2 apart"),
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


def test_the_digits_are_those_that_scikit_learn_ships():
    ours, theirs = load("digits"), load_digits()
    assert np.array_equal(ours.x, theirs.data)
    assert np.array_equal(ours.y, theirs.target)
    assert ours.picture == (1, 8, 8)
    assert (ours.x.min(), ours.x.max()) == (0, FULL)
    with pytest.raises(ValueError, match=r"pictures of \(1, 8, 9\) do not fit rows of 64 numbers"):
        replace(ours, picture=(1, 8, 9))


def test_the_pixels_of_pictures_are_read_from_0_to_1():
    parts = split(load("digits"), features=INK)
    assert np.array_equal(parts.train_x, load("digits").x[parts.train_rows].astype("f4") / FULL)
    assert np.array_equal(parts.test_x, load("digits").x[parts.test_rows].astype("f4") / FULL)
