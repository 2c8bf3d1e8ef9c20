"""What the two-axis chart is made of besides its points: medians, centres, trails, outsiders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.levels import level_name
from dxindex.charts.theme import SCORE_AXIS, Palette, level_marks
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

_PAD = 0.03  # free space around the outermost points, in score units


@dataclass(frozen=True)
class Place:
    """The two positional encodings that all layers share."""

    x: alt.X
    y: alt.Y


def flat(node: str) -> str:
    """Dots in a Vega field name reach into nested objects: node ids are flattened."""
    return node.replace(".", "_")


def named_axes(result: IndexResult) -> tuple[str, str]:
    """The nodes on x and y; a framework that names none raises ``ValueError``."""
    axes = result.framework.axes
    if not {"x", "y"} <= set(axes):
        raise ValueError(f"framework {result.framework.id!r} names no axes x and y: this chart needs both")
    return axes["x"], axes["y"]


def score_domain(values: pd.Series) -> list[float]:
    """From where to where an axis runs: as far as the scores, with some free space, within 0 and 1."""
    return [round(max(0.0, values.min() - _PAD), 2), round(min(1.0, values.max() + _PAD), 2)]


def score_place(
    fields: Sequence[str], titles: Sequence[str | list[str]], domains: Sequence[list[float]]
) -> Place:
    """The encodings of two axes of scores: of each its field, title and domain, x first."""
    x, y = (
        dict[str, Any](
            shorthand=f"{name}:Q",
            title=title,
            scale=alt.Scale(domain=domain, nice=False, zero=False),
            axis=SCORE_AXIS,
        )
        for name, title, domain in zip(fields, titles, domains, strict=True)
    )
    return Place(x=alt.X(**x), y=alt.Y(**y))


def medians(scores: pd.DataFrame, place: Place, colours: Palette) -> list[alt.Chart]:
    """The median on either axis, as a dashed line."""
    rule: dict[str, Any] = {"color": colours.muted, "strokeDash": [3, 4], "opacity": 0.7, "aria": False}
    middle = alt.Chart(scores.median().to_frame().T).mark_rule(**rule)
    return [middle.encode(x=place.x), middle.encode(y=place.y)]


def centroids(groups: Groups, x: str, y: str, place: Place, colours: Palette, lang: str) -> list[alt.Chart]:
    """One layer a level: colour and shape as encodings would give this layer the legend, and it would be dead."""
    _ = translator(lang)
    marks = level_marks(groups.levels, colours)
    table = groups.centroids.reindex(columns=[x, y]).rename(columns=flat).round(4)
    table["group"] = [level_name(level, lang) for level in groups.levels]
    outline: dict[str, Any] = {
        "filled": False,
        "size": colours.area(900),
        "strokeWidth": 2,
        "strokeOpacity": 0.6,
    }
    return [
        alt.Chart(table.iloc[[row]])
        .mark_point(color=marks[level][0], shape=marks[level][1], **outline)
        .encode(x=place.x, y=place.y, tooltip=[alt.Tooltip("group:N", title=_("Group centre"))])
        for row, level in enumerate(groups.levels)
    ]


def outsiders(
    scores: pd.DataFrame,
    place: Place,
    names: Mapping[str, str],
    colours: Palette,
    note: str,
    titles: Mapping[str, str],
) -> alt.Chart:
    """Units outside the panel: small hollow marks, with their scores and why they have no rank."""
    table = scores.dropna().round(4)
    table["name"] = [names.get(unit, unit) for unit in table.index]
    table["note"] = note
    figures = [
        alt.Tooltip(column, type="quantitative", title=title, format=".3f")
        for column, title in titles.items()
    ]
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("note:N", title=" "), *figures]
    return (
        alt.Chart(table)
        .mark_point(color=colours.muted, size=colours.area(30), filled=False, strokeWidth=1, opacity=0.8)
        .encode(x=place.x, y=place.y, tooltip=tooltip)
    )


def trails(table: pd.DataFrame, start: pd.DataFrame, place: Place, colours: Palette) -> Any:
    """An arrow from where each unit of the table was to where it is; its head is half-way, clear of the mark."""
    x, y = start.columns
    moves = start.reindex(table["iso3"]).assign(to_x=table[x].to_numpy(), to_y=table[y].to_numpy())
    moves = moves.dropna().reset_index()
    base = alt.Chart(moves).encode(x=place.x, y=place.y)
    line = base.mark_rule(color=colours.ink, strokeWidth=1.5, opacity=0.8).encode(x2="to_x:Q", y2="to_y:Q")
    origin = base.mark_circle(color=colours.ink, size=colours.area(22), opacity=0.9)
    half = moves.assign(**{x: (moves[x] + moves["to_x"]) / 2, y: (moves[y] + moves["to_y"]) / 2})
    head = (
        alt.Chart(half)
        .mark_point(
            shape="triangle-up",
            filled=True,
            color=colours.ink,
            size=colours.area(70),
            angle=alt.expr(heading((f"datum.{x}", f"datum.{y}"), ("datum.to_x", "datum.to_y"))),
            aria=False,
        )
        .encode(x=place.x, y=place.y)
    )
    return alt.layer(line, origin, head)


def heading(start: tuple[str, str], end: tuple[str, str]) -> str:
    """A Vega expression for the angle from one point to another, in degrees from straight up.

    It depends on the plot's width: the browser computes it from the pixels.
    """
    return (
        f"atan2(scale('x', {end[0]}) - scale('x', {start[0]}), scale('y', {start[1]}) - scale('y', {end[1]}))"
        " * 180 / PI"
    )


def whiskers(
    table: pd.DataFrame,
    reach: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str],
    place: Place,
    colours: Palette,
    lang: str,
) -> list[alt.Chart]:
    """A whisker along each axis for each unit of the table, to the scores at the ends of its rank interval."""
    _ = translator(lang)
    fields = [flat(node) for node in reach]
    layers = []
    for channel, (node, ends) in zip(("x", "y"), reach.items(), strict=True):
        known = ends.reindex(table["iso3"]).dropna()
        spans = table.set_index("iso3").loc[known.index, ["name", *fields]]
        spans["end"] = known["score_high"].round(4)
        spans["ranks"] = [f"{best}–{worst}" for best, worst in zip(known["low"], known["high"], strict=True)]
        spans[flat(node)] = known["score_low"].round(4)
        whisker = alt.Chart(spans.reset_index()).mark_rule(
            color=colours.ink, strokeWidth=colours.size(1.6), opacity=0.8, aria=False
        )
        tooltip = [
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("ranks:N", title=_("{axis}: 90% of ranks").format(axis=titles[node])),
        ]
        layers.append(whisker.encode(place.x, place.y, tooltip=tooltip, **{f"{channel}2": "end:Q"}))
    return layers
