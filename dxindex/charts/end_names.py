"""Names of lines at the right edge of a plot, where the lines end."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import Palette

LINE = 16  # pixels from one name to the next
PLOT_HEIGHT = 330  # pixels of a chart's height that its plot has on a phone at least
UNNAMED = ""  # the id of a line that is no unit's
_LONGEST_NAME = 20  # letters; longer names are cut


def cut_name(name: str) -> str:
    """Return a name that fits at the edge: a long one ends in an ellipsis.

    Examples
    --------
    >>> cut_name("Peru"), cut_name("Bosnia and Herzegovina")
    ('Peru', 'Bosnia and Herzegov…')
    """
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def end_names(
    ends: pd.DataFrame, x: alt.X, y: alt.Y, color: alt.Color, shape: alt.Shape, focus: str, colours: Palette
) -> list[Any]:
    """Return layers with names at the right edge, each with its mark, and a thin line from the end of its line.

    Parameters
    ----------
    ends : DataFrame
        One row per line: ``iso3`` (:data:`UNNAMED` for what is no unit: in italics, without a mark), ``name``, the
        fields of its last point, and ``place``, the height of the name as a share of the plot's, from the top.
    x, y, color, shape
        The encodings of the lines.
    focus : str
        The unit whose name is bold.
    """
    height = alt.expr("datum.place * height")
    beside = colours.size(10)
    muted, units = ends["iso3"] == UNNAMED, ends["iso3"] != UNNAMED
    text: dict[str, Any] = {
        "align": "left",
        "baseline": "middle",
        "fontSize": colours.size(12.5),
        "aria": False,
        "x": alt.expr(f"width + {beside + colours.size(8)}"),
        "y": height,
    }
    layers: list[Any] = [
        alt.Chart(ends)
        .mark_rule(
            strokeWidth=1,
            color=colours.muted,
            opacity=0.5,
            aria=False,
        )
        .encode(
            x=x, y=y, x2=alt.value(alt.expr(f"width + {beside - colours.size(5)}")), y2=alt.value(height)
        ),
        alt.Chart(ends[units])
        .mark_point(
            filled=True,
            opacity=1,
            aria=False,
            size=colours.area(45),
            x=alt.expr(f"width + {beside}"),
            y=height,
        )
        .encode(color=color, shape=shape),
        alt.Chart(ends[units])
        .mark_text(color=colours.ink, **text)
        .encode(
            text="name:N",
        )
        .transform_filter(alt.datum.iso3 != focus),
        alt.Chart(ends[units])
        .mark_text(color=colours.ink, fontWeight=700, **text)
        .encode(text="name:N")
        .transform_filter(alt.datum.iso3 == focus),
    ]
    if muted.any():
        layers.append(
            alt.Chart(ends[muted])
            .mark_text(color=colours.muted, fontStyle="italic", **text)
            .encode(text="name:N")
        )
    return layers
