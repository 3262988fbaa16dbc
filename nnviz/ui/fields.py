"""The fields of a page: how each control is named and written in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nnviz.core.bounds import Bounds
from nnviz.core.registry import Registry
from nnviz.core.text import plain_decimal


@dataclass(frozen=True)
class Field:
    """One control: its name in the URL, its default and how it is written there.

    Attributes:
        name: the parameter's name.
        default: the value without a parameter.
        parse: text → value; `ValueError` if the text is not allowed.
        allowed: what is, in words that complete "is not …".
        write: value → text.
        chosen: whether the visitor chooses it; else the page says by it how far its runs are.
    """

    name: str
    default: Any
    parse: Callable[[str], Any]
    allowed: str
    write: Callable[[Any], str] = str
    chosen: bool = True


def whole(name: str, default: int, bounds: Bounds) -> Field:
    """A whole number within bounds."""
    return Field(
        name, default, lambda text: _within(int(text), bounds), f"a whole number from {bounds}"
    )


def decimal(name: str, default: float, bounds: Bounds) -> Field:
    """A number within bounds."""
    return Field(
        name,
        default,
        lambda text: _within(float(text), bounds),
        f"a number from {bounds}",
        write=plain_decimal,
    )


def left_open(field: Field) -> Field:
    """The same field, but None by default, which the address leaves empty: it is the page's."""
    return replace(
        field,
        default=None,
        parse=lambda text: field.parse(text) if text else None,
        write=lambda value: "" if value is None else field.write(value),
        chosen=False,
    )


def choice(name: str, default: str, registry: Registry | Callable[[], Registry]) -> Field:
    """A key of a registry, or of the one that there is when it is asked for."""
    entries = registry if callable(registry) else lambda: registry

    def parse(text: str) -> str:
        entries()[text]
        return text

    return Field(name, default, parse, f"one of {', '.join(entries())}")


def flag(name: str, default: bool) -> Field:
    """Yes or no, written as 1 or 0."""

    def parse(text: str) -> bool:
        if text not in ("1", "0"):
            raise ValueError(f"{text!r} is not 1 or 0")
        return text == "1"

    return Field(name, default, parse, "1 or 0", write=lambda on: str(int(on)))


def _within(value: float, bounds: Bounds) -> float:
    if value not in bounds:
        raise ValueError(f"{value!r} is not from {bounds}")
    return value
