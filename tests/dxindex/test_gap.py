"""Gaps: by hand, against every order of the indicators, and what must hold of any of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxindex import (
    AggregationError,
    CompositeIndex,
    Framework,
    IndexResult,
    InputError,
    OptionError,
    gap,
    power_mean,
)
from dxindex.framework_parts import Indicator, Node
from dxindex.weights import sibling_weights

POSTS = (0.0, 1.0)

DEEP = Framework(
    "deep",
    (Node("top"), Node("left", "top", 3.0), Node("right", "top", 1.0), Node("low", "right", 2.0)),
    (
        Indicator("a", "left", 2.0, goalposts=POSTS),
        Indicator("b", "left", 1.0, goalposts=POSTS),
        Indicator("c", "right", 1.0, goalposts=POSTS),
        Indicator("d", "low", 1.0, goalposts=POSTS),
        Indicator("e", "low", 4.0, goalposts=POSTS),
    ),
)
"""Uneven depth: two branches, one of them with a branch of its own."""

ROW = dict(zip("abcde", (0.9, 0.2, 0.5, 0.3, 0.8), strict=True))
OTHER = dict(zip("abcde", (0.4, 0.7, 0.1, 0.6, 0.35), strict=True))


def score_pair(
    own: dict[str, float], other: dict[str, float], framework: Framework = DEEP, **options: object
) -> IndexResult:
    frame = pd.DataFrame([own, other], index=["P", "Q"])
    return CompositeIndex(framework, **options).fit(frame).result(frame)


def orders(framework: Framework, part: str) -> Iterator[tuple[str, ...]]:
    """Every order of the indicators in which those below one node stay together."""
    if part in framework.indicators:
        yield (part,)
        return
    for children in permutations(framework.children(part)):
        for inner in product(*(list(orders(framework, child)) for child in children)):
            yield tuple(leaf for leaves in inner for leaf in leaves)


def brute_force(result: IndexResult, node: str) -> dict[str, float]:
    """Owen values by their definition: the mean over all orders of what each indicator changes."""
    own, other = (result.normalised.loc[unit].to_dict() for unit in ("P", "Q"))
    weights = sibling_weights(result.framework).to_dict()

    def score(part: str, row: dict[str, float]) -> float:
        if part in row:
            return row[part]
        children = result.framework.children(part)
        values = [score(child, row) for child in children]
        return float(power_mean(values, [weights[c] for c in children], result.aggregations[part].power))

    every = list(orders(result.framework, node))
    total = dict.fromkeys(result.framework.leaves(node), 0.0)
    for order in every:
        row = dict(other)
        before = score(node, row)
        for leaf in order:
            row[leaf] = own[leaf]
            after = score(node, row)
            total[leaf] += (after - before) / len(every)
            before = after
    return total


# By hand


def test_a_gap_of_arithmetic_means_by_hand(framework: Framework, panel: pd.DataFrame) -> None:
    """Below q, c has weight 3 / 5 and d 2 / 5; AAA has 0.8 and 0.5 where BBB has 1 and 1."""
    result = CompositeIndex(framework).fit(panel).result(panel)
    found = gap(result, "AAA", "BBB", node="q", panel=panel)
    assert found.table["contribution"].to_dict() == pytest.approx({"c": -0.12, "d": -0.2}, abs=1e-15)
    assert found.table["weight"].to_dict() == pytest.approx({"c": 0.6, "d": 0.4})
    assert found.table[["value", "other_value"]].loc["c"].tolist() == [10.0, 0.0]
    assert found.table[["normalised", "other_normalised"]].loc["d"].tolist() == [0.5, 1.0]
    assert (found.score, found.other_score) == pytest.approx((0.68, 1.0))
    assert found.total == pytest.approx(-0.32)


def test_a_gap_of_a_geometric_mean_by_hand() -> None:
    """sqrt(ab): from (0.25, 0.25) to (1, 0.64), either first: a adds 0.25 or 0.4, b adds 0.15 or 0.3."""
    flat = Framework("flat", (Node("top"),), tuple(Indicator(i, "top", goalposts=POSTS) for i in "ab"))
    result = score_pair({"a": 1.0, "b": 0.64}, {"a": 0.25, "b": 0.25}, flat, aggregate=2)
    result = IndexResult(**{**vars(result), **_geometric(result)})
    found = gap(result, "P", "Q", node="top")
    assert found.table["contribution"].to_dict() == pytest.approx({"a": 0.325, "b": 0.225}, abs=1e-15)


def _geometric(result: IndexResult) -> dict[str, object]:
    """A geometric mean of the values as they are: the index itself would first move them off zero."""
    from dxindex import PowerMean
    from dxindex.aggregate import aggregate_tree

    means = {"top": PowerMean(0.0)}
    scores, _ = aggregate_tree(result.normalised, result.framework, means)
    return {"aggregations": means, "scores": scores}


def test_a_value_that_only_one_has_is_shared_by_hand(framework: Framework, panel: pd.DataFrame) -> None:
    """EEE lacks a: below p only b counts, 0.6; DDD has a 0.5 and b 0.25 at weights 1 and 2, together 1 / 3.

    b first: (0.5 + 1.2) / 3 - 1 / 3, then a leaves; a first: 0.25 - 1 / 3, then b: 0.6 - 0.25.
    """
    result = CompositeIndex(framework).fit(panel).result(panel)
    found = gap(result, "EEE", "DDD", node="p").table["contribution"]
    b_first, b_last = 1.7 / 3 - 1 / 3, 0.6 - 0.25
    a_last, a_first = 0.6 - 1.7 / 3, 0.25 - 1 / 3
    assert found["b"] == pytest.approx((b_first + b_last) / 2, abs=1e-15)
    assert found["a"] == pytest.approx((a_first + a_last) / 2, abs=1e-15)


# Against every order

MEANS = [1, 0, -1, 2, {"top": 0}, {"right": 0}, {"low": -1}, {"left": 3, "top": 0.5}]


@pytest.mark.parametrize("aggregate", MEANS)
def test_gaps_are_owen_values(aggregate: object) -> None:
    result = score_pair(ROW, OTHER, aggregate=aggregate)
    for node in DEEP.nodes:
        found = gap(result, "P", "Q", node=node).table["contribution"]
        assert found.to_dict() == pytest.approx(brute_force(result, node), abs=1e-14)


@pytest.mark.parametrize("aggregate", MEANS)
@pytest.mark.parametrize("holes", [("a", ""), ("", "c"), ("a", "d"), ("ad", "c"), ("b", "b")])
def test_gaps_are_owen_values_where_values_are_missing(aggregate: object, holes: tuple[str, str]) -> None:
    own, other = (
        {key: np.nan if key in missing else value for key, value in row.items()}
        for row, missing in zip((ROW, OTHER), holes, strict=True)
    )
    result = score_pair(own, other, aggregate=aggregate, coverage_floor=0.1)
    found = gap(result, "P", "Q", node="top").table["contribution"]
    expected = brute_force(result, "top")
    both = set(holes[0]) & set(holes[1])
    assert found[list(both)].isna().all()
    kept = {key: value for key, value in expected.items() if key not in both}
    assert found.drop(list(both)).to_dict() == pytest.approx(kept, abs=1e-14)


def test_what_a_thin_node_still_has_does_not_count() -> None:
    """P has only b of left, a third: below the floor, so b counts no more than if it were missing too."""
    thin, empty = ({**ROW, "a": np.nan, "b": b} for b in (ROW["b"], np.nan))
    tree = Framework(
        "tree", (*DEEP.node_parts[:1], Node("left", "top", 1.0), *DEEP.node_parts[2:]), DEEP.indicator_parts
    )
    options = {"framework": tree, "aggregate": {"top": 0}, "coverage_floor": 0.4}
    found, expected = (
        gap(score_pair(row, OTHER, **options), "P", "Q", node="top").table["contribution"]
        for row in (thin, empty)
    )
    assert np.isfinite(found.sum())
    pd.testing.assert_series_equal(found, expected)


# Properties

values = st.lists(st.one_of(st.floats(0.01, 1), st.sampled_from([0.5, np.nan])), min_size=5, max_size=5)
powers = st.sampled_from([1.0, 1.0, 0.0, -1.0, 0.5, 2.0])


@given(values, values, st.lists(powers, min_size=4, max_size=4))
def test_gaps_sum_to_the_difference_and_change_sign(
    own: list[float], other: list[float], chosen: list[float]
) -> None:
    frame = pd.DataFrame([own, other], index=["P", "Q"], columns=list("abcde"))
    if (frame.notna().sum() < 2).all():
        return
    means = dict(zip(DEEP.nodes, chosen, strict=True))
    result = CompositeIndex(DEEP, aggregate=means, coverage_floor=0.0).fit(frame).result(frame)
    found = gap(result, "P", "Q", node="top")
    assert found.table["contribution"].sum() == pytest.approx(found.total, abs=1e-12)
    assert found.total == result.scores.loc["P", "top"] - result.scores.loc["Q", "top"]
    back = gap(result, "Q", "P", node="top").table["contribution"]
    np.testing.assert_allclose(found.table["contribution"], -back, atol=1e-12)
    same = frame.loc["P"] == frame.loc["Q"]
    assert (found.table.loc[same, "contribution"] == 0).all()


@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1), powers)
def test_equal_siblings_get_equal_shares(x: float, y: float, z: float, w: float, power: float) -> None:
    flat = Framework("flat", (Node("top"),), tuple(Indicator(i, "top", goalposts=POSTS) for i in "abc"))
    result = score_pair({"a": x, "b": x, "c": z}, {"a": y, "b": y, "c": w}, flat, aggregate=power)
    found = gap(result, "P", "Q", node="top").table["contribution"]
    assert found["a"] == pytest.approx(found["b"], abs=1e-13)


def test_nothing_differs_between_a_unit_and_itself() -> None:
    result = score_pair(ROW, OTHER, aggregate=0)
    assert (gap(result, "P", "P", node="top").table["contribution"] == 0).all()


# Breadth


def test_any_number_of_indicators_under_arithmetic_means() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.random((2, 120)), index=["P", "Q"]).rename(columns=str)
    frame.iloc[0, :3] = np.nan
    frame.iloc[1, 2:6] = np.nan
    flat = Framework("wide", (Node("top"),), tuple(Indicator(c, "top", goalposts=POSTS) for c in frame))
    found = gap(CompositeIndex(flat).fit(frame).result(frame), "P", "Q", node="top")
    assert found.table["contribution"].sum() == pytest.approx(found.total, abs=1e-12)


def test_too_many_indicators_under_another_mean_are_refused() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.random((2, 24)), index=["P", "Q"]).rename(columns=str)
    flat = Framework("wide", (Node("top"),), tuple(Indicator(c, "top", goalposts=POSTS) for c in frame))
    result = CompositeIndex(flat, aggregate=0).fit(frame).result(frame)
    with pytest.raises(AggregationError, match=r"node 'top': exact Owen values need 201,326,592") as caught:
        gap(result, "P", "Q", node="top")
    assert caught.value.ids == ("top",)


# Errors


def test_errors_name_what_is_wrong(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel)
    with pytest.raises(InputError, match="units are not in the table: 'ZZZ'"):
        gap(result, "AAA", "ZZZ", node="q")
    with pytest.raises(InputError, match="units lack a score on 'q': 'FFF'") as caught:
        gap(result, "AAA", "FFF", node="q")
    assert caught.value.ids == ("FFF",)
    with pytest.raises(OptionError, match="has no 'zzz'"):
        gap(result, "AAA", "BBB", node="zzz")
    with pytest.raises(OptionError, match="'a' is an indicator"):
        gap(result, "AAA", "BBB", node="a")
    with pytest.raises(InputError, match="units are not in the table: 'BBB'"):
        gap(result, "AAA", "BBB", node="q", panel=panel.drop(index="BBB"))


def test_units_without_an_indicator_in_common_cannot_be_compared() -> None:
    nothing = dict.fromkeys("cde", np.nan)
    result = score_pair({**nothing, "a": 1.0}, {**nothing, "b": 1.0}, coverage_floor=0.0)
    with pytest.raises(AggregationError, match="no indicator below 'left' counts for both 'P' and 'Q'"):
        gap(result, "P", "Q", node="left")


def test_scores_that_are_no_mean_of_the_values_are_refused() -> None:
    result = score_pair(ROW, OTHER)
    shifted = IndexResult(**{**vars(result), "scores": result.scores + 0.1})
    with pytest.raises(AggregationError, match="do not follow from the values of 'P', 'Q' alone"):
        gap(shifted, "P", "Q", node="top")
