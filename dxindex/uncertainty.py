"""How sure the ranks are: Monte Carlo over the assumptions that could have been made otherwise.

Shares of runs are what they say: how often something happens when every combination of these assumptions is
tried alike. They are not probabilities of the world.

Heavy libraries load inside functions: the package binds :func:`uncertainty` at import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.assumptions import Assumption, factor_table
from dxindex.build_ensemble import build_ensemble
from dxindex.chosen_nodes import check_nodes, feature_nodes
from dxindex.compact_ranks import UNRANKED, rank_rows, rank_type
from dxindex.ensemble import Ensemble
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework, load_framework
from dxindex.monte_carlo import (
    check_draws,
    check_seed,
    draw_blocks,
    draw_uniforms,
    group_counts,
    map_draws,
    node_ranks,
    node_scores,
)
from dxindex.rank_statistics import check_level, outranking_shares, pick_quantiles, rank_quantiles
from dxindex.single_draw import Run

RankArray = NDArray[np.unsignedinteger]


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Ranks of every unit in every draw, and what they come to.

    Attributes
    ----------
    draws
        Node to ranks of shape (n, units), two bytes each up to 65,535 units; 0 is unranked. Scores are not
        kept: whatever needs them draws them again from the seed, a bounded number at a time.
    nodes, n, random_state
        As asked for.
    ensemble
        The variants of the index that were drawn from.
    n_jobs
        As joblib takes it.
    """

    draws: Mapping[str, RankArray]
    nodes: tuple[str, ...]
    n: int
    random_state: int
    ensemble: Ensemble
    n_jobs: int | None = None

    @property
    def units(self) -> pd.Index[str]:
        """Ids, in the order of the panel."""
        return self.ensemble.units

    @property
    def assumptions(self) -> pd.DataFrame:
        """Return which assumptions act on the data at hand: one row each, with ``acts`` and ``note``."""
        return factor_table(self.ensemble.factors)

    def choices(self) -> pd.DataFrame:
        """Return what every draw chose among levels: draws x discrete assumptions, as categories.

        What is left out has a column per root, ``leave_out.<root>``; empty text is nothing.
        """
        uniforms = draw_uniforms(self.ensemble.dimensions, self.random_state, 0, self.n)
        return self.ensemble.choices(uniforms).rename_axis("draw")

    def run(self, draw: int) -> Run:
        """Return one draw as a plain index that can be fitted, looked at and shown.

        Raises
        ------
        OptionError
            For a number outside 0 to n - 1.
        """
        if not 0 <= draw < self.n:
            raise OptionError(f"draw {draw} must lie between 0 and {self.n - 1}")
        uniforms = draw_uniforms(self.ensemble.dimensions, self.random_state, draw, draw + 1)
        return self.ensemble.run(uniforms[0])

    def rank_interval(self, node: str, level: float = 0.90) -> pd.DataFrame:
        r"""Return between which ranks each unit lies in a share ``level`` of the runs.

        The bounds are the :math:`(1 - \mathrm{level})/2` and :math:`(1 + \mathrm{level})/2` quantiles, each the
        lowest rank that at least this share of the runs does not exceed: ranks that did occur.

        Parameters
        ----------
        node
            One of ``nodes``.
        level
            Above 0, below 1.

        Returns
        -------
        DataFrame
            Indexed by unit: ``rank`` at the first level of every assumption and declared weights, ``low``,
            ``median``, ``high`` (``Int64``; low is the better end), and ``ranked``, the share of runs in which
            the unit has a rank; the quantiles are over these.
        """
        found, ranked = rank_quantiles(self._ranks(node), level)
        reference = rank_rows(self.ensemble.reference([node]))[0].astype(np.int64)
        table = pd.DataFrame(
            dict(zip(("rank", "low", "median", "high"), (reference, *found), strict=True)), index=self.units
        )
        return table.astype("Int64").mask(table == UNRANKED).assign(ranked=ranked / self.n)

    def score_interval(self, node: str, level: float = 0.90) -> pd.DataFrame:
        """Return between which scores each unit lies in a share ``level`` of the runs.

        As :meth:`rank_interval`, with ``score`` for ``rank``. Scores are those inside the ensemble, where every
        normalisation runs over [0.01, 1] of the scale; kept to seven digits while they are sorted.
        """
        place = self._place(node)
        quantiles = check_level(level)
        scores = np.empty((len(self.units), self.n), dtype=np.float32)
        for start, stop, found in self._map(partial(node_scores, node=self.nodes[place])):
            scores[:, start:stop] = found.T
        scores.sort(axis=1)
        ranked = self.n - np.isnan(scores).sum(axis=1)
        low, median, high = pick_quantiles(scores, np.zeros_like(ranked), ranked, quantiles, nothing=np.nan)
        return pd.DataFrame(
            {
                "score": self.ensemble.reference([node])[0],
                "low": low,
                "median": median,
                "high": high,
                "ranked": ranked / self.n,
            },
            index=self.units,
        )

    def outranks(self, a: str, b: str, *, node: str) -> float:
        """Return the share of runs in which ``a`` ranks above ``b``, of those in which both have a rank.

        Ties count for neither. NaN where there is no such run.

        Raises
        ------
        InputError
            For an unknown unit.
        """
        ranks = self._ranks(node)
        left, right = (ranks[:, place].astype(np.int64) for place in self._units_at([a, b]))
        both = (left != UNRANKED) & (right != UNRANKED)
        return float(((left < right) & both).sum() / both.sum()) if both.any() else np.nan

    def outranking(self, node: str) -> pd.DataFrame:
        """Return :meth:`outranks` of all pairs: the row's unit above the column's; NaN on the diagonal."""
        shares = outranking_shares(self._ranks(node))
        return pd.DataFrame(shares, index=self.units, columns=self.units)

    def group_shares(
        self, *, n_groups: int = 3, features: str | Sequence[str] = "axes", scaled: bool = False
    ) -> pd.DataFrame:
        """Return the share of runs in which each unit falls into each group when every draw is grouped anew.

        k-means of the features. Each draw starts from the groups of the reference (every assumption at its
        first level, grouped by :func:`~dxindex.classify.classify`), as :func:`~dxindex.regroup.regroup` does:
        so groups keep their identity from draw to draw, and a draw ends in the solution nearest to the
        reference, which need not be its best one.

        Parameters
        ----------
        n_groups, features, scaled
            As :func:`~dxindex.classify.classify` takes them.

        Returns
        -------
        DataFrame
            Units x groups, lowest first; rows sum to one. Shares of the runs in which the unit has all
            features; NaN where it never has.

        Raises
        ------
        OptionError, InputError
            As :func:`~dxindex.classify.classify` raises them.
        """
        from dxindex.classify import classify

        nodes = feature_nodes(self.ensemble.framework, features)
        reference = pd.DataFrame(self.ensemble.reference(nodes).T, index=self.units, columns=list(nodes))
        groups = classify(
            reference, n_groups=n_groups, features=nodes, scaled=scaled, random_state=self.random_state
        )
        codes = {level: place for place, level in enumerate(groups.levels)}
        start = np.array([codes.get(label, -1) for label in groups.labels], dtype=np.int64)
        counts = np.zeros((len(self.units), n_groups), dtype=np.int64)
        task = partial(group_counts, nodes=nodes, groups=start, n_groups=n_groups, scaled=scaled)
        for _, _, found in self._map(task):
            counts += found
        total = counts.sum(axis=1, keepdims=True)
        shares = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
        return pd.DataFrame(shares, index=self.units, columns=list(groups.levels))

    def variance_shares(self, node: str) -> pd.DataFrame:
        r"""Return how much of the variance of each unit's rank goes back to each assumption alone.

        .. math:: S_g = \frac{\operatorname{Var}(\operatorname{E}[r \mid a_g])}{\operatorname{Var}(r)}

        estimated on the draws by least squares on all assumptions together, one term per level of a choice and
        a linear term per weight and per measurement error, less what chance alone would explain. The rest,
        ``interactions``, is what assumptions do together (and where weights do not work linearly).

        Returns
        -------
        DataFrame
            Units x acting assumptions and ``interactions``; rows sum to one. NaN for a unit whose rank never
            changes, or that has none. Runs in which the unit has no rank are left out.

        Raises
        ------
        OptionError
            When there are too few draws for the number of terms.

        Notes
        -----
        Source: analysis of variance as in OECD/JRC Handbook (2008), step 7; first-order effects: Saltelli et
        al. (2010), doi:10.1016/j.cpc.2009.09.018.
        """
        from dxindex.effects import first_order_shares

        ranks = self._ranks(node)
        drawn = draw_blocks(self.ensemble.dimensions, self.random_state, self.n)
        return first_order_shares(
            self.ensemble, ((uniforms, ranks[rows]) for rows, uniforms in drawn), self.n
        )

    # Within

    def _ranks(self, node: str) -> RankArray:
        return self.draws[self.nodes[self._place(node)]]

    def _place(self, node: str) -> int:
        if node not in self.nodes:
            raise OptionError(
                f"node '{node}' was not drawn; drawn are {name_ids(self.nodes)}, and "
                "uncertainty(nodes=...) draws any other",
                ids=[node],
            )
        return self.nodes.index(node)

    def _units_at(self, wanted: Sequence[str]) -> list[int]:
        places = self.units.get_indexer(pd.Index(wanted))
        unknown = [unit for unit, place in zip(wanted, places, strict=True) if place < 0]
        if unknown:
            raise InputError(f"the panel has no unit {name_ids(unknown)}", ids=unknown)
        return [int(place) for place in places]

    def _map(self, task: Callable[..., Any]) -> Iterator[tuple[int, int, Any]]:
        return map_draws(task, self.ensemble, self.n, self.random_state, self.n_jobs)


