"""Which assumptions matter: Sobol indices of what an index says.

Heavy libraries load inside functions: the package binds :func:`sensitivity` at import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.assumptions import Assumption, factor_table
from dxindex.build_ensemble import build_ensemble
from dxindex.chosen_nodes import check_nodes
from dxindex.compact_ranks import UNRANKED, rank_rows
from dxindex.ensemble import Ensemble
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework, load_framework
from dxindex.monte_carlo import check_seed
from dxindex.progress import track

FloatArray = NDArray[np.float64]

MEAN_RANK_SHIFT = "mean_rank_shift"
"""The target that is no unit: how far ranks lie from those of the reference, on average."""

N_RESAMPLES = 100
"""Bootstrap resamples behind the intervals: SALib's own default."""

MAX_COMBINATIONS = 100_000
"""Combinations of choices that are still enumerated."""

CELLS_AT_ONCE = 1_000_000
"""Runs times units held at once."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How much of the variance of a target each assumption explains.

    Attributes
    ----------
    indices
        Indexed by acting assumption: ``S1`` (alone) and ``ST`` (with all its interactions), with ``S1_conf``
        and ``ST_conf``, the half-widths of their bootstrap intervals. NaN where the target never changes.
    target, nodes, n, random_state
        As asked for.
    n_runs
        Times the index was computed: n times the number of acting assumptions plus two.
    mean, variance
        Of the target over the base sample.
    ensemble
        The variants of the index that were sampled.
    """

    indices: pd.DataFrame
    target: str
    nodes: tuple[str, ...]
    n: int
    random_state: int
    n_runs: int
    mean: float
    variance: float
    ensemble: Ensemble

    @property
    def assumptions(self) -> pd.DataFrame:
        """Return which assumptions act on the data at hand: one row each, with ``acts`` and ``note``."""
        return factor_table(self.ensemble.factors)

    def exact(self) -> pd.DataFrame:
        r"""Return the indices of the discrete choices by enumeration of all combinations, without sampling.

        .. math:: S_i = \frac{\operatorname{Var}(\operatorname{E}[y \mid x_i])}{\operatorname{Var}(y)}, \qquad
           S_{Ti} = \frac{\operatorname{E}(\operatorname{Var}[y \mid x_{\sim i}])}{\operatorname{Var}(y)}

        Weights stay as declared and values as measured: where these were sampled too, the indices are of
        another, smaller study.

        Returns
        -------
        DataFrame
            Indexed by acting discrete assumption: ``S1`` and ``ST``.

        Raises
        ------
        OptionError
            When no choice acts, or there are too many combinations.
        """
        ensemble = self.ensemble.with_fixed_inputs()
        factors = [factor for factor in ensemble.factors if factor.acts]
        if not factors:
            raise OptionError("nothing to enumerate: no assumption that acts is a choice among levels")
        counts = [[len(column) for column in factor.columns] for factor in factors]
        combinations = prod(count for columns in counts for count in columns)
        if combinations > MAX_COMBINATIONS:
            raise OptionError(
                f"{combinations} combinations are too many to enumerate (at most {MAX_COMBINATIONS}); "
                "ask for fewer assumptions or alternatives"
            )
        flat = [count for columns in counts for count in columns]
        middles = [(np.arange(count) + 0.5) / count for count in flat]
        uniforms = np.array(list(product(*middles)))
        values = run_target(ensemble, uniforms, self.target, self.nodes)
        shape = [prod(columns) for columns in counts]
        return exact_indices(values.reshape(shape), [factor.name for factor in factors])


