"""Ways of putting units into groups.

To add a way: a subclass of :class:`Grouping` here, and its name in :data:`GROUPINGS`. scikit-learn loads when a
way that needs it is used.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from dxindex.errors import InputError, OptionError, name_ids
from dxindex.lloyd import fit_centres, nearest_centre
from dxindex.registry import find_by_name

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MIN_GROUPS, MAX_GROUPS = 2, 6
"""Fewer is no grouping; more than six bands along one gradient cannot be told apart."""

N_INIT = 300
"""Starts of k-means. Few single starts end in the best solution: on the two axes of edition 2014, where one
borderline country makes the difference, 3 in 100 do. With 300, three seeds in ten thousand miss it, so that the
groups do not depend on the seed; they take a hundredth of a second."""

MIXTURE_N_INIT = 10
"""Starts of the Gaussian mixture, each from a k-means solution. Two and three groups of edition 2014 then no
longer depend on the seed (of single starts, half to two thirds end in the best solution); six groups still do,
and would with 30: that many normal distributions are more than 132 units can tell apart."""

MIXTURE_MAX_ITER = 1000
"""Rounds of expectation and maximisation; scikit-learn's 100 do not always suffice for six groups."""

RIDGE = 1e-6
"""What keeps a mixture's covariances regular where points coincide: this share of the mean variance of the
features is added to each, so that the unit of measurement plays no role."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Groups as a method found them: a label per point, and how it labels new points.

    Labels are the method's own, in any order (ascending for methods that are ``ordered``), out of
    ``range(n_groups)``.
    """

    labels: IntArray
    predict: Callable[[FloatArray], IntArray]


class Grouping(ABC):
    """One way of grouping. Subclasses are frozen dataclasses; options are their fields."""

    name: ClassVar[str]
    ordered: ClassVar[bool] = False
    """Whether the method's own labels already run from lowest to highest."""
    fixed: ClassVar[bool] = False
    """Whether the groups are given and not learnt; such a group may be empty."""

    @abstractmethod
    def fit(self, points: FloatArray, n_groups: int, generator: np.random.Generator) -> Partition:
        """Group points of shape (n_units, n_features), no value missing.

        At least ``n_groups`` of them must be told apart by the method, see :meth:`compared`.
        """

    def count_groups(self, n_groups: int) -> int:
        """Return how many groups the method makes when asked for ``n_groups``.

        Raises
        ------
        OptionError
            For anything but a whole number from 2 to 6.
        """
        check_group_count(n_groups)
        return n_groups

    def compared(self, points: FloatArray) -> FloatArray:
        """Return what the method looks at, shape (n_units, m): equal rows always share a group."""
        return points


@dataclass(frozen=True, slots=True)
class KMeansGrouping(Grouping):
    r"""Groups in which the squared distances to the group's mean are least.

    .. math:: \min_{C_1, \dots, C_k} \sum_{j=1}^{k} \sum_{x \in C_j} \lVert x - \bar x_j \rVert^2

    New units go to the nearest mean. Source: Lloyd (1982), doi:10.1109/TIT.1982.1056489; see
    :mod:`dxindex.lloyd`.
    """

    name: ClassVar[str] = "kmeans"
    n_init: int = N_INIT
    """Starts, of which the best is kept."""

    def fit(self, points: FloatArray, n_groups: int, generator: np.random.Generator) -> Partition:
        centres = fit_centres(points, n_groups, n_init=self.n_init, generator=generator)
        return _by_centre(nearest_centre(points, centres), centres)


