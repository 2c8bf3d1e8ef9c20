"""Outranking: comparisons by hand, ties, missing values, who competes, invariants."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

import data
from dxindex import CompositeIndex, Framework, OptionError
from dxindex.outrank import borda_scores, copeland_scores, outrank, outranking_matrix

NAN = float("nan")
# Weights 3, 2, 1. P and Q: P ahead on the first (3), tied on the second (1 of 2), behind on the third: 4 of 6.
# P and R share the first only, where R is ahead. Q and R: R ahead on the first, tied on the third: 0.5 of 4.
VALUES = [[2.0, 5.0, 1.0], [1.0, 5.0, 2.0], [3.0, NAN, 2.0]]
WEIGHTS = [3.0, 2.0, 1.0]


def test_matrix_by_hand() -> None:
    expected = [[1 / 2, 4 / 6, 0 / 4], [2 / 6, 1 / 2, 0.5 / 4], [4 / 4, 3.5 / 4, 1 / 2]]
    np.testing.assert_allclose(outranking_matrix(VALUES, WEIGHTS), expected, atol=1e-15)


def test_scores_by_hand() -> None:
    assert copeland_scores(VALUES, WEIGHTS).tolist() == [0, -2, 2]
    # Shares beaten: first 1/2, 1/6, 5/6; second 1/2, 1/2 of two; third 1/6, 2/3, 2/3.
    expected = [
        (3 / 2 + 2 / 2 + 1 / 6) / 6,
        (3 / 6 + 2 / 2 + 2 / 3) / 6,
        (3 * 5 / 6 + 2 / 3) / 4,
    ]
    assert borda_scores(VALUES, WEIGHTS).tolist() == pytest.approx(expected, abs=1e-15)


def test_units_without_a_common_indicator_are_not_compared() -> None:
    values = [[1.0, NAN], [NAN, 1.0], [2.0, 2.0]]
    matrix = outranking_matrix(values, [1, 1])
    assert np.isnan(matrix[0, 1])
    assert copeland_scores(values, [1, 1]).tolist() == [-1, -1, 2]
    assert np.isnan(outranking_matrix([[NAN, 1.0], [NAN, 2.0]], [1, 0])).all()
    assert np.isnan(borda_scores([[NAN, 1.0], [NAN, 2.0]], [1, 0])).all()


def test_rounding_does_not_break_ties() -> None:
    values = [[0.1 + 0.2], [0.3]]
    assert copeland_scores(values, [1]).tolist() == [0, 0]
    assert borda_scores(values, [1]).tolist() == [0.5, 0.5]
    # 0.1 + 0.2 for, 0.3 against.
    assert copeland_scores([[1, 1, 0], [0, 0, 1]], [0.1, 0.2, 0.3]).tolist() == [0, 0]


tables = arrays(float, st.tuples(st.integers(1, 8), st.just(3)), elements=st.integers(0, 5).map(float))


@given(tables)
def test_pairs_add_up_and_complete_borda_is_the_mean_of_the_matrix(values: np.ndarray) -> None:
    matrix = outranking_matrix(values, WEIGHTS)
    np.testing.assert_allclose(matrix + matrix.T, 1)
    borda = borda_scores(values, WEIGHTS)
    np.testing.assert_allclose(borda, matrix.mean(axis=1), atol=1e-12)
    # Borda's points are the average ranks from below, less one; SciPy ranks independently.
    points = (rankdata(values, axis=0) - 1) @ np.array(WEIGHTS) / 6
    np.testing.assert_allclose(borda * len(values) - 0.5, points, atol=1e-12)
    assert copeland_scores(values, WEIGHTS).sum() == 0


@given(tables, st.permutations(range(3)))
def test_only_the_order_of_values_counts(values: np.ndarray, order: list[int]) -> None:
    for score in (copeland_scores, borda_scores):
        plain = score(values, WEIGHTS)
        np.testing.assert_allclose(score(np.exp(values), WEIGHTS), plain)
        np.testing.assert_allclose(score(values[:, order], np.array(WEIGHTS)[order] * 7), plain)


@given(tables)
def test_a_dominated_unit_never_ranks_above_its_dominator(values: np.ndarray) -> None:
    for score in (copeland_scores, borda_scores):
        found = score(values, WEIGHTS)
        for one in range(len(values)):
            for other in np.flatnonzero((values >= values[one]).all(axis=1)):
                assert found[other] >= found[one] - 1e-12


def test_ranks_per_node_among_those_that_compete(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel, ranked=["AAA", "BBB", "CCC", "FFF"])
    found = outrank(result)
    # On p, b counts twice as much as a: CCC, AAA, BBB by b. On q, BBB, AAA, CCC by both.
    assert found.ranks.loc[["AAA", "BBB", "CCC"], ["p", "q"]].to_numpy().tolist() == [[2, 2], [3, 1], [1, 3]]
    assert found.ranks.loc[["DDD", "EEE", "FFF"]].isna().all(axis=None)
    assert found.scores.loc["DDD"].isna().all()
    assert list(found.scores.columns) == list(framework.nodes)
    # All: a 1/4, b 1/2, c 3/20, d 1/10. AAA beats BBB on b alone, half the weight: a tie.
    assert found.scores.loc[["AAA", "BBB", "CCC"], "all"].tolist() == [0, 0, 0]
    assert outrank(result, method="borda").ranks.loc["AAA", "all"] == 1
    with pytest.raises(OptionError, match="no outranking 'best'; valid are 'copeland', 'borda'"):
        outrank(result, method="best")


def test_viet_nam_keeps_its_place() -> None:
    panel = data.load_panel("2014")
    result = CompositeIndex("wdr2016").fit(panel).result(panel)
    for method in ("copeland", "borda"):
        assert outrank(result, method=method).ranks.loc["VNM", ["adoption", "enabling"]].tolist() == [74, 84]


@pytest.mark.parametrize("scores", [borda_scores, copeland_scores])
def test_monotone_transforms_change_no_outranking(scores: Callable[..., np.ndarray]) -> None:
    values = np.random.default_rng(0).random((20, 4))
    bent = values.copy()
    bent[:, 1] = np.exp(5 * values[:, 1])
    bent[:, 3] = values[:, 3] ** 3 - 2
    assert np.array_equal(scores(bent, [1, 2, 3, 4]), scores(values, [1, 2, 3, 4]))
