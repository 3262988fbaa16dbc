"""A run's curves as a tidy table: one row for each epoch and measure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nnviz.core.measures import curves
from nnviz.export.moment import Moment


def tidy_csv(moment: Moment) -> bytes:
    """Every measure after each kept epoch, up to the last one: epoch, measure, value (UTF-8 CSV).

    The tidy form of Wickham, "Tidy Data" (2014): each variable is a column, each observation a row.
    Values are float32, written with the fewest digits that give the same number again; one that is
    not finite is written as `inf`, `-inf` or `nan`.
    """
    measured = curves(moment.run, moment.experiment.split())
    table = pd.DataFrame(
        {
            "epoch": np.repeat(moment.run.epochs, len(measured)),
            "measure": np.tile(list(measured), measured.count),
            "value": np.stack([measured[name] for name in measured], axis=-1).ravel(),
        }
    )
    return table.to_csv(index=False, na_rep="nan").encode()
