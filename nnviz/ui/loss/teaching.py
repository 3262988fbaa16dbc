"""The same network taught with every loss, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from nnviz.core.data import STANDARD, load
from nnviz.core.experiment import DEFAULT
from nnviz.core.losses import LOSSES
from nnviz.core.text import number, percent
from nnviz.films.lessons import encode_lessons
from nnviz.study.one_batch import row_name
from nnviz.study.wrong_start import (
    DEFAULTS,
    GOAL,
    STARTS,
    WAYS,
    Lesson,
    experiments,
    lesson,
    witness,
)
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, choice
from nnviz.ui.mounts import lessons_player
from nnviz.ui.progress import trained
from nnviz.ui.tables import numbers
from nnviz.ui.widgets import segments
from nnviz.ui.words import prose, words_here

FIELDS: tuple[Field, ...] = (
    choice("start", DEFAULTS[0], STARTS),
    choice("way", DEFAULTS[1], WAYS),
)
SHARE = f"{100 * GOAL:.0f}\N{NO-BREAK SPACE}%"


def teaching(controls: Controls) -> None:
    """Choose where the network begins and how it is trained; its film, a table, a sentence."""
    st.subheader("Why squared error learns more slowly from a confident mistake", anchor=False)
    introduction = st.container()
    starts = {key: start.label for key, start in STARTS.items()}
    ways = {key: way.label for key, way in WAYS.items()}
    left, right = st.columns(2)
    with left:
        start = segments("The network begins", "start", starts, controls)
    with right:
        way = segments("It is trained by", "way", ways, controls)
    with introduction:
        prose(
            "One [[network]], with the same [[seed]] and the same [[batches]], is trained with "
            f"each [[loss]]. {STARTS[start].words}"
        )
    taught = _taught(start, way)
    if taught is None:
        return
    lessons_player(_film(taught), key="lessons")
    numbers(table(taught))
    words_here("gradient")
    prose(f"{sentence(taught)} {WAYS[way].words}")


def _taught(start: str, way: str) -> dict[str, Lesson] | None:
    """What each loss has taught, by its key; None until all of it is trained."""
    taught = {}
    for loss, experiment in experiments(start, way).items():
        recording = trained(experiment, name=LOSSES[loss].label.capitalize())
        if recording is None:
            return None
        taught[loss] = lesson(*recording.run(), experiment.split())
    return taught


def _film(taught: Mapping[str, Lesson]) -> bytes:
    dataset, split = load(STANDARD), DEFAULT.split()
    seen = witness(split)
    row, truth = split.train_rows[seen], split.train_y[seen]
    return encode_lessons(dataset, taught, row_name(dataset, row), int(truth))


def table(taught: Mapping[str, Lesson]) -> pd.DataFrame:
    """One column for each loss: the first gradient, when it had learned, how it ended."""
    rows = ("size of the first gradient", f"{SHARE} right", "right at the end")
    columns = {"trained with": rows}
    for loss, one in taught.items():
        columns[LOSSES[loss].label] = (number(one.push), _when(one), percent(one.right[-1]))
    return pd.DataFrame(columns)


def sentence(taught: Mapping[str, Lesson]) -> str:
    """How much smaller the gradients of the others are than the first one's, and what came of it.

    In the words of the record, whatever it says.
    """
    rows = load(STANDARD).nouns.rows
    (first, longest), *others = taught.items()
    smaller = " and ".join(
        f"that of {LOSSES[loss].label} is {number(longest.push / one.push)} times smaller"
        for loss, one in others
    )
    when = ", ".join(f"{LOSSES[loss].label} {_when(one)}" for loss, one in taught.items())
    return (
        "The size of the [[gradient]] (all its slopes taken together) is how hard plain "
        "[[gradient descent]] pushes. "
        f"Before the first [[step]] that of {LOSSES[first].label} is {number(longest.push)}; "
        f"{smaller}. {SHARE} of the training {rows} are answered correctly: {when}."
    )


def _when(one: Lesson) -> str:
    """When the goal was reached, in words."""
    if one.right_after is None:
        return f"not within {one.epochs[-1]} epochs"
    return f"after {one.right_after} epochs" if one.right_after != 1 else "after 1 epoch"
