"""What the page about batches asks: how many steps an epoch has, and how noisy they are."""

from __future__ import annotations

from math import ceil
from random import Random

from nnviz.course.check import Choice, Number, Question, Slip


def steps_an_epoch(random: Random) -> Question:
    """How many steps one pass over the training rows takes."""
    return steps_of(random.choice((100, 150, 200, 250)), random.choice((16, 32, 48)))


def steps_of(rows: int, batch: int) -> Question:
    """How many batches these rows make, the last of them perhaps a smaller one."""
    rest = rows % batch
    return Number(
        f"{rows} [[training rows]], {batch} in a [[batch]]. How many [[steps]] are one [[epoch]]?",
        ceil(rows / batch),
        f"{rows // batch} full batches, and one more with the {rest} rows that are left."
        if rest
        else f"{rows} / {batch}.",
        (
            Slip(rows // batch, f"There are {rest} rows left, which make a batch of their own."),
            Slip(rows, "That is one row at a time. Here a step looks at a whole batch."),
            Slip(batch, "That is how many rows one step looks at."),
            Slip(1, "That is with all rows in one batch."),
        ),
        digits=0,
    )


QUARTER, HALF, SAME, TWICE = "a quarter", "half", "the same", "twice as much"


def noise(random: Random) -> Question:
    """How the noise of a batch's loss depends on its size."""
    small = random.choice((4, 8, 16))
    return Choice(
        f"[[Batches]] of {4 * small} rows instead of {small}, from very many. How large is the "
        "[[noise]] of their losses then?",
        (QUARTER, HALF, SAME, TWICE),
        HALF,
        "the noise falls with the square root of the number of rows, and √4 = 2.",
        (
            Slip(QUARTER, "Its square is a quarter. The noise itself falls with the square root."),
            Slip(SAME, "A mean over more rows lies closer to the mean of all."),
            Slip(TWICE, "A mean over more rows lies closer to the mean of all, not farther."),
        ),
    )


QUESTIONS = (steps_an_epoch, noise)
