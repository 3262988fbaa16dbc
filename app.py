"""nnviz: the server. Start it with `streamlit run app.py`; what it shows begins in contents.py."""

import streamlit as st
from starlette.middleware import Middleware

from nnviz.ui.shell import Shell

app = st.App("contents.py", middleware=[Middleware(Shell)])
