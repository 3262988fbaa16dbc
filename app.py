"""nnviz: the table of contents. Start it with `streamlit run app.py`."""

import streamlit as st

from nnviz.ui.layout import frame
from nnviz.ui.server import warm_up

frame()
warm_up()

st.navigation(
    {
        "": [
            st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
        ],
        "Foundations": [
            st.Page(
                "pages/gradient_descent.py",
                title="Gradient descent",
                icon=":material/south_east:",
                url_path="gradient-descent",
            ),
        ],
        "Networks": [
            st.Page(
                "pages/train.py",
                title="Train a network",
                icon=":material/hub:",
                url_path="train",
            ),
        ],
    },
    position="top",
).run()
