"""What a country's page says, edition by edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from dxindex import charts
from dxindex.charts import level_name, signed
from dxindex.i18n import MISSING, joined, number, percent, translator
from dxindex.mean_gap import mean_gap
from dxindex.peers import peers
from dxindex.site.beside import Published, published
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.words.countries import Noted, country_facts, country_sentence, figure_notes, firmness
from dxindex.words.findings import best_and_weakest_pillar
from dxindex.words.sources import origin_names, ours

PEERS = 5


@dataclass(frozen=True)
class NodeRow:
    """An axis or pillar: where the country stands, and the median of its group."""

    id: str
    name: str
    axis: bool
    score: str
    rank: str
    between: str
    median: str


@dataclass(frozen=True)
class ShareRow:
    """A group, and the share of runs in which the country falls into it."""

    level: str
    name: str
    share: str
    own: bool


@dataclass(frozen=True)
class FigureRow:
    """One indicator: its value, that of the group, what it adds to the difference, and where it is from."""

    id: str
    name: str
    unit: str
    value: str
    median: str
    adds: str
    rank: str
    year: str
    how: str
    source: str


@dataclass(frozen=True)
class PeerRow:
    """A country near this one."""

    unit: str
    name: str
    ranks: tuple[str, ...]
    distance: str


@dataclass(frozen=True, eq=False)
class Compared:
    """A country beside others, in no language: exact shares of the gap to its group by axis, and its peers."""

    gaps: Mapping[str, pd.Series]
    near: pd.Series


@dataclass(frozen=True)
class CountryPart:
    """A country in one edition, in words."""

    edition: Edition
    facts: str
    said: list[str]
    group_median: str
    nodes: list[NodeRow]
    shares: list[ShareRow]
    figures: list[FigureRow]
    gap_note: str
    notes: list[str]
    peers: list[PeerRow]
    published: Published | None
    ours: str
    place: Mapping[str, float]


def compare(edition: Edition, unit: str) -> Compared:
    """Compare a country with the others in its group, and find those like it."""
    others = [other for other in _group(edition, unit) if other != unit]
    gaps = {axis: _shares_of_gap(edition, unit, others, axis) for axis in edition.axes} if others else {}
    pillars = list(edition.framework.pillar_ids)
    if edition.result.scores.loc[unit, pillars].isna().any():
        return Compared(gaps, pd.Series(dtype=float))
    return Compared(gaps, peers(edition.result, unit, n=PEERS)["distance"])


def country_part(facts: Facts, edition: Edition, unit: str, compared: Compared, lang: str) -> CountryPart:
    """Put a country's standing in an edition into words, rows and places."""
    _ = translator(lang)
    level = edition.level(unit)
    adds, gap_note = _gap(edition, unit, compared.gaps, lang)
    return CountryPart(
        edition=edition,
        facts=_facts(facts, edition, unit, lang),
        said=_said(facts, edition, unit, lang),
        group_median=_("{set}: median of {n}").format(
            set=level_name(level, lang), n=len(_group(edition, unit))
        ),
        nodes=_nodes(edition, unit, lang),
        shares=[
            ShareRow(
                name,
                level_name(name, lang),
                percent(edition.shares[name][unit], lang),
                name == level,
            )
            for name in edition.groups.levels
        ],
        figures=_figures(facts, edition, unit, adds, lang),
        gap_note=gap_note,
        notes=figure_notes(_noted(facts, edition, unit, lang), lang),
        peers=_peers(facts, edition, compared.near, lang),
        published=published(facts, edition, unit, lang),
        ours=ours(edition.reference, lang),
        place={axis: edition.standing(unit, axis).score for axis in edition.axes},
    )


def _said(facts: Facts, edition: Edition, unit: str, lang: str) -> list[str]:
    level, scheme = edition.level(unit), edition.framework
    axes = {scheme.label(axis, lang): edition.standing(unit, axis) for axis in edition.axes}
    said = [
        country_sentence(facts.names(lang)[unit], level, axes, edition.titles[lang], lang),
        firmness(
            {name.lower(): here for name, here in axes.items()},
            level,
            edition.shares[level][unit] if level else 0.0,
            edition.sure.n,
            lang,
        ),
        best_and_weakest_pillar(
            scheme, {node: edition.standing(unit, node).rank for node in scheme.pillar_ids}, lang
        ),
    ]
    return [text for text in said if text]