@dataclass(frozen=True, slots=True)
class GaussianMixtureGrouping(Grouping):
    r"""Groups as the components of a mixture of normal distributions, each unit in its likeliest one.

    .. math:: p(x) = \sum_{j=1}^{k} \pi_j \, \mathcal N(x; \mu_j, \Sigma_j)

    Unlike k-means, groups may differ in spread and lean. New units go to their likeliest component. Source:
    Dempster, Laird and Rubin (1977), doi:10.1111/j.2517-6161.1977.tb01600.x, as scikit-learn's
    ``GaussianMixture`` implements it.
    """

    name: ClassVar[str] = "gaussian_mixture"
    n_init: int = MIXTURE_N_INIT
    covariance_type: Literal["full", "tied", "diag", "spherical"] = "full"
    """How free the covariances are, in scikit-learn's terms."""

    def fit(self, points: FloatArray, n_groups: int, generator: np.random.Generator) -> Partition:
        from sklearn.mixture import GaussianMixture
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        model = GaussianMixture(
            n_groups,
            n_init=self.n_init,
            covariance_type=self.covariance_type,
            reg_covar=RIDGE * float(points.var(axis=0).mean()),
            max_iter=MIXTURE_MAX_ITER,
            random_state=int(generator.integers(2**31)),
        )
        # On so few points threads only wait for one another, far longer where other work keeps cores busy.
        with threadpool_limits(limits=1):
            labels = model.fit_predict(points)
        return Partition(labels=labels.astype(np.int64), predict=model.predict)


@dataclass(frozen=True, slots=True)
class WardGrouping(Grouping):
    r"""Groups by merging, from single units up, the pair whose union adds least to the squared distances.

    .. math:: \Delta(A, B) = \frac{|A| |B|}{|A| + |B|} \lVert \bar x_A - \bar x_B \rVert^2

    A tree has no rule for new units: they go to the nearest mean, and so a unit at the edge of its group may be
    predicted into the next one. Source: Ward (1963), doi:10.1080/01621459.1963.10500845, as scikit-learn's
    ``AgglomerativeClustering`` implements it.
    """

    name: ClassVar[str] = "ward"

    def fit(self, points: FloatArray, n_groups: int, generator: np.random.Generator) -> Partition:  # noqa: ARG002 - nothing is drawn
        from sklearn.cluster import AgglomerativeClustering

        labels = AgglomerativeClustering(n_groups, linkage="ward").fit_predict(points).astype(np.int64)
        return _by_centre(
            labels, np.array([points[labels == label].mean(axis=0) for label in range(n_groups)])
        )


class MeanGrouping(Grouping):
    """A way of cutting the mean of a unit's features into bands; a mean at a cut belongs to the upper band."""

    ordered: ClassVar[bool] = True

    @abstractmethod
    def find_cuts(self, heights: FloatArray, n_groups: int) -> FloatArray:
        """Return the ``n_groups - 1`` cuts, ascending, from the means in ascending order."""

    def fit(self, points: FloatArray, n_groups: int, generator: np.random.Generator) -> Partition:  # noqa: ARG002 - nothing is drawn
        predict = partial(_place_by_cuts, cuts=self.find_cuts(np.sort(find_heights(points)), n_groups))
        return Partition(labels=predict(points), predict=predict)

    def compared(self, points: FloatArray) -> FloatArray:
        return find_heights(points)[:, np.newaxis]


@dataclass(frozen=True, slots=True)
class NaturalBreaksGrouping(MeanGrouping):
    r"""Bands of the mean of the features within which the squared deviations are least: Fisher-Jenks, exact.

    .. math:: \min_{b_1 < \dots < b_{k-1}} \sum_{j=1}^{k} \sum_{h \in (b_{j-1}, b_j]} (h - \bar h_j)^2

    by dynamic programming over the different means. A cut lies midway between the means of two bands, so that
    new units go to the band whose mean is nearest.

    Source: Fisher (1958), doi:10.1080/01621459.1958.10501479. Written here because jenkspy 0.4.1 silently
    misses the optimum where values are large beside their spread (sums of squares cancel), and mapclassify
    2.10 brings networkx, and numba if it is to be fast, for these lines.
    """

    name: ClassVar[str] = "natural_breaks"

    def find_cuts(self, heights: FloatArray, n_groups: int) -> FloatArray:
        distinct, counts = np.unique(heights, return_counts=True)
        bounds = find_natural_breaks(distinct, counts, n_groups)
        means = [
            np.average(distinct[low:high], weights=counts[low:high])
            for low, high in zip((0, *bounds), (*bounds, len(distinct)), strict=True)
        ]
        return (np.array(means[:-1]) + np.array(means[1:])) / 2


