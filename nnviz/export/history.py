"""A run's history: its curves as a tidy table, and the whole of it as a file that opens again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nnviz.core.measures import curves_of
from nnviz.core.saved import save
from nnviz.export.moment import Moment


def tidy_csv(moment: Moment) -> bytes:
    """Every measure after each kept epoch, up to the last one: epoch, measure, value (UTF-8 CSV).

    The tidy form of Wickham, "Tidy Data" (2014): each variable is a column, each observation a row.
    Values are float32, written with the fewest digits that give the same number again; one that is
    not finite is an empty cell, which pandas reads as NaN: to a spreadsheet, `-inf` is a formula.
    """
    measured = curves_of(moment.experiment, moment.run)
    values = np.stack([measured[name] for name in measured], axis=-1).ravel()
    table = pd.DataFrame(
        {
            "epoch": np.repeat(moment.run.epochs, len(measured)),
            "measure": np.tile(list(measured), measured.count),
            "value": np.where(np.isfinite(values), values, np.float32("nan")),
        }
    )
    return table.to_csv(index=False).encode()


def record(moment: Moment) -> bytes:
    """The whole run as an `.npz` that numpy opens, and so does nnviz: see `nnviz.core.saved`."""
    return save(moment.experiment, moment.run)
