"""The film of one answer and one batch, with the answer that it opens with."""

from __future__ import annotations

import math

import streamlit as st

from nnviz.core.data import STANDARD, load
from nnviz.core.experiment import DEFAULT
from nnviz.core.text import plain_decimal
from nnviz.films.loss import encode_losses
from nnviz.study.one_batch import first_batch
from nnviz.ui.actions import pressed
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field
from nnviz.ui.mounts import loss_player
from nnviz.ui.progress import trained

_DATASET = load(STANDARD)

EPOCHS = range(21)
"""The moments at which the batch can be looked at."""

ANEW = ("the film of losses", True)
"""The press that lets the film open anew."""


def _parse_answer(text: str) -> tuple[float, ...]:
    shares = tuple(float(part) for part in text.split(","))
    fits = len(shares) == len(_DATASET.classes) and all(share > 0 for share in shares)
    if not fits or not math.isclose(sum(shares), 1, abs_tol=0.01):
        raise ValueError(f"{text!r} are no probabilities")
    return shares


def _parse_class(text: str) -> str:
    return _DATASET.classes[_DATASET.classes.index(text)]


FIELDS = (
    Field(
        "answer",
        (0.3, 0.1, 0.6),
        _parse_answer,
        f"{len(_DATASET.classes)} probabilities above 0 that add up to 1, such as 0.3,0.1,0.6",
        write=lambda shares: ",".join(map(plain_decimal, shares)),
    ),
    Field("truth", "Chinstrap", _parse_class, f"one of {', '.join(_DATASET.classes)}"),
)


def film(controls: Controls) -> None:
    """Show the film; a press of `ANEW` lets it begin again, and play where the answer is wrong."""
    cue = st.session_state.get(controls.key("cue"), 0) + sum(1 for _ in pressed(ANEW[0]))
    st.session_state[controls.key("cue")] = cue
    recording = trained(DEFAULT, name="The network")
    if recording is None:
        return
    run, _ = recording.run()
    answer, truth = controls["answer"], controls["truth"]
    wrong = answer[_DATASET.classes.index(truth)] < 0.5 * max(answer)
    block = encode_losses(
        _DATASET,
        first_batch(DEFAULT, run, EPOCHS),
        answer,
        truth,
        play=cue if wrong else 0,
        cue=cue,
    )
    loss_player(block, key="loss")
