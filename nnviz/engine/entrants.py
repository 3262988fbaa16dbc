"""Who takes part in the race on the penguins: each optimizer with its η and its time."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.measures import evaluate
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.engine.compute import advance_stack, turn
from nnviz.study.laps import RATES, Lap, Stopwatch, best_rate, lap
from nnviz.study.sweep import grid

__all__ = ["Entrant", "entrant"]

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

    def advance(self) -> None:
        """Work for a slice of time, when it is this visitor's turn."""
        with turn():
            if self.rate is None:
                self._search()
            elif self.lap is None:
                self._run()

    def search(self) -> None:
        """Look for the learning rate alone, for a slice of time, when it is this visitor's turn."""
        with turn():
            if self.rate is None:
                self._search()

    @property
    def status(self) -> str:
        """What it is doing, in words."""
        label = OPTIMIZERS[self._experiment.training.optimizer].label
        if self.rate is None:
            return f"{label} tries {len(RATES)} learning rates …"
        return f"{label} runs alone at η = {self.rate:g} …"

    def _search(self) -> None:
        experiment = self._experiment
        film = advance_stack(
            experiment, *grid(experiment.training, RATES, [experiment.training.seed])
        )
        self.progress = 0.5 * film.trainer.epoch / experiment.training.epochs
        if film.trainer.finished:
            _, params = film.trainer.history()
            network, loss = self._experiment.network, self._experiment.training.loss
            ends = evaluate(network, loss, params[-1:], film.split).train_loss[-1]  # [rates]
            self.rate = best_rate(ends)

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


def entrant(experiment: Experiment, optimizer: str, rate: float | None) -> Entrant:
    """The one entrant of an optimizer at a learning rate, or, without one, at its best.

    The experiment's own optimizer and learning rate do not matter.
    """
    training = replace(
        experiment.training, optimizer=optimizer, learning_rate=DEFAULT.training.learning_rate
    )
    return _entrant(replace(experiment, training=training), rate)


# Wall time is not deterministic: it is measured once, and everyone sees the same.
@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs={Experiment: repr})
def _entrant(experiment: Experiment, rate: float | None) -> Entrant:
    return Entrant(experiment, rate)
