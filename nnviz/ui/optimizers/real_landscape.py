"""The real landscape: the loss of the visitor's network on the plane of its own path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.registry import Registry
from nnviz.core.text import counted, number, percent
from nnviz.engine.entrants import Entrant, entrant
from nnviz.engine.jobs import JobError
from nnviz.figures.projection import projection
from nnviz.study.laps import RATES as TRIED
from nnviz.study.projection import Picture, Trace, pictured
from nnviz.ui.actions import fragment
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, choice
from nnviz.ui.mounts import again
from nnviz.ui.optimizers.rule import rule
from nnviz.ui.server import engine
from nnviz.ui.widgets import segments, try_this
from nnviz.ui.words import help_for, prose, words_here

RATES = Registry(
    "plane_rates", {"same": "All at your η", "best": "Each of the others at its own best η"}
)


def _parse(text: str) -> list[str]:
    chosen = text.split(",") if text else []
    for name in chosen:
        OPTIMIZERS[name]
    return [name for name in OPTIMIZERS if name in chosen]


FIELDS = (
    Field(
        "paths",
        ["sgd", "momentum", "rmsprop"],
        _parse,
        f"a list of {', '.join(OPTIMIZERS)}",
        write=",".join,
    ),
    choice("plane_rates", "same", RATES),
)

TRY_THIS = {
    "Only my own path": {"paths": []},
    "All optimizers": {"paths": list(OPTIMIZERS)},
    "All optimizers, each at its best": {"paths": list(OPTIMIZERS), "plane_rates": "best"},
}


def view(controls: Controls, experiment: Experiment) -> None:
    """The choice of paths, and the landscape once all of them are trained."""
    own = experiment.training
    prose(
        f"The [[network]] has {experiment.network.parameter_count:,} [[parameters]], so its "
        f"[[loss]] lives over {experiment.network.parameter_count:,} dimensions. A picture has "
        "two: here they are the two along which your own run moved most (its [[principal "
        "components]]; Li et al. 2018, arXiv:1712.09913)."
    )
    st.pills(
        "Paths beside your own",
        list(OPTIMIZERS),
        selection_mode="multi",
        default=controls["paths"],
        format_func=lambda name: OPTIMIZERS[name].label,
        key=controls.key("paths"),
        help=help_for("optimizer"),
    )
    chosen = segments("Learning rates of the other paths", "plane_rates", RATES, controls)
    searches = _searches(experiment, controls["paths"]) if chosen == "best" else []
    found = [one.rate(engine()) for one in searches]
    if None in found:
        fragment(_search)(searches)
    else:
        rates = found or [own.learning_rate] * len(controls["paths"])
        others = [
            replace(experiment, training=replace(own, optimizer=optimizer, learning_rate=rate))
            for optimizer, rate in zip(controls["paths"], rates, strict=True)
        ]
        runs = tuple(dict.fromkeys([experiment, *others]))  # one that equals one's own is that one
        training = not all(engine().ask(one).finished for one in runs)
        fragment(_stage)(runs, training)
        st.markdown(_start_and_rates(others, chosen))
    try_this(controls, TRY_THIS, {})
    rule(own.optimizer)


def _searches(experiment: Experiment, optimizers: Sequence[str]) -> list[Entrant]:
    """Those who look for each optimizer's best rate: the entrants of the fair race."""
    return [entrant(experiment, optimizer, None) for optimizer in optimizers]


def _search(searches: Sequence[Entrant]) -> None:
    """How far the searches are."""
    found = [one.rate(engine()) for one in searches]
    if None not in found:
        st.rerun()  # the runs can begin
    progress = [one.progress(engine()) for one in searches]
    done = sum(min(1.0, 2 * share) for share, _ in progress)
    _, doing = progress[found.index(None)]
    st.progress(done / len(searches), text=f"Searching: {doing}")
    again("search")


def _start_and_rates(others: Sequence[Experiment], chosen: str) -> str:
    """Where the other paths start, and at which learning rates they run."""
    if not others:
        return "Only your own path is drawn: choose others above."
    same = "The other paths start from the same initial weights"
    if chosen == "same":
        return f"{same} and run at your η = {number(others[0].training.learning_rate)}."
    each = ", ".join(
        f"{OPTIMIZERS[other.training.optimizer].label} {number(other.training.learning_rate)}"
        for other in others
    )
    return (
        f"{same}; each runs at its own best η, the one of {len(TRIED)} that ends at the lowest "
        f"training loss: {each}."
    )


def _stage(runs: Sequence[Experiment], training: bool) -> None:
    """How far the runs are; then their picture."""
    recordings = [engine().ask(one) for one in runs]
    if not all(recording.finished for recording in recordings):
        done = sum(recording.epoch for recording in recordings)
        st.progress(
            done / sum(one.training.epochs for one in runs),
            text=f"Training {counted(len(runs), 'run')} …",
        )
        again("paths")
        return
    if training:
        st.rerun()  # no more ticks
    records = [recording.run()[0] for recording in recordings]
    own = records[0]
    if own.diverged_at is not None:
        st.markdown(
            f"Your run **diverged at epoch {own.diverged_at}**: its path leaves every picture. "
            "A smaller learning rate gives one."
        )
        return
    try:
        picture = engine().answer(("picture", *runs), pictured, records, runs[0].split())
    except JobError as failure:
        st.text(f"There is no plane to draw: {failure.__cause__}.")
        return
    if picture is None:
        st.progress(1.0, text="Computing the loss around the paths …")
        again("paths")
        return
    labels = [_label(drawn, own=index == 0) for index, drawn in enumerate(picture.traces)]
    figure = projection(picture.on, picture.surface, picture.traces, labels, palette())
    show(figure, key="real landscape")
    words_here("loss", "principal component", "variance", "optimizer")
    st.markdown(" ".join(_findings(picture, records)))


def _label(drawn: Trace, own: bool) -> str:
    label = OPTIMIZERS[drawn.training.optimizer].label
    return f"your run: {label}" if own else label


def _findings(picture: Picture, records: Sequence[Run]) -> list[str]:
    """What the picture holds and what it leaves out, with the numbers."""
    others = picture.traces[1:]
    share = float(picture.on.explained.sum())
    found = [
        f"The two directions hold **{percent(share)} of your path’s variance**; the rest is not "
        "in this picture."
    ]
    if others:
        parts = [
            f"{OPTIMIZERS[drawn.training.optimizer].label} {percent(drawn.share)}"
            for drawn in others
        ]
        found.append(f"Of the other paths, this much lies in the plane: {', '.join(parts)}.")
        farthest = max(others, key=lambda drawn: abs(drawn.shown[-1] - drawn.loss[-1]))
        found.append(
            "A path that leaves the plane is drawn as its shadow: at the end of "
            f"{OPTIMIZERS[farthest.training.optimizer].label} the plane shows a loss of "
            f"{number(farthest.shown[-1])}, but the run itself is at {number(farthest.loss[-1])}. "
            "Point at a path, or tap it, to read both."
        )
    for run in records[1:]:
        if run.diverged_at is not None:
            label = OPTIMIZERS[run.training.optimizer].label
            found.append(f"{label} diverged at epoch {run.diverged_at} and has no path here.")
    (left, right), (low, high) = (
        (picture.surface.x[0], picture.surface.x[-1]),
        (picture.surface.y[0], picture.surface.y[-1]),
    )
    for drawn in others:
        x, y = drawn.points.T
        if ((x < left) | (x > right) | (y < low) | (y > high)).any():
            label = OPTIMIZERS[drawn.training.optimizer].label
            found.append(f"{label} leaves the picture for a while.")
    return found
