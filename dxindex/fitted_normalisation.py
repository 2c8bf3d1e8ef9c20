"""A normalisation fitted to a panel: every indicator turned, mapped and put on the framework's scale.

The only place where direction counts, and where values are kept above zero for means that need it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dxindex.errors import InputError, OptionError
from dxindex.framework import Framework
from dxindex.framework_parts import Indicator
from dxindex.normalisation import BoolArray, FloatArray, Normalisation, share_between
from dxindex.normalise import Goalposts, MinMax, NormalisationChoice, resolve_normalisation

POSITIVE_FLOOR = 0.01
"""Lowest value where a mean needs values above zero, as a share of the scale."""


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
            share = POSITIVE_FLOOR + (1 - POSITIVE_FLOOR) * share_between(mapped, np.array(column.bounds))
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
        A name from :data:`~dxindex.normalise.NORMALISATIONS` or a method; None takes goalposts where the framework declares them
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
    if method is not None:
        method.check(values, framework)
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
