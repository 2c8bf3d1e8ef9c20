"""The open framework year by year: which years there are figures for, how much of each, and where countries stood.

The first argument of every function is an edition's key; only the figures that it rests on matter. A visitor's own
figures have no such years.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import pandas as pd

import data
import dxindex as dx
from pages.ui.queries import bases
from pages.ui.queries.history import SHARE_FROM
from pages.ui.queries.memory import computed_once, remembered

HOW = ("observed", "interpolated", "carried", "absent")


@dataclass(frozen=True)
class Year:
    """One year by rule: its edition, the panel's scores, and where each of its figures is from."""

    edition: str
    framework: dx.Framework
    result: dx.IndexResult
    origins: pd.DataFrame

    @cached_property
    def both_axes(self) -> int:
        """Countries with a score on both axes."""
        return int(self.result.scores[list(self.framework.axis_ids)].notna().all(axis=1).sum())

    @property
    def counts(self) -> bool:
        """Whether enough of the panel is scored on both axes."""
        return self._enough(self.both_axes)

    def counts_on(self, node: str) -> bool:
        """Whether enough of the panel is scored on one node."""
        return self._enough(self._scored[node])

    @cached_property
    def _scored(self) -> dict[str, int]:
        """Countries with a score, by node."""
        return {str(node): int(n) for node, n in self.result.scores.notna().sum().items()}

    def _enough(self, scored: int) -> bool:
        """At least two thirds: below that a rank would be among a selection of countries, and would mislead."""
        return scored >= SHARE_FROM * len(self.result.scores)


def _figures(edition: str) -> str:
    """The key under which what rests on the same figures is kept once."""
    return bases.key("", bases.body_of(edition))


@computed_once(4)
def _every_year(figures: str) -> dict[int, Year]:
    basis = bases.of(figures)
    if not isinstance(basis, bases.Catalogued):
        return {}
    listed = data.yearly_editions(folder=basis.folder)
    found = {}
    for edition, row in listed.iterrows():
        framework = dx.load_framework(str(row["framework"]))
        panel = data.load_panel(str(edition), folder=basis.folder)
        origins = data.load_vintages(str(edition), folder=basis.folder)
        if panel.columns.isin(framework.indicators).sum() < len(framework.indicators):
            continue  # figures that lack a whole series have no such index in any year
        result = dx.fit_index(panel, framework).result(panel)
        origins = origins[origins["indicator"].isin(framework.indicators)]
        found[int(row["year"])] = Year(str(edition), framework, result, origins)
    return found


def every_year(edition: str) -> dict[int, Year]:
    """All years in which any series of the rule was observed, oldest first, whether or not they count."""
    return _every_year(_figures(edition))


def covered(edition: str) -> tuple[int, ...]:
    """The years that count: at least two thirds of the panel have a score on both axes."""
    return tuple(year for year, one in every_year(edition).items() if one.counts)


def covered_on(edition: str, node: str) -> tuple[int, ...]:
    """The years in which at least two thirds of the panel have a score on a node, whatever the other axis has."""
    return tuple(year for year, one in every_year(edition).items() if one.counts_on(node))


def nodes(edition: str) -> tuple[str, ...]:
    """Axes and pillars that can be followed over the years; none where no year counts."""
    years = covered(edition)
    if not years:
        return ()
    scheme = every_year(edition)[years[-1]].framework
    return (*scheme.axis_ids, *scheme.pillar_ids)


def node_title(edition: str, node: str, lang: str) -> str:
    """Name a node by itself."""
    return next(reversed(every_year(edition).values())).framework.label(node, lang)


@remembered()
def years(edition: str) -> pd.DataFrame:
    """How much of each year there is: index year; of how many countries, and per axis scores and mean coverage."""
    rows = {}
    for year, one in every_year(edition).items():
        rows[year] = {
            "edition": one.edition,
            "framework": one.framework.id,
            "counts": one.counts,
            "scored": one.both_axes,
            "total": len(one.result.scores),
        }
        for axis in one.framework.axis_ids:
            rows[year][f"{axis}_scored"] = int(one.result.scores[axis].notna().sum())
            rows[year][f"{axis}_coverage"] = float(one.result.coverage[axis].mean())
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


@remembered()
def series_by_year(edition: str) -> pd.DataFrame:
    """How many countries of the panel have each series, by year: tidy year, indicator, and a count for each of `HOW`."""
    tables = []
    for year, one in every_year(edition).items():
        pairs = pd.crosstab(one.origins["indicator"], one.origins["how"])
        counts = (
            pairs.reindex(index=list(one.framework.indicators), columns=list(HOW[:-1])).fillna(0).astype(int)
        )
        counts["absent"] = len(one.result.scores) - counts.sum(axis=1)
        tables.append(counts.rename_axis("indicator").reset_index().assign(year=year))
    return pd.concat(tables, ignore_index=True)[["year", "indicator", *HOW]] if tables else pd.DataFrame()


@remembered()
def shares_by_year(edition: str, node: str) -> pd.DataFrame:
    """Share of a node's weight by where its figures are from, the mean over the panel: index year, columns `HOW`."""
    rows = {}
    for year, one in every_year(edition).items():
        weights = dx.effective_weights(one.framework, node)
        weighed = one.origins["indicator"].map(weights).groupby(one.origins["how"]).sum()
        rows[year] = (weighed / len(one.result.scores)).reindex(HOW[:-1]).fillna(0.0)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(HOW[:-1])).rename_axis("year")
    return table.assign(absent=1 - table.sum(axis=1))


@remembered()
def positions(edition: str, node: str) -> pd.DataFrame:
    """Where every country of the panel stood on a node, in the years that are covered on it.

    Tidy iso3, year, score, rank, ranked (of how many), coverage, made_of (the framework, and the indicators that count)
    and piece: within a country's piece the years follow one another and the score is made of the same parts, so that a
    line may join them. A country without a score in a year has no row there.
    """
    known = every_year(edition)
    tables = [_standings(known[year], year, node) for year in covered_on(edition, node)]
    if not tables:
        return pd.DataFrame()
    table = pd.concat(tables, ignore_index=True).sort_values(["iso3", "year"], ignore_index=True)
    earlier = table.groupby("iso3")[["year", "made_of"]].shift()
    new = (table["year"] != earlier["year"] + 1) | (table["made_of"] != earlier["made_of"])
    return table.assign(piece=new.groupby(table["iso3"]).cumsum())


def _standings(one: Year, year: int, node: str) -> pd.DataFrame:
    scored = one.result.scores[node].dropna()
    counting = one.result.contributions(node).loc[scored.index].notna()
    parts = [" ".join([one.framework.id, *counting.columns[row]]) for row in counting.to_numpy()]
    return pd.DataFrame(
        {
            "iso3": scored.index,
            "year": year,
            "score": scored.to_numpy(),
            "rank": one.result.ranks.loc[scored.index, node].astype(int).to_numpy(),
            "ranked": len(scored),
            "coverage": one.result.coverage.loc[scored.index, node].to_numpy(),
            "made_of": parts,
        }
    )


def spans(years: Iterable[int]) -> str:
    """Write years as runs of consecutive ones.

    >>> spans([2011, 2012, 2013, 2015])
    '2011–2013, 2015'
    """
    rising = sorted({int(year) for year in years})
    runs = [
        [year for _place, year in run]
        for _key, run in groupby(enumerate(rising), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
