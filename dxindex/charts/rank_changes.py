"""What each choice does to one unit: its rank after every single change, from the largest move down."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows
from dxindex.i18n import translator

BETTER, SAME, WORSE = "better", "same", "worse"
_SHAPES = {BETTER: "triangle-left", SAME: "circle", WORSE: "triangle-right"}
LABEL_WIDTH = 205
_ROOM = 0.25  # of the span that is free at either end, for the figures beside the marks


def rank_changes(
    changes: pd.DataFrame,
    reference: int,
    *,
    name: str,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw a unit's rank after each change of the method, from its rank without any.

    Parameters
    ----------
    changes : DataFrame
        Columns ``label`` (what is changed) and ``rank`` (whole numbers); the same label may occur more than
        once, for a change with two ends. Rows with a missing rank are not drawn.
    reference : int
        Rank by the default method, where all lines begin.
    name : str
        Display name of the unit.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A row a label, the one that moves the unit furthest on top; a better rank is on the left.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> changes = pd.DataFrame({"label": ["Geometric mean", "Equal weights"], "rank": [5, 9]})
    >>> rank_changes(changes, 6, name="Peru").layer[2].data["kind"].tolist()
    ['Better rank', 'Worse rank']
    """
    _ = translator(lang)
    table = changes.dropna(subset=["rank"]).astype({"rank": int})[["label", "rank"]]
    table["moved"] = (table["rank"] - reference).abs()
    order = (
        table.groupby("label", sort=False)["moved"].max().sort_values(ascending=False, kind="stable").index
    )
    words = {BETTER: _("Better rank"), SAME: _("Same rank"), WORSE: _("Worse rank")}
    table["kind"] = [
        words[BETTER if rank < reference else WORSE if rank > reference else SAME] for rank in table["rank"]
    ]
    table["from"] = reference
    # Of two ends on one side only the farther one bears its figure: the other would lie under it.
    side = (table["rank"] < reference).astype(int)
    table["named"] = table["moved"] == table.groupby(["label", side])["moved"].transform("max")
    table = table.drop_duplicates(["label", "rank"])
    table["unit"] = name
    low, high = (
        (min(table["rank"].min(), reference), max(table["rank"].max(), reference))
        if len(table)
        else (
            reference,
            reference,
        )
    )
    room = max(3, round(_ROOM * (int(high) - int(low))))
    scale = alt.Scale(domain=[max(0, int(low) - room), int(high) + room], nice=False, zero=False)
    axis = alt.Axis(orient="top", tickMinStep=1, tickCount=6, format="d")
    x = alt.X("rank:Q", title=_("Rank, 1 is best"), scale=scale, axis=axis)
    y = named_rows("label", {label: label for label in order}, colours, width=LABEL_WIDTH)
    domain = list(words.values())
    legend = alt.Legend(
        title=None, orient="top", symbolStrokeWidth=0, columns=alt.ExprRef("width < 300 ? 1 : 0")
    )
    shades = [colours.levels[1], colours.muted, colours.levels[0]]
    tooltip = [
        alt.Tooltip("unit:N", title=_("Country")),
        alt.Tooltip("label:N", title=_("What is changed")),
        alt.Tooltip("from:Q", title=_("Rank by the default method"), format="d"),
        alt.Tooltip("rank:Q", title=_("Rank after it"), format="d"),
    ]
    base = alt.Chart(table)
    figures: dict[str, Any] = {"baseline": "middle", "fontSize": colours.size(12), "color": colours.ink}
    sides: list[tuple[str, dict[str, Any]]] = [
        ("datum.named && datum.rank < datum.from", {"align": "right", "dx": -colours.size(9)}),
        ("datum.named && datum.rank >= datum.from", {"align": "left", "dx": colours.size(9)}),
    ]
    layers = [
        alt.Chart(pd.DataFrame({"rank": [reference]}))
        .mark_rule(strokeDash=[4, 4], color=colours.muted, aria=False)
        .encode(x=x),
        base.mark_rule(strokeWidth=colours.size(2), color=colours.muted, opacity=0.7, aria=False).encode(
            x=alt.X("from:Q", scale=scale, title=_("Rank, 1 is best"), axis=axis), x2="rank:Q", y=y
        ),
        base.mark_point(filled=True, opacity=1, size=colours.area(95)).encode(
            x=x,
            y=y,
            color=alt.Color("kind:N", scale=alt.Scale(domain=domain, range=shades), legend=legend),
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=domain, range=[_SHAPES[key] for key in words]),
                legend=legend,
            ),
            tooltip=tooltip,
        ),
        *(
            base.transform_filter(test)
            .mark_text(**figures, **beside)
            .encode(x=x, y=y, text=alt.Text("rank:Q", format="d"), tooltip=tooltip)
            for test, beside in sides
        ),
    ]
    chart = in_rows(
        alt.layer(*layers), max(len(order), 1), row_height=colours.size(24), frame=colours.size(96)
    )
    return configure(chart, colours, lang)
