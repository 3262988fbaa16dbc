"""Which of the engine's own lines do which step of a pass forward, back, and of the update."""

from __future__ import annotations

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.layers.dense import Dense
from nnviz.core.losses import LOSSES, probabilities
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.passes import Tape, beside_ones
from nnviz.core.updates import torchs_own
from nnviz.study.backpropagation import LOSS
from nnviz.study.listing import Listing, listing


def lines_at_work(activation: str, optimizer: str) -> dict[str, tuple[Listing, ...]]:
    """The lines by kind of step, the pass first and what it calls after it.

    Args:
        activation: key in `ACTIVATIONS`.
        optimizer: key in `OPTIMIZERS`.
    """
    loss = LOSSES[LOSS]
    return {
        "batch": (listing(Network.gradients, "beside_ones"), listing(beside_ones)),
        "sum": (listing(Tape.forward, "weigh"), listing(Dense.forward)),
        "sum_last": (listing(Tape.forward, "sums"), listing(Dense.forward)),
        "activation": (listing(Tape.forward, "function"),),
        "softmax": (listing(probabilities, "softmax"),),
        "loss": (listing(loss.value),),
        "delta_last": (listing(Network.gradients, "delta", "div"), listing(loss.delta)),
        "gradient": (listing(Tape.backward, "gradients"), listing(Dense.gradient)),
        "gradient_first": (
            listing(Tape.backward, "gradients", last=True),
            listing(Dense.gradient),
        ),
        "blame": (listing(Tape.backward, "blames"), listing(Dense.backward)),
        "delta": (listing(Tape.backward, "slope"), listing(ACTIVATIONS[activation].slope)),
        "again": (listing(Tape.forward),),
        "update": (listing(OPTIMIZERS[optimizer].update or torchs_own, inner="step"),),
    }
