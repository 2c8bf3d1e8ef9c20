"""What an index is like: how its parts go together, which of them decide it, and what it says beyond wealth.

Analyses of a result, not choices that change it. Values are those that are aggregated: normalised, so that
more is better.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), steps 4, 8 and 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dxindex.errors import AggregationError, InputError, OptionError, name_ids
from dxindex.weights import effective_weights

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

FloatArray = NDArray[np.float64]

CORRELATIONS = ("pearson", "spearman", "kendall")
"""Pearson's r, Spearman's rho, Kendall's tau-b."""

KAISER_LIMIT = 1.0
"""A component is kept where it says more than one standardised variable does: its eigenvalue exceeds 1."""

FEWEST_UNITS = 3
"""Two points always lie on a line: a relation takes three units to be seen."""


def parts_of(result: IndexResult, among: str | Sequence[str]) -> pd.DataFrame:
    """Return the values of parts of an index, units x parts.

    Parameters
    ----------
    among
        ``"indicators"``, ``"pillars"``, ``"axes"`` or ``"nodes"``; a node id, for its children; or a list of
        node and indicator ids.

    Raises
    ------
    OptionError
        For ids that the framework lacks.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0], "b": [2.0, 6.0]}, index=["P", "Q"])
    >>> parts_of(CompositeIndex().fit(frame).result(frame), "index").columns.tolist()
    ['a', 'b']
    """
    framework = result.framework
    levels = {
        "indicators": framework.indicators,
        "pillars": framework.pillar_ids,
        "axes": framework.axis_ids,
        "nodes": framework.nodes,
    }
    if not isinstance(among, str):
        ids = tuple(among)
    elif among in levels:
        ids = levels[among]
    else:
        ids = framework.children(among)
    for item in ids:
        framework.part(item)
    every = pd.concat([result.scores, result.normalised], axis=1)
    return every.loc[:, list(ids)]


def correlations(
    result: IndexResult, among: str | Sequence[str] = "indicators", *, method: str = "pearson"
) -> pd.DataFrame:
    """Return how the parts of an index go together, two by two.

    Parameters
    ----------
    result
        What the index says of one panel.
    among
        As for :func:`parts_of`.
    method
        ``"pearson"``, ``"spearman"`` or ``"kendall"`` (tau-b).

    Returns
    -------
    DataFrame
        Parts x parts, -1 to 1, symmetric, each pair over the units that have both; NaN for a part that does
        not vary and for pairs with fewer than three units in common.

    Raises
    ------
    OptionError
        For another method, or ids that the framework lacks.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [1.0, 9.0, 5.0]}, index=list("PQR"))
    >>> result = CompositeIndex().fit(frame).result(frame)
    >>> float(correlations(result, method="spearman").loc["a", "b"])
    0.5
    """
    if method not in CORRELATIONS:
        raise OptionError(f"no correlation {method!r}; valid are {name_ids(CORRELATIONS)}", ids=[method])
    return parts_of(result, among).corr(method=method, min_periods=FEWEST_UNITS)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class PrincipalComponents:
    """Principal components of standardised values.

    Attributes
    ----------
    eigenvalues
        Per component (``PC1``, ``PC2``, ...), largest first; they sum to the number of parts.
    shares
        The same as shares of the variance; they sum to one.
    loadings
        Parts x components: correlation of the part with the component. Each component points to where its
        largest loading is positive.
    kaiser
        How many eigenvalues exceed 1.
    units
        How many units were used: those that have every part.
    """

    eigenvalues: pd.Series[float]
    shares: pd.Series[float]
    loadings: pd.DataFrame
    kaiser: int
    units: int


