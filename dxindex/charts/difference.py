"""Why two scores differ: one diverging bar an indicator, and the whole difference above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows
from dxindex.i18n import translator

_ROOM = (
    0.42  # of the bars' own span, beside the longest on either side: there stands its figure, on a phone too
)
_EDGE = 0.04  # of it on a side without bars
_NAME_WIDTH = 210  # pixels a name may take: the longest short title of an indicator
_SMALLEST_SPAN = 0.01  # of the axis, where two units hardly differ


def difference_bars(
    gaps: Mapping[str, tuple[float, pd.Series]],
    *,
    nodes: Mapping[str, str],
    titles: Mapping[str, str],
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw what each indicator adds to the difference between a unit and another, node by node.

    Parameters
    ----------
    gaps : mapping of str to (float, Series)
        By node, the whole difference in scores and the share of each indicator in it. Missing shares
        have no row; within a node the share that holds the unit back most comes first.
    nodes, titles : mapping of str to str
        Display names of nodes and indicators.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A row a node in bold, then its indicators. Bars to the left are where the unit is behind; each has
        its figure with a sign, so that nothing hangs on colour.

    Raises
    ------
    KeyError
        For a node or an indicator without a name.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> import pandas as pd
    >>> gaps = {"x": (-0.1, pd.Series({"a": -0.2, "b": 0.1}))}
    >>> difference_bars(gaps, nodes={"x": "X"}, titles={"a": "A", "b": "B"}).height
    156
    """
    _ = translator(lang)
    rows = _rows(gaps, nodes, titles)
    table = pd.DataFrame(rows, columns=["row", "label", "share", "side"])
    labels = dict(zip(table["row"], table["label"], strict=True))
    wholes = set(table.loc[table["side"] == "whole", "row"])
    x: dict[str, Any] = {
        "title": _("Difference in score (0–1)"),
        "scale": alt.Scale(domain=_domain(table["share"]), nice=False),
        "axis": alt.Axis(
            format="+.2f", tickCount=4, labelOverlap=True, labelExpr="datum.value == 0 ? '0' : datum.label"
        ),
    }
    base = alt.Chart(table).encode(y=named_rows("row", labels, colours, strong=wholes, width=_NAME_WIDTH))
    sides = ["ahead", "behind", "whole"]
    shades = [colours.levels[1], colours.levels[0], colours.ink]
    bars = base.mark_bar(height=colours.size(15)).encode(
        x=alt.X("share:Q", **x),
        color=alt.Color("side:N", scale=alt.Scale(domain=sides, range=shades), legend=None),
        tooltip=[
            alt.Tooltip("label:N", title=_("Indicator")),
            alt.Tooltip("share:Q", title=_("Difference in score (0–1)"), format="+.4f"),
        ],
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=colours.muted, aria=False)
    layers: list[Any] = [bars, zero.encode(x=alt.X("zero:Q", **x))]
    for align, shift, side in (("left", 5, "datum.share >= 0"), ("right", -5, "datum.share < 0")):
        look: dict[str, Any] = {"align": align, "dx": shift, "fontSize": colours.size(12), "aria": False}
        text = base.transform_filter(side).mark_text(color=colours.ink, **look)
        layers.append(text.encode(x=alt.X("share:Q", **x), text=alt.Text("share:Q", format="+.3f")))
    return configure(in_rows(alt.layer(*layers), len(table), row_height=28, frame=72), colours, lang)


def _domain(shares: pd.Series) -> list[float]:
    """From where to where the axis runs: as far as the bars, with room for their figures."""
    low, high = min(0.0, *shares, 0.0), max(0.0, *shares, 0.0)
    span = max(high - low, _SMALLEST_SPAN)
    return [
        round(low - span * (_ROOM if low < 0 else _EDGE), 4),
        round(high + span * (_ROOM if high > 0 else _EDGE), 4),
    ]


def _rows(
    gaps: Mapping[str, tuple[float, pd.Series]],
    nodes: Mapping[str, str],
    titles: Mapping[str, str],
) -> Sequence[tuple[str, str, float, str]]:
    """One row a node, then one for each of its indicators, the largest drawback first."""
    rows: list[tuple[str, str, float, str]] = []
    for node, (total, shares) in gaps.items():
        rows.append((node, nodes[node], round(float(total), 4), "whole"))
        for indicator, share in shares.dropna().sort_values(kind="stable").items():
            side = "ahead" if share >= 0 else "behind"
            rows.append((f"{node}/{indicator}", titles[str(indicator)], round(float(share), 4), side))
    return rows
