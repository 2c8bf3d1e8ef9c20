"""The tables of the data package: their columns described, their keys and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.catalog import load_catalogue
from data.edition_list import editions
from data.fields import LANGUAGES
from data.panel import load_indicators, load_panel, load_vintages
from data.panel_rule import panel_members
from data.revisions import load_revisions, no_revisions
from data.sources import load_sources
from data.store import open_store


@dataclass(frozen=True, eq=False)
class PackageTable:
    """One table of a data package.

    Attributes:
        name: of the file, without ending: lower-case letters, digits and "-".
        title, description: in English, as the whole package is.
        table: a plain frame, index ignored; NaN is an empty cell.
        fields: what each column holds; every column is described.
        key: the columns that no two rows share; empty where there are none.
        references: column to (table, column) that it points to.
        sources: ids of the package's sources that the figures are from.

    >>> scores = pd.DataFrame({"iso3": ["VNM"], "score": [0.5]})
    >>> fields = {"iso3": "Economy.", "score": "From 0 to 1."}
    >>> PackageTable("scores", "Scores", "One row per economy.", scores, fields, key=("iso3",)).key
    ('iso3',)
    """

    name: str
    title: str
    description: str
    table: pd.DataFrame
    fields: Mapping[str, str]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


_COUNTRY = {"iso3": ("countries", "iso3")}
_SERIES = {"indicator": ("indicators", "indicator")}
_SOURCE = {"source": ("sources", "source")}


def snapshot_tables(folder: str | Path | None = None) -> list[PackageTable]:
    """Return the tables of a snapshot as a data package holds them, those pointed to first.

    What refreshing revised is among them where it revised anything.
    """
    tables = [
        _sources(folder),
        _indicators(folder),
        _countries(folder),
        _income_groups(folder),
        _observations(folder),
        _panels(folder),
    ]
    revised = load_revisions(folder=folder) if folder else no_revisions()
    return [*tables, _revisions(revised)] if len(revised) else tables


def _sources(folder: str | Path | None) -> PackageTable:
    return PackageTable(
        name="sources",
        title="Sources",
        description="One row per publisher's file, and one for what this project computes.",
        table=load_sources(folder=folder).reset_index(),
        fields={
            "source": "Id of the source",
            "role": "What the file gives: series, economies (series and the list of economies), income groups, derived, or api (asked by a refresh)",
            **_in_each("title", "Name of the database"),
            **_in_each("short", "Its short name"),
            **_in_each("publisher", "Who publishes it"),
            "licence": "Identifier of the licence",
            **_in_each("licence_name", "Name of the licence"),
            "licence_url": "Text of the licence",
            "citation": "How to cite it",
            "vintage": "When the publisher last updated what the file holds, as precisely as it says",
            "landing_page": "The publisher's page",
            "obtained": "Where the file was had from",
            **_in_each("notes", "What to know before using it"),
            **_held("from this source"),
        },
        key=("source",),
    )


def _indicators(folder: str | Path | None) -> PackageTable:
    table = load_indicators(folder=folder).reset_index()
    for column in ("codes", "sources", "inputs"):
        table[column] = table[column].map("; ".join)
    fields = {
        "indicator": "Id of the series",
        **_in_each("title", "Name of the series"),
        **_in_each("short", "Its short name"),
        **_in_each("unit", "Unit of its values"),
        "direction": "1 more is better, -1 less is better, 0 context only",
        "decimals": "How many are worth showing",
        "min": "Lowest value that is taken for sane",
        "max": "Highest value that is taken for sane",
        **_in_each("year_note", "What the year of a value refers to"),
        **_in_each("note", "What to know before using it"),
        "codes": "What the publisher calls it, oldest names last",
        "inputs": "For a derived series: the series it is computed from",
        "source": "Id of its first source",
        "sources": "Ids of all its sources; a later one only fills cells that earlier ones leave empty",
        **{name: text for name, text in _held("of this series").items() if name != "series"},
    }
    return PackageTable(
        name="indicators",
        title="Indicators",
        description="The catalogue of series.",
        table=table[list(fields)],
        fields=fields,
        key=("indicator",),
        references=_SOURCE,
    )


def _countries(folder: str | Path | None) -> PackageTable:
    table = open_store(folder).countries
    return PackageTable(
        name="countries",
        title="Economies",
        description="Every economy with its names (Unicode CLDR; the World Bank's beside them) and World Bank region.",
        table=table.assign(in_panel=table["iso3"].isin(panel_members(folder=folder))),
        fields={
            "iso3": "ISO 3166-1 alpha-3 code",
            **_in_each("name", "Name"),
            "name_world_bank": "Name as the World Bank writes it",
            "region": "World Bank region",
            "in_panel": "Whether it is ranked by the index",
        },
        key=("iso3",),
        sources=_of_role("economies"),
    )


def _income_groups(folder: str | Path | None) -> PackageTable:
    return PackageTable(
        name="income-groups",
        title="Income groups by year",
        description="The World Bank's classification of economies by income.",
        table=open_store(folder).income_groups,
        fields={
            "iso3": "ISO 3166-1 alpha-3 code",
            "year": "The year of the income that decided",
            "income_group": "L low, LM lower middle, UM upper middle, H high",
        },
        key=("iso3", "year"),
        references=_COUNTRY,
        sources=_of_role("income_groups"),
    )


def _observations(folder: str | Path | None) -> PackageTable:
    table = open_store(folder).observations
    return PackageTable(
        name="observations",
        title="Observations as published",
        description="Every value of every series over all years; units are in the table of indicators.",
        table=table,
        fields={
            "iso3": "ISO 3166-1 alpha-3 code",
            "year": "The year measured",
            "indicator": "Id of the series",
            "value": "In the unit of the series",
            "source": "Id of the source it was taken from",
            "flag": "A mark of the value, such as an older vintage; empty for none",
        },
        key=("iso3", "year", "indicator"),
        references=_COUNTRY | _SERIES | _SOURCE,
        sources=tuple(table["source"].unique()),
    )


def _panels(folder: str | Path | None) -> PackageTable:
    table = pd.concat([_panel(str(edition), folder) for edition in editions().index], ignore_index=True)
    return PackageTable(
        name="panels",
        title="The figures that each edition of the index uses",
        description="One row per edition, country of the panel and series: the value, its year and how it got there.",
        table=table,
        fields={
            "edition": "Edition of the index",
            "iso3": "ISO 3166-1 alpha-3 code",
            "indicator": "Id of the series",
            "value": "In the unit of the series",
            "year": "The year the value refers to",
            "how": "observed, carried (from an earlier year), interpolated or imputed",
            "source": "Id of the source",
        },
        key=("edition", "iso3", "indicator"),
        references=_COUNTRY | _SERIES | _SOURCE,
        sources=tuple(table["source"].unique()),
    )


def _revisions(table: pd.DataFrame) -> PackageTable:
    return PackageTable(
        name="revisions",
        title="What refreshing revised",
        description="Per series, what its last change of vintage did to values that were published before.",
        table=table,
        fields={
            "indicator": "Id of the series",
            "iso3": "ISO 3166-1 alpha-3 code",
            "year": "The year measured",
            "old": "The value before",
            "new": "The value since; empty where it was withdrawn",
            "old_vintage": "When the publisher had last updated the value before",
            "new_vintage": "When the publisher last updated the value since",
        },
        key=("indicator", "iso3", "year"),
        references=_COUNTRY | _SERIES,
    )


def _panel(edition: str, folder: str | Path | None) -> pd.DataFrame:
    values = load_panel(edition, folder=folder).melt(var_name="indicator", ignore_index=False).reset_index()
    origins = load_vintages(edition, folder=folder)
    rows = origins.merge(values, on=["iso3", "indicator"], how="left", validate="one_to_one")
    return rows.assign(edition=edition)[["edition", "iso3", "indicator", "value", "year", "how", "source"]]


def _of_role(role: str) -> tuple[str, ...]:
    return tuple(source.id for source in load_catalogue().sources.values() if source.role == role)


def _in_each(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{code}": f"{text}, in {language}" for code, language in LANGUAGES.items()}


def _held(of: str) -> dict[str, str]:
    return {
        "series": f"How many series the snapshot holds {of}",
        "first_year": f"First year that the snapshot holds {of}",
        "last_year": f"Last year that the snapshot holds {of}",
        "economies": f"How many economies have a value {of}",
        "values": f"How many values the snapshot holds {of}",
    }
