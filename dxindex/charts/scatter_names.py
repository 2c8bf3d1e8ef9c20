"""The names on the two-axis chart: one set for each range of widths, placed without collisions."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dxindex.charts.label_layers import far_labels, mark_leaders, mark_names
from dxindex.charts.labels import place_labels
from dxindex.charts.scatter_layers import Place, flat
from dxindex.charts.theme import Palette

# Label sets by the plot's width in pixels (phone, tablet, desktop), and what title, legend and axis
# take there from the height.
_LABEL_WIDTHS = {0: 270, 440: 180, 700: 180}
_ALL_PLOT = dict.fromkeys(_LABEL_WIDTHS, 0)
_NARROWEST = 250  # the plot on a phone 360 pixels wide
_SMALL, _LARGE = 11, 13  # type sizes
_ENDLESS = 100_000  # pixels: no plot is wider
_FITTING = "width >= datum.wide_from && width < datum.wide_to"


def name_layers(
    table: pd.DataFrame,
    domains: Mapping[str, list[float]],
    place: Place,
    colours: Palette,
    *,
    height: float,
    everybody: bool,
    framed: bool = True,
) -> list[alt.Chart]:
    """One set of labels for each range of widths; the browser shows the set that fits.

    Highlighted units are always named; ``everybody`` names others too, where there is room. ``height`` is
    the whole chart's, or where ``framed`` is False the plot's alone.
    """
    x, y = (flat(node) for node in domains)
    spread = pd.DataFrame({"text": table["name"]}, index=table.index)
    for column, (node, (low, high)) in zip(("x", "y"), domains.items(), strict=True):
        spread[column] = (table[flat(node)] - low) / (high - low)
    # Points far from the crowd are the ones a reader asks about first.
    distance = (spread[["x", "y"]] - spread[["x", "y"]].median()).abs().sum(axis=1)
    spread = spread.loc[distance.sort_values(ascending=False, kind="stable").index]
    required = [unit for unit in spread.index if table.at[unit, "highlighted"]]
    sets = []
    for (width, frame), beyond in zip(
        (_LABEL_WIDTHS if framed else _ALL_PLOT).items(), (*list(_LABEL_WIDTHS)[1:], _ENDLESS), strict=True
    ):
        placed = place_labels(
            spread,
            width=width or _NARROWEST,
            height=height - colours.size(frame),
            required=required,
            optional=everybody and width > 0,
            font_size=colours.size(_SMALL),
            required_font_size=colours.size(_LARGE),
            point_radius=colours.size(5),
        )
        sets.append(placed.assign(wide_from=width, wide_to=beyond))
    labels = pd.concat(sets).join(table[[x, y]]).astype({"dx": float, "dy": float, "required": bool})
    small = {"fontSize": colours.size(_SMALL), "color": colours.muted}
    large = {"fontSize": colours.size(_LARGE), "fontWeight": 700, "color": colours.ink}
    halo = {**large, "stroke": colours.paper, "strokeWidth": 4, "opacity": 0.85}
    named, others = labels[labels["required"]], labels[~labels["required"]]
    return [
        mark_leaders(_fitting(far_labels(named), place), x, y, colours),
        mark_names(_fitting(others, place), small),
        mark_names(_fitting(named, place), halo),
        mark_names(_fitting(named, place), large),
    ]


def _fitting(labels: pd.DataFrame, place: Place) -> alt.Chart:
    """The labels of the set that fits the width at hand, at their marks."""
    return alt.Chart(labels).transform_filter(_FITTING).encode(x=place.x, y=place.y)
