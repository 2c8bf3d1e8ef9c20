"""The map: a mark for every country on a land without borders, by group or by score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.clicks import clicked_unit, isolated_level
from dxindex.charts.levels import level_name
from dxindex.charts.map_layers import frame, land_datasets, land_layers, name_layers
from dxindex.charts.map_points import GROUP, NO_DATA, OUTSIDE, points_on_map, sized, tooltip_nodes, unsized
from dxindex.charts.projection import equal_earth, in_the_west
from dxindex.charts.ranks import rank_texts
from dxindex.charts.scatter_layers import flat
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.i18n import number, translator

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

HEIGHT = 620
_LOWER_LEGEND = 50  # what a scale of colours or sizes below the map adds to the height


def world_map(
    result: IndexResult,
    groups: Groups,
    points: pd.DataFrame,
    land: Mapping[str, Any],
    *,
    colour: str = GROUP,
    highlight: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    shown: Collection[str] | None = None,
    size: pd.Series | None = None,
    size_title: str = "",
    unranked: pd.DataFrame | None = None,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw units where they are, shaped by group and coloured by group or by a score.

    The land is a background: no border is drawn, and no area stands for a country, so that small
    states are as visible as large ones. Scores, ranks and groups are drawn as they are: hiding
    units never recomputes anything, and the colour scale keeps the extent of all units.

    Parameters
    ----------
    result : IndexResult
        Scores and ranks.
    groups : Groups
        Labels per unit, lowest level first in ``groups.levels``.
    points : DataFrame
        Index ids, columns ``longitude`` and ``latitude`` in degrees: every unit that may be drawn.
        Units without a point are not drawn; those without any score are drawn small and hollow.
    land : mapping
        A quantised TopoJSON topology with an object ``"land"`` of one MultiPolygon; a ring is one arc.
    colour : str
        ``"group"``, or the id of a node of the framework whose score is the colour.
    highlight : iterable of str
        Ids drawn larger, outlined and labelled. Unknown ids are passed over.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    shown : collection of str, optional
        Ids to draw; all when None. Highlighted ids are drawn in any case.
    size : Series, optional
        A positive number per id, drawn as the area of the mark; ids without one get the smallest.
    size_title : str
        Title of the legend of sizes.
    unranked : DataFrame, optional
        Scores of units outside the panel (id x nodes): hollow marks, without rank or group. Without
        it these units are shown as having no data.
    period : str
        The edition, for subtitle and tooltips.
    lang, colours
        Language of the texts and colours of the surface.

    Returns
    -------
    LayerChart
        Width follows its container; on a narrow one the Americas stand above the other continents.
        A point selection named ``"country"`` carries the id of a clicked unit (field ``iso3``).

    Raises
    ------
    ValueError
        When ``colour`` is neither ``"group"`` nor a node, and for a language without a catalogue.

    Examples
    --------
    >>> from dxindex import CompositeIndex, classify
    >>> panel = pd.DataFrame({"a": [1.0, 2.0, 4.0]}, index=["P", "Q", "R"])
    >>> result = CompositeIndex().fit(panel).result(panel)
    >>> points = pd.DataFrame({"longitude": [10.0, 20.0, 30.0], "latitude": [0.0, 5.0, 9.0]}, index=panel.index)
    >>> island = {"geometries": [{"type": "MultiPolygon", "arcs": [[[0]]]}]}
    >>> corner = {"scale": [1, 1], "translate": [0, 0]}
    >>> land = {"transform": corner, "arcs": [[[0, 0], [1, 0], [0, 1], [-1, -1]]], "objects": {"land": island}}
    >>> world_map(result, classify(result, features=["index"]), points, land).title.text
    'Groups on the map'
    """
    if colour != GROUP and colour not in result.framework.nodes:
        choices = ", ".join(map(repr, (GROUP, *result.framework.nodes)))
        raise ValueError(f"colour is {colour!r}; choose one of {choices}")
    _ = translator(lang)
    wanted = [unit for unit in dict.fromkeys(highlight) if unit in points.index]
    scores = _scores(result, unranked, points.index)
    table = _table(
        result, groups, points, scores, tooltip_nodes(result, colour), names or {}, wanted, period, lang
    )
    # Legend and scale speak of all units, whatever is hidden.
    counts = table["level"].value_counts()
    table["value"] = float("nan") if colour == GROUP else scores[colour].reindex(table.index).round(4)
    if size is not None:
        known = size.where(size > 0)
        table["size"] = known.reindex(table.index).where(table["level"] != NO_DATA).fillna(known.min())
    visible = table if shown is None else table[table.index.isin(shown) | table["highlighted"]]
    # Highlighted marks are drawn last, on top; of the others small ones lie on large ones.
    order = ["highlighted", "size"] if size is not None else ["highlighted"]
    visible = visible.sort_values(order, ascending=[True, False][: len(order)], kind="stable")

    marks = points_on_map(visible, result, groups, counts, scores, colour, lang, colours)
    marks = sized(marks, size_title, colours) if size is not None else unsized(marks, colours)
    isolate = isolated_level()
    marks = marks.encode(
        opacity=alt.when(isolate).then(alt.value(0.92)).otherwise(alt.value(0.08))
    ).add_params(isolate, clicked_unit())
    chart = alt.layer(*land_layers(colours), marks, *name_layers(visible, colours))
    chart = chart.add_params(*frame()).properties(
        width="container",
        height=HEIGHT + _LOWER_LEGEND * (size is not None or colour != GROUP),
        title=alt.TitleParams(
            text=_title(result, colour, lang),
            subtitle=_subtitle(colour, period, lang, sized=size is not None),
        ),
    )
    finished: alt.LayerChart = configure(chart, colours, lang)
    finished["datasets"] = land_datasets(land)
    return finished


