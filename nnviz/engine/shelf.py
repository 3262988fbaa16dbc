"""The runs of a visit: kept side by side, and what the player shows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.blocks import in_words
from nnviz.core.data import SCALES
from nnviz.core.experiment import Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.replay import Replay, replay
from nnviz.core.schedules import SCHEDULES
from nnviz.core.text import number
from nnviz.engine.engine import Engine
from nnviz.engine.jobs import JobError
from nnviz.engine.orders import Order
from nnviz.engine.tales import tale
from nnviz.films.network import Shelved, TakenApart, Tale, Workbench
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.rules import findings_of

MOST_RUNS = 8


@dataclass(frozen=True)
class Kept:
    """A run on the shelf: its number in the visit, from 1, and how far it has been shown."""

    number: int
    order: Order

    @property
    def id(self) -> str:
        """Its name in the player's requests."""
        return str(self.number)


@dataclass(frozen=True, eq=False)
class Given:
    """What the player is given beside its run.

    Attributes:
        workbench: what is computed.
        waits: whether something that belongs there is still being computed. It may be known a
            moment later, and still has to be given.
        failures: why something that belongs there never will be.
        tale: of a finished run, what its film tells beside its record.
    """

    workbench: Workbench
    waits: bool
    failures: tuple[str, ...]
    tale: Tale | None


@dataclass(frozen=True)
class Shelf:
    """What a visitor has trained, and what else the player shows of it.

    Attributes:
        kept: the runs, in the order in which they came, at most `MOST_RUNS`.
        count: how many there have been.
        compared: the number of the run that the one played is compared with, or None.
        replayed: the run, epoch and step that are wanted batch by batch, or None.
        refused: how many of the player's requests have been refused.
    """

    kept: tuple[Kept, ...] = ()
    count: int = 0
    compared: str | None = None
    replayed: tuple[Experiment, int, int] | None = None
    refused: int = 0

    def of(self, experiment: Experiment) -> Kept | None:
        """The kept run of an experiment."""
        return next((one for one in self.kept if one.order.experiment == experiment), None)

    def get(self, number: object) -> Kept:
        """The run of that id; `ValueError` if it is not on the shelf."""
        for one in self.kept:
            if one.id == number:
                return one
        raise ValueError(f"run {number!r} is not on the shelf")

    def with_order(self, order: Order, beside: Experiment | None = None) -> Shelf:
        """The shelf once a run has been shown so far; a new one may push out the oldest.

        Args:
            order: what was asked for, and shown.
            beside: the run on the screen if it is another one: that is not pushed out.
        """
        if order.shown == 0:
            return self
        known = self.of(order.experiment)
        if known:
            kept = tuple(replace(one, order=order) if one is known else one for one in self.kept)
            return replace(self, kept=kept)
        kept = list(self.kept)
        if len(kept) == MOST_RUNS:
            kept.remove(next(one for one in kept if one.order.experiment != beside))
        kept.append(Kept(self.count + 1, order))
        return replace(self, kept=tuple(kept), count=self.count + 1, compared=None)

    def compared_with(self, experiment: Experiment, epoch: int, shown: Experiment) -> Shelf:
        """The shelf with another run on it, which the one played is compared with.

        Args:
            experiment: that run.
            epoch: how far it is shown; `ValueError` if it does not go so far.
            shown: the one played, which is not pushed out.
        """
        epochs = experiment.training.epochs
        if not 0 < epoch <= epochs:
            raise ValueError(f"epoch {epoch} is not from 1 to {epochs}")
        order = Order(experiment, target=epoch, shown=epoch)
        shelf = self if self.of(experiment) else self.with_order(order, beside=shown)
        return replace(shelf, compared=shelf.of(experiment).id)

    def without(self, number: object) -> Shelf:
        """The shelf without a run."""
        gone = self.get(number)
        kept = tuple(one for one in self.kept if one is not gone)
        return replace(
            self, kept=kept, compared=None if self.compared == gone.id else self.compared
        )

    def given(self, order: Order, engine: Engine) -> Given:
        """What the player is given beside the run of `order`, as far as it is computed."""
        missing, failures = [], []

        def noted(compute: Callable[[], Any]) -> Any:
            """What is computed; None, and noted why, if it is not there."""
            try:
                found = compute()
            except JobError as failure:
                failures.append(str(failure))
                return None
            if found is None:
                missing.append(compute)
            return found

        current = self.of(order.experiment)
        replayed = self.replayed and self.replayed[0] == order.experiment
        # While a run grows, its blocks come ten times a second: too often for a second record.
        other = current and self.compared != current.id and not order.running
        compared = self.compared if other else None
        shown = [noted(partial(self._shown, one, engine)) for one in self.kept]
        found = noted(lambda: findings(order.experiment, engine)) if order.complete else ()
        apart = noted(lambda: taken_apart(*self.replayed, engine)) if replayed else None
        told = noted(lambda: tale(order.experiment, engine)) if order.complete else None
        workbench = Workbench(
            shelf=[one for one in shown if one],
            current=current.id if current else "",
            compared=compared if compared and self._comparable(order, compared) else None,
            findings=found or (),
            taken_apart=apart,
            refused=self.refused,
        )
        why = tuple(dict.fromkeys(failures))
        return Given(workbench, waits=bool(missing), failures=why, tale=told)

    def _comparable(self, order: Order, number: str) -> bool:
        return self.get(number).order.experiment.network.layers == order.experiment.network.layers

    def _shown(self, one: Kept, engine: Engine) -> Shelved | None:
        """A run as far as it has been shown; None while it is trained again that far."""
        experiment = one.order.experiment
        parent = self.of(experiment.origin.parent) if experiment.origin else None
        recording = engine.ask(experiment, until=one.order.shown)
        if recording is None or not recording.shows(one.order.shown):
            return None
        run, curves = recording.run(until=one.order.shown)
        return Shelved(
            id=one.id,
            label=f"{one.number} · {self._label(one)}",
            run=run,
            curves=curves,
            parent=parent.id if parent else None,
            epoch=experiment.origin.epoch if experiment.origin else None,
        )

    def _label(self, one: Kept) -> str:
        """What a run differs in from the one that it leaves, or else from the first."""
        experiment, origin = one.order.experiment, one.order.experiment.origin
        if origin:
            edits = [f"{len(origin.edits)} edited"] if origin.edits else []
            changes = [*edits, *_differences(origin.parent, experiment)]
            return f"from epoch {origin.epoch}: {', '.join(changes) or 'unchanged'}"
        first = self.kept[0].order.experiment
        changes = list(_differences(first, experiment)) if experiment != first else []
        training = experiment.training
        own = f"{OPTIMIZERS[training.optimizer].label}, η {number(training.learning_rate)}"
        return ", ".join(changes) or own


