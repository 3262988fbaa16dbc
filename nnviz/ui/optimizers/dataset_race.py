"""On the dataset: every optimizer from the same initial weights, on the same batches."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.registry import Registry
from nnviz.core.text import listed, loss_text, number
from nnviz.engine.entrants import Entrant, entrant
from nnviz.figures.laps import loss_range, over_epochs, over_time
from nnviz.study.laps import GOAL, RATES, SAME_RATE, SEEDS, Lap, Win, win
from nnviz.study.outliers import GAP
from nnviz.study.sweep import LEARNING_RATES
from nnviz.study.timing import seconds_per_epoch
from nnviz.ui.actions import button, fragment
from nnviz.ui.charts import palette, twins
from nnviz.ui.controls import Controls
from nnviz.ui.fields import choice, flag
from nnviz.ui.mounts import again
from nnviz.ui.optimizers.rule import choose_rule, formula
from nnviz.ui.progress import asked_for
from nnviz.ui.server import engine
from nnviz.ui.tables import numbers
from nnviz.ui.widgets import segments, try_this
from nnviz.ui.words import prose, words_here

RULES = Registry(
    "race",
    {"fair": "Fair: each at its own best η", "same": f"Unfair: all at η = {SAME_RATE:g}"},
)
RATE_OF = {"fair": None, "same": SAME_RATE}

FIELDS = (choice("race", "fair", RULES), flag("raced", True))

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
        asked, measurement = asked_for(controls, "raced", tuple(entrants(experiment, "fair")))
        racing = asked and _laps(taking_part, measurement) is None
        if racing:
            button("Stop", ("raced", False), icon=":material/stop:", name="stop")
        else:
            button(
                "Race again" if asked else "Race",
                RACE,
                name="race",
                icon=":material/play_arrow:",
                type="primary",
                help="The losses are the same each time; the times are measured anew."
                if asked
                else None,
            )
    fragment(_stage)(taking_part, asked, racing, measurement)
    try_this(controls, TRY_THIS, {}, RACE)
    st.subheader("The formula", anchor=False)
    formula(choose_rule(controls, list(OPTIMIZERS)))


RACE = ("raced", True)


def _laps(taking_part: Sequence[Entrant], measurement: Hashable) -> list[Lap] | None:
    """Everybody's run with its time, once all have run and been measured."""
    laps = [one.lap(engine()) for one in taking_part]
    if None in laps:
        return None
    trainings, experiment = [lap.training for lap in laps], taking_part[0].experiment
    measured = experiment.network, experiment.split(), trainings
    name = ("seconds", measurement, experiment, *trainings)
    seconds = engine().answer(name, seconds_per_epoch, *measured)
    if seconds is None:
        return None
    return [replace(lap, seconds_per_epoch=its) for lap, its in zip(laps, seconds, strict=True)]


def _stage(
    taking_part: Sequence[Entrant], asked: bool, racing: bool, measurement: Hashable
) -> None:
    """How far the race is; then its picture. Nothing unless it is asked for."""
    if not asked:
        st.markdown("Press **Race**: first each optimizer searches its η, then it runs.")
        return
    laps = _laps(taking_part, measurement)
    if laps is not None:
        if racing:
            st.rerun()  # the button says something else now
        _result(laps)
        return
    progress = [one.progress(engine()) for one in taking_part]
    missing = [doing for done, doing in progress if done < 1]
    doing = missing[0] if missing else "An epoch of each is measured, in turn …"
    st.progress(sum(done for done, _ in progress) / len(progress), text=doing)
    there = [lap for lap in (one.lap(engine()) for one in taking_part) if lap]
    if there:
        _show_table(there)
    again("race")


def _result(laps: list[Lap]) -> None:
    twins("race", over_epochs(laps, GOAL, palette()), over_time(laps, GOAL, palette()))
    words_here("epoch", "training loss", "accuracy", "η", "logarithmic")
    _show_table(laps)
    st.markdown(" ".join(findings(laps)))
    st.markdown(
        "**Wall time** is what this machine measured of this program: the optimizers took turns, "
        "an epoch each, many times, so that whatever disturbed the machine disturbed them all. "
        "The time of an epoch is the median (middle) of those repeats, the curves over time are "
        "drawn with it, and it includes what the program does beside the optimizer’s own "
        "arithmetic."
    )


