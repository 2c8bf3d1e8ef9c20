"""The points of the two-axis chart, and what the browser does with them: isolate, zoom, click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.clicks import clicked_unit, isolated_level
from dxindex.charts.levels import legend_texts
from dxindex.charts.scatter_layers import Place, flat
from dxindex.charts.theme import Palette, level_marks
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

# What a screen reader says of a mark; all that the tooltip holds would take minutes to hear.
_SAID = "datum.name + ', ' + datum.group"


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
    """The units as marks coloured and shaped by group, larger where highlighted or sized."""
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
        labelExpr=legend_texts(levels, lang, counts),
    )
    isolate = isolated_level()
    zoom = alt.selection_interval(
        name="zoom",
        bind="scales",
        translate="[pointerdown[event.shiftKey], window:pointerup] > window:pointermove!",
        zoom="wheel![event.shiftKey]",
    )
    highlighted = "datum.highlighted"
    points = (
        alt.Chart(table)
        .mark_point(filled=True, description=alt.expr(_SAID))
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
        points = points.encode(
            size=alt.Size("size:Q", title=size_title, scale=scale, legend=size_legend(colours))
        )
    else:
        points = points.encode(
            size=alt.when(highlighted)
            .then(alt.value(colours.area(190)))
            .otherwise(alt.value(colours.area(75)))
        )
    return points.add_params(isolate, clicked_unit(), zoom)


def size_legend(colours: Palette, **options: Any) -> alt.Legend:
    """The legend of marks sized by population: whole powers of ten, in millions."""
    return alt.Legend(
        orient="bottom",
        values=[1e6, 1e7, 1e8, 1e9],
        labelExpr="format(datum.value / 1000000, ',.0f')",
        symbolFillColor=colours.muted,
        symbolStrokeWidth=0,
        **options,
    )


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
