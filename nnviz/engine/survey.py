"""A survey of learning rates: one network trained at all of them, as far as the visitor asked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nnviz.core.bounds import SWEEP_SEEDS
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.measures import Curves
from nnviz.core.networks import Network
from nnviz.core.record import Run
from nnviz.core.text import counted, loss_text, number
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.recording import Recording
from nnviz.study.sweep import LEARNING_RATES, Sweep, as_sweep, grid
from nnviz.study.verdicts import BOUNCE

STACK_PARAMETERS = 2_000_000
"""The most parameters of one stack: one step of a larger one keeps everybody else waiting."""

SLICES_PER_SURVEY = 5
"""A sweep that somebody has trained before is revealed in this many slices, to be seen to grow."""


@dataclass(frozen=True)
class Survey:
    """What a visitor has asked for.

    Attributes:
        experiment: the runs' settings; its learning rate does not matter.
        seeds: how many seeds, B: the experiment's and the ones that follow it.
        target: the epoch to train to; 0 leaves all networks untrained.
        shown: the last epoch that has reached the visitor's screen.
        complete: whether all runs have ended.
        take: counts how often they have been trained again, for the map to begin anew.
        sent: blocks that have been sent of the run that is shown beside the map, 2 for more.
    """

    experiment: Experiment
    seeds: int
    target: int = 0
    shown: int = 0
    complete: bool = False
    take: int = 0
    sent: int = 0

    @property
    def epochs(self) -> int:
        """Epochs of each run."""
        return self.experiment.training.epochs

    @property
    def running(self) -> bool:
        """Whether epochs that were asked for are still missing."""
        return self.shown < self.target

    def same_runs(self, other: Survey) -> bool:
        """Whether both are about the same runs, however far they are."""
        return (self.experiment, self.seeds) == (other.experiment, other.seeds)

    def open(self, target: int, engine: Engine) -> Survey:
        """Train all to an epoch; what somebody has trained before is shown at once."""
        there = engine.recording(self.experiment, *self.trainings)
        shown = min(target, there.epoch)
        return replace(
            self, target=target, shown=shown, complete=there.finished and shown == there.epoch
        )

    def train(self) -> Survey:
        """Train all to the end; what is at its end starts over."""
        start = replace(self, shown=0, complete=False, take=self.take + 1)
        return replace(start if self.complete else self, target=self.epochs)

    def stop(self) -> Survey:
        """Ask for no more than is there."""
        return replace(self, target=self.shown)

    @property
    def scenery(self) -> bool:
        """Whether the next block must bring what all runs stand on, such as the dataset.

        It is in the first two, of which one may get lost while the player is still loading.
        """
        return self.sent < 2

    def after_sending(self) -> Survey:
        """The survey once a block has been sent."""
        return replace(self, sent=min(self.sent + 1, 2))

    def resend(self) -> Survey:
        """Send the scenery again: the player has missed it."""
        return replace(self, sent=0)

    @property
    def trainings(self) -> tuple[Training, ...]:
        """The A × B trainings, seeds running fastest."""
        return _trainings(self.experiment.training, self.seeds)

    def recording(self, engine: Engine) -> Recording:
        """The stack of all runs, which this visitor shares with whoever asks for the same."""
        return engine.ask(self.experiment, *self.trainings, until=self.target)

    def sweep(self, engine: Engine) -> Sweep:
        """The record of all runs up to the epoch that is shown."""
        training = self.experiment.training
        epochs, curves = self.recording(engine).record(self.shown)
        seeds = range(training.seed, training.seed + self.seeds)
        return as_sweep(self.experiment.network, training, LEARNING_RATES, seeds, epochs, curves)

    def run(self, learning_rate: float, engine: Engine) -> tuple[Run, Curves]:
        """The run nearest to a learning rate, of the first seed; untrained while others train."""
        until = 0 if self.running else self.shown
        return self.recording(engine).run(nearest(learning_rate) * self.seeds, until)


def survey_of(experiment: Experiment, seeds: int) -> Survey:
    """A survey that has asked for nothing yet; equal whatever the experiment's learning rate."""
    training = replace(experiment.training, learning_rate=DEFAULT.training.learning_rate)
    return Survey(replace(experiment, training=training), seeds)


