"""The charts of the laps, the plane and the lottery draw what the records say, and all of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.look import PALETTE
from nnviz.core.measures import curves as measured
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.figures.laps import look, loss_range, over_epochs, over_time
from nnviz.figures.lottery import fan
from nnviz.figures.projection import projection
from nnviz.study.laps import GOAL, SEEDS, lap
from nnviz.study.projection import plane, surface, trace, window

LIGHT = PALETTE["light"]


def timed(network, split, **settings):
    run = train(network, split, Training(**settings))
    record = lap(run, measured(run, split), np.ones(SEEDS))
    return replace(record, seconds_per_epoch=0.125)


@pytest.fixture(scope="module")
def laps(network, penguin_split):
    return [timed(network, penguin_split, optimizer=name, epochs=8) for name in ("sgd", "adam")]


def lines(figure) -> list:
    """The curves, without what stands in the legend only."""
    return [
        t for t in figure.data if t.type == "scatter" and t.mode == "lines" and t.x[0] is not None
    ]


def test_every_optimizer_looks_different_in_more_than_colour():
    for palette in PALETTE.values():
        looks = [look(place, palette) for place, _ in enumerate(OPTIMIZERS)]
        assert len({style["color"] for style in looks}) == len(OPTIMIZERS)
        assert len({style["symbol"] for style in looks}) == len(OPTIMIZERS)


def test_the_charts_show_the_losses_of_the_laps(laps):
    for figure, xs in (
        (over_epochs(laps, GOAL, LIGHT), [one.epochs for one in laps]),
        (over_time(laps, GOAL, LIGHT), [one.seconds for one in laps]),
    ):
        drawn = lines(figure)
        assert len(drawn) == len(laps)
        for curve, one, x in zip(drawn, laps, xs, strict=True):
            assert np.array_equal(curve.x, x)
            assert np.array_equal(curve.y, one.curves.train_loss)
        legend = [t.name for t in figure.data if t.showlegend is not False]
        runners = [OPTIMIZERS[one.training.optimizer].label for one in laps]
        assert legend == [*runners, f"loss {GOAL:g}"]
        low, high = 10 ** np.array(figure.layout.yaxis.range)
        for one in laps:
            assert (low <= one.curves.train_loss).all()
            assert (one.curves.train_loss <= high).all()


def test_a_small_learning_rate_and_a_small_loss_are_written_as_everywhere(penguin_split, network):
    slow = timed(network, penguin_split, optimizer="sgd", learning_rate=1e-5, epochs=1)
    (line,) = lines(over_epochs([slow], GOAL, LIGHT))
    assert line.hovertemplate.startswith("SGD, η = 10⁻⁵<br>epoch %{x}: training loss %{text}")
    assert list(line.text) == [number(loss) for loss in slow.curves.train_loss]


def test_a_lap_that_diverged_ends_with_a_cross(penguin_split):
    wild = timed(
        MLP((4, 10, 10, 3), "identity"), penguin_split, optimizer="sgd", learning_rate=10.0
    )
    figure = over_epochs([wild], GOAL, LIGHT)
    (cross,) = [t for t in figure.data if t.marker.symbol == "x"]
    assert cross.marker.color == LIGHT["diverged"]
    assert f"epoch {wild.diverged_at}" in cross.hovertemplate
    assert np.isfinite(np.float64(cross.y)).all()


def test_a_loss_axis_passes_over_what_is_no_loss():
    low, high = loss_range([np.array([1.0, 0.003, np.nan, np.inf, 0.0])])
    assert low == pytest.approx(1e-3)
    assert 1 < high < 10


def test_the_plane_is_drawn_with_every_path_from_start_to_end(network, penguin_split):
    runs = [train(network, penguin_split, Training(name, epochs=8)) for name in ("adam", "sgd")]
    on = plane(runs[0].params)
    traces = [trace(on, run, penguin_split) for run in runs]
    bounds = window(traces[0].points, [traces[1].points])
    drawn = surface(on, network, "cross_entropy", penguin_split, bounds)
    figure = projection(on, drawn, traces, ["yours", "SGD"], LIGHT)
    contours, *paths = figure.data
    assert np.allclose(10 ** np.array(contours.z), drawn.loss, rtol=1e-5)
    for path, told in zip(lines(figure), traces, strict=True):
        assert np.array_equal(np.stack([path.x, path.y], -1), told.points)
        assert path.customdata[:, 0].tolist() == told.epochs.tolist()
        assert path.customdata[:, 1].tolist() == [number(loss, 4) for loss in told.loss]
        assert path.customdata[:, 2].tolist() == [number(loss, 4) for loss in told.shown]
    ends = [t for t in paths if t.mode == "markers"]
    for end, told in zip(ends, traces, strict=True):
        assert np.array_equal(np.stack([end.x, end.y], -1), told.points[[0, -1]])
    named = {note.text: (note.x, note.y) for note in figure.layout.annotations}
    assert named == {"start": tuple(traces[0].points[0]), "end": tuple(traces[0].points[-1])}
    legend = [(t.name, t.marker.symbol) for t in paths if t.showlegend is not False]
    places = ("yours", list(OPTIMIZERS).index("adam")), ("SGD", list(OPTIMIZERS).index("sgd"))
    assert legend == [(name, look(place, LIGHT)["symbol"]) for name, place in places]
    for axis, share in ((figure.layout.xaxis, 0), (figure.layout.yaxis, 1)):
        assert f"{100 * on.explained[share]:.1f} %" in axis.title.text


def test_a_surface_that_overflows_is_left_blank_there(network, penguin_split):
    run = train(network, penguin_split, Training(epochs=3))
    on = plane(run.params)
    points = trace(on, run, penguin_split)
    drawn = surface(on, network, "cross_entropy", penguin_split, np.array([[0, 1e30], [0, 1e30]]))
    assert not np.isfinite(drawn.loss).all()
    (contours, *_) = projection(on, drawn, [points], ["yours"], LIGHT).data
    assert not np.isinf(np.array(contours.z)).any()


def clickable(figure) -> dict[int, object]:
    return {int(t.customdata[0]): t for t in figure.data if t.customdata is not None}


def test_a_fan_has_one_clickable_curve_for_each_seed():
    generator = np.random.default_rng(0)
    loss = np.exp(-generator.uniform(0, 3, (11, 5))).astype(np.float32)
    loss[6:, 2] = np.nan  # diverged
    figure = fan(np.arange(11), loss, range(7, 12), {9: "Diverged: at epoch 6."}, 8, LIGHT, 20)
    curves = clickable(figure)
    assert set(curves) == set(range(7, 12))
    for index, seed in enumerate(range(7, 12)):
        assert np.array_equal(np.float32(curves[seed].y), loss[:, index], equal_nan=True)
        assert ("Diverged" in curves[seed].hovertemplate) == (seed == 9)
    widest = max(curves, key=lambda seed: curves[seed].line.width)
    assert widest == 8
    assert tuple(figure.layout.xaxis.range) == (0, 20)


def test_the_median_and_the_band_are_quantiles_with_the_diverged_as_the_worst():
    loss = np.tile(np.arange(1.0, 12.0), (3, 1))  # 11 seeds with losses 1 … 11
    loss[2, 10] = np.nan
    figure = fan(np.arange(3), loss, range(11), {}, None, LIGHT, 2)
    named = {t.name: t for t in figure.data if t.name}
    assert list(named["median"].y) == [6, 6, 6]
    assert list(named["10–90 % of the seeds"].y) == [10, 10, 10]
    loss[2, 3:] = np.nan
    figure = fan(np.arange(3), loss, range(11), {}, None, LIGHT, 2)
    (median,) = [t for t in figure.data if t.name == "median"]
    assert np.isnan(median.y[2])


def test_a_long_record_is_thinned_but_keeps_its_ends():
    loss = np.linspace(1, 0.1, 1001)[:, None]
    (curve,) = clickable(fan(np.arange(1001), loss, [3], {}, None, LIGHT, 1000)).values()
    assert len(curve.x) <= 210
    assert (curve.x[0], curve.x[-1]) == (0, 1000)
    assert np.array_equal(curve.y, loss[curve.x, 0])
