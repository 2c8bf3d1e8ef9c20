"""Explanations of the reference index on the publishers' figures."""

from __future__ import annotations

import pandas as pd
import pytest

import data
from dxindex import (
    CompositeIndex,
    Groups,
    achievable_changes,
    balance,
    classify,
    gap,
    path_to,
    peers,
)


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return data.load_panel("2014")


@pytest.fixture(scope="module")
def index(panel: pd.DataFrame) -> CompositeIndex:
    return CompositeIndex("wdr2016").fit(panel)


@pytest.fixture(scope="module")
def groups(index: CompositeIndex, panel: pd.DataFrame) -> Groups:
    return classify(index.result(panel))


@pytest.fixture(scope="module")
def scale(index: CompositeIndex) -> pd.Series:
    """What lower middle income countries, Viet Nam among them, achieved in five years; in two, of adoption."""
    history, income = (
        data.load_observations(years=range(1990, 2021)),
        data.load_countries("2014")["income_group"],
    )
    five, two = (
        achievable_changes(history, income, framework=index.framework_, years=years).loc["LM", "change"]
        for years in (5, 2)
    )
    assert set(five.index) == set(index.framework_.leaves("enabling"))
    return pd.concat([five, two.filter(like="dai_")])


def test_over_half_of_what_parts_viet_nam_from_singapore_is_schooling_and_starting_a_business(
    index: CompositeIndex, panel: pd.DataFrame
) -> None:
    found = gap(index.result(panel), "VNM", "SGP", node="enabling")
    assert found.total == pytest.approx(-0.302, abs=0.0005)
    largest = found.table["contribution"].sort_values()
    assert largest.index[:2].tolist() == ["mean_years_schooling", "starting_business_score"]
    assert largest.iloc[:2].sum() == pytest.approx(-0.166, abs=0.0005)


def test_enabling_factors_alone_do_not_make_viet_nam_transforming(
    index: CompositeIndex, panel: pd.DataFrame, groups: Groups, scale: pd.Series
) -> None:
    alone = path_to(index, panel, "VNM", group="transforming", groups=groups, scale=scale)
    assert not alone.feasible
    assert alone.outcome.ranks.loc["enabling", "after"] == 1
    together = path_to(
        index,
        panel,
        "VNM",
        group="transforming",
        groups=groups,
        scale=scale,
        levers=index.framework_.indicators,
    )
    assert together.outcome.group_after == "transforming"
    assert together.cost == pytest.approx(11.17, abs=0.01)


def test_a_country_beyond_the_goalposts_has_a_path(
    index: CompositeIndex, panel: pd.DataFrame, scale: pd.Series
) -> None:
    found = path_to(index, panel, "SYR", rank=70, node="enabling", scale=scale)
    assert found.outcome.ranks.loc["enabling", "after"] == 70
    assert found.changes["change"]["wgi_political_stability"] == 0


def test_peers_and_balance_of_viet_nam(index: CompositeIndex, panel: pd.DataFrame) -> None:
    result = index.result(panel)
    assert peers(result, "VNM", n=3).index.tolist() == ["SLV", "TUN", "PRY"]
    found = balance(result)
    assert (found.x, found.y) == ("adoption", "enabling")
    viet_nam = found.table.loc["VNM"]
    assert 0 < viet_nam["low"] < viet_nam["distance"] < viet_nam["high"]
    assert viet_nam["distance"] == pytest.approx(0.0245, abs=0.0005)
