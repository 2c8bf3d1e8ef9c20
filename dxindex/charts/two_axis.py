"""The two-axis chart: every country by digital adoption and enabling factors, in its group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.labels import place_labels
from dxindex.charts.theme import LIGHT, SCORE_AXIS, Palette, configure, level_marks
from dxindex.i18n import MISSING, number, percent, translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.composite import IndexResult

HEIGHT = 680
_SIZE_LEGEND = 90
SELECTION = "country"
# Label sets by the plot's width in pixels (phone, tablet, desktop), and what title, legend and axis
# take there from the height.
_LABEL_WIDTHS = {0: 270, 440: 180, 700: 180}
_SOURCE_LINE = 60  # letters in a line of an axis title: what the height of the plot holds
_NARROWEST = 250  # the plot on a phone 360 pixels wide
_PAD = 0.03  # free space around the outermost points, in score units


@dataclass(frozen=True)
class _Place:
    """The two positional encodings that all layers share."""

    x: alt.X
    y: alt.Y


def two_axis(
    result: IndexResult,
    groups: Groups,
    *,
    highlight: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    shown: Collection[str] | None = None,
    size: pd.Series | None = None,
    size_title: str = "",
    earlier: pd.DataFrame | None = None,
    unranked: pd.DataFrame | None = None,
    period: str = "",
    sources: Mapping[str, Sequence[str]] | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw units on the two axes of an index, coloured and shaped by group.

    Scores, ranks and groups are drawn as they are: hiding units never recomputes anything, and
    the axes keep the extent of all units, so that a filtered chart can be compared with the whole.

    Parameters
    ----------
    result : IndexResult
        Scores and ranks; its framework names the two axes.
    groups : Groups
        Labels per unit, lowest level first in ``groups.levels``, and centroids.
    highlight : iterable of str
        Ids drawn larger, outlined and always labelled. Unknown ids are passed over.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    shown : collection of str, optional
        Ids to draw; all when None. Highlighted ids are drawn in any case.
    size : Series, optional
        A positive number per id, drawn as the area of the mark; ids without one get the smallest.
    earlier : DataFrame, optional
        Scores of an earlier edition (id x nodes): a line runs from there to each highlighted unit.
    unranked : DataFrame, optional
        Scores of units outside the panel, drawn as small hollow marks without rank or group.
    period : str
        The edition, for the title.
    sources : mapping of str to sequence of str, optional
        The databases an axis is from, by node: named below its title.
    lang, colours
        Language of the texts and colours of the surface.

    Returns
    -------
    LayerChart
        Width follows its container. A point selection named ``"country"`` carries the id of a
        clicked unit (field ``iso3``). Units with a missing coordinate are not drawn.

    Raises
    ------
    ValueError
        When the framework names no two axes.
    """
    _ = translator(lang)
    x, y = _axes(result)
    wanted = [unit for unit in dict.fromkeys(highlight) if unit in result.scores.index]
    table = _table(result, groups, x, y, names or {}, wanted, shown, lang)
    if size is not None:
        table["size"] = size.reindex(table["iso3"]).to_numpy()
    domains = {node: _domain(_columns(result.scores, earlier, unranked, node=node)) for node in (x, y)}
    titles = {node: result.framework.label(node, lang) for node in (x, y)}
    # Every layer takes the same two encodings: a layer with a scale of its own would widen the shared one.
    place = _Place(
        x=alt.X(
            f"{_field(x)}:Q",
            title=_axis_title(titles[x], sources, x),
            scale=_scale(domains[x]),
            axis=SCORE_AXIS,
        ),
        y=alt.Y(
            f"{_field(y)}:Q",
            title=_axis_title(titles[y], sources, y),
            scale=_scale(domains[y]),
            axis=SCORE_AXIS,
        ),
    )

    layers: list[Any] = [
        *_medians(result.scores[[x, y]].rename(columns=_field), place, colours),
        *_centroids(groups, x, y, place, colours, lang),
    ]
    if unranked is not None and not unranked.empty:
        note = _("Outside the panel: not ranked, no group")
        outsiders = unranked[[x, y]].rename(columns=_field)
        by_field = {_field(node): title for node, title in titles.items()}
        layers.append(_unranked(outsiders, place, names or {}, colours, note, by_field))
    if earlier is not None:
        start = earlier[[x, y]].rename(columns=_field).round(4)
        layers.append(_trails(table[table["highlighted"]], start, place, colours))
    layers.append(
        _points(table, result, groups, place, colours, lang, sized=size is not None, size_title=size_title)
    )
    layers.extend(_labels(table, domains, place, colours))

    subtitle = [
        _("{period}. Each mark is a country. Score 0–1, higher is better.").format(period=period),
        _("Dashed lines: medians. Large outlines: group centres."),
    ]
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT + (_SIZE_LEGEND if size is not None else 0),
        title=alt.TitleParams(
            text=_("{axis_x} and {axis_y}").format(axis_x=titles[x], axis_y=titles[y].lower()),
            subtitle=subtitle,
        ),
    )
    return configure(chart, colours, lang)


