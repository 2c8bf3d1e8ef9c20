"""Bars at the foot of a chart over the years: which share of a score's weight has a figure, and of which year it is."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import Palette
from dxindex.i18n import percent, translator

_TOP = 0.82  # where the bars begin, as a share of the plot from its top
_HALF = 0.38  # half the width of a bar, in years
_PALE = 0.4  # opacity of years without a score


def bar_rows(shares: pd.DataFrame, scored: set[int], lang: str) -> pd.DataFrame:
    """One row per year: what of the weight is of the year itself, and up to where earlier figures fill it."""
    filled = shares["observed"] + shares["interpolated"] + shares["carried"]
    texts = {
        f"{how}_text": [percent(share, lang) for share in shares[how]]
        for how in ("observed", "carried", "interpolated", "absent")
    }
    return pd.DataFrame(
        {
            "year": shares.index,
            "start": shares.index - _HALF,
            "end": shares.index + _HALF,
            "own": shares["observed"].round(6),
            "all": filled.round(6),
            "scored": shares.index.isin(scored),
            **texts,
        }
    ).reset_index(drop=True)


def bar_layers(bars: pd.DataFrame, years: dict[str, Any], lang: str, colours: Palette) -> Any:
    """Filled up to what is of the year, outlined up to what stands in for it."""
    _ = translator(lang)
    shares: dict[str, Any] = {
        "title": _("Coverage"),
        "scale": alt.Scale(domain=[0, 1], range=[alt.expr("height"), alt.expr(f"{_TOP} * height")]),
        "axis": alt.Axis(values=[0, 0.5, 1], format=".0%", orient="left", labelOverlap=True),
    }
    opacity = alt.when("datum.scored").then(alt.value(1.0)).otherwise(alt.value(_PALE))
    base = alt.Chart(bars).encode(x=alt.X("start:Q", **years), x2="end:Q", y2=alt.datum(0), opacity=opacity)
    return alt.layer(
        base.mark_rect(fill=colours.muted, aria=False).encode(y=alt.Y("own:Q", **shares)),
        base.mark_rect(fillOpacity=0.02, stroke=colours.muted, strokeWidth=colours.size(1.2)).encode(
            y=alt.Y("all:Q", **shares),
            tooltip=[
                alt.Tooltip("year:O", title=_("Year")),
                alt.Tooltip("observed_text:N", title=_("of the year itself")),
                alt.Tooltip("carried_text:N", title=_("carried from an earlier year")),
                alt.Tooltip("interpolated_text:N", title=_("interpolated")),
                alt.Tooltip("absent_text:N", title=_("missing")),
            ],
        ),
    )


def explain_bars(bars: pd.DataFrame, lang: str) -> list[str]:
    """Say what the bars mean, in lines that a phone holds."""
    _ = translator(lang)
    lines = [
        _("Bars: share of the weight that has a figure;"),
        _("filled: of the year, hollow: of an earlier year."),
    ]
    if not bars["scored"].all():
        lines.append(_("Pale: years without enough figures for a score."))
    return lines
