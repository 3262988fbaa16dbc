"""Optimizers: on landscapes that can be drawn, and on the rows of a dataset."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "Which optimizer gets there first?",
    "All of them walk [[downhill]], with the same [[gradients]]; they differ in what they remember "
    "of the [[steps]] before, and in how they scale each direction.",
)

# Below the question, which is painted before these have imported torch.
from nnviz.core.data import STANDARD, load
from nnviz.core.registry import Registry
from nnviz.course.optimizers import QUESTIONS
from nnviz.ui.controls import Controls
from nnviz.ui.course import check_yourself, tries
from nnviz.ui.experiment import FIELDS, experiment_controls
from nnviz.ui.fields import choice
from nnviz.ui.layout import notices
from nnviz.ui.optimizers import dataset_race, landscape_race, real_landscape, seed_lottery
from nnviz.ui.widgets import reset, segments

VIEWS = Registry(
    "view",
    {
        "landscapes": "On landscapes",
        "dataset": f"On the {load(STANDARD).nouns.rows}",
        "plane": "The real landscape",
        "lottery": "Seed lottery",
    },
)
# What each view of a dataset shows, and the controls that it decides itself.
ON_DATASET = {
    "dataset": (dataset_race.view, ("optimizer", "learning_rate")),
    "plane": (real_landscape.view, ()),
    "lottery": (seed_lottery.view, ()),
}


def race() -> None:
    """The view that is chosen; the ones of a dataset have an experiment in the sidebar."""
    view = segments("View", "view", VIEWS, controls)
    if view not in ON_DATASET:
        landscape_race.landscape_race(controls)
        controls.write_url()
        return
    show, without = ON_DATASET[view]
    with st.sidebar:
        experiment = experiment_controls(controls, without)
        reset(controls, dataset_race.RACE, seed_lottery.DRAW, but=("view",))
    notices(controls.complaints)
    show(controls, experiment)
    controls.write_url()


controls = Controls(
    "optimizers",
    choice("view", "landscapes", VIEWS),
    *FIELDS,
    *landscape_race.FIELDS,
    *dataset_race.FIELDS,
    *real_landscape.FIELDS,
    *seed_lottery.FIELDS,
    *tries(*QUESTIONS),
)
race()
check_yourself(controls, *QUESTIONS)
