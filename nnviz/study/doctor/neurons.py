"""Rules that read the activations of the hidden neurons on the training rows.

In a convolution the unit is the filter, not one of its places: its weights are those of all places,
so it learns as long as one of them does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    marked = {layer: _is_silent(a).numpy() for layer, a in patient.hidden.items()}
    units = _sick(patient, marked)
    if not units:
        return None
    layer = units[0][0]
    noun = patient.units[layer].noun
    epoch = patient.first(layer, SICK_SHARE, _is_silent)
    same = any(of.all() for of in marked.values())
    row = patient.dataset.nouns.row
    # Where the steps are wrong as well, another activation function alone does not help.
    other = None if too_high(patient) else too_low(patient) or stuck(patient)
    if other:
        changes = other.cure.training if other.cure else ()
    else:
        changes = weaker_steps(patient).training if epoch else ()
    return Finding(
        f"{_who(patient, marked, layer, ('is', 'are'))} 0{_everywhere(patient, layer)} for every "
        f"training row; {_by(marked, layer, epoch)}. Such a {noun} passes nothing on and gets no "
        "gradient, so it does not learn its way back."
        f"{f' Every {row} gets the same answer.' if same else ''}",
        epoch,
        place=("neuron", *units[0]),
        units=units,
        cure=again(changes, LEAKY),
        title=f"Dead {noun}s",
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

    marked = {layer: at_an_end(a).numpy() for layer, a in patient.hidden.items()}
    units = _sick(patient, marked)
    if not units:
        return None
    layer = units[0][0]
    epoch = patient.first(layer, SICK_SHARE, at_an_end)
    high, low_end = too_high(patient), true_minus(number(bottom))
    return Finding(
        f"{_who(patient, marked, layer, ('answers', 'answer'))} {low_end} or {number(top)}"
        f"{_everywhere(patient, layer, 'nearly ')} for nearly every training row; "
        f"{_by(marked, layer, epoch)}. The curve is flat there, so "
        "hardly any gradient comes through: the weights before are too large.",
        epoch,
        place=("neuron", *units[0]),
        units=units,
        cure=high.cure if high else weaker_steps(patient),
        title=f"Saturated {patient.units[layer].noun}s",
    )


def silent(patient: Patient) -> Finding | None:
    """Neurons that are 0 for every training row, and that no illness is told of.

    A run that does well has some, too: then it is no more than a remark.
    """
    ill = dead(patient)
    marked = _marked(patient, {at: _is_silent(a).numpy() for at, a in patient.hidden.items()})
    units = tuple(unit for unit in marked if not (ill and unit in ill.units))
    if not units:
        return None
    who, passes, gets = "{} are", "they pass", "get"
    if len(units) == 1:
        who, passes, gets = "{} is", "it passes", "gets"
    gradient = f" and {gets} no gradient" if patient.ends is None else ""
    # Behind a layer that is dead as a whole nothing depends on the others either.
    silenced = any(_is_silent(a).all() for a in patient.hidden.values())
    others = (
        f" Whatever the network says of these {patient.dataset.nouns.rows} comes from the other "
        f"{_nouns(patient, units)}."
    )
    return Finding(
        f"{who.format(_names(patient, units))} dead, 0 for every training row: {passes} nothing on"
        f"{gradient}.{'' if silenced else others}",
        patient.run.trained,
        place=("neuron", *units[0]),
        units=units,
        title=f"Some dead {_nouns(patient, units)}",
    )


def _nouns(patient: Patient, units: Sequence[tuple[int, int]]) -> str:
    """What these units are called: "neurons", "filters", or both."""
    kinds = dict.fromkeys(f"{patient.units[layer].noun}s" for layer, _ in units)
    return " and ".join(kinds)


def _names(patient: Patient, units: Sequence[tuple[int, int]]) -> str:
    """Which units these are: "Hidden neurons 1.2 and 1.7", "Filter 1.3", a few of many."""
    named: dict[str, list[str]] = {}
    for layer, index in units[:MOST_NAMED]:
        kind = patient.units[layer]
        named.setdefault(kind.noun, []).append(f"{layer}.{index // kind.places + 1}")
    more = len(units) - MOST_NAMED
    if more > 0:
        list(named.values())[-1].append(f"{more} more")
    said = [
        f"{noun}{'s' if len(numbers) > 1 else ''} {listed(numbers)}"
        for noun, numbers in named.items()
    ]
    hidden = "hidden " if "neuron" in named else ""
    told = hidden + " and ".join(said)
    return told[0].upper() + told[1:]


def _is_silent(a: Tensor) -> Tensor:
    """Which units are exactly 0 in all answers: [..., answers, n] → bool [..., n]."""
    return (a == 0).all(dim=-2)


Marked = Mapping[int, np.ndarray]
"""Which units of some hidden layers are meant: layer 1, 2, … → bool [units]."""


def _sick(patient: Patient, marked: Marked) -> tuple[tuple[int, int], ...]:
    """The marked units of the layers with more than `SICK_SHARE` of them."""
    return _marked(patient, {layer: of for layer, of in marked.items() if of.mean() > SICK_SHARE})


def _marked(patient: Patient, marked: Marked) -> tuple[tuple[int, int], ...]:
    """The marked units, each as (layer, index) of its neuron, of a filter's the first one."""
    return tuple(
        (layer, int(index) * patient.units[layer].places)
        for layer, of in marked.items()
        for index in np.flatnonzero(of)
    )


def _who(patient: Patient, marked: Marked, layer: int, verbs: tuple[str, str]) -> str:
    """The subject of a sentence, with its verb for one and for several."""
    of, noun = marked[layer], patient.units[layer].noun
    if len(of) == 1:
        return f"The one {noun} of hidden layer {layer} {verbs[0]}"
    count = "All" if of.all() else f"{int(of.sum())} of the"
    return f"{count} {len(of)} {noun}s of hidden layer {layer} {verbs[1]}"


def _everywhere(patient: Patient, layer: int, nearly: str = "") -> str:
    """Of a filter, that it is so at every place."""
    return f" at {nearly}every place" if patient.units[layer].places > 1 else ""


def _by(marked: Marked, layer: int, epoch: int) -> str:
    one = len(marked[layer]) == 1
    return f"{'it was' if one else 'more than half of the layer were'} so by epoch {epoch}"
