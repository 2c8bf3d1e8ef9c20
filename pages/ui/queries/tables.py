"""Tables that pages show and files that they offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

import data
from dxindex import charts, i18n
from pages.ui.queries import codes, scores


def ranking(edition: str, lang: str, shown: Iterable[str] | None = None, search: str = "") -> pd.DataFrame:
    """Rankings of the countries shown: index iso3, sorted by adoption rank.

    Columns ``country``, ``group``; per node of the framework its score (node id) and rank
    (``rank:`` + node id); ``change:`` + axis, the change of rank since the earlier edition
    (positive is up), where there is one; ``coverage``, the lower of the two axes'.
    """
    table = _full_ranking(edition, lang)
    if shown is not None:
        table = table[table.index.isin(list(shown))]
    if search.strip():
        wanted = codes.plain(search.strip())
        found = [wanted in codes.plain(f"{code} {table.at[code, 'country']}") for code in table.index]
        table = table[found]
    return table


@lru_cache(maxsize=32)
def _full_ranking(edition: str, lang: str) -> pd.DataFrame:
    scored, labels = scores.result(edition), scores.groups(edition).labels
    table = pd.DataFrame(index=scored.scores.index)
    table["country"] = [codes.country_names(lang)[code] for code in table.index]
    table["group"] = [charts.level_name(labels.get(code), lang) for code in table.index]
    for node in scores.framework(edition).nodes:
        table[node] = scored.scores[node]
        table[f"rank:{node}"] = scored.ranks[node]
    before = scores.earlier_edition(edition)
    axes = scores.framework(edition).axis_ids
    for axis in axes if before else ():
        change = scores.result(before).ranks[axis].reindex(table.index) - scored.ranks[axis]
        table[f"change:{axis}"] = change
    table["coverage"] = scored.coverage[list(axes)].min(axis=1)
    return table.sort_values([f"rank:{axes[0]}", "country"])


@lru_cache(maxsize=64)
def axes_table(edition: str, lang: str, shown: frozenset[str]) -> pd.DataFrame:
    """The two-axis chart as a table: country, group, score and rank on each axis, coverage."""
    axes = scores.framework(edition).axis_ids
    columns = [column for axis in axes for column in (axis, f"rank:{axis}")]
    return ranking(edition, lang, shown)[["country", "group", *columns, "coverage"]]


def ranking_order(edition: str) -> list[str]:
    """The columns of the rankings in reading order: the axes with their ranks first, pillars after."""
    scheme = scores.framework(edition)
    changes = [f"change:{axis}" for axis in scheme.axis_ids] if scores.earlier_edition(edition) else []
    axes = [column for axis in scheme.axis_ids for column in (f"rank:{axis}", axis)]
    pillars = [node for node in scheme.nodes if node not in scheme.axis_ids]
    return ["country", "group", *axes, *changes, *pillars, "coverage"]


@lru_cache(maxsize=64)
def indicator_table(edition: str, country: str, versus: str, lang: str) -> pd.DataFrame:
    """A country's figures, one row an indicator of the framework, with year, origin and source.

    Columns ``axis``, ``pillar``, ``indicator``, ``value``, ``unit``, ``compared`` (median), ``score``
    (0-1), ``rank`` (by score), ``year``, ``how``, ``publisher``, ``clipped``, ``decimals``.
    """
    scheme, scored, catalogue = scores.framework(edition), scores.result(edition), codes.indicators()
    figures, ids = scores.panel(edition), list(scheme.indicators)
    origin = scores.vintages(edition)
    origin = origin[origin["iso3"] == country].set_index("indicator").reindex(ids)
    pillars = [scheme.parent(indicator) for indicator in ids]
    table = pd.DataFrame(index=pd.Index(ids, name="id"))
    table["axis"] = [scheme.label(scores.axis_of(scheme, pillar), lang) for pillar in pillars]
    table["pillar"] = [scheme.label(pillar, lang) for pillar in pillars]
    table["indicator"] = catalogue[f"title_{lang}"].reindex(ids)
    table["value"] = figures.loc[country, ids]
    table["unit"] = catalogue[f"unit_{lang}"].reindex(ids)
    table["compared"] = figures.loc[list(scores.comparator(edition, country, versus)), ids].median()
    table["score"] = scored.normalised.loc[country, ids]
    table["rank"] = scored.normalised[ids].rank(ascending=False, method="min").loc[country].astype("Int64")
    table["year"] = origin["year"].astype("Int64")
    table["how"] = origin["how"]
    table["publisher"] = catalogue[f"publisher_{lang}"].reindex(ids)
    table["clipped"] = scored.clipped.loc[country, ids]
    table["decimals"] = catalogue["decimals"].reindex(ids)
    return table


def profile_table(
    edition: str, country: str, references: Mapping[str, Iterable[str]], lang: str
) -> pd.DataFrame:
    """A country's score on axes and pillars beside the median of each reference set."""
    _ = i18n.translator(lang)
    scored = scores.result(edition).scores
    labels = scores.node_labels(edition, lang)
    table = pd.DataFrame({_("Axis or pillar"): list(labels.values())}, index=list(labels))
    table[codes.country_names(lang)[country]] = scored.loc[country, list(labels)].astype(float)
    for name, ids in references.items():
        table[name] = scored.loc[list(ids), list(labels)].median()
    return table


def indicator_figures(edition: str, country: str, versus: str, lang: str) -> pd.DataFrame:
    """A country's figures under names in the visitor's language, as files and tables show them."""
    _ = i18n.translator(lang)
    against = scores.comparator_name(edition, country, versus, lang)
    names = {
        "indicator": _("Indicator"),
        "value": _("Value"),
        "unit": _("Unit"),
        "compared": against,
        "score": _("Score 0–1"),
        "rank": _("Rank"),
        "year": _("Year"),
        "publisher": _("Publisher"),
    }
    return indicator_table(edition, country, versus, lang)[list(names)].rename(columns=names)


def as_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV that spreadsheets open with the right letters (UTF-8 with a byte-order mark)."""
    return table.to_csv().encode("utf-8-sig")


@lru_cache(maxsize=64)
def ranking_file(edition: str, lang: str, shown: frozenset[str], search: str) -> bytes:
    """The rankings as CSV with a stated edition and data version on every row."""
    table = ranking(edition, lang, shown, search).rename_axis("iso3")
    table.insert(0, "edition", edition)
    table["data_version"] = data.version()
    return as_csv(table)


@lru_cache(maxsize=64)
def figures_file(edition: str, country: str, versus: str, lang: str) -> bytes:
    """A country's figures as CSV, with country, edition and data version on every row."""
    table = indicator_table(edition, country, versus, lang)
    table.insert(0, "iso3", country)
    table.insert(1, "edition", edition)
    table.insert(6, "compared_with", scores.comparator_name(edition, country, versus, lang))
    table["data_version"] = data.version()
    return as_csv(table)


@lru_cache(maxsize=8)
def figures_of_all(edition: str) -> bytes:
    """Every figure of the panel in an edition as tidy CSV: value, year, how it got there, source."""
    values = scores.panel(edition).rename_axis(columns="indicator").stack().rename("value").reset_index()
    table = scores.vintages(edition).merge(values, on=["iso3", "indicator"], validate="one_to_one")
    table["data_version"] = data.version()
    return as_csv(table.set_index("iso3"))


@lru_cache(maxsize=1)
def observations_file() -> bytes:
    """All observations of the snapshot as Parquet."""
    return bytes(data.load_observations().to_parquet(index=False))
