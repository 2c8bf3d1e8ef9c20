"""Groups of units by their scores, with names that follow the order of the groups and never a label's number.

scikit-learn loads when a grouping is made, so that importing the package stays light.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError, OptionError, name_ids

if TYPE_CHECKING:
    from dxindex.classifier import Grouping, ReadinessClassifier
    from dxindex.composite import IndexResult

LEVELS = ("emerging", "transitioning", "transforming")
"""The three groups in WDR 2016's vocabulary, lowest first."""

FEATURE_SETS = ("axes", "pillars")


def level_names(n_groups: int) -> tuple[str, ...]:
    """Return the names of the groups, lowest first: WDR 2016's for three, numbered levels otherwise.

    >>> level_names(2)
    ('level 1', 'level 2')
    """
    return (
        LEVELS if n_groups == len(LEVELS) else tuple(f"level {number}" for number in range(1, n_groups + 1))
    )


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How well groups are separated; NaN where every unit is a group of its own.

    Attributes
    ----------
    silhouette
        -1 to 1, higher is better (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7).
    calinski_harabasz
        Zero or more, higher is better (Caliński and Harabasz 1974, doi:10.1080/03610927408827101).
    davies_bouldin
        Zero or more, lower is better (Davies and Bouldin 1979, doi:10.1109/TPAMI.1979.4766909).
    sizes
        Units per group name, lowest group first.
    """

    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    sizes: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups of units and what they rest on.

    Attributes
    ----------
    labels
        Group name per unit, in the order of the scores; missing for a unit that lacks a score.
    levels
        Group names, lowest first.
    centroids
        Groups x features: mean score of the members.
    diagnostics
        Separation and sizes.
    features
        The nodes (or columns) that were grouped by.
    classifier
        The fitted :class:`~dxindex.classifier.ReadinessClassifier`.
    """

    labels: pd.Series[str]
    levels: tuple[str, ...]
    centroids: pd.DataFrame
    diagnostics: Diagnostics
    features: tuple[str, ...]
    classifier: ReadinessClassifier

    def predict(self, result_or_scores: IndexResult | pd.DataFrame) -> pd.Series[str]:
        """Return the group of each unit by the groups as fitted; missing for a unit that lacks a score.

        Raises
        ------
        InputError
            When the scores lack a feature.
        """
        points = _feature_scores(result_or_scores, self.features)
        complete = points.dropna()
        labels = self.classifier.predict(complete) if len(complete) else np.empty(0, dtype=np.int64)
        return _named(labels, complete.index, points.index, self.levels)


def classify(
    result_or_scores: IndexResult | pd.DataFrame,
    *,
    method: str | Grouping = "kmeans",
    n_groups: int = 3,
    features: str | Sequence[str] = "axes",
    scaled: bool = False,
    random_state: int = 0,
) -> Groups:
    """Put units into ordered groups by their scores.

    Parameters
    ----------
    result_or_scores
        An :class:`~dxindex.composite.IndexResult`, or a frame of units x scores.
    method
        A name from :data:`~dxindex.classifier.GROUPINGS`, or a way of grouping with options of its own.
    n_groups
        2 to 6. Three are named emerging, transitioning, transforming; any other number are numbered levels.
    features
        ``"axes"`` or ``"pillars"`` of the framework, or node ids. Of a frame, whose nodes are unknown,
        ``"axes"`` means all its columns.
    scaled
        Whether every feature is brought to the same spread first.
    random_state
        Seed, 0 included.

    Returns
    -------
    Groups
        A unit with a missing feature has a missing label and takes no part in the grouping.

    Raises
    ------
    OptionError
        For an unknown method, feature set or node, or a number of groups outside 2 to 6.
    InputError
        For fewer complete units than groups.

    Notes ----- Groups are ordered by the mean of their centroid's coordinates: whatever number a method gives
    a cluster, the lowest is called emerging. The grouping is ours, in the vocabulary of WDR 2016, which
    publishes no thresholds.

    Examples
    --------
    >>> scores = pd.DataFrame({"x": [0.1, 0.5, 0.9, 0.2], "y": [0.2, 0.5, 0.8, 0.1]}, index=list("PQRS"))
    >>> classify(scores).labels.to_dict()
    {'P': 'emerging', 'Q': 'transitioning', 'R': 'transforming', 'S': 'emerging'}
    """
    from dxindex.classifier import ReadinessClassifier, check_group_count

    check_group_count(n_groups)
    columns = _resolve_features(result_or_scores, features)
    points = _feature_scores(result_or_scores, columns)
    complete = points.dropna()
    if len(complete) < n_groups:
        raise InputError(
            f"{n_groups} groups need as many units with a score on {name_ids(columns)}, "
            f"but {len(complete)} of {len(points)} have one"
        )
    classifier = ReadinessClassifier(method, n_groups=n_groups, scaled=scaled, random_state=random_state).fit(
        complete
    )
    levels = level_names(n_groups)
    return Groups(
        labels=_named(classifier.labels_, complete.index, points.index, levels),
        levels=levels,
        centroids=pd.DataFrame(classifier.cluster_centers_, index=list(levels), columns=list(columns)),
        diagnostics=diagnose(classifier.placed_, classifier.labels_, levels),
        features=columns,
        classifier=classifier,
    )


def diagnose(points: NDArray[np.float64], labels: NDArray[np.int64], levels: Sequence[str]) -> Diagnostics:
    """Return how well groups are separated, in the space they were made in.

    Parameters
    ----------
    points
        Shape (n_units, n_features), no value missing.
    labels
        Shape (n_units,): position of each unit's group in ``levels``.
    """
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    sizes = {level: int((labels == position).sum()) for position, level in enumerate(levels)}
    used = sum(size > 0 for size in sizes.values())
    if not 1 < used < len(points):
        return Diagnostics(np.nan, np.nan, np.nan, sizes)
    return Diagnostics(
        silhouette=float(silhouette_score(points, labels)),
        calinski_harabasz=float(calinski_harabasz_score(points, labels)),
        davies_bouldin=float(davies_bouldin_score(points, labels)),
        sizes=sizes,
    )


def _resolve_features(
    result_or_scores: IndexResult | pd.DataFrame, features: str | Sequence[str]
) -> tuple[str, ...]:
    if not isinstance(features, str):
        return tuple(features)
    if features not in FEATURE_SETS:
        raise OptionError(
            f"no feature set {features!r}; valid are {name_ids(FEATURE_SETS)} and a list of node ids"
        )
    if not isinstance(result_or_scores, pd.DataFrame):
        framework = result_or_scores.framework
        return framework.axis_ids if features == "axes" else framework.pillar_ids
    if features == "pillars":
        raise OptionError(
            "a frame of scores does not say which columns are pillars; give their names as features"
        )
    return tuple(result_or_scores.columns)


def _feature_scores(result_or_scores: IndexResult | pd.DataFrame, features: Sequence[str]) -> pd.DataFrame:
    scores = result_or_scores if isinstance(result_or_scores, pd.DataFrame) else result_or_scores.scores
    missing = [feature for feature in features if feature not in scores.columns]
    if missing or not features:
        raise InputError(
            f"scores lack the features {name_ids(missing)}; they have {name_ids(scores.columns)}", ids=missing
        )
    return scores.loc[:, list(features)]


def _named(
    labels: NDArray[np.int64], units: pd.Index[str], order: pd.Index[str], levels: Sequence[str]
) -> pd.Series[str]:
    names = pd.Series([levels[label] for label in labels], index=units, dtype="str", name="group")
    return names.reindex(order)
