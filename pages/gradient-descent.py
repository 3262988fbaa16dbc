"""One weight, one example: what a step of gradient descent does, with every number."""

from functools import partial

import pandas as pd
import streamlit as st

from nnviz.core.bounds import EXAMPLE_WEIGHT, EXAMPLE_X, EXAMPLE_Y, LEARNING_RATE, STEPS
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import true_minus
from nnviz.films.descent import encode_descent
from nnviz.terrain.descent import Path, descend, follows_gradient
from nnviz.terrain.one_weight import OneWeight, regime
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice, decimal, flag, whole
from nnviz.ui.layout import notices, question
from nnviz.ui.mounts import descent_player
from nnviz.ui.widgets import learning_rate, select, try_this
from nnviz.ui.words import bound, prose, words_here

FIELDS = (
    decimal("x", 2.0, EXAMPLE_X),
    decimal("y", 6.0, EXAMPLE_Y),
    decimal("w0", 5.0, EXAMPLE_WEIGHT),
    decimal("learning_rate", 0.1, LEARNING_RATE),
    whole("steps", 20, STEPS),
    flag("half", True),
    choice("optimizer", "sgd", OPTIMIZERS),
)
# What differs from the article's example, which the defaults are.
TRY_THIS = {
    "The article's example": {},
    "One perfect step": {"learning_rate": 0.25},
    "Back and forth for ever": {"learning_rate": 0.5},
    "Blow up": {"learning_rate": 0.55},
    "Too timid": {"learning_rate": 0.005},
}


def settings(controls: Controls) -> None:
    """The seven controls."""
    bind = partial(bound, controls)
    learning_rate(controls)
    st.slider("Initial weight w₀", *EXAMPLE_WEIGHT, step=0.1, format="%g", **bind("w0", "weight"))
    st.slider("Input x", *EXAMPLE_X, step=0.1, format="%g", **bind("x", "input"))
    st.slider("Label y", *EXAMPLE_Y, step=0.5, format="%g", **bind("y", "label"))
    st.slider("Number of steps", *STEPS, **bind("steps", "step"))
    st.toggle("Loss with ½", **bind("half", "loss", "½(ŷ − y)² instead of (ŷ − y)²"))
    select("Optimizer", "optimizer", OPTIMIZERS, controls)


def edge_sentence(landscape: OneWeight) -> str:
    """The learning rate at which plain gradient descent begins to diverge; empty if none does."""
    if landscape.edge is None:
        return ""
    formula = "2/x²" if landscape.half else "1/x²"
    return f"Plain gradient descent diverges above η = {formula} = {landscape.edge:.4g}."


def shown(value: float) -> str:
    """Six significant digits with a true minus sign, which a number column does not have."""
    text = "NaN" if pd.isna(value) else f"{value + 0.0:.6g}"  # + 0.0 turns −0 into 0
    return true_minus(text).replace("inf", "∞")


def table_of_steps(landscape: OneWeight, path: Path) -> pd.DataFrame:
    """One row for each step: the weight, what follows from it, and how far the step went."""
    w = pd.Series(path.w[:, 0])
    numbers = pd.DataFrame(
        {
            "weight w": w,
            "prediction ŷ": w * landscape.x,
            "loss L": path.loss,
            "gradient dL/dw": path.grad[:, 0],
            "step taken": w.shift(-1) - w,
        }
    )
    table = numbers.map(shown).rename_axis("step").reset_index()
    table.loc[path.steps, "step taken"] = ""  # the last row has none
    return table


question(
    "What does one step of gradient descent do?",
    "It looks only at the [[slope]] of the [[loss]] under the [[weight]] and moves the weight "
    "[[downhill]]: the steeper it is and the larger the [[learning rate η]], the farther it goes.",
)
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
descent_player(encode_descent(landscape, path, choices[1], optimizer.label, plain), key="descent")
st.markdown(f"**{found.name.capitalize()}.** {found.sentence} {edge_sentence(landscape)}")

try_this(controls, TRY_THIS, controls.defaults)

st.subheader("Every step", anchor=False)
table = table_of_steps(landscape, path)
number = st.column_config.TextColumn(alignment="right")
words_here("step", "weight w", "prediction ŷ", "loss L", "gradient dL/dw")
st.dataframe(table, hide_index=True, column_config=dict.fromkeys(table.columns[1:], number))

st.subheader("The formula", anchor=False)
half, two = (r"\tfrac12\,", "") if landscape.half else ("", "2")
st.latex(rf"L(w) = {half}(wx - y)^2")
st.latex(rf"g = dL/dw = {two}(wx - y)\,x")
st.latex(optimizer.formula)
prose(
    f"The last line is {optimizer.label}, the rule that moves the weight: g is the [[gradient]] "
    f"and η the [[learning rate]]. It comes from {optimizer.source}."
)
