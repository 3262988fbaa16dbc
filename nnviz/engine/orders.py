"""A visitor's own training: what is asked for, how far it is, and its actions.

The visit holds an `Order` of a few words; the run itself lives in the store that all share, so
coming back, or asking for what somebody else has trained, costs nothing new.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves
from nnviz.core.record import Run
from nnviz.core.text import counted
from nnviz.engine.engine import Engine
from nnviz.films.network import Screening

SECONDS_PER_RUN = 0.5
"""A run takes at least so long to arrive: so even one that takes a tenth of a second, or that
somebody else has trained before, can be seen to grow, and be paused."""

QUICK_START = 4
"""What is shown of a run first is so many times shorter: a click is answered at once."""

MOMENT = 0.1
"""Seconds in which a worker's first slice should be there: waiting for it is quicker than another
question. Nobody computes in this time, and nobody else has to wait."""

WHOLE_HISTORY_BYTES = 2**19


@dataclass(frozen=True)
class Order:
    """What a visitor has asked for.

    Attributes:
        experiment: the run's settings.
        target: the epoch to train to; 0 leaves the network untrained.
        shown: the last epoch that has reached the visitor's screen.
        complete: whether the run has ended, by its last epoch or by divergence.
        play: changes whenever the player is to follow the `cue`; 0 until something is asked for.
        cue: "play" the film, "wait" at its beginning to be played, play "on" from where a branch
            begins, go on by one "epoch" or "batch", "keep" the epoch that is shown, open the
            "doctor", or show the "end".
        take: counts the resets, so that the player tells a new take from the one before.
        changed: whether it replaced another run because a control was changed.
        sent: kept rows in the record when the last two blocks were sent.
    """

    experiment: Experiment
    target: int = 0
    shown: int = 0
    complete: bool = False
    play: int = 0
    cue: str = "play"
    take: int = 0
    changed: bool = False
    sent: tuple[int, int] = (0, 0)

    @property
    def epochs(self) -> int:
        """Epochs of the whole run."""
        return self.experiment.training.epochs

    @property
    def running(self) -> bool:
        """Whether epochs that were asked for are still missing."""
        return self.shown < self.target

    @property
    def opening(self) -> bool:
        """Whether nothing is to be shown before the whole film is there."""
        return self.cue == "wait" and self.running

    @property
    def as_opened(self) -> bool:
        """Whether nothing has been asked for since a page opened with the whole run."""
        return self.cue == "wait" and (self.running or self.complete)

    def open(self) -> Order:
        """Train to the end, and let the film wait to be played."""
        return replace(self.reset(), target=self.epochs, play=self.play + 1, cue="wait")

    def train(self) -> Order:
        """Train to the end; a run that is at its end starts over."""
        start = self.reset() if self.complete else self
        return replace(start, target=self.epochs, play=self.play + 1, cue="play")

    def pause(self) -> Order:
        """Ask for no more than is there."""
        return replace(self, target=self.shown)

    def step(self) -> Order:
        """Ask for one more epoch; where all are there, the film goes on to its next one."""
        if self.complete:
            return replace(self, play=self.play + 1, cue="epoch")
        target = min(self.shown + 1, self.epochs)
        return replace(self, target=target, play=self.play + 1, cue="end")

    def batch(self) -> Order:
        """One batch on from where the film stands, which only the player knows: it asks again."""
        return replace(self, play=self.play + 1, cue="batch")

    def consult(self) -> Order:
        """Open what the doctor says of the run, beside the film where it stands."""
        return replace(self, play=self.play + 1, cue="doctor")

    def reset(self) -> Order:
        """The untrained network again."""
        return Order(self.experiment, take=self.take + 1)

    def first_row(self, run: Run) -> int:
        """The history row that the next block begins with.

        A short history is sent whole. Of a long one, what has come since the block before last:
        a block may get lost while the player is still loading, and then it asks for all.
        """
        return 0 if run.params.nbytes <= WHOLE_HISTORY_BYTES else self.sent[0]

    @property
    def scenery(self) -> bool:
        """Whether the next block must bring what does not change while the run grows.

        The dataset, the palette, and what else the film stands on: in the first two blocks, of
        which one may get lost while the player is still loading.
        """
        return self.sent[0] == 0

    def screening(self, run: Run) -> Screening:
        """How the film of the record so far is shown to this visitor."""
        return Screening(
            training=self.running,
            play=self.play,
            cue=self.cue,
            take=(self.take, self.experiment.identity),
            first=self.first_row(run),
            scenery=self.scenery,
        )

    def after_sending(self, run: Run) -> Order:
        """The order once `run` has been sent."""
        return replace(self, sent=(self.sent[1], run.trained // run.stride + 1))

    def resend(self) -> Order:
        """Send everything again: the player has missed rows, or the scenery."""
        return replace(self, sent=(0, 0))


def pull(order: Order, engine: Engine, tick: float) -> tuple[Order, Run, Curves] | None:
    """How far the order is now, and the record up to there.

    None while a branch cannot begin, as the run that it leaves had to make room and is trained
    again.

    Args:
        order: what was asked for.
        engine: what computes.
        tick: seconds until the page asks again.
    """
    recording = engine.ask(order.experiment, until=order.target)
    if recording is None:
        return None
    origin = order.experiment.origin
    begins = order.shown == (origin.epoch if origin else 0)
    at_leisure = tick / SECONDS_PER_RUN / (QUICK_START if begins else 1)
    share = 1.0 if tick > SECONDS_PER_RUN or order.opening else at_leisure
    towards = min(order.target, order.shown + max(1, math.ceil(order.epochs * share)))
    run, curves = recording.run(until=towards)
    shown = min(towards, recording.epoch)
    target = shown if run.complete else order.target
    return replace(order, shown=shown, target=target, complete=run.complete), run, curves


def wait_a_moment(order: Order, engine: Engine) -> None:
    """Let a little time pass if there is nothing new for an order, but may be soon.

    Raises:
        ValueError, JobError: as `Engine.ask` does.
    """
    recording = engine.ask(order.experiment, until=order.target)
    if recording and order.running:
        recording.wait(order.shown + 1, MOMENT)


def status(order: Order, run: Run, curves: Curves) -> str:
    """Where this run stands, in a sentence of our own, with its terms in double brackets."""
    if run.diverged_at is not None:
        origin = order.experiment.origin
        if origin and origin.epoch == run.diverged_at:
            return (
                ":material/warning: **Nothing can be trained from here**: with the weights that "
                f"this branch begins with, at epoch {origin.epoch}, the [[loss]] is not a finite "
                "number."
            )
        return (
            f":material/warning: **[[Diverged]] at epoch {run.diverged_at}**: the loss is no "
            "longer finite. A smaller learning rate usually helps."
        )
    if order.running:
        return f"Training towards epoch {order.target} …"
    score = f"test {curves.score.label} {curves.score.write(curves.test_score[-1])}"
    kept = f" Its history is long: one epoch in {run.stride} is kept." if run.stride > 1 else ""
    if order.complete:
        return f"Trained for {counted(run.trained, 'epoch')}: {score}.{kept}"
    if order.shown:
        return f"Paused after epoch {order.shown}: {score}.{kept}"
    if order.changed:
        return "You changed a control: this is a new, untrained network. Press **Train**."
    return "An untrained network: its [[weights]] are random. Press **Train**."
