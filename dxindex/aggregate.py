"""Aggregation: scores of children into the score of their parent, and the coverage each rests on.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 6; for the means, Hardy,
Littlewood and Pólya, *Inequalities* (1934), chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dxindex.errors import AggregationError, OptionError, name_ids
from dxindex.framework import Framework
from dxindex.panel import label_hits
from dxindex.registry import find_by_name
from dxindex.weights import sibling_weights

FloatArray = NDArray[np.float64]

COVERAGE_FLOOR = 2 / 3
"""Least observed share of a node's weight that makes a score: of three indicators, one may be missing."""

COVERAGE_TOLERANCE = 1e-9
"""Rounding allowed at the floor, so that two of three equal weights do reach two thirds."""


def power_mean(values: ArrayLike, weights: ArrayLike, power: float) -> FloatArray:
    r"""Return the weighted power mean over the last dimension, of what is there.

    .. math:: M_p(x; w) = \Bigl(\sum_i w_i x_i^p \Big/ \sum_i w_i\Bigr)^{1/p},
       \qquad M_0 = \exp\Bigl(\sum_i w_i \ln x_i \Big/ \sum_i w_i\Bigr)

    with both sums over the observed values. :math:`p = 1` is the arithmetic, 0 the geometric, -1 the harmonic
    mean.

    Parameters
    ----------
    values
        Shape (..., k). NaN is missing: left out, with its weight.
    weights
        Shape broadcastable to ``values``; zero or more, any sum.
    power
        Any finite number.

    Returns
    -------
    Array of shape (...). NaN where no value with a positive weight is observed.

    Raises
    ------
    AggregationError
        For values outside the domain: zero or less where ``power <= 0``, negative where ``power`` is positive
        and not 1.

    Notes
    -----
    Rising in every value, never outside the smallest and largest one, and unchanged by rescaling the weights
    or by reordering values together with weights. Values are divided by their largest (``power >
    0``) or smallest one before being raised to ``power``, so that extreme powers do not overflow.

    Examples
    --------
    >>> float(power_mean([1.0, 4.0, np.nan], [1, 1, 5], 0))
    2.0
    """
    x = np.asarray(values, dtype=float)
    outside = outside_domain(x, power)
    if outside.any():
        raise AggregationError(f"{int(outside.sum())} values {_domain_text(power)}")
    counted = ~np.isnan(x) & (np.asarray(weights, dtype=float) > 0)
    weight = np.where(counted, np.asarray(weights, dtype=float), 0.0)
    total = weight.sum(axis=-1, keepdims=True)
    share = np.divide(weight, total, out=np.full_like(weight, np.nan), where=total > 0)
    if power == 1:
        mean: FloatArray = (share * np.where(counted, x, 0.0)).sum(axis=-1)
        return mean
    if power == 0:
        geometric: FloatArray = np.exp((share * np.log(np.where(counted, x, 1.0))).sum(axis=-1))
        return geometric
    return _anchored_mean(x, counted, share, power)


def _anchored_mean(x: FloatArray, counted: NDArray[np.bool_], share: FloatArray, power: float) -> FloatArray:
    """Return the power mean with values as ratios to the one that dominates it, so that none overflows."""
    if power > 0:
        anchor = np.where(counted, x, 0.0).max(axis=-1, keepdims=True)
    else:
        anchor = np.where(counted, x, np.inf).min(axis=-1, keepdims=True)
    usable = (anchor > 0) & np.isfinite(anchor)
    ratio = np.divide(x, anchor, out=np.ones_like(x), where=counted & usable)
    relative: FloatArray = (share * ratio**power).sum(axis=-1) ** (1 / power)
    return relative * np.where(usable, anchor, 0.0)[..., 0]


def outside_domain(values: FloatArray, power: float) -> NDArray[np.bool_]:
    """Return where values are outside the domain of the power mean; NaN never is."""
    if power == 1:
        return np.zeros(values.shape, dtype=bool)
    return values <= 0 if power <= 0 else values < 0


def _domain_text(power: float) -> str:
    need = "above zero" if power <= 0 else "at or above zero"
    return f"are outside the domain of the power mean with p = {power:g}, which needs them {need}"


