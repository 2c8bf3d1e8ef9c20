"""One series over the years: the observations of several units, and the median of a set beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.end_names import LINE, PLOT_HEIGHT, UNNAMED, cut_name, end_names
from dxindex.charts.line_ends import spread_ends
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.charts.unit_marks import unit_marks
from dxindex.i18n import number, translator

HEIGHT = 480
_MILLION = 1e6
_MEDIAN = UNNAMED  # the id of the set's median among the units


def histories(
    observations: pd.DataFrame,
    *,
    names: Mapping[str, str],
    title: str,
    unit: str,
    decimals: int = 1,
    focus: str = "",
    median: pd.DataFrame | None = None,
    median_name: str = "",
    median_label: str = "",
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the observations of some units as points, joined in the order of years.

    Nothing is drawn between two observations that are more than a year apart but a thin line that joins
    them: no value is made up for the years between.

    Parameters
    ----------
    observations : DataFrame
        Tidy: ``iso3``, ``year``, ``value`` (never missing, in ``unit``), ``flag`` (text; an observation with one is
        drawn hollow).
    names : mapping of str to str
        Units in the order in which they take their colours, with display names; those without an
        observation are passed over.
    title, unit, decimals
        Title and unit of the series, digits of its values in tooltips.
    focus : str
        The unit whose line is thicker.
    median : DataFrame, optional
        ``year``, ``value``, ``n``: the median of a set of units by year and how many it is of.
    median_name, median_label : str
        Name of that set in the subtitle, and a short one for the end of its line.
    period : str
        The years, for the subtitle.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Each line's name stands at the right edge; no two names touch.

    Raises
    ------
    ValueError
        When none of the units has an observation, and for a language without a catalogue.

    Examples
    --------
    >>> observations = pd.DataFrame({"iso3": "PER", "year": [2013, 2015], "value": [1.0, 2.0], "flag": ""})
    >>> histories(observations, names={"PER": "Peru"}, title="Mobile", unit="%").title.subtitle
    ['%.', 'Thin lines join observations over years without one.']
    """
    _ = translator(lang)
    table = _table(observations, names, decimals, lang)
    if table.empty:
        raise ValueError(f"none of {', '.join(names) or 'no units'} has an observation")
    drawn = [iso3 for iso3 in names if iso3 in set(table["iso3"])]
    looks = unit_marks(drawn, colours)
    middle = _median_table(median, median_label, decimals, lang)
    low, high = _extent(table, middle)
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=_years(table, middle), nice=False),
        axis=alt.Axis(
            format="d",
            tickMinStep=1,
            tickCount=alt.ExprRef("max(2, floor(width / 70))"),
            grid=False,
            labelFlush=True,
        ),
    )
    many = high >= _MILLION
    y = alt.Y(
        "value:Q",
        title=_("{unit}, millions").format(unit=unit) if many else unit,
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=alt.Axis(
            labelExpr=f"format(datum.value / {_MILLION if many else 1:.0f}, ',.4~g')"
            if many
            else "datum.label",
            tickCount=7,
        ),
    )
    color = alt.Color(
        "iso3:N",
        scale=alt.Scale(domain=drawn, range=[looks[iso3][0] for iso3 in drawn]),
        legend=None,
    )
    shape = alt.Shape(
        "iso3:N", scale=alt.Scale(domain=drawn, range=[looks[iso3][1] for iso3 in drawn]), legend=None
    )
    thick = alt.when(alt.datum.iso3 == focus)
    lines = alt.Chart(_segments(table)).encode(x=x, y=y, x2="to_year:Q", y2="to_value:Q", color=color)
    layers: list[Any] = []
    if not middle.empty:
        layers.append(_median_layer(middle, x, y, lang, colours))
    layers += [
        lines.transform_filter("datum.years > 1").mark_rule(
            strokeWidth=colours.size(1), opacity=0.55, aria=False
        ),
        lines.transform_filter("datum.years == 1")
        .mark_rule(strokeCap="round", aria=False)
        .encode(strokeWidth=thick.then(alt.value(colours.size(3.2))).otherwise(alt.value(colours.size(1.8)))),
        alt.Chart(table)
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=color,
            shape=shape,
            fill=alt.when("datum.flag != ''").then(alt.value(colours.paper)).otherwise(color),
            strokeWidth=alt.value(colours.size(1.5)),
            size=thick.then(alt.value(colours.area(48))).otherwise(alt.value(colours.area(30))),
            tooltip=[
                alt.Tooltip("name:N", title=_("Country")),
                alt.Tooltip("year:O", title=_("Year")),
                alt.Tooltip("text:N", title=unit),
                alt.Tooltip("note:N", title=_("Note")),
            ],
        ),
    ]
    ends = _ends(table, middle, low, high, colours)
    layers += end_names(ends, x, y, color, shape, focus, colours)
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT,
        title=alt.TitleParams(title, subtitle=_subtitle(table, middle, unit, median_name, period, lang)),
    )
    return configure(chart, colours, lang)


