"""The page that plays a run offline: what stands in it, and that it reaches for nothing else."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from base64 import b64decode, b64encode
from dataclasses import replace
from functools import cache, cached_property
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import unquote

import numpy as np
import pytest
from app_pages import decode
from app_server import ROOT

from nnviz.core.data import Feature, Nouns, load
from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.look import PAGE
from nnviz.core.measures import curves, curves_of
from nnviz.core.record import Run
from nnviz.core.trainer import train
from nnviz.export.exports import EXPORTS
from nnviz.export.moment import Moment
from nnviz.films.network import Tale
from nnviz.films.tales import read_off, tell
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import examine

FRONTEND = ROOT / "nnviz" / "frontend"
DATA = {"application/json", "text/plain"}
"""Types of scripts that are none: nothing runs them."""

STATEMENT = re.compile(r"(?:\bfrom|^import) '([^']+)'", re.MULTILINE)


class Opened(HTMLParser):
    """A page as a browser reads it: its elements in their order, and the text in each."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.within = False
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        self.within = True

    def handle_data(self, data: str) -> None:
        if self.within:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.within = False

    def all(self, tag: str) -> list[tuple[dict[str, str], str]]:
        """Attributes and text of each element of a kind."""
        pairs = zip(self.elements, self.texts, strict=True)
        return [(attrs, text) for (name, attrs), text in pairs if name == tag]

    def script(self, name: str) -> str:
        """The text of the script of that id."""
        (text,) = [text for attrs, text in self.all("script") if attrs.get("id") == name]
        return text

    @cached_property
    def modules(self) -> dict[str, str]:
        """Each module of the import map: name → text."""
        (text,) = [text for attrs, text in self.all("script") if attrs["type"] == "importmap"]
        given = json.loads(text)["imports"]
        assert all(url.startswith("data:text/javascript,") for url in given.values())
        return {name: unquote(url.partition(",")[2]) for name, url in given.items()}


@cache
def run_of(experiment: Experiment) -> Run:
    return train(experiment.network, experiment.split(), experiment.training)


def page_of(experiment: Experiment, epoch: int, run: Run | None = None, **known: object) -> bytes:
    return EXPORTS["page"].make(Moment(experiment, run or run_of(experiment), epoch, **known))


@pytest.fixture(scope="module")
def default() -> Opened:
    return Opened(page_of(DEFAULT, 40, tale=told()))


def told() -> Tale:
    run = run_of(DEFAULT)
    return tell(DEFAULT, run, curves_of(DEFAULT, run))


def test_a_default_run_is_small_and_a_larger_record_adds_four_thirds_of_its_size():
    small = len(page_of(DEFAULT, 40, tale=told()))
    assert small <= 1_500_000
    run, rows = run_of(DEFAULT), 600
    params = np.resize(run.params, (rows, run.params.shape[1]))
    longer = replace(run, params=params, epochs=np.arange(rows))
    settings = replace(DEFAULT, training=replace(DEFAULT.training, epochs=rows - 1))
    more = params.nbytes - run.params.nbytes
    assert len(page_of(settings, 40, longer)) - small == pytest.approx(4 / 3 * more, rel=0.05)


def test_its_modules_are_those_of_the_app_and_every_import_finds_one(default):
    wanted = {"nnviz/network/player.js", "nnviz/page/words.js"}
    for name, text in default.modules.items():
        path = name.removeprefix("nnviz/")
        folder = posixpath.dirname(path)
        original = (FRONTEND / path).read_text("utf-8")
        told = STATEMENT.findall(original)
        named = [f"nnviz/{posixpath.normpath(posixpath.join(folder, one))}" for one in told]
        assert STATEMENT.findall(text) == named
        assert STATEMENT.split(text)[::2] == STATEMENT.split(original)[::2]
        wanted |= set(named)
    assert default.modules.keys() == wanted
    assert not any(name.startswith(("nnviz/race/", "nnviz/loss/")) for name in wanted)
    (script,) = [text for attrs, text in default.all("script") if attrs["type"] == "module"]
    assert set(re.findall(r"^import .* from '(.+)';$", script, re.MULTILINE)) <= wanted


def test_nothing_comes_from_outside(default):
    for _, attrs in default.elements:
        for name in ("src", "href", "action", "data", "srcset", "style"):
            assert attrs.get(name, "data:,") == "data:,"
    ((_, style),) = default.all("style")
    assert "@import" not in style
    assert "url(" not in style
    for text in default.modules.values():
        assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon)\b", text)


