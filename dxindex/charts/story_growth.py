"""What was reported for two years or more: the values, and nothing in between."""

from __future__ import annotations

import json
import math
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.charts.wording import large, reported
from dxindex.i18n import number, translator

_LOG_FROM = 100  # growth by more than two orders of magnitude is drawn on a logarithmic scale


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
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        The value axis begins at 0; where the largest value is more than 100 times the smallest it is
        logarithmic, and its title says so.

    Raises
    ------
    KeyError
        For a qualifier that :func:`~dxindex.charts.wording.reported` does not know.
    ValueError
        With fewer than two points, a value that is missing or not positive, and for a language without a catalogue.

    Examples
    --------
    >>> series = pd.DataFrame({"year": [2005, 2015], "value": [100, 40_000], "qualifier": ["", "over"]})
    >>> growth(series, title="Users", unit="people").layer[1].data["label"].tolist()
    ['100', 'over 40,000']
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