def _title(result: IndexResult, colour: str, lang: str) -> str:
    _ = translator(lang)
    if colour == GROUP:
        return _("Groups on the map")
    return _("{score} on the map").format(score=result.framework.label(colour, lang))


def _subtitle(colour: str, period: str, lang: str, *, sized: bool) -> list[str]:
    _ = translator(lang)
    each = _("{period}. Each mark is a country, large or small.")
    if sized:
        each = _("{period}. Each mark is a country, sized by population.")
    lines = [each.format(period=period)]
    if colour != GROUP:
        lines.append(_("Colour: score 0–1, higher is better. Shape: group."))
    return [*lines, _("Land: Natural Earth, without borders.")]


def _scores(result: IndexResult, unranked: pd.DataFrame | None, units: pd.Index) -> pd.DataFrame:
    nodes = list(result.framework.nodes)
    frames = [result.scores[nodes]]
    if unranked is not None:
        frames.append(unranked.loc[unranked.index.difference(result.scores.index), nodes])
    return pd.concat(frames).reindex(units)


def _table(
    result: IndexResult,
    groups: Groups,
    points: pd.DataFrame,
    scores: pd.DataFrame,
    nodes: list[str],
    names: Mapping[str, str],
    highlight: list[str],
    period: str,
    lang: str,
) -> pd.DataFrame:
    """Every unit that has a point: its place, its texts and its level."""
    _ = translator(lang)
    table = equal_earth(points["longitude"], points["latitude"]).round(4)
    table["west"] = in_the_west(points["longitude"])
    table.insert(0, "iso3", table.index.astype(str))
    table["name"] = [names.get(unit, unit) for unit in table.index]
    table["level"] = groups.labels.reindex(table.index).astype(object)
    scored = scores.notna().any(axis=1)
    table.loc[table["level"].isna() & scored, "level"] = OUTSIDE
    table.loc[table["level"].isna(), "level"] = NO_DATA
    table["group"] = [_level_text(level, lang) for level in table["level"]]
    for node in nodes:
        table[f"{flat(node)}_rank"] = rank_texts(result.ranks[node], table.index)
        # Written out here: a missing score would read "null" in a tooltip.
        table[f"{flat(node)}_text"] = [number(score, lang, 3) for score in scores[node]]
    table["period"] = period
    table["said"] = table["name"] + ", " + table["group"]  # what a screen reader says of the mark
    table["highlighted"] = table.index.isin(highlight)
    return table


def _level_text(level: str, lang: str) -> str:
    _ = translator(lang)
    hollow = {OUTSIDE: _("Outside the panel: not ranked, no group"), NO_DATA: _("No data in this edition")}
    return hollow.get(level) or level_name(level, lang)
