"""What Data & methods tells: the formulas as the engine has them, the panel, the state of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

import data
from data.panel_rule import PANEL_POPULATION_FLOOR
from dxindex import charts, i18n
from dxindex.words import methods
from pages.ui.queries import bases, codes, scores
from pages.ui.queries.memory import remembered


def computing(lang: str) -> tuple[methods.Formula, ...]:
    """From a figure to a score, a rank and a group."""
    return methods.computing(scores.GROUPS, lang)


def panel_rule(edition: str, lang: str) -> str:
    """Say which countries are ranked, and who just misses."""
    names = codes.country_names(edition, lang)
    near = {names[code]: row.population for code, row in bases.of(edition).near_misses.iterrows()}
    return methods.panel_rule(PANEL_POPULATION_FLOOR, near, lang)


@remembered(16)
def panel_list(edition: str, lang: str) -> pd.DataFrame:
    """The countries of the panel by name, with group, region, income group and people as of an edition."""
    table = codes.countries(edition).loc[list(codes.panel_codes_by_name(edition, lang))]
    labels = scores.groups(edition).labels.reindex(table.index)
    return pd.DataFrame(
        {
            "country": table[f"name_{lang}"],
            "code": table.index,
            "group": [charts.level_name(label, lang) for label in labels],
            "region": table["region"].map(codes.region_titles(lang)),
            "income": table["income_group"].map(codes.income_titles(lang)).fillna(i18n.MISSING),
            "population": table["population"],
        }
    )


@dataclass(frozen=True)
class Holdings:
    """How much the snapshot holds."""

    observations: str
    series: str
    economies: str
    newest: str


@remembered(8)
def holdings(edition: str, lang: str) -> Holdings:
    table = bases.of(edition).sources
    catalogue = codes.indicators(edition)
    return Holdings(
        observations=i18n.number(int(catalogue["values"].sum()), lang, 0),
        series=i18n.number(int(catalogue["values"].gt(0).sum()), lang, 0),
        economies=i18n.number(len(codes.countries(edition)), lang, 0),
        newest=str(table["vintage"].max()),
    )


@remembered(8)
def snapshot_state(edition: str, lang: str) -> pd.DataFrame:
    """Every source with its vintage, and the newest year, series, economies and values that the snapshot has of it."""
    table = bases.of(edition).sources
    table = table[table["role"] != "derived"]
    return pd.DataFrame(
        {
            "source": table[f"title_{lang}"],
            "vintage": table["vintage"],
            "newest": table["last_year"],
            "series": table["series"],
            "economies": table["economies"],
            "values": table["values"],
            "publisher": table[f"publisher_{lang}"],
            "obtained": table["obtained"],
        }
    )


@remembered(4)
def snapshot_files(edition: str) -> pd.DataFrame:
    """The snapshot's files, read afresh and found to be as recorded: rows, bytes and SHA-256."""
    return data.verify(bases.of(edition).folder).reset_index()
