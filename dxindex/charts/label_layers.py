"""Names that :func:`~dxindex.charts.labels.place_labels` found a place for, as layers of a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import Palette

_FAR = 20  # pixels from which a line leads from a mark to its name
_SHORT_OF = 0.92  # of the way to its name: the line ends before the letters begin


def far_labels(labels: pd.DataFrame) -> pd.DataFrame:
    """The labels that found no room beside their marks: columns ``dx``, ``dy`` in pixels."""
    return labels[labels["dx"] ** 2 + labels["dy"] ** 2 > _FAR**2]


def mark_leaders(chart: alt.Chart, x: str, y: str, colours: Palette) -> alt.Chart:
    """Draw thin lines from marks towards their names; ``x`` and ``y`` are the fields that place the marks."""
    ends: dict[str, Any] = {f"{axis}2Offset": alt.expr(f"datum.d{axis} * {_SHORT_OF}") for axis in ("x", "y")}
    rules = chart.mark_rule(color=colours.muted, strokeWidth=1, opacity=0.8, aria=False, **ends)
    return rules.encode(x2=f"{x}:Q", y2=f"{y}:Q")


def mark_names(chart: alt.Chart, style: Mapping[str, Any]) -> alt.Chart:
    """Write the names, set off from their marks as placed."""
    offset: dict[str, Any] = {field: alt.expr(f"datum.{field}") for field in ("dx", "dy", "align")}
    return chart.mark_text(baseline="middle", aria=False, **offset, **style).encode(text="text:N")
