"""Variants side by side: one set of units, ranks and shifts by hand, refusals, the schooling variants."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import data
from dxindex import CompositeIndex, Framework, InputError, OptionError
from dxindex.framework_parts import Indicator, Node
from dxindex.variants import compare_frameworks


def _one(name: str, node: str = "all") -> Framework:
    return Framework(name, (Node(node),), (Indicator(name, node),))


FRAME = pd.DataFrame(
    {"a": [1.0, 2.0, 3.0, 9.0, np.nan], "b": [5.0, 4.0, 6.0, np.nan, np.nan], "c": [1.0, 3.0, 2.0, 2.0, 2.0]},
    index=list("PQRST"),
)


def test_ranks_are_among_the_units_that_all_can_score() -> None:
    found = compare_frameworks(FRAME, [_one("a"), _one("b"), _one("c")])
    assert found.ranks["all"].to_dict("list") == {"a": [3, 2, 1], "b": [2, 3, 1], "c": [3, 1, 2]}
    assert found.shifts["all"].to_dict("list") == {"a": [0, 0, 0], "b": [-1, 1, 0], "c": [0, -1, 1]}
    assert found.scores["all", "a"].tolist() == [0.0, 0.5, 1.0]
    assert found.left_out.to_dict() == {"S": "b", "T": "a, b"}
    row = found.summary.loc[("all", "b")]
    assert row["spearman"] == pytest.approx(stats.spearmanr([3, 2, 1], [2, 3, 1]).statistic)
    assert row["kendall"] == pytest.approx(stats.kendalltau([3, 2, 1], [2, 3, 1]).statistic)
    assert row[["mean_shift", "largest_shift", "furthest"]].tolist() == [pytest.approx(2 / 3), 1, "P"]


def test_variants_that_agree_move_nobody() -> None:
    found = compare_frameworks(FRAME, [_one("a"), replace(_one("a"), id="again")])
    assert found.summary.loc[("all", "again"), "largest_shift"] == 0
    assert pd.isna(found.summary.loc[("all", "again"), "furthest"])
    assert found.left_out.to_dict() == {"T": "a"}


def test_options_are_the_same_for_all() -> None:
    found = compare_frameworks(FRAME, [_one("a"), _one("b")], normalise="percentile_rank")
    alone = CompositeIndex(_one("b"), normalise="percentile_rank")
    common = FRAME.loc[list("PQR")]
    pd.testing.assert_frame_equal(found.results["b"].scores, alone.fit(common).transform(common))


def test_how_schooling_is_counted_moves_viet_nam_furthest() -> None:
    names = ["wdr2016", "wdr2016-skills", "wdr2016-lays"]
    found = compare_frameworks(data.load_panel("2014"), names)
    assert sorted(found.left_out.index) == ["BOL", "CAF", "FJI", "SYR", "VEN"]
    assert found.ranks.loc["VNM", "enabling"].tolist() == [83, 71, 53]
    assert found.ranks.loc["VNM", "adoption"].tolist() == [72, 72, 72]
    assert set(found.summary.loc["enabling", "furthest"]) == {"VNM"}


@pytest.mark.parametrize(
    ("frameworks", "options", "words"),
    [
        ([], {}, "two or more frameworks, each of an id of its own, not none"),
        ([_one("a")], {}, "two or more frameworks"),
        ([_one("a"), _one("a")], {}, "two or more frameworks, each of an id of its own, not 'a', 'a'"),
        ([_one("a"), _one("b", "other")], {}, "no axis in common; name nodes"),
        ([_one("a"), _one("b")], {"nodes": ["zzz"]}, "framework 'a' has no 'zzz'"),
    ],
)
def test_frameworks_that_cannot_be_compared(frameworks: list[Framework], options: dict, words: str) -> None:
    with pytest.raises(OptionError, match=words):
        compare_frameworks(FRAME, frameworks, **options)


def test_panels_that_do_not_do() -> None:
    with pytest.raises(InputError, match="columns are missing: 'z'"):
        compare_frameworks(FRAME, [_one("a"), _one("z")])
    with pytest.raises(
        InputError, match="no unit has every indicator of 'a', 'b'; most often missing is 'b'"
    ):
        compare_frameworks(FRAME.tail(2), [_one("a"), _one("b")])
