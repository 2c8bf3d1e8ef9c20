"""Normalisation: indicators in their own units onto one comparable scale.

Each method learns its parameters per indicator on one panel and applies them, unchanged, to others: the ruler
stands still between editions. Methods see every indicator as "more is better"; direction is handled once, for
all.

To add a method: a subclass of :class:`Normalisation` here, and its name in :data:`NORMALISATIONS`.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 5.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError, OptionError
from dxindex.framework import Framework
from dxindex.framework_parts import Indicator
from dxindex.registry import find_by_name

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

POSITIVE_FLOOR = 0.01
"""Lowest value where a mean needs values above zero, as a share of the scale."""


class Normalisation(ABC):
    """One method: what it learns of an indicator, and how it maps values by that.

    Subclasses are frozen dataclasses; options are their fields. Both methods take the indicator already
    turned so that more is better (values of ``direction = -1`` are negated, goalposts with them).
    """

    name: ClassVar[str]
    on_scale: ClassVar[bool] = True
    """Whether :meth:`apply` returns shares of the scale, 0 to 1; if not, values are left as they are."""

    @abstractmethod
    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        """Learn the parameters of one indicator from its values by unit; NaN is missing."""

    @abstractmethod
    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        """Map values by the parameters; NaN stays NaN."""

    def beyond(self, values: FloatArray, parameters: FloatArray) -> BoolArray:
        """Return where :meth:`apply` held a value at a bound."""
        del parameters
        return np.zeros(values.shape, dtype=bool)


def _spread(values: pd.Series[float], indicator: Indicator) -> pd.Series[float]:
    """Return the observed values; refuse an indicator that does not vary: there is nothing to scale by."""
    observed = values.dropna()
    if len(observed) < 2:
        raise InputError(
            f"indicator '{indicator.id}': needs at least two observed values to be normalised by them "
            f"(n_samples={len(observed)}); use goalposts, or leave it out",
            ids=[indicator.id],
        )
    if observed.min() == observed.max():
        value = observed.iloc[0] * indicator.direction
        raise InputError(
            f"indicator '{indicator.id}': all {len(observed)} observed values are {value:g}, so there is no "
            "spread to normalise by; use goalposts, or leave it out",
            ids=[indicator.id],
        )
    return observed


def _between(values: FloatArray, bounds: FloatArray) -> FloatArray:
    low, high = bounds
    share: FloatArray = (values - low) / (high - low)
    return share


@dataclass(frozen=True, slots=True)
class Goalposts(Normalisation):
    r"""Position between two fixed goalposts, held at them beyond.

    .. math:: u = \min\Bigl(1, \max\Bigl(0, \frac{x - \mathrm{low}}{\mathrm{high} - \mathrm{low}}\Bigr)\Bigr)

    Learns nothing from the panel, so scores of different editions can be compared.
    """

    name: ClassVar[str] = "goalposts"

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:  # noqa: ARG002 - fixed, not learnt
        if indicator.goalposts is None:
            raise InputError(
                f"indicator '{indicator.id}': declares no goalposts; declare them, or normalise by 'minmax'",
                ids=[indicator.id],
            )
        return np.array(indicator.goalposts)

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        return np.clip(_between(values, parameters), 0.0, 1.0)

    def beyond(self, values: FloatArray, parameters: FloatArray) -> BoolArray:
        low, high = parameters
        outside: BoolArray = (values < low) | (values > high)
        return outside


@dataclass(frozen=True, slots=True)
class MinMax(Normalisation):
    r"""Position between the panel's smallest and largest value.

    .. math:: u = \frac{x - \min}{\max - \min}

    Not held at the bounds: a value of another panel beyond them scores below 0 or above 1.
    """

    name: ClassVar[str] = "minmax"

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        observed = _spread(values, indicator)
        return np.array([observed.min(), observed.max()])

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        return _between(values, parameters)


@dataclass(frozen=True, slots=True)
class ZScore(Normalisation):
    r"""Distance from the panel's mean in its standard deviations.

    .. math:: z = \frac{x - \bar x}{s}, \qquad s^2 = \frac{1}{n} \sum_i (x_i - \bar x)^2

    The panel is all there is to compare, not a sample, hence :math:`n` and not :math:`n - 1`. Values are
    z-scores, not shares of the scale: mean 0 and standard deviation 1 on the fitted panel.
    """

    name: ClassVar[str] = "zscore"
    on_scale: ClassVar[bool] = False

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        observed = _spread(values, indicator)
        return np.array([observed.mean(), observed.std(ddof=0)])

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        mean, deviation = parameters
        score: FloatArray = (values - mean) / deviation
        return score


@dataclass(frozen=True, slots=True)
class PercentileRank(Normalisation):
    r"""Share of the fitted panel that a value beats, ties counting half.

    .. math:: u = \frac{\#\{x_i < x\} + \tfrac12 \#\{x_i = x\}}{n}

    Unchanged by any rising transform of the indicator. The same as
    ``scipy.stats.percentileofscore(kind="mean")``.
    """

    name: ClassVar[str] = "percentile_rank"

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        observed = values.dropna().to_numpy(dtype=float)
        if not observed.size:
            raise InputError(
                f"indicator '{indicator.id}': no value is observed, so nothing can be ranked; leave it out",
                ids=[indicator.id],
            )
        return np.sort(observed)

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        beaten = np.searchsorted(parameters, values, side="left")
        not_above = np.searchsorted(parameters, values, side="right")
        return np.where(np.isnan(values), np.nan, (beaten + not_above) / (2 * parameters.size))


NORMALISATIONS: Mapping[str, Normalisation] = MappingProxyType(
    {method.name: method for method in (Goalposts(), MinMax(), ZScore(), PercentileRank())}
)
"""The methods by name, with their default options."""

NormalisationChoice = str | Normalisation


def resolve_normalisation(choice: NormalisationChoice) -> Normalisation:
    """Return the method of a name, or as given.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones.

    Examples
    --------
    >>> resolve_normalisation("minmax")
    MinMax()
    """
    if isinstance(choice, Normalisation):
        return choice
    return find_by_name(choice, NORMALISATIONS, "normalisation")


@dataclass(frozen=True, slots=True)
class FittedIndicator:
    """What was learnt of one indicator: its row turned so that more is better, its method and parameters.

    ``bounds`` are the mapped values that count as the two ends of the scale when values must be positive.
    """

    indicator: Indicator
    turn: int
    method: Normalisation
    parameters: FloatArray
    bounds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class FittedNormalisation:
    r"""Normalisation parameters of every indicator, held as fitted.

    Shares of the scale become scores by :math:`\mathrm{low} + (\mathrm{high} - \mathrm{low})\,u`. With
    ``positive`` set, :math:`u` first becomes :math:`0.01 + 0.99\,u`, where for z-scores :math:`u` is the
    position between the fitted panel's lowest and highest; values of other panels below are held at 0.01 and
    flagged.
    """

    columns: tuple[FittedIndicator, ...]
    scale: tuple[float, float]
    positive: bool

    def apply(self, values: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the normalised values, and where a value was held at a bound.

        Parameters
        ----------
        values
            Units x indicators in their own units, columns in any order, others ignored; NaN is missing and
            stays so.
        """
        ids = [column.indicator.id for column in self.columns]
        normalised = np.empty((len(values), len(ids)))
        clipped = np.empty(normalised.shape, dtype=bool)
        for position, column in enumerate(self.columns):
            turned = values[column.indicator.id].to_numpy(dtype=float) * column.turn
            placed, floored = self._place(column.method.apply(turned, column.parameters), column)
            normalised[:, position] = placed
            clipped[:, position] = column.method.beyond(turned, column.parameters) | floored
        return (
            pd.DataFrame(normalised, index=values.index, columns=ids),
            pd.DataFrame(clipped, index=values.index, columns=ids),
        )

    def _place(self, mapped: FloatArray, column: FittedIndicator) -> tuple[FloatArray, BoolArray]:
        """Return the values on the scale, and where one was held at the positive floor."""
        low, high = self.scale
        if self.positive:
            share = POSITIVE_FLOOR + (1 - POSITIVE_FLOOR) * _between(mapped, np.array(column.bounds))
            return low + (high - low) * np.maximum(share, POSITIVE_FLOOR), share < POSITIVE_FLOOR
        nothing = np.zeros(mapped.shape, dtype=bool)
        return (low + (high - low) * mapped if column.method.on_scale else mapped), nothing


def fit_normalisation(
    values: pd.DataFrame,
    framework: Framework,
    choice: NormalisationChoice | None = None,
    *,
    positive: bool = False,
) -> FittedNormalisation:
    """Learn the normalisation of every indicator of a framework.

    Parameters
    ----------
    values
        Units x indicators in their own units, columns in any order; NaN is missing.
    choice
        A name from :data:`NORMALISATIONS` or a method; None takes goalposts where the framework declares them
        and min-max where it does not, indicator by indicator.
    positive
        Whether every normalised value must be above zero, as geometric and harmonic means need.

    Raises
    ------
    OptionError
        For an unknown method, or a scale that starts below zero where positive values are needed.
    InputError
        For indicators the method cannot learn from (constant, empty, without goalposts), all of them at once.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> frame = pd.DataFrame({"a": [1.0, 2.0, 5.0]}, index=["P", "Q", "R"])
    >>> normalised, clipped = fit_normalisation(frame, flat_framework(["a"])).apply(frame)
    >>> normalised["a"].to_dict()
    {'P': 0.0, 'Q': 0.25, 'R': 1.0}
    """
    if positive and framework.scale[0] < 0:
        raise OptionError(
            f"framework '{framework.id}': its scale starts at {framework.scale[0]:g}, but geometric and "
            "harmonic means need positive scores; use a scale from zero up, or the arithmetic mean"
        )
    method = None if choice is None else resolve_normalisation(choice)
    columns: list[FittedIndicator] = []
    refused: list[InputError] = []
    for indicator in framework.indicator_parts:
        chosen = method or (Goalposts() if indicator.goalposts else MinMax())
        try:
            columns.append(_fit_indicator(values[indicator.id].astype(float), indicator, chosen))
        except InputError as error:
            refused.append(error)
    if refused:
        raise InputError(
            "\n".join(str(error) for error in refused), ids=[i for error in refused for i in error.ids]
        )
    return FittedNormalisation(tuple(columns), framework.scale, positive)


def _fit_indicator(values: pd.Series[float], indicator: Indicator, method: Normalisation) -> FittedIndicator:
    turned_values = values * indicator.direction
    turned = indicator
    if indicator.direction < 0 and indicator.goalposts is not None:
        low, high = indicator.goalposts
        turned = replace(indicator, goalposts=(-high, -low))
    parameters = method.fit(turned_values, turned)
    bounds = (0.0, 1.0)
    if not method.on_scale:
        mapped = method.apply(np.asarray(turned_values, dtype=np.float64), parameters)
        bounds = (float(np.nanmin(mapped)), float(np.nanmax(mapped)))
    return FittedIndicator(turned, indicator.direction, method, parameters, bounds)
