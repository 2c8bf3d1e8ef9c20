"""From one edition to the next: an arrow on the two axes for each unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.scatter_layers import Place, flat, heading, named_axes, score_domain, score_place
from dxindex.charts.scatter_names import name_layers
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.i18n import number, translator

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

HEIGHT = 620


def edition_arrows(
    before: IndexResult,
    after: IndexResult,
    *,
    periods: tuple[str, str],
    highlight: Iterable[str] = (),
    focus: str = "",
    names: Mapping[str, str] | None = None,
    shown: Collection[str] | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw each unit's way on the two axes from one edition to another.

    Parameters
    ----------
    before, after : IndexResult
        Scores of the two editions, by one framework.
    periods : tuple of str
        The two editions' names.
    highlight : iterable of str
        Ids drawn strongly and named; the others are faint.
    focus : str
        The one of them that the reader asks about, in the accent colour.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    shown : collection of str, optional
        Ids to draw; all when None. Highlighted ones are drawn in any case.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A circle where a unit was, an arrowhead where it is. Units that lack a score on either axis in
        either edition are not drawn.

    Raises
    ------
    ValueError
        When the framework names no two axes, and for a language without a catalogue.

    Examples
    --------
    >>> from dxindex import fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.5, 0.8]), index=["P", "Q", "R"])
    >>> result = fit_index(panel, framework).result(panel)
    >>> later = panel.assign(dai_people=[0.5, 0.2, 0.8])
    >>> after = fit_index(panel, framework).result(later)
    >>> edition_arrows(result, after, periods=("2014", "2016")).title.text
    'From 2014 to 2016 on the two axes'
    """
    _ = translator(lang)
    x, y = named_axes(after)
    wanted = list(dict.fromkeys([*highlight, *([focus] if focus else [])]))
    moves = _moves(before, after, x, y, names or {}, wanted, focus, lang)
    domains = {
        node: score_domain(pd.concat([moves[flat(node)], moves[start]]))
        for node, start in ((x, "from_x"), (y, "from_y"))
    }
    if shown is not None:
        moves = moves[moves["iso3"].isin(list(shown)) | moves["highlighted"]]
    titles = {node: after.framework.label(node, lang) for node in (x, y)}
    heads = [f"{title}  →" for title in titles.values()]
    place, start = (
        score_place(fields, heads, list(domains.values()))
        for fields in ((flat(x), flat(y)), ("from_x", "from_y"))
    )
    tooltip = [
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("text_x:N", title=titles[x]),
        alt.Tooltip("text_y:N", title=titles[y]),
    ]
    layers: list[Any] = []
    for strong in (False, True):
        part = moves[moves["highlighted"] == strong]
        layers += _arrows(part, place, start, strong, tooltip, colours)
    layers += name_layers(moves, domains, place, colours, height=HEIGHT, everybody=False)
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT,
        title=alt.TitleParams(
            _("From {first} to {last} on the two axes").format(first=periods[0], last=periods[1]),
            subtitle=[
                _("Circle: {first}. Arrowhead: {last}.").format(first=periods[0], last=periods[1]),
                _("Score 0–1, higher is better") + ".",
                _("Relative positions, not progress or decline."),
            ],
        ),
    )
    return configure(chart, colours, lang)


def _arrows(
    moves: pd.DataFrame,
    place: Place,
    start: Place,
    strong: bool,
    tooltip: list[alt.Tooltip],
    colours: Palette,
) -> list[Any]:
    x, y = (channel.shorthand.removesuffix(":Q") for channel in (place.x, place.y))
    shade: Any = alt.value(colours.muted)
    if strong:
        shade = alt.when("datum.focus").then(alt.value(colours.accent)).otherwise(alt.value(colours.ink))
    look: dict[str, Any] = {"opacity": 1 if strong else 0.3}
    base = alt.Chart(moves).encode(color=shade, tooltip=tooltip)
    thick = colours.size(2.2 if strong else 1)
    return [
        base.mark_rule(strokeWidth=thick, aria=False, **look).encode(
            x=start.x, y=start.y, x2=f"{x}:Q", y2=f"{y}:Q"
        ),
        base.mark_point(
            filled=False,
            fill=colours.paper,
            size=colours.area(40 if strong else 8),
            strokeWidth=thick,
            **look,
        ).encode(x=start.x, y=start.y),
        base.mark_point(
            filled=True,
            shape="triangle-up",
            size=colours.area(130 if strong else 30),
            angle=alt.expr(heading(("datum.from_x", "datum.from_y"), (f"datum.{x}", f"datum.{y}"))),
            **look,
        ).encode(x=place.x, y=place.y),
    ]


def _moves(
    before: IndexResult,
    after: IndexResult,
    x: str,
    y: str,
    names: Mapping[str, str],
    highlight: list[str],
    focus: str,
    lang: str,
) -> pd.DataFrame:
    """One row a unit with scores on both axes in both editions."""
    table = after.scores[[x, y]].rename(columns=flat).round(4)
    earlier = before.scores[[x, y]].round(4).reindex(table.index)
    for channel, node in (("x", x), ("y", y)):
        table[f"from_{channel}"] = earlier[node]
    table = table.dropna()
    for channel, node in (("x", x), ("y", y)):
        table[f"text_{channel}"] = [
            f"{number(start, lang, 3)} → {number(end, lang, 3)}"
            for start, end in zip(table[f"from_{channel}"], table[flat(node)], strict=True)
        ]
    table.insert(0, "iso3", table.index.astype(str))
    table["name"] = [names.get(unit, unit) for unit in table.index]
    table["highlighted"] = table.index.isin(highlight)
    table["focus"] = table.index == focus
    return table
