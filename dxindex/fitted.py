"""The index: screen, impute, treat, normalise, weigh, aggregate. The formulas live with their stages.

Nothing here needs scikit-learn, which takes longer to import than an index to compute:
:class:`~dxindex.composite.CompositeIndex` puts its estimator in front of these stages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dxindex.aggregate import (
    COVERAGE_FLOOR,
    AggregationChoice,
    PowerMean,
    aggregate_tree,
    contribution_shares,
    resolve_aggregations,
)
from dxindex.errors import AggregationError, InputError, OptionError, name_ids
from dxindex.fitted_normalisation import FittedNormalisation, fit_normalisation
from dxindex.framework import Framework, flat_framework, load_framework
from dxindex.impute import FittedImputation, ImputationChoice, resolve_imputation
from dxindex.normalise import NormalisationChoice
from dxindex.panel import check_panel
from dxindex.screen import Screen, resolve_screen
from dxindex.treat import FittedTreatment, TreatmentChoice, fit_treatment
from dxindex.weights import WeightChoice, reweight

if TYPE_CHECKING:
    from dxindex.composite import CompositeIndex

RANK_DECIMALS = 12
"""Scores that agree to this many decimals are tied: the order of additions must not decide a rank."""


def rank_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Return ranks per column: 1 is the highest score, ties share the best rank, missing scores have none.

    Examples
    --------
    >>> rank_scores(pd.DataFrame({"s": [0.2, 0.9, 0.9, None]}))["s"].tolist()
    [3, 1, 1, <NA>]
    """
    return scores.round(RANK_DECIMALS).rank(ascending=False, method="min").astype("Int64")


@dataclass(frozen=True, eq=False)
class IndexResult:
    """Everything an index says about one panel.

    Attributes
    ----------
    scores
        Units x nodes, on the framework's scale (z-scores for ``zscore``); NaN below the coverage floor.
    ranks
        The same shape, ``Int64``: 1 is best, ties share the best rank, ``<NA>`` is unranked.
    coverage
        The same shape: share of the node's weight that is observed and counts, 0 to 1; imputed is not
        observed.
    normalised
        Units x indicators; NaN is missing.
    clipped
        The same shape, boolean: the value lies beyond a goalpost and was held there.
    imputed
        The same shape, boolean: the value was missing and another stands in.
    treated
        The same shape, boolean: the treatment of outliers changed the value.
    framework, aggregations
        What the scores were made with: the tree with the weights that counted, and the mean of every node.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 4.0], "b": [2.0, None, 3.0]}, index=list("PQR"))
    >>> result = fit_index(frame).result(frame)
    >>> result.scores["index"].tolist(), result.coverage["index"].tolist()
    ([0.0, nan, 1.0], [1.0, 0.5, 1.0])
    """

    scores: pd.DataFrame
    ranks: pd.DataFrame
    coverage: pd.DataFrame
    normalised: pd.DataFrame
    clipped: pd.DataFrame
    imputed: pd.DataFrame
    treated: pd.DataFrame
    framework: Framework
    aggregations: Mapping[str, PowerMean]

    def contributions(self, node: str) -> pd.DataFrame:
        r"""Return what each indicator adds to the score of ``node``.

        .. math:: k_{ui} = s_{ui} \, x_{ui}

        with :math:`s` the weight of the indicator in the node after missing values have been shared out.

        Returns
        -------
        DataFrame
            Units x indicators below the node. Rows sum to the score; an indicator that did not count is NaN,
            and so is every indicator of a unit without a score.

        Raises
        ------
        AggregationError
            Where the node or one below it is not an arithmetic mean: its score is not a sum of such terms.
        OptionError
            When ``node`` is not a node of the framework.

        Examples
        --------
        >>> frame = pd.DataFrame({"a": [0.0, 1.0], "b": [2.0, 6.0]}, index=["P", "Q"])
        >>> fit_index(frame).result(frame).contributions("index").loc["Q"].to_dict()
        {'a': 0.5, 'b': 0.5}
        """
        below = (node, *self.framework.descendants(node))
        curved = [item for item in below if not self.aggregations[item].additive]
        if curved:
            raise AggregationError(
                f"contributions to '{node}': {name_ids(curved)} is not an arithmetic mean, so its score is "
                "no sum of contributions; use aggregate='arithmetic', or ask for another node",
                ids=curved,
            )
        shares = contribution_shares(self.normalised, self.scores, self.framework, node)
        return shares * self.normalised.loc[:, list(shares.columns)]


