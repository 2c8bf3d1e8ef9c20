"""The rankings of an edition, a row a country."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex import charts
from dxindex.charts import level_name
from dxindex.i18n import MINUS, MISSING, number, percent
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.words.columns import Heading, ranking_headings, ranking_order


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
    """A column of figures: what heads it, and whether low values come first."""

    heading: Heading
    low_first: bool


def ranking_columns(edition: Edition, lang: str) -> list[Column]:
    """The columns after country and group."""
    headings = ranking_headings(charts.node_labels(edition.result, lang), lang)
    return [
        Column(headings[column], column.startswith(("rank:", "between:"))) for column in _columns(edition)
    ]


def _columns(edition: Edition) -> list[str]:
    return ranking_order(edition.framework, changes=edition.earlier is not None)


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
    income = edition.about["income_group"][unit]
    return RankingRow(
        unit=unit,
        name=facts.names(lang)[unit],
        level=edition.level(unit) or "",
        group=level_name(edition.level(unit), lang),
        region=edition.about["region"][unit],
        income=income if income in facts.incomes.index else "",
        clubs=clubs_of(facts, edition, unit),
        cells=[_cell(edition, unit, column, lang) for column in _columns(edition)],
    )


def _cell(edition: Edition, unit: str, column: str, lang: str) -> str:
    if column == "coverage":
        return percent(min(edition.coverage[axis][unit] for axis in edition.axes), lang)
    kind, _mark, node = column.rpartition(":")
    here = edition.standing(unit, node)
    if kind == "rank":
        return str(here.rank or MISSING)
    if kind == "between":
        return MISSING if here.low is None else f"{here.low}–{here.high}"
    if kind == "change":
        return _change(edition.ranks_before[node].get(unit), here.rank)
    return number(here.score, lang, 3)


def _change(before: object, now: object) -> str:
    """Places gained, with a sign.

    >>> _change(10, 7), _change(7, 10), _change(7, 7), _change(None, 7)
    ('+3', '−3', '0', '–')
    """
    if pd.isna(before) or pd.isna(now):  # type: ignore[call-overload]
        return MISSING
    gained = int(before) - int(now)  # type: ignore[call-overload]
    return f"+{gained}" if gained > 0 else f"{MINUS}{-gained}" if gained < 0 else "0"
