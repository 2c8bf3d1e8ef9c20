"""The index: screen, impute, treat, normalise, weigh, aggregate. The formulas live with their stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from dxindex.aggregate import (
    COVERAGE_FLOOR,
    AggregationChoice,
    PowerMean,
    aggregate_tree,
    contribution_shares,
    resolve_aggregations,
)
from dxindex.errors import AggregationError, InputError, OptionError, name_ids
from dxindex.framework import Framework, flat_framework, load_framework
from dxindex.impute import FittedImputation, ImputationChoice, resolve_imputation
from dxindex.normalise import FittedNormalisation, NormalisationChoice, fit_normalisation
from dxindex.panel import check_panel
from dxindex.screen import Screen, resolve_screen
from dxindex.treat import FittedTreatment, TreatmentChoice, fit_treatment
from dxindex.weights import WeightChoice, reweight

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
        >>> CompositeIndex().fit(frame).result(frame).contributions("index").loc["Q"].to_dict()
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


class CompositeIndex(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """A composite index over a framework, as a scikit-learn transformer from indicators to node scores.

    Parameters
    ----------
    framework
        A :class:`~dxindex.framework.Framework`, the name of a shipped one, or the path of a TOML file. None
        makes a flat, equally weighted index of every column of the table.
    normalise
        A name from :data:`~dxindex.normalise.NORMALISATIONS` or a method. None takes goalposts where the
        framework declares them, min-max where not. Where a node's mean needs positive values, all are
        rescaled to [0.01, 1].
    aggregate
        ``"arithmetic"``, ``"geometric"``, ``"harmonic"``, a power as a number, or a mapping from node ids or
        depths (0 for the roots) to these; a node that the mapping does not name is arithmetic.
    coverage_floor
        Least share of a node's weight that must be observed, or imputed, for a score.
    weights
        ``"equal"``, a mapping from node and indicator ids to weights, or a
        :class:`~dxindex.weights.Budget`, instead of the framework's own; None keeps those.
    screen
        Least share of all indicators that a unit must have observed, before imputation, or a
        :class:`~dxindex.screen.Screen` with shares by node; None lets all pass.
    impute
        A name from :data:`~dxindex.impute.IMPUTATIONS` or a method; None leaves out what is missing.
    treat
        A name from :data:`~dxindex.treat.TREATMENTS`, a treatment, or a mapping from indicator ids to these;
        None leaves outliers as they are.

    Attributes
    ----------
    framework_ : Framework
        With the weights as chosen.
    imputation_ : FittedImputation or None
    treatment_ : FittedTreatment
    normalisation_ : FittedNormalisation
        What each stage learnt of the panel as the stage before left it, held when other panels are scored.
    aggregations_ : dict of node id to PowerMean
    n_features_in_, feature_names_in_
        As scikit-learn defines them; with a framework, its indicators.

    Notes
    -----
    With a framework, columns are found by label, in any order, and others are ignored. Without one the
    columns are the index, so scikit-learn's own rule holds: the same columns in the same order. Missing
    values are left out and their weight shared by what is observed, down to the coverage floor; they are
    filled only where ``impute`` says so.

    Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [10.0, 20.0, 10.0]}, index=["P", "Q", "R"])
    >>> CompositeIndex().fit(frame).result(frame).scores["index"].to_dict()
    {'P': 0.0, 'Q': 1.0, 'R': 0.25}
    """

    framework_: Framework
    imputation_: FittedImputation | None
    treatment_: FittedTreatment
    normalisation_: FittedNormalisation
    aggregations_: dict[str, PowerMean]

    def __init__(
        self,
        framework: Framework | str | Path | None = None,
        *,
        normalise: NormalisationChoice | None = None,
        aggregate: AggregationChoice | Mapping[str | int, AggregationChoice] = "arithmetic",
        coverage_floor: float = COVERAGE_FLOOR,
        weights: WeightChoice | None = None,
        screen: float | Screen | None = None,
        impute: ImputationChoice | None = None,
        treat: TreatmentChoice | None = None,
    ) -> None:
        self.framework = framework
        self.normalise = normalise
        self.aggregate = aggregate
        self.coverage_floor = coverage_floor
        self.weights = weights
        self.screen = screen
        self.impute = impute
        self.treat = treat

    def fit(self, X: pd.DataFrame | ArrayLike, y: object = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the normalisation parameters from a panel.

        Parameters
        ----------
        X
            Units x indicators in their own units; NaN is missing. With a framework, a DataFrame.
        y
            Ignored.

        Raises
        ------
        FrameworkError, InputError, OptionError
            For a broken framework, a table that does not fit it, or a choice that does not exist; by id.
        """
        if not 0 <= self.coverage_floor <= 1:
            raise OptionError(f"coverage_floor {self.coverage_floor} must lie between 0 and 1")
        declared = None if self.framework is None else _as_framework(self.framework)
        panel = self._read(X, declared, reset=True)
        tree = declared or flat_framework(panel.columns)
        self.framework_ = tree if self.weights is None else reweight(tree, self.weights)
        self.aggregations_ = resolve_aggregations(self.framework_, self.aggregate)
        kept = resolve_screen(self.screen).keep(panel, self.framework_)
        self.imputation_ = None if self.impute is None else resolve_imputation(self.impute).fit(kept)
        filled = kept if self.imputation_ is None else self.imputation_.apply(kept)[0]
        self.treatment_ = fit_treatment(filled, self.treat)
        self.normalisation_ = fit_normalisation(
            self.treatment_.apply(filled)[0],
            self.treatment_.move_goalposts(self.framework_),
            self.normalise,
            positive=any(mean.needs_positive for mean in self.aggregations_.values()),
        )
        return self

    def transform(self, X: pd.DataFrame | ArrayLike) -> pd.DataFrame | NDArray[np.float64]:
        """Return units x nodes scores; a DataFrame for a DataFrame, an array for an array."""
        scores = self.result(X).scores
        return scores if isinstance(X, pd.DataFrame) else scores.to_numpy()

    def result(self, X: pd.DataFrame | ArrayLike, *, ranked: Iterable[str] | None = None) -> IndexResult:
        """Score a panel with the parameters as fitted.

        Parameters
        ----------
        X
            As in :meth:`fit`.
        ranked
            The units that compete for ranks, all by default; others are scored and stay unranked.

        Raises
        ------
        InputError
            For a table that does not fit, or units in ``ranked`` that the table lacks.
        """
        check_is_fitted(self)
        declared = None if self.framework is None else self.framework_
        panel = self._read(X, declared, reset=False)
        imputed, withheld = None, None
        filled = panel
        if self.imputation_ is not None:
            filled, imputed = self.imputation_.apply(panel)
        if self.screen is not None:
            withheld = resolve_screen(self.screen).withhold(panel, self.framework_)
        changed, treated = self.treatment_.apply(filled)
        normalised, clipped = self.normalisation_.apply(changed)
        scores, coverage = aggregate_tree(
            normalised,
            self.framework_,
            self.aggregations_,
            self.coverage_floor,
            imputed=imputed,
            withheld=withheld,
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
            framework=self.framework_,
            aggregations=dict(self.aggregations_),
        )

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """Return the node ids; ``input_features`` is only checked against what was fitted."""
        check_is_fitted(self)
        if input_features is not None:
            self._check_input_features(np.asarray(input_features, dtype=object))
        return np.array(self.framework_.nodes, dtype=object)

    def _check_input_features(self, names: NDArray[np.object_]) -> None:
        fitted = getattr(self, "feature_names_in_", None)
        if fitted is not None and not np.array_equal(fitted, names):
            raise InputError("input_features is not equal to feature_names_in_")
        if len(names) != self.n_features_in_:
            raise InputError(
                f"input_features should have length equal to {self.n_features_in_}, got {len(names)}"
            )

    def _read(self, X: pd.DataFrame | ArrayLike, declared: Framework | None, *, reset: bool) -> pd.DataFrame:
        """Return the panel as a checked frame of floats, one column per indicator."""
        if isinstance(X, pd.DataFrame):
            panel = check_panel(X, list(X.columns) if declared is None else declared.indicators)
            validate_data(self, panel, reset=reset, skip_check_array=True)
            return panel.set_axis([str(column) for column in panel.columns], axis=1)
        if declared is not None:
            raise InputError(
                f"framework '{declared.id}' finds its indicators by column label; give a pandas DataFrame, "
                f"not {type(X).__name__}"
            )
        values = validate_data(self, X, reset=reset, dtype=np.float64, ensure_all_finite="allow-nan")
        return pd.DataFrame(values, columns=[f"x{position}" for position in range(values.shape[1])])

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _as_framework(framework: Framework | str | Path) -> Framework:
    if isinstance(framework, Framework):
        return framework
    if isinstance(framework, str | Path):
        return load_framework(framework)
    raise OptionError(
        f"framework must be a Framework, a name, a path or None, not {type(framework).__name__}"
    )


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
