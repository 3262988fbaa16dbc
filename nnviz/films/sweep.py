"""The film of a sweep: many learning rates at once, and what each one led to.

The browser draws the whole sweep and moves among its learning rates by itself; Python hears which
one is selected.
"""

from __future__ import annotations

import math
from hashlib import blake2b

import numpy as np

from nnviz.core.data import Split
from nnviz.core.look import PALETTE
from nnviz.core.losses import LOSSES
from nnviz.core.measures import blind_loss
from nnviz.core.tasks import TASKS
from nnviz.films.block import encode
from nnviz.study.sweep import Sweep

LOSS_RANGE = (1e-5, 4.0)
"""Ends of the colours and of the loss axes, as multiples of what knowing nothing costs."""


def encode_sweep(
    sweep: Sweep,
    split: Split,
    *,
    selected: int,
    seed: int = 0,
    training: bool = False,
    scenery: bool = True,
    take: int = 0,
) -> bytes:
    """One block for the map: the sweep as far as it is trained.

    What only a trained sweep has (test loss and score, best rate, stable edge) travels when it
    is complete.

    Args:
        sweep: the record so far; at least the row of epoch 0.
        split: the rows that all were trained on, and tested on.
        selected: index of the learning rate to show. What the viewer has selected may be sent
            back, early or late: the map knows its own echo.
        seed: index of the seed whose curve is drawn in full, and whose numbers are written out.
        training: whether more rows are on their way.
        take: tells this showing of the sweep from others; another one begins anew.
        scenery: whether the colours are in the block; a map that lacks them asks for them.

    Raises:
        IndexError: `selected` or `seed` is not in the sweep.
    """
    rates, seeds = sweep.learning_rates, sweep.seeds
    if not 0 <= selected < len(rates):
        raise IndexError(f"learning rate {selected} is not one of 0 to {len(rates) - 1}")
    if not 0 <= seed < len(seeds):
        raise IndexError(f"seed {seed} is not one of 0 to {len(seeds) - 1}")
    loss = LOSSES[sweep.training.loss]
    curves, complete = sweep.curves, sweep.complete
    guess = blind_loss(sweep.training.loss, split)
    runs = rates.tolist(), seeds.tolist(), take
    said = sweep.network, sweep.training, *runs, split.identity
    header = {
        "run": blake2b(repr(said).encode(), digest_size=16).hexdigest(),
        "selected": selected,
        "seed": seed,
        "training": training,
        "complete": complete,
        "epochs": sweep.training.epochs,
        "learning_rates": rates.tolist(),
        "seeds": seeds.tolist(),
        "best": _best(sweep) if complete else None,
        "edge": vars(sweep.edge) if complete else None,
        "guess": {"cost": guess, "words": TASKS[split.task].blind_words},
        "score": {"measure": TASKS[split.task].measures[0], "label": curves.score.label},
        "loss": {"label": loss.label, "unit": loss.unit, "unit_words": loss.unit_words},
        "loss_range": _loss_range(guess),
    }
    if scenery:
        header["scenery"] = {"palette": PALETTE}
    arrays = {"epochs": sweep.epochs, "train_loss": curves.train_loss}  # [rows], [rows, A, B]
    if complete:
        arrays["test_loss"] = curves.test_loss[:, :, seed]  # [rows, A]
        arrays["final_test_loss"] = curves.test_loss[-1]  # [A, B]
        arrays["final_test_score"] = curves.test_score[-1]  # [A, B]
    return encode(header, arrays)


def _best(sweep: Sweep) -> int | None:
    """The best rate, or None where more than half of the seeds diverged at every rate."""
    best = sweep.best
    return best if np.isfinite(np.median(sweep.final_loss[best])) else None


def _loss_range(guess: float) -> tuple[float, float]:
    """The fixed ends of the loss axes, round numbers that do not depend on how training goes."""
    scale = guess if math.isfinite(guess) and guess > 0 else 1.0
    low, high = (float(f"{factor * scale:.1g}") for factor in LOSS_RANGE)
    return low, high
