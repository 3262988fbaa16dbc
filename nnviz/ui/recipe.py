"""Between the fields of a page and the runs that they describe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.core.data import Dataset
from nnviz.core.experiment import Experiment
from nnviz.ui.fields import Field

Settings = Mapping[str, Any]
"""The values of some fields, by name."""


@dataclass(frozen=True)
class Recipe:
    """How a page's fields describe a run from the beginning.

    Attributes:
        dataset: whose rows it learns from.
        fields: that decide it.
        experiment_of: values of all fields → the run; `ValueError` if there is none.
        settings_of: a run → values of the fields that have a part in it.
    """

    dataset: Dataset
    fields: tuple[Field, ...]
    experiment_of: Callable[[Settings], Experiment]
    settings_of: Callable[[Experiment], Settings]

    def texts_of(self, experiment: Experiment) -> dict[str, str]:
        """Those values as the address writes them."""
        settings = self.settings_of(experiment)
        return {
            one.name: one.write(settings[one.name]) for one in self.fields if one.name in settings
        }

    def read(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Values of fields by name, from their texts; `ValueError` if a name or a text is none."""
        fields = {one.name: one for one in self.fields}
        for name in texts:
            if name not in fields:
                raise ValueError(f"there is no setting {name!r}")
        return {name: fields[name].parse(text) for name, text in texts.items()}
