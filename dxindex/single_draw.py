"""One draw of an ensemble as a plain index, to be fitted, looked at and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dxindex.aggregate import PowerMean
from dxindex.fitted import IndexResult
from dxindex.framework import Framework
from dxindex.normalisation import Normalisation


@dataclass(frozen=True, slots=True)
class RescaledMean(PowerMean):
    """A power mean over values on [0.01, 1] of the scale, as every mean inside an ensemble is.

    >>> RescaledMean(1.0).needs_positive
    True
    """

    @property
    def needs_positive(self) -> bool:
        """Always, so that every combination of normalisation and mean exists on one footing."""
        return True


@dataclass(frozen=True, slots=True)
class Run:
    """One draw as a plain index: what to fit on ``panel``, and the panel to score.

    Parts that are left out are not in the framework. ``covered`` is the panel without the values below nodes
    that are too thin to be scored at the declared weights, so that no floor is needed; what lies below such a
    node has no score here either.
    """

    framework: Framework
    panel: pd.DataFrame
    covered: pd.DataFrame
    normalise: Normalisation | None
    aggregate: Mapping[str | int, RescaledMean]

    def result(self) -> IndexResult:
        """Fit and score."""
        from dxindex.composite import CompositeIndex

        index = CompositeIndex(
            self.framework, normalise=self.normalise, aggregate=dict(self.aggregate), coverage_floor=0.0
        )
        return index.fit(self.panel).result(self.covered)
