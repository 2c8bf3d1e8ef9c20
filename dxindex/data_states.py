"""The data as an ensemble of indices sees them, one table per way of filling and measuring."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex.framework import Framework


@dataclass(frozen=True, slots=True)
class State:
    """The data as one combination of imputation and indicator variant sees them.

    Attributes
    ----------
    imputation, variant
        Labels of the levels.
    framework
        The framework with the variant's indicators in place.
    panel
        Units x the framework's indicators, in tree order and in their own units; NaN is missing.
    """

    imputation: str
    variant: str
    framework: Framework
    panel: pd.DataFrame
