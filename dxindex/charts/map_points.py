"""The marks on the map: coloured by group or score, sized by population or alike, with what they say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.levels import legend_texts
from dxindex.charts.map_layers import STACKED, placed_marks
from dxindex.charts.scatter_layers import flat
from dxindex.charts.scatter_points import size_legend
from dxindex.charts.theme import Palette, level_marks
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

GROUP = "group"

# What a mark says that has no group, and how: hollow, so that nobody counts it among the groups.
OUTSIDE, NO_DATA = "outside", "no data"
_HOLLOW_SQUARE = "M-.9,-.9H.9V.9H-.9ZM-.5,-.5V.5H.5V-.5Z"
_HOLLOW_CIRCLE = "M0,-1A1,1,0,0,1,0,1A1,1,0,0,1,0,-1ZM0,-.55A.55,.55,0,0,0,0,.55A.55,.55,0,0,0,0,-.55Z"
_HOLLOW = {OUTSIDE: _HOLLOW_SQUARE, NO_DATA: _HOLLOW_CIRCLE}


def tooltip_nodes(result: IndexResult, colour: str) -> list[str]:
    """The nodes whose scores and ranks a mark says: the one that colours it first, then the axes."""
    framework = result.framework
    first = [] if colour == GROUP else [colour]
    return list(dict.fromkeys([*first, *(framework.axes.values() or framework.roots)]))


def points_on_map(
    table: pd.DataFrame,
    result: IndexResult,
    groups: Groups,
    counts: pd.Series,
    scores: pd.DataFrame,
    colour: str,
    lang: str,
    colours: Palette,
) -> alt.Chart:
    """The marks with their legends, without a size."""
    levels = [*groups.levels, *(level for level in _HOLLOW if level in counts.index)]
    looks = {
        **level_marks(groups.levels, colours),
        **{level: (colours.muted, path) for level, path in _HOLLOW.items()},
    }
    legend: dict[str, Any] = {
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "symbolSize": colours.area(130),
        "symbolOpacity": 1,
        "symbolStrokeWidth": 0,
        "columns": alt.ExprRef(_columns(colours)),
        "labelExpr": _legend_labels(levels, counts, lang),
    }
    by_group = alt.Color(
        "level:N",
        scale=alt.Scale(domain=levels, range=[looks[level][0] for level in levels]),
        legend=alt.Legend(**legend),
    )
    if colour == GROUP:
        fill: Any = by_group
        rim = colours.paper
    else:
        legend["symbolFillColor"] = colours.muted
        # Asked first: what has no score would otherwise get the colour of the lowest one.
        missing = alt.when("!isValid(datum.value)").then(alt.value(colours.muted))
        fill = missing.otherwise(_by_score(scores[colour], colours))
        rim = colours.muted  # the palest score must still stand out from the land
    return (
        placed_marks(table)
        .mark_point(filled=True, invalid="show")  # who has no score has a mark all the same
        .encode(
            color=fill,
            shape=alt.Shape(
                "level:N",
                scale=alt.Scale(domain=levels, range=[looks[level][1] for level in levels]),
                legend=alt.Legend(**legend),
            ),
            stroke=alt.when("datum.highlighted").then(alt.value(colours.ink)).otherwise(alt.value(rim)),
            strokeWidth=alt.when("datum.highlighted")
            .then(alt.value(colours.size(1.8)))
            .when(alt.FieldOneOfPredicate("level", list(_HOLLOW)))
            .then(alt.value(0))
            .otherwise(alt.value(colours.size(0.6))),
            tooltip=_tooltips(result, colour, lang),
            description="said:N",
        )
    )


def _columns(colours: Palette) -> str:
    """Five entries do not fit in a line of a narrow plot, and what does not fit would shrink the map."""
    one, two, three = (colours.size(width) for width in (330, 560, 800))
    return f"width < {one} ? 1 : width < {two} ? 2 : width < {three} ? 3 : 0"


def _by_score(scores: pd.Series, colours: Palette) -> alt.Color:
    """One hue from pale to strong: what is light and dark says it without the hue."""
    strong = colours.levels[1]
    pale = _mix(strong, colours.paper)
    low, high = math.floor(scores.min() * 10) / 10, math.ceil(scores.max() * 10) / 10
    return alt.Color(
        "value:Q",
        scale=alt.Scale(domain=[low, high], range=[pale, strong, colours.ink], interpolate="lab"),
        legend=alt.Legend(
            title=None,
            orient="bottom",
            direction="horizontal",
            gradientLength=alt.ExprRef("min(width / 3, 320)"),  # beside it the sizes may stand
            gradientThickness=colours.size(12),
            format=".1f",
            tickCount=5,
        ),
    )


def _mix(one: str, other: str) -> str:
    """The colour half way between two, as hexadecimal."""
    halves = [(int(one[i : i + 2], 16) + int(other[i : i + 2], 16)) // 2 for i in (1, 3, 5)]
    return "#" + "".join(f"{half:02x}" for half in halves)


def unsized(marks: alt.Chart, colours: Palette) -> alt.Chart:
    """Marks of one size, highlighted ones larger, those without a group smaller."""
    area = (
        f"(datum.highlighted ? {colours.area(125)} : datum.level === '{NO_DATA}' ? {colours.area(26)}"
        f" : datum.level === '{OUTSIDE}' ? {colours.area(36)} : {colours.area(62)}) * (width < {STACKED} ? 0.6 : 1)"
    )
    return marks.transform_calculate(area=area).encode(size=alt.Size("area:Q", scale=None, legend=None))


def sized(marks: alt.Chart, title: str, colours: Palette) -> alt.Chart:
    """Marks whose area is the number in the field ``size``."""
    largest = alt.ExprRef(f"width < {STACKED} ? {colours.area(420)} : {colours.area(1000)}")
    legend = size_legend(colours, direction="horizontal")
    scale = alt.Scale(type="sqrt", range=[colours.area(20), largest])
    return marks.encode(size=alt.Size("size:Q", title=title, scale=scale, legend=legend))


def _legend_labels(levels: list[str], counts: pd.Series, lang: str) -> str:
    _ = translator(lang)
    short = {OUTSIDE: _("Outside the panel"), NO_DATA: _("No data")}
    return legend_texts(levels, lang, counts, short)


def _tooltips(result: IndexResult, colour: str, lang: str) -> list[alt.Tooltip]:
    _ = translator(lang)
    tips = [alt.Tooltip("name:N", title=_("Country")), alt.Tooltip("group:N", title=_("Group"))]
    for node in tooltip_nodes(result, colour):
        title = result.framework.label(node, lang)
        tips.append(alt.Tooltip(f"{flat(node)}_text:N", title=title))
        tips.append(alt.Tooltip(f"{flat(node)}_rank:N", title=_("{axis}: rank").format(axis=title)))
    tips.append(alt.Tooltip("period:N", title=_("Edition")))
    return tips
