"""The scikit-learn transformer in front of the index: what it computes lives in :mod:`dxindex.fitted`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from dxindex.aggregate import COVERAGE_FLOOR, AggregationChoice, PowerMean
from dxindex.errors import InputError
from dxindex.fitted import FittedIndex, IndexResult, fit_index, resolve_framework
from dxindex.fitted_normalisation import FittedNormalisation
from dxindex.framework import Framework
from dxindex.impute import FittedImputation, ImputationChoice
from dxindex.normalise import NormalisationChoice
from dxindex.panel import check_panel
from dxindex.screen import Screen, resolve_screen
from dxindex.treat import FittedTreatment, TreatmentChoice
from dxindex.weights import WeightChoice


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
    fitted_ : FittedIndex
        All of these without scikit-learn.
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
        declared = None if self.framework is None else resolve_framework(self.framework)
        fitted = fit_index(
            self._read(X, declared, reset=True),
            declared,
            normalise=self.normalise,
            aggregate=self.aggregate,
            coverage_floor=self.coverage_floor,
            weights=self.weights,
            screen=self.screen,
            impute=self.impute,
            treat=self.treat,
        )
        self.framework_ = fitted.framework
        self.imputation_ = fitted.imputation
        self.treatment_ = fitted.treatment
        self.normalisation_ = fitted.normalisation
        self.aggregations_ = dict(fitted.aggregations)
        return self

    @property
    def fitted_(self) -> FittedIndex:
        """What was learnt, without the estimator around it."""
        check_is_fitted(self)
        return FittedIndex(
            framework=self.framework_,
            imputation=self.imputation_,
            treatment=self.treatment_,
            normalisation=self.normalisation_,
            aggregations=self.aggregations_,
            coverage_floor=self.coverage_floor,
            screen=None if self.screen is None else resolve_screen(self.screen),
        )

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
        fitted = self.fitted_
        declared = None if self.framework is None else fitted.framework
        return fitted.score(self._read(X, declared, reset=False), ranked)

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
