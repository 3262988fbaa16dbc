"""What many tests share: the penguins, split as the app splits them."""

from __future__ import annotations

import pytest
from instances import Instance, instances

from nnviz.core.data import Dataset, Split, load, split
from nnviz.core.networks import MLP, Network


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