def principal_components(
    result: IndexResult, among: str | Sequence[str] = "indicators"
) -> PrincipalComponents:
    r"""Return the principal components of the correlation matrix.

    .. math:: R = V \Lambda V^\top, \qquad \mathrm{loadings} = V \Lambda^{1/2}

    Parameters
    ----------
    result
        What the index says of one panel.
    among
        As for :func:`parts_of`.

    Returns
    -------
    PrincipalComponents
        Eigenvalues, loadings and how many components are worth keeping, over the units that have every part.

    Raises
    ------
    InputError
        For parts that do not vary, by id, and for fewer than three units that have every part.

    Notes
    -----
    An analysis: it says whether one dimension is enough, and does not weigh anything. Agrees with
    scikit-learn's ``PCA`` on standardised values.

    Source: the Handbook's step 4; Kaiser (1960), doi:10.1177/001316446002000116.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [1.0, 9.0, 5.0]}, index=list("PQR"))
    >>> found = principal_components(CompositeIndex().fit(frame).result(frame))
    >>> found.eigenvalues.round(6).to_dict(), found.kaiser
    ({'PC1': 1.5, 'PC2': 0.5}, 1)
    """
    complete = _complete(parts_of(result, among))
    constant = complete.columns[(complete.max() == complete.min()).to_numpy()]
    if len(constant):
        raise InputError(
            f"principal components: {name_ids(constant)} does not vary; leave it out", ids=constant
        )
    values, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(complete.to_numpy(), rowvar=False)))
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    names = [f"PC{number}" for number in range(1, len(values) + 1)]
    loadings = vectors * np.sqrt(values)
    strongest = np.abs(loadings).round(9).argmax(axis=0)
    loadings = loadings * np.where(loadings[strongest, range(len(values))] < 0, -1.0, 1.0)
    return PrincipalComponents(
        eigenvalues=pd.Series(values, index=names, name="eigenvalue"),
        shares=pd.Series(values / values.sum(), index=names, name="share"),
        loadings=pd.DataFrame(loadings, index=complete.columns, columns=names),
        kaiser=int((values > KAISER_LIMIT).sum()),
        units=len(complete),
    )


def _complete(values: pd.DataFrame) -> pd.DataFrame:
    complete = values.dropna()
    if len(complete) < FEWEST_UNITS:
        raise InputError(
            f"{len(complete)} of {len(values)} units have all of {name_ids(values.columns)}; it takes "
            f"{FEWEST_UNITS} to see a structure",
            ids=values.columns,
        )
    return complete


def cronbach_alpha(result: IndexResult, among: str | Sequence[str] = "indicators") -> float:
    r"""Return Cronbach's alpha: how far parts measure the same thing.

    .. math:: \alpha = \frac{k}{k - 1} \Bigl(1 - \frac{\sum_i \operatorname{var}(x_i)}
       {\operatorname{var}\bigl(\sum_i x_i\bigr)}\Bigr)

    Parameters
    ----------
    result
        What the index says of one panel.
    among
        As for :func:`parts_of`; two parts or more.

    Returns
    -------
    Up to 1; 0.7 is commonly called acceptable. Over the units that have every part. NaN where the sum of the
    parts does not vary.

    Raises
    ------
    OptionError
        For fewer than two parts.
    InputError
        For fewer than three units that have every part.

    Source: Cronbach (1951), doi:10.1007/BF02310555; the Handbook's step 4.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [0.0, 2.0, 1.0]}, index=list("PQR"))
    >>> round(cronbach_alpha(CompositeIndex().fit(frame).result(frame)), 6)
    0.666667
    """
    values = parts_of(result, among)
    count = values.shape[1]
    if count < 2:
        raise OptionError(f"Cronbach's alpha takes two parts or more, not {name_ids(values.columns)}")
    complete = _complete(values)
    total = float(complete.sum(axis=1).var())
    if total == 0:
        return float("nan")
    return float(count / (count - 1) * (1 - complete.var().sum() / total))


