"""Digits as a pupil draws them, other drawings, and what becomes of them, computed with numpy.

A drawing is a list of strokes, a stroke the places [x, y] that the pen went through, from 0 to 1
from the left upper corner of the pad.
"""

from __future__ import annotations

import numpy as np

DRAWN, WIDE, SIDE = 32, 20, 8
REACH = 11  # half dots, squared

Strokes = list[list[tuple[float, float]]]

DIGITS: dict[int, Strokes] = {
    0: [
        [
            (0.52, 0.17),
            (0.42, 0.19),
            (0.33, 0.27),
            (0.28, 0.41),
            (0.27, 0.56),
            (0.32, 0.71),
            (0.41, 0.81),
            (0.52, 0.83),
            (0.63, 0.77),
            (0.7, 0.64),
            (0.73, 0.48),
            (0.7, 0.33),
            (0.63, 0.22),
            (0.55, 0.17),
            (0.5, 0.18),
        ],
    ],
    1: [[(0.38, 0.34), (0.46, 0.27), (0.55, 0.17), (0.54, 0.38), (0.53, 0.6), (0.52, 0.84)]],
    2: [
        [
            (0.29, 0.3),
            (0.36, 0.21),
            (0.47, 0.16),
            (0.59, 0.18),
            (0.67, 0.26),
            (0.66, 0.38),
            (0.58, 0.51),
            (0.46, 0.64),
            (0.35, 0.75),
            (0.27, 0.83),
            (0.42, 0.82),
            (0.58, 0.82),
            (0.74, 0.83),
        ],
    ],
    3: [
        [
            (0.3, 0.22),
            (0.41, 0.17),
            (0.55, 0.17),
            (0.65, 0.24),
            (0.66, 0.34),
            (0.59, 0.43),
            (0.47, 0.48),
            (0.6, 0.52),
            (0.69, 0.61),
            (0.69, 0.73),
            (0.6, 0.82),
            (0.46, 0.85),
            (0.32, 0.8),
        ],
    ],
    4: [
        [
            (0.55, 0.16),
            (0.47, 0.3),
            (0.38, 0.44),
            (0.28, 0.59),
            (0.43, 0.6),
            (0.6, 0.6),
            (0.75, 0.59),
        ],
        [(0.6, 0.4), (0.59, 0.55), (0.58, 0.7), (0.57, 0.86)],
    ],
    5: [
        [
            (0.36, 0.18),
            (0.35, 0.32),
            (0.33, 0.46),
            (0.45, 0.42),
            (0.58, 0.44),
            (0.67, 0.53),
            (0.68, 0.66),
            (0.62, 0.77),
            (0.5, 0.84),
            (0.38, 0.84),
            (0.29, 0.79),
        ],
        [(0.36, 0.18), (0.5, 0.18), (0.67, 0.17)],
    ],
    6: [
        [
            (0.6, 0.15),
            (0.5, 0.23),
            (0.41, 0.35),
            (0.35, 0.49),
            (0.32, 0.64),
            (0.36, 0.77),
            (0.46, 0.84),
            (0.58, 0.82),
            (0.66, 0.73),
            (0.65, 0.62),
            (0.56, 0.55),
            (0.45, 0.57),
            (0.36, 0.65),
        ],
    ],
    7: [
        [
            (0.28, 0.19),
            (0.43, 0.19),
            (0.58, 0.18),
            (0.72, 0.18),
            (0.65, 0.33),
            (0.57, 0.5),
            (0.49, 0.67),
            (0.43, 0.84),
        ],
    ],
    8: [
        [
            (0.62, 0.24),
            (0.52, 0.17),
            (0.41, 0.19),
            (0.35, 0.28),
            (0.39, 0.38),
            (0.49, 0.46),
            (0.6, 0.54),
            (0.67, 0.65),
            (0.64, 0.77),
            (0.53, 0.84),
            (0.41, 0.83),
            (0.33, 0.74),
            (0.34, 0.63),
            (0.43, 0.54),
            (0.54, 0.44),
            (0.62, 0.35),
            (0.63, 0.25),
        ],
    ],
    9: [
        [
            (0.64, 0.27),
            (0.56, 0.19),
            (0.45, 0.18),
            (0.36, 0.26),
            (0.35, 0.38),
            (0.42, 0.46),
            (0.53, 0.45),
            (0.62, 0.37),
            (0.65, 0.26),
            (0.64, 0.45),
            (0.61, 0.65),
            (0.57, 0.85),
        ],
    ],
}

