"""Every indicator as a strip: where all countries stand, and the one in question among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, SCORE_AXIS, Palette, configure, head, in_rows, row_axis
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult


def indicator_strips(
    result: IndexResult,
    unit: str,
    values: pd.DataFrame,
    *,
    compared: Sequence[str] = (),
    compared_name: str = "",
    titles: pd.Series,
    units: pd.Series,
    names: pd.Series,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw each indicator's normalised score for all units, with one unit marked.

    Parameters
    ----------
    result : IndexResult
        Normalised scores, id x indicator.
    unit : str
        The unit marked.
    values : DataFrame
        Values as published, id x indicator, for the tooltips; NaN is missing.
    compared : sequence of str
        Ids whose median is marked too.
    compared_name : str
        What these are called.
    titles, units : Series
        Title and unit by indicator id.
    names : Series
        Display name by id.
    period : str
        The edition: with it the chart has a title.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A row an indicator. Missing values have no tick; a unit without a value has no mark.

    Raises
    ------
    KeyError
        When ``values`` or ``titles`` lacks an indicator, or the index one of ``compared``.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> panel = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 5.0]}, index=["P", "Q"])
    >>> result = CompositeIndex().fit(panel).result(panel)
    >>> titles, units = pd.Series({"a": "Mobile", "b": "Skills"}), pd.Series({"a": "%", "b": "years"})
    >>> names = pd.Series({"P": "Peru", "Q": "Togo"})
    >>> indicator_strips(result, "P", panel, titles=titles, units=units, names=names, period="2014").title.text
    'Peru on each indicator'
    """
    _ = translator(lang)
    scores = result.normalised
    long = {
        "score": scores.round(4).rename_axis(index="iso3", columns="indicator").stack(),
        "value": values[list(scores.columns)].rename_axis(index="iso3", columns="indicator").stack(),
    }
    table = pd.DataFrame(long).dropna(subset=["score"]).reset_index()
    table["name"] = table["iso3"].map(names)
    table["row"] = table["indicator"].map(titles)
    table["unit"] = table["indicator"].map(units)
    order = [titles[indicator] for indicator in scores.columns]
    y = alt.Y("row:N", sort=order, title=None, axis=row_axis(labelLimit=230, grid=False))
    x = alt.X(
        "score:Q",
        title=_("Score 0–1, higher is better"),
        scale=alt.Scale(domain=result.framework.scale),
        axis=SCORE_AXIS,
    )
    tooltip = [
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("row:N", title=_("Indicator")),
        alt.Tooltip("value:Q", title=_("Value"), format=",.3~f"),
        alt.Tooltip("unit:N", title=_("Unit")),
        alt.Tooltip("score:Q", title=_("Score"), format=".3f"),
    ]
    ticks = alt.Chart(table).mark_tick(thickness=1.2, size=18, opacity=0.35, color=colours.muted, aria=False)
    layers = [ticks.encode(x=x, y=y, tooltip=tooltip)]
    if len(compared):
        middle = (
            scores.loc[list(compared)]
            .median()
            .rename("score")
            .round(4)
            .dropna()
            .rename_axis("indicator")
            .reset_index()
        )
        middle["row"] = middle["indicator"].map(titles)
        middle["name"] = compared_name
        marks = alt.Chart(middle).mark_point(
            shape="diamond", filled=True, size=90, color=colours.ink, opacity=0.95
        )
        layers.append(marks.encode(x=x, y=y, tooltip=[tooltip[0], tooltip[1], tooltip[4]]))
    own = alt.Chart(table[table["iso3"] == unit])
    layers.append(
        own.mark_point(shape="circle", filled=True, size=180, color=colours.accent, opacity=0.95).encode(
            x=x, y=y, tooltip=tooltip
        )
    )
    titled = head(_("{country} on each indicator").format(country=names.get(unit, unit)), period)
    rows = in_rows(alt.layer(*layers), len(order), frame=110 if period else 60)
    return configure(rows.properties(**titled), colours, lang)
