"""Logarithmic axes whose ends are whole powers of ten."""

from __future__ import annotations

import numpy as np

from nnviz.core.text import number


def decades(*values: np.ndarray, low: float = 1e-8, high: float = np.inf) -> tuple[float, float]:
    """The whole powers of ten around all finite values above 0, but none beyond `low` or `high`."""
    joined = np.concatenate([np.ravel(v) for v in values])
    joined = joined[np.isfinite(joined) & (joined > 0)]
    if not len(joined):
        return 0.1, 10.0
    least, most = np.clip([joined.min(), joined.max()], low, high)
    bottom = np.floor(np.log10(least) + 1e-9)
    return float(10.0**bottom), float(10.0 ** max(np.ceil(np.log10(most) - 1e-9), bottom + 1))


def log_axis(title: str, low: float, high: float) -> dict:
    """A logarithmic axis from `low` to `high`, with a tick at every power of ten."""
    return {
        "title": title,
        "type": "log",
        "range": [float(np.log10(low)), float(np.log10(high))],
        "dtick": 1,
        "exponentformat": "power",
        "zeroline": False,
    }


def power_of_ten(power: float) -> str:
    """How a logarithmic axis writes 10 to a power: "10⁻³", "0.1", "1", "10"; others in digits."""
    if power != round(power):
        return number(10**power)
    return f"{10.0**power:g}" if -1 <= power <= 1 else f"10<sup>{power:.0f}</sup>".replace("-", "−")
