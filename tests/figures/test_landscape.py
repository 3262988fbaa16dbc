"""The 3-D view: heights are losses, and paths lie on the ground they were walked on."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.core.look import PALETTE
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.figures.landscape import surface
from nnviz.terrain.descent import descend
from nnviz.terrain.landscapes import LANDSCAPES


def drawn(key: str, theme: str = "light", factor: float = 1):
    landscape = LANDSCAPES[key]
    walks = [
        (entry.label, i, descend(landscape, landscape.start, name, factor * rate, 60))
        for i, ((name, rate), entry) in enumerate(
            zip(landscape.rates.items(), OPTIMIZERS.values(), strict=True)
        )
    ]
    return surface(landscape, landscape.relief(49, 37), walks, PALETTE[theme]), walks


@pytest.mark.parametrize("theme", PALETTE)
@pytest.mark.parametrize("key", LANDSCAPES)
def test_the_ground_and_a_line_for_each_walk(key, theme):
    figure, walks = drawn(key, theme)
    ground, *lines = figure.data
    assert ground.type == "surface"
    assert np.shape(ground.z) == (37, 49)
    assert [line.name for line in lines] == [name for name, _, _ in walks]
    assert [line.line.color for line in lines] == PALETTE[theme]["racers"]
    assert len({line.line.color for line in lines}) == len(walks)
    assert len({line.marker.symbol for line in lines}) == len(walks)
    for line in lines:
        assert np.argmax(line.marker.size) == np.flatnonzero(~np.isnan(np.array(line.x)))[-1]
    low, high = figure.layout.scene.zaxis.range
    assert low == 0
    assert np.max(ground.z) <= high


@pytest.mark.parametrize("key", LANDSCAPES)
def test_walks_lie_just_above_the_ground(key):
    figure, walks = drawn(key)
    landscape = LANDSCAPES[key]
    for line, (_, _, path) in zip(figure.data[1:], walks, strict=True):
        seen = ~np.isnan(np.array(line.x))
        assert seen[0]
        assert (seen == [landscape.contains(x, y) for x, y in path.w]).all()
        above = np.array(line.z)[seen] - landscape.height(path.loss[seen])
        assert (above > 0).all()
        assert above == pytest.approx(above[0])


def test_who_blows_up_leaves_the_picture_without_moving_its_axes():
    calm, _ = drawn("bowl")
    wild, walks = drawn("bowl", factor=1000)
    assert any(path.diverged_at is not None or abs(path.w).max() > 1e6 for _, _, path in walks)
    assert wild.layout.scene.zaxis.range == calm.layout.scene.zaxis.range
    for line in wild.data[1:]:
        assert np.nanmax(np.abs(line.x)) <= 5


def test_the_axis_says_where_heights_are_not_to_scale():
    def title(key: str) -> str:
        return drawn(key)[0].layout.scene.zaxis.title.text

    assert title("bowl") == "loss"
    assert title("rosenbrock") == "loss (not to scale)"


def test_ticks_of_the_height_are_losses():
    figure, _ = drawn("rosenbrock")
    axis = figure.layout.scene.zaxis
    losses = np.array([float(text) for text in axis.ticktext])
    assert LANDSCAPES["rosenbrock"].height(losses) == pytest.approx(axis.tickvals)
    assert len(losses) >= 4
