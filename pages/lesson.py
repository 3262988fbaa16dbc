"""A lesson: 45 minutes in front of a class, as links in their order."""

from itertools import accumulate

import streamlit as st

from nnviz.course.lesson import LESSON, Scene
from nnviz.ui.layout import question
from nnviz.ui.words import prose


def entry(number: int, begins: int, scene: Scene) -> str:
    """One part of the lesson: when, what to open, what to ask, what will be seen."""
    links = ", then ".join(f"[{name}]({page})" for name, page in scene.links)
    return (
        f"**{number} · {scene.title}** · minutes {begins} to {begins + scene.minutes}\n\n"
        f"Open {links}.\n\n"
        f"**Ask:** {scene.ask}\n\n"
        f"**The class will see:** {scene.see}"
    )


minutes = [scene.minutes for scene in LESSON]
question(
    f"How do I show this to a class in {sum(minutes)} minutes?",
    "Ask first, then press play: whoever has guessed wants to know. Every link opens the page in "
    "the state that the question is about. Printed, this page takes two sheets.",
    aside=False,
)
with st.container(key="plan"):
    begins = [0, *accumulate(minutes)]
    for number, (start, scene) in enumerate(zip(begins, LESSON, strict=False), 1):
        with st.container(border=True, key=f"scene-{number}"):
            prose(entry(number, start, scene))
