"""Where figures come from, in words: databases, publishers, years, and how a value came into an edition."""

from __future__ import annotations

from collections.abc import Sequence

from dxindex.i18n import MISSING, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts


def source_line(facts: Facts, edition: Edition, lang: str) -> str:
    """Say where an edition's figures come from: publisher, series and years; and what of them is ours."""
    _ = translator(lang)
    by_publisher: dict[str, list[str]] = {}
    for name in edition.framework.indicators:
        row = facts.indicators.loc[name]
        years = span(set(edition.vintages.loc[edition.vintages["indicator"] == name, "year"]))
        by_publisher.setdefault(str(row[f"publisher_{lang}"]), []).append(f"{row[f'short_{lang}']} ({years})")
    parts = [f"{publisher}: {', '.join(series)}" for publisher, series in by_publisher.items()]
    return _("Sources: {sources}. {ours} Data version {version}.").format(
        sources="; ".join(parts), ours=ours(edition, lang), version=facts.data_version
    )


def ours(edition: Edition, lang: str) -> str:
    """Say what of an edition's index is our calculation."""
    _ = translator(lang)
    if edition.reference:
        return _("Groups, ranks and scores of enabling factors: our calculation.")
    return _("All scores, ranks and groups: our calculation.")


def databases_of(facts: Facts, edition: Edition, axis: str, lang: str) -> list[str]:
    """Name the databases below an axis with the years their figures are of."""
    years: dict[str, set[int]] = {}
    for name in edition.framework.indicators:
        if name in set(edition.framework.leaves(axis)):
            rows = edition.vintages[edition.vintages["indicator"] == name]
            database = str(facts.indicators.at[name, f"source_short_{lang}"])
            years.setdefault(database, set()).update(int(year) for year in rows["year"])
    return [f"{database} {span(found)}" for database, found in years.items()]


def span(years: Sequence[int] | set[int]) -> str:
    """Write years as a span.

    >>> span({2014}), span([2019, 2017]), span([])
    ('2014', '2017–2019', '–')
    """
    if not years:
        return MISSING
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def origin_names(lang: str) -> dict[str, str]:
    """Say how a value came into an edition."""
    _ = translator(lang)
    return {
        "observed": _("observed"),
        "interpolated": _("interpolated"),
        "carried": _("carried from an earlier year"),
        "imputed": _("imputed"),
    }
