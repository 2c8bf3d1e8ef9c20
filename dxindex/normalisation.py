"""What a normalisation method is, and what methods share: :mod:`dxindex.normalise` has the methods themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError
from dxindex.framework import Framework
from dxindex.framework_parts import Indicator

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class Normalisation(ABC):
    """One method: what it learns of an indicator, and how it maps values by that.

    Subclasses are frozen dataclasses; options are their fields. Both methods take the indicator already
    turned so that more is better (values of ``direction = -1`` are negated, goalposts with them).
    """

    name: ClassVar[str]

    @property
    def on_scale(self) -> bool:
        """Whether :meth:`apply` returns shares of the scale, 0 to 1; if not, values are left as they are."""
        return True

    def check(self, values: pd.DataFrame, framework: Framework) -> None:
        """Refuse options that do not fit the panel or the framework as a whole; by default all do."""
        del values, framework

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


def observed_spread(values: pd.Series[float], indicator: Indicator) -> pd.Series[float]:
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


def share_between(values: FloatArray, bounds: FloatArray) -> FloatArray:
    """Return the position between two bounds: 0 at the lower, 1 at the upper, not held at either."""
    low, high = bounds
    share: FloatArray = (values - low) / (high - low)
    return share
