"""Files of Data & methods: whole tables, each made when it is clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import pandas as pd

import data
from dxindex import charts, i18n
from dxindex.caption import Caption
from dxindex.tables import as_csv, as_excel, as_parquet
from pages.ui.queries import certainty, codes, files, provenance, scores

# What is said of a country on a node, in the order of columns.
PARTS = ("score", "rank", "low", "high", "coverage")
SHARE = "share"


@dataclass(frozen=True)
class Offer:
    """A file to take away; ``make`` takes the link that the file is to name."""

    key: str
    label: str
    note: str
    name: str
    make: Callable[[str], bytes]

    def bound(self, link: str) -> Callable[[], bytes]:
        """The making of the file with its link, to be done on a click."""
        return partial(self.make, link)

    @property
    def mime(self) -> str:
        return files.MIME[self.name.rpartition(".")[2]]


@lru_cache(maxsize=16)
def offers(edition: str, lang: str) -> tuple[Offer, ...]:
    """What can be taken away, in the order in which it is offered."""
    _ = i18n.translator(lang)
    return (
        Offer(
            "excel",
            _("Everything of this edition (Excel)"),
            _(
                "Sheets of scores, ranks with intervals, groups, figures with year and origin, sources with licence"
            ),
            f"dxindex-{edition}.xlsx",
            partial(workbook, edition, lang),
        ),
        Offer(
            "scores_csv",
            _("Scores and ranks (CSV)"),
            _("A row per country, columns named in your language"),
            f"dxindex-scores-{edition}.csv",
            partial(scores_csv, edition, lang),
        ),
        Offer(
            "scores_parquet",
            _("Scores and ranks (Parquet)"),
            _("A row per country, columns named by id, for programs"),
            f"dxindex-scores-{edition}.parquet",
            partial(scores_parquet, edition, lang),
        ),
        Offer(
            "figures_csv",
            _("Figures with year and origin (CSV)"),
            _("What the index of this edition is computed from"),
            f"dxindex-figures-{edition}.csv",
            partial(figures_csv, edition, lang),
        ),
        Offer(
            "observations_parquet",
            _("All observations (Parquet)"),
            _("Every series, economy and year of the snapshot"),
            "dxindex-observations.parquet",
            partial(observations_parquet, lang),
        ),
        Offer(
            "package",
            _("Everything (Frictionless Data Package)"),
            _(
                "All series, editions and scores as described CSV files, with sources and licences, in one ZIP"
            ),
            f"dxindex-{data.version()}.zip",
            lambda _link: package(),
        ),
    )


def workbook(edition: str, lang: str, link: str) -> bytes:
    """Scores, ranks, groups, figures and sources of an edition as an Excel workbook."""
    _ = i18n.translator(lang)
    axes = scores.framework(edition).axis_ids
    nodes = scores.framework(edition).nodes
    sheets = {
        "scores": [*((node, "score") for node in nodes), *((axis, "coverage") for axis in axes)],
        "ranks": [(node, part) for node in nodes for part in ("rank", "low", "high")],
        "groups": [column for column in _of_all(edition) if column[1] == SHARE],
    }
    return as_excel(
        {
            **{name: _in_words(edition, lang, columns) for name, columns in sheets.items()},
            "figures": figures(edition, lang),
        },
        sources(edition, lang),
        _told(
            _("Scores, ranks, groups and figures"),
            _("Score 0–1, higher is better; rank 1 is best"),
            edition,
            lang,
            link,
        ),
        lang=lang,
    )


def scores_csv(edition: str, lang: str, link: str) -> bytes:
    """Scores and ranks under names in the visitor's language."""
    return as_csv(_in_words(edition, lang, list(_of_all(edition))), _of_scores(edition, lang, link))


def scores_parquet(edition: str, lang: str, link: str) -> bytes:
    """Scores and ranks under ids: ``adoption.business.rank`` and the like."""
    return as_parquet(by_id(edition), _of_scores(edition, lang, link))


def figures_csv(edition: str, lang: str, link: str) -> bytes:
    """The figures that the index of an edition is computed from."""
    _ = i18n.translator(lang)
    told = _told(_("Figures with year and origin"), _("As named in each row"), edition, lang, link)
    return as_csv(figures(edition, lang), told)


def observations_parquet(lang: str, link: str) -> bytes:
    """Every observation of the snapshot, under ids."""
    _ = i18n.translator(lang)
    table = data.load_observations()
    told = Caption(
        _("All observations"),
        unit=_("As the catalogue of series says"),
        period=provenance.span({int(table["year"].min()), int(table["year"].max())}),
        source="; ".join(data.load_sources()["citation"].unique()),
        link=link,
        version=files.version(),
    )
    return as_parquet(table, told)


@lru_cache(maxsize=1)
def package() -> bytes:
    """The snapshot, its catalogue and the scores of all editions as a data package.

    It names no link: it holds every edition, and is the same wherever it is taken from.
    """
    return data.build_package(more=[_scores_to_pack(), _groups_to_pack()])


def by_id(edition: str) -> pd.DataFrame:
    """One row a country: name, group, and per node its score, rank, interval of ranks and coverage, by id."""
    table = _of_all(edition)
    table.columns = pd.Index([".".join(column) for column in table.columns])
    table.insert(0, "group", scores.groups(edition).labels.reindex(table.index).astype(object))
    table.insert(0, "country", pd.Series(codes.country_names(i18n.DEFAULT_LANGUAGE)).reindex(table.index))
    return table


