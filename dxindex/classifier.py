"""The scikit-learn clusterer in front of the ways of grouping."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from dxindex.errors import InputError
from dxindex.groupings import (
    Grouping,
    canonical_order,
    check_distinct,
    find_heights,
    find_scaling,
    resolve_grouping,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class ReadinessClassifier(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Ordered groups of units: 0 is the lowest, by the mean of the coordinates of a group's centroid.

    Parameters
    ----------
    method
        A name from :data:`~dxindex.groupings.GROUPINGS`, or a :class:`~dxindex.groupings.Grouping` with
        options of its own.
    n_groups
        2 to 6; thresholds define their own number.
    scaled
        Whether features are brought to mean 0 and standard deviation 1 first, so that each counts alike.
    random_state
        Seed of the method; 0 is a seed like any other.

    Attributes
    ----------
    labels_ : array of int, shape (n_units,)
        0 to ``n_groups_ - 1``, lowest to highest.
    n_groups_ : int
        Number of groups made.
    placed_ : array, shape (n_units, n_features)
        The points as grouped: the features, scaled where asked.
    cluster_centers_ : array, shape (n_groups, n_features)
        Mean of the members, in the units of the features, in the order of the labels; NaN for a band between
        thresholds that is empty.
    n_features_in_, feature_names_in_
        As scikit-learn defines them.

    Notes
    -----
    Missing values are refused: leave such units out. New units go to the group the fitted method gives them;
    nothing is learnt from them. The order of rows plays no role, whatever the method and seed.

    Examples
    --------
    >>> ReadinessClassifier(n_groups=2).fit([[0.9, 0.8], [0.1, 0.2], [0.2, 0.2]]).labels_
    array([1, 0, 0])
    """

    labels_: IntArray
    n_groups_: int
    placed_: FloatArray
    cluster_centers_: FloatArray

    def __init__(
        self,
        method: str | Grouping = "kmeans",
        *,
        n_groups: int = 3,
        scaled: bool = False,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.method = method
        self.n_groups = n_groups
        self.scaled = scaled
        self.random_state = random_state

    def fit(self, X: pd.DataFrame | ArrayLike, y: object = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Group the units of ``X``, shape (n_units, n_features), no value missing.

        Raises
        ------
        OptionError
            For an unknown method, a number of groups outside 2 to 6, or thresholds out of order.
        InputError
            For fewer units than groups, fewer that differ, or so many alike that a group stays empty.
        """
        grouping = resolve_grouping(self.method)
        n_groups = self.n_groups_ = grouping.count_groups(self.n_groups)
        values = validate_data(self, X, dtype=np.float64)
        if len(values) < n_groups and not grouping.fixed:
            raise InputError(f"{n_groups} groups need as many units; got n_samples={len(values)}")
        self._centre_, self._spread_ = find_scaling(values, scaled=self.scaled)
        points = self.placed_ = self._place(values)
        units = X.index if isinstance(X, pd.DataFrame) else range(len(values))
        check_distinct(grouping, points, n_groups, units)
        order = canonical_order(points)
        self._partition_ = grouping.fit(points[order], n_groups, np.random.default_rng(self.random_state))
        labels = np.empty(len(points), dtype=np.int64)
        labels[order] = self._partition_.labels
        _check_used(grouping, labels, n_groups)
        self._order_ = np.arange(n_groups) if grouping.ordered else order_labels(points, labels, n_groups)
        self.labels_ = self._order_[labels]
        self.cluster_centers_ = np.array(
            [_mean_of_rows(values[self.labels_ == level]) for level in range(n_groups)]
        )
        return self

    def predict(self, X: pd.DataFrame | ArrayLike) -> IntArray:
        """Return the ordered group of each unit, by the groups as fitted."""
        check_is_fitted(self)
        points = self._place(validate_data(self, X, reset=False, dtype=np.float64))
        labels: IntArray = self._order_[self._partition_.predict(points)]
        return labels

    def _place(self, values: FloatArray) -> FloatArray:
        placed: FloatArray = (values - self._centre_) / self._spread_
        return placed


def order_labels(points: FloatArray, labels: IntArray, n_groups: int) -> IntArray:
    """Return the ordered label of each of a method's own: 0 for the group whose mean coordinate is lowest.

    >>> order_labels(np.array([[0.9], [0.1], [0.5]]), np.array([0, 1, 2]), 3).tolist()
    [2, 0, 1]
    """
    heights = find_heights(points)
    means = [heights[labels == label].mean() for label in range(n_groups)]
    return np.argsort(np.argsort(means, kind="stable"), kind="stable").astype(np.int64)


def _check_used(grouping: Grouping, labels: IntArray, n_groups: int) -> None:
    empty = n_groups - len(np.unique(labels))
    if empty and not grouping.fixed:
        raise InputError(
            f"method '{grouping.name}' leaves {empty} of {n_groups} groups empty, because many units are "
            "(nearly) alike; ask for fewer groups, or use 'natural_breaks'"
        )


def _mean_of_rows(rows: FloatArray) -> FloatArray:
    return rows.mean(axis=0) if len(rows) else np.full(rows.shape[1], np.nan)
