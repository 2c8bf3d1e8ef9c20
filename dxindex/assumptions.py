"""Assumptions of an index that could have been made otherwise.

Each assumption takes some coordinates of a draw from the unit cube. One that cannot act (nothing is missing,
no standard error is given, there is only one alternative) takes none, and says why. What they come to on the
data at hand, :mod:`dxindex.build_ensemble` finds out.

Source: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD/JRC *Handbook on
Constructing Composite Indicators* (2008), step 7, doi:10.1787/9789264043466-en.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.aggregate import AggregationChoice
from dxindex.errors import OptionError, name_ids
from dxindex.framework_parts import Indicator
from dxindex.impute import ImputationChoice
from dxindex.normalise import NormalisationChoice

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

WEIGHT_SPREAD = 0.25
"""A weight may be a quarter more or less than declared, the range of the COINr and JRC examples."""


@dataclass(frozen=True, slots=True)
class Factor:
    """An assumption as it meets the data.

    Attributes
    ----------
    name
        Of the assumption.
    columns
        Labels of the equally likely levels, one tuple per coordinate; an empty tuple is a continuous one. No
        coordinate means that the assumption does not act.
    note
        What it varies, or why it does not act.
    """

    name: str
    columns: tuple[tuple[str, ...], ...]
    note: str

    @property
    def acts(self) -> bool:
        """Whether draws differ by it."""
        return bool(self.columns)

    @property
    def discrete(self) -> bool:
        """Whether every coordinate chooses among levels."""
        return all(self.columns)

    @classmethod
    def choice(cls, name: str, levels: Sequence[str], note: str = "") -> Factor:
        """Return a factor that chooses one level; it acts where there are two or more."""
        if len(levels) < 2:
            return cls(name, (), note or f"there is only one alternative, {name_ids(levels)}")
        return cls(name, (tuple(levels),), note or f"one of {name_ids(levels)}")


def factor_table(factors: Sequence[Factor]) -> pd.DataFrame:
    """Return one row per assumption: whether it acts on the data, and how or why not."""
    return pd.DataFrame(
        {"acts": [factor.acts for factor in factors], "note": [factor.note for factor in factors]},
        index=pd.Index([factor.name for factor in factors], name="assumption"),
    )


@dataclass(frozen=True, slots=True)
class Normalisations:
    """Any of these normalisations, each rescaled to [0.01, 1] of the scale.

    Parameters
    ----------
    methods
        Names or methods; the first is the reference. None takes the one declared by the framework (goalposts,
        and min-max where there are none), min-max, z-scores and percentile ranks, as far as each can be
        learnt from the panel. Methods that come to the same once rescaled, as z-scores and min-max always do,
        count once, and the note says so.
    """

    name: ClassVar[str] = "normalisation"
    methods: tuple[NormalisationChoice | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Aggregations:
    """Any of these means at every node.

    Parameters
    ----------
    means
        Names, powers, or mappings from nodes or depths to these, as ``CompositeIndex(aggregate=)`` takes them.
    """

    name: ClassVar[str] = "aggregation"
    means: tuple[AggregationChoice | Mapping[str | int, AggregationChoice], ...] = (
        "arithmetic",
        "geometric",
        "harmonic",
    )


@dataclass(frozen=True, slots=True)
class WeightDraws:
    r"""Weights drawn around the declared ones :math:`w`, at every level of the tree.

    .. math:: \text{uniform: } w_i\,(1 + s\,(2u_i - 1)), \qquad
       \text{dirichlet: } w' \sim \mathrm{Dir}\Bigl(c\,k\,\frac{w_i}{\sum_j w_j}\Bigr)

    with :math:`s` the spread, :math:`c` the concentration and :math:`k` the number of siblings. With
    :math:`c = 1` and equal weights every set of weights is equally likely; the more :math:`c`, the closer to
    the declared ones.

    Parameters
    ----------
    distribution
        ``"uniform"`` or ``"dirichlet"``.
    spread
        Above 0, at most 1; of the uniform.
    concentration
        Above 0; of the Dirichlet.
    """

    name: ClassVar[str] = "weights"
    distribution: str = "uniform"
    spread: float = WEIGHT_SPREAD
    concentration: float = 1.0

    def __post_init__(self) -> None:
        if self.distribution not in ("uniform", "dirichlet"):
            raise OptionError(
                f"no distribution {self.distribution!r} of weights; valid are 'uniform' and 'dirichlet'",
                ids=[self.distribution],
            )
        if not 0 < self.spread <= 1:
            raise OptionError(f"spread {self.spread} of the weights must lie above 0 and at most at 1")
        if not (np.isfinite(self.concentration) and self.concentration > 0):
            raise OptionError(f"concentration {self.concentration} must be a finite number above zero")

    def draw(self, uniforms: FloatArray, declared: FloatArray, siblings: IntArray) -> FloatArray:
        """Return weights, not yet summing to one.

        Parameters
        ----------
        uniforms
            Shape (draws, parts).
        declared, siblings
            Shape (parts,): share among its siblings, and how many share.
        """
        if self.distribution == "uniform":
            return declared * (1 + self.spread * (2 * uniforms - 1))
        from scipy.special import gammaincinv

        # A gamma variate can underflow to 0; a sibling group of zeros would have no weights at all.
        drawn: FloatArray = gammaincinv(self.concentration * siblings * declared, uniforms)
        return np.maximum(drawn, np.finfo(float).tiny)


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """One indicator or one pillar left out, or nothing, each equally likely; below each root on its own.

    Parameters
    ----------
    parts
        Ids of indicators and nodes. None takes every indicator and every pillar. What is the only part of its
        node is left out with the node.
    """

    name: ClassVar[str] = "leave_out"
    parts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class IndicatorVariants:
    """An indicator measured by another column.

    Parameters
    ----------
    alternatives
        Indicator id to what may stand in for it: an :class:`~dxindex.framework_parts.Indicator` with its own
        direction and goalposts, or a column that shares those of the original. None takes what the shipped
        frameworks say: each that is this framework but for single indicators is a variant.
    """

    name: ClassVar[str] = "variant"
    alternatives: Mapping[str, Sequence[str | Indicator]] | None = None


@dataclass(frozen=True, slots=True)
class Imputations:
    """Missing values left out, or filled in one of several ways.

    Parameters
    ----------
    ways
        Names from :data:`~dxindex.impute.IMPUTATIONS`, or methods, as ``CompositeIndex(impute=)`` takes them.
        Leaving missing values out is always the first level. None takes every method that needs nothing but
        the panel.
    """

    name: ClassVar[str] = "imputation"
    ways: tuple[ImputationChoice, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MeasurementError:
    """Independent normal errors of the size the publisher gives.

    Parameters
    ----------
    standard_errors
        Units x indicators in their own units, aligned by label; missing or 0 means no error. None means that
        no publisher gives any.
    """

    name: ClassVar[str] = "measurement_error"
    standard_errors: pd.DataFrame | None = None


Assumption = (
    Normalisations
    | Aggregations
    | WeightDraws
    | LeaveOut
    | IndicatorVariants
    | Imputations
    | MeasurementError
)

ASSUMPTIONS: Mapping[str, Assumption] = MappingProxyType(
    {
        item.name: item
        for item in (
            Normalisations(),
            Aggregations(),
            WeightDraws(),
            LeaveOut(),
            IndicatorVariants(),
            Imputations(),
            MeasurementError(),
        )
    }
)
"""The assumptions by name, with their default options."""


def resolve_assumptions(chosen: Sequence[str | Assumption] | None) -> dict[str, Assumption]:
    """Return the assumptions by name, in the order of :data:`ASSUMPTIONS`; None takes them all.

    Raises
    ------
    OptionError
        For an unknown name (the message lists the valid ones), one chosen twice, or none at all.

    Examples
    --------
    >>> list(resolve_assumptions(["weights", WeightDraws.name.replace("weights", "aggregation")]))
    ['aggregation', 'weights']
    """
    if chosen is None:
        return dict(ASSUMPTIONS)
    items = [chosen] if isinstance(chosen, str) else list(chosen)
    unknown = [item for item in items if not isinstance(item, Assumption) and item not in ASSUMPTIONS]
    if unknown or not items:
        subject = f"no assumption {name_ids(unknown)}" if unknown else "assumptions: name at least one"
        raise OptionError(f"{subject}; valid are {name_ids(ASSUMPTIONS)}", ids=unknown)
    resolved = [ASSUMPTIONS[item] if isinstance(item, str) else item for item in items]
    names = [item.name for item in resolved]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise OptionError(f"assumptions: {name_ids(doubled)} is chosen more than once", ids=doubled)
    return {item.name: item for name in ASSUMPTIONS for item in resolved if item.name == name}
