"""What the map is made of besides its marks: the frame, the land, the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.label_layers import far_labels, mark_leaders, mark_names
from dxindex.charts.labels import place_labels
from dxindex.charts.projection import CENTRE, one_map, split_land, stacked
from dxindex.charts.theme import Palette

STACKED = 560  # narrower than this the Americas stand above the rest: on a phone all gets 1.6 times larger
_LABEL_WIDTHS = (0, STACKED, 820)
_NARROWEST = 300  # the plot on a phone 360 pixels wide
_PLOT_HEIGHT = 420  # what title, legends and their spacing leave of the chart's height, at the least
_LAND = {"west": "land-west", "east": "land-east"}


def frame() -> list[alt.Parameter]:
    """How large the globe is and where its middle lies, for the width at hand: land and marks follow these."""
    wide, narrow = one_map(), stacked()

    def chosen(narrow_value: str, wide_value: str) -> str:
        return f"(width < {STACKED} ? {narrow_value} : {wide_value})"

    radius = [f"min(width / {layout.across:.4f}, height / {layout.tall:.4f})" for layout in (narrow, wide)]
    parameters = [alt.param(name="globe", expr=chosen(*radius))]
    for part in ("west", "east"):
        x, y = (chosen(f"{narrow.middle[part][i]:.4f}", f"{wide.middle[part][i]:.4f}") for i in (0, 1))
        parameters += [
            alt.param(name=f"{part}_x", expr=f"width / 2 - globe * {x}"),
            alt.param(name=f"{part}_y", expr=f"height / 2 + globe * {y}"),
        ]
    return parameters


def land_layers(colours: Palette) -> list[alt.Chart]:
    """The land in its two parts, from the datasets of :func:`land_datasets`."""
    return [
        alt.Chart(alt.NamedData(name, format=alt.TopoDataFormat(type="topojson", feature="land")))
        # The thin stroke in the same colour closes the seam at the edge of the file's world, 180 degrees.
        .mark_geoshape(fill=colours.grid, stroke=colours.grid, strokeWidth=0.5, aria=False)
        .project(
            type="equalEarth",
            rotate=[-CENTRE, 0, 0],
            scale=alt.ExprRef("globe"),
            translate=alt.ExprRef(f"[{part}_x, {part}_y]"),
            # Vega-Lite takes projections for the same that differ in nothing but scale and translation.
            precision=0.7 + order / 100,
        )
        for order, (part, name) in enumerate(_LAND.items())
    ]


def land_datasets(land: Mapping[str, Any]) -> dict[str, Any]:
    """The two parts of the land by the names under which the layers look for them.

    They are put into the finished chart: Altair copies what is in a layer dozens of times on the way.
    """
    return {_LAND[part]: topology for part, topology in split_land(land).items()}


def placed_marks(table: pd.DataFrame) -> alt.Chart:
    """A chart whose marks stand at pixels, computed in the browser from the plane and the width."""
    return (
        alt.Chart(table)
        .transform_calculate(
            px="(datum.west ? west_x : east_x) + globe * datum.u",
            py="(datum.west ? west_y : east_y) - globe * datum.v",
        )
        .encode(x=alt.X("px:Q", scale=None, axis=None), y=alt.Y("py:Q", scale=None, axis=None))
    )


def name_layers(table: pd.DataFrame, colours: Palette) -> list[alt.Chart]:
    """The names of highlighted units, placed for each range of widths; the browser shows the set that fits."""
    layers: list[alt.Chart] = []
    required = list(table.loc[table["highlighted"], "iso3"])
    if not required:
        return layers
    large: dict[str, Any] = {"fontSize": colours.size(13), "fontWeight": 700}
    halo = {**large, "stroke": colours.paper, "strokeWidth": colours.size(4), "opacity": 0.85}
    text = {**large, "color": colours.ink}
    for width, next_width in zip(_LABEL_WIDTHS, (*_LABEL_WIDTHS[1:], None), strict=True):
        across = width or _NARROWEST
        layout = one_map() if across >= STACKED else stacked()
        placed = place_labels(
            layout.spots(table, across, _PLOT_HEIGHT).assign(text=table["name"]),
            width=across,
            height=_PLOT_HEIGHT,
            required=required,
            optional=False,
            required_font_size=colours.size(13),
            point_radius=colours.size(4),
        )
        labels = placed.join(table[["u", "v", "west"]])
        shown = f"width >= {width}" + (f" && width < {next_width}" if next_width else "")
        far = placed_marks(far_labels(labels)).transform_filter(shown)
        near = placed_marks(labels).transform_filter(shown)
        layers += [
            mark_leaders(far, "px", "py", colours),
            *(mark_names(near, style) for style in (halo, text)),
        ]
    return layers
