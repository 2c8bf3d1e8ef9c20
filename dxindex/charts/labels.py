"""Where the names go on a scatter plot: placed once, the same way every time, without collisions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Directions are tried in this order: the right of a point reads best, below it worst.
_ANGLES = (0, 180, 35, -35, 145, -145, 90, 80, 100, -90, -80, -100)
_RINGS_REQUIRED = (12, 18, 26, 38, 54, 74, 98, 124)
_RINGS_OPTIONAL = (8,)
_MARGIN = 2.0
_DISTANCE_COST = 0.5  # a pixel: to keep one mark clear, a label moves at most 8 pixels
_FAR_COST = 0.004  # a pixel squared: far off, a name is taken for its neighbour's
_COVER_COST = 4.0
_ASKED_COST = 40.0  # to cover a mark that was asked about


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Area shared with another box, in square pixels."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0.0) * max(height, 0.0)


def text_box(x: float, y: float, text: str, font_size: float, angle: float, ring: float) -> tuple[Box, str]:
    """Return the box and the alignment of a text set off from a point at an angle and distance.

    The width is an estimate (0.58 of the font size a character), generous for sans-serif faces.
    """
    width, height = 0.58 * font_size * len(text), 1.2 * font_size
    cx, cy = x + ring * math.cos(math.radians(angle)), y - ring * math.sin(math.radians(angle))
    if abs(angle) == 90:
        left, align = cx - width / 2, "center"
    elif abs(angle) < 90:
        left, align = cx, "left"
    else:
        left, align = cx - width, "right"
    return Box(left, cy - height / 2, left + width, cy + height / 2), align


def place_labels(
    points: pd.DataFrame,
    *,
    width: float,
    height: float,
    required: Iterable[str],
    optional: bool = True,
    font_size: float = 11,
    required_font_size: float = 13,
    point_radius: float = 5,
) -> pd.DataFrame:
    """Choose a place for each label, greedily and deterministically.

    Required labels come first and always get a place: the nearest one that touches no other label,
    preferring one that covers no point. The others follow in the order of ``points`` and are kept
    only where they touch nothing at all.

    Parameters
    ----------
    points : DataFrame
        One row a point, index ids; columns ``x`` and ``y`` in [0, 1] of the plot (y upwards) and
        ``text``. Rows with NaN coordinates get no label.
    width, height : float
        The plot's size in pixels. A placement stays free of collisions on any wider plot.
    required : iterable of str
        Ids that must be labelled; ids that are not in ``points`` are passed over.
    optional : bool
        Label others too, where there is room. Their marks are kept clear in any case.

    Returns
    -------
    DataFrame
        Index ids of the labels kept; columns ``text``, ``dx``, ``dy`` (pixels from the point),
        ``align`` ("left", "center", "right"), ``required`` (bool).

    Examples
    --------
    >>> import pandas as pd
    >>> two = pd.DataFrame({"x": [0.2, 0.8], "y": [0.5, 0.5], "text": ["Togo", "Peru"]}, index=["TGO", "PER"])
    >>> place_labels(two, width=300, height=200, required=["PER"])[["dx", "align", "required"]]
            dx align  required
    PER   12.0  left      True
    TGO    8.0  left     False
    """
    known = points.dropna(subset=["x", "y"])
    pixels = {
        str(unit): (float(x) * width, (1 - float(y)) * height, str(text))
        for unit, x, y, text in zip(known.index, known["x"], known["y"], known["text"], strict=True)
    }
    dots = np.array(
        [
            (x - point_radius, y - point_radius, x + point_radius, y + point_radius)
            for x, y, _ in pixels.values()
        ]
    ).reshape(-1, 4)
    first = [unit for unit in dict.fromkeys(required) if unit in pixels]
    weights = np.array([_ASKED_COST if unit in set(first) else _COVER_COST for unit in pixels])
    taken: list[tuple[float, float, float, float]] = []
    rows: list[dict[str, object]] = []
    others = [unit for unit in pixels if unit not in set(first)] if optional else []
    for unit in [*first, *others]:
        must = unit in first
        size = required_font_size if must else font_size
        around = np.array(taken).reshape(-1, 4)
        place = _best_place(pixels[unit], around, dots, weights, width, height, must, size)
        if place is None:
            continue
        box, align, dx, dy = place
        taken.append(box)
        rows.append(
            {"id": unit, "text": pixels[unit][2], "dx": dx, "dy": dy, "align": align, "required": must}
        )
    placed = pd.DataFrame(rows, columns=["id", "text", "dx", "dy", "align", "required"]).set_index("id")
    placed.index.name = points.index.name
    return placed


def _best_place(
    point: tuple[float, float, str],
    taken: FloatArray,
    dots: FloatArray,
    weights: FloatArray,
    width: float,
    height: float,
    must: bool,
    font_size: float,
) -> tuple[tuple[float, float, float, float], str, float, float] | None:
    """The cheapest place of all that are tried, the first of equals; None where an optional label has none."""
    x, y, text = point
    tries = [(ring, angle) for ring in (_RINGS_REQUIRED if must else _RINGS_OPTIONAL) for angle in _ANGLES]
    found = [text_box(x, y, text, font_size, angle, ring) for ring, angle in tries]
    boxes = np.array([(box.left, box.top, box.right, box.bottom) for box, _align in found])
    rings = np.array([ring for ring, _ in tries], dtype=float)
    crossed = _costs(boxes, taken, dots, weights, width, height)
    best = int((crossed + _DISTANCE_COST * rings + _FAR_COST * rings**2).argmin())
    if not must and crossed[best] > 0:
        return None
    ring, angle = tries[best]
    dx, dy = ring * math.cos(math.radians(angle)), -ring * math.sin(math.radians(angle))
    left, top, right, bottom = boxes[best].tolist()
    return (left, top, right, bottom), found[best][1], round(dx, 1), round(dy, 1)


def _costs(
    boxes: FloatArray,
    taken: FloatArray,
    dots: FloatArray,
    weights: FloatArray,
    width: float,
    height: float,
) -> FloatArray:
    """A label on another label costs most, one that leaves the plot much, one on a point some."""
    on_labels = _overlaps(boxes + np.array([-_MARGIN, -_MARGIN, _MARGIN, _MARGIN]), taken)
    left, top, right, bottom = boxes.T
    outside = sum(np.maximum(over, 0.0) for over in (-left, right - width, -top, bottom - height))
    on_dots = (_overlaps(boxes, dots) > 0) @ weights
    covered = np.where(on_labels > 0, 1_000 + on_labels, 0.0).sum(axis=1)
    return np.asarray(covered + 100 * outside + on_dots, dtype=float)


def _overlaps(boxes: FloatArray, others: FloatArray) -> FloatArray:
    """Areas that boxes share with others, shape (boxes, others), in square pixels."""
    one, two = boxes[:, np.newaxis, :], others[np.newaxis, :, :]
    wide = np.minimum(one[..., 2], two[..., 2]) - np.maximum(one[..., 0], two[..., 0])
    high = np.minimum(one[..., 3], two[..., 3]) - np.maximum(one[..., 1], two[..., 1])
    return np.asarray(np.maximum(wide, 0.0) * np.maximum(high, 0.0))
