"""How firmly a unit is in its group: the share of runs in which it falls into each."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dxindex.charts.levels import level_name
from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows, level_marks
from dxindex.i18n import percent, translator


def group_shares(
    shares: pd.Series,
    levels: Sequence[str],
    *,
    own: str | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the share of runs in which a unit falls into each group, lowest group first.

    Parameters
    ----------
    shares : Series
        Share by group level, 0-1; a level without one counts as never.
    levels : sequence of str
        All levels, lowest first.
    own : str, optional
        The level the unit is in by the plain index: its name is in bold.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A bar a group with its percentage written beside it.

    Raises
    ------
    KeyError
        For fewer than two levels or more than six: there are no colours for them.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> import pandas as pd
    >>> levels = ("emerging", "transitioning", "transforming")
    >>> group_shares(pd.Series({"transitioning": 0.9, "emerging": 0.1}), levels, own="transitioning").height
    152
    """
    _ = translator(lang)
    marks = level_marks(levels, colours)
    known = shares.reindex(list(levels)).fillna(0.0).astype(float)
    table = pd.DataFrame(
        {
            "level": list(levels),
            "group": [level_name(level, lang) for level in levels],
            "share": known.round(4).to_numpy(),
            "text": [_careful(share, lang) for share in known],
        }
    )
    names = dict(zip(levels, table["group"], strict=True))
    x = alt.X(
        "share:Q",
        title=_("Share of runs"),
        scale=alt.Scale(domain=[0, 1.12], nice=False),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    base = alt.Chart(table).encode(y=named_rows("level", names, colours, strong=[own] if own else []), x=x)
    bars = base.mark_bar(height=colours.size(18)).encode(
        color=alt.Color(
            "level:N",
            scale=alt.Scale(domain=list(levels), range=[marks[level][0] for level in levels]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("group:N", title=_("Group")),
            alt.Tooltip("text:N", title=_("Share of runs")),
        ],
    )
    texts = base.mark_text(align="left", dx=6, color=colours.ink, fontSize=colours.size(13), aria=False)
    chart = alt.layer(bars, texts.encode(text="text:N"))
    return configure(in_rows(chart, len(levels), row_height=32, frame=56), colours, lang)


def _careful(share: float, lang: str) -> str:
    """A share that rounds to none of the runs, or to all of them, is not called none or all."""
    if 0 < share < 0.005:
        return f"< {percent(0.01, lang)}"
    if 0.995 <= share < 1:
        return f"> {percent(0.99, lang)}"
    return percent(share, lang)
