"""The plan of a lesson: its time, its links, and what it says will be seen."""

from __future__ import annotations

from dataclasses import replace
from math import log
from urllib.parse import parse_qs

import pytest
from app_pages import ROOT, open_page

from nnviz.core.data import load
from nnviz.core.experiment import DEFAULT
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.course.lesson import LESSON
from nnviz.course.stations import COURSE, after
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import examine
from nnviz.terrain.descent import descend
from nnviz.terrain.one_weight import OneWeight

LINKS = [page for scene in LESSON for _, page in scene.links if page != "./"]


def test_it_takes_a_lesson_and_keeps_the_order_of_the_course():
    assert sum(scene.minutes for scene in LESSON) == 45
    order = [station.name for station in COURSE]
    places = [order.index(page.split("?")[0]) for page in LINKS]
    assert places == sorted(places)


@pytest.mark.parametrize("page", LINKS)
def test_every_link_opens_what_it_says(page):
    name, _, query = page.partition("?")
    app = open_page(f"pages/{name}.py", **{key: one for key, (one,) in parse_qs(query).items()})
    assert not any("which is not" in text.value for text in app.text)


@pytest.mark.parametrize(
    ("rate", "weights"), [(0.1, [5, 4.2]), (0.25, [5, 3]), (0.5, [5, 1, 5, 1])]
)
def test_the_steps_downhill_are_as_the_plan_says(rate, weights):
    path = descend(OneWeight(2.0, 6.0, half=True), 5.0, "sgd", rate, len(weights) - 1)
    assert path.w[:, 0].tolist() == pytest.approx(weights)


def test_the_losses_are_as_the_plan_says():
    says = " ".join(scene.see for scene in LESSON)
    assert f"−ln 0.6 = {-log(0.6):.3f}" in says
    assert f"−ln 0.01 = {-log(0.01):.1f}" in says


def test_the_doctor_cures_the_run_that_is_to_be_broken_and_not_the_good_one():
    split, data = DEFAULT.split(), load("penguins")

    def cures(training):
        run = train(DEFAULT.network, split, training)
        found = examine(Patient(run, curves(run, split), data, split))
        return [finding.cure for finding in found if finding.cure and not finding.remark]

    assert cures(replace(DEFAULT.training, optimizer="sgd", learning_rate=10.0))
    assert cures(DEFAULT.training) == []


def test_each_station_has_a_page_and_leads_to_the_next():
    for station, following in zip(COURSE, [*COURSE[1:], None], strict=True):
        assert (ROOT / station.file).exists()
        assert after(station.name) is following
