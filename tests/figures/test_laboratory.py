"""The laboratory's charts draw what their records say, in both themes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.look import PALETTE
from nnviz.core.measures import Curves
from nnviz.core.schedules import SCHEDULES
from nnviz.core.text import number
from nnviz.core.training import Training
from nnviz.figures import batches, ruler, schedules
from nnviz.figures.axes import decades
from nnviz.figures.frame import legend_alone
from nnviz.study.batches import batch_losses
from nnviz.study.ruler import measure, range_training, suggestion
from nnviz.study.sweep import sweep
from nnviz.study.timing import Times

LIGHT = PALETTE["light"]
NAMES = [schedule.label for schedule in SCHEDULES.values()]


def trace(figure, start: str):
    """The one trace whose name begins so."""
    (found,) = [t for t in figure.data if (t.name or "").startswith(start)]
    return found


def parabola(curvature: float, at: float = 5.0, learning_rate: float = 0.1):
    return measure(
        lambda w: curvature * w[..., 0] ** 2 / 2,
        lambda w: curvature * w,
        np.array([at]),
        learning_rate,
    )


def test_the_ruler_marks_this_step_the_best_and_the_edge():
    record = parabola(4.0)
    figure = ruler.ruler(record, "nats", LIGHT)
    assert trace(figure, "this step").x[0] == 0.1
    assert trace(figure, "this step").y[0] == pytest.approx(50 * 0.6**2)
    assert trace(figure, "best single step").x[0] == record.best
    assert trace(figure, "too big").x[0] == record.edge
    assert trace(figure, "too big").y[0] == record.start
    (zone,) = figure.layout.shapes
    assert (zone.x0, zone.x1) == (record.edge, record.learning_rates[-1])
    low, high = figure.layout.yaxis.range
    assert low < record.best_loss < record.start < high
    assert figure.layout.yaxis.title.text == "training loss (nats)"


def test_a_step_far_above_the_axis_is_drawn_at_its_top_with_its_number():
    record = parabola(4.0, learning_rate=50.0)
    mark = trace(ruler.ruler(record, "", LIGHT), "this step")
    assert mark.y[0] == ruler.ruler(record, "", LIGHT).layout.yaxis.range[1]
    assert mark.marker.symbol == "triangle-up-open"
    assert record.here > 1e5
    assert f"ends at {number(record.here, 5)}<" in mark.hovertemplate


def test_the_ruler_writes_small_numbers_as_everywhere():
    record = parabola(4.0, learning_rate=1e-5)
    figure = ruler.ruler(record, "nats", LIGHT)
    assert trace(figure, "this step").name == "this step η = 10⁻⁵"
    assert f"η = 10⁻⁵ ends at {number(record.here, 5)}<" in trace(figure, "this step").hovertemplate
    rates, losses = np.transpose(trace(figure, "loss after").customdata)
    assert rates.tolist() == [number(rate) for rate in record.learning_rates]
    assert losses.tolist() == [number(loss, 5) for loss in record.loss]


def test_a_ruler_without_a_best_step_has_fewer_marks():
    flat = measure(lambda w: 1.0 + 0 * w[..., 0], lambda w: 0 * w, np.array([2.0]), 0.1)
    names = [t.name for t in ruler.ruler(flat, "nats", LIGHT).data]
    assert not any(name.startswith(("best", "too big", "the parabola")) for name in names)


@pytest.fixture(scope="module")
def wide(network, penguin_split):
    """A sweep whose largest rate diverges."""
    training = Training(optimizer="sgd", epochs=3)
    found = sweep(network, penguin_split, training, (1e-3, 0.1, 10.0))
    loss = found.curves.train_loss.copy()
    loss[-1, 2] = np.inf
    return replace(found, curves=Curves({**found.curves, "train_loss": loss}, found.curves.task))


def test_the_range_test_stands_beside_the_sweep(wide):
    rates = range_training(Training()).learning_rates
    loss = 0.1 + 1 / (1 + np.exp(6 * np.log10(rates / 0.03)))
    loss[80:90], loss[90:] = 3.0, np.nan
    found = suggestion(rates, loss)
    figure = ruler.range_test(rates, loss, found, wide, "nats", LIGHT)
    assert trace(figure, "falls fastest").x[0] == found.steepest
    assert trace(figure, "blows up").x[0] == rates[80]
    assert len(trace(figure, "range test: diverged").x) == 10
    assert trace(figure, "sweep: diverged").x.tolist() == [10.0]
    assert np.allclose(trace(figure, "sweep: final").y[:2], wide.final_loss[:2, 0])
    assert figure.layout.xaxis.range == pytest.approx((-5, 1))
    alone = ruler.range_test(rates, loss, found, None, "nats", LIGHT)
    assert not any(t.name.startswith("sweep") for t in alone.data)


def test_every_schedule_has_its_curve_and_the_chosen_one_lies_on_top():
    values = np.stack([Training(schedule=name).learning_rates for name in SCHEDULES])
    figure = schedules.rates(NAMES, values, 1, LIGHT)
    assert figure.data[-1].name == NAMES[1]
    assert {t.name for t in figure.data} == set(NAMES)
    assert len({t.line.dash for t in figure.data}) == len(NAMES)
    assert np.array_equal(trace(figure, "cosine").y, values[3])
    assert trace(figure, "cosine").x[[0, -1]].tolist() == [1, 100]
    assert list(trace(figure, "cosine").text) == [number(rate, 4) for rate in values[3]]
    assert figure.data[-1].line.width > figure.data[0].line.width


def test_a_schedule_that_diverges_ends_in_a_cross():
    loss = np.ones((4, 5))
    loss[2:, 1] = np.nan
    figure = schedules.losses(NAMES, np.arange(4), loss, 0, "nats", LIGHT)
    assert trace(figure, "step decay: diverged").x[0] == 2
    assert sum("diverged" in t.name for t in figure.data) == 1


def test_a_single_epoch_is_a_dot_not_an_invisible_line():
    figure = schedules.rates(NAMES, np.full((5, 1), 0.01), 0, LIGHT)
    assert {t.mode for t in figure.data} == {"markers"}


def test_every_batch_is_a_point(network, penguin_split):
    params = network.init(0).numpy()
    records = [
        batch_losses(network, "cross_entropy", params, penguin_split, size, 0)
        for size in (1, 16, 240)
    ]
    figure = batches.strips(["1 row", "16 rows", "all"], records, "nats", LIGHT)
    points = [t for t in figure.data if t.mode == "markers"]
    bars = [t for t in figure.data if t.mode == "lines"]
    for point, bar, record in zip(points, bars, records, strict=True):
        assert np.array_equal(point.x, record.losses)
        assert bar.x[1] - record.mean == pytest.approx(record.noise)
    assert figure.layout.xaxis.range[1] > max(r.losses.max() for r in records)
    assert figure.layout.shapes[0].x0 == records[0].mean


def test_a_last_batch_of_fewer_rows_is_hollow(network, penguin_split):
    record = batch_losses(
        network, "cross_entropy", network.init(0).numpy(), penguin_split, 100, seed=0
    )
    points = batches.strips(["100 rows"], [record], "nats", LIGHT).data[0]
    assert list(points.marker.symbol) == ["circle", "circle", "circle-open"]


def test_curves_that_end_early_say_why():
    x = [np.arange(3.0)] * 3
    losses = [np.array([1, 0.1, 0.0]), np.array([1, 0.5, 0.2]), np.array([1, np.inf, np.nan])]
    figure = batches.training(["a", "b", "c"], x, losses, "epoch", "nats", LIGHT)
    assert [t.name for t in figure.data] == ["a (reaches 0)", "b", "c (diverged)"]
    assert len({t.line.dash for t in figure.data}) == 3


def test_time_per_row_is_in_microseconds():
    rows = np.array([1, 4, 16])
    loop, matrix, gpu = np.array([1e-5, 4e-5, np.nan]), rows * 1e-5 / rows**0.5, rows * 0 + 2e-5
    figure = batches.per_row(Times(rows, loop, matrix, gpu), LIGHT)
    assert trace(figure, "CPU, row").y[:2] == pytest.approx([10, 10])
    assert trace(figure, "CPU, one").y == pytest.approx([10, 5, 2.5])
    assert trace(figure, "GPU").y == pytest.approx([20, 5, 1.25])
    assert figure.layout.shapes[0].x0 == 16
    without = batches.per_row(Times(rows, loop, matrix, None), LIGHT)
    assert len(without.data) == 2
    assert not without.layout.shapes


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([0.02, 3.0], (0.01, 10.0)),
        ([0.1, 1.0], (0.1, 1.0)),
        ([1.0, 1.0], (1.0, 10.0)),
        ([0.0, np.nan, np.inf, 0.5], (0.1, 1.0)),
        ([np.nan], (0.1, 10.0)),
        ([1e-12, 1e6], (1e-8, 100.0)),
    ],
)
def test_axes_end_at_whole_powers_of_ten(values, ends):
    assert decades(np.array(values), high=100.0) == pytest.approx(ends)


@pytest.mark.parametrize("theme", PALETTE)
def test_both_themes_leave_the_background_to_the_page(theme):
    figure = ruler.ruler(parabola(1.0), "nats", PALETTE[theme])
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert trace(figure, "loss after").line.color == PALETTE[theme]["series"]["train"]


def test_a_legend_alone_names_every_curve_and_draws_none():
    names, x = ["1 row", "16 rows"], [np.arange(3), np.arange(3)]
    losses = [np.array([1.0, 0.5, 0.0]), np.array([1.0, 0.5, np.nan])]
    figure = batches.training(names, x, losses, "epoch", "nats", LIGHT)
    alone = legend_alone(figure, LIGHT)
    assert [t.name for t in alone.data] == [t.name for t in figure.data]
    assert [t.line.dash for t in alone.data] == [t.line.dash for t in figure.data]
    assert all(t.x == (None,) for t in alone.data)
