"""The one palette of nnviz, for the player's canvas and for Plotly, in a light and a dark variant.

Three families that are never mistaken for one another:

- *weights* are diverging, orange (negative) to blue (positive); zero is the background itself;
- *activations* are diverging, magenta (negative) to green (positive); zero is the background;
- *classes* are told apart by colour **and** marker shape, safe for the common colour blindnesses.

Curves are told apart by dash as well as colour: training is solid, test is dashed.
"""

from __future__ import annotations

MARKERS = ("circle", "square", "triangle", "diamond", "cross", "star")

PALETTE: dict[str, dict] = {
    "light": {
        "weight": {"negative": "#c2570c", "positive": "#1d5fc4"},
        "activation": {"negative": "#b0318f", "positive": "#1b8a45"},
        "classes": ["#a87400", "#00786a", "#8a3aa8", "#5b6472", "#b3263c", "#2c6e9e"],
        "series": {"train": "#1f2430", "test": "#1d5fc4"},
        "gradient": "#b3263c",
    },
    "dark": {
        "weight": {"negative": "#ff9142", "positive": "#6aa5ff"},
        "activation": {"negative": "#f07fd2", "positive": "#4fd07f"},
        "classes": ["#f0b429", "#2fc9b5", "#c98be8", "#aab4c4", "#ff7d8e", "#7cc0ee"],
        "series": {"train": "#f2f4f8", "test": "#6aa5ff"},
        "gradient": "#ff7d8e",
    },
}
