"""What a neuron of two inputs can tell apart, and what it cannot."""

from __future__ import annotations

from nnviz.films.line import encode_line
from nnviz.terrain.plane import PLANES
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice
from nnviz.ui.mounts import line_player
from nnviz.ui.progress import trained
from nnviz.ui.widgets import segments
from nnviz.ui.words import prose

FIELDS = (choice("plane", "penguins", PLANES),)


def plane(controls: Controls) -> None:
    """The points that are chosen, a line to draw by hand, and the one that training draws."""
    key = segments("Points", "plane", {key: one.label for key, one in PLANES.items()}, controls)
    prose(PLANES[key].look)
    recording = trained(PLANES[key].experiment, name="Gradient descent")
    if recording is not None:
        line_player(encode_line(PLANES[key], *recording.run()), key="line")
