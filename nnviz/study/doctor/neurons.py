"""Rules that read the activations of the hidden neurons on the training rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from torch import Tensor

from nnviz.core.text import listed, number, true_minus
from nnviz.study.doctor.cures import LEAKY, again, weaker_steps
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.losses import learned, stuck, too_high, too_low
from nnviz.study.doctor.patient import Patient

SICK_SHARE = 0.5
"""A layer with more than this part of its neurons dead, or saturated, is worth a word, as long as
there is something left to learn: those of a network that is rightly sure of itself do no harm."""

MOST_NAMED = 8
"""So many neurons have their names in a sentence."""

END, SATURATED_ROWS = 0.01, 0.95
"""A neuron is saturated if its activation is within `END` of its range from one of its ends for
`SATURATED_ROWS` of the training rows: its slope there is near 0, and so is all gradient through it
(Glorot & Bengio 2010, AISTATS)."""


def dead(patient: Patient) -> Finding | None:
    """Neurons that are exactly 0 for every training row (Lu et al. 2019, arXiv:1903.06733)."""
    if patient.ends is not None or learned(patient):
        return None
    marked = [_is_silent(a).numpy() for a in patient.hidden]
    units = _sick(marked)
    if not units:
        return None
    layer = units[0][0]
    epoch = patient.first(layer, SICK_SHARE, _is_silent)
    same = any(of.all() for of in marked)
    row = patient.dataset.nouns.row
    # Where the steps are wrong as well, another activation function alone does not help.
    other = None if too_high(patient) else too_low(patient) or stuck(patient)
    if other:
        changes = other.cure.training if other.cure else ()
    else:
        changes = weaker_steps(patient).training if epoch else ()
    return Finding(
        f"{_who(marked, layer, ('is', 'are'))} 0 for every training row; "
        f"{_by(marked, layer, epoch)}. Such a neuron passes nothing on and gets no gradient, so it "
        f"does not learn its way back.{f' Every {row} gets the same answer.' if same else ''}",
        epoch,
        place=("neuron", *units[0]),
        units=units,
        cure=again(changes, LEAKY),
    )


def saturated(patient: Patient) -> Finding | None:
    """Neurons of a bounded activation function that are at one of its ends for nearly every row."""
    if patient.ends is None or learned(patient):
        return None
    bottom, top = patient.ends
    near = END * (top - bottom)

    def at_an_end(a: Tensor) -> Tensor:
        flat = (a < bottom + near) | (a > top - near)
        return flat.float().mean(dim=-2) >= SATURATED_ROWS

    marked = [at_an_end(a).numpy() for a in patient.hidden]
    units = _sick(marked)
    if not units:
        return None
    layer = units[0][0]
    epoch = patient.first(layer, SICK_SHARE, at_an_end)
    high, low_end = too_high(patient), true_minus(number(bottom))
    return Finding(
        f"{_who(marked, layer, ('answers', 'answer'))} {low_end} or {number(top)} "
        f"for nearly every training row; {_by(marked, layer, epoch)}. The curve is flat there, so "
        "hardly any gradient comes through: the weights before are too large.",
        epoch,
        place=("neuron", *units[0]),
        units=units,
        cure=high.cure if high else weaker_steps(patient),
    )


def silent(patient: Patient) -> Finding | None:
    """Neurons that are 0 for every training row, and that no illness is told of.

    A run that does well has some, too: then it is no more than a remark.
    """
    ill = dead(patient)
    marked = _marked(_is_silent(a).numpy() for a in patient.hidden)
    units = tuple(unit for unit in marked if not (ill and unit in ill.units))
    if not units:
        return None
    names = [f"{layer}.{index + 1}" for layer, index in units[:MOST_NAMED]]
    names += [f"{len(units) - MOST_NAMED} more"] if len(units) > MOST_NAMED else []
    who, passes, gets = "neurons {} are", "they pass", "get"
    if len(units) == 1:
        who, passes, gets = "neuron {} is", "it passes", "gets"
    gradient = f" and {gets} no gradient" if patient.ends is None else ""
    # Behind a layer that is dead as a whole nothing depends on the others either.
    silenced = any(_is_silent(a).all() for a in patient.hidden)
    others = (
        f" Whatever the network says of these {patient.dataset.nouns.rows} comes from the other "
        "neurons."
    )
    return Finding(
        f"Hidden {who.format(listed(names))} dead, 0 for every training row: {passes} nothing on"
        f"{gradient}.{'' if silenced else others}",
        patient.run.trained,
        place=("neuron", *units[0]),
        units=units,
    )


def _is_silent(a: Tensor) -> Tensor:
    """Which neurons are exactly 0 for every row: activations [..., N, n] → bool [..., n]."""
    return (a == 0).all(dim=-2)


def _sick(marked: Sequence[np.ndarray]) -> tuple[tuple[int, int], ...]:
    """The marked neurons, (layer, index), of the layers with more than `SICK_SHARE` of them."""
    return _marked(of if of.mean() > SICK_SHARE else np.zeros_like(of) for of in marked)


def _marked(marked: Iterable[np.ndarray]) -> tuple[tuple[int, int], ...]:
    """The neurons, (layer, index), that are marked in each hidden layer, bool [n] each."""
    return tuple(
        (layer, int(index))
        for layer, of in enumerate(marked, start=1)
        for index in np.flatnonzero(of)
    )


def _who(marked: Sequence[np.ndarray], layer: int, verbs: tuple[str, str]) -> str:
    """The subject of a sentence, with its verb for one and for several."""
    of = marked[layer - 1]
    if len(of) == 1:
        return f"The one neuron of hidden layer {layer} {verbs[0]}"
    count = "All" if of.all() else f"{int(of.sum())} of the"
    return f"{count} {len(of)} neurons of hidden layer {layer} {verbs[1]}"


def _by(marked: Sequence[np.ndarray], layer: int, epoch: int) -> str:
    one = len(marked[layer - 1]) == 1
    return f"{'it was' if one else 'more than half of the layer were'} so by epoch {epoch}"