def _facts(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    about = {name: column[unit] for name, column in edition.about.items()}
    return country_facts(about, facts.titles("regions", lang), facts.titles("incomes", lang), lang)


def _noted(facts: Facts, edition: Edition, unit: str, lang: str) -> Iterator[Noted]:
    clipped = edition.result.clipped.loc[unit]
    for name in edition.framework.indicators:
        _year, how = edition.origins.get((unit, name), (None, ""))
        known = bool(pd.notna(edition.figures[name][unit]))
        yield Noted(facts.about(name)[f"title_{lang}"], bool(clipped[name]), known, how)


def _nodes(edition: Edition, unit: str, lang: str) -> list[NodeRow]:
    medians = _medians(edition, unit)
    rows = []
    for node in charts.node_labels(edition.result, lang):
        here = edition.standing(unit, node)
        rows.append(
            NodeRow(
                id=node,
                name=edition.framework.label(node, lang),
                axis=node in edition.axes,
                score=number(here.score, lang, 3),
                rank=MISSING if here.rank is None else str(here.rank),
                between=MISSING if here.low is None else f"{here.low}–{here.high}",
                median=number(medians.get(node), lang, 3),
            )
        )
    return rows


def _group(edition: Edition, unit: str) -> list[str]:
    """The ranked countries of the same group, this one among them."""
    return edition.members.get(edition.level(unit) or "", [])


def _medians(edition: Edition, unit: str) -> dict[str, float]:
    """The medians of the country's group, by node and indicator."""
    level = edition.level(unit)
    return {} if level is None else {str(k): float(v) for k, v in edition.medians[level].items()}


def _gap(edition: Edition, unit: str, gaps: Mapping[str, pd.Series], lang: str) -> tuple[dict[str, str], str]:
    """What each indicator adds to the difference from the others in the group, and what it comes to."""
    _ = translator(lang)
    if not gaps:
        return {}, ""
    adds = {
        str(name): signed(float(share), lang)
        for shares in gaps.values()
        for name, share in shares.dropna().items()
    }
    totals = [
        _("{total} on {axis}").format(
            total=signed(float(shares.sum()), lang), axis=edition.framework.label(axis, lang).lower()
        )
        for axis, shares in gaps.items()
    ]
    note = _(
        "“Adds”: what the indicator adds to the difference in score from the mean of the {n} others in the group; "
        "it comes to {totals}. Differences, not causes."
    )
    return adds, note.format(n=len(_group(edition, unit)) - 1, totals=joined(totals, lang))


def _shares_of_gap(edition: Edition, unit: str, others: list[str], axis: str) -> pd.Series:
    """Exact shares of the difference; where nothing is missing they are differences of contributions."""
    if edition.complete[axis]:
        contributions = edition.contributions[axis][list(edition.framework.leaves(axis))]
        mean: pd.Series = contributions.loc[others].mean()
        return mean.rsub(contributions.loc[unit])
    if pd.isna(edition.standing(unit, axis).score):
        return pd.Series(dtype=float)
    return mean_gap(edition.result, unit, others, node=axis).contributions


def _figures(
    facts: Facts, edition: Edition, unit: str, adds: Mapping[str, str], lang: str
) -> list[FigureRow]:
    medians, names, rows = _medians(edition, unit), origin_names(lang), []
    for name in edition.framework.indicators:
        about, rank = facts.about(name), edition.value_ranks[name][unit]
        year, how = edition.origins.get((unit, name), (None, ""))
        rows.append(
            FigureRow(
                id=name,
                name=about[f"title_{lang}"],
                unit=about[f"unit_{lang}"],
                value=number(edition.figures[name][unit], lang, about["decimals"]),
                median=number(medians.get(name), lang, about["decimals"]),
                adds=adds.get(name, MISSING),
                rank=MISSING if pd.isna(rank) else f"{rank:.0f}",
                year=MISSING if year is None else str(year),
                how=names.get(how, MISSING),
                source=about[f"source_short_{lang}"],
            )
        )
    return rows


def _peers(facts: Facts, edition: Edition, near: pd.Series, lang: str) -> list[PeerRow]:
    return [
        PeerRow(
            unit=str(code),
            name=facts.names(lang)[str(code)],
            ranks=tuple(str(edition.standing(str(code), axis).rank or MISSING) for axis in edition.axes),
            distance=number(float(distance), lang, 3),
        )
        for code, distance in near.items()
    ]
