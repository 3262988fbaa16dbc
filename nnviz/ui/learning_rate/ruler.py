"""How far one step should go, from where a run stands."""

from __future__ import annotations

import streamlit as st

from nnviz.core.bounds import EPOCH
from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.text import number
from nnviz.figures import ruler as figures
from nnviz.study.batches import steps_per_epoch
from nnviz.study.ruler import Ruler, ruler
from nnviz.terrain.descent import follows_gradient
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, whole
from nnviz.ui.widgets import put
from nnviz.ui.words import help_for, prose, words_here

MUCH = 3
"""Rates that differ by more than this factor call for an explanation."""

FIELDS: tuple[Field, ...] = (whole("ruler_epoch", 0, EPOCH),)


def ruler_view(
    controls: Controls, experiment: Experiment, run: Run, best: float | None = None
) -> None:
    """The loss along the negative gradient at an epoch of `run`, a run of the experiment.

    `best` is the learning rate at which whole trainings were found to end lowest, if it is known.
    """
    intro = st.container()
    epoch = _epoch(controls, run)
    with intro:
        prose(_question(experiment, epoch))
    params = run.params[epoch // run.stride]
    rates = run.training.learning_rates
    eta = float(rates[min(epoch, len(rates) - 1)])
    loss = run.training.loss
    found = ruler(run.network, loss, params, experiment.split(), eta)
    if run.diverged_at is not None and epoch >= run.diverged_at:
        st.markdown(f"At epoch {epoch} the loss is not finite: from there no step leads anywhere.")
        return
    show(figures.ruler(found, LOSSES[loss].unit, palette()), key="ruler")
    words_here("step", "loss", "learning rate η", "logarithmic", "curvature")
    said = [*ruler_sentences(found), *_scale(run.training.optimizer), *beside_map(found, best)]
    st.markdown(" ".join(said))


def _question(experiment: Experiment, epoch: int) -> str:
    """What is measured, and why it is no learning rate for a training."""
    training = experiment.training
    steps = steps_per_epoch(len(experiment.split().train_y), training.batch_size)
    count = steps * training.epochs
    many = (
        "One step can afford to be long, for it falls only once. A training makes "
        f"{count:,} of them, each with a new gradient from "
        f"{training.batch_size} of the rows, and one that is too long undoes what came before: "
        "the whole usually needs a smaller η."
    )
    only = "The training above makes no other: it has one epoch, of one batch."
    return (
        f"**One single [[step]]**, not a training: stand at the [[weights]] of [[epoch]] {epoch}, "
        "look along the negative [[gradient]] of the [[loss]] on all [[training rows]], and try a "
        f"step of every length [[η]]. {only if count == 1 else many}"
    )


def _epoch(controls: Controls, run: Run) -> int:
    """A slider over the kept epochs; the one chosen."""
    last = run.trained // run.stride * run.stride
    if last == 0:
        return 0
    key = controls.key("ruler slider")

    def change() -> None:
        controls["ruler_epoch"] = st.session_state[key]

    chosen = min(controls["ruler_epoch"], last) // run.stride * run.stride
    put(key, chosen)
    return st.slider(
        "Epoch at which to stand",
        0,
        last,
        value=chosen,
        step=run.stride,
        key=key,
        on_change=change,
        help=help_for("epoch"),
    )


def ruler_sentences(found: Ruler) -> list[str]:
    """What the ruler says, with its numbers."""
    step = f"This step, η = {number(found.learning_rate)},"
    if found.here == found.start:
        said = [f"{step} leaves the loss at {number(found.start, 5)}."]
    else:
        change = "lowers" if found.here < found.start else "raises"
        start, here = number(found.start, 5), number(found.here, 5)
        said = [f"{step} {change} the loss from {start} to {here}."]
    if found.best is None:
        return [*said, "No step on the ruler lowers it."]
    down = number(found.best_loss, 5)
    said.append(f"**The best single step is η = {number(found.best)}**, down to {down}.")
    if found.edge is None:
        said.append("No step on the ruler is too big.")
    else:
        said.append(f"From η = {number(found.edge)} on a step is too big: it ends above the start.")
    if found.curvature > 0:
        said.append(
            f"On a parabola of the same slope and curvature the best step would be 1/curvature = "
            f"{number(1 / found.curvature)}, and twice that too big."
        )
    else:
        said.append("Here the loss bends downwards, so slope and curvature alone know no limit.")
    return said


def beside_map(found: Ruler, best: float | None) -> list[str]:
    """Why the map's best rate is another than the ruler's, where it is much smaller or too big."""
    if best is None:
        return []
    if found.best is not None and best < found.best / MUCH:
        return [
            f"The map's best rate for whole trainings, η = {number(best)}, is smaller: it has to "
            "suit all their steps, not this one alone."
        ]
    if found.edge is None or best < found.edge:
        return []
    return [
        f"The map's best rate, η = {number(best)}, lies beyond that, which is no contradiction: "
        "the ruler judges one step from these weights, but a training goes on. A step that lands "
        "too high is followed by others, from other weights, and the map judges where they end."
    ]


def _scale(optimizer: str) -> list[str]:
    """Why the ruler's η is not the optimizer's, where it is not."""
    if follows_gradient(optimizer):
        return []
    label = OPTIMIZERS[optimizer].label
    return [
        f"{label} does not walk along the gradient, it makes a step of its own from it; the ruler "
        "shows the gradient's own scale of η."
    ]
