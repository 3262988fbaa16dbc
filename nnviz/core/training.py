"""The settings of one training."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from numbers import Integral

import numpy as np

from nnviz.core.losses import LOSSES
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.schedules import SCHEDULES


@dataclass(frozen=True)
class Training:
    """The settings of one training.

    Attributes:
        optimizer: key in `OPTIMIZERS`.
        learning_rate: η, finite and above 0.
        schedule: key in `SCHEDULES`, multiplies η in each epoch.
        schedule_values: the schedule's parameters; its defaults if none are given.
        frozen: how many layers, the first ones, keep their parameters as they are.
        epochs: E, passes over the training rows.
        batch_size: rows per step; the last batch of an epoch takes what is left.
        loss: key in `LOSSES`.
        seed: of the initial parameters and of the batch order.
    """

    optimizer: str = "adam"
    learning_rate: float = 0.01
    schedule: str = "constant"
    epochs: int = 100
    batch_size: int = 16
    loss: str = "cross_entropy"
    seed: int = 0
    schedule_values: tuple[float, ...] = ()
    frozen: int = field(default=0, metadata={"silent": True})

    def __post_init__(self) -> None:
        OPTIMIZERS[self.optimizer], LOSSES[self.loss]
        schedule = SCHEDULES[self.schedule]
        values = tuple(self.schedule_values) or schedule.defaults
        object.__setattr__(self, "schedule_values", values)
        if len(values) != len(schedule.parameters):
            names = ", ".join(parameter.name for parameter in schedule.parameters) or "none"
            raise ValueError(f"schedule values {values!r}; {self.schedule!r} takes {names}")
        for parameter, value in zip(schedule.parameters, values, strict=True):
            if not parameter.low <= value <= parameter.high:
                raise ValueError(
                    f"{parameter.name} {value!r} is not from {parameter.low} to {parameter.high}"
                )
        if not 0 < self.learning_rate < math.inf:
            raise ValueError(f"learning rate {self.learning_rate!r} is not a number above 0")
        for name, least in (("epochs", 1), ("batch_size", 1), ("seed", 0), ("frozen", 0)):
            value = getattr(self, name)
            if not isinstance(value, Integral) or value < least:
                raise ValueError(
                    f"{name.replace('_', ' ')} {value!r} is not a whole number of {least} or more"
                )

    @property
    def learning_rates(self) -> np.ndarray:
        """η × the schedule's factor in each epoch, float64 [E]."""
        factors = SCHEDULES[self.schedule].factors(self.epochs, self.schedule_values)
        return self.learning_rate * np.array(factors)
