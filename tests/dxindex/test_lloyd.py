"""k-means by all starts at once: the same as scikit-learn's, start by start; the best there is, by enumeration."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from dxindex import lloyd
from dxindex.lloyd import descend, fit_centres, nearest_centre, spread_starts


@pytest.mark.parametrize(("n_groups", "n_features"), [(2, 1), (3, 2), (6, 2), (4, 6)])
def test_every_start_ends_where_scikit_learn_ends(n_groups: int, n_features: int) -> None:
    generator = np.random.default_rng(n_groups)
    points = generator.random((90, n_features)) - 0.5
    counts = generator.integers(1, 4, size=90)
    starts = spread_starts(points, counts.astype(float), n_groups, 25, generator)
    centres, losses = descend(points, counts.astype(float), starts)
    for start in range(25):
        model = KMeans(n_groups, init=starts[:, start], n_init=1, tol=0).fit(points, sample_weight=counts)
        np.testing.assert_allclose(centres[:, start], model.cluster_centers_, atol=1e-12)
        assert losses[start] == pytest.approx(model.inertia_, abs=1e-10)
        np.testing.assert_array_equal(nearest_centre(points, centres[:, start]), model.labels_)


@given(st.lists(st.integers(0, 8), min_size=6, max_size=8), st.integers(0, 3))
def test_best_of_all_ways_to_split_a_few_points(values: list[int], seed: int) -> None:
    points = np.array(values, dtype=float).reshape(-1, 2) if len(values) % 2 == 0 else np.c_[values]
    if len(np.unique(points, axis=0)) < 2:
        return

    def loss(labels: np.ndarray) -> float:
        return sum(
            ((points[labels == j] - points[labels == j].mean(axis=0)) ** 2).sum()
            for j in set(labels.tolist())
        )

    least = min(loss(np.array(labels)) for labels in product((0, 1), repeat=len(points)) if any(labels))
    centres = fit_centres(points, 2, n_init=40, generator=np.random.default_rng(seed))
    assert loss(nearest_centre(points, centres)) == pytest.approx(least, abs=1e-9)


def test_starts_are_points_and_different() -> None:
    points = np.array([[0.0], [0.0], [0.0], [1.0], [5.0]])
    starts = spread_starts(points, np.ones(5), 3, 50, np.random.default_rng(0))
    assert {tuple(sorted(start)) for start in starts[:, :, 0].T.tolist()} == {(0.0, 1.0, 5.0)}


def test_starts_are_drawn_by_weight_and_squared_distance() -> None:
    points = np.array([[0.0], [1.0], [3.0]])
    starts = spread_starts(points, np.array([1e12, 1.0, 1.0]), 2, 4000, np.random.default_rng(0))
    assert (starts[0] == 0).all()
    assert (starts[1] == 3).mean() == pytest.approx(9 / 10, abs=0.02)


def test_starts_in_parts_are_no_worse_and_need_less_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(5).random((40, 2))
    whole = _sorted(fit_centres(points, 3, n_init=60, generator=np.random.default_rng(0)))
    monkeypatch.setattr(lloyd, "CELLS_AT_ONCE", 7 * len(points))
    parts = _sorted(fit_centres(points, 3, n_init=60, generator=np.random.default_rng(0)))
    np.testing.assert_allclose(parts, whole, atol=1e-12)


def test_far_from_zero_nothing_cancels() -> None:
    points = np.array([[0.0], [1.0], [9.0], [10.0]]) + 1e9
    centres = fit_centres(points, 2, n_init=10, generator=np.random.default_rng(0))
    assert sorted(centres[:, 0] - 1e9) == pytest.approx([0.5, 9.5])


def test_a_centre_that_no_point_is_nearest_to_stays() -> None:
    centres, losses = descend(np.array([[0.0], [1.0]]), np.ones(2), np.array([[[0.5]], [[99.0]]]))
    assert centres[:, 0, 0].tolist() == [0.5, 99.0]
    assert losses.tolist() == pytest.approx([0.5])


def _sorted(centres: np.ndarray) -> np.ndarray:
    return centres[np.lexsort(centres.T)]
