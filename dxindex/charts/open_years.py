"""Scores or ranks of several units over the years, above how much of what they are made of each year has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import altair as alt
import pandas as pd

from dxindex.charts.coverage_bars import bar_layers, bar_rows, explain_bars
from dxindex.charts.end_names import LINE, PLOT_HEIGHT, cut_name, end_names
from dxindex.charts.line_ends import spread_ends
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.charts.unit_marks import unit_marks
from dxindex.i18n import number, percent, translator

Measure = Literal["score", "rank"]

HEIGHT = 500
_LINES = 0.74  # share of the plot, from the top, that the lines have


def open_years(
    positions: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    names: Mapping[str, str],
    title: str,
    measure: Measure = "score",
    focus: str = "",
    subtitle: Iterable[str] = (),
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw where units stood in each year, and below it which share of the weight had a figure.

    A line joins years that follow one another and in which the score is made of the same parts; elsewhere it breaks.

    Parameters
    ----------
    positions : DataFrame
        Tidy: ``iso3``, ``year``, ``score`` (0-1), ``rank``, ``ranked`` (of how many), ``coverage`` (0-1), ``piece``
        (rows of one unit and piece are joined); of all units, so that the axis of ranks reaches to the last.
    shares : DataFrame
        Index year; ``observed``, ``interpolated``, ``carried``, ``absent``: shares of the weight that sum to 1.
        Years that ``positions`` lacks are drawn pale.
    names : mapping of str to str
        Units in the order in which they take their colours, with display names; those without a row are passed
        over.
    measure : {"score", "rank"}
        What is drawn; the first rank is at the top.
    focus : str
        The unit whose line is thicker.
    title : str
        Of the chart.
    subtitle : iterable of str
        Lines below it, before those that explain breaks and bars.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Lines above, one bar a year below. Width follows its container.

    Raises
    ------
    ValueError
        When none of the units has a row, and for a language without a catalogue.

    Examples
    --------
    >>> years = pd.Index([2013, 2014], name="year")
    >>> kinds = {"observed": 1.0, "interpolated": 0.0, "carried": 0.0, "absent": 0.0}
    >>> figures = {"year": years, "score": [0.4, 0.5], "rank": [2, 1], "ranked": 3, "coverage": 1.0, "piece": 0}
    >>> chart = open_years(
    ...     pd.DataFrame({"iso3": "PER", **figures}), pd.DataFrame(kinds, index=years), names={"PER": "Peru"}, title="Use"
    ... )
    >>> chart.title.subtitle[0]
    'Lines break where a score is made of other parts.'
    """
    _ = translator(lang)
    table = _table(positions, names, measure, lang)
    if table.empty:
        raise ValueError(f"none of {', '.join(names) or 'no units'} has a score in any year")
    drawn = list(dict.fromkeys(table["iso3"]))
    looks = unit_marks(drawn, colours)
    bars = bar_rows(shares, set(positions["year"]), lang)
    domain = _domain(table, positions, measure)
    years: dict[str, Any] = {
        "title": None,
        "scale": alt.Scale(domain=[float(bars["start"].min()), float(bars["end"].max())], nice=False),
        "axis": alt.Axis(
            format="d", tickMinStep=1, tickCount=alt.ExprRef("max(2, floor(width / 60))"), grid=False
        ),
    }
    x = alt.X("year:Q", **years)
    y = alt.Y(
        "value:Q",
        title=_("Score, 0–1") if measure == "score" else _("Rank, 1 is best"),
        scale=alt.Scale(domain=domain, nice=False, zero=False, range=[alt.expr(f"{_LINES} * height"), 0]),
        axis=alt.Axis(
            tickCount=6, format=".1f" if measure == "score" else "d", **_rank_ticks(measure, domain)
        ),
    )
    color = alt.Color(
        "iso3:N", scale=alt.Scale(domain=drawn, range=[looks[iso3][0] for iso3 in drawn]), legend=None
    )
    shape = alt.Shape(
        "iso3:N", scale=alt.Scale(domain=drawn, range=[looks[iso3][1] for iso3 in drawn]), legend=None
    )
    lines = alt.layer(
        *_line_layers(table, x, y, color, shape, focus, measure, lang, colours),
        *end_names(_ends(table, domain, colours), x, y, color, shape, focus, colours),
    )
    chart = (
        alt.layer(lines, bar_layers(bars, years, lang, colours))
        .resolve_scale(y="independent")
        .properties(
            width="container",
            height=HEIGHT,
            title=alt.TitleParams(
                title,
                subtitle=[
                    *subtitle,
                    _("Lines break where a score is made of other parts."),
                    *explain_bars(bars, lang),
                ],
            ),
        )
    )
    return configure(chart, colours, lang)


