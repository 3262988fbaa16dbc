"""Batches: how many rows one step looks at."""

from collections.abc import Sequence

import streamlit as st

from nnviz.core.data import STANDARD, load
from nnviz.ui.layout import question

nouns = load(STANDARD).nouns
question(
    f"How many {nouns.rows} should one step look at?",
    "One at a time makes many quick, [[noisy]] [[steps]]; all at once make a single careful step "
    "an [[epoch]]; a [[batch]] of some [[rows]] lies between.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.bounds import BATCH_EPOCHS
from nnviz.core.experiment import Experiment
from nnviz.course.batches import QUESTIONS
from nnviz.study.batches import sizes_for
from nnviz.ui.actions import button
from nnviz.ui.batches import noise
from nnviz.ui.batches.comparison import comparison
from nnviz.ui.batches.one_matrix import one_matrix
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.experiment import FIELDS, experiment_controls
from nnviz.ui.layout import notices
from nnviz.ui.progress import asked_for
from nnviz.ui.widgets import reset, try_this
from nnviz.ui.words import prose

COMPARE = ("compared", True)
# What differs from the defaults.
TRY_THIS = {
    "Plain gradient descent": {"optimizer": "sgd", "learning_rate": 0.1},
    "Steps too large for one row": {"optimizer": "sgd", "learning_rate": 1.0},
    "A wide network": {"hidden": (64, 64, 64)},
}


def ask_to_compare(experiment: Experiment, sizes: Sequence[Experiment]) -> None:
    """The button that trains with each batch size."""
    st.subheader("What a batch costs, and where it leads", anchor=False)
    if experiment.training.epochs not in BATCH_EPOCHS:
        st.markdown(f"Here for {BATCH_EPOCHS.high} epochs only: one row at a time takes long.")
    button(
        f"Train{' again' if controls['compared'] else ''} with {', '.join(noise.names_of(sizes))}",
        COMPARE,
        name="train",
        icon=":material/play_arrow:",
        type="primary",
    )


def page() -> None:
    """Everything below the question."""
    with st.sidebar:
        experiment = experiment_controls(controls)
        reset(controls, COMPARE)
    _, measurement = asked_for(controls, "compared", experiment)
    controls.write_url()
    notices(controls.complaints)
    sizes = sizes_for(experiment)
    rows = sizes[-1].training.batch_size

    # What there is to do comes first, but its table needs the noise.
    with st.container(key="comparison" if controls["compared"] else None):
        ask_to_compare(experiment, sizes)
        compared = st.container()
    st.subheader("What a batch knows", anchor=False)
    prose(
        "Take the network as it is after an epoch, and compute its [[loss]] (how wrong it is) for "
        "each batch by itself. Every point is the loss of one batch."
    )
    records = noise.noise(controls, sizes)
    if controls["compared"]:
        with compared:
            comparison(sizes, records, measurement)

    st.subheader("One row at a time against one matrix", anchor=False)
    prose(
        f"A [[batch]] goes through the [[network]] as one [[matrix]], a row for each {nouns.row}. "
        "The same numbers come out if each row goes alone; only the clock tells the difference."
    )
    one_matrix(experiment.network, rows)

    try_this(controls, TRY_THIS, controls.defaults, COMPARE)

    st.subheader("The formula", anchor=False)
    st.latex(r"\text{noise}(B)^2 = \frac{\sigma^2}{B} \cdot \frac{N - B}{N - 1}")
    prose(
        "The mean of B of the N rows, drawn at random, misses the mean of all by this much: σ is "
        "the [[standard deviation]] of the single rows' losses (Cochran 1977, Sampling "
        "Techniques). More rows have less [[noise]]; all rows have none. "
        f"{noise.checked(records) if records else ''}"
    )
    check_yourself(controls, *QUESTIONS)


controls = Controls("batches", *FIELDS, *noise.FIELDS, *tries(*QUESTIONS))
page()
