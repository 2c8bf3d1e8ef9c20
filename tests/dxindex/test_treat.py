"""Outlier treatment: measures against SciPy, the algorithm by hand, logarithms, reports, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import data
from dxindex import CompositeIndex, Framework, InputError, OptionError, load_framework
from dxindex.framework_parts import Indicator, Node
from dxindex.treat import (
    Bounds,
    Log,
    ShiftedLog,
    Winsorise,
    fit_treatment,
    kurtosis,
    skewness,
    treat_outliers,
)

ROW = [float(value) for value in range(1, 21)]


def column(*values: float) -> np.ndarray:
    return np.array([*ROW, *values])


numbers = st.lists(st.integers(-1000, 1000).map(float), min_size=5, max_size=40).filter(
    lambda v: len(set(v)) > 1
)


@given(numbers)
def test_measures_agree_with_scipy(values: list[float]) -> None:
    assert skewness([*values, np.nan]) == pytest.approx(stats.skew(values, bias=False), rel=1e-9, abs=1e-9)
    assert kurtosis([*values, np.nan]) == pytest.approx(
        stats.kurtosis(values, bias=False), rel=1e-9, abs=1e-9
    )


def test_measures_by_hand() -> None:
    # 0, 0, 0, 4: mean 1, m2 = 3, m3 = 6, m4 = 21; g1 = 6 / 3^1.5, r = 21 / 9.
    assert skewness([0, 0, 0, 4]) == pytest.approx(6 / 27**0.5 * 12**0.5 / 2)
    assert kurtosis([0, 0, 0, 4]) == pytest.approx(3 / 2 * (5 * (21 / 9 - 3) + 6))


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [3.0] * 9, [np.nan] * 5])
def test_measures_that_do_not_exist(values: list[float]) -> None:
    assert np.isnan(skewness(values))
    assert np.isnan(kurtosis(values))
    assert Winsorise().fit(np.array(values)) == Bounds()


# Winsorising


def test_outliers_come_down_one_after_another() -> None:
    # 200 comes to 100 first; the two of them are still too many, and come to 20.
    assert Winsorise().fit(column(100.0, 200.0)) == Bounds(high=20.0)
    assert Winsorise().fit(-column(100.0, 200.0)) == Bounds(low=-20.0)
    assert Winsorise().fit(column(25.0)) == Bounds()


def test_high_and_low_outliers_are_both_held() -> None:
    values = column(-400.0, 500.0)
    while_high = np.clip(values, None, 20.0)
    assert skewness(values) > 0
    assert abs(skewness(values)) < 2
    rule = Winsorise(skewness_limit=0.5).fit(values)
    assert rule == Bounds(low=1.0, high=20.0)
    assert skewness(while_high) < -2


def test_both_limits_must_be_passed() -> None:
    values = column(100.0, 200.0)
    assert abs(skewness(values)) >= 2
    assert kurtosis(values) >= 3.5
    assert Winsorise(skewness_limit=10).fit(values) == Bounds()
    assert Winsorise(kurtosis_limit=100).fit(values) == Bounds()


MANY = np.array([*np.linspace(1, 20, 200), *(100.0 * 3.0**step for step in range(7))])
"""Seven outliers, each far from the next: moving five leaves a tail."""


def test_no_more_than_so_many_values_are_moved() -> None:
    values = MANY
    moved = Winsorise().fit(values).apply(values) != values
    assert moved.sum() == 5
    assert Winsorise().passed(Winsorise().fit(values).apply(values))
    assert Winsorise(most=0).fit(values) == Bounds()
    # Three tie at the top: no step of three fits into two.
    assert Winsorise(most=2).fit(column(1000.0, 1000.0, 1000.0)) == Bounds()
    assert Winsorise(most=3).fit(column(1000.0, 1000.0, 1000.0)).high == 20.0


def test_where_moving_does_not_suffice_the_original_may_be_treated_otherwise() -> None:
    assert Winsorise(otherwise=Log()).fit(MANY) == ShiftedLog(0.0)
    assert Winsorise(otherwise=Log()).fit(column(100.0, 200.0)) == Bounds(high=20.0)


@given(numbers)
def test_winsorised_values_are_observed_values_in_the_same_order(values: list[float]) -> None:
    x = np.array(values)
    rule = Winsorise().fit(x)
    treated = rule.apply(x)
    assert set(treated) <= set(values)
    assert (treated != x).sum() <= 5
    assert (np.diff(treated[np.argsort(x)]) >= 0).all()
    assert (treated == x).all() or Winsorise().passed(x)


def test_bounds_are_held_for_other_panels() -> None:
    fitted = fit_treatment(pd.DataFrame({"a": column(100.0, 200.0)}), "winsorise")
    treated, changed = fitted.apply(pd.DataFrame({"a": [3.0, 50.0, np.nan]}))
    assert treated["a"].tolist()[:2] == [3.0, 20.0]
    assert changed["a"].tolist() == [False, True, False]


# Logarithms


def test_logarithms_by_hand() -> None:
    positive, from_zero = np.array([1.0, np.e, np.nan]), np.array([0.0, 50.0, 100.0])
    assert Log().fit(positive) == ShiftedLog(0.0)
    assert Log().fit(positive).apply(positive)[:2].tolist() == [0.0, 1.0]
    # A hundredth of the range of 100 is 1.
    assert Log().fit(from_zero).apply(from_zero).tolist() == pytest.approx(np.log([1.0, 51.0, 101.0]))
    assert Log().fit(from_zero - 30).shift == 31.0
    assert Log(shift=2).fit(from_zero).apply(from_zero)[0] == pytest.approx(np.log(2))


def test_values_without_a_logarithm_are_named() -> None:
    fitted = fit_treatment(pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]}), "log")
    with pytest.raises(InputError, match="values of 'b' for 'Q' have no logarithm") as caught:
        fitted.apply(pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 0.0]}, index=["P", "Q"]))
    assert caught.value.ids == ("b",)
    with pytest.raises(InputError, match="no logarithm"):
        treat_outliers(pd.DataFrame({"a": [-1.0, -1.0]}), "log")


ONE = Framework("one", (Node("all"),), (Indicator("a", "all", direction=-1, goalposts=(1.0, 100.0)),))


def test_goalposts_go_the_way_of_the_values() -> None:
    frame = pd.DataFrame({"a": [1.0, 10.0, 100.0, 1000.0]}, index=list("PQRS"))
    result = CompositeIndex(ONE, treat="log").fit(frame).result(frame)
    assert result.scores["all"].tolist() == pytest.approx([1.0, 0.5, 0.0, 0.0])
    assert result.clipped["a"].tolist() == [False, False, False, True]
    assert result.treated["a"].tolist() == [True] * 4
    assert result.framework.indicator("a").goalposts == (1.0, 100.0)


def test_goalposts_without_a_logarithm_are_named() -> None:
    frame = pd.DataFrame({"starting_business_score": [1.0, 2.0]})
    with pytest.raises(InputError, match="goalposts of 'starting_business_score' have no logarithm"):
        fit_treatment(frame, "log").move_goalposts(load_framework("wdr2016"))


# Choices and reports


def test_some_indicators_may_be_treated_and_others_not() -> None:
    frame = pd.DataFrame({"a": column(100.0, 200.0), "b": column(100.0, 200.0)})
    treated = treat_outliers(frame, {"b": "winsorise"})
    assert treated.changed.sum().to_dict() == {"a": 0, "b": 2}
    with pytest.raises(OptionError, match="'zzz' is not among the indicators 'a', 'b'"):
        treat_outliers(frame, {"zzz": "log"})
    with pytest.raises(OptionError, match="no treatment 'best'; valid are 'winsorise', 'log'"):
        treat_outliers(frame, "best")


def test_report_of_what_changed() -> None:
    frame = pd.DataFrame({"a": column(100.0, 200.0), "b": column(np.nan, 9.0)})
    before = frame.copy()
    treated = treat_outliers(frame)
    assert treated.cells.to_dict("list") == {
        "unit": [20, 21],
        "indicator": ["a", "a"],
        "before": [100.0, 200.0],
        "after": [20.0, 20.0],
    }
    row = treated.summary.loc["a"]
    assert (row["treatment"], row["n_changed"]) == ("winsorise", 2)
    assert row["skewness"] == pytest.approx(stats.skew(frame["a"], bias=False))
    assert row["kurtosis_after"] == pytest.approx(stats.kurtosis(treated.panel["a"], bias=False))
    assert pd.isna(treated.summary.loc["b", "treatment"])
    pd.testing.assert_frame_equal(frame, before)


def test_the_reference_index_has_no_outliers_and_the_days_of_the_open_one_do() -> None:
    reference = data.load_panel("2014")[list(load_framework("wdr2016").indicators)]
    assert treat_outliers(reference).cells.empty
    treated = treat_outliers(data.load_panel("2019")[list(load_framework("open").indicators)])
    assert set(treated.cells["indicator"]) == {"days_to_start_business"}
    assert set(treated.cells["unit"]) <= {"VEN", "SUR", "LAO", "KHM", "COD", "GNQ", "HTI", "ERI"}
