"""The one palette of nnviz, for the player's canvas and for Plotly, in a light and a dark variant.

Three families that are never mistaken for one another:

- *weights* are diverging, orange (negative) to blue (positive); zero is the background itself;
- *activations* are diverging, magenta (negative) to green (positive); zero is the background;
- *classes* are told apart by colour **and** marker shape, safe for the common colour blindnesses.

Two more are for comparisons:

- *loss* is sequential, from low (good) to high; a run that *diverged* is a red that no loss has;
- *racers* are the optimizers, in the order of their registry: colour and, on a line, its name.

Curves are told apart by dash as well as colour: training is solid, test is dashed.
"""

from __future__ import annotations

PAGE = {
    "light": {
        "primary": "#1d5fc4",
        "background": "#ffffff",
        "secondary-background": "#f3f5f9",
        "text": "#1f2430",
    },
    "dark": {
        "primary": "#8ab8ff",
        "background": "#12161f",
        "secondary-background": "#1c2230",
        "text": "#f2f4f8",
    },
}
"""The colours of the page around the pictures, as `.streamlit/config.toml` has them for the app."""

# One more than there are colours of classes: so 42 classes have each a look of its own.
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "star", "pentagon")

# Viridis (Smith & van der Walt 2015), from its bright end, the low losses, to its dark one.
LOSS = ["#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154"]

LOSS_LINES = ((1, "solid"), (3, "dash"), (5, "dot"))
"""How losses are told apart where several are drawn, in the order of their registry: which colour
of the racers, and which dash."""

PALETTE: dict[str, dict] = {
    "light": {
        "weight": {"negative": "#c2570c", "positive": "#1d5fc4"},
        "activation": {"negative": "#b0318f", "positive": "#1b8a45"},
        "classes": ["#a87400", "#00786a", "#8a3aa8", "#5b6472", "#b3263c", "#2c6e9e"],
        "series": {"train": "#1f2430", "test": "#1d5fc4"},
        "gradient": "#b3263c",
        "loss": LOSS,
        "diverged": "#d3152e",
        "racers": ["#5b6472", "#0072b2", "#00797a", "#c2410c", "#946000", "#7e22ce", "#15803d"],
    },
    "dark": {
        "weight": {"negative": "#ff9142", "positive": "#6aa5ff"},
        "activation": {"negative": "#f07fd2", "positive": "#4fd07f"},
        "classes": ["#f0b429", "#2fc9b5", "#c98be8", "#aab4c4", "#ff7d8e", "#7cc0ee"],
        "series": {"train": "#f2f4f8", "test": "#6aa5ff"},
        "gradient": "#ff7d8e",
        "loss": LOSS,
        "diverged": "#ff4d5e",
        "racers": ["#aab4c4", "#5aa9e6", "#2dd4bf", "#fb923c", "#facc15", "#c084fc", "#4ade80"],
    },
}
