"""How much the groups owe to which units happen to be in the panel: a bootstrap over units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.agreement import adjusted_rand, match_labels
from dxindex.classify import Groups, classify, feature_scores
from dxindex.errors import InputError, OptionError
from dxindex.groupings import Grouping, canonical_order, count_distinct, find_scaling, resolve_grouping
from dxindex.progress import track

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

BORDERLINE_SHARE = 0.9
"""A unit that its group keeps in fewer runs is borderline: more than one resample in ten puts it elsewhere, the
same one in ten that a 90 % interval leaves out. Its own group's share is asked, not its largest: a unit that
most runs put elsewhere is the most doubtful of all."""

RUNS_PER_TASK = 25
"""Runs handed to a worker at once: enough to outweigh the handing over. Results do not depend on it."""

MAX_DRAWS = 1000
"""Resamples drawn for a run until one holds as many different units as groups; only tiny panels need a second."""


@dataclass(frozen=True, eq=False)
class Stability:
    """Where units end up when the groups are made anew on resamples of the units.

    Attributes
    ----------
    groups
        The reference: groups of all units as they are.
    shares
        Units x groups: share of runs that put the unit there, rows summing to one; NaN for a unit that lacks a
        score. A share of runs, not a probability: the runs differ only in which units they saw.
    adjusted_rand
        Per run, numbered from 1: adjusted Rand index between its grouping of all units and the reference.
    """

    groups: Groups
    shares: pd.DataFrame
    adjusted_rand: pd.Series[float]

    @property
    def borderline(self) -> pd.DataFrame:
        """Units whose own group keeps them in less than :data:`BORDERLINE_SHARE` of runs, least kept first.

        Columns: ``group`` (in the reference), ``share`` (of runs in it), ``other`` (where the runs put the unit
        most often otherwise; the lower of equals), ``other_share``.
        """
        counted = self.shares.dropna()
        group = self.groups.labels[counted.index]
        own = group.to_numpy()[:, np.newaxis] == np.array(counted.columns)
        elsewhere = counted.mask(own)
        table = pd.DataFrame(
            {
                "group": group,
                "share": counted.where(own).max(axis=1),
                "other": elsewhere.idxmax(axis=1),
                "other_share": elsewhere.max(axis=1),
            }
        )
        table = table[table["share"] < BORDERLINE_SHARE]
        order = np.lexsort((table.index.astype(str), table["share"]))
        return table.iloc[order]

    def adjusted_rand_interval(self, level: float = 0.9) -> tuple[float, float]:
        """Return what the adjusted Rand index of the middle ``level`` of runs lies between.

        Raises
        ------
        OptionError
            For a level that is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise OptionError(f"level {level} must lie between 0 and 1")
        low, high = self.adjusted_rand.quantile([(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


def stability(
    result_or_scores: IndexResult | pd.DataFrame,
    *,
    method: str | Grouping = "kmeans",
    n: int = 500,
    n_groups: int = 3,
    features: str | Sequence[str] = "axes",
    scaled: bool = False,
    random_state: int = 0,
    n_jobs: int | None = None,
) -> Stability:
    r"""Make the groups anew on resamples of the units, and return where every unit ends up.

    Each run draws as many units as there are, with replacement, fits scaling and groups on them, predicts the
    group of all units, and renames its groups by optimal assignment to the reference. For unit u and group g

    .. math:: \mathrm{share}_{ug} = \frac 1 n \sum_{r=1}^{n} [\,\ell_r(u) = g\,]

    Parameters
    ----------
    result_or_scores, method, n_groups, features, scaled
        As for :func:`~dxindex.classify.classify`.
    n
        Runs, at least 1.
    random_state
        Seed, 0 included. Every run has a seed of its own derived from it.
    n_jobs
        Workers, as joblib counts them; ``joblib.parallel_config`` chooses another engine. Results do not
        depend on it.

    Returns
    -------
    Stability
        Shares of runs by unit and group, and how far the runs agree with the groups of the whole.

    Raises
    ------
    OptionError, InputError
        As :func:`~dxindex.classify.classify` does; OptionError for ``n`` below 1; InputError where no resample
        holds as many different units as groups.

    Notes
    -----
    Scores stay as they are: the index is not computed anew on the resample. Groups of fixed thresholds learn
    nothing from the units, so every run repeats them. Ward's runs predict by the nearest mean, so a unit at the
    edge of its group may be kept by few runs for that reason alone. The order of units plays no role.

    Source: Hennig (2007), doi:10.1016/j.csda.2006.11.025; seeds: :class:`numpy.random.SeedSequence`.

    Examples
    --------
    >>> scores = pd.DataFrame({"s": [0.1, 0.12, 0.5, 0.52, 0.9, 0.92]}, index=list("PQRSTU"))
    >>> stability(scores, n=20).shares.loc["P", "emerging"].round(1)
    np.float64(1.0)
    """
    from joblib import Parallel, delayed

    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise OptionError(f"n must be a whole number of runs from 1 up, not {n!r}")
    grouping = resolve_grouping(method)
    groups = classify(
        result_or_scores,
        method=grouping,
        n_groups=n_groups,
        features=features,
        scaled=scaled,
        random_state=random_state,
    )
    complete = feature_scores(result_or_scores, groups.features).dropna()
    complete = complete.iloc[canonical_order(complete.to_numpy(dtype=np.float64))]
    reference = pd.Index(groups.levels).get_indexer(pd.Index(groups.labels[complete.index])).astype(np.int64)
    values, count = complete.to_numpy(dtype=np.float64), len(groups.levels)
    seeds = np.random.SeedSequence(random_state).spawn(n)
    tasks = [seeds[start : start + RUNS_PER_TASK] for start in range(0, n, RUNS_PER_TASK)]
    runs = Parallel(n_jobs=n_jobs, return_as="generator")(
        delayed(_predict_from_resamples)(values, grouping, count, scaled=scaled, seeds=task) for task in tasks
    )
    labels = np.vstack(list(track(runs, len(tasks))))
    matched = np.array([match_labels(run, reference, count) for run in labels])
    shares = np.stack([(matched == position).mean(axis=0) for position in range(count)], axis=1)
    return Stability(
        groups=groups,
        shares=pd.DataFrame(shares, index=complete.index, columns=list(groups.levels)).reindex(
            groups.labels.index
        ),
        adjusted_rand=pd.Series(
            adjusted_rand(labels, reference[np.newaxis])[:, 0],
            index=pd.RangeIndex(1, n + 1, name="run"),
            name="adjusted_rand",
        ),
    )


def _predict_from_resamples(
    values: FloatArray,
    grouping: Grouping,
    n_groups: int,
    *,
    scaled: bool,
    seeds: Sequence[np.random.SeedSequence],
) -> IntArray:
    """Return the labels of every unit, shape (runs, n_units), by groups fitted on a resample for each seed."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # One thread per worker: the products are tiny, and the last digit must not depend on how many there are.
    with threadpool_limits(limits=1):
        return np.array(
            [
                _predict_from_resample(values, grouping, n_groups, scaled, np.random.default_rng(seed))
                for seed in seeds
            ]
        )


def _predict_from_resample(
    values: FloatArray, grouping: Grouping, n_groups: int, scaled: bool, generator: np.random.Generator
) -> IntArray:
    for _ in range(MAX_DRAWS):
        drawn = values[np.sort(generator.integers(len(values), size=len(values)))]
        centre, spread = find_scaling(drawn, scaled=scaled)
        points = (drawn - centre) / spread
        if grouping.fixed or count_distinct(grouping, points) >= n_groups:
            return grouping.fit(points, n_groups, generator).predict((values - centre) / spread)
    raise InputError(
        f"no resample of {len(values)} units holds {n_groups} that differ; ask for fewer groups, or add units"
    )