def figures(edition: str, lang: str) -> pd.DataFrame:
    """Every figure that the index of an edition is computed from, with its year, origin and source."""
    _ = i18n.translator(lang)
    catalogue = codes.indicators()
    table = scores.vintages(edition)
    table = table[table["indicator"].isin(scores.framework(edition).indicators)]
    values = scores.panel(edition)
    return pd.DataFrame(
        {
            "iso3": table["iso3"],
            _("Country"): table["iso3"].map(codes.country_names(lang)),
            "id": table["indicator"],
            _("Indicator"): table["indicator"].map(catalogue[f"title_{lang}"]),
            _("Value"): [values.at[row.iso3, row.indicator] for row in table.itertuples()],
            _("Unit"): table["indicator"].map(catalogue[f"unit_{lang}"]),
            _("Year"): table["year"],
            _("Origin"): table["how"].map(provenance.origin_names(lang)),
            _("Source"): table["source"].map(data.load_sources()[f"title_{lang}"]),
        }
    )


def sources(edition: str, lang: str) -> pd.DataFrame:
    """The sources of an edition's figures: publisher, licence, vintage, citation and page."""
    _ = i18n.translator(lang)
    table = scores.vintages(edition)
    used = table.loc[table["indicator"].isin(scores.framework(edition).indicators), "source"].unique()
    found = data.load_sources().loc[list(used)]
    return pd.DataFrame(
        {
            _("Source"): found[f"title_{lang}"],
            _("Publisher"): found[f"publisher_{lang}"],
            _("Licence"): found["licence"],
            _("Text of the licence"): found["licence_url"],
            _("Vintage"): found["vintage"],
            _("Citation"): found["citation"],
            _("Publisher's page"): found["landing_page"],
        }
    ).reset_index(drop=True)


def _of_all(edition: str) -> pd.DataFrame:
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


def _in_words(edition: str, lang: str, columns: list[tuple[str, str]]) -> pd.DataFrame:
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
    table = _of_all(edition)[columns]
    table.columns = pd.Index(
        [heads[part].format(node=nodes.get(node) or levels[node]) for node, part in columns]
    )
    labels = scores.groups(edition).labels.reindex(table.index)
    table.insert(0, _("Group"), [charts.level_name(label, lang) for label in labels])
    table.insert(0, _("Country"), [codes.country_names(lang)[code] for code in table.index])
    return table


def _of_scores(edition: str, lang: str, link: str) -> Caption:
    _ = i18n.translator(lang)
    return _told(_("Scores and ranks"), _("Score 0–1, higher is better; rank 1 is best"), edition, lang, link)


def _told(title: str, unit: str, edition: str, lang: str, link: str) -> Caption:
    return Caption(
        title=title,
        unit=unit,
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang),
        link=link,
        version=files.version(),
    )


def _scores_to_pack() -> data.PackageTable:
    rows = []
    for edition in codes.edition_codes():
        table = _of_all(edition)
        for node in scores.framework(edition).nodes:
            of_node = table[node].reset_index()
            rows.append(of_node.assign(edition=edition, node=node))
    return data.PackageTable(
        name="scores",
        title="Scores and ranks of all editions",
        description="Our calculation by the default method. Scores are on 0-1, higher is better; rank 1 is best, ties share it.",
        table=pd.concat(rows, ignore_index=True)[["edition", "iso3", "node", *PARTS]],
        fields={
            "edition": "Edition of the index",
            "iso3": "ISO 3166-1 alpha-3 code",
            "node": "Axis or pillar; a pillar's id begins with its axis",
            "score": "0-1; empty where too little is observed",
            "rank": "Among the countries with a score",
            "low": "Best rank that 90 % of the runs of the uncertainty analysis lie between",
            "high": "Worst rank that 90 % of the runs of the uncertainty analysis lie between",
            "coverage": "Share of the node's weight that is observed",
        },
        key=("edition", "iso3", "node"),
        references={"iso3": ("countries", "iso3")},
    )


def _groups_to_pack() -> data.PackageTable:
    rows = []
    for edition in codes.edition_codes():
        labels = scores.groups(edition).labels
        shares = certainty.group_shares(edition).reindex(labels.index)
        table = shares.set_axis([f"share_{group}" for group in shares], axis="columns")
        rows.append(
            table.rename_axis("iso3").assign(group=labels.astype(object), edition=edition).reset_index()
        )
    table = pd.concat(rows, ignore_index=True)
    share_columns = [column for column in table if column.startswith("share_")]
    return data.PackageTable(
        name="groups",
        title="Groups of all editions",
        description="Our classification by the default method, in the vocabulary of the World Development Report 2016.",
        table=table[["edition", "iso3", "group", *share_columns]],
        fields={
            "edition": "Edition of the index",
            "iso3": "ISO 3166-1 alpha-3 code",
            "group": "Empty where the country has no score on an axis",
            **{
                column: f"Share of the runs of the uncertainty analysis in which the country is {column.removeprefix('share_')}"
                for column in share_columns
            },
        },
        key=("edition", "iso3"),
        references={"iso3": ("countries", "iso3")},
    )
