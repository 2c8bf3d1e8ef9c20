"""Imputation: methods by hand and against scikit-learn, what stays missing, flags, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

import data
from dxindex import CompositeIndex, Framework, InputError, OptionError
from dxindex.impute import GroupMedian, LastObservation, NearestNeighbours, fill_missing

NAN = float("nan")
FRAME = pd.DataFrame(
    {
        "a": [1.0, 3.0, 8.0, NAN, 5.0, NAN],
        "b": [2.0, NAN, 6.0, 10.0, NAN, NAN],
    },
    index=list("PQRSTU"),
)
REGION = pd.Series(["n", "n", "n", "n", "s", "s"], index=list("PQRSTU"), name="group")
INCOME = pd.Series(["l", "l", "h", "h", "l"], index=list("UPQRS"), name="group")
TIDY = [
    ("S", 2010, "a", 1.0),
    ("S", 2013, "a", 2.0),
    ("S", 2015, "a", 3.0),
    ("S", 2014, "a", NAN),
    ("Q", 2000, "b", 4.0),
    ("T", 2014, "b", 5.0),
    ("T", 2014, "z", 6.0),
    ("P", 2014, "a", 7.0),
]
HISTORY = pd.DataFrame(TIDY, columns=["iso3", "year", "indicator", "value"])


def _filled(method: object, frame: pd.DataFrame = FRAME) -> dict[str, list[float]]:
    filled, imputed = fill_missing(frame, method)
    assert (imputed == (frame.isna() & filled.notna())).all(axis=None)
    assert filled.where(frame.notna()).equals(frame)
    return filled.fillna(-1).to_dict("list")


# Group median


def test_median_of_the_group() -> None:
    # North: a 1, 3, 8; b 2, 6, 10. South: a 5, and no b at all.
    expected = {"a": [1, 3, 8, 3, 5, 5], "b": [2, 6, 6, 10, -1, -1]}
    assert _filled(GroupMedian(REGION)) == expected
    assert _filled(GroupMedian(REGION.sample(frac=1, random_state=0))) == expected


def test_crossed_groups_and_a_unit_without_one() -> None:
    # North and low: P, S. North and high: Q, R. T has no income group, U is alone.
    expected = {"a": [1, 3, 8, 1, 5, -1], "b": [2, 6, 6, 10, -1, -1]}
    assert _filled(GroupMedian([REGION, INCOME])) == expected
    combined = (REGION + INCOME).dropna()
    assert _filled(GroupMedian(combined)) == expected
    assert _filled(GroupMedian(pd.DataFrame({"r": REGION, "i": INCOME}))) == expected


def test_groups_need_so_many_values() -> None:
    assert _filled(GroupMedian(REGION, least=3))["a"] == [1, 3, 8, 3, 5, -1]
    assert _filled(GroupMedian(REGION, least=4))["a"] == [1, 3, 8, -1, 5, -1]


def test_medians_of_one_panel_fill_another() -> None:
    fitted = GroupMedian(REGION).fit(FRAME)
    other = pd.DataFrame({"b": [NAN, NAN], "a": [NAN, NAN]}, index=["T", "ZZZ"])
    filled, imputed = fitted.apply(other)
    assert filled.fillna(-1).to_dict("list") == {"b": [-1, -1], "a": [5, -1]}
    assert imputed["a"].tolist() == [True, False]


def test_groups_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="more than once among the groups: 'P'") as caught:
        fill_missing(FRAME, GroupMedian([INCOME, pd.concat([REGION, REGION.head(1)])]))
    assert caught.value.ids == ("P",)
    with pytest.raises(InputError, match=r"know none of the panel's units, such as 'P', 'Q', 'R' and 3 more"):
        fill_missing(FRAME, GroupMedian(REGION.set_axis(range(6))))
    for wrong in ({"groups": REGION, "least": 0}, {"groups": []}):
        with pytest.raises(OptionError, match="group median"):
            GroupMedian(**wrong)


def test_published_stand_ins_are_medians_of_region_and_income() -> None:
    panel, countries = data.load_panel("2014", units="all"), data.load_countries("2014")
    groups = GroupMedian([countries["region"], countries["income_group"]])
    filled, imputed = fill_missing(panel[["harmonised_test_score"]], groups)
    years = panel["mean_years_schooling"] * filled["harmonised_test_score"] / 625
    stood_in = data.load_vintages("2014").query("how == 'imputed'")["iso3"]
    assert sorted(stood_in) == ["BOL", "CAF", "FJI", "SYR", "VEN"]
    assert imputed.loc[stood_in, "harmonised_test_score"].all()
    published = panel.loc[stood_in, "skills_adjusted_schooling"]
    np.testing.assert_allclose(years[stood_in], published, atol=1e-12)


# Nearest neighbours


def test_nearest_neighbours_by_hand() -> None:
    # S is seen by b only, where R is nearest; T by a only, where Q has no b, so R (3 away) beats P (4 away).
    filled = _filled(NearestNeighbours(k=1))
    assert filled["a"] == pytest.approx([1, 3, 8, 8, 5, -1])
    assert filled["b"] == pytest.approx([2, 2, 6, 10, 6, -1])
    # Two donors of each: the mean of all there are, however many are asked for.
    assert _filled(NearestNeighbours(k=50))["a"][3] == 4.5


tables = st.lists(
    st.lists(st.one_of(st.just(NAN), st.integers(0, 20).map(float)), min_size=3, max_size=3),
    min_size=4,
    max_size=15,
)


@given(tables, st.integers(1, 4))
def test_nearest_neighbours_agree_with_scikit_learn(rows: list[list[float]], k: int) -> None:
    anchors = [[0.0, 1.0, 2.0], [5.0, 5.0, 9.0]]
    frame = pd.DataFrame([*anchors, *rows], columns=list("abc"))
    scaler = StandardScaler().fit(frame)
    expected = scaler.inverse_transform(KNNImputer(n_neighbors=k).fit_transform(scaler.transform(frame)))
    empty = frame.isna().all(axis=1).to_numpy()
    filled = fill_missing(frame, NearestNeighbours(k=k))[0]
    np.testing.assert_allclose(filled[~empty], expected[~empty], atol=1e-9)
    assert filled[empty].isna().all(axis=None)


def test_what_no_neighbour_can_tell_stays_missing() -> None:
    # Q shares no indicator with the only unit that has b; c is observed nowhere.
    frame = pd.DataFrame(
        {"a": [1.0, NAN, 2.0], "d": [NAN, 5.0, NAN], "b": [3.0, NAN, NAN], "c": NAN}, index=list("PQR")
    )
    filled, imputed = fill_missing(frame, "knn")
    assert filled.loc["R", "b"] == 3.0
    assert filled.loc["Q"].fillna(-1).tolist() == [-1, 5, -1, -1]
    assert filled["c"].isna().all()
    assert imputed.to_numpy().sum() == 1


def test_neighbours_do_not_depend_on_the_unit_of_measurement() -> None:
    panel = data.load_panel("2014")[["learning_adjusted_years", "internet_users", "wgi_rule_of_law"]]
    plain = fill_missing(panel, "knn")[0]
    scaled = fill_missing(panel * [1, 1000, 0.01], "knn")[0] / [1, 1000, 0.01]
    pd.testing.assert_frame_equal(plain, scaled)


# Last observation


def test_latest_value_from_before() -> None:
    expected = {"a": [1, 3, 8, 2, 5, -1], "b": [2, 4, 6, 10, 5, -1]}
    assert _filled(LastObservation(HISTORY, year=2014)) == expected
    assert _filled(LastObservation(HISTORY.iloc[::-1], year=2014)) == expected
    assert _filled(LastObservation(HISTORY, year=2015))["a"][3] == 3
    assert _filled(LastObservation(HISTORY, year=2014, most_years=1))["b"] == [2, -1, 6, 10, 5, -1]
    assert _filled(LastObservation(HISTORY, year=2014, most_years=0))["a"][3] == -1
    renamed = HISTORY.rename(columns={"iso3": "firm"})
    assert _filled(LastObservation(renamed, year=2014, unit="firm")) == expected


def test_histories_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="lacks the columns 'iso3', 'value'") as caught:
        fill_missing(FRAME, LastObservation(HISTORY.drop(columns=["iso3", "value"]), year=2014))
    assert caught.value.ids == ("iso3", "value")
    with pytest.raises(InputError, match="several values of one indicator and year for 'S'"):
        fill_missing(FRAME, LastObservation(pd.concat([HISTORY, HISTORY.head(1)]), year=2014))
    with pytest.raises(OptionError, match="most_years is -1"):
        LastObservation(HISTORY, year=2014, most_years=-1)


# In the index


def test_imputed_values_count_in_the_score_and_not_in_its_coverage(
    framework: Framework, panel: pd.DataFrame
) -> None:
    groups = pd.Series("one", index=panel.index)
    result = CompositeIndex(framework, impute=GroupMedian(groups)).fit(panel).result(panel)
    # a of EEE becomes the median of 4, 10, 0, 5, 8; p = (0.5 + 2 * 0.6) / 3.
    assert result.normalised.loc["EEE", "a"] == pytest.approx(0.5)
    assert result.scores.loc["EEE", "p"] == pytest.approx(1.7 / 3)
    assert result.coverage.loc["EEE"].to_dict() == pytest.approx({"all": 3 / 4, "q": 1.0, "p": 2 / 3})
    # FFF has one of four values; the rest are filled, so it has scores, of little coverage.
    assert result.scores.loc["FFF"].notna().all()
    assert result.coverage.loc["FFF"].to_dict() == pytest.approx({"all": 1 / 4, "q": 0.0, "p": 1 / 3})
    assert result.imputed.loc["FFF"].to_dict() == {"a": False, "b": True, "c": True, "d": True}
    assert result.imputed.to_numpy().sum() == 4
    plain = CompositeIndex(framework).fit(panel).result(panel)
    complete = ["AAA", "BBB", "CCC", "DDD"]
    pd.testing.assert_frame_equal(result.scores.loc[complete], plain.scores.loc[complete])
    assert not plain.imputed.to_numpy().any()


def test_the_missing_learning_years_can_be_filled_three_ways() -> None:
    panel, countries = data.load_panel("2014"), data.load_countries("2014")
    gaps = ["BOL", "CAF", "FJI", "SYR", "VEN"]
    history = data.load_observations()
    for method, filled in (
        ("knn", gaps),
        (GroupMedian([countries["region"], countries["income_group"]]), gaps),
        (LastObservation(history, year=2014), []),
    ):
        result = CompositeIndex("wdr2016-lays", impute=method).fit(panel).result(panel)
        flagged = result.imputed["learning_adjusted_years"]
        assert flagged.index[flagged].tolist() == filled
        assert result.imputed.to_numpy().sum() == len(filled)
        assert (result.coverage.loc[gaps, "enabling"].to_numpy() == pytest.approx(2 / 3)) is True
        assert result.scores.loc[gaps, "enabling.people"].notna().tolist() == [bool(filled)] * len(gaps)


def test_unknown_methods_list_the_valid_ones() -> None:
    with pytest.raises(OptionError, match=r"valid are 'knn', GroupMedian\(groups\) and LastObservation"):
        fill_missing(FRAME, "median")
    with pytest.raises(OptionError, match="k is 0"):
        NearestNeighbours(k=0)