OTHERS: dict[str, Strokes] = {
    "nothing": [],
    "one dot": [[(0.4, 0.7)]],
    "an upright line": [[(0.5, 0.1), (0.5, 0.9)]],
    "a line across": [[(0.1, 0.5), (0.9, 0.5)]],
    "a slanting line": [[(0.05, 0.95), (0.95, 0.05)]],
    "a line leaning left": [[(0.3, 0.1), (0.6, 0.9)]],
    "a corner": [[(0.0, 0.0), (0.0, 0.984375), (0.984375, 0.984375)]],
    "a blot": [[(0.4 + 0.02 * i, 0.3 + 0.1 * (i % 4)) for i in range(12)]],
    "all of the pad": [[(x, row / 24) for x in ((0, 1), (1, 0))[row % 2]] for row in range(25)],
    "over the edges": [[(-0.3, 0.4), (0.5, 0.2), (1.4, 0.6)], [(0.7, -0.2), (0.2, 1.3)]],
    "off the pad": [[(1.2, 0.2), (1.5, 1.8), (-0.4, 1.3)]],
}


def dots_of(strokes: Strokes) -> np.ndarray:
    """The dots [32, 32] whose middle is under the pen: near enough to a line between places."""
    middles = 2.0 * np.arange(DRAWN) + 1
    dots = np.zeros((DRAWN, DRAWN), bool)
    for stroke in strokes:
        places = 2 * DRAWN * np.array(stroke)
        for start, end in zip(places[[0, *range(len(places) - 1)]], places, strict=True):
            way = end - start
            x, y = middles[None, :] - start[0], middles[:, None] - start[1]
            share = np.clip((x * way[0] + y * way[1]) / max(way @ way, 1e-12), 0, 1)
            dots |= (x - share * way[0]) ** 2 + (y - share * way[1]) ** 2 <= REACH
    return dots


def box_of(dots: np.ndarray) -> tuple[slice, slice]:
    """The rows and the columns of the ink."""
    spans = []
    for axis in (1, 0):
        dark = np.flatnonzero(dots.any(axis))
        spans.append(slice(dark[0], dark[-1] + 1))
    return tuple(spans)


def neighbourhood(dots: np.ndarray) -> np.ndarray:
    """Each dot and its four neighbours [5, 32, 32]."""
    wide = np.pad(dots, 1)
    shifts = ((1, 1), (0, 1), (2, 1), (1, 0), (1, 2))
    return np.stack([wide[dy : dy + DRAWN, dx : dx + DRAWN] for dy, dx in shifts])


def prepared(dots: np.ndarray) -> np.ndarray:
    """As NIST prepared the data's digits (Garris et al. 1994, NISTIR 5469) [32, 32]."""
    if not dots.any():
        return dots
    cut = dots[box_of(dots)]
    rows = (np.arange(DRAWN) + 0.5) * cut.shape[0] / DRAWN
    columns = (np.arange(WIDE) + 0.5) * cut.shape[1] / WIDE
    large = cut[np.ix_(rows.astype(int), columns.astype(int))]
    even = np.pad(large, ((0, 0), ((DRAWN - WIDE) // 2,) * 2))
    ink = int(even.sum())
    for _ in range((ink < 256) + (ink < 108)):
        even = neighbourhood(even).any(0)
    for _ in range((ink > 412) + (ink > 560)):
        even = neighbourhood(even).all(0)
    span = box_of(even)[0]
    high, low = span.start + 2, span.stop - 3
    if span.stop - span.start <= 5 or not (even[high].any() and even[low].any()):
        return even
    lean = int(even[low].argmax()) - int(even[high].argmax())
    shifts = np.floor((DRAWN // 2 - np.arange(DRAWN)) * lean / (low - high) + 0.5).astype(int)
    wide = np.pad(even, ((0, 0), (DRAWN, DRAWN)))
    straight = [np.roll(row, shift) for row, shift in zip(wide, shifts, strict=True)]
    return np.stack(straight)[:, DRAWN : 2 * DRAWN]


def pixels_of(dots: np.ndarray) -> np.ndarray:
    """How many dots of each block are dark [8, 8]."""
    block = DRAWN // SIDE
    return dots.reshape(SIDE, block, SIDE, block).sum((1, 3))


def drawing_case(strokes: Strokes) -> dict:
    """Strokes, and what becomes of them."""
    dots = dots_of(strokes)
    made = prepared(dots)
    return {
        "strokes": strokes,
        "dots": dots.astype(int).ravel().tolist(),
        "prepared": made.astype(int).ravel().tolist(),
        "pixels": pixels_of(made).ravel().tolist(),
    }
