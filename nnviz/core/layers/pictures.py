"""Rows of numbers as pictures, and back: how torch's kernels for pictures see what layers pass on.

A row holds a picture channel by channel, each line by line: [channels · height · width]. The
pictures of R networks are channels of one: torch's grouped kernels then compute them all at once.
"""

from __future__ import annotations

from torch import Tensor


def pictures(rows: Tensor, channels: int, height: int, width: int) -> Tensor:
    """Rows [..., N, channels · height · width] → [N, R · channels, height, width].

    R is the product of the leading axes, 1 if there are none.
    """
    rows = rows.unflatten(-1, (channels, height, width))  # [..., N, channels, height, width]
    if rows.ndim == 4:
        return rows
    return rows.flatten(0, -5).transpose(0, 1).flatten(1, 2)  # [N, R · channels, height, width]


def rows_of(shown: Tensor, leading: tuple[int, ...]) -> Tensor:
    """Pictures [N, R · channels, height, width] → rows [..., N, channels · height · width]."""
    if not leading:
        return shown.flatten(1)  # [N, channels · height · width]
    return shown.unflatten(1, (*leading, -1)).flatten(-3).movedim(0, -2)
