"""Which assumptions matter: Sobol indices with their intervals, a row for each assumption."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows
from dxindex.i18n import percent, translator

_APART = 0.17  # of a row: how far the two marks of a row lie above and below its middle


def sobol(
    indices: pd.DataFrame,
    *,
    names: Mapping[str, str],
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw first- and total-order Sobol indices of assumptions, those that matter most on top.

    Parameters
    ----------
    indices : DataFrame
        As :func:`~dxindex.sensitivity.sensitivity` returns them: assumption x ``S1``, ``S1_conf``, ``ST``,
        ``ST_conf``. Missing ones (the target never changes) are not drawn.
    names : mapping of str to str
        Display name per assumption; its own where there is none.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Estimates may lie a little below 0 or above 1 by chance; they are drawn as they are.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> indices = pd.DataFrame({"S1": [0.2, 0.7], "ST": [0.3, 0.8]}, index=["weights", "mean"])
    >>> chart = sobol(indices.assign(S1_conf=0.1, ST_conf=0.1), names={"mean": "Kind of mean"})
    >>> chart.data["name"].tolist()
    ['Kind of mean', 'weights', 'Kind of mean', 'weights']
    """
    _ = translator(lang)
    kinds = {"S1": _("Alone (first order)"), "ST": _("With all interactions (total)")}
    order = indices.sort_values("ST", ascending=False, kind="stable").index
    labels = {str(name): names.get(str(name), str(name)) for name in order}
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "assumption": order,
                    "what": kinds[kind],
                    "at": indices.loc[order, kind].to_numpy(),
                    "low": (indices[kind] - indices[f"{kind}_conf"])[order].to_numpy(),
                    "high": (indices[kind] + indices[f"{kind}_conf"])[order].to_numpy(),
                }
            )
            for kind in kinds
        ]
    ).dropna()
    table["name"] = table["assumption"].map(labels)
    table["text"] = [percent(share, lang) for share in table["at"]]
    table["interval"] = [
        f"{percent(low, lang)} … {percent(high, lang)}"
        for low, high in zip(table["low"], table["high"], strict=True)
    ]
    y = named_rows("assumption", labels, colours, strong=list(labels)[:1])
    offset = alt.YOffset(
        "what:N", sort=list(kinds.values()), scale=alt.Scale(paddingInner=0, paddingOuter=_APART)
    )
    ends = [float(table["low"].min()), float(table["high"].max())] if len(table) else [0.0, 1.0]
    scale = alt.Scale(domain=[min(0.0, ends[0]), max(1.0, ends[1])], nice=False)
    title = _("Share of the variance")
    axis = alt.Axis(format=".0%", tickCount=5, orient="top")
    legend = alt.Legend(
        title=None, orient="top", symbolStrokeWidth=0, columns=alt.ExprRef("width < 380 ? 1 : 0")
    )
    shade = alt.Color(
        "what:N",
        scale=alt.Scale(domain=list(kinds.values()), range=[colours.levels[1], colours.levels[2]]),
        legend=legend,
    )
    tooltip = [
        alt.Tooltip("name:N", title=_("Assumption")),
        alt.Tooltip("what:N", title=_("Index")),
        alt.Tooltip("text:N", title=title),
        alt.Tooltip("interval:N", title=_("Interval")),
    ]
    base = alt.Chart(table).encode(y=y, yOffset=offset)
    spans = base.mark_rule(strokeWidth=colours.size(2)).encode(
        x=alt.X("low:Q", title=title, scale=scale, axis=axis), x2="high:Q", color=shade, tooltip=tooltip
    )
    points = base.mark_point(filled=True, opacity=1, size=colours.area(85)).encode(
        x=alt.X("at:Q", title=title, scale=scale, axis=axis),
        color=shade,
        shape=alt.Shape(
            "what:N",
            scale=alt.Scale(domain=list(kinds.values()), range=["circle", "diamond"]),
            legend=legend,
        ),
        tooltip=tooltip,
    )
    chart = in_rows(
        alt.layer(spans, points), max(len(labels), 1), row_height=colours.size(36), frame=colours.size(96)
    )
    return configure(chart, colours, lang)
