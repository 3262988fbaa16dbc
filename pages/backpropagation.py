"""Backpropagation: one batch forward, back, one step, and forward again, with every number."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "How does every weight learn what it should do?",
    "The [[loss]] is taken apart backwards: each [[layer]] tells the one before how much it was "
    "to [[blame]]. From that, every [[weight]] learns which way to go.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.course.backpropagation import QUESTIONS
from nnviz.ui.backpropagation import batch
from nnviz.ui.backpropagation.depth import FIELDS as DEPTH_FIELDS
from nnviz.ui.backpropagation.depth import depth
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.layout import notices
from nnviz.ui.widgets import reset, try_this
from nnviz.ui.words import prose

FIELDS = (*batch.FIELDS, *DEPTH_FIELDS, *tries(*QUESTIONS))
DEFAULTS = {field.name: field.default for field in FIELDS}
# What differs from the defaults.
TRY_THIS = {
    "Three hidden layers of sigmoid": {"layers": 3, "activation": "sigmoid"},
    "A neuron that lets nothing through": {"activation": "relu", "rows": 1},
    "A step too long": {"learning_rate": 10.0, "seed": 1},
}


controls = Controls("backpropagation", *FIELDS)
with st.sidebar:
    batch.settings(controls)
    reset(controls)
controls.write_url()
notices(controls.complaints)

batch.batch_film(controls)

try_this(controls, TRY_THIS, DEFAULTS)

depth(controls)

st.subheader("The formula", anchor=False)
st.latex(r"\delta_D = \frac{\partial L}{\partial z_D} = \frac{p - y}{N}")
st.latex(r"\frac{\partial L}{\partial W_l} = a_{l-1}^\top\,\delta_l \qquad "
         r"\frac{\partial L}{\partial b_l} = \sum_{\text{rows}} \delta_l")  # fmt: skip
st.latex(r"\delta_l = \left(\delta_{l+1} W_{l+1}^\top\right) \circ f'(z_l)")
prose(
    "[[Backpropagation]] is the [[chain rule]], from the last layer to the first: l is the "
    "number of the [[layer]], D the last one, a₀ is x, N the number of rows in the [[batch]]. The "
    "sign ᵀ swaps rows and columns (the [[transpose]]), ∘ multiplies entry by entry (Rumelhart, "
    "Hinton & Williams 1986, 10.1038/323533a0)."
)

check_yourself(controls, *QUESTIONS)
