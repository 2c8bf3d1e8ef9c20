"""The two charts that a browser draws: a specification with its rows named by what they are, and what varies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dxindex import charts
from dxindex.charts.map_points import GROUP, points_on_map
from dxindex.charts.projection import equal_earth, in_the_west, one_map, split_land, stacked
from dxindex.charts.scatter_layers import flat, score_domain
from dxindex.i18n import DEFAULT_LANGUAGE, number, translator
from dxindex.reach import rank_reach
from dxindex.site.facts import Edition, Facts
from dxindex.site.ranking_parts import clubs_of
from dxindex.site.sentences import databases_of

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

_LABELS = ("leaders", "others", "named", "named")  # the last layers of the two-axis chart
_MAP_LABELS = ("leaders", "named", "named")  # of the map, once for each range of widths
_VIEW = "marks"


def figures(facts: Facts, edition: Edition) -> Spec:
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


def two_axis(facts: Facts, edition: Edition, lang: str, plain: Spec) -> Spec:
    """Return the two-axis chart with everything it can show, for the browser to choose from.

    Parameters
    ----------
    facts, edition, lang
        What is drawn.
    plain
        The chart as :func:`still_two_axis` draws it.

    Returns
    -------
    dict
        ``spec`` without rows, and by role the ``rows`` that never change; ``size`` the encoding and the height of a
        chart sized by population; ``subtitle`` the lines that are always shown, ``extra`` those of what is drawn on
        demand, ``note`` what is said of a unit that is not ranked.
    """
    full = _two_axis(
        facts, edition, lang, labels="none", size=edition.countries["population"], **_demanded(edition)
    )
    rows, lines, always = _rows_by_role(full), full["title"]["subtitle"], plain["title"]["subtitle"]
    sized = _points_of(full)["encoding"]["size"]
    marks = {**_points_of(full)["encoding"], "size": _points_of(plain)["encoding"]["size"]}
    layers = [{**layer, "encoding": marks} if "name" in layer else layer for layer in full["layer"]]
    spec = {
        **full,
        "title": plain["title"],
        "height": plain["height"],
        "layer": [*layers, *plain["layer"][-len(_LABELS) :]],
    }
    return {
        "spec": _without_rows(spec, [*_roles(full), *_LABELS]),
        "rows": {role: found for role, found in rows.items() if role.startswith(("medians", "centre"))},
        "size": {"encoding": sized, "height": full["height"]},
        "subtitle": always,
        "extra": dict(zip(_extras(edition), lines[len(always) :], strict=True)),
        "note": rows["outside"][0]["note"] if "outside" in rows else "",
    }


def world_map(facts: Facts, edition: Edition, lang: str) -> Spec:
    """Return the map with every colouring, for the browser to choose from.

    Returns
    -------
    dict
        ``spec`` without rows; ``by`` what each colouring changes; ``size`` what marks sized by population change;
        ``groups`` what is said of units by level, those without one among them.
    """
    first = _map(facts, edition, lang, highlight=edition.units[:1])
    sized = _map(facts, edition, lang, size=edition.countries["population"])
    known = pd.concat([edition.result.scores, edition.outside])
    counts = pd.Series([row["level"] for row in _map_points(first)]).value_counts()
    return {
        "spec": _without_rows(first, _map_roles(first)),
        "by": {
            GROUP: _colouring(first, _points_of(first)["encoding"]),
            **{
                node: {
                    **_colouring(sized, _encoding(edition, known, counts, node, lang, charts.LIGHT)),
                    "field": flat(node),
                    "title": _score_title(first, edition, node, lang),
                }
                for node in edition.framework.nodes
            },
        },
        "size": {
            "encoding": _points_of(sized)["encoding"]["size"],
            "more": sized["height"] - first["height"],
            "line": sized["title"]["subtitle"][0],
        },
        "groups": {row["level"]: row["group"] for row in _map_points(first)},
        "period": edition.titles[lang],
    }


def _colouring(chart: Spec, encoding: Spec) -> Spec:
    parts = ("color", "shape", "stroke", "tooltip")
    return {
        "title": chart["title"],
        "height": chart["height"],
        "encoding": {part: encoding[part] for part in parts},
    }


def _encoding(
    edition: Edition,
    scores: pd.DataFrame,
    counts: pd.Series,
    node: str,
    lang: str,
    colours: charts.Palette,
) -> Spec:
    """How marks are drawn whose colour is the score on a node; ``counts`` are the marks by level."""
    one = pd.DataFrame({"level": [edition.groups.levels[0]]})
    drawn: Spec = points_on_map(
        one, edition.result, edition.groups, counts, scores, node, lang, colours
    ).to_dict(validate=False)
    encoding: Spec = drawn["encoding"]
    return encoding


def _score_title(first: Spec, edition: Edition, node: str, lang: str) -> Spec:
    """What stands above the map of a score, where ``first`` is the map of the groups."""
    _ = translator(lang)
    each, *rest = first["title"]["subtitle"]
    return {
        **first["title"],
        "text": _("{score} on the map").format(score=edition.framework.label(node, lang)),
        "subtitle": [each, _("Colour: score 0–1, higher is better. Shape: group."), *rest],
    }


def still_two_axis(facts: Facts, edition: Edition, lang: str, highlight: Sequence[str]) -> Spec:
    """Return the two-axis chart as it is drawn without a browser."""
    return _two_axis(facts, edition, lang, labels="auto", highlight=highlight)


def land(facts: Facts) -> Spec:
    """Return the outline behind the map, in the two parts that it is drawn in, and how they are laid out."""
    layouts = {
        name: {"across": layout.across, "tall": layout.tall, "middle": layout.middle}
        for name, layout in (("one", one_map()), ("stacked", stacked()))
    }
    return {"land": split_land(facts.land), "layouts": layouts}


def recolouring(edition: Edition) -> dict[str, str]:
    """Return what each colour of a light surface becomes on a dark one."""
    light, dark = charts.LIGHT, charts.DARK
    names = ("ink", "muted", "grid", "paper", "accent")
    pairs = [(getattr(light, name), getattr(dark, name)) for name in names]
    scores, counts = edition.result.scores, edition.groups.labels.value_counts()
    scales = (
        _encoding(edition, scores, counts, edition.axes[0], DEFAULT_LANGUAGE, colours)["color"]["scale"]
        for colours in (light, dark)
    )
    ranges = zip(*(scale["range"] for scale in scales), strict=True)
    return dict([*pairs, *zip(light.levels, dark.levels, strict=True), *ranges])


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


def _two_axis(facts: Facts, edition: Edition, lang: str, **options: Any) -> Spec:
    _ = translator(lang)
    chart: Spec = charts.two_axis(
        edition.result,
        edition.groups,
        **{"highlight": edition.units, **options},
        names=facts.names(lang),
        size_title=_("Population, millions"),
        period=edition.titles[lang],
        sources={axis: databases_of(facts, edition, axis, lang) for axis in edition.axes},
        lang=lang,
    ).to_dict(validate=False)
    return chart


def _demanded(edition: Edition) -> dict[str, Any]:
    """What the chart draws on demand."""
    return {
        "intervals": {axis: edition.intervals[axis] for axis in edition.axes},
        "earlier": edition.earlier.scores if edition.earlier else None,
        "unranked": edition.outside,
    }


def _map(facts: Facts, edition: Edition, lang: str, **options: Any) -> Spec:
    _ = translator(lang)
    chart: Spec = charts.world_map(
        edition.result,
        edition.groups,
        facts.points,
        facts.land,
        names=facts.names(lang),
        size_title=_("Population, millions"),
        unranked=edition.outside,
        period=edition.titles[lang],
        lang=lang,
        **options,
    ).to_dict(validate=False)
    return chart


def _extras(edition: Edition) -> list[str]:
    """What can be drawn on demand, by the code that links have for it, in the order of the subtitle."""
    there = {
        "whisker": True,
        "trail": edition.earlier is not None,
        "outside": not edition.outside.empty,
    }
    return [code for code, can in there.items() if can]


def _domains(edition: Edition) -> dict[str, list[list[float]]]:
    frames = {"": edition.result.scores, "outside": edition.outside}
    if edition.earlier:
        frames["trail"] = edition.earlier.scores
    return {
        code: [[float(end) for end in score_domain(frame[axis])] for axis in edition.axes]
        for code, frame in frames.items()
        if not frame.empty
    }


def _layers(spec: Spec) -> list[Spec]:
    """All layers that have rows, nested ones in their place."""
    found: list[Spec] = []
    for layer in spec["layer"]:
        found += _layers(layer) if "layer" in layer else [layer]
    return found


def _points_of(spec: Spec) -> Spec:
    return next(layer for layer in spec["layer"] if "name" in layer)


def _map_points(spec: Spec) -> Rows:
    rows: Rows = spec["datasets"][_points_of(spec)["data"]["name"]]
    return rows


def _roles(spec: Spec) -> list[str]:
    """The role of each layer's rows in the two-axis chart without names, in order."""
    return [_role(spec, layer) for layer in _layers(spec)]


