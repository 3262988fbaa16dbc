"""The rule that reads the features: whether the network gets them in units that hinder it."""

from __future__ import annotations

import numpy as np

from nnviz.core.text import number
from nnviz.study.doctor.cures import scaled
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.losses import UNFINISHED
from nnviz.study.doctor.patient import Patient

FAR = 10.0
"""Features that are 1 in size, as standardised ones are, suit the initial weights (LeCun, Bottou,
Orr & Müller 1998, Efficient BackProp, section 4.3); one of more than `FAR` does not."""

ALIKE = 2.0
"""Features are of different size from this ratio on."""


def raw(patient: Patient) -> Finding | None:
    """Features as they were measured, far from 1 in size, in a run that does badly."""
    split, loss = patient.split, patient.loss[-1]
    size = np.abs(split.train_x).mean(axis=0)  # the mean, of what is never negative, [D]
    if split.scaled or size.max() <= FAR or loss <= UNFINISHED * patient.guess:
        return None
    most, least = int(size.argmax()), int(size.argmin())
    ratio = size[most] / size[least]
    said = f"The features are raw: {_about(patient, most, size)}"
    if ratio > ALIKE:
        said += (
            f", {_about(patient, least, size)}. The gradient of a weight is δ times its input, so "
            f"one's is about {number(ratio)} times the other's: no learning rate suits both."
        )
    else:
        said += ". The initial weights are made for inputs of about 1."
    return Finding(said, 0, place=("neuron", 0, most), cure=scaled())


def _about(patient: Patient, index: int, size: np.ndarray) -> str:
    feature = patient.dataset.features[index]
    return f"{feature.name} is about {number(size[index])} {feature.unit}".rstrip()
