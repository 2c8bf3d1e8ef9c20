"""The index that a visitor's figures rest on: brought, an edition's, or made here; and what it lacks for the pages.

Nothing of a file may be kept between sessions: no function that takes figures is cached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

import dxindex as dx
from dxindex import i18n, own
from dxindex.own.faults import Fault
from pages.ui.queries import codes, own_reading, scores

GIVEN, MADE, BUNDLED = "given", "made", "edition:"
AXES = ("x", "y")
OUT = "out"
GROUPS = scores.GROUPS


@dataclass(frozen=True)
class Place:
    """Where a figure stands in an index that is made here; ``out`` is on none."""

    axis: str = OUT
    pillar: str = ""
    less: bool = False


@dataclass(frozen=True)
class Plan:
    """An index that is made here: the place of each figure, and titles of the index and the two axes."""

    places: Mapping[str, Place] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def starts() -> tuple[str, ...]:
    """Names of the frameworks to start from."""
    return dx.available_frameworks()


@cache
def start_toml(name: str) -> bytes:
    """A framework to start from, as a file."""
    return dx.load_framework(name).to_toml().encode()


@cache
def of_editions() -> dict[str, str]:
    """Editions with an index of their own, by the code of the index."""
    found: dict[str, str] = {}
    for edition in codes.offered_editions():
        found.setdefault(scores.framework(edition).id, edition)
    return {f"{BUNDLED}{edition}": edition for edition in found.values()}


def offered(figures: own.OwnData, given: dx.Framework | None, lang: str) -> dict[str, str]:
    """Ways to have an index on these figures, in words; those first that the file has all figures for."""
    _ = i18n.translator(lang)
    there = set(figures.indicators.index)
    whole, partial = {}, {}
    if given is not None:
        whole[GIVEN] = _("The index you gave: {title}").format(title=own.quotable(given.title(lang)))
    for code, edition in of_editions().items():
        scheme = scores.framework(edition)
        found = there.intersection(scheme.indicators)
        told = _("{title}: the file has {n} of its {all} indicators").format(
            title=scheme.title(lang), n=len(found), all=len(scheme.indicators)
        )
        if len(found) == len(scheme.indicators):
            whole[code] = told
        elif all(there.intersection(scheme.leaves(axis)) for axis in scheme.axis_ids):
            partial[code] = told
    return {**whole, MADE: _("An index made here"), **partial}


def proposed(figures: own.OwnData, lang: str) -> Plan:
    """A plan to begin with: figures that an edition's index has stand as there, the others are left out."""
    schemes = [scores.framework(edition) for edition in of_editions().values()]
    titles, places = usual_titles(lang), {}
    for indicator, known in figures.indicators.iterrows():
        scheme = next((scheme for scheme in schemes if indicator in scheme.indicators), None)
        if scheme is None:
            places[str(indicator)] = Place(less=known["direction"] == -1)
            continue
        place = places[str(indicator)] = _in_scheme(scheme, str(indicator), lang)
        titles[place.axis] = scheme.label(scheme.axes[place.axis], lang)
    return Plan(places, titles)


def _in_scheme(scheme: dx.Framework, indicator: str, lang: str) -> Place:
    part = scheme.indicator(indicator)
    node = scheme.axis_of(part.parent)
    axis = next(name for name, top in scheme.axes.items() if top == node)
    pillar = scheme.label(part.parent, lang) if part.parent not in scheme.axis_ids else ""
    return Place(axis, pillar, part.direction == -1)


def placeable(figures: own.OwnData) -> list[str]:
    """Figures that can be scored by their spread."""
    flat = own.unscorable(figures.panel())
    return [str(indicator) for indicator in figures.indicators.index if indicator not in flat]


def table_of_places(figures: own.OwnData, places: Mapping[str, Place], lang: str) -> pd.DataFrame:
    """The figures with their places, to be edited."""
    titles = own_reading.titles_of(figures, lang)
    rows = [
        (titles[item], place.axis, place.pillar, place.less)
        for item in placeable(figures)
        for place in [places.get(item, Place())]
    ]
    return pd.DataFrame(rows, columns=["title", "axis", "pillar", "less"])


def placed(
    figures: own.OwnData, places: Mapping[str, Place], edits: Mapping[int, Mapping[str, object]]
) -> dict[str, Place]:
    """Return the places after edits of the table that shows them, by its row."""
    items, after = placeable(figures), dict(places)
    for row, edit in edits.items():
        before = after.get(items[row], Place())
        after[items[row]] = Place(
            axis=str(edit.get("axis", before.axis) or OUT),
            pillar=own.quotable(str(edit.get("pillar", before.pillar) or "")),
            less=bool(edit.get("less", before.less)),
        )
    return after


def usual_titles(lang: str) -> dict[str, str]:
    """Titles of an index and its two axes that nobody named."""
    _ = i18n.translator(lang)
    return {"index": _("Own index"), "x": _("Axis x"), "y": _("Axis y")}


def axis_titles(plan: Plan, lang: str) -> dict[str, str]:
    """The axes to choose from, in words; the last one leaves a figure out."""
    _ = i18n.translator(lang)
    usual = usual_titles(lang)
    return {**{axis: plan.titles.get(axis) or usual[axis] for axis in AXES}, OUT: _("left out")}


def make(figures: own.OwnData, plan: Plan, lang: str) -> dx.Framework | None:
    """Make an index of figures; None while an axis has none."""
    there = placeable(figures)
    places = {item: plan.places[item] for item in there if item in plan.places}
    axes = {axis: [item for item in places if places[item].axis == axis] for axis in AXES}
    if not all(axes.values()):
        return None
    pillars: dict[str, dict[str, list[str]]] = {axis: {} for axis in AXES}
    for axis, items in axes.items():
        for item in items:
            if places[item].pillar:
                pillars[axis].setdefault(places[item].pillar, []).append(item)
    directions = {item: -1 if places[item].less else 1 for items in axes.values() for item in items}
    titles = {name: plan.titles.get(name) or usual for name, usual in usual_titles(lang).items()}
    return own.propose_framework(
        figures, axes, directions, title=titles.pop("index"), titles=titles, pillars=pillars
    )


def obstacles(figures: own.OwnData, framework: dx.Framework, lang: str) -> list[str]:
    """Say what keeps figures and index from the pages, a sentence each; empty where nothing does."""
    _ = i18n.translator(lang)
    lacks = own.find_lacks(framework, figures)
    if lacks:
        return [" ".join(own.told(fault, lang)) for fault in lacks]
    panel = figures.panel().reindex(columns=framework.indicators)
    flat = [item for item in own.unscorable(panel) if framework.indicator(item).goalposts is None]
    if flat:
        titles = {item: framework.label(item, lang) for item in flat}
        remedy = own.told(Fault("constant", facts={"value": 0.0}), lang)[1]
        return [
            _("Without goalposts and without two different values, these cannot be scored: {names}.").format(
                names=i18n.joined([own.quotable(title) for title in titles.values()], lang)
            )
            + " "
            + remedy
        ]
    result = dx.fit_index(panel, framework).result(panel)
    n_scored = int(result.scores[list(framework.axis_ids)].notna().all(axis=1).sum())
    if n_scored < GROUPS:
        return [
            _(
                "Units with a score on both axes: {n}; {least} are needed for the groups. A unit has one where at least {floor} of an "
                "axis's weight is observed."
            ).format(
                n=i18n.number(n_scored, lang, 0),
                least=GROUPS,
                floor=i18n.percent(dx.aggregate.COVERAGE_FLOOR, lang),
            )
        ]
    dx.classify(result, n_groups=GROUPS)
    return []
