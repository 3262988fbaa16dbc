"""Handwritten digits (Alpaydin & Kaynak 1998, 10.24432/C50P49), as scikit-learn ships them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nnviz.core.data.dataset import Dataset, Feature, Nouns

SIDE = 8
"""Pixels of a picture across, and down."""

DRAWN = 32
"""Dots of the drawing behind it, across and down: a pixel counts the dark ones of its block."""

FULL = (DRAWN // SIDE) ** 2
"""The value of a pixel whose block is dark all over."""

NAMES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")


def digits() -> Dataset:
    """1797 pictures of 8 × 8 pixels from 0 to 16, and which digit each shows."""
    with np.load(Path(__file__).with_name("digits.npz"), allow_pickle=False) as kept:
        pictures, shown = kept["pictures"], kept["digits"]  # [N, 8, 8], [N]
    places = range(1, SIDE + 1)
    return Dataset(
        name="digits",
        x=pictures.reshape(len(pictures), -1).astype(float),
        y=shown.astype(np.int64),
        features=tuple(
            Feature(f"pixel {row}, {column}", "") for row in places for column in places
        ),
        classes=NAMES,
        source="Alpaydin & Kaynak 1998, UCI Machine Learning Repository; CC BY 4.0",
        nouns=Nouns("picture", "pictures", "digit"),
        target=Feature("digit", ""),
        picture=(1, SIDE, SIDE),
    )
