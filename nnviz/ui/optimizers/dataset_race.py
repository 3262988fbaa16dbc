"""On the dataset: every optimizer from the same initial weights, on the same batches."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.registry import Registry
from nnviz.core.text import listed, loss_text, number
from nnviz.engine.entrants import Entrant, entrant
from nnviz.figures.laps import loss_range, over_epochs, over_time
from nnviz.study.laps import GOAL, RATES, SAME_RATE, Lap
from nnviz.ui.actions import button, fragment
from nnviz.ui.charts import palette, twins
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice, flag
from nnviz.ui.mounts import again
from nnviz.ui.optimizers.rule import choose_rule, formula
from nnviz.ui.server import engine
from nnviz.ui.tables import numbers
from nnviz.ui.widgets import segments, try_this
from nnviz.ui.words import prose, words_here

RULES = Registry(
    "race",
    {"fair": "Fair: each at its own best η", "same": f"Unfair: all at η = {SAME_RATE:g}"},
)
RATE_OF = {"fair": None, "same": SAME_RATE}

FIELDS = (choice("race", "fair", RULES), flag("raced", False))

TRY_THIS = {
    "All at the same η": {"race": "same"},
    "Sigmoid instead of ReLU": {"activation": "sigmoid"},
    "Two steps per epoch": {"batch_size": 120},
}


def entrants(experiment: Experiment, rules: str) -> list[Entrant]:
    """One entrant per optimizer, in the order of the registry."""
    return [entrant(experiment, optimizer, RATE_OF[rules]) for optimizer in OPTIMIZERS]


def view(controls: Controls, experiment: Experiment) -> None:
    """The race's rules and its start, the curves, the table, and what to look at."""
    prose(
        f"All {len(OPTIMIZERS)} [[optimizers]] train the same network from the same initial "
        "[[weights]] on the same [[batches]]. The [[learning rate η]] (how far a step goes) that "
        "suits one is far too large or too small for another: in a fair race, each first tries "
        "many and takes its best."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        rules = segments("Rules", "race", RULES, controls)
        taking_part = entrants(experiment, rules)
        racing = controls["raced"] and None in [one.lap(engine()) for one in taking_part]
        if racing:
            button("Stop", controls.to(raced=False), icon=":material/stop:", name="stop the race")
        else:
            button(
                "Race",
                controls.to(**START),
                icon=":material/play_arrow:",
                type="primary",
                disabled=controls["raced"],
            )
    fragment(_stage)(taking_part, controls["raced"], racing)
    try_this(controls, TRY_THIS, START)
    st.subheader("The formula", anchor=False)
    formula(choose_rule(controls, list(OPTIMIZERS)))


START = {"raced": True}


def _stage(taking_part: Sequence[Entrant], asked: bool, racing: bool) -> None:
    """How far the race is; then its picture.

    Nothing unless it was asked for: what other visitors have raced is shown to nobody else.
    """
    if not asked:
        st.markdown("Press **Race**: first each optimizer searches its η, then it runs.")
        return
    laps = [one.lap(engine()) for one in taking_part]
    if None not in laps:
        if racing:
            st.rerun()  # the button says something else now
        _result(laps)
        return
    progress = [one.progress(engine()) for one in taking_part]
    _, doing = progress[laps.index(None)]
    st.progress(sum(done for done, _ in progress) / len(progress), text=doing)
    there = [lap for lap in laps if lap]
    if there:
        _show_table(there)
    again("race")


def _result(laps: list[Lap]) -> None:
    twins("race", over_epochs(laps, GOAL, palette()), over_time(laps, GOAL, palette()))
    words_here("epoch", "training loss", "accuracy", "η", "logarithmic")
    _show_table(laps)
    st.markdown(" ".join(findings(laps)))
    st.markdown(
        "**Wall time** is what this machine measured of this program, each optimizer trained "
        "alone, once, one epoch at a time. It includes what the program does beside the "
        "optimizer’s own arithmetic, such as recording the weights after each epoch, and "
        "whatever disturbed the machine meanwhile; the table has the median (middle) epoch."
    )


def _show_table(laps: list[Lap]) -> None:
    numbers(table(laps))


def table(laps: list[Lap]) -> pd.DataFrame:
    """One row per lap, in words and numbers of a fixed form."""
    score = laps[0].curves.score
    return pd.DataFrame(
        {
            "optimizer": [OPTIMIZERS[lap.training.optimizer].label for lap in laps],
            "η": [f"{lap.training.learning_rate:g}" for lap in laps],
            "final training loss": [_final_loss(lap) for lap in laps],
            f"test {score.label}": [
                "–" if lap.diverged_at is not None else score.write(lap.curves.test_score[-1])
                for lap in laps
            ],
            f"epochs to a loss of {GOAL:g}": [
                "not reached" if lap.reached is None else str(lap.reached) for lap in laps
            ],
            "ms per epoch": [f"{1000 * lap.seconds_per_epoch:.2f}" for lap in laps],
        }
    )


def _final_loss(lap: Lap) -> str:
    if lap.diverged_at is not None:
        return f"diverged at epoch {lap.diverged_at}"
    return loss_text(lap.curves.train_loss[-1])


def findings(laps: Sequence[Lap]) -> list[str]:
    """What to look at, in sentences with the numbers of these laps."""

    def label(lap: Lap) -> str:
        return OPTIMIZERS[lap.training.optimizer].label

    def loss(lap: Lap) -> float:
        return float(lap.curves.train_loss[-1])

    found = []
    whole = [lap for lap in laps if lap.diverged_at is None]
    if whole:
        best, worst = min(whole, key=loss), max(whole, key=loss)
        found.append(
            f"**{label(best)}** ends lowest, at a training loss of {loss_text(loss(best))}; "
            f"{label(worst)} ends highest, at {number(loss(worst))}."
        )
    there = [lap for lap in laps if lap.reached is not None]
    if there:
        soonest = min(lap.reached for lap in there)
        first = [label(lap) for lap in there if lap.reached == soonest]
        found.append(
            f"First at a loss of {GOAL:g} {'is' if len(first) == 1 else 'are'} {listed(first)}, "
            f"after epoch {soonest}; {len(there)} of {len(laps)} get there."
        )
    quick, *_, slow = sorted(laps, key=lambda lap: lap.seconds_per_epoch)
    found.append(
        f"A typical epoch takes {label(quick)} {1000 * quick.seconds_per_epoch:.2f} ms and "
        f"{label(slow)} {1000 * slow.seconds_per_epoch:.2f} ms."
    )
    rates = [lap.training.learning_rate for lap in laps]
    if min(rates) < max(rates):
        found.append(
            f"The best learning rates lie between {number(min(rates))} and {number(max(rates))}, "
            f"of {len(RATES)} that were tried from {number(RATES[0])} to {number(RATES[-1])}."
        )
    low, high = loss_range([lap.curves.train_loss for lap in laps])
    for where, outside in (
        ("Above", lambda loss: (loss > high).any()),
        ("Below", lambda loss: (loss < low).any()),
    ):
        names = [label(lap) for lap in laps if outside(lap.curves.train_loss)]
        if names:
            found.append(f"{where} the picture for a while: {', '.join(names)}.")
    return found
