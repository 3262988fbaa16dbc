"""The penguins of Palmer Station (Gorman, Williams & Fraser 2014, 10.1371/journal.pone.0090081)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from nnviz.core.data.dataset import Dataset, Example, Fact, Feature, Nouns

COLUMNS = {
    "bill_length_mm": Feature("bill length", "mm"),
    "bill_depth_mm": Feature("bill depth", "mm"),
    "flipper_length_mm": Feature("flipper length", "mm"),
    "body_mass_g": Feature("body mass", "g"),
}
FACTS = ("island", "sex", "year")
MISSING = "NA"
SPECIES = ("Adelie", "Gentoo", "Chinstrap")


def penguins() -> Dataset:
    """The species of 342 penguins, the ones with all four measurements."""
    known = zip(_table("penguins.csv"), _table("penguin_individuals.csv"), strict=True)
    birds = [bird | whom for bird, whom in known if MISSING not in map(bird.get, COLUMNS)]
    return Dataset(
        name="penguins",
        x=np.array([[float(bird[name]) for name in COLUMNS] for bird in birds]),
        y=np.array([SPECIES.index(bird["species"]) for bird in birds], np.int64),
        features=tuple(COLUMNS.values()),
        classes=SPECIES,
        source="Gorman, Williams & Fraser 2014; Horst, Hill & Gorman 2020; CC0",
        nouns=Nouns("penguin", "penguins", "species"),
        target=Feature("species", ""),
        examples=(Example("An example bird", (37.3, 16.8, 192.0, 3000.0)),),
        facts=tuple(Fact(name, tuple(_word(bird[name]) for bird in birds)) for name in FACTS),
        # An ID is unique within a species and an island, and years apart it may be another bird's.
        individuals=tuple(
            f"{bird['species']} {bird['island']} {bird['individual_id']}" for bird in birds
        ),
    )


def _table(name: str) -> list[dict[str, str]]:
    # The first page needs them: pandas would let it wait most of a second.
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _word(text: str) -> str:
    return "" if text == MISSING else text
