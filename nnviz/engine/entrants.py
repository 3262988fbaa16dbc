"""Who takes part in the race on the data: each optimizer with its η and its luck."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import number
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.study.laps import RATES, SEEDS, Lap, best_rate, lap
from nnviz.study.sweep import grid


@dataclass(frozen=True)
class Entrant:
    """One optimizer on its way through the race.

    First, unless its learning rate is given, it searches for it among `RATES`; then it runs, with
    `SEEDS` seeds at once.

    Attributes:
        experiment: the settings; its learning rate does not matter.
        fixed: the learning rate, or None for the best.
    """

    experiment: Experiment
    fixed: float | None

    @property
    def label(self) -> str:
        """The optimizer's name on the screen."""
        return OPTIMIZERS[self.experiment.training.optimizer].label

    def rate(self, engine: Engine) -> float | None:
        """Its learning rate, None until it is found; whoever asks has it searched."""
        if self.fixed is not None:
            return self.fixed
        training = self.experiment.training
        stack = engine.ask(self.experiment, *grid(training, RATES, [training.seed]))
        return best_rate(stack.newest().train_loss[0]) if stack.finished else None

    def lap(self, engine: Engine) -> Lap | None:
        """Its run with the first seed, None until all are complete; whoever asks has it run."""
        rate = self.rate(engine)
        if rate is None:
            return None
        own, seeds = self._runs(rate)
        stack = engine.ask(own, *seeds)
        return lap(*stack.run(), stack.newest().train_loss[0]) if stack.finished else None

    def _runs(self, rate: float) -> tuple[Experiment, tuple[Training, ...]]:
        """The experiment at its learning rate, and the trainings with all seeds."""
        training = replace(self.experiment.training, learning_rate=rate)
        first = training.seed
        return replace(self.experiment, training=training), grid(
            training, [rate], range(first, first + SEEDS)
        )

    def progress(self, engine: Engine) -> tuple[float, str]:
        """How far it is, 0 to 1, and what it is doing, in words; nobody has it do more."""
        rate, training = self.fixed, self.experiment.training
        if rate is None:
            stack = engine.recording(self.experiment, *grid(training, RATES, [training.seed]))
            if not stack.finished:
                words = f"{self.label} tries {len(RATES)} learning rates …"
                return 0.5 * stack.epoch / training.epochs, words
            rate = best_rate(stack.newest().train_loss[0])
        own, seeds = self._runs(rate)
        recording = engine.recording(own, *seeds)
        done = 1.0 if recording.finished else recording.epoch / training.epochs
        return 0.5 + 0.5 * done, f"{self.label} runs at η = {number(rate, 4)} with {SEEDS} seeds …"


def entrant(experiment: Experiment, optimizer: str, rate: float | None) -> Entrant:
    """The entrant of an optimizer at a learning rate, or, without one, at its best.

    The experiment's own optimizer and learning rate do not matter.
    """
    training = replace(
        experiment.training, optimizer=optimizer, learning_rate=DEFAULT.training.learning_rate
    )
    return Entrant(replace(experiment, training=training), rate)
