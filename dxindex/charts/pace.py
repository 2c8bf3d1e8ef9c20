"""How fast units moved on a series: a mark for each on one scale of change per year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.scatter_layers import Place
from dxindex.charts.scatter_names import name_layers
from dxindex.charts.signs import signed
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.i18n import translator

_FRAME = 135  # pixels that title and axis take
_LEVEL = 15  # pixels from one level to the next
_LOWEST, _TALLEST = 110, 330  # pixels of plot: where all lie on one level, and where many share a place
_PHONE = 300  # the plot's width on which marks are kept apart
_MARK = 10.0  # pixels from one mark to the next


def pace(
    changes: pd.Series,
    *,
    highlight: Iterable[str] = (),
    focus: str = "",
    names: Mapping[str, str] | None = None,
    shown: Collection[str] | None = None,
    middle: float | None = None,
    title: str = "",
    subtitle: Iterable[str] = (),
    unit: str = "",
    decimals: int = 2,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the average yearly change of each unit, those asked about with their names.

    Parameters
    ----------
    changes : Series
        Change per year by id; missing ones are not drawn.
    highlight : iterable of str
        Ids drawn in ink and named.
    focus : str
        The one that the reader asks about: larger, in the accent colour, named.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    shown : collection of str, optional
        Ids to draw; all when None. Highlighted ones are drawn in any case.
    middle : float, optional
        The set's median: a dashed line.
    title : str
        Of the chart.
    subtitle : iterable of str
        Lines below it.
    unit : str
        Of the changes, such as "points a year": the title of the axis.
    decimals : int
        Digits of the changes in tooltips.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Marks at the same place stand above one another, closer where they are many. The height means nothing else.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> changes = pd.Series({"PER": 0.5, "TGO": -0.2, "XKX": None})
    >>> chart = pace(changes, focus="PER", names={"PER": "Peru"}, unit="points a year")
    >>> chart.layer[1].data["text"].to_dict()
    {'TGO': '−0.20', 'PER': '+0.50'}
    """
    _ = translator(lang)
    table = pd.DataFrame({"change": changes.dropna().round(6)})
    table.insert(0, "iso3", table.index.astype(str))
    table["name"] = [(names or {}).get(unit_id, unit_id) for unit_id in table.index]
    table["text"] = [signed(change, lang, decimals) for change in table["change"]]
    table["focus"] = table.index == focus
    table["highlighted"] = table.index.isin(list(highlight)) | table["focus"]
    low, high = table["change"].min(), table["change"].max()
    room = 0.06 * (high - low) or abs(high) * 0.1 or 1.0
    domain = [float(low - room), float(high + room)]
    table["level"] = _stacked(table["change"], domain, colours)
    reach = float(table["level"].abs().max()) + 1.5
    plot = colours.size(min(max(_LOWEST, 2 * reach * _LEVEL), _TALLEST))
    if shown is not None:
        table = table[table["iso3"].isin(list(shown)) | table["highlighted"]]
    place = Place(
        x=alt.X(
            "change:Q",
            title=unit,
            scale=alt.Scale(domain=domain, nice=False),
            axis=alt.Axis(tickCount=alt.ExprRef("max(3, floor(width / 90))"), labelOverlap=True),
        ),
        y=alt.Y("level:Q", title=None, axis=None, scale=alt.Scale(domain=[-reach, reach])),
    )
    tooltip = [alt.Tooltip("name:N", title=_("Country")), alt.Tooltip("text:N", title=unit)]
    strong = alt.when("datum.focus").then(alt.value(colours.accent))
    marks = (
        alt.Chart(table.sort_values(["highlighted", "focus"], kind="stable"))
        .mark_point(filled=True, opacity=0.95)
        .encode(
            x=place.x,
            y=place.y,
            color=strong.when("datum.highlighted")
            .then(alt.value(colours.ink))
            .otherwise(alt.value(colours.muted)),
            shape=alt.when("datum.focus").then(alt.value("diamond")).otherwise(alt.value("circle")),
            size=alt.when("datum.focus")
            .then(alt.value(colours.area(190)))
            .when("datum.highlighted")
            .then(alt.value(colours.area(95)))
            .otherwise(alt.value(colours.area(45))),
            tooltip=tooltip,
        )
    )
    layers: list[Any] = [_rule(0.0, [], place, colours)] if domain[0] < 0 < domain[1] else []
    if middle is not None:
        layers.append(_rule(middle, [6, 4], place, colours))
    names_at = {"change": domain, "level": [-reach, reach]}
    layers += [
        marks,
        *name_layers(table, names_at, place, colours, height=plot, everybody=True, framed=False),
    ]
    chart = alt.layer(*layers).properties(
        width="container",
        height=plot + colours.size(_FRAME),
        title=alt.TitleParams(title, subtitle=list(subtitle)),
    )
    return configure(chart, colours, lang)


def _rule(at: float, dash: list[int], place: Place, colours: Palette) -> alt.Chart:
    frame = pd.DataFrame({"change": [at]})
    look: dict[str, Any] = {"strokeDash": dash} if dash else {"opacity": 0.5}
    return (
        alt.Chart(frame).mark_rule(color=colours.muted, strokeWidth=1.4, aria=False, **look).encode(x=place.x)
    )


def _stacked(changes: pd.Series, domain: list[float], colours: Palette) -> pd.Series:
    """The level of each mark: 0, or as far above or below as it takes not to cover its neighbours on a phone."""
    apart = colours.size(_MARK) * (domain[1] - domain[0]) / _PHONE
    last: dict[int, float] = {}
    levels = {}
    for unit, change in changes.sort_values(kind="stable").items():
        level = next(
            level for level in _outwards(len(changes)) if change - last.get(level, float("-inf")) >= apart
        )
        last[level] = change
        levels[unit] = level
    return pd.Series(levels, dtype=float).reindex(changes.index)


def _outwards(n: int) -> list[int]:
    """0, 1, -1, 2, -2 and so on."""
    return [0, *(side * step for step in range(1, n + 1) for side in (1, -1))]
