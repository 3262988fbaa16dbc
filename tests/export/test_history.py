"""A run's history, opened elsewhere: pandas and numpy find what the screen shows."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from immediately import immediate_engine
from moments import experiment

from nnviz.core.data import DATASETS, load
from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.networks import MLP
from nnviz.core.saved import read
from nnviz.core.training import Training
from nnviz.export.exports import EXPORTS
from nnviz.export.history import record, tidy_csv
from nnviz.export.moment import Moment

SHORT = replace(DEFAULT, training=Training(epochs=6, batch_size=60))
RUNS = {
    "default": SHORT,
    "diverged": replace(
        SHORT,
        network=MLP((4, 10, 3), "identity"),
        training=Training(optimizer="sgd", learning_rate=10.0, epochs=200),
    ),
    "a branch with another activation": replace(
        SHORT, network=MLP((4, 10, 10, 3), "tanh"), origin=Origin(SHORT, 3)
    ),
    "a regression that diverged": experiment(
        "sgd", "identity", "squared_error", learning_rate=10.0, epochs=200
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_tidy_table_holds_every_number_of_the_curves(name):
    run, curves = immediate_engine().ask(RUNS[name]).run()
    table = pd.read_csv(io.BytesIO(tidy_csv(Moment(RUNS[name], run, 0))))
    assert list(table.columns) == ["epoch", "measure", "value"]
    assert len(table) == len(run.epochs) * len(curves)
    for measure, values in curves.items():
        mine = table[table["measure"] == measure]
        assert mine["epoch"].tolist() == run.epochs.tolist()
        finite = np.where(np.isfinite(values), values, np.nan)
        np.testing.assert_allclose(mine["value"].to_numpy(np.float32), finite, rtol=1e-5)


@pytest.mark.parametrize("name", RUNS)
def test_no_cell_of_the_table_is_a_formula(name):
    run, curves = immediate_engine().ask(RUNS[name]).run()
    endless = 0
    for line in tidy_csv(Moment(RUNS[name], run, 0)).decode().splitlines()[1:]:
        epoch, measure, value = line.split(",")
        assert epoch.isdigit()
        assert measure.replace("_", "").isalnum()
        if value:  # a number's minus sign is no formula; that of -inf is
            assert math.isfinite(float(value))
        endless += not value
    assert endless == sum(np.count_nonzero(~np.isfinite(values)) for values in curves.values())
    assert bool(endless) == ("diverged" in name)


def test_the_whole_run_opens_again():
    run, _ = immediate_engine().ask(SHORT).run()
    moment = Moment(SHORT, run, 4)
    saved = read(EXPORTS["record"].make(moment), [load(name) for name in DATASETS])
    assert saved.experiment == Experiment(training=SHORT.training)
    assert saved.run.params.tobytes() == run.params.tobytes()
    assert record(moment) == EXPORTS["record"].make(moment)
    assert moment.file_name(EXPORTS["record"].ending).endswith("-epoch-4.npz")
