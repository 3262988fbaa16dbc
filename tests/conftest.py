"""What many tests share: the penguins, split as the app splits them; and who comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from instances import Instance, instances

from nnviz.core.data import Dataset, Split, load, split
from nnviz.core.networks import MLP, Network

# How long an example takes says something about the machine only.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

FIRST = ("browser", "pages")
"""Rooms of tests that take long: two workers end together when the short ones come last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by their rooms, those that take long first."""
    tests = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        room = item.path.relative_to(tests).parts[0]
        return FIRST.index(room) if room in FIRST else len(FIRST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def penguins() -> Dataset:
    return load("penguins")


@pytest.fixture(scope="session")
def penguin_split(penguins: Dataset) -> Split:
    return split(penguins)


@pytest.fixture(scope="session")
def network() -> Network:
    return MLP((4, 10, 10, 3))


@pytest.fixture(scope="session", params=instances())
def instance(request) -> Instance:
    """Each of the things to learn in turn."""
    return instances()[request.param]
