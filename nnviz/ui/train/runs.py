"""The run on the screen and the controls: a branch, a cure or a run of the shelf is theirs, too."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.text import clipped
from nnviz.engine.jobs import JobError
from nnviz.engine.orders import Order
from nnviz.engine.shelf import Shelf
from nnviz.ui.actions import note
from nnviz.ui.fields import Field
from nnviz.ui.server import engine
from nnviz.ui.train.bench import Bench
from nnviz.ui.train.lineage import ancestors_text, run_of, run_text, with_ancestors

# Whether a text stands for a run depends on the other fields, so it is read with them.
FIELDS = (
    Field("leaves", "", str, "a branch", chosen=False),
    Field("beside", "", str, "a run", chosen=False),
)
"""The runs that the one shown leaves, and the one it is compared with; see `lineage`."""


def as_branch(bench: Bench, experiment: Experiment) -> Experiment:
    """What the settings describe: of a branch, as long as nobody has changed one of them.

    Whether there is such a branch may be known only when the run that it leaves is trained: to be
    asked again and again.

    Args:
        bench: the page's; its controls are drawn.
        experiment: what they say, as of a run from the beginning.
    """
    controls = bench.controls
    text = controls["leaves"]
    if not text:
        return experiment
    known = bench.branch
    if known and not controls.from_url and known != (text, experiment):
        controls["leaves"] = ""  # another setting: a run of its own
        return experiment
    try:
        branch = with_ancestors(bench.recipe, experiment, text)
        with suppress(JobError):  # which is told when the run is asked for
            engine().recording(branch)
    except ValueError as refusal:
        controls.complain(_refused("leaves", text, refusal, "the run begins anew"))
        controls["leaves"], bench.order = "", None
        return experiment
    bench.branch = text, experiment
    return branch


def show(bench: Bench, order: Order) -> None:
    """Have the whole page drawn again, with the controls at the run of another order."""
    experiment = order.experiment
    leaves = ancestors_text(bench.recipe, experiment)
    settings = {**bench.recipe.settings_of(experiment), "leaves": leaves}
    bench.order, bench.branch = order, None
    note(bench.controls.key("controls"), lambda _: settings)
    st.rerun()


def take_beside(bench: Bench) -> None:
    """Compare the run with what the address says and nothing else: it comes when that is there."""
    if bench.controls.from_url:
        bench.shelf = replace(bench.shelf, compared=None)
        bench.awaited = bench.controls["beside"]


def awaits_beside(bench: Bench, shelf: Shelf, order: Order) -> bool:
    """Whether this run is there, and the one that the address compares it with is not yet."""
    return bool(bench.awaited and shelf.of(order.experiment))


def put_beside(bench: Bench, shelf: Shelf, order: Order) -> Shelf:
    """The shelf with the run that the address compares this one with, once both can be there."""
    if not awaits_beside(bench, shelf, order):
        return shelf
    text = bench.awaited
    run = text.lstrip("0123456789")
    try:
        epoch, other = int(text.removesuffix(run)), run_of(bench.recipe, run, order.experiment)
        if engine().recording(other) is None:
            return shelf  # the run that it leaves is being trained
        shelf = shelf.compared_with(other, epoch, order.experiment)
    except (ValueError, JobError) as refusal:
        bench.controls.complain(_refused("beside", text, refusal, "nothing is compared"))
    bench.awaited = ""
    return shelf


def beside_text(bench: Bench, shelf: Shelf, order: Order) -> str:
    """The run that the shown one is compared with, and its last epoch; empty if there is none."""
    if bench.awaited or shelf.compared is None:
        return bench.awaited
    other = shelf.get(shelf.compared).order
    return f"{other.shown}{run_text(bench.recipe, other.experiment, order.experiment)}"


def _refused(name: str, text: str, refusal: Exception, instead: str) -> str:
    return (
        f"The address says {name} = “{clipped(text)}”, which is no such run ({refusal}); {instead}."
    )
