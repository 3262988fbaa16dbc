"""Loss: how wrong an answer is, as one number, and what that number sends back."""

from __future__ import annotations

import streamlit as st

from nnviz.ui.layout import question

question(
    "How wrong is an answer, as one number?",
    "The [[loss]] compares the [[probabilities]] with what is true: it is 0 for a perfect answer, "
    "and the more wrong the answer, the larger the loss. Its [[gradient]] says what to change.",
    aside=False,
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.data import STANDARD, load
from nnviz.core.losses import LOSSES, losses_of
from nnviz.course.loss import QUESTIONS
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.layout import notices
from nnviz.ui.loss import answer, teaching
from nnviz.ui.widgets import try_this
from nnviz.ui.words import prose

FIELDS = (*answer.FIELDS, *teaching.FIELDS, *tries(*QUESTIONS))
START = {field.name: field.default for field in (*answer.FIELDS, *teaching.FIELDS)}
# What differs from the example's answer, which the defaults are.
TRY_THIS = {
    "The example's bird": {},
    "Confidently wrong": {"answer": (0.98, 0.01, 0.01)},
    "Knowing nothing": {"answer": (0.3333, 0.3333, 0.3334)},
    "Too sure to learn": {"answer": (0.996, 0.002, 0.002), "start": "certain"},
}


def formulas() -> None:
    """Each loss and where it comes from, and what it sends back to the logits."""
    st.subheader("The formula", anchor=False)
    for key in losses_of(load(STANDARD).task):
        loss = LOSSES[key]
        st.latex(rf"L = {loss.formula}")
        name = f"[[{loss.label}|loss-{key.replace('_', '-')}]]"
        prose(f"The {name}: {loss.words}. From {loss.source}.")
    st.latex(
        r"\frac{\partial L}{\partial z_k} = p_k \Big( g_k - \sum_j g_j\,p_j \Big), \qquad "
        r"g_k = \frac{\partial L}{\partial p_k}"
    )
    prose(
        "This holds for each of these losses: it is the slope at the [[logit]] of [[class]] k, "
        "back through the [[softmax]]. For cross-entropy, where ln is the [[logarithm]], it is "
        "simply **p − y**: the more wrong, the harder the push. For the others the factor p stays "
        "in front: where the truth has hardly any probability, its logit is hardly pushed."
    )


controls = Controls("loss", *FIELDS)
controls.write_url(aside=False)
notices(controls.complaints)

answer.film(controls)
try_this(controls, TRY_THIS, START, answer.ANEW)

teaching.teaching(controls)
formulas()
check_yourself(controls, *QUESTIONS)