@dataclass(frozen=True, slots=True)
class QuantilesGrouping(MeanGrouping):
    r"""Bands with as many units each, by the k-quantiles of the mean of the features; terciles for three.

    .. math:: b_j = Q(j / k), \qquad j = 1, \dots, k - 1

    with :math:`Q` linear between order statistics. Units of equal mean share a band.
    """

    name: ClassVar[str] = "quantiles"

    def find_cuts(self, heights: FloatArray, n_groups: int) -> FloatArray:
        cuts: FloatArray = np.quantile(heights, np.arange(1, n_groups) / n_groups)
        return cuts


@dataclass(frozen=True, slots=True)
class ThresholdsGrouping(MeanGrouping):
    """Bands of the mean of the features between thresholds of one's own, which decide how many there are.

    A unit reaches a band by reaching its threshold. Thresholds are in the units of what is grouped: scores,
    or standard deviations from the mean where features are scaled. A band may be empty.

    Parameters
    ----------
    cuts
        Finite and strictly ascending, one fewer than the groups.

    Raises
    ------
    OptionError
        For thresholds that are not.

    Examples
    --------
    >>> ThresholdsGrouping((0.4, 0.6)).count_groups(3)
    3
    """

    name: ClassVar[str] = "thresholds"
    fixed: ClassVar[bool] = True
    cuts: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", tuple(float(cut) for cut in self.cuts))
        if not (np.isfinite(self.cuts).all() and (np.diff(self.cuts) > 0).all()):
            raise OptionError(f"thresholds must be finite and ascending, not {name_ids(self.cuts)}")

    def count_groups(self, n_groups: int) -> int:  # noqa: ARG002 - the thresholds decide
        """Return one more than there are thresholds, whatever is asked for.

        Raises
        ------
        OptionError
            For other than 1 to 5 thresholds.
        """
        if not self.cuts:
            raise OptionError(
                "method 'thresholds' needs thresholds; give them as ThresholdsGrouping((0.4, 0.6))"
            )
        check_group_count(len(self.cuts) + 1)
        return len(self.cuts) + 1

    def find_cuts(self, heights: FloatArray, n_groups: int) -> FloatArray:  # noqa: ARG002 - given, not learnt
        return np.array(self.cuts, dtype=np.float64)


GROUPINGS: Mapping[str, Grouping] = MappingProxyType(
    {
        way.name: way
        for way in (
            KMeansGrouping(),
            GaussianMixtureGrouping(),
            WardGrouping(),
            NaturalBreaksGrouping(),
            QuantilesGrouping(),
            ThresholdsGrouping(),
        )
    }
)
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


def check_group_count(n_groups: int) -> None:
    """Raise OptionError for anything but a whole number from 2 to 6."""
    if isinstance(n_groups, bool) or not isinstance(n_groups, int | np.integer):
        raise OptionError(f"n_groups must be a whole number, not {n_groups!r}")
    if not MIN_GROUPS <= n_groups <= MAX_GROUPS:
        raise OptionError(f"n_groups {n_groups} must lie between {MIN_GROUPS} and {MAX_GROUPS}")


def count_distinct(grouping: Grouping, points: FloatArray) -> int:
    """Return how many of the points the method tells apart."""
    return len(np.unique(grouping.compared(points), axis=0))


