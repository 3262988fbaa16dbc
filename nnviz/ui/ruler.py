"""How far one step should go, from where a run stands; and the range test beside the sweep."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nnviz.descent import follows_gradient
from nnviz.figures import ruler as figures
from nnviz.losses import LOSSES
from nnviz.optimizers import OPTIMIZERS
from nnviz.ruler import BLOWN_UP, Ruler, Suggestion, range_training, ruler, suggestion
from nnviz.sweep import Sweep
from nnviz.training import Run
from nnviz.ui.charts import palette, show
from nnviz.ui.compute import Experiment
from nnviz.ui.controls import Controls, Field, whole
from nnviz.ui.experiment import MAX_EPOCHS
from nnviz.ui.progress import trained

__all__ = ["FIELDS", "range_test_view", "ruler_view"]

FIELDS: tuple[Field, ...] = (whole("ruler_epoch", 0, 0, MAX_EPOCHS),)

SAME_ORDER = 10**0.5
"""Two learning rates that differ by less than this factor are called alike."""


def ruler_view(controls: Controls, experiment: Experiment, run: Run) -> None:
    """The loss along the negative gradient at an epoch of `run`, a run of the experiment."""
    st.markdown(
        "Stand still at one epoch, look along the negative gradient of the loss on all training "
        "rows, and try **one** step of every length."
    )
    epoch = _epoch(controls, run)
    params = run.params[epoch // run.stride]
    rates = run.training.learning_rates
    eta = float(rates[min(epoch, len(rates) - 1)])
    loss = run.training.loss
    found = ruler(run.network, loss, params, experiment.split(), eta)
    if run.diverged_at is not None and epoch >= run.diverged_at:
        st.markdown(f"At epoch {epoch} the loss is not finite: from there no step leads anywhere.")
        return
    show(figures.ruler(found, LOSSES[loss].unit, palette()), key="ruler")
    st.markdown(" ".join([*ruler_sentences(found), *_scale(run.training.optimizer)]))


def _epoch(controls: Controls, run: Run) -> int:
    """A slider over the kept epochs; the one chosen."""
    last = run.trained // run.stride * run.stride
    if last == 0:
        return 0
    key = controls.key("ruler slider")

    def change() -> None:
        controls["ruler_epoch"] = st.session_state[key]

    chosen = min(controls["ruler_epoch"], last) // run.stride * run.stride
    st.session_state[key] = chosen
    return st.slider(
        "Epoch at which to stand", 0, last, value=chosen, step=run.stride, key=key, on_change=change
    )


def ruler_sentences(found: Ruler) -> list[str]:
    """What the ruler says, with its numbers."""
    change = "lowers" if found.here < found.start else "raises"
    said = [
        f"This step, η = {found.learning_rate:.3g}, {change} the loss from {found.start:.5g} to "
        f"{found.here:.5g}."
    ]
    if found.best is None:
        return [*said, "No step on the ruler lowers it."]
    said.append(f"**The best step is η = {found.best:.3g}**, down to {found.best_loss:.5g}.")
    if found.edge is None:
        said.append("No step on the ruler is too big.")
    else:
        said.append(f"From η = {found.edge:.3g} on a step is too big: it ends above the start.")
    if found.curvature > 0:
        said.append(
            f"On a parabola of the same slope and curvature the best step would be 1/curvature = "
            f"{1 / found.curvature:.3g}, and twice that too big."
        )
    else:
        said.append("Here the loss bends downwards, so slope and curvature alone know no limit.")
    return said


def _scale(optimizer: str) -> list[str]:
    """Why the ruler's η is not the optimizer's, where it is not."""
    if follows_gradient(optimizer):
        return []
    label = OPTIMIZERS[optimizer].label
    return [
        f"{label} does not walk along the gradient, it makes a step of its own from it; the ruler "
        "shows the gradient's own scale of η."
    ]


def range_test_view(experiment: Experiment, sweep: Sweep | None = None) -> None:
    """One run whose η grows from epoch to epoch, and what a finished sweep says to it."""
    test = replace(experiment, training=range_training(experiment.training))
    rates = test.training.learning_rates
    st.markdown(
        f"A quick way to find a rate: **one** run of {len(rates)} epochs in which η grows from "
        f"{rates[0]:.5f} to {rates[-1]:.3g}, by the factor {rates[1] / rates[0]:.3g} each epoch "
        "(Smith 2017, arXiv:1506.01186)."
    )
    film = trained(test, name="Range test")
    if film is None:
        return
    _, curves = film.run()
    loss = curves.train_loss[1:]
    found = suggestion(rates[: len(loss)], loss)
    swept = sweep if sweep is not None and sweep.complete else None
    unit = LOSSES[test.training.loss].unit
    show(figures.range_test(rates[: len(loss)], loss, found, swept, unit, palette()), key="range")
    st.markdown(" ".join(range_sentences(found, float(loss.min()), swept)))


def range_sentences(found: Suggestion, lowest: float, sweep: Sweep | None) -> list[str]:
    """Where the test falls fastest and blows up, and whether the sweep agrees."""
    if found.steepest is None:
        return ["The loss never falls in this test, so it suggests no learning rate."]
    said = [f"**The test falls fastest at η = {found.steepest:.2g}**"]
    if found.blow_up is not None:
        said[0] += (
            f" and blows up at {found.blow_up:.2g}: from there its loss is no longer finite, or "
            f"more than {BLOWN_UP} times its lowest."
        )
    else:
        said[0] += (
            f" and never blows up: when the large rates come, the loss is on its way to "
            f"{lowest:.1g}, and hardly anything is left to learn."
        )
    if sweep is None:
        return [*said, "Train at all learning rates above to compare: the sweep appears here."]
    best = float(sweep.learning_rates[sweep.best])
    ratio = best / found.steepest
    if 1 / SAME_ORDER < ratio < SAME_ORDER:
        said.append(f"The sweep's best rate is {best:.2g}: the same order of magnitude.")
    else:
        factor = f"{max(ratio, 1 / ratio):,.0f} times {'larger' if ratio > 1 else 'smaller'}"
        said.append(f"The sweep's best rate is {best:.2g}, {factor}.")
    if sweep.edge.unstable is not None:
        said.append(f"Its runs first end worse than they began at η = {sweep.edge.unstable:.2g}.")
    said.append(
        "They need not agree: in the test each rate acts for one epoch only, on weights that the "
        "smaller rates have already trained; in the sweep each has a whole run of its own."
    )
    return said