def _role(spec: Spec, layer: Spec) -> str:
    """What the rows of a layer are, by a field that only they have."""
    rows = spec["datasets"][layer["data"]["name"]]
    fields = set(rows[0])
    if "level" in fields:
        return "points"
    if "ranks" in fields:
        return f"whisker-{'x' if 'x2' in layer['encoding'] else 'y'}"
    if "to_x" in fields:
        return "trail-heads" if layer["mark"].get("shape") else "trails"
    if "note" in fields:
        return "outside"
    return f"centre-{rows[0]['group']}" if "group" in fields else "medians"


def _map_roles(spec: Spec) -> list[str]:
    names = [layer["data"]["name"] for layer in spec["layer"]]
    drawn = sum("projection" in layer for layer in spec["layer"])
    turns = (len(names) - drawn - 1) // len(_MAP_LABELS)
    labels = [f"{label}-{turn}" for turn in range(turns) for label in _MAP_LABELS]
    return [*names[:drawn], "points", *labels]


def _rows_by_role(spec: Spec) -> dict[str, Rows]:
    return {
        role: [dict(row) for row in spec["datasets"][layer["data"]["name"]]]
        for role, layer in zip(_roles(spec), _layers(spec), strict=True)
    }


def _without_rows(spec: Spec, roles: Sequence[str]) -> Spec:
    """The specification without its rows, each layer's data named by their role."""
    names = iter(roles)

    def renamed(layer: Mapping[str, Any]) -> Spec:
        if "layer" in layer:
            return {**layer, "layer": [renamed(part) for part in layer["layer"]]}
        named = {**layer, "data": {**layer["data"], "name": next(names)}}
        return {**named, "name": _VIEW} if "name" in layer else named

    kept = {name: part for name, part in spec.items() if name not in ("datasets", "layer", "$schema")}
    kept["params"] = [
        {**param, "views": [_VIEW]} if "views" in param else param for param in spec.get("params", [])
    ]
    return {**kept, "layer": [renamed(layer) for layer in spec["layer"]]}
