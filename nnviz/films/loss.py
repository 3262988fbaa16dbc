"""The film of the losses: one answer that can be dragged, and the batch that a run begins with.

The browser computes every loss and its gradient itself, from the answer's logits; those of the
batch travel as float32 [E, B, K], as the network gave them. See `nnviz.films.block`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.core.data import Dataset
from nnviz.core.look import MARKERS, PALETTE
from nnviz.films.block import encode
from nnviz.films.told import lines_of_losses
from nnviz.study.one_batch import OneBatch

RATE = 1.0
"""η of the steps that the film takes on the logits of one answer."""

STEPS = 100
"""So many of them."""


def encode_losses(
    dataset: Dataset,
    batch: OneBatch,
    answer: Sequence[float],
    truth: str,
    play: int = 0,
    cue: int = 0,
) -> bytes:
    """The film that opens with an answer to a row.

    Args:
        dataset: whose classes the answer is about.
        batch: of its rows.
        answer: the probability of each class; they are scaled to add up to 1.
        truth: the class that the row is of.
        play: above 0, the film starts when it opens.
        cue: another one lets the film open anew, whatever the viewer has made of it.
    """
    total = sum(answer)
    header = {
        "classes": dataset.classes,
        "nouns": {name: getattr(dataset.nouns, name) for name in ("row", "rows", "target")},
        "markers": MARKERS,
        "losses": lines_of_losses(dataset.task),
        "answer": [share / total for share in answer],
        "truth": dataset.classes.index(truth),
        "play": play,
        "cue": cue,
        "rate": RATE,
        "steps": STEPS,
        "names": batch.names,
        "y": batch.y.tolist(),
        "epochs": batch.epochs.tolist(),
        "palette": PALETTE,
    }
    return encode(header, {"z": batch.z})
