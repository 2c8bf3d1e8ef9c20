"""One edition of the index, computed, and its tables in the form that pages read them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from dxindex.statements import Standing

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult
    from dxindex.framework import Framework
    from dxindex.uncertainty import Uncertainty

Cells = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition, computed.

    Attributes
    ----------
    code
        As links have it.
    titles, notes
        By language.
    reference
        Whether it is comparable with the published index; otherwise it is an experiment and says so.
    panel, countries, vintages
        The figures by unit and indicator, what is known of every unit, and the year and origin of each figure.
    result, groups
        Scores and ranks of the panel, and its groups.
    sure
        The variations of the method.
    earlier
        The edition before by the same framework, where there is one.
    outside
        Scores of the units that are not ranked.
    separation
        Silhouette by number of groups.
    """

    code: str
    titles: Mapping[str, str]
    notes: Mapping[str, str]
    reference: bool
    panel: pd.DataFrame
    countries: pd.DataFrame
    vintages: pd.DataFrame
    result: IndexResult
    groups: Groups
    sure: Uncertainty
    earlier: IndexResult | None
    outside: pd.DataFrame
    separation: Mapping[int, float]

    @property
    def framework(self) -> Framework:
        """The index as declared."""
        return self.result.framework

    @property
    def axes(self) -> tuple[str, ...]:
        """The two axes, x first."""
        return self.framework.axis_ids

    @property
    def units(self) -> list[str]:
        """Ids of the units that are ranked."""
        return [str(unit) for unit in self.result.scores.index]

    @cached_property
    def intervals(self) -> Mapping[str, pd.DataFrame]:
        """By node, the ranks that each unit lies between in most runs: ``low`` and ``high``."""
        return {node: self.sure.rank_interval(node) for node in self.framework.nodes}

    @cached_property
    def correlation(self) -> float:
        """Pearson correlation of the two axes."""
        x, y = self.axes[:2]
        return float(self.result.scores[x].corr(self.result.scores[y]))

    @cached_property
    def members(self) -> Mapping[str, list[str]]:
        """Ids of the ranked units by group."""
        labels = self.groups.labels.reindex(self.result.scores.index)
        return {level: [str(unit) for unit in labels.index[labels == level]] for level in self.groups.levels}

    @cached_property
    def medians(self) -> Mapping[str, pd.Series]:
        """By group, the median of its units' scores on the nodes and of their figures on the indicators."""
        both = self.result.scores.join(self.panel[list(self.framework.indicators)])
        return {level: both.loc[units].median() for level, units in self.members.items()}

    @cached_property
    def contributions(self) -> Mapping[str, pd.DataFrame]:
        """By axis, what each indicator adds to each unit's score."""
        return {axis: self.result.contributions(axis) for axis in self.axes}

    @cached_property
    def complete(self) -> Mapping[str, bool]:
        """By axis, whether every unit has every figure below it."""
        figures = self.result.normalised
        return {
            axis: bool(figures[list(self.framework.leaves(axis))].notna().all(axis=None))
            for axis in self.axes
        }

    @cached_property
    def value_ranks(self) -> Cells:
        """Rank of each figure, the best first, by indicator and unit."""
        ids = list(self.framework.indicators)
        return cells(self.result.normalised[ids].rank(ascending=False, method="min"))

    @cached_property
    def figures(self) -> Cells:
        """The figures by indicator and unit."""
        return cells(self.panel)

    @cached_property
    def shares(self) -> Cells:
        """Share of runs in which a unit falls into a group, by group and unit."""
        return cells(self.sure.group_shares())

    @cached_property
    def coverage(self) -> Cells:
        """Share of the weight that is observed, by node and unit."""
        return cells(self.result.coverage)

    @cached_property
    def ranks_before(self) -> Cells:
        """Ranks in the edition before, by node and unit; empty where there is none."""
        return {} if self.earlier is None else cells(self.earlier.ranks)

    @cached_property
    def about(self) -> Cells:
        """What is known of each unit, by column and unit."""
        return cells(self.countries)

    @cached_property
    def origins(self) -> Mapping[tuple[str, str], tuple[int, str]]:
        """By unit and indicator, the year of a figure and how it came into the edition."""
        table = self.vintages
        pairs = zip(table["iso3"], table["indicator"], table["year"], table["how"], strict=True)
        return {(unit, name): (int(year), str(how)) for unit, name, year, how in pairs}

    @cached_property
    def standings(self) -> Mapping[tuple[str, str], Standing]:
        """By unit and node, score, rank and rank interval."""
        found = {}
        for node in self.framework.nodes:
            scores, ranks, spans = self.result.scores[node], self.result.ranks[node], self.intervals[node]
            observed, total = self.result.coverage[node], int(ranks.notna().sum())
            rows = zip(scores.index, scores, ranks, spans["low"], spans["high"], observed, strict=True)
            for unit, score, rank, low, high, coverage in rows:
                known = pd.notna(rank) and pd.notna(low)
                found[str(unit), node] = Standing(
                    score=float(score),
                    rank=int(rank) if pd.notna(rank) else None,
                    total=total,
                    low=int(low) if known else None,
                    high=int(high) if known else None,
                    coverage=float(coverage),
                )
        return found

    def standing(self, unit: str, node: str) -> Standing:
        """Score, rank and rank interval of a unit on a node."""
        return self.standings[unit, node]

    def level(self, unit: str) -> str | None:
        """The group of a unit; None where it has none."""
        label = self.groups.labels.get(unit)
        return label if isinstance(label, str) else None


def cells(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the cells of a table by column and row: read a thousand times faster than from the table.

    >>> cells(pd.DataFrame({"x": [1.5]}, index=["VNM"]))
    {'x': {'VNM': 1.5}}
    """
    rows = [str(label) for label in table.index]
    return {str(name): dict(zip(rows, column.tolist(), strict=True)) for name, column in table.items()}
