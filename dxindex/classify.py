"""Groups of units by their scores, with names that follow the order of the groups and never a label's number.

scikit-learn loads when a method needs it, or when its estimator or the diagnostics are asked for: the groups by
k-means that a page shows first must not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError, OptionError, name_ids
from dxindex.grouped import FittedGroups, fit_groups
from dxindex.groupings import MAX_GROUPS, MIN_GROUPS, Grouping, resolve_grouping
from dxindex.panel import check_panel

if TYPE_CHECKING:
    from dxindex.classifier import ReadinessClassifier
    from dxindex.fitted import IndexResult

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

    Examples
    --------
    >>> groups = classify(pd.DataFrame({"s": [0.0, 1.0, 5.0, 9.0, 10.0]}))
    >>> groups.diagnostics.sizes, round(groups.diagnostics.davies_bouldin, 3)
    ({'emerging': 2, 'transitioning': 1, 'transforming': 2}, 0.111)
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
    features
        The nodes (or columns) that were grouped by.
    fitted
        What the method learnt, and how the groups were put in order.
    """

    labels: pd.Series[str]
    levels: tuple[str, ...]
    centroids: pd.DataFrame
    features: tuple[str, ...]
    fitted: FittedGroups

    @cached_property
    def diagnostics(self) -> Diagnostics:
        """Separation and sizes."""
        return diagnose(self.fitted.placed, self.fitted.labels, self.levels)

    @cached_property
    def classifier(self) -> ReadinessClassifier:
        """The fitted :class:`~dxindex.classifier.ReadinessClassifier`."""
        from dxindex.classifier import as_classifier

        return as_classifier(self.fitted, self.features)

    def predict(self, result_or_scores: IndexResult | pd.DataFrame) -> pd.Series[str]:
        """Return the group of each unit by the groups as fitted; missing for a unit that lacks a score.

        Raises
        ------
        InputError
            When the scores lack a feature.
        """
        points = feature_scores(result_or_scores, self.features)
        complete = points.dropna()
        labels = (
            self.fitted.predict(complete.to_numpy(dtype=np.float64))
            if len(complete)
            else np.empty(0, dtype=np.int64)
        )
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
        An :class:`~dxindex.fitted.IndexResult`, or a frame of units x scores.
    method
        A name from :data:`~dxindex.groupings.GROUPINGS` (``kmeans``, ``gaussian_mixture``, ``ward``,
        ``natural_breaks``, ``quantiles``), or a way of grouping with options of its own, such as
        ``ThresholdsGrouping((0.4, 0.6))``. Natural breaks, quantiles and thresholds look at the mean of the features.
    n_groups
        2 to 6; thresholds define their own. Three are named emerging, transitioning, transforming; any other
        number are numbered levels.
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
        For an unknown method or feature set, a number of groups outside 2 to 6, or thresholds out of order.
    InputError
        For a feature that the scores lack, fewer complete units than groups, fewer that differ, or so many
        alike that a group stays empty; by id.

    Notes
    -----
    Groups are ordered by the mean of their centroid's coordinates: whatever number a method gives a cluster,
    the lowest is called emerging. The order of units plays no role. The grouping is ours, in the vocabulary of
    WDR 2016, which publishes no thresholds.

    Examples
    --------
    >>> scores = pd.DataFrame({"x": [0.1, 0.5, 0.9, 0.2], "y": [0.2, 0.5, 0.8, 0.1]}, index=list("PQRS"))
    >>> classify(scores).labels.to_dict()
    {'P': 'emerging', 'Q': 'transitioning', 'R': 'transforming', 'S': 'emerging'}
    """
    grouping = resolve_grouping(method)
    n_groups = grouping.count_groups(n_groups)
    columns = resolve_features(result_or_scores, features)
    points = feature_scores(result_or_scores, columns)
    complete = points.dropna()
    if complete.empty or (len(complete) < n_groups and not grouping.fixed):
        lacking = points.index.difference(complete.index, sort=False)
        raise InputError(
            f"{n_groups} groups need as many units with a score on {name_ids(columns)}, "
            f"but {len(complete)} of {len(points)} have one"
            + (f"; it is missing for {name_ids(lacking)}" if len(lacking) else ""),
            ids=lacking,
        )
    fitted = fit_groups(
        complete.to_numpy(dtype=np.float64),
        grouping,
        n_groups,
        scaled=scaled,
        random_state=random_state,
        units=complete.index,
    )
    levels = level_names(n_groups)
    return Groups(
        labels=_named(fitted.labels, complete.index, points.index, levels),
        levels=levels,
        centroids=pd.DataFrame(fitted.centres, index=list(levels), columns=list(columns)),
        features=columns,
        fitted=fitted,
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


@dataclass(frozen=True, eq=False)
class GroupCounts:
    """How well units part into more or fewer groups.

    Attributes
    ----------
    table
        By number of groups: silhouette, calinski_harabasz (both: higher is better), davies_bouldin (lower is
        better), sizes (units per group, lowest group first).
    correlation
        Mean Pearson correlation between the features; NaN for a single one. Near one, the groups are bands
        along one gradient, however many they are.
    """

    table: pd.DataFrame
    correlation: float

    @property
    def best(self) -> pd.Series[int]:
        """The number of groups that each criterion favours; the smaller of equals."""
        return pd.Series(
            {
                "silhouette": self.table["silhouette"].idxmax(),
                "calinski_harabasz": self.table["calinski_harabasz"].idxmax(),
                "davies_bouldin": self.table["davies_bouldin"].idxmin(),
            },
            name="n_groups",
        )

    def verdict(self, n_groups: int = len(LEVELS)) -> str:
        """Say in plain words whether ``n_groups`` is the number that separates best.

        Raises
        ------
        OptionError
            For a number of groups that was not diagnosed.
        """
        if n_groups not in self.table.index:
            raise OptionError(
                f"{n_groups} groups were not diagnosed; {name_ids(self.table.index)} were", ids=[n_groups]
            )
        best = self.best
        silhouettes = self.table["silhouette"]
        favoured = best["silhouette"]
        said = (
            f"{n_groups} groups separate best: silhouette {silhouettes[n_groups]:.2f}"
            if favoured == n_groups
            else f"{favoured} groups separate better than {n_groups}: silhouette {silhouettes[favoured]:.2f} "
            f"against {silhouettes[n_groups]:.2f}"
        )
        return (
            f"{said}; Calinski-Harabasz favours {best['calinski_harabasz']}, "
            f"Davies-Bouldin {best['davies_bouldin']}."
        )


def diagnose_group_counts(
    result_or_scores: IndexResult | pd.DataFrame,
    *,
    counts: Iterable[int] = range(MIN_GROUPS, MAX_GROUPS + 1),
    method: str | Grouping = "kmeans",
    features: str | Sequence[str] = "axes",
    scaled: bool = False,
    random_state: int = 0,
) -> GroupCounts:
    """Group units into more and fewer groups, and return how well each number separates them.

    Parameters
    ----------
    counts
        Numbers of groups, 2 to 6.
    result_or_scores, method, features, scaled, random_state
        As for :func:`classify`.

    Returns
    -------
    GroupCounts
        The diagnostics by number of groups, and the verdict in a sentence.

    Raises
    ------
    OptionError
        As :func:`classify` does, and for thresholds, which define their own number of groups.
    InputError
        As :func:`classify` does.

    Examples
    --------
    >>> found = diagnose_group_counts(pd.DataFrame({"s": [0.0, 1.0, 9.0, 10.0]}), counts=[2, 3])
    >>> found.table["silhouette"].round(3).to_dict()
    {2: 0.889, 3: 0.441}
    >>> found.verdict(3)
    '2 groups separate better than 3: silhouette 0.89 against 0.44; Calinski-Harabasz favours 2, Davies-Bouldin ...
    """
    grouping = resolve_grouping(method)
    if grouping.fixed:
        raise OptionError(f"method '{grouping.name}' defines its own number of groups; choose another")
    rows = {}
    for n_groups in counts:
        groups = classify(
            result_or_scores,
            method=grouping,
            n_groups=n_groups,
            features=features,
            scaled=scaled,
            random_state=random_state,
        )
        found = groups.diagnostics
        rows[n_groups] = {
            "silhouette": found.silhouette,
            "calinski_harabasz": found.calinski_harabasz,
            "davies_bouldin": found.davies_bouldin,
            "sizes": tuple(found.sizes.values()),
        }
    if not rows:
        raise OptionError("counts is empty; give numbers of groups from 2 to 6")
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("n_groups")
    points = feature_scores(result_or_scores, resolve_features(result_or_scores, features)).dropna()
    pairs = points.corr().to_numpy()[np.triu_indices(points.shape[1], k=1)]
    return GroupCounts(table=table, correlation=float(pairs.mean()) if pairs.size else float("nan"))


def resolve_features(
    result_or_scores: IndexResult | pd.DataFrame, features: str | Sequence[str]
) -> tuple[str, ...]:
    """Return the node ids (or columns) of a feature set, or those given.

    Raises
    ------
    OptionError
        For an unknown feature set.
    """
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


def feature_scores(result_or_scores: IndexResult | pd.DataFrame, features: Sequence[str]) -> pd.DataFrame:
    """Return units x features as floats, NaN kept.

    Raises
    ------
    InputError
        For features that the scores lack or that are no figures, infinite scores, and units that occur twice or
        have no id; by id.
    OptionError
        For a feature given twice.
    """
    scores = result_or_scores if isinstance(result_or_scores, pd.DataFrame) else result_or_scores.scores
    if len(set(features)) < len(features):
        raise OptionError(f"features occur more than once: {name_ids(features)}; give each one once")
    missing = [feature for feature in features if feature not in scores.columns]
    if missing or not features:
        raise InputError(
            f"scores lack the features {name_ids(missing)}; they have {name_ids(scores.columns)}", ids=missing
        )
    return check_panel(scores, features)


def _named(
    labels: NDArray[np.int64], units: pd.Index[str], order: pd.Index[str], levels: Sequence[str]
) -> pd.Series[str]:
    names = pd.Series([levels[label] for label in labels], index=units, dtype="str", name="group")
    return names.reindex(order)
