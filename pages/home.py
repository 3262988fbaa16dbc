"""Home: a network learning, and the course."""

import streamlit as st

from nnviz.ui.layout import question

question(
    "What happens inside a neural network while it learns?",
    "Watch one: from four measurements of a penguin it learns to tell the species, "
    "and every line below is one of its weights.",
)
stage = st.container()

st.subheader("The course", anchor=False)
COURSE = {
    "gradient-descent": ("Gradient descent", "What does one step do? One weight, every number."),
    "train": ("Train a network", "Build your own, train it, and drag through time."),
    "learning-rate": ("Learning rate", "Which is the right one? All of them, at the same time."),
    "optimizers": ("Optimizers", "Which gets there first? A race on landscapes and on penguins."),
    "batches": ("Batches", "How many penguins should one step look at?"),
}
for name, (title, question_answered) in COURSE.items():
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(f"pages/{name}.py", label=f"**{title}**", width=180)
        st.markdown(question_answered, width="content")

# Below the fold of the script: these import torch, and the page above is painted by then.
from nnviz.core.experiment import DEFAULT
from nnviz.films.network import encode_run
from nnviz.ui.mounts import network_player
from nnviz.ui.server import engine

run, curves = engine().finished(DEFAULT).run()
with stage:
    network_player(encode_run(run, curves, DEFAULT.dataset, DEFAULT.split(), play=1), key="home")
