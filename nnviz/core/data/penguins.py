"""The penguins of Palmer Station (Gorman, Williams & Fraser 2014, 10.1371/journal.pone.0090081)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from nnviz.core.data.dataset import Dataset, Example, Feature, Nouns

COLUMNS = {
    "bill_length_mm": Feature("bill length", "mm"),
    "bill_depth_mm": Feature("bill depth", "mm"),
    "flipper_length_mm": Feature("flipper length", "mm"),
    "body_mass_g": Feature("body mass", "g"),
}
SPECIES = ("Adelie", "Gentoo", "Chinstrap")


def penguins() -> Dataset:
    """The species of 342 penguins, the ones with all four measurements."""
    columns = list(COLUMNS)
    table = pd.read_csv(Path(__file__).with_name("penguins.csv")).dropna(subset=columns)
    return Dataset(
        name="penguins",
        x=table[columns].to_numpy(np.float64),
        y=table["species"].map(SPECIES.index).to_numpy(np.int64),
        features=tuple(COLUMNS.values()),
        classes=SPECIES,
        source="Gorman, Williams & Fraser 2014; Horst, Hill & Gorman 2020; CC0",
        nouns=Nouns("penguin", "penguins", "species"),
        target=Feature("species", ""),
        examples=(Example("The article’s bird", (37.3, 16.8, 192.0, 3000.0)),),
    )
