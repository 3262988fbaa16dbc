"""The film of a descent: one weight walking down its loss, step by step.

A film is one block of bytes (see `nnviz.films.block`). The record is float64, and a descent that
diverges leaves the range of float32 long before it leaves that of float64, so each number travels
as the two float32-sized halves of its float64, byte for byte, under an extra last axis of length 2.
"""

from __future__ import annotations

from nnviz.core.look import PALETTE
from nnviz.films.block import encode, halves
from nnviz.terrain.descent import Path
from nnviz.terrain.one_weight import OneWeight


def encode_descent(
    landscape: OneWeight,
    path: Path,
    learning_rate: float,
    optimizer_label: str,
    follows_gradient: bool,
    play: int = 1,
) -> bytes:
    """The film of ``path``, a descent on ``landscape``, for the player.

    ``follows_gradient`` says that the optimizer's step is the gradient itself, so that the
    arithmetic may call it by that name. A ``play`` above 0 starts the film when it opens.
    """
    header = {
        "x": landscape.x,
        "y": landscape.y,
        "half": landscape.half,
        "learning_rate": learning_rate,
        "optimizer": optimizer_label,
        "follows_gradient": follows_gradient,
        "play": play,
        "palette": PALETTE,
    }
    arrays = {
        "w": halves(path.w[:, 0]),
        "loss": halves(path.loss),
        "grad": halves(path.grad[:, 0]),
        "direction": halves(path.directions(learning_rate)[:, 0]),
    }
    return encode(header, arrays)
