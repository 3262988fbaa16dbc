"""The film of the lessons: the same network taught with every loss, epoch after epoch.

Axes: L losses, E epochs, K classes. See `nnviz.films.block`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nnviz.core.data import Dataset
from nnviz.core.look import MARKERS, PALETTE
from nnviz.films.block import encode
from nnviz.films.told import lines_of_losses
from nnviz.study.wrong_start import GOAL, Lesson


def encode_lessons(dataset: Dataset, taught: Mapping[str, Lesson], name: str, truth: int) -> bytes:
    """What networks that are taught with different losses give to the truth, and say of one row.

    Args:
        dataset: what they are taught.
        taught: a lesson for each loss of its task, by the loss's key.
        name: what the row is called that the lessons' shares are about.
        truth: the class that it is of.
    """
    lessons = [(line, taught[line["key"]]) for line in lines_of_losses(dataset.task)]
    header = {
        "classes": dataset.classes,
        "nouns": vars(dataset.nouns),
        "markers": MARKERS,
        "palette": PALETTE,
        "losses": [{**line, "right_after": one.right_after} for line, one in lessons],
        "goal": GOAL,
        "name": name,
        "truth": truth,
    }
    arrays = {
        "chances": np.stack([one.chances for _, one in lessons]),  # [L, E+1]
        "right": np.stack([one.right for _, one in lessons]),  # [L, E+1]
        "shares": np.stack([one.shares for _, one in lessons]),  # [L, E+1, K]
    }
    return encode(header, arrays)
