"""The rankings of an edition, a row a country."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex import charts
from dxindex.charts import level_name
from dxindex.i18n import MINUS, MISSING, number, percent, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts


@dataclass(frozen=True)
class RankingRow:
    """A country: what it is filtered by, and its cells in the order of the columns."""

    unit: str
    name: str
    level: str
    group: str
    region: str
    income: str
    clubs: str
    cells: list[str]


@dataclass(frozen=True)
class Column:
    """A column of figures: its title, what it means, and whether low values come first."""

    title: str
    note: str
    rank: bool


def ranking_columns(edition: Edition, lang: str) -> list[Column]:
    """The columns after country and group: the axes with their ranks first, pillars after."""
    _ = translator(lang)
    labels = charts.node_labels(edition.result, lang)
    best = _("1 is best; ties share the best rank")
    between = _("Between which ranks the country lies in 90% of the variations of the method")
    scale = _("Score 0–1, higher is better")
    columns = []
    for axis in edition.axes:
        columns += [
            Column(_("{node}: rank").format(node=labels[axis]), best, True),
            Column(_("{node}: 90% of ranks").format(node=labels[axis]), between, True),
            Column(labels[axis], scale, False),
        ]
    if edition.earlier:
        note = _("Since the earlier edition; a minus sign means places lost")
        columns += [
            Column(_("{node}: ranks gained").format(node=labels[axis]), note, False) for axis in edition.axes
        ]
    columns += [Column(labels[node], scale, False) for node in _pillars(edition)]
    return [
        *columns,
        Column(_("Coverage"), _("Share of the weight that is observed, on the axis that has less."), False),
    ]


def ranking_rows(facts: Facts, edition: Edition, lang: str) -> list[RankingRow]:
    """One row a country of the panel, by rank on the first axis and name."""
    names = facts.names(lang)
    first = edition.result.ranks[edition.axes[0]]
    order = sorted(edition.units, key=lambda unit: (pd.isna(first[unit]), first[unit], names[unit]))
    return [_row(facts, edition, unit, lang) for unit in order]


def clubs_of(facts: Facts, edition: Edition, unit: str) -> str:
    """Name the clubs a country is a member of, separated by spaces."""
    return " ".join(club for club in facts.clubs if edition.about[club.lower()][unit])


def _row(facts: Facts, edition: Edition, unit: str, lang: str) -> RankingRow:
    cells = []
    for axis in edition.axes:
        here = edition.standing(unit, axis)
        cells += [
            str(here.rank or MISSING),
            MISSING if here.low is None else f"{here.low}–{here.high}",
            number(here.score, lang, 3),
        ]
    if edition.earlier:
        before, now = edition.earlier.ranks, edition.result.ranks
        cells += [_change(before.at[unit, axis], now.at[unit, axis]) for axis in edition.axes]
    cells += [number(edition.standing(unit, node).score, lang, 3) for node in _pillars(edition)]
    cells.append(percent(min(edition.coverage[axis][unit] for axis in edition.axes), lang))
    income = edition.about["income_group"][unit]
    return RankingRow(
        unit=unit,
        name=facts.names(lang)[unit],
        level=edition.level(unit) or "",
        group=level_name(edition.level(unit), lang),
        region=edition.about["region"][unit],
        income=income if income in facts.incomes.index else "",
        clubs=clubs_of(facts, edition, unit),
        cells=cells,
    )


def _pillars(edition: Edition) -> list[str]:
    return [node for node in edition.framework.nodes if node not in edition.axes]


def _change(before: object, now: object) -> str:
    """Places gained, with a sign.

    >>> _change(10, 7), _change(7, 10), _change(7, 7), _change(None, 7)
    ('+3', '−3', '0', '–')
    """
    if pd.isna(before) or pd.isna(now):  # type: ignore[call-overload]
        return MISSING
    gained = int(before) - int(now)  # type: ignore[call-overload]
    return f"+{gained}" if gained > 0 else f"{MINUS}{-gained}" if gained < 0 else "0"