def _table(positions: pd.DataFrame, names: Mapping[str, str], measure: Measure, lang: str) -> pd.DataFrame:
    """The rows of the named units in the order of the names, with their texts."""
    order = {unit: place for place, unit in enumerate(names)}
    table = positions[positions["iso3"].isin(list(names))].copy()
    table = table.sort_values(
        ["iso3", "year"], key=lambda column: column.map(order) if column.name == "iso3" else column
    )
    table["value"] = table[measure].astype(float)
    table["name"] = [cut_name(names[unit]) for unit in table["iso3"]]
    table["score_text"] = [number(score, lang, 2) for score in table["score"]]
    table["rank_text"] = [
        f"{rank} / {ranked}" for rank, ranked in zip(table["rank"], table["ranked"], strict=True)
    ]
    table["coverage_text"] = [percent(share, lang) for share in table["coverage"]]
    columns = ["iso3", "name", "year", "value", "piece", "score_text", "rank_text", "coverage_text"]
    return table[columns].reset_index(drop=True)


def _domain(table: pd.DataFrame, positions: pd.DataFrame, measure: Measure) -> list[float]:
    """From the bottom of the axis to its top; ranks run from the last of all units up to the first."""
    if measure == "rank":
        return [float(positions["ranked"].max()) + 1, 1.0 - 3]
    low, high = float(table["value"].min()), float(table["value"].max())
    room = 0.08 * (high - low) or 0.05
    return [max(0.0, low - room), min(1.0, high + room)]


def _rank_ticks(measure: Measure, domain: list[float]) -> dict[str, Any]:
    if measure == "score":
        return {}
    last = int(domain[0])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, last) if last / step <= 7)
    return {"values": [1, *range(step, last, step)]}


def _segments(table: pd.DataFrame) -> pd.DataFrame:
    later = table.groupby(["iso3", "piece"], sort=False)[["year", "value"]].shift(-1)
    return table[["iso3", "year", "value"]].assign(to_year=later["year"], to_value=later["value"]).dropna()


def _line_layers(
    table: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    color: alt.Color,
    shape: alt.Shape,
    focus: str,
    measure: Measure,
    lang: str,
    colours: Palette,
) -> list[Any]:
    _ = translator(lang)
    thick = alt.when(alt.datum.iso3 == focus)
    texts = {"score_text": _("Score"), "rank_text": _("Rank"), "coverage_text": _("Coverage")}
    first = "score_text" if measure == "score" else "rank_text"
    shown = [first, *(field for field in texts if field != first)]
    return [
        alt.Chart(_segments(table))
        .mark_rule(strokeCap="round", aria=False)
        .encode(
            x=x,
            y=y,
            x2="to_year:Q",
            y2="to_value:Q",
            color=color,
            strokeWidth=thick.then(alt.value(colours.size(3.2))).otherwise(alt.value(colours.size(1.8))),
        ),
        alt.Chart(table)
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=color,
            shape=shape,
            size=thick.then(alt.value(colours.area(52))).otherwise(alt.value(colours.area(34))),
            tooltip=[
                alt.Tooltip("name:N", title=_("Country")),
                alt.Tooltip("year:O", title=_("Year")),
                *(alt.Tooltip(f"{field}:N", title=texts[field]) for field in shown),
            ],
        ),
    ]


def _ends(table: pd.DataFrame, domain: list[float], colours: Palette) -> pd.DataFrame:
    """The last point of each unit, and the height of its name as a share of the whole plot's, from the top."""
    last = table.groupby("iso3", sort=False).tail(1)[["iso3", "name", "year", "value"]]
    bottom, top = domain
    wanted = {
        unit: (top - value) / (top - bottom) for unit, value in zip(last["iso3"], last["value"], strict=True)
    }
    places = spread_ends(wanted, apart=colours.size(LINE) / (_LINES * PLOT_HEIGHT))
    return last.assign(place=[round(_LINES * places[unit], 4) for unit in last["iso3"]])