def test_its_policy_lets_only_its_own_scripts_run(default):
    (policy,) = [
        attrs["content"]
        for attrs, _ in default.all("meta")
        if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = {name: set(rest) for name, *rest in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == {"'none'"}
    scripts = [text for attrs, text in default.all("script") if attrs["type"] not in DATA]
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in scripts)
    assert rules["script-src"] == {"data:", *(f"'sha256-{digest}'" for digest in digests)}
    assert "connect-src" not in rules
    tags = [tag for tag, _ in default.elements]
    assert tags.index("meta") < tags.index("script")


def test_its_film_is_the_whole_run_and_opens_at_the_moment(default):
    run = run_of(DEFAULT)
    header, arrays = decode(b64decode(default.script("run")))
    assert header["opens"] == 40
    assert header["alone"]
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert header["milestones"][0]["epoch"] == 0
    assert len(arrays["steps_epochs"]) > 0
    record = curves(run, DEFAULT.split())
    found = examine(Patient(run, record, DEFAULT.dataset, DEFAULT.split()))
    told = [re.sub(r"\[\[|\]\]", "", one["sentence"]) for one in header["findings"]]
    assert told == [one.sentence for one in found] != []


def test_nothing_is_trained_for_it(monkeypatch):
    """A record that its settings do not lead to: what is between its epochs, nobody knows."""
    from nnviz.films import tales

    whole = run_of(DEFAULT)
    params = whole.params.copy()
    params[-1] = 0
    run = replace(whole, params=params)
    monkeypatch.setattr(tales, "every_step", lambda *_: pytest.fail("it is trained again"))
    header, arrays = decode(b64decode(Opened(page_of(DEFAULT, 40, run, opened=True)).script("run")))
    assert arrays["params"].tobytes() == params.tobytes()
    assert "steps" not in header
    assert "steps_params" not in arrays
    story = read_off(DEFAULT, run, curves_of(DEFAULT, run))
    assert [one["epoch"] for one in header["milestones"]] == [one.epoch for one in story.milestones]
    assert header["learned"] == list(story.learned)


def test_it_says_what_it_is_where_it_comes_from_and_how_it_was_trained(default):
    ((_, heading),) = default.all("h1")
    assert heading.strip() == "A neural network learns the species of penguins"
    said = " ".join(text for _, text in default.all("p"))
    assert "4 → 10 → 10 → 3 neurons · activation ReLU" in said
    assert "optimizer Adam · learning rate 0.01, constant · batches of 16 · 100 epochs" in said
    assert f"Data: {DEFAULT.dataset.source}" in said
    assert "CC0" in said


def test_a_run_on_its_way_and_a_branch_have_one_too():
    half = run_of(DEFAULT).rows(0, 31)
    page = Opened(page_of(DEFAULT, 7, half))
    header, arrays = decode(b64decode(page.script("run")))
    assert not header["complete"]
    assert header["findings"] == []
    assert len(arrays["params"]) == 31
    assert "30 of 100 epochs" in " ".join(text for _, text in page.all("p"))
    branch = replace(DEFAULT, origin=Origin(DEFAULT, 3))
    page = Opened(page_of(branch, 5))
    assert "another run up to epoch 3" in " ".join(text for _, text in page.all("p"))


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>\"'><img src=x onerror=alert(1)>",
    "$title ${policy} $$ {0}",
    "\u2028\u0000</style></title>&lt;",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_dataset_is_called_is_only_ever_text(default, name):
    penguins = load("penguins")
    dataset = replace(
        penguins,
        name=name,
        classes=tuple(f"{name}{i}" for i in range(3)),
        features=tuple(Feature(f"{name}{i}", name) for i in range(4)),
        source=name,
        nouns=Nouns(name, name, name),
        target=Feature(name, ""),
    )
    experiment = replace(DEFAULT, dataset=dataset, training=replace(DEFAULT.training, epochs=2))
    page = Opened(page_of(experiment, 1))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in default.elements]
    assert page.all("script")[0] == default.all("script")[0]
    assert page.all("h1")[0][1].strip() == f"A neural network learns the {name} of {name}".strip()
    header, _ = decode(b64decode(page.script("run")))
    assert header["scenery"]["classes"] == list(dataset.classes)


def test_its_colours_are_those_of_the_app(default):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    for theme in ("light", "dark"):
        told = {
            re.sub(r"[A-Z]", lambda big: f"-{big[0].lower()}", name).removesuffix("-color"): colour
            for name, colour in config[theme].items()
        }
        assert told == PAGE[theme]
    ((_, style),) = default.all("style")
    for name, colour in PAGE["dark"].items():
        assert f"--st-{name}-color:{colour};" in style
    assert np.all([f"--st-{name}-color:" in style for name in PAGE["light"]])
