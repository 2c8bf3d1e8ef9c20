"""Groups as fitted: points placed, told apart and put in order. scikit-learn plays no part unless a method asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dxindex.errors import InputError
from dxindex.groupings import (
    Grouping,
    Partition,
    canonical_order,
    check_distinct,
    find_heights,
    find_scaling,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FittedGroups:
    """What a way of grouping learnt of some units, and the order its groups were put in.

    Attributes
    ----------
    grouping, n_groups, scaled, random_state
        What was asked for; ``n_groups`` as the method counts them.
    centre, spread
        Shape (n_features,): what is subtracted from each feature, and what it is divided by.
    placed
        Shape (n_units, n_features): the points as grouped, the features scaled where asked.
    labels
        Shape (n_units,): 0 to ``n_groups - 1``, lowest to highest.
    centres
        Shape (n_groups, n_features): mean of the members, in the units of the features; NaN for a band between
        thresholds that is empty.
    partition, order
        The groups as the method found them, and the label of each of its own.
    """

    grouping: Grouping
    n_groups: int
    scaled: bool
    random_state: int | np.random.RandomState | None
    centre: FloatArray
    spread: FloatArray
    placed: FloatArray
    labels: IntArray
    centres: FloatArray
    partition: Partition
    order: IntArray

    def predict(self, values: FloatArray) -> IntArray:
        """Return the label of each row, shape (n_units, n_features), by the groups as fitted."""
        labels: IntArray = self.order[self.partition.predict((values - self.centre) / self.spread)]
        return labels


def fit_groups(
    values: FloatArray,
    grouping: Grouping,
    n_groups: int,
    *,
    scaled: bool,
    random_state: int | np.random.RandomState | None,
    units: Iterable[object],
) -> FittedGroups:
    """Put units into ordered groups: 0 is the lowest, by the mean of the coordinates of a group's centroid.

    Parameters
    ----------
    values
        Shape (n_units, n_features), no value missing. The order of rows plays no role.
    n_groups
        As the method counts them.
    units
        Their ids, for messages.

    Raises
    ------
    InputError
        For fewer units than groups, fewer that differ, or so many alike that a group stays empty.

    Examples
    --------
    >>> from dxindex.groupings import GROUPINGS
    >>> values = np.array([[0.9, 0.8], [0.1, 0.2], [0.2, 0.2]])
    >>> fit_groups(values, GROUPINGS["kmeans"], 2, scaled=False, random_state=0, units="PQR").labels
    array([1, 0, 0])
    """
    if len(values) < n_groups and not grouping.fixed:
        raise InputError(f"{n_groups} groups need as many units; got n_samples={len(values)}")
    centre, spread = find_scaling(values, scaled=scaled)
    placed: FloatArray = (values - centre) / spread
    check_distinct(grouping, placed, n_groups, units)
    rows = canonical_order(placed)
    partition = grouping.fit(placed[rows], n_groups, np.random.default_rng(random_state))
    found = np.empty(len(placed), dtype=np.int64)
    found[rows] = partition.labels
    _check_used(grouping, found, n_groups)
    order = np.arange(n_groups) if grouping.ordered else order_labels(placed, found, n_groups)
    labels = order[found]
    return FittedGroups(
        grouping=grouping,
        n_groups=n_groups,
        scaled=scaled,
        random_state=random_state,
        centre=centre,
        spread=spread,
        placed=placed,
        labels=labels,
        centres=np.array([_mean_of_rows(values[labels == level]) for level in range(n_groups)]),
        partition=partition,
        order=order,
    )


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
