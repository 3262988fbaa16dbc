"""What a visit holds of the runs that one page trains."""

from __future__ import annotations

from typing import Any

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.engine.orders import Order
from nnviz.engine.shelf import Shelf
from nnviz.ui.controls import Controls
from nnviz.ui.recipe import Recipe


class Bench:
    """A page's place to work: its controls, how they describe a run, and what is asked for there.

    It keeps nothing itself: what it holds is the session's, under names of the page's own.

    Args:
        controls: the page's.
        recipe: how its fields describe a run.
    """

    def __init__(self, controls: Controls, recipe: Recipe) -> None:
        self.controls, self.recipe = controls, recipe

    @property
    def order(self) -> Order | None:
        """What is asked of the engine; None before the page's first run."""
        return self._held("order")

    @order.setter
    def order(self, order: Order | None) -> None:
        self._hold("order", order)

    @property
    def shelf(self) -> Shelf:
        """What has been trained here."""
        return self._held("shelf") or Shelf()

    @shelf.setter
    def shelf(self, shelf: Shelf) -> None:
        self._hold("shelf", shelf)

    @property
    def branch(self) -> tuple[str, Experiment] | None:
        """The branch that is shown, as the address has it, and the settings that it was made of."""
        return self._held("branch")

    @branch.setter
    def branch(self, branch: tuple[str, Experiment] | None) -> None:
        self._hold("branch", branch)

    @property
    def awaited(self) -> str:
        """The run that the address compares the shown one with, until it is there; else empty."""
        return self._held("awaited") or ""

    @awaited.setter
    def awaited(self, text: str) -> None:
        self._hold("awaited", text)

    def _held(self, name: str) -> Any:
        return st.session_state.get(self.controls.key(f"bench {name}"))

    def _hold(self, name: str, value: Any) -> None:
        st.session_state[self.controls.key(f"bench {name}")] = value
