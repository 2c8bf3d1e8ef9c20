"""The scores as tables of the data package, beside those of the snapshot or of refreshed figures."""

from __future__ import annotations

import pandas as pd

import data
from pages.ui.queries import bases, certainty, codes, own_packed, scores, whole
from pages.ui.queries.memory import remembered


def package(edition: str) -> bytes:
    """The figures that an edition rests on, their catalogue, and the scores of its siblings as a data package.

    It names no link: it is the same wherever it is taken from.
    """
    if codes.is_own(edition):
        return own_packed.package(edition)
    return _catalogued(codes.siblings(edition)[0])


@remembered(2)
def _catalogued(first: str) -> bytes:
    """The package of a body of figures, which is named by its first edition."""
    siblings = codes.siblings(first)
    return data.build_package(
        more=[_scores_to_pack(siblings), _groups_to_pack(siblings)], folder=bases.of(first).folder
    )


def _scores_to_pack(editions: tuple[str, ...]) -> data.PackageTable:
    rows = []
    for edition in editions:
        table = whole.of_all(edition)
        for node in scores.framework(edition).nodes:
            of_node = table[node].reset_index()
            rows.append(of_node.assign(edition=bases.code_of(edition), node=node))
    return data.PackageTable(
        name="scores",
        title="Scores and ranks of the editions",
        description="Our calculation by the default method. Scores are on 0-1, higher is better; rank 1 is best, ties share it.",
        table=pd.concat(rows, ignore_index=True)[["edition", "iso3", "node", *whole.PARTS]],
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


def _groups_to_pack(editions: tuple[str, ...]) -> data.PackageTable:
    rows = []
    for edition in editions:
        labels = scores.groups(edition).labels
        shares = certainty.group_shares(edition).reindex(labels.index)
        table = shares.set_axis([f"share_{group}" for group in shares], axis="columns")
        rows.append(
            table.rename_axis("iso3")
            .assign(group=labels.astype(object), edition=bases.code_of(edition))
            .reset_index()
        )
    table = pd.concat(rows, ignore_index=True)
    share_columns = [column for column in table if column.startswith("share_")]
    return data.PackageTable(
        name="groups",
        title="Groups of the editions",
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