def sensitivity(
    panel: pd.DataFrame,
    framework: Framework | str | Path,
    n: int = 1024,
    *,
    random_state: int = 0,
    target: str = MEAN_RANK_SHIFT,
    node: str | None = None,
    assumptions: Sequence[str | Assumption] | None = None,
    level: float = 0.95,
    n_resamples: int = N_RESAMPLES,
) -> Sensitivity:
    r"""Say which assumptions drive the ranks, by first- and total-order Sobol indices.

    .. math:: S_i = \frac{\operatorname{Var}(\operatorname{E}[y \mid x_i])}{\operatorname{Var}(y)}, \qquad
       S_{Ti} = 1 - \frac{\operatorname{Var}(\operatorname{E}[y \mid x_{\sim i}])}{\operatorname{Var}(y)}

    Each assumption is one :math:`x_i`, all weights together too; there are no second-order terms.

    Parameters
    ----------
    panel, framework, assumptions
        As :func:`~dxindex.uncertainty.uncertainty` takes them.
    n
        Base sample, a power of two; the index is computed n times the number of acting assumptions plus two.
    random_state
        Seed: a whole number from 0.
    target
        ``"mean_rank_shift"``, the mean over units of the absolute difference between the rank and that of the
        reference (every assumption at its first level, declared weights); or a unit id, for its rank.
    node
        Where to rank. None takes the axes, and the mean over them.
    level
        Of the bootstrap intervals.
    n_resamples
        Bootstrap resamples, 2 or more.

    Returns
    -------
    Sensitivity

    Raises
    ------
    OptionError
        For ``n`` that is no power of two, an unknown assumption, node or target, or when no assumption acts.
    InputError
        For a table that does not fit, or a target unit that has no rank in some runs.

    Notes
    -----
    Design and estimators are SALib's: Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018, for the first
    order, Jansen (1999), doi:10.1016/S0010-4655(98)00154-4, for the total. Application to composite
    indicators: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> frame = pd.DataFrame({"a": [3.0, 2.0, 0.0], "b": [1.0, 2.2, 4.0]}, index=["P", "Q", "R"])
    >>> s = sensitivity(frame, flat_framework(["a", "b"]), n=64, assumptions=["weights"])
    >>> s.indices["ST"].to_dict()
    {'weights': 1.0}
    """
    declared = framework if isinstance(framework, Framework) else load_framework(framework)
    check_seed(random_state)
    _check_sample(n, level, n_resamples)
    nodes = check_nodes(declared, node)
    ensemble = build_ensemble(panel, declared, assumptions)
    if target != MEAN_RANK_SHIFT and target not in ensemble.units:
        raise OptionError(
            f"no target {target!r}; valid are '{MEAN_RANK_SHIFT}' and the units of the panel", ids=[target]
        )
    widths = {factor.name: len(factor.columns) for factor in ensemble.factors if factor.acts}
    if not widths:
        notes = "; ".join(f"{factor.name}: {factor.note}" for factor in ensemble.factors)
        raise OptionError(f"no assumption acts on this panel ({notes})")
    indices, values = sobol_indices(
        lambda uniforms: run_target(ensemble, uniforms, target, nodes),
        widths,
        n,
        random_state=random_state,
        level=level,
        n_resamples=n_resamples,
    )
    base = values[:: len(widths) + 2]
    return Sensitivity(
        indices, target, nodes, n, random_state, len(values), float(base.mean()), float(base.var()), ensemble
    )