def _axes(result: IndexResult) -> tuple[str, str]:
    axes = result.framework.axes
    if not {"x", "y"} <= set(axes):
        raise ValueError(
            f"framework {result.framework.id!r} names no axes x and y: a two-axis chart needs both"
        )
    return axes["x"], axes["y"]


def _axis_title(title: str, sources: Mapping[str, Sequence[str]] | None, node: str) -> list[str]:
    """The axis' name, then its databases in lines that fit; a name is never broken."""
    lines: list[str] = []
    for database in (sources or {}).get(node, ()):
        longer = f"{lines[-1]}; {database}" if lines else database
        if lines and len(longer) <= _SOURCE_LINE:
            lines[-1] = longer
        else:
            lines.append(database)
    return [f"{title}  →", *lines]


def _field(node: str) -> str:
    """Dots in a Vega field name reach into nested objects: node ids are flattened."""
    return node.replace(".", "_")


def _columns(*frames: pd.DataFrame | None, node: str) -> pd.Series:
    return pd.concat([frame[node] for frame in frames if frame is not None])


def _scale(domain: list[float]) -> alt.Scale:
    return alt.Scale(domain=domain, nice=False, zero=False)


def _domain(values: pd.Series) -> list[float]:
    return [round(max(0.0, values.min() - _PAD), 2), round(min(1.0, values.max() + _PAD), 2)]


def _table(
    result: IndexResult,
    groups: Groups,
    x: str,
    y: str,
    names: Mapping[str, str],
    highlight: list[str],
    shown: Collection[str] | None,
    lang: str,
) -> pd.DataFrame:
    scores = result.scores.dropna(subset=[x, y])
    visible = scores.index if shown is None else [u for u in scores.index if u in set(shown) | set(highlight)]
    table = scores.loc[visible].rename(columns=_field).round(4)
    table.insert(0, "iso3", table.index.astype(str))
    table["name"] = [names.get(unit, unit) for unit in table.index]
    table["level"] = groups.labels.reindex(table.index).to_numpy()
    table["group"] = [level_name(level, lang) for level in table["level"]]
    for node in (x, y):
        ranks = result.ranks[node]
        total = int(ranks.notna().sum())
        table[f"{_field(node)}_rank"] = [
            MISSING if pd.isna(rank) else f"{rank:.0f} / {total}" for rank in ranks.reindex(table.index)
        ]
    for node in result.framework.nodes:
        # Written out here: a missing score would read "null" in a tooltip.
        table[f"{_field(node)}_text"] = [
            number(score, lang, 3) for score in result.scores.loc[table.index, node]
        ]
    table["coverage"] = [
        percent(share, lang) for share in result.coverage.loc[table.index, [x, y]].min(axis=1)
    ]
    table["highlighted"] = table.index.isin(highlight)
    return table.sort_values("highlighted", kind="stable")  # highlighted marks are drawn last, on top


def level_name(level: object, lang: str) -> str:
    """Return the display name of a group level; a missing one is a dash.

    Examples
    --------
    >>> level_name("transitioning", "vi"), level_name("level 2", "en"), level_name(None, "en")
    ('Chuyển tiếp', 'Level 2', '–')
    """
    if not isinstance(level, str):
        return MISSING
    _ = translator(lang)
    known = {
        "emerging": _("Emerging"),
        "transitioning": _("Transitioning"),
        "transforming": _("Transforming"),
    }
    if level in known:
        return known[level]
    return _("Level {number}").format(number=level.rpartition(" ")[2])


def _medians(scores: pd.DataFrame, place: _Place, colours: Palette) -> list[alt.Chart]:
    rule: dict[str, Any] = {"color": colours.muted, "strokeDash": [3, 4], "opacity": 0.7, "aria": False}
    middle = alt.Chart(scores.median().to_frame().T).mark_rule(**rule)
    return [middle.encode(x=place.x), middle.encode(y=place.y)]


def _centroids(groups: Groups, x: str, y: str, place: _Place, colours: Palette, lang: str) -> list[alt.Chart]:
    """One layer a level: colour and shape as encodings would give this layer the legend, and it would be dead."""
    _ = translator(lang)
    marks = level_marks(groups.levels, colours)
    table = groups.centroids.reindex(columns=[x, y]).rename(columns=_field).round(4)
    table["group"] = [level_name(level, lang) for level in groups.levels]
    outline: dict[str, Any] = {"filled": False, "size": 900, "strokeWidth": 2, "strokeOpacity": 0.6}
    return [
        alt.Chart(table.iloc[[row]])
        .mark_point(color=marks[level][0], shape=marks[level][1], **outline)
        .encode(x=place.x, y=place.y, tooltip=[alt.Tooltip("group:N", title=_("Group centre"))])
        for row, level in enumerate(groups.levels)
    ]


