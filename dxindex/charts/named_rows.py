"""The axis of a chart with a row for each unit or choice, named in words, with some names in bold."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

import altair as alt

from dxindex.charts.theme import Palette, row_axis

NAME_WIDTH = 165  # pixels a name may take: what leaves a phone half of its width for the marks


def named_rows(
    field: str,
    names: Mapping[str, str],
    colours: Palette,
    *,
    strong: Collection[str] = (),
    width: float = NAME_WIDTH,
) -> alt.Y:
    """Return the y encoding of rows in the order of ``names``; those in ``strong`` are in bold."""
    bold = json.dumps({row: 1 for row in names if row in strong})
    axis = row_axis(
        grid=False,
        labelExpr=f"({json.dumps(dict(names), ensure_ascii=False)})[datum.value]",
        labelFontWeight=alt.ExprRef(f"({bold})[datum.value] ? 700 : 400"),
        labelColor=alt.ExprRef(f"({bold})[datum.value] ? '{colours.ink}' : '{colours.muted}'"),
        labelLimit=colours.size(width),
    )
    return alt.Y(f"{field}:N", sort=list(names), title=None, axis=axis)
