"""nnviz: the table of contents, and what every page has around it."""

import streamlit as st

from nnviz.ui.actions import presses_of_a_run
from nnviz.ui.layout import failures_told, frame
from nnviz.ui.link import link
from nnviz.ui.server import answer_at_once, warm_up

# A file is called as its address is: the first visitor of a fresh server may ask for either.
PAGES = [
    st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
    st.Page(
        "pages/gradient-descent.py",
        title="Gradient descent",
        icon=":material/south_east:",
        url_path="gradient-descent",
    ),
    st.Page("pages/train.py", title="Train a network", icon=":material/hub:", url_path="train"),
    st.Page(
        "pages/learning-rate.py",
        title="Learning rate",
        icon=":material/speed:",
        url_path="learning-rate",
    ),
    st.Page(
        "pages/optimizers.py",
        title="Optimizers",
        icon=":material/directions_run:",
        url_path="optimizers",
    ),
    st.Page("pages/batches.py", title="Batches", icon=":material/stacks:", url_path="batches"),
]

answer_at_once()
frame()
page = st.navigation(PAGES, position="top")
st.set_page_config(page_title=f"{page.title} · nnviz")
with presses_of_a_run(), failures_told():
    link()
    page.run()
warm_up()  # after the page, which is painted before torch is there
