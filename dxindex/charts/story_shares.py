"""Reported shares, with our own series beside them."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.pixel_rows import down_to
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.charts.wording import reported
from dxindex.i18n import translator


def shares(figures: pd.DataFrame, *, lang: str = "en", colours: Palette = LIGHT) -> alt.LayerChart:
    """Draw reported shares as bars from 0 to 100%, and our own series' value beside them as a diamond.

    Parameters
    ----------
    figures : DataFrame
        A row a bar, in the order shown: ``label``; ``value`` in per cent, ``qualifier``, ``unit`` (begins
        with "%"); ``year`` (NaN where none was reported); ``own``, ``own_unit``, ``own_year``, ``own_source``
        for the value of our own series in per cent (NaN without).
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Each bar has its name above and its figure, unit and year below; so has the diamond. Every figure is
        written out, so that a bar never stands for "over 40%" alone.

    Raises
    ------
    KeyError
        For a qualifier that :func:`~dxindex.charts.wording.reported` does not know.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> own = {"own": None, "own_unit": "", "own_year": None, "own_source": ""}
    >>> figure = {"label": "Votes online", "value": 40, "qualifier": "over", "unit": "% of votes", "year": 2015}
    >>> [layer.mark.type for layer in shares(pd.DataFrame([figure | own])).layer]
    ['bar', 'bar', 'text', 'text']
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
            x=alt.X("zero:Q"), x2="hundred:Q", y=down_to("bar_y", height)
        ),
        base.mark_bar(height=thick, color=colours.accent).encode(
            x=x, x2="zero:Q", y=down_to("bar_y", height), tooltip=tooltip
        ),
        base.mark_text(fontSize=colours.size(13), fontWeight=600, **text).encode(
            x=alt.value(0), y=down_to("label_y", height), text="label:N"
        ),
        base.mark_text(fontSize=colours.size(12), **text).encode(
            x=alt.value(0), y=down_to("said_y", height), text="said:N"
        ),
    ]
    own = table[table["own"].notna()]
    if not own.empty:
        layers += _own_values(own, height, text, tooltip, colours)
    chart = alt.layer(*layers).properties(width="container", height=height + colours.size(46))
    return configure(chart, colours, lang)


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
            x=alt.X("own:Q"), y=down_to("bar_y", height), tooltip=tooltip
        ),
        base.mark_point(size=colours.area(70), **diamond).encode(
            x=alt.value(colours.size(6)), y=down_to("own_y", height)
        ),
        base.mark_text(**small, **text).encode(x=alt.value(0), y=down_to("own_y", height), text="own_said:N"),
        base.mark_text(**small, **{**text, "color": colours.muted}).encode(
            x=alt.value(0), y=down_to("source_y", height), text="own_source:N"
        ),
    ]


def _with_year(value: float, qualifier: str, unit: str, year: float, lang: str) -> str:
    _ = translator(lang)
    when = _("year not given") if pd.isna(year) else f"{year:.0f}"
    return f"{reported(value, qualifier, unit, lang)}, {when}"