def check_distinct(grouping: Grouping, points: FloatArray, n_groups: int, units: Iterable[object]) -> None:
    """Raise InputError, by unit, where a method that learns its groups cannot tell as many points apart."""
    distinct, inverse, counts = np.unique(
        grouping.compared(points), axis=0, return_inverse=True, return_counts=True
    )
    if grouping.fixed or len(distinct) >= n_groups:
        return
    repeated = counts[inverse.ravel()] > 1
    alike = [unit for unit, found in zip(units, repeated, strict=True) if found]
    raise InputError(
        f"{n_groups} groups need as many different units, but only {len(distinct)} of {len(points)} differ; "
        f"alike are {name_ids(alike)}",
        ids=alike,
    )


def find_heights(points: FloatArray) -> FloatArray:
    """Return the mean of each row, the same to the last digit whatever the order of the columns.

    >>> find_heights(np.array([[0.2, 0.6]])).tolist()
    [0.4]
    """
    heights: FloatArray = np.sort(points, axis=1).mean(axis=1)
    return heights


def canonical_order(points: FloatArray) -> IntArray:
    """Return the order of rows by their mean, then by their values: the same whatever order they came in."""
    return np.lexsort((*points.T[::-1], find_heights(points))).astype(np.int64)


def find_scaling(values: FloatArray, *, scaled: bool) -> tuple[FloatArray, FloatArray]:
    """Return what to subtract from and divide each feature by; one that does not vary keeps its spread.

    Not scaled, these are zeros and ones; scaled, the mean and the standard deviation (of :math:`n`).
    """
    columns = values.shape[1]
    if not scaled:
        return np.zeros(columns), np.ones(columns)
    varies = values.max(axis=0) > values.min(axis=0)
    return values.mean(axis=0), np.where(varies, values.std(axis=0), 1.0)


def find_natural_breaks(values: FloatArray, counts: IntArray, n_groups: int) -> tuple[int, ...]:
    """Return where the bands of least squared deviation begin, the first aside.

    Parameters
    ----------
    values
        Shape (n,), strictly ascending, at least ``n_groups`` of them.
    counts
        Shape (n,): how often each value occurs.

    Returns
    -------
    ``n_groups - 1`` ascending positions in ``values``. Memory is linear, time quadratic in n.

    Examples
    --------
    >>> find_natural_breaks(np.array([1.0, 2.0, 8.0, 9.0, 20.0]), np.ones(5, dtype=int), 3)
    (2, 4)
    """
    # Sums of squares are taken about the middle, so that they do not cancel where values are large.
    centred = values - np.average(values, weights=counts)
    mass, sums, squares = (np.concatenate([[0.0], np.cumsum(counts * centred**power)]) for power in (0, 1, 2))
    length = len(values)

    def deviation(high: int) -> FloatArray:
        """Squared deviations of the bands that end before ``high``, by where they begin."""
        sum_, mass_ = sums[high] - sums[:high], mass[high] - mass[:high]
        within: FloatArray = squares[high] - squares[:high] - sum_**2 / mass_
        return within

    least = np.array([np.inf, *(deviation(high)[0] for high in range(1, length + 1))])
    begins = np.zeros((n_groups, length + 1), dtype=np.int64)
    for group in range(1, n_groups):
        reached = np.full(length + 1, np.inf)
        for high in range(group + 1, length + 1):
            losses = least[group:high] + deviation(high)[group:]
            begins[group, high] = group + int(np.argmin(losses))
            reached[high] = losses[begins[group, high] - group]
        least = reached
    bounds = [length]
    for group in range(n_groups - 1, 0, -1):
        bounds.append(int(begins[group, bounds[-1]]))
    return tuple(bounds[:0:-1])


def _by_centre(labels: IntArray, centres: FloatArray) -> Partition:
    return Partition(labels=labels, predict=partial(nearest_centre, centres=centres))


def _place_by_cuts(points: FloatArray, cuts: FloatArray) -> IntArray:
    return np.searchsorted(cuts, find_heights(points), side="right").astype(np.int64)