@lru_cache(maxsize=32)
def _trainings(training: Training, seeds: int) -> tuple[Training, ...]:
    return grid(training, LEARNING_RATES, range(training.seed, training.seed + seeds))


def most_seeds(network: Network) -> int:
    """How many seeds a network this large can have, of those that a sweep may have."""
    room = STACK_PARAMETERS // (len(LEARNING_RATES) * network.parameter_count)
    return int(SWEEP_SEEDS.clip(room))


def at_mapped_rate(experiment: Experiment) -> Experiment:
    """The experiment at the laboratory's rate nearest to its own: the one that the map shows."""
    rate = LEARNING_RATES[nearest(experiment.training.learning_rate)]
    return replace(experiment, training=replace(experiment.training, learning_rate=rate))


def nearest(learning_rate: float) -> int:
    """The index of the laboratory's rate nearest to `learning_rate` on the logarithmic axis."""
    return int(np.argmin(np.abs(np.log(LEARNING_RATES) - math.log(learning_rate))))


def pull(survey: Survey, engine: Engine) -> tuple[Survey, Sweep]:
    """How far the survey is now, and the sweep up to there."""
    recording = survey.recording(engine)
    pace = max(1, math.ceil(survey.epochs / SLICES_PER_SURVEY))
    shown = min(survey.target, survey.shown + pace, recording.epoch)
    now = replace(survey, shown=shown)
    sweep = now.sweep(engine)
    target = shown if sweep.complete else survey.target
    return replace(now, target=target, complete=sweep.complete), sweep


def status(survey: Survey, sweep: Sweep) -> str:
    """What the survey has found, in sentences of our own."""
    if survey.running:
        return f"Training {sweep.final_loss.size} networks towards epoch {survey.target} …"
    if not survey.complete:
        return (
            f"Stopped after epoch {survey.shown}."
            if survey.shown
            else "The map is empty: press the button, and all "
            f"{len(LEARNING_RATES)} rates train at once."
        )
    diverged = int(np.isinf(sweep.final_loss).any(axis=1).sum())
    found = [_best(sweep)]
    found += edge_words(sweep)
    if diverged:
        found.append(
            f"{diverged} of {counted(len(sweep.learning_rates), 'rate')} "
            f"{'diverges' if diverged == 1 else 'diverge'}."
        )
    return " ".join(found)


def edge_words(sweep: Sweep) -> list[str]:
    """Up to which rate training is stable, and from which its loss ends higher than it began."""
    edge, blow_up = sweep.edge, sweep.blow_up
    highest = f"that edge lies beyond η = {number(sweep.learning_rates[-1])}, the highest here."
    if edge.unstable is None:
        return [f"Every rate is stable: {highest}"]
    if edge.stable is None:
        return []
    said = [f"Stable up to η = {number(edge.stable)};"]
    if edge.unstable == blow_up:
        return [f"{said[0]} at {number(edge.unstable)} a loss ends higher than it began."]
    said[0] += (
        f" at {number(edge.unstable)} a loss bounces (its rises add up to more than "
        f"{100 * BOUNCE:.0f}\N{NO-BREAK SPACE}% of its first value) and ends higher than at a "
        "smaller rate."
    )
    said.append(
        f"No rate blows up: {highest}"
        if blow_up is None
        else f"From {number(blow_up)} on a loss ends higher than it began."
    )
    best = float(sweep.learning_rates[sweep.best])
    if best > edge.stable:
        said.append(
            f"The lowest loss lies beyond the edge, at {number(best)}: between runs that bounce, "
            "another seed may well end elsewhere."
        )
    return said


def _best(sweep: Sweep) -> str:
    """Where the training loss ends lowest, how low, and what the test rows say there."""
    loss = float(np.median(sweep.final_loss[sweep.best]))
    if math.isinf(loss):
        return "**Every rate diverges.**"
    middle = f", the median (middle) of {len(sweep.seeds)} seeds" if len(sweep.seeds) > 1 else ""
    score = sweep.curves.score
    reached = score.write(float(np.nanmedian(sweep.curves.test_score[-1, sweep.best])))
    return (
        f"**Lowest training loss: η = {number(sweep.learning_rates[sweep.best])}** "
        f"({loss_text(loss)}{middle}; test {score.label} {reached})."
    )
