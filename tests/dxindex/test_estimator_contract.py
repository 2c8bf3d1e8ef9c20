"""scikit-learn's own battery of estimator checks."""

from __future__ import annotations

from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

from dxindex import CompositeIndex, ReadinessClassifier


@parametrize_with_checks([CompositeIndex(), ReadinessClassifier()])
def test_estimator_contract(estimator: BaseEstimator, check: object) -> None:
    check(estimator)
