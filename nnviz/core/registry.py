"""A registry: the named choices of one kind, such as the activations or the optimizers.

One entry in a registry is one option everywhere: in the widgets, the URL and the tests.
"""

from __future__ import annotations

from typing import TypeVar

from nnviz.core.text import clipped

Entry = TypeVar("Entry")


class Registry(dict[str, Entry]):
    """A dict whose missing key is a `ValueError` that names the value and the choices.

    >>> Registry("optimizer", {"sgd": 1, "adam": 2})["adm"]
    Traceback (most recent call last):
        ...
    ValueError: unknown optimizer 'adm'; choose from 'sgd', 'adam'
    """

    def __init__(self, kind: str, entries: dict[str, Entry]) -> None:
        super().__init__(entries)
        self.kind = kind

    def __missing__(self, name: object) -> Entry:
        choices = ", ".join(repr(key) for key in self)
        raise ValueError(f"unknown {self.kind} {clipped(repr(name))}; choose from {choices}")
