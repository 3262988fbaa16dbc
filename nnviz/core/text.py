"""Numbers in words: how values stand in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """So many significant digits at most; below 0.0001 and from a million with a power of ten.

    Its spaces do not break: a number stays on one line.

    >>> [number(value).replace("\N{NO-BREAK SPACE}", " ") for value in (1.0986, 5e-8, 1e-5, 2.1e4)]
    ['1.1', '5 × 10⁻⁸', '10⁻⁵', '21000']
    """
    if value and np.isfinite(value) and not 1e-4 <= abs(value) < 1e6:
        mantissa, power = f"{value:.{digits - 1}e}".split("e")
        ten = "10" + str(int(power)).translate(SUPERSCRIPTS)
        factor = f"{float(mantissa):.{digits}g}"
        return ten if factor == "1" else f"{factor}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{ten}"
    return np.format_float_positional(value, precision=digits, fractional=False, trim="-")


def percent(fraction: float) -> str:
    """0.9902 → 99.0 %."""
    return f"{100 * fraction:.1f} %"


def loss_text(loss: float) -> str:
    """A loss; one of exactly 0 is only less than float32 can tell from 0."""
    return number(loss) if loss else "0 in float32"


def plain_decimal(value: float) -> str:
    """The shortest exact decimal, without an exponent: 0.00001, not 1e-05; 2, not 2.0."""
    return np.format_float_positional(value, trim="-")


def counted(count: int, one: str, many: str = "") -> str:
    """How many of something.

    >>> counted(1, "epoch"), counted(100, "epoch"), counted(0, "batch", "batches")
    ('1 epoch', '100 epochs', '0 batches')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def true_minus(text: str) -> str:
    """The text with minus signs instead of hyphens, which are too short for numbers."""
    return text.replace("-", "−")


def clipped(text: str, most: int = 40) -> str:
    """A text that somebody gave, as it is quoted: its beginning, where it is long.

    >>> clipped("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def listed(names: Sequence[str]) -> str:
    """Names as in a sentence.

    >>> listed(["Adam", "AdamW", "RMSprop"])
    'Adam, AdamW and RMSprop'
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def sized(count: int) -> str:
    """Bytes as a file's size.

    >>> sized(512), sized(14_321), sized(1_480_000)
    ('512 bytes', '14 kB', '1.5 MB')
    """
    if count < 1000:
        return counted(count, "byte")
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1e6:.1f} MB"
