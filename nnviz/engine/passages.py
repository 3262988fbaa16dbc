"""What lies between the epochs in which a run learns, so that its film shows every batch there."""

from __future__ import annotations

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.replay import Steps, every_step
from nnviz.engine.engine import Engine
from nnviz.study.passage import passage

MOST_STEPS = 120
"""So many moments fill five seconds of a film."""

MOST_BYTES = 2**20
"""What they may take on their way to the browser: of a large network there are fewer."""


def steps_between(experiment: Experiment, engine: Engine) -> Steps | None:
    """The steps of a finished run's passage; None until they are there.

    There are none of a run that learns nothing, of one so long that not every epoch is kept, nor of
    a branch, which begins in the middle.

    Raises:
        JobError: they could not be computed.
    """
    recording = engine.ask(experiment)
    if recording is None or not recording.finished:
        return None
    run, curves = recording.run()
    learns = passage(run.epochs, curves)
    network = experiment.network
    if learns is None or run.stride > 1 or experiment.origin:
        return Steps(1, np.zeros(0), np.zeros((0, network.parameter_count), np.float32))
    most = max(1, min(MOST_STEPS, MOST_BYTES // (4 * network.parameter_count)))
    setting = network, experiment.split(), experiment.training
    given = (*setting, *learns, most, recording.nearest(learns[0]))
    return engine.answer(("steps", experiment), every_step, *given)
