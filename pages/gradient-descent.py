"""One weight, one example: what a step of gradient descent does, with every number."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from nnviz.ui.layout import question

question(
    "What does one step of gradient descent do?",
    "It looks only at the [[slope]] of the [[loss]] under the [[weight]] and moves the weight "
    "[[downhill]]: the steeper it is and the larger the [[learning rate η]], the farther it goes.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.bounds import EXAMPLE_WEIGHT, EXAMPLE_X, EXAMPLE_Y, LEARNING_RATE, STEPS
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.course.gradient_descent import QUESTIONS
from nnviz.films.descent import encode_descent
from nnviz.terrain.descent import descend, follows_gradient
from nnviz.terrain.one_weight import OneWeight, regime, special_rates
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.fields import choice, decimal, flag, whole
from nnviz.ui.gradient_descent.steps import every_step
from nnviz.ui.layout import notices
from nnviz.ui.mounts import descent_player
from nnviz.ui.widgets import bound, learning_rate, reset, select, try_this
from nnviz.ui.words import prose

FIELDS = (
    decimal("x", 2.0, EXAMPLE_X),
    decimal("y", 6.0, EXAMPLE_Y),
    decimal("w0", 5.0, EXAMPLE_WEIGHT),
    decimal("learning_rate", 0.1, LEARNING_RATE),
    whole("steps", 20, STEPS),
    flag("half", True),
    choice("optimizer", "sgd", OPTIMIZERS),
    *tries(*QUESTIONS),
)
DEFAULTS = {field.name: field.default for field in FIELDS}


def settings(controls: Controls) -> None:
    """The seven controls, and the way back to their defaults."""
    bind = partial(bound, controls)
    learning_rate(controls)
    st.slider("Initial weight w₀", *EXAMPLE_WEIGHT, step=0.1, format="%g", **bind("w0", "weight"))
    st.slider("Input x", *EXAMPLE_X, step=0.1, format="%g", **bind("x", "input"))
    st.slider("Label y", *EXAMPLE_Y, step=0.5, format="%g", **bind("y", "label"))
    st.slider("Number of steps", *STEPS, **bind("steps", "step"))
    st.toggle("Loss with ½", **bind("half", "loss", "½(ŷ − y)² instead of (ŷ − y)²"))
    select("Optimizer", "optimizer", OPTIMIZERS, controls)
    reset(controls)


def one_perfect_step(values: Mapping[str, Any]) -> dict[str, Any]:
    """The rate that lands in one step, for the example as it is; where there is none, the first."""
    rate = OneWeight(values["x"], values["y"], values["half"]).perfect
    if rate is None or rate not in LEARNING_RATE:
        return DEFAULTS | {"learning_rate": 0.25}
    return dict(values) | {"learning_rate": rate, "optimizer": "sgd"}


# What differs from the defaults.
TRY_THIS = {
    "Walk in step by step": {},
    "One perfect step": one_perfect_step,
    "Back and forth for ever": {"learning_rate": 0.5},
    "Blow up": {"learning_rate": 0.55},
    "Too timid": {"learning_rate": 0.005},
}


controls = Controls("gradient-descent", *FIELDS)
with st.sidebar:
    settings(controls)
controls.write_url()
notices(controls.complaints)

landscape = OneWeight(controls["x"], controls["y"], controls["half"])
optimizer = OPTIMIZERS[controls["optimizer"]]
choices = (controls["optimizer"], controls["learning_rate"])
path = descend(landscape, controls["w0"], *choices, controls["steps"])
found = regime(landscape, choices[1], choices[0], path)

plain = follows_gradient(choices[0])
film = encode_descent(landscape, path, choices[1], optimizer.label, plain)
descent_player(film, key="descent")
st.markdown(f"**{found.name.capitalize()}.** {found.sentence} {special_rates(landscape)}")

try_this(controls, TRY_THIS, DEFAULTS)

st.subheader("The formula", anchor=False)
half, two = (r"\tfrac12\,", "") if landscape.half else ("", "2")
st.latex(rf"L(w) = {half}(wx - y)^2")
st.latex(rf"g = dL/dw = {two}(wx - y)\,x")
st.latex(optimizer.formula)
prose(
    f"The last line is {optimizer.label}, the rule that moves the weight: g is the [[gradient]] "
    f"and η the [[learning rate]]. It comes from {optimizer.source}."
)

check_yourself(controls, *QUESTIONS)

st.subheader("Every step", anchor=False)
every_step(landscape, path)
