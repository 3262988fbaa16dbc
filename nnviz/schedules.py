"""Learning-rate schedules: the factor that multiplies η in each epoch. One entry is one choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.registry import Registry

__all__ = ["SCHEDULES", "Schedule"]


@dataclass(frozen=True)
class Schedule:
    """One schedule.

    Attributes:
        label: the name on the screen.
        factor: progress → factor of η, where progress is the fraction of the epochs that are
            done: 0 in the first epoch, just below 1 in the last.
        formula: the factor in LaTeX.
        source: where the schedule was proposed.
    """

    label: str
    factor: Callable[[float], float]
    formula: str
    source: str


SCHEDULES = Registry(
    "schedule",
    {
        "constant": Schedule(
            label="constant",
            factor=lambda progress: 1.0,
            formula="1",
            source="Robbins & Monro 1951, 10.1214/aoms/1177729586",
        ),
    },
)
