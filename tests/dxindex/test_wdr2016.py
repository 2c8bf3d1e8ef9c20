"""The reference index on the publishers' figures: published totals reproduced, stated results held."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import data
from dxindex import CompositeIndex, Groups, IndexResult, classify


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return data.load_panel("2014")


@pytest.fixture(scope="module")
def result(panel: pd.DataFrame) -> IndexResult:
    return CompositeIndex("wdr2016").fit(panel).result(panel)


@pytest.fixture(scope="module")
def groups(result: IndexResult) -> Groups:
    return classify(result)


@pytest.mark.parametrize("edition", ["2014", "2016"])
def test_adoption_is_the_published_index(edition: str) -> None:
    everyone = data.load_panel(edition, units="all")
    adoption = CompositeIndex("wdr2016").fit(everyone).result(everyone).scores["adoption"]
    published = everyone["dai"].dropna()
    assert len(published) == 180
    assert (adoption[published.index] - published).abs().max() <= 1e-6


def test_reference_edition_is_complete(result: IndexResult) -> None:
    assert len(result.scores) == 132
    assert result.scores.notna().all(axis=None)
    assert np.allclose(result.coverage, 1)


def test_three_countries_lie_beyond_the_goalposts_of_stability(result: IndexResult) -> None:
    held = result.clipped["wgi_political_stability"]
    assert set(held.index[held]) == {"SYR", "YEM", "CAF"}
    assert result.clipped.to_numpy().sum() == 3


@pytest.mark.parametrize(
    ("normalise", "adoption", "enabling"),
    [("goalposts", 73, 84), ("minmax", 74, 84), ("zscore", 74, 82), ("percentile_rank", 74, 84)],
)
def test_position_of_viet_nam(panel: pd.DataFrame, normalise: str, adoption: int, enabling: int) -> None:
    ranks = CompositeIndex("wdr2016", normalise=normalise).fit(panel).result(panel).ranks
    assert ranks.loc["VNM", ["adoption", "enabling"]].tolist() == [adoption, enabling]
    assert ranks.loc["SGP", "adoption"] == 1


def test_groups_of_the_reference_edition(groups: Groups) -> None:
    assert groups.labels["VNM"] == "transitioning"
    assert set(groups.labels[["SGP", "EST", "GBR"]]) == {"transforming"}
    assert groups.diagnostics.sizes == {"emerging": 49, "transitioning": 43, "transforming": 40}
    assert groups.diagnostics.silhouette == pytest.approx(0.49, abs=0.005)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_groups_do_not_depend_on_the_seed(result: IndexResult, groups: Groups, seed: int) -> None:
    pd.testing.assert_series_equal(classify(result, random_state=seed).labels, groups.labels)


def test_two_groups_part_better_than_three(result: IndexResult) -> None:
    assert classify(result, n_groups=2).diagnostics.silhouette == pytest.approx(0.57, abs=0.005)


def test_axes_run_together(result: IndexResult) -> None:
    assert result.scores["adoption"].corr(result.scores["enabling"]) == pytest.approx(0.87, abs=0.005)


@pytest.mark.parametrize(("name", "rank"), [("wdr2016-skills", 70), ("wdr2016-lays", 53)])
def test_how_schooling_is_counted_moves_viet_nam_most(panel: pd.DataFrame, name: str, rank: int) -> None:
    enabling = CompositeIndex(name).fit(panel).result(panel).ranks.loc["VNM", "enabling"]
    assert abs(enabling - rank) <= 3


def test_open_framework_scores_the_experimental_edition() -> None:
    panel = data.load_panel("2019")
    result = CompositeIndex("open").fit(panel).result(panel)
    assert result.scores[["adoption", "enabling"]].notna().all(axis=None)
    assert (result.coverage["enabling"] == 1).all()
    missing = panel["fixed_broadband"].isna()
    assert missing.sum() == 2
    assert result.scores.loc[missing, "adoption.business"].isna().all()
    assert result.coverage.loc[missing, "adoption"].tolist() == pytest.approx([2 / 3, 2 / 3])