def uncertainty(
    panel: pd.DataFrame,
    framework: Framework | str | Path,
    n: int = 10_000,
    *,
    random_state: int = 0,
    assumptions: Sequence[str | Assumption] | None = None,
    nodes: str | Sequence[str] | None = None,
    n_jobs: int | None = None,
) -> Uncertainty:
    """Draw the index ``n`` times, each time with other assumptions, and rank the units each time.

    Parameters
    ----------
    panel
        Units x indicators in their own units; NaN is missing. Columns of variants are used where they exist.
    framework
        A :class:`~dxindex.framework.Framework`, the name of a shipped one, or a path.
    n
        Draws, 1 or more.
    random_state
        Seed: a whole number from 0. Draw ``i`` depends on it and on ``i`` alone, not on ``n``, nor on how the
        work is split.
    assumptions
        Names from :data:`~dxindex.assumptions.ASSUMPTIONS`, or assumptions with options of their own; any
        subset. None takes them all: normalisation, aggregation, weights (plus or minus 25 %), leaving out one
        indicator or pillar, variants of an indicator, imputation, measurement error. One that cannot act on
        the data is reported in ``assumptions`` of the result. What is not named stays as declared.
    nodes
        Nodes to rank by; None takes the axes.
    n_jobs
        As joblib takes it; None follows the active ``joblib.parallel_config``, one thread without. Any backend
        gives the same result, dask and ray included.

    Returns
    -------
    Uncertainty

    Raises
    ------
    OptionError
        For ``n`` below 1, a seed that is not a whole number from 0, unknown assumptions or nodes.
    InputError
        For a table that does not fit.

    Notes
    -----
    Inside the ensemble every normalisation is rescaled to [0.01, 1] of the scale, so that every combination
    with every mean exists. The coverage floor is judged at the declared weights. A unit without a score in a
    draw has no rank in it; the others are ranked among themselves.

    Source: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD/JRC *Handbook on
    Constructing Composite Indicators* (2008), step 7, doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> frame = pd.DataFrame({"a": [3.0, 2.0, 0.0], "b": [9.0, 1.0, 2.0]}, index=["P", "Q", "R"])
    >>> u = uncertainty(frame, flat_framework(["a", "b"]), n=500, nodes="index")
    >>> u.rank_interval("index").loc["P", ["low", "high"]].tolist()
    [1, 1]
    >>> u.outranks("P", "R", node="index")
    1.0
    """
    declared = framework if isinstance(framework, Framework) else load_framework(framework)
    check_draws(n)
    check_seed(random_state)
    wanted = check_nodes(declared, nodes)
    ensemble = build_ensemble(panel, declared, assumptions)
    shape = (len(wanted), n, len(ensemble.units))
    ranks = np.empty(shape, dtype=rank_type(shape[2]))
    task = partial(node_ranks, nodes=wanted)
    for start, stop, found in map_draws(task, ensemble, n, random_state, n_jobs):
        ranks[:, start:stop] = found
    ranks.flags.writeable = False
    return Uncertainty(dict(zip(wanted, ranks, strict=True)), wanted, n, random_state, ensemble, n_jobs)
