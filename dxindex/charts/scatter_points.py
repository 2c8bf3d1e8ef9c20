"""The points of the two-axis chart, and what the browser does with them: isolate, zoom, click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from dxindex.charts.levels import level_name
from dxindex.charts.scatter_layers import Place, flat
from dxindex.charts.theme import Palette, level_marks
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.composite import IndexResult

SELECTION = "country"


def points(
    table: pd.DataFrame,
    result: IndexResult,
    groups: Groups,
    place: Place,
    colours: Palette,
    lang: str,
    *,
    sized: bool,
    size_title: str,
) -> alt.Chart:
    _ = translator(lang)
    marks = level_marks(groups.levels, colours)
    levels = list(groups.levels)
    counts = groups.labels.value_counts()
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        symbolSize=colours.area(150),
        symbolOpacity=1,
        symbolStrokeWidth=0,
        columns=alt.ExprRef("width < 440 ? 1 : 0"),
        labelExpr=_legend_labels(levels, counts, lang),
    )
    isolate = alt.selection_point(name="isolate", fields=["level"], bind="legend")
    clicked = alt.selection_point(name=SELECTION, fields=["iso3"], on="click", empty=False)
    zoom = alt.selection_interval(
        name="zoom",
        bind="scales",
        translate="[pointerdown[event.shiftKey], window:pointerup] > window:pointermove!",
        zoom="wheel![event.shiftKey]",
    )
    highlighted = "datum.highlighted"
    points = (
        alt.Chart(table)
        .mark_point(filled=True)
        .encode(
            x=place.x,
            y=place.y,
            color=alt.Color(
                "level:N",
                scale=alt.Scale(domain=levels, range=[marks[level][0] for level in levels]),
                legend=legend,
            ),
            shape=alt.Shape(
                "level:N",
                scale=alt.Scale(domain=levels, range=[marks[level][1] for level in levels]),
                legend=legend,
            ),
            opacity=alt.when(isolate).then(alt.value(0.9)).otherwise(alt.value(0.08)),
            stroke=alt.when(highlighted).then(alt.value(colours.ink)).otherwise(alt.value(colours.paper)),
            strokeWidth=alt.when(highlighted).then(alt.value(2)).otherwise(alt.value(0.6)),
            tooltip=_tooltips(result, lang),
        )
    )
    if sized:
        scale = alt.Scale(type="sqrt", range=[colours.area(25), colours.area(1400)])
        legend = alt.Legend(
            orient="bottom",
            values=[1e6, 1e7, 1e8, 1e9],
            labelExpr="format(datum.value / 1000000, ',.0f')",
            symbolFillColor=colours.muted,
            symbolStrokeWidth=0,
        )
        points = points.encode(size=alt.Size("size:Q", title=size_title, scale=scale, legend=legend))
    else:
        points = points.encode(
            size=alt.when(highlighted)
            .then(alt.value(colours.area(190)))
            .otherwise(alt.value(colours.area(75)))
        )
    return points.add_params(isolate, clicked, zoom)


def _legend_labels(levels: list[str], counts: pd.Series, lang: str) -> str:
    """A Vega expression that turns level ids into names with the number of countries."""
    texts = {level: f"{level_name(level, lang)} ({int(counts.get(level, 0))})" for level in levels}
    table = ", ".join(f"'{level}': '{text}'" for level, text in texts.items())
    return f"({{{table}}})[datum.label]"


def _tooltips(result: IndexResult, lang: str) -> list[alt.Tooltip]:
    _ = translator(lang)
    titles = {node: result.framework.label(node, lang) for node in result.framework.nodes}
    tips = [alt.Tooltip("name:N", title=_("Country")), alt.Tooltip("group:N", title=_("Group"))]
    for axis in result.framework.axes.values():
        tips.append(alt.Tooltip(f"{flat(axis)}_text:N", title=titles[axis]))
        tips.append(alt.Tooltip(f"{flat(axis)}_rank:N", title=_("{axis}: rank").format(axis=titles[axis])))
        for pillar in result.framework.children(axis):
            if pillar in titles:
                title = f"{titles[axis]} · {titles[pillar]}"
                tips.append(alt.Tooltip(f"{flat(pillar)}_text:N", title=title))
    tips.append(alt.Tooltip("coverage:N", title=_("Coverage")))
    return tips
