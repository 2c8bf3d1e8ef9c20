"""Screening: units that say too little are left out before anything is filled or fitted.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 2; ``Screen`` of the R package
COINr, with its threshold on data availability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dxindex.aggregate import COVERAGE_TOLERANCE
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework


def availability(values: pd.DataFrame, framework: Framework, node: str | None = None) -> pd.Series[float]:
    r"""Return which share of the indicators is observed, unit by unit, every indicator counting the same.

    .. math:: a_u = \frac{\#\{i : x_{ui} \text{ observed}\}}{\#\{i\}}

    Parameters
    ----------
    values
        Units x indicators, columns in any order, others ignored; NaN is missing.
    framework
        Whose indicators are counted.
    node
        Count the indicators below this node; None counts all of the framework.

    Returns
    -------
    Series
        By unit, 0 to 1.

    Raises
    ------
    OptionError
        When ``node`` is not a node of the framework.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> frame = pd.DataFrame({"a": [1.0, None], "b": [2.0, 3.0]}, index=["P", "Q"])
    >>> availability(frame, flat_framework(["a", "b"])).to_dict()
    {'P': 1.0, 'Q': 0.5}
    """
    columns = framework.indicators if node is None else framework.leaves(node)
    return values.loc[:, list(columns)].notna().mean(axis=1).rename("availability")


@dataclass(frozen=True)
class Screen:
    """Least shares of indicators that must be observed, as published: before imputation.

    Coverage, at aggregation, weighs what counts in a score; this counts indicators, and decides what may be
    filled and fitted by.

    Parameters
    ----------
    unit
        Of all indicators. A unit below has no score at all, and nothing is fitted by it.
    nodes
        Of the indicators below a node, by node id. A unit below has no score on that node, which is then
        missing to its parent as well.

    Raises
    ------
    OptionError
        For shares outside 0 to 1.

    Examples
    --------
    >>> Screen(unit=2 / 3, nodes={"adoption": 0.5}).nodes
    {'adoption': 0.5}
    """

    unit: float = 0.0
    nodes: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        outside = [
            f"{name} {share}"
            for name, share in (("unit", self.unit), *self.nodes.items())
            if not 0 <= share <= 1
        ]
        if outside:
            raise OptionError(f"screen: {name_ids(outside)} must lie between 0 and 1")

    def keep(self, values: pd.DataFrame, framework: Framework) -> pd.DataFrame:
        """Return the units that are fitted by.

        Raises
        ------
        OptionError
            For ids that are not nodes of the framework.
        InputError
            Where no unit is left.
        """
        for node in self.nodes:
            framework.node(node)
        kept = values.loc[self._enough(values, framework, None, self.unit).to_numpy()]
        if kept.empty:
            raise InputError(
                f"screen: none of the {len(values)} units has {self.unit:.0%} of the indicators; lower the share",
                ids=values.index,
            )
        return kept

    def withhold(self, values: pd.DataFrame, framework: Framework) -> pd.DataFrame:
        """Return units x nodes, boolean: no score may be given."""
        refused = ~self._enough(values, framework, None, self.unit)
        return pd.DataFrame(
            {
                node: refused | ~self._enough(values, framework, node, self.nodes.get(node, 0.0))
                for node in framework.nodes
            },
            index=values.index,
        )

    @staticmethod
    def _enough(
        values: pd.DataFrame, framework: Framework, node: str | None, share: float
    ) -> pd.Series[bool]:
        return availability(values, framework, node) >= share - COVERAGE_TOLERANCE


def resolve_screen(choice: float | Screen | None) -> Screen:
    """Return a screen as given, or of a share of all indicators; None lets every unit pass.

    Raises
    ------
    OptionError
        For anything else, and for shares outside 0 to 1.

    Examples
    --------
    >>> resolve_screen(0.5).unit
    0.5
    """
    if isinstance(choice, Screen):
        return choice
    if choice is None:
        return Screen()
    if isinstance(choice, bool | np.bool_) or not isinstance(choice, int | float | np.number):
        raise OptionError(f"screen {choice!r} must be a share between 0 and 1, or a Screen")
    return Screen(float(choice))