def variance_shares(result: IndexResult, node: str) -> pd.DataFrame:
    r"""Return what each part below a node counts in how units differ on it, beside its weight.

    .. math:: v_i = \frac{\operatorname{cov}(k_i, y)}{\operatorname{var}(y)}, \qquad y = \sum_i k_i

    with :math:`y` the score and :math:`k_i` what the part contributes to it (its weight times its value, the
    weight of missing values shared out). A part with a small spread, or at odds with the others, carries
    less of the differences than its weight says.

    Parameters
    ----------
    result
        What the index says of one panel.
    node
        Whose differences are shared out.

    Returns
    -------
    DataFrame
        One row per node and indicator below, parents before children:

        - ``weight``: what the part counts in the node when nothing is missing; siblings directly below the
          node sum to one, and so do all indicators.
        - ``variance_share``: :math:`v_i`; sums to one in the same way. May be negative. NaN where the score
          is no sum of contributions (a mean that is not arithmetic) or does not vary.
        - ``correlation_ratio``: share of the variance of the score that knowing the part alone would take
          away on average, 0 to 1 (:func:`correlation_ratio`); for any aggregation, and summing to no fixed
          total, for parts that go together tell of each other.
        - ``correlation``: Pearson's, of the part with the score.

    Raises
    ------
    OptionError
        When ``node`` is not a node of the framework.
    InputError
        For fewer than three units with a score.

    Source: Paruolo, Saisana and Saltelli (2013), doi:10.1111/j.1467-985X.2012.01059.x, for the main effect;
    the covariance share is the Shapley value of the variance of a sum.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.0, 1.0], "b": [0.0, 1.0, 0.1, 0.1]}, index=list("PQRS"))
    >>> found = variance_shares(CompositeIndex().fit(frame).result(frame), "index")
    >>> found["weight"].tolist(), found["variance_share"].round(3).tolist()
    ([0.5, 0.5], [0.564, 0.436])
    """
    framework = result.framework
    leaves = {part: framework.leaves(part) for part in framework.descendants(node)}
    leaves |= {leaf: (leaf,) for leaf in framework.leaves(node)}
    weights = effective_weights(framework, node)
    score = _complete(result.scores[[node]])[node]
    try:
        contributions = result.contributions(node).loc[score.index].fillna(0.0)
    except AggregationError:
        contributions = pd.DataFrame(np.nan, index=score.index, columns=weights.index)
    variance = float(score.var())
    values = parts_of(result, list(leaves)).loc[score.index]
    rows = {
        part: {
            "weight": weights[list(ids)].sum(),
            "variance_share": contributions[list(ids)].sum(axis=1, min_count=1).cov(score) / variance
            if variance
            else np.nan,
            "correlation_ratio": correlation_ratio(values[part], score),
            "correlation": values[part].corr(score) if variance else np.nan,
        }
        for part, ids in leaves.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("part")


def correlation_ratio(values: ArrayLike, outcome: ArrayLike) -> float:
    r"""Return which share of an outcome's variance is between groups of units alike in another value.

    .. math:: \varepsilon^2 = \max\Bigl(0,\ 1 - \frac{S_{\mathrm{within}} / (n - g)}
       {S_{\mathrm{total}} / (n - 1)}\Bigr)

    with the units in :math:`g = \lfloor \sqrt n \rfloor` groups of equal size by rank of the value, ties
    together, and :math:`S` sums of squared deviations. Estimates the main effect
    :math:`\operatorname{var}(E[y \mid x]) / \operatorname{var}(y)`, whatever the shape of the relation;
    Kelley's correction takes away what groups as small as these explain by chance.

    Parameters
    ----------
    values, outcome
        Shape (n,); units that lack either are left out.

    Returns
    -------
    0 to 1; NaN for fewer than three units, or an outcome that does not vary.

    Source: Kelley (1935), doi:10.1073/pnas.21.9.554.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 400)
    >>> round(correlation_ratio(x, x**2), 2), abs(round(float(np.corrcoef(x, x**2)[0, 1]), 2))
    (0.99, 0.0)
    """
    pairs = pd.DataFrame(
        {"x": np.asarray(values, dtype=np.float64), "y": np.asarray(outcome, dtype=np.float64)}
    ).dropna()
    count = len(pairs)
    total = float(((pairs["y"] - pairs["y"].mean()) ** 2).sum())
    if count < FEWEST_UNITS or total == 0:
        return float("nan")
    place = (pairs["x"].rank() - 0.5) / count
    group = (place * int(np.sqrt(count))).astype(int)
    within = float(((pairs["y"] - pairs["y"].groupby(group).transform("mean")) ** 2).sum())
    explained = 1 - (within / (count - group.nunique())) / (total / (count - 1))
    return max(0.0, explained)


@dataclass(frozen=True, eq=False)
class Validity:
    """How scores go with something outside the index, and what they say beyond it.

    Attributes
    ----------
    summary
        Per node: ``units`` used, ``pearson``, ``spearman``, ``kendall`` correlation with the criterion, and
        the regression on it: ``slope`` (score per unit of the criterion), ``intercept``, ``r_squared``.
    residuals
        Units x nodes: the score less what the regression expects of the criterion; NaN where either is
        missing. Above zero is more than the criterion lets expect.
    partial
        Nodes x nodes: correlations of what remains, that is partial correlations given the criterion, over
        the units that have the criterion and every node.
    """

    summary: pd.DataFrame
    residuals: pd.DataFrame
    partial: pd.DataFrame


def validity(
    result: IndexResult, criterion: pd.Series[float], nodes: str | Sequence[str] = "nodes"
) -> Validity:
    r"""Compare scores with a criterion from outside, such as the logarithm of GDP per capita.

    .. math:: y_u = \beta_0 + \beta_1 c_u + e_u, \qquad R^2 = 1 - \frac{\sum_u e_u^2}{\sum_u (y_u - \bar y)^2},
       \qquad r_{yz \cdot c} = \operatorname{corr}(e^{(y)}, e^{(z)})

    by least squares. An index that does no more than retell wealth has an :math:`R^2` near one and residuals
    that go with nothing.

    Parameters
    ----------
    result
        What the index says of one panel.
    criterion
        By unit id, on the scale to be compared (take the logarithm yourself); NaN is missing. Units that the
        result lacks do not matter.
    nodes
        As for :func:`parts_of`.

    Returns
    -------
    Validity
        Correlations and the regression by node, the residuals by unit.

    Raises
    ------
    InputError
        For units that occur more than once in the criterion or are infinite, by id; for fewer than three
        units with both; for a criterion that does not vary.
    OptionError
        For ids that the framework lacks.

    Source: the Handbook's step 9.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.0, 1.0]}, index=list("PQRS"))
    >>> wealth = pd.Series([1.0, 1.0, 2.0, 4.0], index=list("PQRS"))
    >>> found = validity(CompositeIndex().fit(frame).result(frame), wealth)
    >>> found.summary.loc["index", ["slope", "r_squared"]].round(6).tolist()
    [0.166667, 0.166667]
    """
    outside = _check_criterion(criterion, result.scores.index)
    scores = parts_of(result, nodes)
    fits = {node: _regress(scores[node], outside) for node in scores.columns}
    both = _complete(scores.assign(**{"": outside})).drop(columns="")
    remains = pd.DataFrame({node: _regress(both[node], outside[both.index])[1] for node in both.columns})
    return Validity(
        summary=pd.DataFrame({node: row for node, (row, _) in fits.items()}).T.astype({"units": int}),
        residuals=pd.DataFrame({node: rest for node, (_, rest) in fits.items()}, index=scores.index),
        partial=remains.corr(),
    )


def _check_criterion(criterion: pd.Series[float], units: pd.Index[str]) -> pd.Series[float]:
    repeated = criterion.index[criterion.index.duplicated()].unique()
    if len(repeated):
        raise InputError(
            f"criterion: units occur more than once: {name_ids(repeated)}; keep one value each", ids=repeated
        )
    infinite = criterion.index[np.isinf(criterion.to_numpy(dtype=float))]
    if len(infinite):
        raise InputError(
            f"criterion: values of {name_ids(infinite)} are infinite; make them missing or finite",
            ids=infinite,
        )
    outside = criterion.astype(float).reindex(units)
    known = int(outside.notna().sum())
    if known < FEWEST_UNITS:
        raise InputError(
            f"criterion: it has a value for {known} of the {len(units)} units, and a relation takes "
            f"{FEWEST_UNITS} to be seen; index it by unit id"
        )
    return outside


def _regress(score: pd.Series[float], outside: pd.Series[float]) -> tuple[dict[str, float], pd.Series[float]]:
    """Return the row of the summary and the residuals of a regression of a score on the criterion."""
    pairs = _complete(pd.DataFrame({score.name: score, "criterion": outside}))
    y, c = pairs[score.name], pairs["criterion"]
    if c.min() == c.max():
        raise InputError(f"criterion: all {len(c)} values that count are {c.iloc[0]:g}; it must vary")
    slope = y.cov(c) / c.var()
    intercept = y.mean() - slope * c.mean()
    row = {
        "units": len(pairs),
        **{method: y.corr(c, method=method) for method in CORRELATIONS},  # type: ignore[arg-type]
        "slope": slope,
        "intercept": intercept,
        "r_squared": y.corr(c) ** 2,
    }
    return row, score - intercept - slope * outside
