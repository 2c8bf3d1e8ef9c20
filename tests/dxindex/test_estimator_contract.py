"""scikit-learn's own battery of estimator checks, for every method."""

from __future__ import annotations

from collections.abc import Callable

from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

from dxindex import CompositeIndex, ReadinessClassifier, ZScore
from dxindex.groupings import GROUPINGS, ThresholdsGrouping

WAYS = [*(way for way in GROUPINGS.values() if not way.fixed), ThresholdsGrouping((-0.5, 0.5))]


@parametrize_with_checks(
    [
        CompositeIndex(),
        CompositeIndex(normalise="percentile_rank", aggregate="geometric"),
        CompositeIndex(impute="knn", treat="winsorise", normalise="distance_to_frontier", weights="equal"),
        CompositeIndex(treat="log", screen=0.5, normalise=ZScore(50, 10)),
        *(ReadinessClassifier(way) for way in WAYS),
    ]
)
def test_estimator_contract(estimator: BaseEstimator, check: Callable[[BaseEstimator], None]) -> None:
    check(estimator)
