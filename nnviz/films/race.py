"""The film of a race: optimizers walking down one landscape together, on its map."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.core.look import MARKERS, PALETTE
from nnviz.core.optimizers import MOMENTUM, OPTIMIZERS
from nnviz.films.block import encode, halves
from nnviz.terrain.descent import Path
from nnviz.terrain.landscapes import Landscape

COLUMNS, ROWS = 161, 121
"""Points of the relief that is sent: the map is coloured in straight lines between them."""

Runner = tuple[str, float, Path]
"""A key of OPTIMIZERS, its learning rate and its path."""


def encode_race(
    landscape: Landscape, runners: Sequence[Runner], chosen: int = 0, play: int = 1
) -> bytes:
    """The race of `runners`, who all began at the same point of `landscape`, for the player.

    Numbers that may leave float32 travel as halves, see `nnviz.films.block`.

    Args:
        landscape: the map to draw.
        runners: who takes part, in the order in which they are listed.
        chosen: the index of the one whose steps are taken apart.
        play: above 0: the race starts when it opens; another number starts it again.
    """
    relief = landscape.relief(COLUMNS, ROWS)
    names = list(OPTIMIZERS)
    header = {
        "landscape": landscape.label,
        "window": landscape.window,
        "minima": [{"w": point, "lowest": point in landscape.lowest} for point in landscape.minima],
        "levels": landscape.levels,
        "chosen": chosen,
        "play": play,
        "runners": [
            {
                "key": key,
                "label": OPTIMIZERS[key].label,
                "learning_rate": learning_rate,
                "racer": names.index(key) % len(PALETTE["light"]["racers"]),
                "shape": MARKERS[names.index(key) % len(MARKERS)],
                "diverged_at": path.diverged_at,
                "terms": path.terms,
                "momentum": path.terms.index(MOMENTUM) if MOMENTUM in path.terms else None,
            }
            for key, learning_rate, path in runners
        ],
        "palette": PALETTE,
    }
    arrays = {"relief": relief.loss}
    for i, (_, _, path) in enumerate(runners):
        arrays[f"w{i}"] = halves(path.w)
        arrays[f"loss{i}"] = halves(path.loss)
        arrays[f"parts{i}"] = halves(path.parts)
    return encode(header, arrays)