def _show_table(laps: list[Lap]) -> None:
    numbers(table(laps))


def table(laps: list[Lap]) -> pd.DataFrame:
    """One row per lap, in words and numbers of a fixed form."""
    score = laps[0].curves.score
    return pd.DataFrame(
        {
            "optimizer": [OPTIMIZERS[lap.training.optimizer].label for lap in laps],
            "η": [number(lap.training.learning_rate) for lap in laps],
            "final training loss": [_final_loss(lap) for lap in laps],
            f"test {score.label}": [
                "–" if lap.diverged_at is not None else score.write(lap.curves.test_score[-1])
                for lap in laps
            ],
            f"epochs to a loss of {GOAL:g}": [
                "not reached" if lap.reached is None else str(lap.reached) for lap in laps
            ],
            "ms per epoch": [_milliseconds(lap) for lap in laps],
        }
    )


def _final_loss(lap: Lap) -> str:
    if lap.diverged_at is not None:
        return f"diverged at epoch {lap.diverged_at}"
    return loss_text(lap.curves.train_loss[-1])


def _milliseconds(lap: Lap) -> str:
    return f"{1000 * lap.seconds_per_epoch:.2f}" if lap.seconds_per_epoch > 0 else "…"


def _winning(won: Win) -> str:
    """What winning means here, who wins, and whether another seed might have decided otherwise."""
    first, second = won.first, won.second
    said = (
        "Who ends at the lowest training loss wins: "
        f"**{first.optimizer}**, at {loss_text(first.end)}, before {second.optimizer}, at "
        f"{loss_text(second.end)}. With {SEEDS} seeds (other initial weights, other batches) "
        f"{first.optimizer} ends between {_range(first)}, {second.optimizer} between "
        f"{_range(second)}: "
    )
    if won.clear:
        return f"{said}the difference is **larger than that between seeds**."
    upsets = (
        f"with {won.upsets} of these seeds {second.optimizer} ends as low or lower"
        if won.upsets
        else "though with none of these seeds the order changes"
    )
    return f"{said}the difference is **no larger than that between seeds**; {upsets}."


def _on_test_rows(laps: Sequence[Lap]) -> list[str]:
    """How far apart those who have not diverged are on the test rows."""
    score = laps[0].curves.score
    ends = [float(lap.curves.test_score[-1]) for lap in laps]
    low, high = min(ends), max(ends)
    said = (
        f"That is the training loss: on the test rows the {score.label} ends between "
        f"{score.write(low)} and {score.write(high)}"
    )
    return [f"{said}, so there it hardly matters who wins." if high - low <= GAP else f"{said}."]


def _range(lap: Lap) -> str:
    low, high = lap.ends.min(), lap.ends.max()
    return f"{loss_text(low)} and {loss_text(high) if np.isfinite(high) else 'divergence'}"


def findings(laps: Sequence[Lap]) -> list[str]:
    """What to look at, in sentences with the numbers of these laps."""

    def label(lap: Lap) -> str:
        return OPTIMIZERS[lap.training.optimizer].label

    won = win(laps)
    whole = [lap for lap in laps if lap.diverged_at is None]
    found = [_winning(won), *_on_test_rows(whole)] if won else []
    if len(whole) == 1:
        found.append(f"**{label(whole[0])}** wins: all others diverge.")
    elif whole:
        worst = max(whole, key=lambda lap: lap.end)
        found.append(f"{label(worst)} ends highest, at {number(worst.end)}.")
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
            f"of {len(RATES)} that were tried from {number(RATES[0])} to {number(RATES[-1])}. "
            f"The page about the learning rate tries {len(LEARNING_RATES)}: its best may lie "
            "between two of these."
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