@dataclass(frozen=True, eq=False)
class FittedIndex:
    """An index with all that it learnt of a panel, held when other panels are scored.

    Attributes
    ----------
    framework
        With the weights as chosen.
    imputation, treatment, normalisation
        What each stage learnt of the panel as the stage before left it; ``imputation`` is None where what is
        missing is left out.
    aggregations
        The mean of every node.
    coverage_floor
        Least share of a node's weight that must be observed, or imputed, for a score.
    screen
        Least shares of indicators that a unit must have observed; None lets all pass.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [0.0, 1.0], "b": [10.0, 20.0]}, index=["P", "Q"])
    >>> other = pd.DataFrame({"b": [12.0], "a": [0.5]}, index=["R"])
    >>> fit_index(frame).result(other).scores["index"].to_dict()
    {'R': 0.35}
    """

    framework: Framework
    imputation: FittedImputation | None
    treatment: FittedTreatment
    normalisation: FittedNormalisation
    aggregations: Mapping[str, PowerMean]
    coverage_floor: float
    screen: Screen | None

    def result(self, panel: pd.DataFrame, *, ranked: Iterable[str] | None = None) -> IndexResult:
        """Score a panel with the parameters as fitted.

        Parameters
        ----------
        panel
            Units x indicators in their own units; NaN is missing. Columns are found by label, others ignored.
        ranked
            The units that compete for ranks, all by default; others are scored and stay unranked.

        Raises
        ------
        InputError
            For a table that does not fit, or units in ``ranked`` that the table lacks; by id.
        """
        return self.score(_read(panel, self.framework), ranked)

    def score(self, checked: pd.DataFrame, ranked: Iterable[str] | None = None) -> IndexResult:
        """Score a panel that :func:`~dxindex.panel.check_panel` has passed; else as :meth:`result`."""
        imputed, filled = None, checked
        if self.imputation is not None:
            filled, imputed = self.imputation.apply(checked)
        changed, treated = self.treatment.apply(filled)
        normalised, clipped = self.normalisation.apply(changed)
        scores, coverage = aggregate_tree(
            normalised,
            self.framework,
            self.aggregations,
            self.coverage_floor,
            imputed=imputed,
            withheld=None if self.screen is None else self.screen.withhold(checked, self.framework),
        )
        competing = scores if ranked is None else scores.loc[_known_units(ranked, scores.index)]
        return IndexResult(
            scores=scores,
            ranks=rank_scores(competing).reindex(scores.index),
            coverage=coverage,
            normalised=normalised,
            clipped=clipped,
            imputed=_flags(imputed, normalised),
            treated=_flags(treated, normalised),
            framework=self.framework,
            aggregations=dict(self.aggregations),
        )


