"""scikit-learn's own battery of estimator checks; none is declared as failing."""

from __future__ import annotations

from collections.abc import Callable

from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

from dxindex import CompositeIndex, ReadinessClassifier
from dxindex.classifier import KMeansGrouping

# Few starts: the battery fits hundreds of times, and asks for no best solution.
FEW_STARTS = KMeansGrouping(n_init=2)


@parametrize_with_checks(
    [
        CompositeIndex(),
        CompositeIndex(normalise="percentile_rank", aggregate="geometric"),
        ReadinessClassifier(FEW_STARTS),
    ]
)
def test_estimator_contract(estimator: BaseEstimator, check: Callable[[BaseEstimator], None]) -> None:
    check(estimator)
