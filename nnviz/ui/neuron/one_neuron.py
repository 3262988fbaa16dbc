"""A nerve cell and an artificial neuron, with numbers to pull."""

from __future__ import annotations

import streamlit as st

from nnviz.films.neuron import encode_neuron
from nnviz.terrain.one_neuron import SCENES
from nnviz.ui.actions import pressed
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice
from nnviz.ui.mounts import neuron_player
from nnviz.ui.widgets import try_this
from nnviz.ui.words import prose

FIELDS = (choice("scene", "plain", SCENES),)

AGAIN = "neuron again"
"""Who is told that a scene was asked for, which may be the one that is there already."""


def one_neuron(controls: Controls) -> None:
    """The neuron of the scene, and the other scenes."""
    for more in pressed(AGAIN):
        st.session_state[AGAIN] = more(st.session_state.get(AGAIN, 0))
    scene = SCENES[controls["scene"]]
    neuron_player(encode_neuron(scene.neuron, st.session_state.get(AGAIN, 0)), key="neuron")
    prose(scene.look)
    scenes = {scene.label: {"scene": key} for key, scene in SCENES.items()}
    try_this(controls, scenes, {}, (AGAIN, lambda asked: asked + 1))
