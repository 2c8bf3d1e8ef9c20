"""How much of the data is there: a heat map of indicators by year."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, Palette, configure, in_rows, row_axis
from dxindex.i18n import translator


def coverage_map(
    counts: pd.DataFrame, total: int, *, lang: str = "en", colours: Palette = LIGHT
) -> alt.Chart:
    """Draw the number of units that have a value, by indicator and year.

    Parameters
    ----------
    counts : DataFrame
        Columns ``title`` (row label, in the order wanted), ``year`` and ``n`` (units with a value).
        Pairs without a value are left out and stay blank: nothing is shown where nothing is.
    total : int
        Units in all: the darkest colour.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    Chart
        A row an indicator, a column a year.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> counts = pd.DataFrame({"title": ["Mobile", "Mobile"], "year": [2013, 2014], "n": [2, 3]})
    >>> coverage_map(counts, 3).mark.type
    'rect'
    """
    _ = translator(lang)
    titles = list(dict.fromkeys(counts["title"]))
    chart = (
        alt.Chart(counts)
        .mark_rect(stroke=colours.paper, strokeWidth=1)
        .encode(
            x=alt.X("year:O", title=_("Year"), axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False)),
            y=alt.Y("title:N", sort=titles, title=None, axis=row_axis(labelLimit=260, grid=False)),
            color=alt.Color(
                "n:Q",
                title=_("Countries"),
                scale=alt.Scale(domain=[0, total], range=[colours.grid, colours.levels[1]]),
                legend=alt.Legend(orient="top", gradientLength=alt.ExprRef("min(220, width)")),
            ),
            tooltip=[
                alt.Tooltip("title:N", title=_("Indicator")),
                alt.Tooltip("year:O", title=_("Year")),
                alt.Tooltip("n:Q", title=_("Countries")),
            ],
        )
    )
    return configure(in_rows(chart, len(titles), row_height=20), colours, lang)
