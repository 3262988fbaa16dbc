"""A short run and its file, and the same file with something else in it."""

from __future__ import annotations

import io
import json
from functools import cache

import numpy as np
from immediately import immediate_engine

from nnviz.core.data import load
from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.record import Run
from nnviz.core.saved import save
from nnviz.core.training import Training

KNOWN = [load("penguins")]
SMALL = Experiment(
    network=MLP((4, 5, 3), "tanh"), training=Training(epochs=7, batch_size=60, seed=3)
)


def run_of(experiment: Experiment) -> Run:
    """Its record, as the pages' engine has it."""
    return immediate_engine().ask(experiment).run()[0]


@cache
def honest() -> bytes:
    return save(SMALL, run_of(SMALL))


@cache
def arrays() -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(honest())) as file:
        return dict(file)


@cache
def told() -> str:
    return str(arrays()["settings"])


def packed(**others: object) -> bytes:
    """The honest file with other arrays; None leaves one out."""
    file = io.BytesIO()
    kept = {name: value for name, value in (arrays() | others).items() if value is not None}
    np.savez_compressed(file, **kept)
    return file.getvalue()


def saying(path: str, value: object) -> bytes:
    """The honest file with another setting."""
    settings = json.loads(told())
    section, *names = settings, *path.split(".")
    for name in names[:-1]:
        section = section[name]
    section[names[-1]] = value
    return packed(settings=np.array(json.dumps(settings)))
