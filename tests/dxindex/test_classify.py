"""Groups: order and names, features, scaling, prediction, diagnostics, refusals."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxindex import (
    GROUPINGS,
    CompositeIndex,
    Framework,
    InputError,
    OptionError,
    ReadinessClassifier,
    ThresholdsGrouping,
    classify,
    diagnose_group_counts,
)
from dxindex.groupings import Grouping, KMeansGrouping, Partition

FEW = KMeansGrouping(n_init=3)

# Three pairs, given out of order; the means of their centroids are 0.15, 0.5 and 0.85.
SCORES = pd.DataFrame(
    {"x": [0.8, 0.1, 0.5, 0.2, 0.9, 0.5], "y": [0.9, 0.2, 0.45, 0.1, 0.8, 0.55]}, index=list("PQRSTU")
)
GROUPS = {
    "P": "transforming",
    "Q": "emerging",
    "R": "transitioning",
    "S": "emerging",
    "T": "transforming",
    "U": "transitioning",
}


def test_groups_by_hand() -> None:
    groups = classify(SCORES)
    assert groups.labels.to_dict() == GROUPS
    assert groups.levels == ("emerging", "transitioning", "transforming")
    assert groups.features == ("x", "y")
    expected = pd.DataFrame({"x": [0.15, 0.5, 0.85], "y": [0.15, 0.5, 0.85]}, index=list(groups.levels))
    pd.testing.assert_frame_equal(groups.centroids, expected)
    assert groups.diagnostics.sizes == {"emerging": 2, "transitioning": 2, "transforming": 2}


def test_diagnostics_by_hand() -> None:
    # Pairs 0 and 1, 9 and 10: each unit is 1 from its own and 9 or 10, 8 or 9 from the other pair.
    found = classify(pd.DataFrame({"s": [0.0, 1.0, 9.0, 10.0]}), n_groups=2).diagnostics
    assert found.silhouette == pytest.approx((2 * (1 - 1 / 9.5) + 2 * (1 - 1 / 8.5)) / 4)
    assert found.calinski_harabasz == pytest.approx((81 / 1) / (1 / 2))
    assert found.davies_bouldin == pytest.approx((0.5 + 0.5) / 9)
    assert found.sizes == {"level 1": 2, "level 2": 2}


@given(st.permutations(range(6)), st.integers(0, 5))
def test_names_follow_the_order_of_centroids_whatever_the_seed_and_rows(order: list[int], seed: int) -> None:
    assert classify(SCORES.iloc[order], method=FEW, random_state=seed).labels.to_dict() == GROUPS


class _Backwards(Grouping):
    """Labels the highest unit 0."""

    name = "backwards"

    def fit(self, points: np.ndarray, n_groups: int, generator: np.random.Generator) -> Partition:
        cuts = np.quantile(points.mean(axis=1), np.linspace(0, 1, n_groups + 1)[1:-1])
        return Partition(
            labels=n_groups - 1 - np.searchsorted(cuts, points.mean(axis=1)),
            predict=lambda new: n_groups - 1 - np.searchsorted(cuts, new.mean(axis=1)),
        )


def test_another_way_of_grouping_needs_no_more_than_a_class() -> None:
    groups = classify(SCORES, method=_Backwards())
    assert groups.labels.to_dict() == GROUPS
    assert groups.predict(SCORES).to_dict() == GROUPS


def test_other_numbers_of_groups_are_numbered() -> None:
    groups = classify(SCORES, n_groups=4, method=FEW)
    assert groups.levels == ("level 1", "level 2", "level 3", "level 4")
    assert groups.centroids.mean(axis=1).is_monotonic_increasing


def test_missing_scores_have_no_group_and_no_say() -> None:
    gappy = pd.concat([SCORES, pd.DataFrame({"x": [0.0], "y": [np.nan]}, index=["V"])])
    groups = classify(gappy)
    assert groups.labels.drop("V").to_dict() == GROUPS
    assert pd.isna(groups.labels["V"])
    pd.testing.assert_frame_equal(groups.centroids, classify(SCORES).centroids)


def test_scaling_lets_each_feature_count_alike() -> None:
    stretched = SCORES.assign(y=SCORES["y"] * [1000, 0, 1000, 0, 1000, 1000] + [0, 900, 0, 0, 0, 0])
    plain = SCORES.assign(x=SCORES["x"] * 1000)
    assert (
        classify(plain, method=FEW, scaled=True).labels.to_dict()
        == classify(SCORES, method=FEW, scaled=True).labels.to_dict()
    )
    assert classify(plain, method=FEW, scaled=True).centroids["x"].tolist() == pytest.approx([150, 500, 850])
    assert (
        classify(stretched, method=FEW, scaled=True).labels.to_dict()
        != classify(stretched, method=FEW).labels.to_dict()
    )


def test_constant_feature_can_be_scaled() -> None:
    assert classify(SCORES.assign(z=1.0), scaled=True).labels.to_dict() == GROUPS


def test_features_are_axes_or_pillars_or_named(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel)
    assert classify(result).features == ("p", "q")
    assert classify(result, features="pillars").features == ("p", "q")
    assert classify(result, features=["all"]).features == ("all",)
    assert pd.isna(classify(result).labels["FFF"])


def test_new_scores_are_grouped_as_fitted() -> None:
    groups = classify(SCORES)
    new = pd.DataFrame({"y": [0.31, 0.99, np.nan], "x": [0.31, 0.2, 0.5]}, index=["A", "B", "C"])
    assert groups.predict(new).dropna().to_dict() == {"A": "emerging", "B": "transitioning"}
    assert groups.predict(new.loc[["C"]]).isna().all()
    assert groups.predict(SCORES).to_dict() == GROUPS
    with pytest.raises(InputError, match="lack the features 'y'; they have 'x'"):
        groups.predict(new[["x"]])


def test_classifier_labels_are_ordered_integers_and_survive_pickling() -> None:
    classifier = pickle.loads(pickle.dumps(ReadinessClassifier(FEW).fit(SCORES)))
    assert classifier.labels_.tolist() == [2, 0, 1, 0, 2, 1]
    assert classifier.predict(SCORES).tolist() == [2, 0, 1, 0, 2, 1]
    assert classifier.cluster_centers_.mean(axis=1).tolist() == pytest.approx([0.15, 0.5, 0.85])


@pytest.mark.parametrize(
    "way", [*(way for way in GROUPINGS.values() if not way.fixed), ThresholdsGrouping((0.4,))]
)
def test_the_classifier_of_groups_is_the_one_fitted_on_the_scores(way: Grouping) -> None:
    made = classify(SCORES, method=way, scaled=not way.fixed).classifier
    fitted = ReadinessClassifier(way, scaled=not way.fixed, n_groups=way.count_groups(3)).fit(SCORES)
    assert made.get_params() == fitted.get_params()
    assert made.feature_names_in_.tolist() == fitted.feature_names_in_.tolist()
    for learnt in ("labels_", "n_groups_", "placed_", "cluster_centers_"):
        np.testing.assert_array_equal(getattr(made, learnt), getattr(fitted, learnt))
    np.testing.assert_array_equal(made.predict(SCORES), fitted.predict(SCORES))
    with pytest.raises(ValueError, match="feature names"):
        made.predict(SCORES.set_axis(["x", "z"], axis=1))


def test_seed_zero_is_a_seed() -> None:
    cloud = np.random.default_rng(3).random((60, 2))
    one, two = (
        ReadinessClassifier(KMeansGrouping(n_init=1), n_groups=6, random_state=0).fit(cloud) for _ in range(2)
    )
    assert one.labels_.tolist() == two.labels_.tolist()


def test_every_unit_its_own_group_has_no_diagnostics() -> None:
    found = classify(SCORES.iloc[:3]).diagnostics
    assert np.isnan([found.silhouette, found.calinski_harabasz, found.davies_bouldin]).all()


def test_number_of_groups_is_diagnosed_straight() -> None:
    pairs = pd.DataFrame({"x": [0.1, 0.2, 0.8, 0.9, 0.15, 0.85], "y": [0.1, 0.2, 0.8, 0.9, 0.2, 0.8]})
    found = diagnose_group_counts(pairs, counts=[2, 3])
    assert found.table.index.tolist() == [2, 3]
    for count in (2, 3):
        one = classify(pairs, n_groups=count).diagnostics
        row = found.table.loc[count]
        assert row["silhouette"] == one.silhouette
        assert row["calinski_harabasz"] == one.calinski_harabasz
        assert row["davies_bouldin"] == one.davies_bouldin
        assert row["sizes"] == tuple(one.sizes.values())
    assert found.correlation == pytest.approx(pairs["x"].corr(pairs["y"]))
    assert found.best.to_dict() == {
        "silhouette": found.table["silhouette"].idxmax(),
        "calinski_harabasz": found.table["calinski_harabasz"].idxmax(),
        "davies_bouldin": found.table["davies_bouldin"].idxmin(),
    }
    assert found.best["silhouette"] == 2
    assert found.verdict(3).startswith("2 groups separate better than 3: silhouette 0.9")
    assert found.verdict(2).startswith("2 groups separate best: silhouette 0.9")
    assert np.isnan(diagnose_group_counts(pairs[["x"]], counts=[2]).correlation)
    with pytest.raises(OptionError, match="4 groups were not diagnosed; '2', '3' were"):
        found.verdict(4)
    with pytest.raises(OptionError, match="defines its own number of groups"):
        diagnose_group_counts(pairs, method=ThresholdsGrouping((0.5,)))
    with pytest.raises(OptionError, match="counts is empty"):
        diagnose_group_counts(pairs, counts=[])


@pytest.mark.parametrize("count", [1, 7, 3.0, True])
def test_number_of_groups_is_two_to_six(count: object) -> None:
    with pytest.raises(OptionError, match="n_groups"):
        classify(SCORES, n_groups=count)


def test_refusals_name_what_is_wrong() -> None:
    with pytest.raises(OptionError, match="no grouping method 'magic'; valid are 'kmeans'"):
        classify(SCORES, method="magic")
    with pytest.raises(OptionError, match="no feature set 'corners'"):
        classify(SCORES, features="corners")
    with pytest.raises(OptionError, match="does not say which columns are pillars"):
        classify(SCORES, features="pillars")
    with pytest.raises(OptionError, match="features occur more than once: 'x', 'x'"):
        classify(SCORES, features=["x", "x"])
    with pytest.raises(InputError, match="units occur more than once: 'P'"):
        classify(pd.concat([SCORES, SCORES.head(1)]))
    with pytest.raises(InputError, match=r"infinite \(inf\) in 'x' for 'P'"):
        classify(SCORES.mask(SCORES == 0.8, np.inf).loc[:, ["x"]])
    with pytest.raises(InputError, match="lack the features 'z'"):
        classify(SCORES, features=["x", "z"])
    with pytest.raises(
        InputError,
        match="3 groups need as many units with a score on 'x', 'y', but 2 of 3 have one; it is missing for 'P'",
    ):
        classify(SCORES.iloc[:3].mask(SCORES.iloc[:3] == 0.8))
    with pytest.raises(InputError, match="only 2 of 4 differ; alike are 'A', 'B', 'C'"):
        classify(SCORES.iloc[[0, 0, 0, 1]].set_axis(list("ABCD")))
