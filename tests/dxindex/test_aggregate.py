"""Aggregation: means by hand and against SciPy, invariants, domains, coverage through the tree."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pmean

from dxindex import AggregationError, Framework, OptionError, PowerMean, power_mean
from dxindex.aggregate import aggregate_tree, resolve_aggregation, resolve_aggregations
from dxindex.framework_parts import Indicator, Node

# Weights 1, 2, 1 of 1, 2, 4: (1 + 4 + 4) / 4, fourth root of 1 * 2^2 * 4, 4 / (1 + 1 + 1/4), root of 25 / 4.
BY_HAND = {1: 2.25, 0: 2.0, -1: 16 / 9, 2: 2.5}


@pytest.mark.parametrize(("power", "expected"), BY_HAND.items())
def test_means_by_hand(power: float, expected: float) -> None:
    assert power_mean([1, 2, 4], [1, 2, 1], power) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(("power", "expected"), BY_HAND.items())
def test_what_is_missing_leaves_with_its_weight(power: float, expected: float) -> None:
    assert power_mean([np.nan, 1, 2, 4], [9, 1, 2, 1], power) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("power", [-3, -1, 0, 0.5, 1, 2])
def test_nothing_observed_is_missing(power: float) -> None:
    means = power_mean([[np.nan, np.nan], [np.nan, 0.5], [0.25, 0.5]], [1, 0], power)
    np.testing.assert_allclose(means, [np.nan, np.nan, 0.25])


def test_batches_of_values_and_weights_are_broadcast() -> None:
    assert power_mean(np.ones((4, 1, 3)), np.ones((5, 3)), 0).shape == (4, 5)


@pytest.mark.parametrize("power", [500, -500])
def test_extreme_powers_do_not_overflow(power: float) -> None:
    assert power_mean([1e-3, 1e3], [1, 1], power) == pytest.approx(1e3 if power > 0 else 1e-3, rel=0.01)


@pytest.mark.parametrize("power", [500, -500, 0, 1])
def test_values_without_weight_do_not_count(power: float) -> None:
    assert power_mean([1e-3, 1.0, 1e3], [0, 1, 0], power) == pytest.approx(1.0)


@pytest.mark.parametrize("power", [0.5, 2])
def test_zeros_have_a_mean_where_the_power_is_positive(power: float) -> None:
    assert power_mean([0.0, 0.0], [1, 1], power) == 0
    assert power_mean([0.0, 1.0], [1, 1], power) == pytest.approx(0.5 ** (1 / power))


positive = st.floats(0.01, 1)
weights = st.floats(0.1, 10)
powers = st.sampled_from([-5.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 5.0])
rows = st.lists(st.tuples(positive, weights), min_size=1, max_size=8)


@given(rows, powers)
def test_means_agree_with_scipy(row: list[tuple[float, float]], power: float) -> None:
    x, w = np.array(row).T
    assert power_mean(x, w, power) == pytest.approx(pmean(x, power, weights=w), rel=1e-12)


@given(rows, powers)
def test_means_are_bounded_by_the_smallest_and_largest_value(
    row: list[tuple[float, float]], power: float
) -> None:
    x, w = np.array(row).T
    assert x.min() - 1e-12 <= power_mean(x, w, power) <= x.max() + 1e-12


@given(rows, powers, st.integers(0, 7), st.floats(0, 1))
def test_means_rise_with_every_value(
    row: list[tuple[float, float]], power: float, place: int, step: float
) -> None:
    x, w = np.array(row).T
    higher = x.copy()
    higher[place % len(x)] += step
    assert power_mean(higher, w, power) >= power_mean(x, w, power) - 1e-12


@given(rows, powers, st.randoms(use_true_random=False), st.floats(0.01, 100))
def test_means_ignore_order_and_the_sum_of_weights(
    row: list[tuple[float, float]], power: float, random: object, factor: float
) -> None:
    x, w = np.array(row).T
    order = list(range(len(x)))
    random.shuffle(order)
    assert power_mean(x[order], w[order] * factor, power) == pytest.approx(power_mean(x, w, power), rel=1e-12)


@given(rows)
def test_means_rise_with_the_power(row: list[tuple[float, float]]) -> None:
    x, w = np.array(row).T
    means = [float(power_mean(x, w, power)) for power in (-2, -1, 0, 1, 2)]
    assert all(low <= high + 1e-12 for low, high in pairwise(means))


@pytest.mark.parametrize(("power", "value"), [(0, 0.0), (-1, 0.0), (0, -1.0), (0.5, -1.0), (2, -1.0)])
def test_values_outside_the_domain_are_refused(power: float, value: float) -> None:
    with pytest.raises(AggregationError, match="outside the domain"):
        power_mean([value, 1.0], [1, 1], power)


def test_values_outside_the_domain_are_named_by_unit_and_column() -> None:
    frame = pd.DataFrame({"t": [1.0, 1.0], "w0": [1.0, 0.0], "w1": 1.0, "w2": 1.0}, index=["P", "Q"])
    with pytest.raises(
        AggregationError, match=r"node 'wide': values of 'w0' for 'Q' .* above zero"
    ) as caught:
        aggregate_tree(frame, TREE, resolve_aggregations(TREE, 0))
    assert caught.value.ids == ("Q",)


# Choices


def test_aggregations_by_name_and_by_number() -> None:
    assert resolve_aggregation("harmonic") == resolve_aggregation(-1) == PowerMean(-1)
    for wrong in ("median", True, None):
        with pytest.raises(OptionError, match="'arithmetic', 'geometric', 'harmonic'"):
            resolve_aggregation(wrong)
    for wrong in (math.inf, math.nan):
        with pytest.raises(OptionError, match="finite"):
            resolve_aggregation(wrong)


def test_aggregations_by_node_and_depth(framework: Framework) -> None:
    chosen = resolve_aggregations(framework, {1: "geometric", "q": -1})
    assert chosen == {"all": PowerMean(1), "q": PowerMean(-1), "p": PowerMean(0)}


def test_aggregations_of_nodes_that_do_not_exist_are_named(framework: Framework) -> None:
    with pytest.raises(OptionError, match="'zzz', '7' is neither a node nor a depth") as caught:
        resolve_aggregations(framework, {"zzz": 1, 7: 1, 0: 1})
    assert caught.value.ids == ("zzz", "7")


# Coverage


TREE = Framework(
    "tree",
    (Node("top"), Node("wide", "top"), Node("thin", "top")),
    (*(Indicator(f"w{i}", "wide") for i in range(3)), Indicator("t", "thin", weight=5)),
)
MEANS = resolve_aggregations(TREE, "arithmetic")


def _tree(*values: float, floor: float = 2 / 3) -> tuple[pd.Series, pd.Series]:
    frame = pd.DataFrame([values], columns=["w0", "w1", "w2", "t"], index=["P"])
    scores, coverage = aggregate_tree(frame, TREE, MEANS, floor)
    return scores.loc["P"], coverage.loc["P"]


def test_two_of_three_reach_the_floor() -> None:
    scores, coverage = _tree(0.2, np.nan, 0.4, 0.5)
    assert scores.tolist() == pytest.approx([0.4, 0.3, 0.5])
    assert coverage.tolist() == pytest.approx([5 / 6, 2 / 3, 1.0])


def test_node_below_the_floor_is_missing_to_its_parent_too() -> None:
    scores, coverage = _tree(0.2, np.nan, np.nan, 0.5, floor=0.5)
    assert np.isnan(scores["wide"])
    assert scores["top"] == 0.5
    assert coverage.tolist() == pytest.approx([0.5, 1 / 3, 1.0])


def test_floor_of_zero_takes_any_value_and_nothing_stays_missing() -> None:
    assert _tree(0.2, np.nan, np.nan, np.nan, floor=0)[0]["top"] == 0.2
    scores, coverage = _tree(np.nan, np.nan, np.nan, np.nan, floor=0)
    assert scores.isna().all()
    assert coverage.tolist() == [0.0, 0.0, 0.0]


def test_floor_of_one_takes_no_gap() -> None:
    assert np.isnan(_tree(0.2, np.nan, 0.4, 0.5, floor=1)[0]["top"])
    assert _tree(0.2, 0.3, 0.4, 0.5, floor=1)[0]["top"] == pytest.approx(0.4)
