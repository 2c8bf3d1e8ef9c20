"""Where figures come from, in words: databases, publishers, years, and how a value came into an edition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dxindex.i18n import MISSING, translator


def span(years: Collection[int]) -> str:
    """Write years as a span; a dash where there are none.

    >>> span({2014}), span([2019, 2017]), span([])
    ('2014', '2017–2019', '–')
    """
    if not years:
        return MISSING
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def years_of(vintages: pd.DataFrame, indicator: str) -> str:
    """Write the years that an indicator's figures are of; ``vintages`` has ``indicator`` and ``year`` (may be missing)."""
    return span(_years(vintages, indicator))


def _years(vintages: pd.DataFrame, indicator: str) -> set[int]:
    return {int(year) for year in vintages.loc[vintages["indicator"] == indicator, "year"].dropna()}


def databases(
    indicators: Iterable[str], vintages: pd.DataFrame, catalogue: pd.DataFrame, lang: str
) -> list[str]:
    """Name the databases behind some indicators, with the years their figures are of.

    Parameters
    ----------
    indicators : iterable of str
        Ids.
    vintages : DataFrame
        ``indicator`` and ``year``, a row a figure; a missing year is left out.
    catalogue : DataFrame
        Index: ids; ``source_short_`` with the language.

    Examples
    --------
    >>> vintages = pd.DataFrame({"indicator": ["a", "b", "b"], "year": [2014, 2012, 2016]})
    >>> catalogue = pd.DataFrame({"source_short_en": ["WGI", "WGI"]}, index=["a", "b"])
    >>> databases(["a", "b"], vintages, catalogue, "en")
    ['WGI 2012–2016']
    """
    years: dict[str, set[int]] = {}
    for name in indicators:
        years.setdefault(str(catalogue.at[name, f"source_short_{lang}"]), set()).update(
            _years(vintages, name)
        )
    return [f"{database} {span(found)}" if found else database for database, found in years.items()]


def source_line(
    indicators: Sequence[str],
    vintages: pd.DataFrame,
    catalogue: pd.DataFrame,
    *,
    reference: bool,
    version: str,
    lang: str,
) -> str:
    """Say where an index's figures come from: publisher, series and years; what of them is ours, and the version.

    Parameters
    ----------
    indicators, vintages
        As in :func:`databases`.
    catalogue : DataFrame
        Index: ids; ``publisher_`` and ``short_`` with the language.
    reference : bool
        As in :func:`ours`.
    version : str
        Of the figures.
    """
    _ = translator(lang)
    by_publisher: dict[str, list[str]] = {}
    for name in indicators:
        row = catalogue.loc[name]
        by_publisher.setdefault(str(row[f"publisher_{lang}"]), []).append(
            f"{row[f'short_{lang}']} ({years_of(vintages, name)})"
        )
    parts = [f"{publisher}: {', '.join(series)}" for publisher, series in by_publisher.items()]
    return _("Sources: {sources}. {ours} Data version {version}.").format(
        sources="; ".join(parts), ours=ours(reference, lang), version=version
    )


def ours(reference: bool, lang: str) -> str:
    """Say what of an edition is our calculation; a reference edition's adoption is the published index."""
    _ = translator(lang)
    if reference:
        return _("Groups, ranks and scores of enabling factors: our calculation.")
    return _("All scores, ranks and groups: our calculation.")


def origin_names(lang: str) -> dict[str, str]:
    """Say how a value came into an edition."""
    _ = translator(lang)
    return {
        "observed": _("observed"),
        "interpolated": _("interpolated"),
        "carried": _("carried from an earlier year"),
        "imputed": _("imputed"),
    }


def origins_text(counts: pd.Series[int], lang: str) -> str:
    """Say how an indicator's values came in: the one way, or each way with its number.

    >>> origins_text(pd.Series({"observed": 130, "carried": 2}), "en")
    'observed (130), carried from an earlier year (2)'
    """
    names = origin_names(lang)
    if len(counts) == 1:
        return names[str(counts.index[0])]
    return ", ".join(f"{names[str(how)]} ({n})" for how, n in counts.items()) or MISSING


@dataclass(frozen=True)
class CitedSource:
    """A publisher's file: as it asks to be cited, with its licence, vintage, page and what to know before using it."""

    title: str
    publisher: str
    citation: str
    licence: str
    licence_url: str
    vintage: str
    page: str
    note: str


def cited_sources(sources: pd.DataFrame, lang: str) -> list[CitedSource]:
    """Describe each source of a table as ``data.load_sources`` returns it, in the language."""
    return [
        CitedSource(
            title=row[f"title_{lang}"],
            publisher=row[f"publisher_{lang}"],
            citation=row["citation"],
            licence=row[f"licence_name_{lang}"],
            licence_url=row["licence_url"],
            vintage=row["vintage"],
            page=row["landing_page"],
            note=row[f"notes_{lang}"],
        )
        for row in sources.to_dict("records")
    ]
