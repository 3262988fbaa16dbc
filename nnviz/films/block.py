"""One block of bytes from Python to the browser: a JSON header, then float32 arrays.

Layout: ``[u32 header length][JSON header, padded with spaces to 4 bytes][float32 …]``, all little
endian; `frontend/shared/block.js` reads it. The header's ``arrays`` lists ``[name, shape]`` in the
order of the numbers. JSON has no NaN, so values that may not be finite travel in the arrays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np


def encode(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Pack a header and arrays of any shape; `ValueError` if the header holds NaN or infinity."""
    shapes = [[name, list(np.shape(array))] for name, array in arrays.items()]
    text = json.dumps({**header, "arrays": shapes}, allow_nan=False, separators=(",", ":"))
    head = text.encode()
    head += b" " * (-len(head) % 4)
    numbers = (np.asarray(array, "<f4").tobytes() for array in arrays.values())
    return b"".join([len(head).to_bytes(4, "little"), head, *numbers])


def halves(values: np.ndarray) -> np.ndarray:
    """Float64 numbers [...] as pairs of float32-sized words [count, 2], every bit kept.

    For numbers that may leave the range of float32; `doubles` of `frontend/shared/block.js` reads
    them.
    """
    return np.ascontiguousarray(values, dtype="<f8").reshape(-1).view("<f4").reshape(-1, 2)
