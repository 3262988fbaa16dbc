"""Lines of our own code: they are those of the files, and the lit ones do what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.layers.dense import Dense
from nnviz.core.losses import LOSSES
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.passes import Tape
from nnviz.study.listing import Listing, listing

ROOT = Path(__file__).parents[2]


def lit(told: Listing) -> list[str]:
    return [told.lines[index].strip() for index in told.lit]


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        (listing(Tape.forward, "weigh"), ["weigh()"]),
        (listing(Tape.forward, "sums"), ["self.sums[-1]()"]),
        (listing(Tape.backward, "gradients"), ["self.gradients[k]()"]),
        (listing(Tape.backward, "gradients", last=True), ["self.gradients[self.frozen]()"]),
        (listing(Tape.backward, "blames"), ["self.blames[k - 1]()"]),
        (listing(Dense.backward), ["W = Wb[..., :-1, :]", "return product(delta, W.mT, out)"]),
        (listing(ACTIVATIONS["sigmoid"].slope), ["slope=lambda z, a: a * (1 - a)"]),
        (
            listing(LOSSES["cross_entropy"].delta),
            ["return probabilities(z).sub_(y)  # [..., N, K]"],
        ),
        (listing(OPTIMIZERS["sgd"].update, inner="step"), ["w.add_(g, alpha=-rate)"]),
    ],
)
def test_a_step_has_its_line(told, lines):
    assert lit(told) == lines
    text = (ROOT / told.file).read_text()
    assert all(line.strip() in text for line in told.lines)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_every_slope_and_every_update_can_be_read(key):
    assert listing(ACTIVATIONS[key].slope).lines
    for optimizer in OPTIMIZERS.values():
        assert "rate" in "".join(listing(optimizer.update, inner="step").lines)


def test_lines_at_work_may_be_several():
    told = listing(Network.gradients, "delta", "div")
    assert [line.split("(")[0] for line in lit(told)] == ["delta = LOSSES[loss].delta", "torch.div"]


def test_the_docstring_is_left_out_and_the_body_keeps_its_shape():
    told = listing(Tape.backward)
    assert told.name == "Tape.backward"
    assert told.file == "nnviz/core/passes.py"
    assert told.lines[0] == "for k in range(len(neurons) - 1, self.frozen, -1):"
    assert told.lines[1] == "    self.gradients[k]()"
    assert len(told.lit) == len(told.lines) == 6


def test_a_line_that_is_gone_is_missed():
    with pytest.raises(ValueError, match=r"Tape\.backward never calls vanished"):
        listing(Tape.backward, "vanished")
    with pytest.raises(ValueError, match="descent has no stride within it"):
        listing(OPTIMIZERS["sgd"].update, inner="stride")
