"""Ways of putting units into ordered groups, and the scikit-learn clusterer in front of them.

To add a way: a subclass of :class:`Grouping` here, and its name in :data:`GROUPINGS`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from dxindex.errors import InputError, OptionError
from dxindex.registry import find_by_name

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MIN_GROUPS, MAX_GROUPS = 2, 6
"""Fewer is no grouping; more than six bands along one gradient cannot be told apart."""

N_INIT = 300
"""Starts of k-means. Few single starts end in the best solution: on the two axes of edition 2014, where one
borderline country makes the difference, 3 in 100 do. With 300, one seed in ten thousand misses it, so that
the groups do not depend on the seed; it takes a third of a second."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Groups as a method found them: a label per point, and how it labels new points.

    Labels are the method's own, in any order, each of ``range(n_groups)`` used.
    """

    labels: IntArray
    predict: Callable[[FloatArray], IntArray]


class Grouping(ABC):
    """One way of grouping. Subclasses are frozen dataclasses; options are their fields."""

    name: ClassVar[str]

    @abstractmethod
    def fit(
        self, points: FloatArray, n_groups: int, random_state: int | np.random.RandomState | None
    ) -> Partition:
        """Group points of shape (n_units, n_features), no value missing."""


@dataclass(frozen=True, slots=True)
class KMeansGrouping(Grouping):
    r"""Groups in which the squared distances to the group's mean are least.

    .. math:: \min_{C_1, \dots, C_k} \sum_{j=1}^{k} \sum_{x \in C_j} \lVert x - \bar x_j \rVert^2

    Source: Lloyd (1982), doi:10.1109/TIT.1982.1056489, as scikit-learn's ``KMeans`` implements it.
    """

    name: ClassVar[str] = "kmeans"
    n_init: int = N_INIT
    """Starts, of which the best is kept."""

    def fit(
        self, points: FloatArray, n_groups: int, random_state: int | np.random.RandomState | None
    ) -> Partition:
        from sklearn.cluster import KMeans
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        distinct = len(np.unique(points, axis=0))
        if distinct < n_groups:
            raise InputError(f"{n_groups} groups need as many different units, but only {distinct} differ")
        # Each start is tiny: threads only wait for one another, 13 times longer where other work keeps cores busy.
        with threadpool_limits(limits=1):
            model = KMeans(n_clusters=n_groups, n_init=self.n_init, random_state=random_state).fit(points)
        return Partition(labels=model.labels_.astype(np.int64), predict=model.predict)


GROUPINGS: Mapping[str, Grouping] = MappingProxyType({way.name: way for way in (KMeansGrouping(),)})
"""The ways of grouping by name, with their default options."""


def resolve_grouping(choice: str | Grouping) -> Grouping:
    """Return the way of grouping of a name, or as given.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones.

    Examples
    --------
    >>> resolve_grouping("kmeans")
    KMeansGrouping(n_init=300)
    """
    if isinstance(choice, Grouping):
        return choice
    return find_by_name(choice, GROUPINGS, "grouping method")


class ReadinessClassifier(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Ordered groups of units: 0 is the lowest, by the mean of the coordinates of a group's centroid.

    Parameters
    ----------
    method
        A name from :data:`GROUPINGS`, or a :class:`Grouping` with options of its own.
    n_groups
        2 to 6.
    scaled
        Whether features are brought to mean 0 and standard deviation 1 first, so that each counts alike.
    random_state
        Seed of the method; 0 is a seed like any other.

    Attributes
    ----------
    labels_ : array of int, shape (n_units,)
        0 to ``n_groups - 1``, lowest to highest.
    placed_ : array, shape (n_units, n_features)
        The points as grouped: the features, scaled where asked.
    cluster_centers_ : array, shape (n_groups, n_features)
        Mean of the members, in the units of the features, in the order of the labels.
    n_features_in_, feature_names_in_
        As scikit-learn defines them.

    Notes ----- Missing values are refused: leave such units out. New units go to the group the fitted method
    gives them; nothing is learnt from them.

    Examples
    --------
    >>> ReadinessClassifier(n_groups=2).fit([[0.9, 0.8], [0.1, 0.2], [0.2, 0.2]]).labels_
    array([1, 0, 0])
    """

    labels_: IntArray
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
            For an unknown method, or a number of groups outside 2 to 6.
        InputError
            For fewer (different) units than groups.
        """
        grouping = resolve_grouping(self.method)
        check_group_count(self.n_groups)
        values = validate_data(self, X, dtype=np.float64)
        if len(values) < self.n_groups:
            raise InputError(f"{self.n_groups} groups need as many units; got n_samples={len(values)}")
        self._centre_, self._spread_ = _scaling(values, scaled=self.scaled)
        points = self.placed_ = self._place(values)
        self._partition_ = grouping.fit(points, self.n_groups, self.random_state)
        labels = self._partition_.labels
        heights = [points[labels == label].mean() for label in range(self.n_groups)]
        self._order_ = np.argsort(np.argsort(heights, kind="stable"), kind="stable").astype(np.int64)
        self.labels_ = self._order_[labels]
        self.cluster_centers_ = np.array(
            [values[self.labels_ == level].mean(axis=0) for level in range(self.n_groups)]
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


def check_group_count(n_groups: int) -> None:
    """Raise OptionError for anything but a whole number from 2 to 6."""
    if isinstance(n_groups, bool) or not isinstance(n_groups, int | np.integer):
        raise OptionError(f"n_groups must be a whole number, not {n_groups!r}")
    if not MIN_GROUPS <= n_groups <= MAX_GROUPS:
        raise OptionError(f"n_groups {n_groups} must lie between {MIN_GROUPS} and {MAX_GROUPS}")


def _scaling(values: FloatArray, *, scaled: bool) -> tuple[FloatArray, FloatArray]:
    """Return what to subtract and divide by; a feature that does not vary is left at its centre."""
    columns = values.shape[1]
    if not scaled:
        return np.zeros(columns), np.ones(columns)
    spread = values.std(axis=0)
    return values.mean(axis=0), np.where(spread > 0, spread, 1.0)
