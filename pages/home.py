"""Home: a network learning, and the course."""

import streamlit as st

from nnviz.core.data import STANDARD, load
from nnviz.course.stations import COURSE
from nnviz.ui.course import path
from nnviz.ui.layout import question
from nnviz.ui.words import prose

dataset = load(STANDARD)
question(
    "What happens inside a neural network while it learns?",
    f"Watch one: from {len(dataset.features)} measurements of a {dataset.nouns.row} it [[learns]] "
    f"to tell the {dataset.nouns.target}, and every line below is one of its [[weights]].",
    aside=False,
)
stage = st.container(key="film-place")
with stage, st.container(key="on-its-way"):
    st.markdown("The network is being trained …")

st.subheader("The course", anchor=False)
prose(
    f"{len(COURSE)} stations, {sum(station.minutes for station in COURSE)} minutes. Each is a "
    "thing to touch, and stands for itself: begin where you like."
)
path()

# Below the fold of the script: these import torch, and the page above is painted by then.
from nnviz.core.experiment import DEFAULT
from nnviz.engine.tales import tale
from nnviz.films.network import Beside, Screening, encode_run
from nnviz.ui.actions import fragment
from nnviz.ui.mounts import again, network_player
from nnviz.ui.server import engine
from nnviz.ui.take import asked, take_with_you


def film() -> None:
    """The default run, as soon as it is trained."""
    told = tale(DEFAULT, engine())
    if told is None:
        again("home")
        return
    run, curves = engine().ask(DEFAULT).run()
    screening, beside = Screening(play=1, cue="wait"), Beside(tale=told)
    block = encode_run(run, curves, DEFAULT.dataset, DEFAULT.split(), screening, beside)
    network_player(block, key="home", on_take=lambda: asked("home", DEFAULT))
    if take_with_you(DEFAULT, run, "home"):
        again("home")


with stage:
    fragment(film)()
