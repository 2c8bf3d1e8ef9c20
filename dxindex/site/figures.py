"""What both charts draw of each unit, in no language."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dxindex.charts.projection import equal_earth, in_the_west
from dxindex.charts.scatter_layers import flat, score_domain
from dxindex.i18n import number
from dxindex.reach import rank_reach
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.layers import Rows, Spec
from dxindex.site.ranking_parts import clubs_of


def unit_figures(facts: Facts, edition: Edition) -> Spec:
    """Return what both charts draw of each unit, in no language: a row a unit, packed as by :func:`pack`.

    Scores as they are shown (``node``) and, on the axes, as they are placed (``node@``); ranks, rank intervals and
    the scores at their ends, scores in the earlier edition, the place on the map. A unit that is not ranked has no
    level; one without figures no score either. ``total`` is how many are ranked, by node.
    """
    nodes, ranked = edition.framework.nodes, set(edition.units)
    scores = pd.concat([edition.result.scores, edition.outside])
    place = equal_earth(facts.points["longitude"], facts.points["latitude"]).round(4)
    west = in_the_west(facts.points["longitude"])
    reach = {axis: rank_reach(edition.result.scores[axis], edition.intervals[axis]) for axis in edition.axes}
    coverage = edition.result.coverage[list(edition.axes)].min(axis=1)
    columns: dict[str, pd.Series] = {"level": edition.groups.labels}
    for node in nodes:
        columns[flat(node)] = scores[node].map(
            lambda score: float(number(score, "en", 3)), na_action="ignore"
        )
        columns[f"{flat(node)}#"] = edition.result.ranks[node]
    for axis in edition.axes:
        columns[f"{flat(axis)}@"] = scores[axis].round(4)
        for end in ("low", "high", "score_low", "score_high"):
            columns[f"{flat(axis)}:{end}"] = reach[axis][end]
        if edition.earlier:
            columns[f"{flat(axis)}:earlier"] = edition.earlier.scores[axis].round(4)
    columns["coverage"] = (100 * coverage).round()
    columns["size"] = edition.countries["population"]
    columns |= {"u": place["u"], "v": place["v"], "west": west.astype(int)}
    columns |= {"region": edition.countries["region"], "income": edition.countries["income_group"]}
    columns["clubs"] = pd.Series({str(u): clubs_of(facts, edition, str(u)) for u in edition.countries.index})
    units = [*edition.units, *(unit for unit in facts.points.index if unit not in ranked)]
    table = pd.DataFrame({name: column.reindex(units).astype(object) for name, column in columns.items()})
    known = table.where(table.notna(), None).rename_axis("iso3").reset_index()
    rows = [dict(zip(known.columns, row, strict=True)) for row in known.itertuples(index=False)]
    return {
        "units": pack(rows),
        "total": {flat(node): int(edition.result.ranks[node].notna().sum()) for node in nodes},
        "levels": list(edition.groups.levels),
        "fields": [flat(axis) for axis in edition.axes],
        "nodes": {node: flat(node) for node in nodes},
        "domains": _domains(edition),
    }


def pack(rows: Rows) -> dict[str, Any]:
    """Write rows as a list of columns' names and one list a row: a third of the letters.

    >>> pack([{"iso3": "VNM", "x": 0.5}, {"iso3": "SGP", "x": None}])
    {'f': ['iso3', 'x'], 'r': [['VNM', 0.5], ['SGP', None]]}
    """
    fields = list(rows[0]) if rows else []
    return {"f": fields, "r": [[_short(row[field]) for field in fields] for row in rows]}


def _short(value: Any) -> Any:
    """A number with no more digits than are drawn, a whole one without any."""
    if isinstance(value, str) or value is None:
        return value
    return int(value) if float(value).is_integer() else round(float(value), 4)


def _domains(edition: Edition) -> dict[str, list[list[float]]]:
    frames = {"": edition.result.scores, "outside": edition.outside}
    if edition.earlier:
        frames["trail"] = edition.earlier.scores
    return {
        code: [[float(end) for end in score_domain(frame[axis])] for axis in edition.axes]
        for code, frame in frames.items()
        if not frame.empty
    }
