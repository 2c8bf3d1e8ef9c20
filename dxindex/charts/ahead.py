"""In how many runs one unit ranks above others, and where that is too few to say "ahead"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.named_rows import named_rows
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows
from dxindex.i18n import percent, translator
from dxindex.statements import FIRM

AHEAD, UNDECIDED, BEHIND = "ahead", "undecided", "behind"
_SHAPES = {AHEAD: "triangle-right", UNDECIDED: "circle", BEHIND: "triangle-left"}


def verdict(ahead: float, behind: float) -> str:
    """Return what shares of runs allow to say of two units; ties count for neither share.

    Parameters
    ----------
    ahead, behind : float
        Shares of runs, 0-1, in which the first unit outranks the second, and the reverse. NaN allows to say nothing.

    Returns
    -------
    str
        :data:`AHEAD` or :data:`BEHIND` where one share is at least :data:`~dxindex.statements.FIRM`, else
        :data:`UNDECIDED`. Raises nothing.

    Examples
    --------
    >>> verdict(0.93, 0.07), verdict(0.58, 0.42), verdict(0.02, 0.98)
    ('ahead', 'undecided', 'behind')
    """
    return AHEAD if ahead >= FIRM else BEHIND if behind >= FIRM else UNDECIDED


def ahead_shares(
    shares: pd.DataFrame,
    name: str,
    *,
    names: Mapping[str, str],
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the share of runs in which a unit ranks above each of others.

    Parameters
    ----------
    shares : DataFrame
        Id x ``ahead`` (share of runs in which the unit ranks above this one) and ``behind`` (the reverse), in
        the order of the rows. Those without a share are not drawn.
    name : str
        Display name of the unit.
    names : mapping of str to str
        What stands beside each row, by id; the id itself where there is none.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Between the two dashed lines (:data:`~dxindex.statements.FIRM`) neither is ahead; shape and colour say
        the same.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> shares = pd.DataFrame({"ahead": [0.95, 0.6], "behind": [0.05, 0.4]}, index=["Q", "R"])
    >>> chart = ahead_shares(shares, "Peru", names={"Q": "Chile", "R": "Togo"})
    >>> chart.layer[1].data["verdict"].tolist()
    ['Peru is ahead', 'Cannot be told apart']
    """
    _ = translator(lang)
    table = shares.dropna(subset=["ahead", "behind"]).rename_axis("iso3").reset_index()
    labels = {str(code): names.get(str(code), str(code)) for code in table["iso3"]}
    words = {
        BEHIND: _("The other is ahead"),
        UNDECIDED: _("Cannot be told apart"),
        AHEAD: _("{name} is ahead").format(name=name),
    }
    table["verdict"] = [
        words[verdict(ahead, behind)] for ahead, behind in zip(table["ahead"], table["behind"], strict=True)
    ]
    table["name"] = table["iso3"].map(labels)
    table["text"] = [percent(share, lang) for share in table["ahead"]]
    # A mark at the right end has its figure on its left, where there is room.
    table["right"] = table["ahead"] > 0.8
    y = named_rows("iso3", labels, colours)
    x = alt.X(
        "ahead:Q",
        title=_("Share of runs in which {name} ranks above").format(name=name),
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(orient="top", format=".0%", tickCount=5),
    )
    shades = dict(zip(_SHAPES, (colours.levels[2], colours.muted, colours.levels[0]), strict=True))
    order = [BEHIND, UNDECIDED, AHEAD]
    legend = alt.Legend(
        title=None, orient="top", symbolStrokeWidth=0, columns=alt.ExprRef("width < 440 ? 1 : 0")
    )
    domain = [words[key] for key in order]
    tooltip = [
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("text:N", title=_("{name} ranks above in").format(name=name)),
        alt.Tooltip("verdict:N", title=_("What may be said")),
    ]
    limits = alt.Chart(pd.DataFrame({"at": [1 - FIRM, FIRM]}))
    base = alt.Chart(table)
    figures: dict[str, Any] = {"baseline": "middle", "fontSize": colours.size(12), "color": colours.ink}
    sides: list[tuple[bool, dict[str, Any]]] = [
        (False, {"align": "left", "dx": colours.size(9)}),
        (True, {"align": "right", "dx": -colours.size(9)}),
    ]
    layers = [
        limits.mark_rule(strokeDash=[4, 4], color=colours.muted, aria=False).encode(x="at:Q"),
        base.mark_point(filled=True, opacity=1, size=colours.area(120)).encode(
            x=x,
            y=y,
            color=alt.Color(
                "verdict:N",
                scale=alt.Scale(domain=domain, range=[shades[key] for key in order]),
                legend=legend,
            ),
            shape=alt.Shape(
                "verdict:N",
                scale=alt.Scale(domain=domain, range=[_SHAPES[key] for key in order]),
                legend=legend,
            ),
            tooltip=tooltip,
        ),
        *(
            base.transform_filter(alt.datum.right == right)
            .mark_text(**figures, **beside)
            .encode(x=x, y=y, text="text:N", tooltip=tooltip)
            for right, beside in sides
        ),
    ]
    chart = in_rows(
        alt.layer(*layers), max(len(table), 1), row_height=colours.size(26), frame=colours.size(96)
    )
    return configure(chart, colours, lang)