def _subtitle(
    table: pd.DataFrame, middle: pd.DataFrame, unit: str, median_name: str, period: str, lang: str
) -> list[str]:
    _ = translator(lang)
    lines = [f"{unit}, {period}." if period else f"{unit}."]
    if not middle.empty:
        lines.append(_("Dashed: {set}.").format(set=median_name))
    if (_segments(table)["years"] > 1).any():
        lines.append(_("Thin lines join observations over years without one."))
    if table["flag"].ne("").any():
        lines.append(_("Hollow marks: values with a note."))
    return lines


def _table(observations: pd.DataFrame, names: Mapping[str, str], decimals: int, lang: str) -> pd.DataFrame:
    _ = translator(lang)
    table = observations[observations["iso3"].isin(list(names))].sort_values(["iso3", "year"])
    table = table[["iso3", "year", "value", "flag"]].reset_index(drop=True)
    table["name"] = [cut_name(names[iso3]) for iso3 in table["iso3"]]
    table["text"] = [number(value, lang, decimals) for value in table["value"]]
    table["note"] = [_("older vintage") if flag == "older vintage" else flag for flag in table["flag"]]
    return table


def _segments(table: pd.DataFrame) -> pd.DataFrame:
    """The way from each observation to the next of the same unit, and how many years it spans."""
    later = table.groupby("iso3", sort=False)[["year", "value"]].shift(-1)
    pieces = table[["iso3", "year", "value"]].assign(to_year=later["year"], to_value=later["value"]).dropna()
    return pieces.assign(years=pieces["to_year"] - pieces["year"])


def _median_table(median: pd.DataFrame | None, label: str, decimals: int, lang: str) -> pd.DataFrame:
    if median is None:
        return pd.DataFrame(columns=["iso3", "year", "value", "n", "name", "text"])
    table = median[["year", "value", "n"]].sort_values("year").assign(iso3=_MEDIAN, name=cut_name(label))
    return table.assign(text=[number(value, lang, decimals) for value in table["value"]])


def _median_layer(middle: pd.DataFrame, x: alt.X, y: alt.Y, lang: str, colours: Palette) -> Any:
    _ = translator(lang)
    base = alt.Chart(middle).encode(x=x, y=y)
    line = base.mark_line(color=colours.muted, strokeDash=[6, 4], strokeWidth=colours.size(2), aria=False)
    points = base.mark_point(filled=True, color=colours.muted, size=colours.area(16), opacity=1).encode(
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("year:O", title=_("Year")),
            alt.Tooltip("text:N", title=_("Median")),
            alt.Tooltip("n:Q", title=_("Countries")),
        ]
    )
    return alt.layer(line, points)


def _extent(table: pd.DataFrame, middle: pd.DataFrame) -> tuple[float, float]:
    values = [*table["value"], *middle["value"]]
    low, high = min(values), max(values)
    room = 0.04 * (high - low) or abs(high) * 0.1 or 1.0
    # A scale that nearly reaches zero shows it; nothing is drawn below zero where nothing lies there.
    bottom = 0.0 if 0 <= low < 0.35 * high else low - room
    return bottom, high + room


def _years(table: pd.DataFrame, middle: pd.DataFrame) -> list[int]:
    years = [*table["year"], *middle["year"]]
    first, last = int(min(years)), int(max(years))
    return [first, last] if first < last else [first - 1, last + 1]


def _ends(
    table: pd.DataFrame, middle: pd.DataFrame, low: float, high: float, colours: Palette
) -> pd.DataFrame:
    """The last point of each line, and the height of its name as a share of the plot's, from the top."""
    columns = ["iso3", "name", "year", "value"]
    lines = [table[columns], *([middle[columns]] if not middle.empty else [])]
    last = pd.concat(lines).groupby("iso3", sort=False).tail(1).reset_index(drop=True)
    wanted = {
        iso3: (high - value) / (high - low) for iso3, value in zip(last["iso3"], last["value"], strict=True)
    }
    places = spread_ends(wanted, apart=colours.size(LINE) / PLOT_HEIGHT)
    return last.assign(place=[round(places[iso3], 4) for iso3 in last["iso3"]])
