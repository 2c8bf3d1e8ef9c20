"""What a country did and what was reported of it: a time line, growth between two years, shares."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.charts.wording import large, moment_label, reported
from dxindex.i18n import number, translator

_NARROW = 300  # pixels of plot on a phone: what is kept apart there is apart on anything wider
_LOG_FROM = 100  # growth by more than two orders of magnitude is drawn on a logarithmic scale


def timeline(
    milestones: pd.DataFrame,
    *,
    chosen: str = "",
    names: Mapping[str, str] | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw milestones to scale on one time axis, a row for each country.

    Sentences do not fit beside points on a phone, and Vega breaks no lines: the milestones of ``chosen``
    bear numbers instead, for the page to list them by.

    Parameters
    ----------
    milestones : DataFrame
        Columns ``who``, ``start``, ``end`` (dates), ``precision`` (see :func:`~dxindex.charts.wording.moment_label`), ``text``.
        A decade or span is drawn as long as it lasted, anything else as a point in its middle.
    chosen : str
        Whose milestones are numbered, from 1 in the order of the table.
    names : mapping of str to str, optional
        Display name of each ``who``; rows are in its order.

    Returns
    -------
    LayerChart
        Milestones that would touch on a phone stand above one another.
    """
    _ = translator(lang)
    names = names or {str(who): str(who) for who in milestones["who"].unique()}
    table, labels, height = _placed_milestones(milestones, names, chosen, lang, colours)
    first, last = float(table["from"].min()), float(table["to"].max())
    margin = 0.05 * (last - first) + 0.5
    years = alt.Scale(domain=[first - margin, last + margin], nice=False, zero=False)
    x = alt.X(
        "at:Q",
        title=None,
        scale=years,
        axis=alt.Axis(
            format="d", tickMinStep=1, tickCount=alt.ExprRef("max(3, floor(width / 90))"), grid=True
        ),
    )
    y = _down("y", height)
    tooltip = [
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("label:N", title=_("When")),
        alt.Tooltip("text:N", title=_("What")),
    ]
    numbered, others = table[table["number"] > 0], table[table["number"] == 0]
    named = alt.Chart(numbered)
    shade = alt.when(alt.datum.number > 0).then(alt.value(colours.accent)).otherwise(alt.value(colours.muted))
    layers = [
        alt.Chart(table[table["lasting"]])
        .mark_rule(strokeWidth=colours.size(5), strokeCap="round", opacity=0.55)
        .encode(x=alt.X("from:Q", scale=years), x2="to:Q", y=y, color=shade, tooltip=tooltip),
        alt.Chart(others)
        .mark_point(filled=True, shape="circle", size=colours.area(90), color=colours.muted, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
        named.mark_point(
            filled=True, shape="circle", size=colours.area(380), color=colours.accent, opacity=1
        ).encode(x=x, y=y, tooltip=tooltip),
        named.mark_text(
            color=colours.paper, fontSize=colours.size(12), fontWeight=700, baseline="middle", aria=False
        ).encode(x=x, y=y, text="number:Q", tooltip=tooltip),
        alt.Chart(labels)
        .mark_text(align="left", baseline="middle", color=colours.ink, fontSize=colours.size(13))
        .encode(x=alt.value(0), y=y, text="name:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height + colours.size(24))
    return configure(chart, colours, lang)


def growth(
    series: pd.DataFrame, *, title: str, unit: str, lang: str = "en", colours: Palette = LIGHT
) -> alt.LayerChart:
    """Draw the values reported and nothing in between: a dashed line says that the rest was not reported.

    Parameters
    ----------
    series : DataFrame
        Columns ``year``, ``value`` (positive), ``qualifier`` (see :func:`~dxindex.charts.wording.reported`); at least two rows.
    title, unit : str
        What is counted, and in what.

    Returns
    -------
    LayerChart
        The value axis begins at 0; where the largest value is more than 100 times the smallest it is
        logarithmic, and its title says so.

    Raises
    ------
    ValueError
        With fewer than two points, or a value that is not positive.
    """
    _ = translator(lang)
    if len(series) < 2 or not (series["value"] > 0).all():
        raise ValueError("growth needs two or more positive values")
    table = series.sort_values("year", ignore_index=True)
    low, high = float(table["value"].min()), float(table["value"].max())
    logarithmic = high / low > _LOG_FROM
    table["label"] = [
        reported(value, qualifier, "", lang)
        for value, qualifier in zip(table["value"], table["qualifier"], strict=True)
    ]
    years = [int(year) for year in table["year"]]
    x = alt.X(
        "year:Q",
        title=_("Year"),
        scale=alt.Scale(domain=[years[0], years[-1]], padding=colours.size(50), nice=False),
        axis=alt.Axis(values=years, format="d", grid=False),
    )
    y = alt.Y(
        "value:Q",
        title=_("{unit}, logarithmic scale").format(unit=unit) if logarithmic else unit,
        **_value_axis(low, high, logarithmic, lang),
    )
    tooltip = [
        alt.Tooltip("year:Q", title=_("Year"), format="d"),
        alt.Tooltip("label:N", title=unit),
    ]
    base = alt.Chart(table)
    text: dict[str, Any] = {"fontSize": colours.size(14), "fontWeight": 600, "color": colours.ink}
    layers = [
        base.mark_line(strokeDash=[5, 5], color=colours.muted, strokeWidth=1.5, aria=False).encode(x=x, y=y),
        base.mark_point(filled=True, size=colours.area(150), color=colours.accent, opacity=1).encode(
            x=x, y=y, tooltip=tooltip
        ),
        base.mark_text(
            dy=-colours.size(16), **text, stroke=colours.paper, strokeWidth=4, strokeJoin="round", aria=False
        ).encode(x=x, y=y, text="label:N"),
        base.mark_text(dy=-colours.size(16), **text).encode(x=x, y=y, text="label:N"),
        alt.Chart(_middle(table, logarithmic, _("between: not reported").replace(": ", ":\n")))
        .mark_text(
            align="left",
            lineBreak="\n",
            dx=colours.size(8),
            dy=colours.size(14),
            fontSize=colours.size(12),
            fontStyle="italic",
            color=colours.muted,
        )
        .encode(x=x, y=y, text="label:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=colours.size(280), title=title)
    return configure(chart, colours, lang)


def shares(figures: pd.DataFrame, *, lang: str = "en", colours: Palette = LIGHT) -> alt.LayerChart:
    """Draw reported shares as bars from 0 to 100%, and our own series' value beside them as a diamond.

    Parameters
    ----------
    figures : DataFrame
        A row a bar, in the order shown: ``label``; ``value`` in per cent, ``qualifier``, ``unit`` (begins
        with "%"); ``year`` (NaN where none was reported); ``own``, ``own_unit``, ``own_year``, ``own_source``
        for the value of our own series in per cent (NaN without).

    Returns
    -------
    LayerChart
        Each bar has its name above and its figure, unit and year below; so has the diamond. Every figure is
        written out, so that a bar never stands for "over 40%" alone.
    """
    _ = translator(lang)
    table, height = _placed_shares(figures, lang, colours)
    x = alt.X(
        "value:Q",
        title=_("Share, %"),
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(tickCount=5, format="d"),
    )
    tooltip = [
        alt.Tooltip("label:N", title=_("What")),
        alt.Tooltip("said:N", title=_("As reported")),
        alt.Tooltip("own_said:N", title=_("Our series")),
        alt.Tooltip("own_source:N", title=_("Source")),
    ]
    base = alt.Chart(table)
    thick = colours.size(9)
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "color": colours.ink}
    layers = [
        base.mark_bar(height=thick, color=colours.grid, aria=False).encode(
            x=alt.X("zero:Q"), x2="hundred:Q", y=_down("bar_y", height)
        ),
        base.mark_bar(height=thick, color=colours.accent).encode(
            x=x, x2="zero:Q", y=_down("bar_y", height), tooltip=tooltip
        ),
        base.mark_text(fontSize=colours.size(13), fontWeight=600, **text).encode(
            x=alt.value(0), y=_down("label_y", height), text="label:N"
        ),
        base.mark_text(fontSize=colours.size(12), **text).encode(
            x=alt.value(0), y=_down("said_y", height), text="said:N"
        ),
    ]
    own = table[table["own"].notna()]
    if not own.empty:
        layers += _own_values(own, height, text, tooltip, colours)
    chart = alt.layer(*layers).properties(width="container", height=height + colours.size(46))
    return configure(chart, colours, lang)


def _placed_milestones(
    milestones: pd.DataFrame, names: Mapping[str, str], chosen: str, lang: str, colours: Palette
) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Give each milestone its place in time and its height in pixels, each row its name, the chart its height."""
    table = milestones.assign(
        lasting=milestones["precision"].isin(["decade", "span"]),
        name=milestones["who"].map(names),
        label=[
            moment_label(start, end, precision, lang)
            for start, end, precision in zip(
                milestones["start"], milestones["end"], milestones["precision"], strict=True
            )
        ],
    )
    table["from"] = [_in_years(day) for day in table["start"]]
    table["to"] = [_in_years(day) for day in table["end"]]
    table["at"] = (table["from"] + table["to"]) / 2
    table["number"] = 0
    table.loc[table["who"] == chosen, "number"] = range(1, int((table["who"] == chosen).sum()) + 1)
    gap = colours.size(24) / _NARROW * (table["to"].max() - table["from"].min() + 1)
    top, labels = 0.0, []
    for who, name in names.items():
        labels.append({"name": name, "y": top + colours.size(10)})
        own = table[table["who"] == who]
        lanes = _lanes(own, gap)
        top += colours.size(32)
        table.loc[own.index, "y"] = [top + lane * colours.size(25) for lane in lanes]
        top += (max(lanes, default=0) + 1) * colours.size(25)
    table = table.drop(columns=["start", "end", "precision"])
    return table, pd.DataFrame(labels), top


def _lanes(milestones: pd.DataFrame, gap: float) -> list[int]:
    """The lowest lane for each milestone in which it keeps its distance from those before it."""
    ends: list[float] = []
    lanes = []
    for at, first, last, lasting in zip(
        milestones["at"], milestones["from"], milestones["to"], milestones["lasting"], strict=True
    ):
        left, right = (
            (min(first, at - gap / 2), max(last, at + gap / 2)) if lasting else (at - gap / 2, at + gap / 2)
        )
        lane = next((lane for lane, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [right]
        lanes.append(lane)
    return lanes


def _in_years(day: date) -> float:
    """A day as a fraction of its year: the middle of 2000 is 2000.5."""
    return round(day.year + (day.timetuple().tm_yday - 0.5) / 366, 3)


def _value_axis(low: float, high: float, logarithmic: bool, lang: str) -> dict[str, Any]:
    """Scale and axis of the values: room above the highest for its label."""
    if not logarithmic:
        return {
            "scale": alt.Scale(domain=[0, high * 1.2], nice=False),
            "axis": alt.Axis(tickCount=4, format=",d"),
        }
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(2 * high)) + 1)
    written = {10**power: large(10.0**power, lang) or number(10**power, lang, 0) for power in powers}
    return {
        "scale": alt.Scale(type="log", domain=[10.0 ** powers[0], 10.0 ** powers[-1]]),
        "axis": alt.Axis(
            values=[10.0**power for power in powers],
            labelExpr=f"({json.dumps(written, ensure_ascii=False)})[datum.value]",
        ),
    }


def _middle(table: pd.DataFrame, logarithmic: bool, label: str) -> pd.DataFrame:
    """Where the drawn line is half-way between the first two points."""
    first, second = (float(value) for value in table["value"].iloc[:2])
    value = math.sqrt(first * second) if logarithmic else (first + second) / 2
    return pd.DataFrame({"year": [float(table["year"].iloc[:2].mean())], "value": [value], "label": [label]})


def _down(column: str, height: float) -> alt.Y:
    """Place by pixels from the top, of so many; in proportion where the page leaves the plot fewer."""
    return alt.Y(f"{column}:Q", scale=alt.Scale(domain=[height, 0], nice=False, zero=False), axis=None)


def _placed_shares(figures: pd.DataFrame, lang: str, colours: Palette) -> tuple[pd.DataFrame, float]:
    """Write each figure out and stack the rows: one with a value of our own is two lines higher."""
    _ = translator(lang)
    line, gap = colours.size(18), colours.size(16)
    top, rows = 0.0, []
    for figure in figures.to_dict("records"):
        has_own = not pd.isna(figure["own"])
        rows.append(
            {
                "label": figure["label"],
                "value": figure["value"],
                "zero": 0,
                "hundred": 100,
                "said": _with_year(
                    figure["value"], figure["qualifier"], figure["unit"], figure["year"], lang
                ),
                "own": figure["own"],
                "own_said": _("ours: {figure}").format(
                    figure=_with_year(figure["own"], "", figure["own_unit"], figure["own_year"], lang)
                )
                if has_own
                else None,
                "label_y": top + line / 2,
                "bar_y": top + 1.5 * line,
                "said_y": top + 2.5 * line,
                "own_y": top + 3.5 * line,
                "own_source": figure["own_source"],
                "source_y": top + 4.5 * line,
            }
        )
        top += (5 if has_own else 3) * line + gap
    return pd.DataFrame(rows), top


def _own_values(
    table: pd.DataFrame, height: float, text: dict[str, Any], tooltip: list[alt.Tooltip], colours: Palette
) -> list[alt.Chart]:
    """A diamond on the bar, and below it the same diamond with value, year and source in words."""
    base = alt.Chart(table)
    diamond: dict[str, Any] = {"shape": "diamond", "filled": True, "color": colours.ink, "opacity": 1}
    small: dict[str, Any] = {"fontSize": colours.size(12), "dx": colours.size(16)}
    return [
        base.mark_point(size=colours.area(150), stroke=colours.paper, strokeWidth=1.5, **diamond).encode(
            x=alt.X("own:Q"), y=_down("bar_y", height), tooltip=tooltip
        ),
        base.mark_point(size=colours.area(70), **diamond).encode(
            x=alt.value(colours.size(6)), y=_down("own_y", height)
        ),
        base.mark_text(**small, **text).encode(x=alt.value(0), y=_down("own_y", height), text="own_said:N"),
        base.mark_text(**small, **{**text, "color": colours.muted}).encode(
            x=alt.value(0), y=_down("source_y", height), text="own_source:N"
        ),
    ]


def _with_year(value: float, qualifier: str, unit: str, year: float, lang: str) -> str:
    _ = translator(lang)
    when = _("year not given") if pd.isna(year) else f"{year:.0f}"
    return f"{reported(value, qualifier, unit, lang)}, {when}"
