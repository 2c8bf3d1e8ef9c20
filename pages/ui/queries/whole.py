"""Whole tables of an edition: every score, rank and group, every figure, every source."""

from __future__ import annotations

import pandas as pd

from dxindex import charts, i18n
from dxindex.sources import sources_sheet
from dxindex.words.sources import origin_names
from pages.ui.queries import bases, certainty, codes, scores

# What is said of a country on a node, in the order of columns.
PARTS = ("score", "rank", "low", "high", "coverage")
SHARE = "share"


def of_all(edition: str) -> pd.DataFrame:
    """Columns (node, part) and (group, "share"), a row a country."""
    scored = scores.result(edition)
    columns: dict[tuple[str, str], pd.Series] = {}
    for node in scores.framework(edition).nodes:
        interval = certainty.rank_interval(edition, node).reindex(scored.scores.index)
        parts = (
            scored.scores[node],
            scored.ranks[node],
            interval["low"],
            interval["high"],
            scored.coverage[node],
        )
        columns |= {(node, part): values for part, values in zip(PARTS, parts, strict=True)}
    shares = certainty.group_shares(edition).reindex(scored.scores.index)
    columns |= {(str(group), SHARE): shares[group] for group in shares}
    return pd.DataFrame(columns).rename_axis("iso3")


def code_column(edition: str) -> str:
    """What the column of codes is called in files: of countries, or of units of any kind."""
    return "iso3" if codes.of_economies(edition) else "unit"


def by_id(edition: str) -> pd.DataFrame:
    """One row a country: name, group, and per node its score, rank, interval of ranks and coverage, by id.

    What are no countries is called units.
    """
    table = of_all(edition)
    table.columns = pd.Index([".".join(column) for column in table.columns])
    table.insert(0, "group", scores.groups(edition).labels.reindex(table.index).astype(object))
    names = pd.Series(codes.country_names(edition, i18n.DEFAULT_LANGUAGE)).reindex(table.index)
    table.insert(0, "country" if codes.of_economies(edition) else "name", names)
    return table.rename_axis(code_column(edition))


def in_words(edition: str, lang: str, columns: list[tuple[str, str]]) -> pd.DataFrame:
    """Name, group and some columns under names in the visitor's language."""
    _ = i18n.translator(lang)
    nodes = scores.node_labels(edition, lang)
    levels = {group: charts.level_name(group, lang) for group in scores.groups(edition).levels}
    heads = {
        "score": _("{node}: score"),
        "rank": _("{node}: rank"),
        "low": _("{node}: best rank in 90% of runs"),
        "high": _("{node}: worst rank in 90% of runs"),
        "coverage": _("{node}: coverage"),
        SHARE: _("Share of runs: {node}"),
    }
    table = of_all(edition)[columns]
    table.columns = pd.Index(
        [heads[part].format(node=nodes.get(node) or levels[node]) for node, part in columns]
    )
    labels = scores.groups(edition).labels.reindex(table.index)
    table.insert(0, _("Group"), [charts.level_name(label, lang) for label in labels])
    names = codes.country_names(edition, lang)
    table.insert(0, _("Country"), [names[code] for code in table.index], allow_duplicates=True)
    return table.rename_axis(code_column(edition))


def figures(edition: str, lang: str) -> pd.DataFrame:
    """Every figure that the index of an edition is computed from, with its year, origin and source."""
    _ = i18n.translator(lang)
    catalogue = codes.indicators(edition)
    table = scores.vintages(edition)
    table = table[table["indicator"].isin(scores.framework(edition).indicators)]
    values = scores.panel(edition)
    return pd.DataFrame(
        {
            code_column(edition): table["iso3"],
            _("Country"): table["iso3"].map(codes.country_names(edition, lang)),
            "id": table["indicator"],
            _("Indicator"): table["indicator"].map(catalogue[f"title_{lang}"]),
            _("Value"): [values.at[row.iso3, row.indicator] for row in table.itertuples()],
            _("Unit"): table["indicator"].map(catalogue[f"unit_{lang}"]),
            _("Year"): table["year"],
            _("Origin"): table["how"].map(origin_names(lang)),
            _("Source"): table["source"].map(bases.of(edition).sources[f"title_{lang}"]),
        }
    )


def sources(edition: str, lang: str) -> pd.DataFrame:
    """The sources of an edition's figures: publisher, licence, vintage, citation and page."""
    table = scores.vintages(edition)
    used = table.loc[table["indicator"].isin(scores.framework(edition).indicators), "source"].unique()
    return sources_sheet(bases.of(edition).sources.loc[list(used)], lang)


def all_sources(edition: str, lang: str) -> pd.DataFrame:
    """The same of all figures that an edition's are among."""
    return sources_sheet(bases.of(edition).sources, lang)