def _unranked(
    scores: pd.DataFrame,
    place: _Place,
    names: Mapping[str, str],
    colours: Palette,
    note: str,
    titles: Mapping[str, str],
) -> alt.Chart:
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
        .mark_point(color=colours.muted, size=30, filled=False, strokeWidth=1, opacity=0.8)
        .encode(x=place.x, y=place.y, tooltip=tooltip)
    )


def _trails(table: pd.DataFrame, start: pd.DataFrame, place: _Place, colours: Palette) -> Any:
    x, y = start.columns
    moves = start.reindex(table["iso3"]).assign(to_x=table[x].to_numpy(), to_y=table[y].to_numpy()).dropna()
    base = alt.Chart(moves).encode(x=place.x, y=place.y)
    line = base.mark_rule(color=colours.ink, strokeWidth=1.5, opacity=0.8).encode(x2="to_x:Q", y2="to_y:Q")
    origin = base.mark_circle(color=colours.ink, size=22, opacity=0.9)
    return alt.layer(line, origin)


def _points(
    table: pd.DataFrame,
    result: IndexResult,
    groups: Groups,
    place: _Place,
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
        symbolSize=150,
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
        scale = alt.Scale(type="sqrt", range=[25, 1400])
        legend = alt.Legend(
            orient="bottom",
            values=[1e6, 1e7, 1e8, 1e9],
            labelExpr="format(datum.value / 1000000, ',.0f')",
            symbolFillColor=colours.muted,
            symbolStrokeWidth=0,
        )
        points = points.encode(size=alt.Size("size:Q", title=size_title, scale=scale, legend=legend))
    else:
        points = points.encode(size=alt.when(highlighted).then(alt.value(190)).otherwise(alt.value(75)))
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
    for axis in _axes(result):
        tips.append(alt.Tooltip(f"{_field(axis)}_text:N", title=titles[axis]))
        tips.append(alt.Tooltip(f"{_field(axis)}_rank:N", title=_("{axis}: rank").format(axis=titles[axis])))
        for pillar in result.framework.children(axis):
            if pillar in titles:
                title = f"{titles[axis]} · {titles[pillar]}"
                tips.append(alt.Tooltip(f"{_field(pillar)}_text:N", title=title))
    tips.append(alt.Tooltip("coverage:N", title=_("Coverage")))
    return tips


def _labels(
    table: pd.DataFrame, domains: Mapping[str, list[float]], place: _Place, colours: Palette
) -> list[alt.Chart]:
    """One set of labels for each range of widths; the browser shows the set that fits."""
    x, y = (_field(node) for node in domains)
    required = list(table.loc[table["highlighted"], "iso3"])
    spread = pd.DataFrame({"text": table["name"]}, index=table.index)
    for column, (node, (low, high)) in zip(("x", "y"), domains.items(), strict=True):
        spread[column] = (table[_field(node)] - low) / (high - low)
    # Points far from the crowd are the ones a reader asks about first.
    distance = (spread[["x", "y"]] - spread[["x", "y"]].median()).abs().sum(axis=1)
    spread = spread.loc[distance.sort_values(ascending=False, kind="stable").index]
    layers = []
    next_widths = (*list(_LABEL_WIDTHS)[1:], None)
    for (width, frame), next_width in zip(_LABEL_WIDTHS.items(), next_widths, strict=True):
        placed = place_labels(
            spread, width=width or _NARROWEST, height=HEIGHT - frame, required=required, optional=width > 0
        )
        labels = placed.join(table[[x, y]])
        shown = f"width >= {width}" + (f" && width < {next_width}" if next_width else "")
        small = {"fontSize": 11, "color": colours.muted}
        halo = {"fontSize": 13, "fontWeight": 700, "stroke": colours.paper, "strokeWidth": 4, "opacity": 0.85}
        large = {"fontSize": 13, "fontWeight": 700, "color": colours.ink}
        for must, style in ((False, small), (True, halo), (True, large)):
            layers.append(_label_layer(labels[labels["required"] == must], shown, style, place))
    return layers


def _label_layer(labels: pd.DataFrame, shown: str, style: Mapping[str, Any], place: _Place) -> alt.Chart:
    offset: dict[str, Any] = {field: alt.expr(f"datum.{field}") for field in ("dx", "dy", "align")}
    return (
        alt.Chart(labels)
        .transform_filter(shown)
        .mark_text(baseline="middle", aria=False, **offset, **style)
        .encode(x=place.x, y=place.y, text="text:N")
    )
