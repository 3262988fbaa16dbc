"""The penguins of Palmer Station (Gorman, Williams & Fraser 2014, 10.1371/journal.pone.0090081)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from nnviz.core.data.dataset import Dataset, Example, Feature, Nouns

COLUMNS = {
    "bill_length_mm": Feature("bill length", "mm"),
    "bill_depth_mm": Feature("bill depth", "mm"),
    "flipper_length_mm": Feature("flipper length", "mm"),
    "body_mass_g": Feature("body mass", "g"),
}
MISSING = "NA"
SPECIES = ("Adelie", "Gentoo", "Chinstrap")


def penguins() -> Dataset:
    """The species of 342 penguins, the ones with all four measurements."""
    # The first page needs them: pandas would let it wait most of a second.
    with Path(__file__).with_name("penguins.csv").open(encoding="utf-8", newline="") as file:
        birds = [bird for bird in csv.DictReader(file) if MISSING not in map(bird.get, COLUMNS)]
    return Dataset(
        name="penguins",
        x=np.array([[float(bird[name]) for name in COLUMNS] for bird in birds]),
        y=np.array([SPECIES.index(bird["species"]) for bird in birds], np.int64),
        features=tuple(COLUMNS.values()),
        classes=SPECIES,
        source="Gorman, Williams & Fraser 2014; Horst, Hill & Gorman 2020; CC0",
        nouns=Nouns("penguin", "penguins", "species"),
        target=Feature("species", ""),
        examples=(Example("The article’s bird", (37.3, 16.8, 192.0, 3000.0)),),
    )
