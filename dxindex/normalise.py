"""Normalisation: indicators in their own units onto one comparable scale.

Each method learns its parameters per indicator on one panel and applies them, unchanged, to others: the ruler
stands still between editions. Methods see every indicator as "more is better"; direction is handled once, for
all, where they are fitted: :mod:`dxindex.fitted_normalisation`.

To add a method: a subclass of :class:`~dxindex.normalisation.Normalisation` here, and its name in
:data:`NORMALISATIONS`.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import pandas as pd

from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework
from dxindex.framework_parts import Indicator, in_order
from dxindex.normalisation import BoolArray, FloatArray, Normalisation, observed_spread, share_between
from dxindex.registry import find_by_name


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
        return np.clip(share_between(values, parameters), 0.0, 1.0)

    def beyond(self, values: FloatArray, parameters: FloatArray) -> BoolArray:
        low, high = parameters
        outside: BoolArray = (values < low) | (values > high)
        return outside


@dataclass(frozen=True, slots=True)
class MinMax(Normalisation):
    r"""Position between the panel's smallest and largest value.

    .. math:: u = \frac{x - \min}{\max - \min}, \qquad
       y = \mathrm{low} + (\mathrm{high} - \mathrm{low})\,u \text{ where a range is declared}

    Not held at the bounds: a value of another panel beyond them scores below 0 or above 1.

    Parameters
    ----------
    limits
        Lowest and highest normalised value, finite and rising. None is the framework's scale; declared limits
        go before it.

    Raises
    ------
    OptionError
        For limits that do not rise.

    Examples
    --------
    >>> MinMax((1, 100)).apply(np.array([3.0, 5.0]), np.array([3.0, 7.0])).tolist()
    [1.0, 50.5]
    """

    name: ClassVar[str] = "minmax"
    limits: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.limits is not None and not in_order(self.limits):
            raise OptionError(f"limits {self.limits} must be two finite numbers, the lower first")

    @property
    def on_scale(self) -> bool:
        return self.limits is None

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        observed = observed_spread(values, indicator)
        return np.array([observed.min(), observed.max()])

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        low, high = self.limits or (0.0, 1.0)
        return low + (high - low) * share_between(values, parameters)


@dataclass(frozen=True, slots=True)
class ZScore(Normalisation):
    r"""Distance from the panel's mean in its standard deviations.

    .. math:: z = m + d \, \frac{x - \bar x}{s}, \qquad s^2 = \frac{1}{n} \sum_i (x_i - \bar x)^2

    The panel is all there is to compare, not a sample, hence :math:`n` and not :math:`n - 1`. Values are
    z-scores, not shares of the scale: mean :math:`m` and standard deviation :math:`d` on the fitted panel.

    Parameters
    ----------
    mean, spread
        What the fitted panel's mean and standard deviation become, by default 0 and 1.

    Raises
    ------
    OptionError
        For a mean that is not finite, or a spread that is not above zero.

    Examples
    --------
    >>> ZScore(mean=50, spread=10).apply(np.array([5.0, 8.0]), np.array([5.0, 3.0])).tolist()
    [50.0, 60.0]
    """

    name: ClassVar[str] = "zscore"
    mean: float = 0.0
    spread: float = 1.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.mean) and np.isfinite(self.spread) and self.spread > 0):
            raise OptionError(
                f"z-scores with mean {self.mean:g} and spread {self.spread:g}: the mean must be finite and "
                "the spread a finite number above zero"
            )

    @property
    def on_scale(self) -> bool:
        return False

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        observed = observed_spread(values, indicator)
        return np.array([observed.mean(), observed.std(ddof=0)])

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        mean, deviation = parameters
        score: FloatArray = self.mean + self.spread * ((values - mean) / deviation)
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


@dataclass(frozen=True, slots=True)
class DistanceToFrontier(Normalisation):
    r"""How far from the worst value towards the frontier, held at the frontier beyond.

    .. math:: u = \min\Bigl(1, \frac{x - \mathrm{worst}}{\mathrm{frontier} - \mathrm{worst}}\Bigr)

    The distance to frontier of the Doing Business reports. Where nothing is declared, the frontier is the
    fitted panel's best value and the worst its worst one, which makes the fitted panel's values those of
    min-max; a value of another panel beyond the best is held and flagged, where min-max goes on. A value
    below the worst scores below 0.

    Parameters
    ----------
    frontier, worst
        Declared values by indicator id, in the indicator's own unit (of a less-is-better indicator the
        frontier is the lower of the two); the fitted panel's best and worst for indicators they do not name.

    Raises
    ------
    OptionError
        From :meth:`check`, for ids that are not indicators of the framework.
    InputError
        From :meth:`fit`, for a frontier that is no better than the worst value.

    Examples
    --------
    >>> from dxindex.fitted_normalisation import fit_normalisation
    >>> from dxindex.framework import flat_framework
    >>> frame = pd.DataFrame({"a": [10.0, 20.0, 40.0]}, index=["P", "Q", "R"])
    >>> method = DistanceToFrontier(frontier={"a": 30.0}, worst={"a": 0.0})
    >>> fitted = fit_normalisation(frame, flat_framework(["a"]), method)
    >>> fitted.apply(frame)[0]["a"].round(3).to_dict()
    {'P': 0.333, 'Q': 0.667, 'R': 1.0}
    """

    name: ClassVar[str] = "distance_to_frontier"
    frontier: Mapping[str, float] = field(default_factory=dict)
    worst: Mapping[str, float] = field(default_factory=dict)

    def check(self, values: pd.DataFrame, framework: Framework) -> None:
        del values
        unknown = [item for item in {**self.frontier, **self.worst} if item not in framework.indicators]
        if unknown:
            raise OptionError(
                f"distance to frontier: {name_ids(unknown)} is no indicator of framework '{framework.id}', "
                f"which has {name_ids(framework.indicators)}",
                ids=unknown,
            )

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        declared = [table.get(indicator.id) for table in (self.worst, self.frontier)]
        observed = values.dropna() if None not in declared else observed_spread(values, indicator)
        low, high = (
            limit() if value is None else value * indicator.direction
            for value, limit in zip(declared, (observed.min, observed.max), strict=True)
        )
        if not in_order((low, high)):
            raise InputError(
                f"indicator '{indicator.id}': the frontier {high * indicator.direction:g} must be better than "
                f"the worst value {low * indicator.direction:g}; declare another",
                ids=[indicator.id],
            )
        return np.array([low, high], dtype=float)

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        held: FloatArray = np.minimum(share_between(values, parameters), 1.0)
        return held

    def beyond(self, values: FloatArray, parameters: FloatArray) -> BoolArray:
        above: BoolArray = values > parameters[1]
        return above


@dataclass(frozen=True, slots=True)
class DistanceToReference(Normalisation):
    r"""How far from the panel's worst value towards a unit that others are measured by.

    .. math:: u = \frac{x - \min}{x_{\mathrm{reference}} - \min}

    The reference scores 1, the worst 0, a unit that is better than the reference above 1: scores leave the
    framework's scale, and say by how much.

    Parameters
    ----------
    unit
        Id of the reference, a unit of the fitted panel.

    Raises
    ------
    InputError
        From :meth:`check`, for a unit that the panel lacks; from :meth:`fit`, where the reference has no
        value, or is itself the worst.

    Notes
    -----
    COINr's ``n_dist2ref``. The ratio :math:`x / x_{\mathrm{reference}}` of the Handbook would need indicators
    with a natural zero, which governance estimates do not have.

    Examples
    --------
    >>> from dxindex.fitted_normalisation import fit_normalisation
    >>> from dxindex.framework import flat_framework
    >>> frame = pd.DataFrame({"a": [10.0, 20.0, 40.0]}, index=["P", "Q", "R"])
    >>> fitted = fit_normalisation(frame, flat_framework(["a"]), DistanceToReference("Q"))
    >>> fitted.apply(frame)[0]["a"].to_dict()
    {'P': 0.0, 'Q': 1.0, 'R': 3.0}
    """

    unit: str
    name: ClassVar[str] = "distance_to_reference"

    def check(self, values: pd.DataFrame, framework: Framework) -> None:
        del framework
        if self.unit not in values.index:
            raise InputError(
                f"the reference unit '{self.unit}' is not in the table; name one of its {len(values)} units",
                ids=[self.unit],
            )

    def fit(self, values: pd.Series[float], indicator: Indicator) -> FloatArray:
        low, reference = float(values.min()), float(values[self.unit])
        if not in_order((low, reference)):
            state = "has no value" if np.isnan(reference) else "is the worst of all"
            raise InputError(
                f"indicator '{indicator.id}': the reference unit '{self.unit}' {state}, so no distance to it "
                "can be measured; name another unit, or leave the indicator out",
                ids=[indicator.id],
            )
        return np.array([low, reference])

    def apply(self, values: FloatArray, parameters: FloatArray) -> FloatArray:
        return share_between(values, parameters)


NORMALISATIONS: Mapping[str, Normalisation] = MappingProxyType(
    {
        method.name: method
        for method in (
            Goalposts(),
            MinMax(),
            ZScore(),
            PercentileRank(),
            DistanceToFrontier(),
        )
    }
)
"""The methods by name, with their default options; :class:`DistanceToReference` needs a unit to be named."""

NormalisationChoice = str | Normalisation


def resolve_normalisation(choice: NormalisationChoice) -> Normalisation:
    """Return the method of a name, or as given.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones.

    Examples
    --------
    >>> resolve_normalisation("goalposts")
    Goalposts()
    """
    if isinstance(choice, Normalisation):
        return choice
    return find_by_name(
        choice, NORMALISATIONS, "normalisation", ", and DistanceToReference(unit) of dxindex.normalise"
    )
