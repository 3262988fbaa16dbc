"""The studio's player as a visitor uses it, and what Python knows of the same moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pytest
import torch
from immediately import immediate_engine
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import load
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves
from nnviz.core.record import Run

PENGUINS = load("penguins")
ENGINE = immediate_engine()
ARTICLE = (37.3, 16.8, 192.0, 3000.0)

HIDDEN, OUTPUTS = (1, 2), 3
"""Layers of neurons of the default network; 0 are the inputs."""


@dataclass(frozen=True)
class Known:
    """What Python knows of an experiment, in float64 from the float32 record."""

    experiment: Experiment = DEFAULT

    @cached_property
    def record(self) -> tuple[Run, Curves]:
        """The whole run and its curves."""
        return ENGINE.ask(self.experiment).run()

    @property
    def run(self) -> Run:
        return self.record[0]

    @cached_property
    def x(self) -> Tensor:
        """All penguins, standardised, float64 [N, D]."""
        return torch.from_numpy(self.experiment.split().standardise(PENGUINS.x)).double()

    @property
    def y(self) -> Tensor:
        """The class of each penguin [N]."""
        return torch.from_numpy(PENGUINS.y.copy())

    @property
    def train_rows(self) -> np.ndarray:
        return self.experiment.split().train_rows

    @property
    def test_rows(self) -> np.ndarray:
        return self.experiment.split().test_rows

    def params(self, epoch: int, edits: dict[int, float] | None = None) -> Tensor:
        """The parameters at an epoch, float64 [P]; edits: offset → value."""
        row = int(np.searchsorted(self.run.epochs, epoch))
        assert self.run.epochs[row] == epoch
        params = torch.from_numpy(self.run.params[row].copy()).double()
        for offset, value in (edits or {}).items():
            params[offset] = torch.tensor(value).float().double()
        return params

    def neurons(self, params: Tensor, x: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """z and a by layer of neurons: z[0] is empty, a[0] are the inputs, [N, n]."""
        z, a = [torch.empty(0)], [x]
        layers = self.experiment.network.views(params)
        for place, (W, b) in enumerate(layers):
            z.append(a[-1] @ W + b)
            last = place == len(layers) - 1
            f = ACTIVATIONS[self.experiment.network.activation].function
            a.append(z[-1] if last else f(z[-1]))
        return z, a

    def chances(self, params: Tensor, x: Tensor) -> Tensor:
        """Probabilities [N, K]."""
        return torch.softmax(self.neurons(params, x)[0][-1], dim=-1)

    def predicted(self, epoch: int) -> np.ndarray:
        """The class predicted for each penguin [N]."""
        return self.chances(self.params(epoch), self.x).argmax(dim=-1).numpy()

    def loss(self, params: Tensor, rows: Sequence[int]) -> Tensor:
        """The mean loss of some penguins."""
        rows = torch.as_tensor(np.asarray(rows))
        labels = torch.nn.functional.one_hot(self.y[rows], self.experiment.network.sizes[-1])
        z = self.neurons(params, self.x[rows])[0][-1]
        return LOSSES[self.experiment.training.loss].value(z, labels.double())

    def numbers(self, params: Tensor) -> dict[str, float]:
        """The numbers of the readout, by their names there."""
        told = {}
        for part, rows in (("train", self.train_rows), ("test", self.test_rows)):
            told[f"{part}_loss"] = self.loss(params, rows).item()
            right = self.chances(params, self.x[rows]).argmax(dim=-1) == self.y[rows]
            told[f"{part}_accuracy"] = right.double().mean().item()
        return told

    def offset(self, layer: int, source: int | None, target: int) -> int:
        """Where w[source → target] of a layer's matrix lies in the parameters; None: the bias."""
        places = torch.arange(self.experiment.network.parameter_count)
        W, b = self.experiment.network.views(places)[layer]
        return int(b[0, target] if source is None else W[source, target])

    def name(self, row: int) -> str:
        """A penguin's name on the screen, e.g. "Adelie 12 (train)"."""
        kind = PENGUINS.y[row]
        count = int((PENGUINS.y[: row + 1] == kind).sum())
        part = "test" if row in self.test_rows else "train"
        return f"{PENGUINS.classes[kind]} {count} ({part})"


known = cache(Known)


