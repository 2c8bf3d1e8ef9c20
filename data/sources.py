"""The sources as a table: what each one is, under which licence, how to cite it, and what the snapshot holds of it."""

from pathlib import Path

import pandas as pd

from data.catalog import Source, load_catalogue
from data.catalog_sources import API
from data.store import open_store


def load_sources(*, folder: str | Path | None = None) -> pd.DataFrame:
    """Load the sources: one row per publisher's file, and one for what is computed here.

    The publisher's API is a source of figures that were refreshed from it, and of no others.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Index source, in the catalogue's order; columns role, title_en/vi, short_en/vi, publisher_en/vi, licence,
        licence_name_en/vi, licence_url, citation, vintage, landing_page, obtained, notes_en/vi; and what the
        snapshot holds: series, first_year, last_year, economies, values (income groups are values of no series;
        for what is computed here 0, and <NA> for the years).

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> load_sources().loc["wdi_internet_2020", ["licence", "vintage"]].tolist()
    ['CC-BY-4.0', '2020-12-16']
    """
    table = pd.DataFrame([_describe(source) for source in load_catalogue().sources.values()])
    table = table.set_index("source")
    store = open_store(folder)
    classified = store.income_groups.assign(source=_source_of_income_groups())
    held = pd.concat([store.observations[["source", "iso3", "year", "indicator"]], classified]).groupby(
        "source"
    )
    counts = held.agg(
        series=("indicator", "nunique"),
        first_year=("year", "min"),
        last_year=("year", "max"),
        economies=("iso3", "nunique"),
        values=("iso3", "size"),
    )
    counts = counts.reindex(table.index).astype("Int64")
    never_missing = ["series", "economies", "values"]
    table = table.join(counts.assign(**counts[never_missing].fillna(0)))
    newest = store.indicators.groupby("source")["vintage"].max()
    asked = table["role"] == API
    table["vintage"] = table["vintage"].mask(asked, newest.reindex(table.index))
    return table[~asked | (table["values"] > 0)]


def _source_of_income_groups() -> str:
    sources = load_catalogue().sources.values()
    return next(source.id for source in sources if source.role == "income_groups")


def _describe(source: Source) -> dict[str, str]:
    return {
        "source": source.id,
        "role": source.role,
        **source.title.columns("title"),
        **source.short.columns("short"),
        **source.publisher.columns("publisher"),
        "licence": source.licence.id,
        **source.licence.name.columns("licence_name"),
        "licence_url": source.licence.url,
        "citation": source.citation,
        "vintage": source.vintage,
        "landing_page": source.landing_page,
        "obtained": source.obtained,
        **source.notes.columns("notes"),
    }