@dataclass(frozen=True, slots=True)
class PowerMean:
    """A power mean as a choice of aggregation.

    Parameters
    ----------
    power
        :math:`p` of :func:`power_mean`: 1 is the arithmetic, 0 the geometric, -1 the harmonic mean.

    Raises
    ------
    OptionError
        For a power that is not finite.

    Examples
    --------
    >>> PowerMean(1).additive, PowerMean(0).needs_positive
    (True, True)
    """

    power: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.power):
            raise OptionError(f"power {self.power} must be a finite number; 1 is the arithmetic mean")

    @property
    def additive(self) -> bool:
        """Whether the mean is a sum of one term per value."""
        return self.power == 1

    @property
    def needs_positive(self) -> bool:
        """Whether values at zero or below have no mean."""
        return self.power <= 0

    def combine(self, values: FloatArray, weights: FloatArray) -> FloatArray:
        """Return the mean of each unit: values of shape (units, children), weights of shape (children,)."""
        return power_mean(values, weights, self.power)

    def refused(self, values: FloatArray) -> NDArray[np.bool_]:
        """Return where values are outside the domain of the mean."""
        return outside_domain(values, self.power)


AGGREGATIONS: Mapping[str, PowerMean] = MappingProxyType(
    {"arithmetic": PowerMean(1.0), "geometric": PowerMean(0.0), "harmonic": PowerMean(-1.0)}
)
"""The means with a name; any other power is asked for by its number."""

AggregationChoice = str | float | PowerMean


def resolve_aggregation(choice: AggregationChoice) -> PowerMean:
    """Return the aggregation of a name, of a power, or as given.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones.

    Examples
    --------
    >>> resolve_aggregation("geometric") == resolve_aggregation(0)
    True
    """
    if isinstance(choice, PowerMean):
        return choice
    if isinstance(choice, int | float) and not isinstance(choice, bool):
        return PowerMean(float(choice))
    return find_by_name(choice, AGGREGATIONS, "aggregation", " and any power as a number")


def resolve_aggregations(
    framework: Framework, choice: AggregationChoice | Mapping[str | int, AggregationChoice]
) -> dict[str, PowerMean]:
    """Return the aggregation of every node.

    Parameters
    ----------
    choice
        One for all, or a mapping from node ids or depths (0 for the roots) to choices. A node id goes before
        a depth; a node that neither names is arithmetic.

    Raises
    ------
    OptionError
        For unknown choices, nodes or depths.
    """
    if not isinstance(choice, Mapping):
        return dict.fromkeys(framework.nodes, resolve_aggregation(choice))
    depths = {node: framework.depth(node) for node in framework.nodes}
    unknown = [key for key in choice if key not in depths and key not in depths.values()]
    if unknown:
        raise OptionError(
            f"aggregate: {name_ids(unknown)} is neither a node nor a depth of framework '{framework.id}'; "
            f"nodes are {name_ids(depths)}, depths 0 to {max(depths.values())}",
            ids=unknown,
        )
    return {
        node: resolve_aggregation(choice.get(node, choice.get(depth, "arithmetic")))
        for node, depth in depths.items()
    }


