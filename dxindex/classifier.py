"""The scikit-learn clusterer in front of the ways of grouping: what it computes lives in :mod:`dxindex.grouped`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from dxindex.grouped import FittedGroups, fit_groups
from dxindex.groupings import Grouping, resolve_grouping

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
        n_groups = grouping.count_groups(self.n_groups)
        values = validate_data(self, X, dtype=np.float64)
        self._hold(
            fit_groups(
                values,
                grouping,
                n_groups,
                scaled=self.scaled,
                random_state=self.random_state,
                units=X.index if isinstance(X, pd.DataFrame) else range(len(values)),
            )
        )
        return self

    def predict(self, X: pd.DataFrame | ArrayLike) -> IntArray:
        """Return the ordered group of each unit, by the groups as fitted."""
        check_is_fitted(self)
        return self._fitted_.predict(validate_data(self, X, reset=False, dtype=np.float64))

    def _hold(self, fitted: FittedGroups) -> None:
        self._fitted_ = fitted
        self.labels_ = fitted.labels
        self.n_groups_ = fitted.n_groups
        self.placed_ = fitted.placed
        self.cluster_centers_ = fitted.centres


def as_classifier(fitted: FittedGroups, features: Sequence[str]) -> ReadinessClassifier:
    """Return the estimator that ``fit`` on the same units would have made.

    >>> from dxindex.groupings import GROUPINGS
    >>> values = np.array([[0.9], [0.1], [0.2]])
    >>> fitted = fit_groups(values, GROUPINGS["kmeans"], 2, scaled=False, random_state=0, units="PQR")
    >>> as_classifier(fitted, ["s"]).predict(pd.DataFrame({"s": [0.7, 0.3]}))
    array([1, 0])
    """
    classifier = ReadinessClassifier(
        fitted.grouping, n_groups=fitted.n_groups, scaled=fitted.scaled, random_state=fitted.random_state
    )
    validate_data(classifier, pd.DataFrame(fitted.placed, columns=list(features)))
    classifier._hold(fitted)
    return classifier
