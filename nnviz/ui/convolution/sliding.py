"""A digit, a filter and how it slides: the controls, and the film that they lead to."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import (
    DIGIT,
    DIGIT_EXAMPLE,
    FILTER_BIAS,
    FILTER_PADDING,
    FILTER_STRIDE,
    PICTURE_SHIFT,
)
from nnviz.core.data import load
from nnviz.core.filters import FILTERS, POOLED
from nnviz.core.registry import Registry
from nnviz.films.convolution import Sliding, encode_convolution
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice, decimal, whole
from nnviz.ui.mounts import convolution_player
from nnviz.ui.widgets import bound, reset, select

CURVES = Registry("activation", {key: ACTIVATIONS[key] for key in ("relu", "identity")})
"""The activation functions that are offered: with every other one, sums are hard to follow."""

STANDARD = Sliding()

FIELDS = (
    whole("digit", 7, DIGIT),
    whole("example", 1, DIGIT_EXAMPLE),
    choice("filter", STANDARD.filter, FILTERS),
    decimal("bias", STANDARD.bias, FILTER_BIAS),
    choice("activation", STANDARD.activation, CURVES),
    whole("padding", STANDARD.padding, FILTER_PADDING),
    whole("stride", STANDARD.stride, FILTER_STRIDE),
    choice("pooling", STANDARD.pooling, POOLED),
    whole("right", STANDARD.shift[1], PICTURE_SHIFT),
    whole("down", STANDARD.shift[0], PICTURE_SHIFT),
)


def settings(controls: Controls) -> None:
    """Which picture, which filter, how it slides; and the way back to the defaults."""
    which, example = st.columns(2)
    which.number_input("Digit", *DIGIT, **controls.bind("digit"))
    example.number_input("Example", *DIGIT_EXAMPLE, **controls.bind("example"))
    select("Filter", "filter", FILTERS, controls)
    st.slider("Bias", *FILTER_BIAS, step=1.0, format="%g", **bound(controls, "bias", "bias"))
    select("Activation function", "activation", CURVES, controls)
    around, apart = st.columns(2)
    around.number_input("Padding", *FILTER_PADDING, **bound(controls, "padding", "padding"))
    apart.number_input("Stride", *FILTER_STRIDE, **bound(controls, "stride", "stride"))
    select("Pooling", "pooling", POOLED, controls)
    st.slider("Shift to the right", *PICTURE_SHIFT, **controls.bind("right"))
    st.slider("Shift down", *PICTURE_SHIFT, **controls.bind("down"))
    reset(controls)


def picture_of(digit: int, example: int) -> tuple[np.ndarray, str]:
    """An example of a digit, counted from 1: its pixels [height, width], and what it is."""
    digits = load("digits")
    rows = np.flatnonzero(digits.y == digit)
    _, *shape = digits.picture
    article = "an" if digit == 8 else "a"
    return digits.x[rows[example - 1]].reshape(shape), f"{article} {digit}, example {example}"


def sliding_film(controls: Controls) -> None:
    """The film of what the controls say."""
    ways = ("filter", "bias", "activation", "padding", "stride", "pooling")
    shift = controls["down"], controls["right"]
    sliding = Sliding(**{name: controls[name] for name in ways}, shift=shift)
    picture, name = picture_of(controls["digit"], controls["example"])
    convolution_player(encode_convolution(picture, name, sliding), key="convolution")