def fit_index(
    panel: pd.DataFrame,
    framework: Framework | str | Path | None = None,
    *,
    normalise: NormalisationChoice | None = None,
    aggregate: AggregationChoice | Mapping[str | int, AggregationChoice] = "arithmetic",
    coverage_floor: float = COVERAGE_FLOOR,
    weights: WeightChoice | None = None,
    screen: float | Screen | None = None,
    impute: ImputationChoice | None = None,
    treat: TreatmentChoice | None = None,
) -> FittedIndex:
    r"""Fit an index on a panel: all that :class:`~dxindex.composite.CompositeIndex` does, without scikit-learn.

    With arithmetic means, the score of unit :math:`u` on node :math:`n` is

    .. math:: s_{un} = \sum_{j \in \mathrm{children}(n)} w_j x_{uj} \Big/ \sum_{j} w_j

    over the children that have a value :math:`x`: normalised indicators, and the scores of nodes below.

    Parameters
    ----------
    panel
        Units x indicators in their own units; NaN is missing. With a framework, columns are found by label, in
        any order, and others are ignored; without one, all are the index.
    framework, normalise, aggregate, coverage_floor, weights, screen, impute, treat
        As for :class:`~dxindex.composite.CompositeIndex`.

    Returns
    -------
    FittedIndex
        Scores this panel or another by its ``result``. Missing values are left out and their weight shared by
        what is observed, down to the coverage floor; they are filled only where ``impute`` says so.

    Raises
    ------
    FrameworkError, InputError, OptionError
        For a broken framework, a table that does not fit it, or a choice that does not exist; by id.

    Notes
    -----
    The same scores, to the last digit, as a ``CompositeIndex`` of the same options. The order of rows and columns
    plays no role.

    Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [10.0, 20.0, 10.0]}, index=["P", "Q", "R"])
    >>> fit_index(frame).result(frame).scores["index"].to_dict()
    {'P': 0.0, 'Q': 1.0, 'R': 0.25}
    """
    if not 0 <= coverage_floor <= 1:
        raise OptionError(f"coverage_floor {coverage_floor} must lie between 0 and 1")
    declared = None if framework is None else resolve_framework(framework)
    checked = _read(panel, declared)
    tree = declared or flat_framework(checked.columns)
    tree = tree if weights is None else reweight(tree, weights)
    aggregations = resolve_aggregations(tree, aggregate)
    least = None if screen is None else resolve_screen(screen)
    kept = checked if least is None else least.keep(checked, tree)
    imputation = None if impute is None else resolve_imputation(impute).fit(kept)
    filled = kept if imputation is None else imputation.apply(kept)[0]
    treatment = fit_treatment(filled, treat)
    normalisation = fit_normalisation(
        treatment.apply(filled)[0],
        treatment.move_goalposts(tree),
        normalise,
        positive=any(mean.needs_positive for mean in aggregations.values()),
    )
    return FittedIndex(tree, imputation, treatment, normalisation, aggregations, coverage_floor, least)


def as_fitted(index: CompositeIndex | FittedIndex) -> FittedIndex:
    """Return what was fitted, of an estimator or as given."""
    return index if isinstance(index, FittedIndex) else index.fitted_


def resolve_framework(framework: Framework | str | Path) -> Framework:
    """Return a framework as given, or the one of a name or path.

    Raises
    ------
    FrameworkError
        For a broken one.
    OptionError
        For anything else.
    """
    if isinstance(framework, Framework):
        return framework
    if isinstance(framework, str | Path):
        return load_framework(framework)
    raise OptionError(
        f"framework must be a Framework, a name, a path or None, not {type(framework).__name__}"
    )


def _read(panel: pd.DataFrame, framework: Framework | None) -> pd.DataFrame:
    """Return the panel as a checked frame of floats: the framework's indicators, or all columns."""
    if not isinstance(panel, pd.DataFrame):
        raise InputError(f"the panel must be a pandas DataFrame, not {type(panel).__name__}")
    named = panel.set_axis([str(column) for column in panel.columns], axis=1)
    return check_panel(named, list(named.columns) if framework is None else framework.indicators)


def _flags(flags: pd.DataFrame | None, like: pd.DataFrame) -> pd.DataFrame:
    """Return flags in the columns' order of the normalised values; none set where there are none."""
    if flags is None:
        return pd.DataFrame(data=False, index=like.index, columns=like.columns)
    return flags.loc[:, list(like.columns)]


def _known_units(wanted: Iterable[str], index: pd.Index[Any]) -> list[str]:
    units = list(wanted)
    unknown = [unit for unit in units if unit not in index]
    if unknown:
        raise InputError(f"units to be ranked are not in the table: {name_ids(unknown)}", ids=unknown)
    return units
