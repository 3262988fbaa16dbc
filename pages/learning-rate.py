"""The learning-rate laboratory: one network at 64 learning rates at once."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "Which learning rate is the right one?",
    "The [[learning rate η]] says how far each [[step]] goes. Too small, and nothing moves; too "
    "large, and nothing stays. Train the same network at 64 of them at once and see where the good "
    "ones lie.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.experiment import Experiment
from nnviz.core.registry import Registry
from nnviz.core.text import number
from nnviz.course.learning_rate import QUESTIONS
from nnviz.engine.survey import Survey, at_mapped_rate
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.experiment import FIELDS, experiment_controls
from nnviz.ui.fields import choice
from nnviz.ui.layout import notices
from nnviz.ui.learning_rate import laboratory, ruler
from nnviz.ui.learning_rate.predict import predict
from nnviz.ui.learning_rate.range_finder import range_test_view
from nnviz.ui.learning_rate.schedules import schedules_view
from nnviz.ui.server import engine
from nnviz.ui.widgets import reset, segments, try_this
from nnviz.ui.words import prose

PANELS = Registry(
    "panel", {"ruler": "How far one step", "range_test": "Range test", "schedules": "Schedules"}
)
# What differs from the defaults.
TRY_THIS = {
    "Plain gradient descent": {"optimizer": "sgd"},
    "A cliff": {"optimizer": "sgd", "activation": "identity"},
    "Eight seeds, and their spread": {"seeds": 8},
    "Cosine annealing": {"schedule": "cosine", "panel": "schedules"},
}


def look_closer(experiment: Experiment, survey: Survey) -> None:
    """One of three instruments; two of them look at the learning rate chosen on the map."""
    heading = st.container()
    panel = segments("Look closer", "panel", PANELS, controls)
    rate = experiment.training.learning_rate
    run, _ = survey.run(rate, engine())
    sweep = survey.sweep(engine())
    chosen = f"At η = {number(rate)}"
    views = {
        "ruler": (chosen, lambda: ruler.ruler_view(controls, experiment, run, sweep.best_rate)),
        "range_test": (
            "From small to large η",
            lambda: range_test_view(experiment, sweep),
        ),
        "schedules": (chosen, lambda: schedules_view(controls, experiment)),
    }
    title, view = views[panel]
    heading.subheader(title, anchor=False)
    view()


def page() -> None:
    """Everything below the question."""
    with st.sidebar:
        experiment = at_mapped_rate(experiment_controls(controls, without=("learning_rate",)))
        reset(controls, ("survey", Survey.train))
        survey = laboratory.survey_for(controls, experiment)
    notices(controls.complaints)
    laboratory.actions(controls, survey)
    with st.container():  # there even when empty: what stands below it must not move and remount
        if controls["predict"]:
            predict(controls, experiment, mapped=survey.target > 0)
    laboratory.map_and_run(controls, survey)
    look_closer(experiment, survey)
    controls.write_url()
    start = {name: value for name, value in controls.defaults.items() if name != "swept"}
    try_this(controls, TRY_THIS, start, ("survey", Survey.train))

    st.subheader("The formula", anchor=False)
    st.latex(r"w \leftarrow w - \eta\,g")
    prose(
        "A [[step]] changes each [[weight w]] by the [[learning rate η]] times the [[gradient g]], "
        "the slope of the [[loss]]. Where the loss is a parabola of [[curvature]] c, every η below "
        "1/c walks in, up to 2/c it overshoots and still arrives, and above 2/c it never does: the "
        "[[stable]] edge."
    )
    check_yourself(controls, *QUESTIONS)


controls = Controls(
    "learning-rate",
    *FIELDS,
    *laboratory.FIELDS,
    *ruler.FIELDS,
    choice("panel", "ruler", PANELS),
    *tries(*QUESTIONS),
)
page()
