"""Every way of grouping: against scikit-learn or enumeration, by hand, its invariants, what it refuses."""

from __future__ import annotations

import pickle
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from dxindex import GROUPINGS, Grouping, InputError, OptionError, ReadinessClassifier, ThresholdsGrouping
from dxindex.classify import classify
from dxindex.groupings import (
    GaussianMixtureGrouping,
    KMeansGrouping,
    QuantilesGrouping,
    find_natural_breaks,
    find_scaling,
)

LEARNT = [way for way in GROUPINGS.values() if not way.fixed]
WAYS = [*LEARNT, ThresholdsGrouping((0.4, 0.6))]


def cloud(units: int = 60, features: int = 2, seed: int = 1) -> pd.DataFrame:
    """Three bands along a gradient, with room between them."""
    generator = np.random.default_rng(seed)
    level = np.repeat([0.2, 0.5, 0.8], units // 3)[:, np.newaxis]
    values = level + generator.normal(scale=0.05, size=(units // 3 * 3, features))
    return pd.DataFrame(values, columns=[f"f{i}" for i in range(features)]).rename(index="U{:03}".format)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("scaled", [False, True])
def test_bands_with_room_between_them_are_found(way: Grouping, scaled: bool) -> None:
    if scaled and way.fixed:
        way = ThresholdsGrouping((-0.6, 0.6))
    frame = cloud()
    groups = classify(frame, method=way, scaled=scaled)
    assert groups.labels.tolist() == ["emerging"] * 20 + ["transitioning"] * 20 + ["transforming"] * 20
    pd.testing.assert_series_equal(groups.predict(frame), groups.labels)
    np.testing.assert_allclose(groups.centroids.loc["emerging"], frame.iloc[:20].mean())


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_order_of_rows_and_columns_does_not_matter(way: Grouping) -> None:
    frame = pd.DataFrame(
        np.random.default_rng(2).random((40, 3)).round(2),
        columns=list("abc"),
        index=[f"U{i}" for i in range(40)],
    )
    turned = frame.sample(frac=1, random_state=3)
    plain = classify(frame, method=way)
    pd.testing.assert_series_equal(classify(turned, method=way).labels[frame.index], plain.labels)
    if way.name != "gaussian_mixture":  # whose starts are drawn column by column
        pd.testing.assert_series_equal(classify(frame[["c", "a", "b"]], method=way).labels, plain.labels)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_survives_pickling_and_keeps_its_seed(way: Grouping) -> None:
    frame = cloud(seed=4)
    one = ReadinessClassifier(way, random_state=0).fit(frame)
    other = pickle.loads(pickle.dumps(ReadinessClassifier(way, random_state=0).fit(frame)))
    np.testing.assert_array_equal(other.predict(frame), one.predict(frame))
    assert set(one.labels_) == {0, 1, 2}


@pytest.mark.parametrize("way", LEARNT, ids=lambda way: way.name)
@pytest.mark.parametrize("n_groups", [2, 4, 5, 6])
def test_levels_rise_whatever_the_number(way: Grouping, n_groups: int) -> None:
    values = np.random.default_rng(5).random((60, 2))
    classifier = ReadinessClassifier(way, n_groups=n_groups).fit(values)
    assert set(classifier.labels_) == set(range(n_groups))
    assert (np.diff(classifier.cluster_centers_.mean(axis=1)) > 0).all()


def test_k_means_is_scikit_learns() -> None:
    for seed in range(3):
        values = np.random.default_rng(seed).random((70, 2))
        model = KMeans(3, n_init=40, random_state=0).fit(values)
        labels = ReadinessClassifier("kmeans").fit(values).labels_
        assert adjusted_rand_score(labels, model.labels_) == 1


def test_gaussian_mixture_is_scikit_learns() -> None:
    values = cloud(90, seed=6).to_numpy()
    model = GaussianMixture(3, n_init=10, reg_covar=1e-6 * values.var(axis=0).mean(), random_state=0).fit(
        values
    )
    classifier = ReadinessClassifier("gaussian_mixture").fit(values)
    new = np.random.default_rng(7).random((200, 2))
    assert adjusted_rand_score(classifier.labels_, model.predict(values)) == 1
    assert adjusted_rand_score(classifier.predict(new), model.predict(new)) == 1


def test_gaussian_mixture_sees_what_k_means_cannot() -> None:
    generator = np.random.default_rng(8)
    narrow, wide = generator.normal(0, 0.05, (60, 2)), generator.normal([1.0, 1.0], 0.5, (60, 2))
    values, truth = np.vstack([narrow, wide]), np.repeat([0, 1], 60)
    by_mixture, by_means = (
        adjusted_rand_score(ReadinessClassifier(way, n_groups=2).fit(values).labels_, truth)
        for way in ("gaussian_mixture", "kmeans")
    )
    assert by_mixture > by_means + 0.05


def test_gaussian_mixture_does_not_mind_the_unit_of_measurement() -> None:
    values = np.random.default_rng(9).random((50, 2))
    small, large = (
        ReadinessClassifier(GaussianMixtureGrouping(n_init=3)).fit(values * unit).labels_
        for unit in (1e-4, 1e4)
    )
    np.testing.assert_array_equal(small, large)


def test_ward_is_scikit_learns_and_predicts_by_the_nearest_mean() -> None:
    values = np.random.default_rng(10).random((50, 2))
    classifier = ReadinessClassifier("ward").fit(values)
    labels = AgglomerativeClustering(3, linkage="ward").fit_predict(values)
    assert adjusted_rand_score(classifier.labels_, labels) == 1
    apart = np.linalg.norm(values[:, np.newaxis] - classifier.cluster_centers_, axis=2)
    np.testing.assert_array_equal(classifier.predict(values), apart.argmin(axis=1))


def test_ward_by_hand() -> None:
    # 0 and 1 merge first (1/2), then 5 and 7 (2): the union of {0, 1} and 5 would add 2/3 * 4.5 squared.
    assert ReadinessClassifier("ward", n_groups=2).fit([[0.0], [1.0], [5.0], [7.0]]).labels_.tolist() == [
        0,
        0,
        1,
        1,
    ]


# Natural breaks


def squared_deviations(values: np.ndarray, bounds: tuple[int, ...]) -> float:
    return sum(((band - band.mean()) ** 2).sum() for band in np.split(values, bounds))


@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=11), st.integers(2, 6), st.sampled_from([0.0, 1e3, 1e7])
)
def test_natural_breaks_are_the_best_of_all(numbers: list[int], n_groups: int, shift: float) -> None:
    values, counts = np.unique(np.array(numbers) / 7 + shift, return_counts=True)
    assume(len(values) >= n_groups)
    bounds = find_natural_breaks(values, counts, n_groups)
    everyone = np.repeat(values, counts)
    starts = np.concatenate([[0], np.cumsum(counts)])
    least = min(
        squared_deviations(everyone, tuple(starts[list(one)]))
        for one in combinations(range(1, len(values)), n_groups - 1)
    )
    assert len(bounds) == n_groups - 1
    assert squared_deviations(everyone, tuple(starts[list(bounds)])) == pytest.approx(least, abs=1e-6)


def test_natural_breaks_by_hand() -> None:
    # Means 1, 2, 8, 9, 20: 1/2 + 1/2 + 0 is least. New units go to the nearest of 1.5, 8.5 and 20.
    frame = pd.DataFrame(
        {"a": [0.0, 2.0, 9.0, 8.0, 25.0], "b": [2.0, 2.0, 7.0, 10.0, 15.0]}, index=list("PQRST")
    )
    groups = classify(frame, method="natural_breaks")
    assert groups.labels.tolist() == [
        "emerging",
        "emerging",
        "transitioning",
        "transitioning",
        "transforming",
    ]
    new = pd.DataFrame({"a": [4.9, 5.1, 14.2, 14.3]}).assign(b=lambda table: table["a"])
    assert groups.predict(new).tolist() == ["emerging", "transitioning", "transitioning", "transforming"]


def test_a_band_s_mean_counts_every_unit() -> None:
    # Means 0.25 and 10, so that the cut is 5.125.
    groups = classify(pd.DataFrame({"s": [0.0, 0.0, 0.0, 1.0, 10.0]}), method="natural_breaks", n_groups=2)
    assert groups.predict(pd.DataFrame({"s": [5.12, 5.13]})).tolist() == ["level 1", "level 2"]


@given(st.lists(st.integers(0, 40), min_size=3, max_size=30, unique=True))
def test_natural_breaks_are_one_dimensional_k_means(numbers: list[int]) -> None:
    values = np.array(numbers, dtype=float)[:, np.newaxis]

    def loss(way: str) -> float:
        classifier = ReadinessClassifier(way).fit(values)
        return ((values - classifier.cluster_centers_[classifier.labels_]) ** 2).sum()

    assert loss("natural_breaks") == pytest.approx(loss("kmeans"), abs=1e-9)


# Quantiles


def test_terciles_by_hand() -> None:
    frame = pd.DataFrame({"s": [0.9, 0.1, 0.5, 0.3, 0.7, 0.2]}, index=list("PQRSTU"))
    groups = classify(frame, method="quantiles")
    assert groups.diagnostics.sizes == {"emerging": 2, "transitioning": 2, "transforming": 2}
    assert groups.labels["S"] == "transitioning"
    # The cuts are 0.2 + 2/3 of 0.1 and 0.5 + 1/3 of 0.2.
    new = pd.DataFrame({"s": [0.266, 0.267, 0.566, 0.567]})
    assert groups.predict(new).tolist() == ["emerging", "transitioning", "transitioning", "transforming"]


def test_units_of_equal_mean_share_a_band_and_an_empty_band_is_refused() -> None:
    ties = pd.DataFrame({"a": [0, 1, 2, 1, 0, 2.0], "b": [0, 1, 0, 1, 2, 2.0]}, index=list("PQRSTU"))
    assert classify(ties, method="natural_breaks").labels.tolist() == [
        *("emerging", "transitioning", "transitioning", "transitioning", "transitioning", "transforming")
    ]
    with pytest.raises(InputError, match="'quantiles' leaves 1 of 3 groups empty"):
        classify(ties, method="quantiles")


# Thresholds


def test_a_threshold_is_reached_by_reaching_it() -> None:
    frame = pd.DataFrame({"x": [0.2, 0.4, 0.8, 0.59], "y": [0.4, 0.4, 0.4, 0.6]}, index=list("PQRS"))
    groups = classify(frame, method=ThresholdsGrouping((0.4, 0.6)))
    assert groups.labels.tolist() == ["emerging", "transitioning", "transforming", "transitioning"]


def test_thresholds_say_how_many_groups_there_are_and_may_leave_one_empty() -> None:
    frame = pd.DataFrame({"s": [0.1, 0.9, 0.95]}, index=list("PQR"))
    groups = classify(frame, method=ThresholdsGrouping([0.2, 0.5, 0.8]), n_groups=2)
    assert groups.levels == ("level 1", "level 2", "level 3", "level 4")
    assert groups.labels.tolist() == ["level 1", "level 4", "level 4"]
    assert groups.diagnostics.sizes == {"level 1": 1, "level 2": 0, "level 3": 0, "level 4": 2}
    assert groups.centroids.loc["level 2"].isna().all()
    one = classify(frame.iloc[[1]], method=ThresholdsGrouping((0.5,)))
    assert one.labels.to_dict() == {"Q": "level 2"}


@pytest.mark.parametrize(
    ("cuts", "words"),
    [
        ((0.6, 0.4), "ascending, not '0.6', '0.4'"),
        ((0.4, 0.4), "ascending"),
        ((float("nan"), 1.0), "finite"),
        ((1, 2, 3, 4, 5, 6), "n_groups 7 must lie between 2 and 6"),
        ((), r"give them as ThresholdsGrouping\(\(0.4, 0.6\)\)"),
    ],
)
def test_thresholds_that_make_no_sense(cuts: tuple[float, ...], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        classify(cloud(), method=ThresholdsGrouping(cuts))


# Degenerate panels


@pytest.mark.parametrize("way", LEARNT, ids=lambda way: way.name)
def test_too_few_units_or_too_few_that_differ(way: Grouping) -> None:
    frame = cloud(6).iloc[[0, 0, 0, 3, 3, 3]].set_axis(list("PQRSTU"))
    with pytest.raises(
        InputError, match="3 groups need as many different units, but only 2 of 6 differ"
    ) as caught:
        classify(frame, method=way)
    assert caught.value.ids == tuple("PQRSTU")
    with pytest.raises(InputError, match="only 1 of 6 differ"):
        classify(frame * 0, method=way, n_groups=2, scaled=True)
    gappy = frame.iloc[[0, 3, 5]].mask(frame.iloc[[0, 3, 5]] == frame.iloc[5, 0])
    with pytest.raises(InputError, match="1 of 3 have one; it is missing for 'S', 'U'") as caught:
        classify(gappy, method=way)
    assert caught.value.ids == ("S", "U")
    with pytest.raises(InputError, match="0 of 6 have one"):
        classify(frame * np.nan, method=way)
    with pytest.raises(InputError, match="n_samples=1"):
        ReadinessClassifier(way).fit([[0.5, 0.5]])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_duplicates_share_a_group_and_constant_features_say_nothing(way: Grouping) -> None:
    frame = cloud(30)
    doubled = pd.concat([frame, frame.rename(index="{}b".format)])
    labels = classify(doubled, method=way).labels
    assert labels.iloc[:30].tolist() == labels.iloc[30:].tolist()
    if not way.fixed:
        constant = classify(frame.assign(flat=0.1 + 0.2), method=way, scaled=True).labels
        pd.testing.assert_series_equal(constant, classify(frame, method=way, scaled=True).labels)


def test_a_feature_that_only_rounding_varies_is_not_blown_up() -> None:
    # The standard deviation of ten times 0.1 + 0.2 is not zero.
    centre, spread = find_scaling(np.full((10, 1), 0.1 + 0.2), scaled=True)
    assert spread.tolist() == [1.0]
    assert centre == pytest.approx([0.3])


def test_a_way_is_a_value() -> None:
    assert KMeansGrouping() == GROUPINGS["kmeans"]
    assert ThresholdsGrouping([1, 2]) == ThresholdsGrouping((1.0, 2.0))
    assert QuantilesGrouping().ordered
