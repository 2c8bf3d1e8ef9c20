"""The scores as tables of the data package, beside those of the snapshot."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

import data
from pages.ui.queries import certainty, codes, scores, whole


@lru_cache(maxsize=1)
def package() -> bytes:
    """The snapshot, its catalogue and the scores of all editions as a data package.

    It names no link: it holds every edition, and is the same wherever it is taken from.
    """
    return data.build_package(more=[_scores_to_pack(), _groups_to_pack()])


def _scores_to_pack() -> data.PackageTable:
    rows = []
    for edition in codes.edition_codes():
        table = whole.of_all(edition)
        for node in scores.framework(edition).nodes:
            of_node = table[node].reset_index()
            rows.append(of_node.assign(edition=edition, node=node))
    return data.PackageTable(
        name="scores",
        title="Scores and ranks of all editions",
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
