"""What changed figures come to: a unit's old and new place on the two axes, everybody else faint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts import scatter_layers
from dxindex.charts.levels import legend_texts, level_name
from dxindex.charts.ranks import rank_texts
from dxindex.charts.scatter_layers import Place, flat, named_axes, score_domain, score_place
from dxindex.charts.theme import LIGHT, Palette, configure, level_marks
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

HEIGHT = 560
_PLACES, _ARROW = "places", "arrow"  # datasets
_STILL = 0.002  # on both axes: a move too short for an arrow


def move(
    before: IndexResult,
    after: IndexResult,
    unit: str,
    groups: Groups,
    *,
    names: Mapping[str, str] | None = None,
    reach: pd.DataFrame | None = None,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw where a unit is and where changed figures would put it.

    Parameters
    ----------
    before, after : IndexResult
        The same units scored as they are and with the unit's changed figures.
    unit : str
        The unit that moves; without a score on both axes it is not drawn.
    groups : Groups
        As fitted to ``before``: groups and their centres stay where they are.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    reach : DataFrame, optional
        Scores by node that the axes must reach too: as far as the unit could ever move, so that the axes stay
        still from one change to the next.
    period : str
        The edition, for the subtitle.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A hollow mark for the place today, a filled one for the new place, an arrow between them; texts say
        which is which. Others keep the colour and shape of their group. What changes alone lies in the
        datasets of :func:`journey`, so that a finished drawing can be given another one.

    Raises
    ------
    KeyError
        When the index has no such unit.
    ValueError
        When the framework names no two axes, and for a language without a catalogue.

    Examples
    --------
    >>> from dxindex import classify, fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.5, 0.8]), index=["P", "Q", "R"])
    >>> result = fit_index(panel, framework).result(panel)
    >>> after = fit_index(panel, framework).result(panel.assign(dai_people=[0.2, 0.6, 0.8]))
    >>> move(result, after, "Q", classify(result), names={"Q": "Peru"}).title.text
    'Peru: today and with the changes'
    """
    _ = translator(lang)
    x, y = named_axes(before)
    scores = before.scores[[x, y]].dropna()
    titles = {node: before.framework.label(node, lang) for node in (x, y)}
    ends = pd.concat([scores, after.scores.loc[[unit], [x, y]], *([] if reach is None else [reach[[x, y]]])])
    place = score_place(
        (flat(x), flat(y)),
        [f"{title}  →" for title in titles.values()],
        [score_domain(ends[node]) for node in (x, y)],
    )
    layers: list[Any] = [
        *scatter_layers.medians(scores.rename(columns=flat), place, colours),
        *scatter_layers.centroids(groups, x, y, place, colours, lang),
        _others(before, unit, groups, x, y, names or {}, place, colours, lang),
        *_journey_layers(x, y, place, colours),
    ]
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT,
        datasets=journey(before, after, unit, lang=lang),
        title=alt.TitleParams(
            text=_("{country}: today and with the changes").format(country=(names or {}).get(unit, unit)),
            subtitle=[
                _("{period}. Each mark is a country. Score 0–1, higher is better.").format(period=period),
                _("Dashed lines: medians. Large outlines: group centres."),
            ],
        ),
    )
    return configure(chart, colours, lang)


def journey(
    before: IndexResult, after: IndexResult, unit: str, *, lang: str = "en"
) -> dict[str, list[dict[str, Any]]]:
    """Return the datasets of :func:`move` that a change alters: the places, their words, and the arrow.

    ``places`` holds today's place and, where the unit moves, the new one; ``arrow`` the way between them, or
    nothing where it stays.
    """
    _ = translator(lang)
    x, y = named_axes(before)
    here, there = (_spot(result, unit, x, y) for result in (before, after))
    known = not (here.empty or there.empty)
    moved = known and bool((here.iloc[0] - there.iloc[0]).abs().max() >= _STILL)
    back = moved and bool((there.iloc[0] < here.iloc[0]).all())
    # Words stand outside the way: today's behind its beginning, the other's beyond the head.
    outside = -1 if moved and not back else 1
    places = [(here, _("Today"), outside)] + ([(there, _("With the changes"), -outside)] if moved else [])
    rows: list[dict[str, Any]] = [
        {
            **_row(spot),
            "text": text,
            "side": side,
            "align": "left" if side > 0 else "right",
            "today": spot is here,
        }
        for spot, text, side in places
        if not spot.empty
    ]
    start = {f"from_{axis}": here.iloc[0][flat(node)] for axis, node in (("x", x), ("y", y))} if moved else {}
    return {_PLACES: rows, _ARROW: [{**_row(there), **start}] if moved else []}