def aggregate_tree(
    normalised: pd.DataFrame,
    framework: Framework,
    aggregations: Mapping[str, PowerMean],
    coverage_floor: float = COVERAGE_FLOOR,
    *,
    imputed: pd.DataFrame | None = None,
    withheld: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    r"""Return the scores and the coverage of every node, from the leaves up.

    .. math:: c_n = \sum_{i \in \mathrm{children}(n)} w'_i \, c_i \, [x_i \text{ there}],
       \qquad c = 1 \text{ for an observed indicator}

    A node whose coverage is below the floor has no score, and is missing to its parent as well: what is too
    thin to be shown is too thin to be counted. What remains shares its weight.

    Parameters
    ----------
    normalised
        Units x indicators (columns in any order); NaN is missing.
    aggregations
        By node id.
    coverage_floor
        Share of the weight, 0 to 1. At 0 any observed value makes a score.
    imputed
        Units x indicators, boolean: the value is a stand-in. It counts in the score and at the floor, but is
        not covered: an imputed indicator has :math:`c = 0` in the coverage returned.
    withheld
        Units x nodes, boolean: no score is given, whatever the coverage.

    Returns
    -------
    scores, coverage
        Units x nodes, both in tree order. Scores are NaN below the floor; coverage is never missing.

    Raises
    ------
    AggregationError
        For values outside the domain of a mean, by unit and column.
    """
    shares = sibling_weights(framework).to_dict()
    values = _columns(normalised, framework.indicators)
    filled = {key: np.where(np.isnan(column), 0.0, 1.0) for key, column in values.items()}
    coverage = filled
    if imputed is not None:
        coverage = {key: column * ~imputed[key].to_numpy() for key, column in filled.items()}
    for node in framework.nodes[::-1]:
        children = framework.children(node)
        weights = np.array([shares[child] for child in children])
        below = _stack(values, children)
        _check_domain(aggregations[node], below, node, children, normalised.index)
        there = ~np.isnan(below)
        # Without imputation the two are one mapping, and this one product.
        filled[node] = (_stack(filled, children) * there) @ weights
        if coverage is not filled:
            coverage[node] = (_stack(coverage, children) * there) @ weights
        enough = filled[node] >= coverage_floor - COVERAGE_TOLERANCE
        if withheld is not None:
            enough &= ~withheld[node].to_numpy()
        values[node] = np.where(enough, aggregations[node].combine(below, weights), np.nan)
    return _frame(values, framework.nodes, normalised.index), _frame(
        coverage, framework.nodes, normalised.index
    )


def _check_domain(
    mean: PowerMean, values: FloatArray, node: str, children: Sequence[str], units: pd.Index[str]
) -> None:
    refused = mean.refused(values)
    if refused.any():
        names, columns = label_hits(pd.DataFrame(values, index=units, columns=list(children)), refused)
        raise AggregationError(
            f"node '{node}': values of {name_ids(columns)} for {name_ids(names)} {_domain_text(mean.power)}; "
            "use the arithmetic mean or another normalisation",
            ids=names,
        )


def _columns(frame: pd.DataFrame, ids: Iterable[str]) -> dict[str, FloatArray]:
    return {key: frame[key].to_numpy(dtype=np.float64) for key in ids}


def _stack(columns: Mapping[str, FloatArray], ids: Sequence[str]) -> FloatArray:
    return np.column_stack([columns[key] for key in ids])


def _frame(columns: Mapping[str, FloatArray], ids: Sequence[str], units: pd.Index[str]) -> pd.DataFrame:
    return pd.DataFrame(_stack(columns, ids), index=units, columns=list(ids))


def contribution_shares(
    normalised: pd.DataFrame, scores: pd.DataFrame, framework: Framework, node: str
) -> pd.DataFrame:
    r"""Return the weight each observed indicator has in the score of ``node``, unit by unit.

    .. math:: s_{ui} = \prod_{a \in \mathrm{path}(\mathrm{node} \to i)}
       \frac{w'_a \,[x_{ua} \text{ observed}]}{\sum_{b \in \mathrm{siblings}(a)} w'_b \,[x_{ub} \text{
       observed}]}

    Returns
    -------
    DataFrame
        Units x indicators below ``node``. Rows sum to one; NaN for what did not count, and in every column
        for a unit without a score.
    """
    shares = sibling_weights(framework).to_dict()
    leaves = framework.leaves(node)
    below = (node, *framework.descendants(node))
    columns = _columns(normalised, leaves) | _columns(scores, below)
    product = {node: np.where(np.isnan(columns[node]), np.nan, 1.0)}
    for parent in below:
        children = framework.children(parent)
        observed = ~np.isnan(_stack(columns, children))
        weights = np.where(observed, np.array([shares[child] for child in children]), np.nan)
        total = np.nansum(weights, axis=1)
        share = weights / np.where(total > 0, total, np.nan)[:, np.newaxis]
        product.update(zip(children, (share * product[parent][:, np.newaxis]).T, strict=True))
    return _frame(product, leaves, scores.index)
