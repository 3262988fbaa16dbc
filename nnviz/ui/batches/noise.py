"""Batches of one row, of some and of all rows, and the noise of their losses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from nnviz.core.bounds import BATCH_EPOCH
from nnviz.core.data import Split
from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.measures import blind_loss
from nnviz.core.record import Run
from nnviz.core.tasks import TASKS
from nnviz.core.text import counted, listed, number
from nnviz.figures import batches as figures
from nnviz.study.batches import BatchLosses, batch_losses
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, flag, whole
from nnviz.ui.progress import trained
from nnviz.ui.widgets import put
from nnviz.ui.words import help_for, prose, words_here

FIELDS: tuple[Field, ...] = (
    whole("batch_epoch", 1, BATCH_EPOCH),
    flag("compared", True),
)


def names_of(experiments: Sequence[Experiment]) -> list[str]:
    """What the batches are called: "1 row", "16 rows", "all 240 rows"."""
    sizes = [experiment.training.batch_size for experiment in experiments]
    return ["1 row", *(f"{size} rows" for size in sizes[1:-1]), f"all {sizes[-1]} rows"]


def noise(controls: Controls, experiments: Sequence[Experiment]) -> list[BatchLosses]:
    """Draw what batches of each size say about one and the same network; their losses."""
    middle = experiments[len(experiments) // 2]
    recording = trained(middle, name=f"Batches of {middle.training.batch_size}")
    if recording is None:
        return []
    run = recording.run()[0]
    epoch = _epoch(controls, run)
    records = [
        batch_losses(
            run.network,
            run.training.loss,
            run.params[epoch],
            middle.split(),
            experiment.training.batch_size,
            run.training.seed,
        )
        for experiment in experiments
    ]
    if not np.isfinite(records[0].losses).all():
        st.markdown(f"At epoch {epoch} the loss is not finite: there is nothing to compare.")
        return []
    names = names_of(experiments)
    show(figures.strips(names, records, LOSSES[run.training.loss].unit, palette()), key="noise")
    words_here("batch", "row", "loss", *_nats(run))
    misses = ", ".join(
        f"{name} by ±\N{NO-BREAK SPACE}{number(record.noise)}"
        for name, record in zip(names, records, strict=True)
    )
    prose(
        f"After {counted(epoch, 'epoch')} the loss of this network on all "
        f"training rows is **{number(records[0].mean)}** (the dashed line). A batch sees only its "
        f"own rows and misses that: {misses} (the bars: one [[standard deviation]], the "
        f"typical miss of all batches that can be drawn).{_left_over(records)} "
        "Its [[gradient]] is "
        "noisy for the same reason: a small batch steps in a direction that only these few rows "
        f"ask for.{_unit(run, middle.split())}"
    )
    return records


def _left_over(records: Sequence[BatchLosses]) -> str:
    """What the hollow mark is, where the rows do not go into batches evenly."""
    return "".join(
        f" The hollow mark is the last batch of {record.batch_size}: only "
        f"{counted(record.left_over, 'row')} {'was' if record.left_over == 1 else 'were'} left."
        for record in records
        if record.left_over
    )


def checked(records: Sequence[BatchLosses]) -> str:
    """The formula with this network's numbers, beside what the batches drawn above missed by."""
    single, *others = records
    rows = others[-1].batch_size if others else 1
    between = [
        f"batches of {counted(record.batch_size, 'row')} miss by {number(record.noise)}, and "
        f"{_drawn(record)} by {number(record.missed)}"
        for record in others[:-1]
    ]
    here = f"Here N = {rows} and σ = {number(single.noise)}"
    return f"{here}: {listed(between)}." if between else f"{here}."


def _drawn(record: BatchLosses) -> str:
    count = len(record.full)
    return "the one drawn above happens to" if count == 1 else f"the {count} drawn above happen to"


def _unit(run: Run, split: Split) -> str:
    """What the unit of the loss is, and what knowing nothing costs in it."""
    loss = LOSSES[run.training.loss]
    if not loss.unit:
        return ""
    cost = number(blind_loss(run.training.loss, split))
    blind = TASKS[split.task].blind_words
    return f" ({loss.unit_words}: {blind} costs {cost}\N{NO-BREAK SPACE}{loss.unit}.)"


def _nats(run: Run) -> list[str]:
    """The term for the unit of its loss, if that has one."""
    return [unit] if (unit := LOSSES[run.training.loss].unit) else []


def _epoch(controls: Controls, run: Run) -> int:
    """A slider over the epochs of a run; the one chosen."""
    key = controls.key("batch_epoch slider")

    def change() -> None:
        controls["batch_epoch"] = st.session_state[key]

    value = min(controls["batch_epoch"], run.trained)
    put(key, value)
    return st.slider(
        "Epoch", 0, run.trained, value=value, key=key, on_change=change, help=help_for("epoch")
    )
