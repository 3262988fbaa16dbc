"""nnviz: the table of contents, and what every page has around it."""

import streamlit as st

from nnviz.course.stations import COURSE, EXPLORE, FOUNDATIONS, IMAGES, TRAINING
from nnviz.ui.actions import presses_of_a_run
from nnviz.ui.course import next_station
from nnviz.ui.hide import hiding
from nnviz.ui.layout import failures_told, frame
from nnviz.ui.link import link
from nnviz.ui.server import answer_at_once, warm_up
from nnviz.ui.words import terms_explained

# A file is called as its address is: the first visitor of a fresh server may ask for either.
STATIONS = {
    station.name: st.Page(
        station.file,
        title=station.title,
        icon=f":material/{station.icon}:",
        url_path=station.name,
    )
    for station in COURSE
}
PAGES = {
    "": [st.Page("pages/home.py", title="Home", icon=":material/home:", default=True)],
    **{
        group: [STATIONS[station.name] for station in COURSE if station.group == group]
        for group in (FOUNDATIONS, TRAINING, EXPLORE, IMAGES)
    },
    "Look up": [
        st.Page("pages/words.py", title="Words", icon=":material/dictionary:", url_path="words"),
        st.Page("pages/lesson.py", title="A lesson", icon=":material/school:", url_path="lesson"),
    ],
}

answer_at_once()
frame()
page = st.navigation(PAGES, position="top")
st.set_page_config(page_title=f"{page.title} · nnviz")
titles = {listed.url_path: listed.title for pages in PAGES.values() for listed in pages}
with terms_explained(titles), presses_of_a_run(), failures_told():
    link()
    with hiding(page.url_path):
        page.run()
    if page.url_path in STATIONS:
        next_station(page.url_path)
warm_up()  # after the page, which is painted before torch is there
