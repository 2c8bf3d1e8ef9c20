"""The two charts that a browser draws: a specification with its rows named by what they are, and what varies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dxindex import charts
from dxindex.charts.map_points import GROUP, points_on_map
from dxindex.charts.projection import one_map, split_land, stacked
from dxindex.charts.scatter_layers import flat
from dxindex.i18n import DEFAULT_LANGUAGE, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.layers import (
    LABELS,
    Spec,
    map_points,
    map_roles,
    points_of,
    roles,
    rows_by_role,
    without_rows,
)
from dxindex.words.sources import databases


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
    rows, lines, always = rows_by_role(full), full["title"]["subtitle"], plain["title"]["subtitle"]
    sized = points_of(full)["encoding"]["size"]
    marks = {**points_of(full)["encoding"], "size": points_of(plain)["encoding"]["size"]}
    layers = [{**layer, "encoding": marks} if "name" in layer else layer for layer in full["layer"]]
    spec = {
        **full,
        "title": plain["title"],
        "height": plain["height"],
        "layer": [*layers, *plain["layer"][-len(LABELS) :]],
    }
    return {
        "spec": without_rows(spec, [*roles(full), *LABELS]),
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
    counts = pd.Series([row["level"] for row in map_points(first)]).value_counts()
    return {
        "spec": without_rows(first, map_roles(first)),
        "by": {
            GROUP: _colouring(first, points_of(first)["encoding"]),
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
            "encoding": points_of(sized)["encoding"]["size"],
            "more": sized["height"] - first["height"],
            "line": sized["title"]["subtitle"][0],
        },
        "groups": {row["level"]: row["group"] for row in map_points(first)},
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


def _two_axis(facts: Facts, edition: Edition, lang: str, **options: Any) -> Spec:
    _ = translator(lang)
    chart: Spec = charts.two_axis(
        edition.result,
        edition.groups,
        **{"highlight": edition.units, **options},
        names=facts.names(lang),
        size_title=_("Population, millions"),
        period=edition.titles[lang],
        sources={axis: edition_databases(facts, edition, axis, lang) for axis in edition.axes},
        lang=lang,
    ).to_dict(validate=False)
    return chart


def edition_databases(facts: Facts, edition: Edition, axis: str, lang: str) -> list[str]:
    """Name the databases below an axis with the years their figures are of."""
    return databases(edition.framework.leaves(axis), edition.vintages, facts.indicators, lang)


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
