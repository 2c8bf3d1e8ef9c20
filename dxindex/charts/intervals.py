"""Rank intervals: between which ranks units lie when the method is varied, a row for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.clicks import clicked_unit
from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows
from dxindex.i18n import percent, translator

ROW_HEIGHT = 21
_STEP = 20
_FRAME = 92  # pixels for the legend and the axis
_MIDDLE = "M-0.22,-1L0.22,-1L0.22,1L-0.22,1Z"  # a short upright bar


def rank_intervals(
    intervals: pd.DataFrame,
    unit: str,
    *,
    level: float,
    shown: Collection[str] | None = None,
    highlight: Collection[str] = (),
    published: Mapping[str, int] | None = None,
    names: Mapping[str, str] | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the rank interval of each unit as a bar, with its rank by the default method and the median.

    Parameters
    ----------
    intervals : DataFrame
        As :meth:`~dxindex.uncertainty.Uncertainty.rank_interval` returns it: id x ``rank``, ``low``,
        ``median``, ``high``. Units without a rank or an interval are not drawn.
    unit : str
        The unit in question: its row stands out.
    level : float
        Share of runs in an interval, named below the title of the axis.
    shown : collection of str, optional
        Ids that get a row; all when None. The axis spans the ranks of all in any case.
    highlight : collection of str
        Ids whose rows stand out too, less than that of ``unit``.
    published : mapping of str to int, optional
        Ranks that others have published, by id.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Rows from the best rank to the worst. A point selection named ``"country"`` carries the id of a clicked
        row (field ``iso3``).

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> intervals = pd.DataFrame({"rank": [2, 1], "low": 1, "median": [2, 1], "high": 2}, index=["P", "Q"])
    >>> rank_intervals(intervals, "P", level=0.9).layer[0].data["iso3"].tolist()
    ['Q', 'P']
    """
    _ = translator(lang)
    ranked = intervals.dropna(subset=["rank", "low", "median", "high"]).sort_values("rank", kind="stable")
    worst = int(ranked[["rank", "high"]].to_numpy().max()) if len(ranked) else 1
    rows = ranked if shown is None else ranked[ranked.index.isin(list(shown))]
    labels = {str(code): (names or {}).get(str(code), str(code)) for code in rows.index}
    table = rows[["rank", "low", "median", "high"]].astype(int).rename_axis("iso3").reset_index()
    table["name"] = table["iso3"].map(labels)
    table["interval"] = [f"{low}–{high}" for low, high in zip(table["low"], table["high"], strict=True)]
    table["who"] = ["unit" if c == unit else "marked" if c in set(highlight) else "" for c in table["iso3"]]

    kinds = {
        "rank": _("Rank by the default method"),
        "median": _("Median of the runs"),
        "published": _("Published rank"),
    }
    marks = pd.concat(
        [table.assign(what=kinds[kind], at=table[kind]) for kind in ("median", "rank")]
        + [
            table.assign(what=kinds["published"], at=table["iso3"].map(published or {}))
            .dropna(subset="at")
            .astype({"at": int})
        ]
    )
    drawn = [kinds["rank"], kinds["median"], kinds["published"]][: 3 if len(marks) > 2 * len(table) else 2]
    shapes = ["circle", _MIDDLE, "cross"][: len(drawn)]
    y = named_rows("iso3", labels, colours, strong=[c for c in labels if c == unit or c in set(highlight)])
    scale = alt.Scale(domain=[1, worst], nice=False, zero=False, padding=6)
    # Ranks begin at 1, which the steps of twenty that Vega would choose pass over.
    axis = alt.Axis(orient="top", values=[1, *range(_STEP, worst + 1, _STEP)], format="d")
    title = _("Rank, 1 is best; bar: {level} of runs").format(level=percent(level, lang))
    x = alt.X("at:Q", title=title, scale=scale, axis=axis)
    shade: Any = (
        alt.when(alt.datum.who == "unit")
        .then(alt.value(colours.accent))
        .when(alt.datum.who == "marked")
        .then(alt.value(colours.ink))
        .otherwise(alt.value(colours.muted))
    )
    tooltip = [
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("rank:Q", title=kinds["rank"], format="d"),
        alt.Tooltip("median:Q", title=kinds["median"], format="d"),
        alt.Tooltip("interval:N", title=_("Ranks in {level} of runs").format(level=percent(level, lang))),
    ]
    bars = (
        alt.Chart(table)
        .mark_rule(strokeWidth=colours.size(7), strokeCap="round", opacity=0.35)
        .encode(
            x=alt.X("low:Q", title=title, scale=scale, axis=axis),
            x2="high:Q",
            y=y,
            color=shade,
            tooltip=tooltip,
        )
        .add_params(clicked_unit())
    )
    legend = alt.Legend(
        title=None,
        orient="top",
        symbolFillColor=colours.ink,
        symbolStrokeWidth=0,
        columns=alt.ExprRef("width < 440 ? 1 : 0"),
    )
    points = (
        alt.Chart(marks)
        .mark_point(filled=True, opacity=1, size=colours.area(62))
        .encode(
            x=x,
            y=y,
            color=shade,
            shape=alt.Shape("what:N", scale=alt.Scale(domain=drawn, range=shapes), legend=legend),
            tooltip=tooltip,
        )
    )
    chart = in_rows(
        alt.layer(bars, points), max(len(table), 1), row_height=colours.size(ROW_HEIGHT), frame=_FRAME
    )
    return configure(chart, colours, lang)
