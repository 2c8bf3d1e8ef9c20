"""scikit-learn's own battery of estimator checks, for every method; none needs to be declared as failing."""

from __future__ import annotations

from collections.abc import Callable

from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

from dxindex import AGGREGATIONS, GROUPINGS, CompositeIndex, ReadinessClassifier, ThresholdsGrouping
from dxindex.impute import IMPUTATIONS
from dxindex.normalise import NORMALISATIONS
from dxindex.treat import TREATMENTS

INDICES = [
    CompositeIndex(),
    # Goalposts are declared by a framework, which finds indicators by label; the battery's tables have none.
    *(CompositeIndex(normalise=name) for name in NORMALISATIONS if name != "goalposts"),
    *(CompositeIndex(aggregate=name) for name in AGGREGATIONS if name != "arithmetic"),
    *(CompositeIndex(impute=name) for name in IMPUTATIONS),
    *(CompositeIndex(treat=name) for name in TREATMENTS),
]
CLASSIFIERS = [
    *(ReadinessClassifier(name) for name, way in GROUPINGS.items() if not way.fixed),
    ReadinessClassifier(ThresholdsGrouping((-0.5, 0.5))),
    ReadinessClassifier(scaled=True, n_groups=2),
]


@parametrize_with_checks([*INDICES, *CLASSIFIERS])
def test_estimator_contract(estimator: BaseEstimator, check: Callable[[BaseEstimator], None]) -> None:
    check(estimator)
