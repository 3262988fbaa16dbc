"""The tale of a finished run: what happens in it, and what lies between the epochs it learns in."""

from __future__ import annotations

from nnviz.core.experiment import Experiment
from nnviz.engine.engine import Engine
from nnviz.films.network import Tale
from nnviz.films.tales import tell
from nnviz.study.passage import passage


def tale(experiment: Experiment, engine: Engine) -> Tale | None:
    """The tale of a run; None until it is finished, and its tale is there.

    Raises:
        JobError: it could not be computed.
    """
    recording = engine.ask(experiment)
    if recording is None or not recording.finished:
        return None
    run, curves = recording.run()
    learns = passage(run.epochs, curves)
    nearest = recording.nearest(learns[0]) if learns else None
    story = experiment, run, curves, nearest
    return engine.answer(("tale", experiment), tell, *story, at_leisure=True)
