"""Who takes part in the race on the data: each optimizer with its η and its time."""

from __future__ import annotations

from dataclasses import replace

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.engine.engine import Engine
from nnviz.study.laps import RATES, Lap, Stopwatch, best_rate, lap
from nnviz.study.sweep import grid

SLICE_SECONDS = 0.2


class Entrant:
    """One optimizer on its way through the race; all visitors with equal settings share it.

    First, unless its learning rate is given, the sweep that finds it; then the timed run. What is
    kept at the end is small: the rate and the lap.

    Attributes:
        rate: its learning rate, None until it is found.
        lap: its run with times, None until it is complete.
        progress: how far it is, 0 to 1.
    """

    def __init__(self, experiment: Experiment, rate: float | None) -> None:
        self._experiment = experiment
        self._watch: Stopwatch | None = None
        self.rate = rate
        self.lap: Lap | None = None
        self.progress = 0.0

    @property
    def finished(self) -> bool:
        """Whether its lap is complete."""
        return self.lap is not None

    @property
    def nbytes(self) -> int:
        """Bytes of the run while it is timed, then of the lap."""
        if self.lap:
            kept = (self.lap.epochs, self.lap.seconds, *self.lap.curves.values())
            return sum(array.nbytes for array in kept)
        watch = self._watch  # it may be put away meanwhile: the store asks without a turn
        return watch.trainer.nbytes if watch else 0

    def advance(self, engine: Engine) -> None:
        """Work for a slice of time, when it is this visitor's turn."""
        with engine.turn():
            if self.rate is None:
                self._search(engine)
            elif self.lap is None:
                self._run()

    def search(self, engine: Engine) -> None:
        """Look for the learning rate alone, for a slice of time, when it is this visitor's turn."""
        with engine.turn():
            if self.rate is None:
                self._search(engine)

    @property
    def status(self) -> str:
        """What it is doing, in words."""
        label = OPTIMIZERS[self._experiment.training.optimizer].label
        if self.rate is None:
            return f"{label} tries {len(RATES)} learning rates …"
        return f"{label} runs alone at η = {self.rate:g} …"

    def _search(self, engine: Engine) -> None:
        training = self._experiment.training
        stack = engine.advance_stack(self._experiment, *grid(training, RATES, [training.seed]))
        self.progress = 0.5 * stack.epoch / training.epochs
        if stack.finished:
            self.rate = best_rate(stack.newest().train_loss[0])

    def _run(self) -> None:
        experiment = self._experiment
        if self._watch is None:
            training = replace(experiment.training, learning_rate=self.rate)
            self._watch = Stopwatch(experiment.network, experiment.split(), training)
        self._watch.advance(SLICE_SECONDS)
        self.progress = 0.5 + 0.5 * self._watch.trainer.epoch / experiment.training.epochs
        if self._watch.trainer.finished:
            self.lap = lap(self._watch, experiment.split())
            self._watch, self.progress = None, 1.0


def entrant(experiment: Experiment, optimizer: str, rate: float | None, engine: Engine) -> Entrant:
    """The one entrant of an optimizer at a learning rate, or, without one, at its best.

    The experiment's own optimizer and learning rate do not matter. Wall time is not deterministic:
    it is measured once, and everyone sees the same.
    """
    training = replace(
        experiment.training, optimizer=optimizer, learning_rate=DEFAULT.training.learning_rate
    )
    alone = replace(experiment, training=training)
    return engine.store.keep(("entrant", alone, rate), lambda: Entrant(alone, rate))
