"""The page about the filter, run by AppTest: its film, its scenes, its questions."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import address, button, open_page, read_block

from nnviz.core.bounds import DIGIT, DIGIT_EXAMPLE
from nnviz.core.data import load
from nnviz.core.filters import FILTERS
from nnviz.course.check import asked
from nnviz.course.convolution import QUESTIONS
from nnviz.ui.convolution.sliding import picture_of

PAGE = "pages/convolution.py"


def test_every_field_is_in_the_link_and_leads_to_its_film():
    app = open_page(
        PAGE,
        digit="3",
        example="12",
        filter="corner",
        bias="-4",
        activation="identity",
        padding="1",
        stride="2",
        pooling="mean",
        right="-2",
        down="1",
    )
    header, _ = read_block(app)
    assert header["filter"]["weights"] == list(FILTERS["corner"].weights)
    said = [header[name] for name in ("bias", "padding", "stride", "pooling", "shift")]
    assert said == [-4, 1, 2, "mean", [1, -2]]
    digits = load("digits")
    row = np.flatnonzero(digits.y == 3)[11]
    assert header["picture"]["pixels"] == digits.x[row].tolist()
    assert header["picture"]["name"] == "a 3, example 12"
    assert {"digit": "3", "filter": "corner", "right": "-2"}.items() <= address(app).items()


def test_every_digit_has_all_examples_that_are_offered():
    counts = np.bincount(load("digits").y)
    assert len(counts) == DIGIT.high + 1
    assert counts.min() == DIGIT_EXAMPLE.high
    picture, name = picture_of(8, DIGIT_EXAMPLE.high)
    assert picture.shape == (8, 8)
    assert name == "an 8, example 174"


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Edges from left to right", {"filter": "edge_down", "activation": "identity"}),
        ("Blur it", {"filter": "blur", "padding": "1"}),
        ("One pixel to the right", {"filter": "edge_across", "right": "1"}),
    ],
)
def test_try_this_sets_the_controls(label, says):
    app = open_page(PAGE, digit="2")
    button(app, label).click().run()
    assert not app.exception
    assert says.items() <= address(app).items()
    assert "Your settings were replaced" in " ".join(text.value for text in app.markdown)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"filter": "emboss"}, "filter = “emboss”, which is not one of edge_across, edge_down"),
        ({"stride": "0"}, "stride = “0”, which is not a whole number from 1 to 2"),
        ({"bias": "nan"}, "bias = “nan”, which is not a number from -40 to 40"),
        ({"example": "175"}, "example = “175”, which is not a whole number from 1 to 174"),
        ({"activation": "tanh"}, "activation = “tanh”, which is not one of relu, identity"),
    ],
)
def test_what_cannot_be_had_is_told(query, said):
    app = open_page(PAGE, **query)
    assert any(said in text.value for text in app.text)


def test_both_questions_are_answered():
    app = open_page(PAGE, ask_one_place="4", ask_how_many="1")
    answers = [asked(maker, at).answer for maker, at in zip(QUESTIONS, (4, 1), strict=True)]
    boxes = [box for box in app.number_input if box.label == "Your answer"]
    for box, answer in zip(boxes, answers, strict=True):
        box.set_value(answer)
    app.run()
    told = [text.value for text in app.markdown if "Right:" in text.value]
    assert len(told) == 2