def _spot(result: IndexResult, unit: str, x: str, y: str) -> pd.DataFrame:
    return result.scores.loc[[unit], [x, y]].dropna().rename(columns=flat).round(4)


def _row(spot: pd.DataFrame) -> dict[str, Any]:
    return {str(field): float(value) for field, value in spot.iloc[0].items()}


def _others(
    result: IndexResult,
    unit: str,
    groups: Groups,
    x: str,
    y: str,
    names: Mapping[str, str],
    place: Place,
    colours: Palette,
    lang: str,
) -> alt.Chart:
    _ = translator(lang)
    levels = list(groups.levels)
    marks = level_marks(levels, colours)
    table = result.scores[[x, y]].drop(index=unit).dropna().rename(columns=flat).round(4)
    table["name"] = [names.get(other, other) for other in table.index]
    table["level"] = groups.labels.reindex(table.index).to_numpy()
    table["group"] = [level_name(level, lang) for level in table["level"]]
    tips = [alt.Tooltip("name:N", title=_("Country")), alt.Tooltip("group:N", title=_("Group"))]
    for node in (x, y):
        table[f"{flat(node)}_rank"] = rank_texts(result.ranks[node], table.index)
        title = _("{axis}: rank").format(axis=result.framework.label(node, lang))
        tips.append(alt.Tooltip(f"{flat(node)}_rank:N", title=title))
    return (
        alt.Chart(table)
        .mark_point(filled=True, opacity=0.38, size=colours.area(60), aria=False)
        .encode(
            x=place.x,
            y=place.y,
            color=alt.Color("level:N", **_by_level(levels, [marks[level][0] for level in levels], lang)),
            shape=alt.Shape("level:N", **_by_level(levels, [marks[level][1] for level in levels], lang)),
            tooltip=tips,
        )
    )


def _by_level(levels: Sequence[str], looks: Sequence[str], lang: str) -> dict[str, Any]:
    legend = alt.Legend(
        title=None,
        orient="top",
        symbolOpacity=1,
        symbolStrokeWidth=0,
        labelExpr=legend_texts(levels, lang),
    )
    return {"scale": alt.Scale(domain=list(levels), range=list(looks)), "legend": legend}


def _journey_layers(x: str, y: str, place: Place, colours: Palette) -> list[Any]:
    """The unit's own marks: hollow today, and an arrow to the place with the changes."""
    fx, fy = flat(x), flat(y)
    base = alt.Chart(alt.NamedData(_ARROW)).encode(x=place.x, y=place.y)
    line = base.mark_rule(color=colours.accent, strokeWidth=colours.size(2.2), aria=False)
    # Pixels, not scores, decide where the head of the arrow points: the chart is as wide as its container.
    turn = (
        f"atan2(scale('y', datum.{fy}) - scale('y', datum.from_y), "
        f"scale('x', datum.{fx}) - scale('x', datum.from_x)) * 180 / PI + 90"
    )
    # Without a change the arrow's layer is empty, and an empty layer has nothing to tell a screen reader.
    head: dict[str, Any] = {"shape": "triangle-up", "angle": alt.expr(turn), "aria": False}
    arrow = base.mark_point(filled=True, color=colours.accent, size=colours.area(190), opacity=1, **head)
    spots = alt.Chart(alt.NamedData(_PLACES)).encode(x=place.x, y=place.y)
    ring: dict[str, Any] = {"shape": "circle", "fill": colours.paper, "stroke": colours.accent}
    hollow = spots.transform_filter("datum.today").mark_point(
        filled=True, size=colours.area(170), strokeWidth=2.5, opacity=1, **ring
    )
    words: dict[str, Any] = {
        "align": alt.expr("datum.align"),
        "dx": alt.expr(f"datum.side * {colours.size(14)}"),
        "baseline": "middle",
        "fontSize": colours.size(13),
        "fontWeight": 700,
        "aria": False,
    }
    halo = {"color": colours.ink, "stroke": colours.paper, "strokeWidth": 4, "opacity": 0.85}
    texts = [
        spots.mark_text(**words, **look).encode(text="text:N") for look in (halo, {"color": colours.ink})
    ]
    return [line.encode(x2="from_x:Q", y2="from_y:Q"), hollow, arrow, *texts]
