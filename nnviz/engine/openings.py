"""What the pages open with: the experiments at everybody's defaults, computed before anyone comes.

They are in the store that all visitors share, so a class that opens a page trains nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.engine.engine import Engine
from nnviz.engine.entrants import entrant
from nnviz.engine.shelf import findings
from nnviz.engine.survey import survey_of
from nnviz.engine.tales import tale
from nnviz.study import images
from nnviz.study.batches import sizes_for
from nnviz.study.forward import FIRST
from nnviz.study.wrong_start import DEFAULTS, experiments
from nnviz.terrain.plane import PLANES

Question = Callable[[Engine], bool]
"""Asks for something that a page opens with; whether it is there."""


def openings() -> list[Question]:
    """What to ask for, one after the other, each until it is there; the home page's film first."""
    return [
        lambda engine: tale(DEFAULT, engine) is not None,
        _run(FIRST),
        *(_run(plane.experiment) for plane in PLANES.values()),
        lambda engine: findings(DEFAULT, engine) is not None,
        *map(_run, experiments(*DEFAULTS).values()),
        _map_of_rates,
        *map(_run, sizes_for(DEFAULT)),
        lambda engine: tale(images.FIRST, engine) is not None,
        lambda engine: findings(images.FIRST, engine) is not None,
        *(_lap(optimizer) for optimizer in OPTIMIZERS),
    ]


def _map_of_rates(engine: Engine) -> bool:
    return survey_of(DEFAULT, 1).train().recording(engine).finished


def _run(experiment: Experiment) -> Question:
    """The whole run; a branch waits for its parent first."""

    def is_there(engine: Engine) -> bool:
        recording = engine.ask(experiment)
        return recording is not None and recording.finished

    return is_there


def _lap(optimizer: str) -> Question:
    return lambda engine: entrant(DEFAULT, optimizer, None).lap(engine) is not None