def run_target(ensemble: Ensemble, uniforms: FloatArray, target: str, nodes: Sequence[str]) -> FloatArray:
    """Return the target of every run, shape (runs,): see :func:`sensitivity`.

    Raises
    ------
    InputError
        When the target unit has no rank in some runs, or no unit has.
    """
    reference = _ranks(ensemble.reference(nodes))[:, np.newaxis]
    values = np.empty(len(uniforms))
    at_once = max(1, CELLS_AT_ONCE // len(ensemble.units))
    starts = range(0, len(uniforms), at_once)
    for start in track(starts, len(starts)):
        rows = slice(start, start + at_once)
        ranks = _ranks(ensemble.evaluate(uniforms[rows], nodes))
        if target == MEAN_RANK_SHIFT:
            shifts = np.abs(ranks - reference)
            counted = ~np.isnan(shifts)
            sums = np.where(counted, shifts, 0.0).sum(axis=2)
            number = counted.sum(axis=2)
            values[rows] = np.divide(sums, number, out=np.full(sums.shape, np.nan), where=number > 0).mean(
                axis=0
            )
        else:
            values[rows] = ranks[:, :, ensemble.units.get_loc(target)].mean(axis=0)
    unranked = np.isnan(values)
    if unranked.any():
        who = "no unit has a rank" if target == MEAN_RANK_SHIFT else f"'{target}' has no rank"
        raise InputError(
            f"{who} on {name_ids(nodes)} in {unranked.mean():.1%} of the runs, because values are missing; "
            "fill them, or leave out the assumptions 'leave_out' and 'variant'",
            ids=[target],
        )
    return values


def _ranks(scores: FloatArray) -> FloatArray:
    ranks = rank_rows(scores).astype(np.float64)
    ranks[ranks == UNRANKED] = np.nan
    return ranks


def sobol_indices(
    model: Callable[[FloatArray], FloatArray],
    widths: Mapping[str, int],
    n: int,
    *,
    random_state: int,
    level: float = 0.95,
    n_resamples: int = N_RESAMPLES,
) -> tuple[pd.DataFrame, FloatArray]:
    """Return Sobol indices of a model on the unit cube, by groups of inputs, and the model's values.

    Parameters
    ----------
    model
        From inputs of shape (runs, dimensions) to values of shape (runs,).
    widths
        Group to its number of inputs, in the order of the inputs.
    n
        Base sample, a power of two.

    Returns
    -------
    indices
        Indexed by group: S1, S1_conf, ST, ST_conf.
    values
        Shape (n times (groups + 2),), in SALib's order.
    """
    if len(widths) == 1:
        return _only_group(model, widths, n, random_state)
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    groups = [name for name, width in widths.items() for _ in range(width)]
    problem = {
        "num_vars": len(groups),
        "names": [f"{name} {place}" for place, name in enumerate(groups)],
        "groups": groups,
        "bounds": [[0.0, 1.0]] * len(groups),
    }
    # SALib takes a seed of 0 for none.
    design_seed, bootstrap_seed = (
        int(word) | 1 for word in np.random.SeedSequence(random_state).generate_state(2)
    )
    inputs = sampling.sample(problem, n, calc_second_order=False, seed=design_seed)
    values = model(inputs)
    columns = ["S1", "S1_conf", "ST", "ST_conf"]
    if np.ptp(values) == 0:
        return pd.DataFrame(np.nan, index=_names(widths), columns=columns), values
    found = analysis.analyze(
        problem,
        values,
        calc_second_order=False,
        num_resamples=n_resamples,
        conf_level=level,
        seed=bootstrap_seed,
    )
    return pd.DataFrame({column: found[column] for column in columns}, index=_names(widths)), values


def _only_group(
    model: Callable[[FloatArray], FloatArray], widths: Mapping[str, int], n: int, random_state: int
) -> tuple[pd.DataFrame, FloatArray]:
    """Return the indices of a single group, which explains all there is: SALib does not take one."""
    (width,) = widths.values()
    values = model(np.random.default_rng(random_state).random((3 * n, width)))
    share, spread = (1.0, 0.0) if np.ptp(values) > 0 else (np.nan, np.nan)
    row = {"S1": share, "S1_conf": spread, "ST": share, "ST_conf": spread}
    return pd.DataFrame(row, index=_names(widths)), values


def _names(widths: Mapping[str, int]) -> pd.Index[str]:
    return pd.Index(list(widths), name="assumption")


def exact_indices(values: FloatArray, names: Sequence[str]) -> pd.DataFrame:
    """Return first- and total-order indices of a full table of values, one dimension per choice.

    All levels of a choice are equally likely. NaN where the values do not vary.

    Examples
    --------
    >>> exact_indices(np.array([[0.0, 1.0], [2.0, 3.0]]), ["a", "b"])
                 S1   ST
    assumption
    a           0.8  0.8
    b           0.2  0.2
    """
    total = values.var()
    rows = []
    for place in range(values.ndim):
        others = tuple(axis for axis in range(values.ndim) if axis != place)
        first, interacting = values.mean(axis=others).var(), values.var(axis=place).mean()
        rows.append((first / total, interacting / total) if total > 0 else (np.nan, np.nan))
    return pd.DataFrame(rows, columns=["S1", "ST"], index=pd.Index(list(names), name="assumption"))


def _check_sample(n: int, level: float, n_resamples: int) -> None:
    whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
    if not whole or n < 2 or n & (n - 1):
        raise OptionError(f"n must be a power of two from 2, which Sobol' sequences need, not {n!r}")
    if not 0 < level < 1:
        raise OptionError(f"level {level} must lie above 0 and below 1")
    if n_resamples < 2:
        raise OptionError(f"n_resamples {n_resamples} must be 2 or more")