def player(page: Page) -> Locator:
    return page.get_by_test_id("network-player")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tab(page: Page, name: str) -> Locator:
    """The tab of that name, once it is chosen: its panel."""
    if name in ("Batches", "Train on"):
        page.get_by_role("tab", name="More", exact=True).click()
    page.get_by_role("tab", name=_perhaps_counted(name)).click()
    return card(page, name)


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("tabpanel", name=_perhaps_counted(name))


def _perhaps_counted(name: str) -> re.Pattern[str]:
    """A tab's name, also with the count of what is behind it: "Doctor 2"."""
    return re.compile(rf"^{re.escape(name)}( \d+)?$")


def open_trained(
    visit: Callable[..., Page], query: str = "", epochs: int = 100, again: bool = False, **options
) -> Page:
    """The studio with a run that is trained already, shown at its end and standing still.

    again: the visit of the test before goes on if it was to the same run, from where it began. A
    test that asks for it undoes what it has changed of the network and of the map's axes.
    """
    page = visit(f"/train?{query}&trained={epochs}", again=again, **options)
    expect(player(page)).to_have_attribute("data-trained", str(epochs))
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    if again:
        for name in ("Decision map", "Penguin"):
            tab(page, name)
        to_end(page)
    return page


def go_to(page: Page, epoch: int) -> None:
    """Show an epoch, by the keys of the timeline."""
    timeline = page.get_by_role("slider", name="Epoch", exact=True).first
    timeline.press("Home")
    for _ in range(epoch):
        page.keyboard.press("ArrowRight")
    expect(player(page)).to_have_attribute("data-epoch", str(epoch))


def to_end(page: Page) -> None:
    """Show the last epoch."""
    page.get_by_role("slider", name="Epoch", exact=True).first.press("End")
    last = player(page).get_attribute("data-trained")
    expect(player(page)).to_have_attribute("data-epoch", last)


def settle(page: Page) -> None:
    """Wait until what was done last has been drawn."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def chips(page: Page) -> Locator:
    """The runs of the visit, as they stand on the shelf."""
    return page.get_by_test_id("shelf").locator("li")


def wait_for_run(page: Page, count: int, epochs: int = 30) -> None:
    """Until the newest of so many runs of the visit is shown, trained to its end."""
    expect(chips(page)).to_have_count(count)
    expect(chips(page).last).to_have_class(re.compile("shelf-current"))
    settle(page)  # what is drawn follows what the shelf says
    expect(player(page)).to_have_attribute("data-trained", str(epochs))


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def _typed(power: re.Match[str]) -> str:
    """A power of ten, after its factor or alone, as it is typed."""
    return f"{'' if power[1] else '1'}e{power[2].translate(RAISED)}"


def value(text: str) -> float:
    """The first number in a text of the screen."""
    plain = text.replace("−", "-").replace("∞", "inf")
    plain = re.sub(r"(\s×\s|\b)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", _typed, plain)
    return float(re.search(r"-?(?:\d+\.?\d*(?:e[+-]?\d+)?|inf|NaN)", plain)[0])


def values(texts: Sequence[str]) -> list[float]:
    return [value(text) for text in texts]


def chance(text: str) -> float:
    """A probability on the screen, in percent: "> 99.9 %" is nearly all, "< 0.1 %" nothing."""
    sign = text.strip()[0]
    if sign in "<>":
        return 0.0 if sign == "<" else 100.0
    return value(text)


def shown_chances(page: Page) -> list[float]:
    """The three probabilities of the penguin's card, in percent."""
    settle(page)
    texts = card(page, "Penguin").locator(".chance-chance").all_inner_texts()
    return [chance(text) for text in texts]


def percentages(chances: Tensor):
    """Probabilities as they are written: percent with one decimal."""
    return pytest.approx((100 * chances).flatten().tolist(), abs=0.0501)


def readout(page: Page) -> dict[str, float]:
    """The numbers of the line above the timeline; accuracies as fractions."""
    settle(page)
    told = {}
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        shown = value(player(page).locator(f".number-{name}").inner_text())
        told[name] = shown / 100 if name.endswith("accuracy") else shown
    return told


def as_written(numbers: dict[str, float]) -> dict[str, object]:
    """Numbers to the digits that the readout gives them."""
    return {
        name: pytest.approx(number, abs=5.1e-5 if number >= 1e-4 else 0.06 * number)
        if name.endswith("loss")
        else pytest.approx(number, abs=5.1e-4)
        for name, number in numbers.items()
    }


def picture(canvas: Locator) -> str:
    """The pixels of a canvas, to compare them."""
    return canvas.evaluate("canvas => canvas.toDataURL()")
