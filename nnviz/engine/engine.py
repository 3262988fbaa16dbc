"""What all visitors of a server share: what is being computed, and what has been.

A page asks, reads what there is and draws; workers compute. Runs are deterministic, so one
recording serves everyone with the same settings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from nnviz.core.experiment import Experiment
from nnviz.core.training import Training
from nnviz.engine.calculation import Calculation
from nnviz.engine.crowd import Crowd
from nnviz.engine.jobs import PATIENCE, Jobs
from nnviz.engine.recording import Recording
from nnviz.engine.store import Store


@dataclass(frozen=True, eq=False)
class Engine:
    """Computes for all visitors of a server, and keeps what it has computed.

    Attributes:
        jobs: what is being computed.
        store: what is kept, by its content.
        crowd: who waits.
    """

    jobs: Jobs
    store: Store = field(default_factory=Store)
    crowd: Crowd = field(default_factory=Crowd)

    def recording(self, experiment: Experiment, *trainings: Training) -> Recording | None:
        """The one recording of an experiment, or of a stack of variants of its training.

        It is as far as anyone has trained it. One that had to make room in the store begins again,
        to the same bytes. The recording of a branch begins at its origin: None while its parent,
        which is asked for, is not trained as far as that.

        Raises:
            ValueError: this cannot be trained, a branch is asked for as a stack, or its parent
                ended before its origin.
            JobError: its parent could not be trained.
        """
        content = experiment, trainings or (experiment.training,)
        found = self.store.get(content)
        if found is None and experiment.origin:
            found = self._branch(*content)
            if found is None:
                return None
        return self.store.keep(content, lambda: found or Recording(*content))

    def ask(
        self, experiment: Experiment, *trainings: Training, until: int | None = None
    ) -> Recording | None:
        """The same, which is to be trained up to epoch `until`; without it, to the end.

        Whoever goes on waiting has to ask again, as soon as the crowd lets them.

        Raises:
            ValueError: as above.
            JobError: it, or its parent, could not be trained.
        """
        recording = self.recording(experiment, *trainings)
        wanted = experiment.training.epochs if until is None else until
        if recording and not recording.has(wanted):
            recording.want(wanted, self._patience)
            self.jobs.ask(recording, self._patience)
        return recording

    def answer(
        self,
        name: Hashable,
        function: Callable[..., Any],
        *arguments: Any,
        at_leisure: bool = False,
    ) -> Any:
        """What a pure function says, computed once and kept by its name; None until it is there.

        Whoever goes on waiting has to ask again. What nobody waits for frame by frame is
        computed `at_leisure`: it does not come before others.

        Raises:
            JobError: the function has raised an error, which is the cause, or could not be called.
        """
        calculation = self.store.keep(name, lambda: Calculation(function, *arguments))
        if not calculation.finished:
            self.jobs.ask(calculation, self._patience, at_leisure)
        return calculation.result

    def seconds_until_more(self, experiment: Experiment) -> float:
        """About when the recording of an experiment that is being trained will have grown."""
        recording = self.store.get((experiment, (experiment.training,)))
        return self.jobs.seconds_until(recording) if recording else math.inf

    @property
    def _patience(self) -> float:
        """Seconds in which whoever waits asks again, in a crowd less often."""
        return max(PATIENCE, self.crowd.remembered)

    def holder(self, experiment: Experiment, epoch: int) -> Experiment:
        """The run that an epoch is of: of a branch before its origin, its parent."""
        while experiment.origin and epoch < experiment.origin.epoch:
            experiment = experiment.origin.parent
        return experiment

    def _branch(self, experiment: Experiment, trainings: tuple[Training, ...]) -> Recording | None:
        """The recording of a branch that is not in the store, if its parent is trained enough."""
        if trainings != (experiment.training,):
            raise ValueError(f"a branch has one training, its own; these are {trainings}")
        parent, epoch = experiment.origin.parent, experiment.origin.epoch
        before = self.ask(parent, until=epoch)
        if before is None or not before.has(epoch):
            return None
        if before.epoch < epoch:
            raise ValueError(f"the run ended at epoch {before.epoch}, before epoch {epoch}")
        left = self.holder(parent, epoch)
        held = self.ask(left, until=epoch)
        if held is None or not held.has(epoch):
            return None
        return Recording(experiment, trainings, left, before.run(until=epoch), held.nearest(epoch))