def findings(experiment: Experiment, engine: Engine) -> tuple[Finding, ...] | None:
    """What the doctor finds in a finished run; None until it is known."""
    recording = engine.ask(experiment)
    if recording is None or not recording.finished:
        return None
    name = ("findings", experiment)
    return engine.answer(name, findings_of, experiment, *recording.run(), at_leisure=True)


def taken_apart(experiment: Experiment, epoch: int, step: int, engine: Engine) -> TakenApart | None:
    """An epoch of a run step by step, and one of its steps; None until both are there.

    Of a branch before its origin it is its parent's. `JobError` if there is no such epoch.
    """
    held = engine.holder(experiment, epoch)
    recording = engine.ask(held, until=epoch)
    if recording is None or not recording.has(epoch):
        return None
    setting = held.network, held.split(), held.training, epoch, recording.nearest(epoch)
    replayed = engine.answer(("replay", held, epoch), replay, *setting)
    if replayed is None:
        return None
    name = ("step", held, epoch, step)
    quantities = engine.answer(name, Replay.quantities, replayed, step)
    return None if quantities is None else TakenApart(replayed, step, quantities)


def _differences(a: Experiment, b: Experiment) -> Iterator[str]:
    """What b has that a has not, in a word or two each."""
    if a.network.layers != b.network.layers:
        yield in_words(b.network)
    if a.network.activation != b.network.activation:
        yield ACTIVATIONS[b.network.activation].label
    if a.training.optimizer != b.training.optimizer:
        yield OPTIMIZERS[b.training.optimizer].label
    if a.training.learning_rate != b.training.learning_rate:
        yield f"η {number(b.training.learning_rate)}"
    if (a.training.schedule, a.training.schedule_values) != (
        b.training.schedule,
        b.training.schedule_values,
    ):
        yield SCHEDULES[b.training.schedule].label
    for name in ("batch_size", "epochs", "loss", "seed"):
        if getattr(a.training, name) != getattr(b.training, name):
            yield f"{name} {getattr(b.training, name)}".replace("_", " ")
    if a.test_fraction != b.test_fraction:
        yield f"test fraction {b.test_fraction:g}"
    if a.features != b.features:
        yield f"features {SCALES[b.features].label}"
    if a.together != b.together:
        yield f"rows of one {b.dataset.nouns.row} {'together' if b.together else 'apart'}"
