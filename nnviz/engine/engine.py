"""What all visitors of a server share: whose turn it is to train, and what has been trained.

Runs are deterministic, so one recording serves everyone with the same settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from nnviz.core.experiment import Experiment
from nnviz.core.record import Checkpoint
from nnviz.core.replay import Replay
from nnviz.core.training import Training
from nnviz.engine.recording import Recording
from nnviz.engine.store import Store
from nnviz.engine.turns import Turn

SLICE_SECONDS = 0.04
"""The longest that one visitor trains before the next one's turn."""

LONG_SLICE_SECONDS = 0.3
"""The longest that a stack is trained at once while nobody else is waiting for a turn."""


@dataclass(frozen=True, eq=False)
class Engine:
    """Trains for all visitors of a server, in turns, and keeps what it has trained.

    Attributes:
        turn: whose turn it is.
        store: what is kept, by its content.
        slice_seconds, long_slice_seconds: how long a slice of training takes, about.
    """

    turn: Turn = field(default_factory=Turn)
    store: Store = field(default_factory=Store)
    slice_seconds: float = SLICE_SECONDS
    long_slice_seconds: float = LONG_SLICE_SECONDS

    def recording(self, experiment: Experiment, *trainings: Training) -> Recording:
        """The one recording of an experiment, or of a stack of variants of its training.

        It is as far as anyone has trained it. One that had to make room in the store is trained
        again, to the same bytes. The recording of a branch begins at its origin; its parent is
        trained as far as that first.

        Raises:
            ValueError: a branch is asked for as a stack, or its parent ended before its origin.
        """
        content = experiment, trainings or (experiment.training,)
        found = self.store.get(content)
        if found is None and experiment.origin:
            return self._branch(*content)
        return self.store.keep(content, lambda: found or Recording(*content))

    def advance(self, experiment: Experiment, epoch: int) -> Recording:
        """Train a run for one slice towards `epoch`."""
        recording = self.recording(experiment)
        self._advance(recording, epoch, self.slice_seconds)
        return recording

    def advance_stack(self, experiment: Experiment, *trainings: Training) -> Recording:
        """Train a stack of variants for a slice, a long one while nobody waits."""
        recording = self.recording(experiment, *trainings)
        end = monotonic() + self.long_slice_seconds
        while not recording.finished:
            self._advance(recording, experiment.training.epochs, self.slice_seconds)
            if self.turn.waiting or monotonic() > end:
                break
        return recording

    def finished(self, experiment: Experiment, *trainings: Training) -> Recording:
        """The whole run (or stack of runs), trained in one go: for less than a second."""
        recording = self.recording(experiment, *trainings)
        self._advance(recording, experiment.training.epochs)
        return recording

    def reached(self, experiment: Experiment, epoch: int) -> Recording:
        """The run trained up to `epoch`, in slices between which others take their turns."""
        recording = self.recording(experiment)
        if not recording.has(epoch):
            with self.turn.paused():
                while not recording.has(epoch):
                    self._advance(recording, epoch, self.slice_seconds)
        return recording

    def replay(self, experiment: Experiment, epoch: int) -> Replay:
        """The epoch after `epoch`, step by step; of a branch before its origin, its parent's.

        Nobody needs to have trained that far. `ValueError` if there is no such epoch.
        """
        recording = self._where(experiment, epoch)
        with self.turn():  # of several who ask at once, the first one computes it
            return recording.replay(epoch)

    def checkpoint(self, experiment: Experiment, epoch: int) -> Checkpoint:
        """All that decides how a run goes on from the end of `epoch`.

        `ValueError` if it ended before, for instance because it diverged.
        """
        recording = self._where(experiment, epoch)
        with self.turn():
            return recording.checkpoint(epoch)

    def _where(self, experiment: Experiment, epoch: int) -> Recording:
        """The recording that an epoch is in: of a branch before its origin, its parent's."""
        while experiment.origin and epoch < experiment.origin.epoch:
            experiment = experiment.origin.parent
        return self.reached(experiment, epoch)

    def _branch(self, experiment: Experiment, trainings: tuple[Training, ...]) -> Recording:
        """The recording of a branch that is not in the store: its parent comes first."""
        content, origin = (experiment, trainings), experiment.origin
        if trainings != (experiment.training,):
            raise ValueError(f"a branch has one training, its own; these are {trainings}")
        parent = self.reached(origin.parent, origin.epoch)
        with self.turn():  # of several visitors who ask at once, the first one makes it
            found = self.store.get(content)
            if found is None:
                start = self.checkpoint(origin.parent, origin.epoch).with_edits(origin.edits)
                found = Recording(*content, start, parent.run(until=origin.epoch))
            return self.store.keep(content, lambda: found)

    def _advance(self, recording: Recording, epoch: int, seconds: float | None = None) -> None:
        """Train towards `epoch` for about `seconds`, when it is this recording's turn."""
        if not recording.has(epoch):
            with self.turn():
                recording.advance(epoch, seconds)
