"""How sure the ranks and groups are: one ensemble an edition, drawn once and shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

import dxindex as dx
from dxindex.statements import FIRM, Standing
from pages.ui.queries import scores
from pages.ui.queries.memory import computed_once, remembered

if TYPE_CHECKING:
    from dxindex.uncertainty import Uncertainty

RUNS = 10_000
LEVEL = FIRM  # of rank intervals: what a claim needs to be made plainly


@computed_once(8)
def ensemble(edition: str) -> Uncertainty:
    """Ranks of every country on every axis and pillar, in each variation of the method."""
    scheme = scores.framework(edition)
    return dx.uncertainty(scores.panel(edition), scheme, n=RUNS, random_state=scores.SEED, nodes=scheme.nodes)


@remembered()
def rank_interval(edition: str, node: str) -> pd.DataFrame:
    """Between which ranks each country lies in 90 % of the runs: index iso3, columns low, median, high."""
    return ensemble(edition).rank_interval(node, level=LEVEL)


@computed_once(8)
def group_shares(edition: str) -> pd.DataFrame:
    """Share of runs in which each country falls into each group: index iso3, a column a group."""
    return ensemble(edition).group_shares()


def own_group(edition: str, country: str) -> tuple[str | None, float | None]:
    """The group a country is in, and the share of runs in which it falls into it; None twice where it is in none."""
    label = scores.level(edition, country)
    if label is None:
        return None, None
    return label, float(group_shares(edition).at[country, label])


@remembered(4096)
def outranks(edition: str, country: str, other: str, node: str) -> float:
    """Share of runs in which one country ranks better than another; NaN where one is unranked in all."""
    return float(ensemble(edition).outranks(country, other, node=node))


def standing(edition: str, country: str, node: str) -> Standing:
    """Where a country stands on a node, with the interval of its rank."""
    here = scores.position(edition, country, node)
    row = rank_interval(edition, node).loc[country]
    known = here.rank is not None and not pd.isna(row["low"])
    return replace(here, low=int(row["low"]), high=int(row["high"])) if known else here
