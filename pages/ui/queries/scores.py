"""Scores, ranks and groups of an edition, and whom a country is compared with."""

from __future__ import annotations

from functools import cache

import pandas as pd

import data
import dxindex as dx
from dxindex import charts, i18n
from dxindex.statements import Standing
from pages.ui.queries import bases, codes
from pages.ui.queries.memory import remembered

SEED = 0
GROUPS = 3


@remembered()
def panel(edition: str) -> pd.DataFrame:
    return bases.of(edition).panel(bases.code_of(edition))


@remembered()
def framework(edition: str) -> dx.Framework:
    return bases.of(edition).framework(bases.code_of(edition))


@remembered()
def fitted(edition: str) -> dx.FittedIndex:
    return dx.fit_index(panel(edition), framework(edition))


@remembered()
def result(edition: str) -> dx.IndexResult:
    """Scores of the panel in an edition."""
    return fitted(edition).result(panel(edition))


@remembered()
def groups(edition: str) -> dx.Groups:
    return dx.classify(result(edition), method="kmeans", n_groups=GROUPS, random_state=SEED)


@remembered()
def axes_correlation(edition: str) -> float:
    """Pearson correlation of the two axes over the panel."""
    x, y = framework(edition).axis_ids[:2]
    return float(result(edition).scores[x].corr(result(edition).scores[y]))


@remembered()
def separation(edition: str) -> dict[int, float]:
    """Silhouette by number of groups, for the default method on the two axes."""
    counts = dx.diagnose_group_counts(result(edition), counts=(2, GROUPS), random_state=SEED)
    return {int(k): float(v) for k, v in counts.table["silhouette"].items()}


@remembered()
def outside_scores(edition: str) -> pd.DataFrame:
    """Scores of the economies outside the panel, on the ruler fitted to the panel."""
    others = bases.of(edition).outside(bases.code_of(edition))
    return result(edition).scores.iloc[:0] if others.empty else fitted(edition).result(others).scores


def earlier_edition(edition: str) -> str | None:
    """The edition before, where it has the same framework: others cannot be compared."""
    same = [key for key in codes.siblings(edition) if framework(key).id == framework(edition).id]
    position = same.index(edition) if edition in same else 0
    return same[position - 1] if position else None


@remembered()
def vintages(edition: str) -> pd.DataFrame:
    return bases.of(edition).vintages(bases.code_of(edition))


@cache
def published() -> pd.DataFrame:
    """Ranks and groups that the report published, a row a country and axis."""
    return data.load_published()


def published_beside(edition: str) -> pd.DataFrame:
    """What was published, where an edition can be compared with it; no row for an experimental one."""
    return published() if codes.is_reference(edition) else published().iloc[:0]


def published_of(edition: str, country: str) -> pd.DataFrame:
    """What was published of one country, a row an axis, where the edition can be compared with it."""
    table = published_beside(edition)
    return table[table["iso3"] == country]


def level(edition: str, country: str) -> str | None:
    """The group that a country is in; None where it is in none."""
    label = groups(edition).labels.get(country)
    return label if isinstance(label, str) else None


@remembered()
def node_labels(edition: str, lang: str) -> dict[str, str]:
    """Names of axes and pillars; a pillar says which axis it is of."""
    return charts.node_labels(result(edition), lang)


def position(edition: str, country: str, node: str) -> Standing:
    """Where a country stands on a node; the interval of its rank, which takes longer, is not looked up."""
    scored = result(edition)
    rank = scored.ranks.at[country, node]
    return Standing(
        score=float(scored.scores.at[country, node]),
        rank=None if pd.isna(rank) else int(rank),
        total=int(scored.ranks[node].notna().sum()),
        coverage=float(scored.coverage.at[country, node]),
    )


def comparator(edition: str, country: str, versus: str) -> tuple[str, ...]:
    """Ids that a comparison is with: a set the country belongs to, a club, the panel, or one country."""
    table = codes.countries(edition)
    members = table[table["in_panel"]]
    if versus == "panel":
        chosen = members
    elif versus == "group":
        labels = groups(edition).labels
        chosen = members[labels.reindex(members.index) == labels.get(country)]
    elif versus in {"region", "income"}:
        column = "region" if versus == "region" else "income_group"
        chosen = members[members[column] == table.at[country, column]]
    elif versus in codes.CLUBS:
        chosen = members[members[versus.lower()]]
    else:
        return (versus,)
    return tuple(chosen.index)


def compared_with(edition: str, country: str, versus: str, lang: str) -> str:
    """Name whom a comparison is with: a country, or a set that the country belongs to."""
    _ = i18n.translator(lang)
    row = codes.countries(edition).loc[country]
    sets = {
        "panel": lambda: _("All countries"),
        "group": lambda: charts.level_name(groups(edition).labels.get(country), lang),
        "region": lambda: codes.region_titles(lang)[row["region"]],
        "income": lambda: codes.income_titles(lang).get(row["income_group"], i18n.MISSING),
    }
    return sets[versus]() if versus in sets else codes.country_names(edition, lang).get(versus, versus)


def comparator_name(edition: str, country: str, versus: str, lang: str) -> str:
    """Name a comparison in words: a set is shown by its median, and says of how many."""
    _ = i18n.translator(lang)
    name = compared_with(edition, country, versus, lang)
    if versus in codes.country_names(edition, lang):
        return name
    return _("{set}: median of {n}").format(set=name, n=len(comparator(edition, country, versus)))
