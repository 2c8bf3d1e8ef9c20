"""How far groupings agree with one another: a square of adjusted Rand indices."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.i18n import number, translator

_SIDE = 44  # pixels of a cell's height


def agreement(
    matrix: pd.DataFrame,
    names: Sequence[str],
    *,
    chosen: int | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the adjusted Rand index of every pair of groupings, written out in its cell.

    Parameters
    ----------
    matrix : DataFrame
        Adjusted Rand indices, square and symmetric, in the order of ``names``; NaN is written as a dash.
    names : sequence of str
        Display names; columns bear their numbers, so that they fit on a phone.
    chosen : int, optional
        Position of the grouping in question, from 0: its name is in bold.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        The stronger the shade the more two groupings agree; 1 is the same grouping.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> matrix = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]])
    >>> [layer.mark.type for layer in agreement(matrix, ["k-means", "Ward"], chosen=0).layer]
    ['rect', 'text']
    """
    _ = translator(lang)
    values = np.asarray(matrix, dtype=float)
    numbers = [str(place) for place in range(1, len(names) + 1)]
    labels = {place: f"{place}  {name}" for place, name in zip(numbers, names, strict=True)}
    table = pd.DataFrame(
        [
            {
                "one": numbers[row],
                "other": numbers[column],
                "index": round(float(values[row, column]), 4),
                "text": number(float(values[row, column]), lang, 2),
                "pair": f"{names[row]} – {names[column]}",
            }
            for row in range(len(names))
            for column in range(len(names))
        ]
    )
    strong = [] if chosen is None else [numbers[chosen]]
    y = named_rows("one", labels, colours, strong=strong)
    x = alt.X(
        "other:N",
        title=None,
        sort=numbers,
        axis=alt.Axis(labelAngle=0, orient="top", ticks=False, grid=False),
    )
    tooltip = [
        alt.Tooltip("pair:N", title=_("Groupings")),
        alt.Tooltip("text:N", title=_("Adjusted Rand index")),
    ]
    base = alt.Chart(table).encode(x=x, y=y, tooltip=tooltip)
    cells = base.mark_rect(color=colours.levels[1], stroke=colours.paper, strokeWidth=2).encode(
        opacity=alt.Opacity(
            "index:Q", scale=alt.Scale(domain=[0, 1], range=[0.02, 0.55], clamp=True), legend=None
        )
    )
    texts = base.mark_text(color=colours.ink, fontSize=colours.size(13)).encode(text="text:N")
    chart = alt.layer(cells, texts).properties(
        width="container", height=colours.size(_SIDE) * len(names) + 40
    )
    return configure(chart, colours, lang)
