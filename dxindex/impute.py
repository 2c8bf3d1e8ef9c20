"""Imputation: stand-ins for missing values, each one flagged.

A method learns what it needs on one panel and fills that panel or another by it. A cell it has no ground to
fill stays missing. What is filled counts in the score and never in its coverage.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 3.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError, OptionError, name_ids
from dxindex.registry import find_by_name

if TYPE_CHECKING:
    from sklearn.impute import KNNImputer

BoolArray = NDArray[np.bool_]

NEIGHBOURS = 5
"""Neighbours that are averaged: scikit-learn's own default."""

HISTORY_COLUMNS = ("year", "indicator", "value")


class FittedImputation(ABC):
    """What was learnt, and how it estimates."""

    @abstractmethod
    def estimate(self, values: pd.DataFrame) -> pd.DataFrame:
        """Return an estimate per cell, of the same labels; NaN where there is no ground for one."""

    def apply(self, values: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the filled values, and where one was filled; what is observed stays as it is."""
        if not values.isna().to_numpy().any():
            return values, values.isna()
        filled = values.where(values.notna(), self.estimate(values))
        return filled, values.isna() & filled.notna()


class Imputation(ABC):
    """A method; subclasses are frozen dataclasses whose fields are the options."""

    name: ClassVar[str]

    @abstractmethod
    def fit(self, values: pd.DataFrame) -> FittedImputation:
        """Learn from units x indicators in their own units; NaN is missing."""


@dataclass(frozen=True, eq=False)
class GroupMedian(Imputation):
    r"""The median of the units of the same group that have a value.

    .. math:: \hat x_{ui} = \operatorname{median} \{x_{vi} : g(v) = g(u),\ x_{vi} \text{ observed}\}

    Parameters
    ----------
    groups
        Group of every unit, indexed by unit id: one Series, a frame, or several Series, which are crossed
        (region x income group). Units that the panel lacks do not matter.
    least
        Observed values a group must have for its median to stand in.

    Raises
    ------
    InputError
        From :meth:`fit`, for units that occur more than once in ``groups``, and for groups that know none of
        the panel's units.
    OptionError
        For ``least`` below 1, and an empty sequence of groups.

    Notes
    -----
    A unit without a group, and a group with too few values, fill nothing: the cell stays missing.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1.0, 2.0, 9.0, None, None]}, index=list("PQRST"))
    >>> groups = pd.Series(["g", "g", "h", "g"], index=list("PQRS"))
    >>> filled, imputed = fill_missing(frame, GroupMedian(groups))
    >>> filled["a"].tolist(), imputed["a"].tolist()
    ([1.0, 2.0, 9.0, 1.5, nan], [False, False, False, True, False])
    """

    name: ClassVar[str] = "group_median"
    groups: pd.Series[str] | pd.DataFrame | Sequence[pd.Series[str]]
    least: int = 1

    def __post_init__(self) -> None:
        if self.least < 1:
            raise OptionError(f"group median: least is {self.least}; it takes at least one value")
        if not len(self.groups):
            raise OptionError("group median: there are no groups; give a Series of labels by unit id")

    def fit(self, values: pd.DataFrame) -> FittedImputation:
        labels = self._crossed()
        known = labels.index.intersection(values.index)
        if known.empty:
            raise InputError(
                f"group median: the groups know none of the panel's units, such as "
                f"{name_ids(values.index, limit=3)}; index them by unit id",
                ids=values.index,
            )
        grouped = values.loc[known].groupby(labels[known])
        return _FittedMedians(labels, grouped.median().where(grouped.count() >= self.least))

    def _crossed(self) -> pd.Series[int]:
        """Return one group number per unit that has a label in every Series."""
        given = [self.groups] if isinstance(self.groups, pd.Series | pd.DataFrame) else self.groups
        tables = [pd.DataFrame(table) for table in given]
        repeated = [item for table in tables for item in table.index[table.index.duplicated()].unique()]
        if repeated:
            raise InputError(
                f"group median: units occur more than once among the groups: {name_ids(repeated)}; "
                "keep one label each",
                ids=repeated,
            )
        labels = pd.concat(tables, axis=1, join="inner", ignore_index=True).dropna()
        numbers: pd.Series[int] = labels.groupby(list(labels.columns)).ngroup()
        return numbers


@dataclass(frozen=True, eq=False)
class _FittedMedians(FittedImputation):
    labels: pd.Series[int]
    medians: pd.DataFrame

    def estimate(self, values: pd.DataFrame) -> pd.DataFrame:
        groups = self.labels.reindex(values.index)
        return self.medians.reindex(index=groups, columns=values.columns).set_axis(values.index)


@dataclass(frozen=True, slots=True)
class NearestNeighbours(Imputation):
    r"""The mean of the units that are nearest on what both have observed.

    .. math:: \hat x_{ui} = \frac1k \sum_{v \in N_k(u, i)} x_{vi}, \qquad
       d^2(u, v) = \frac{m}{|O_{uv}|} \sum_{j \in O_{uv}} (z_{uj} - z_{vj})^2

    with :math:`O_{uv}` the indicators observed in both, :math:`m` the number of indicators, :math:`z` the
    z-scores of the fitted panel (so that no unit of measurement outweighs another) and :math:`N_k(u, i)` the
    :math:`k` nearest units that have a value of :math:`i`, or as many as there are.

    Parameters
    ----------
    k
        Neighbours to average, one or more.

    Raises
    ------
    OptionError
        For ``k`` below 1.

    Notes
    -----
    scikit-learn's ``KNNImputer``, which would fill a unit that shares no indicator with any other by the
    column mean; here such a cell stays missing, and so does every cell of a unit without any value.

    Source: Troyanskaya et al. (2001), doi:10.1093/bioinformatics/17.6.520.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1.0, 2.0, 9.0, 9.5], "b": [1.0, 3.0, 7.0, None]}, index=list("PQRS"))
    >>> float(fill_missing(frame, NearestNeighbours(k=1))[0].loc["S", "b"])
    7.0
    """

    name: ClassVar[str] = "knn"
    k: int = NEIGHBOURS

    def __post_init__(self) -> None:
        if self.k < 1:
            raise OptionError(f"nearest neighbours: k is {self.k}; it takes at least one")

    def fit(self, values: pd.DataFrame) -> FittedImputation:
        from sklearn.impute import KNNImputer

        usable = values.loc[:, values.notna().any().to_numpy()]
        mean, spread = usable.mean(), usable.std(ddof=0).replace(0.0, 1.0)
        imputer = KNNImputer(n_neighbors=self.k).fit(((usable - mean) / spread).to_numpy())
        return _FittedNeighbours(imputer, mean, spread, usable.notna().to_numpy())


@dataclass(frozen=True, eq=False)
class _FittedNeighbours(FittedImputation):
    imputer: KNNImputer
    mean: pd.Series[float]
    spread: pd.Series[float]
    donors: BoolArray

    def estimate(self, values: pd.DataFrame) -> pd.DataFrame:
        usable = values.loc[:, list(self.mean.index)]
        placed = self.imputer.transform(((usable - self.mean) / self.spread).to_numpy())
        estimates = pd.DataFrame(placed, index=usable.index, columns=usable.columns) * self.spread + self.mean
        return estimates.where(self._grounded(usable.notna().to_numpy())).reindex(columns=values.columns)

    def _grounded(self, observed: BoolArray) -> BoolArray:
        """Return where a unit shares an indicator with at least one unit that has the value."""
        comparable = observed.astype(float) @ self.donors.T.astype(float) > 0
        grounded: BoolArray = comparable.astype(float) @ self.donors.astype(float) > 0
        return grounded


@dataclass(frozen=True, eq=False)
class LastObservation(Imputation):
    """The unit's own latest value from before.

    Parameters
    ----------
    history
        Tidy frame with the columns ``iso3`` (or as named by ``unit``), ``year``, ``indicator``, ``value``, as
        ``data.load_observations`` returns it; missing values are passed over.
    year
        The year that is filled: later values are not used, those of the year itself are.
    most_years
        Years a value may be carried; None for any number.
    unit
        The column of unit ids.

    Raises
    ------
    InputError
        From :meth:`fit`, for columns that are missing, and for values of one unit, indicator and year that
        occur more than once.
    OptionError
        For ``most_years`` below zero.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1.0, None]}, index=["P", "Q"])
    >>> history = pd.DataFrame({
    ...     "iso3": ["Q", "Q", "Q"], "year": [2010, 2012, 2016], "indicator": "a", "value": [5.0, 6.0, 7.0],
    ... })
    >>> fill_missing(frame, LastObservation(history, year=2014))[0]["a"].tolist()
    [1.0, 6.0]
    """

    name: ClassVar[str] = "last_observation"
    history: pd.DataFrame
    year: int
    most_years: int | None = None
    unit: str = "iso3"

    def __post_init__(self) -> None:
        if self.most_years is not None and self.most_years < 0:
            raise OptionError(f"last observation: most_years is {self.most_years}; it is zero or more")

    def fit(self, values: pd.DataFrame) -> FittedImputation:
        lacking = [item for item in (self.unit, *HISTORY_COLUMNS) if item not in self.history.columns]
        if lacking:
            raise InputError(
                f"last observation: the history lacks the columns {name_ids(lacking)}; it has "
                f"{name_ids(self.history.columns)}",
                ids=lacking,
            )
        earliest = -np.inf if self.most_years is None else self.year - self.most_years
        told = self.history.dropna(subset="value")
        told = told[told["indicator"].isin(values.columns) & told["year"].between(earliest, self.year)]
        repeated = told.loc[told.duplicated([self.unit, "indicator", "year"]), self.unit].unique()
        if len(repeated):
            raise InputError(
                f"last observation: the history has several values of one indicator and year for "
                f"{name_ids(repeated)}; keep one",
                ids=repeated,
            )
        latest = told.sort_values("year").drop_duplicates([self.unit, "indicator"], keep="last")
        return _FittedHistory(latest.pivot_table(index=self.unit, columns="indicator", values="value"))


@dataclass(frozen=True, eq=False)
class _FittedHistory(FittedImputation):
    latest: pd.DataFrame

    def estimate(self, values: pd.DataFrame) -> pd.DataFrame:
        return self.latest.reindex(index=values.index, columns=values.columns).astype(float)


IMPUTATIONS: Mapping[str, Imputation] = MappingProxyType({NearestNeighbours.name: NearestNeighbours()})
"""The methods that need nothing but the panel, by name; the others are made of labels or a history."""

ImputationChoice = str | Imputation


def resolve_imputation(choice: ImputationChoice) -> Imputation:
    """Return the method of a name, or as given.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones.

    Examples
    --------
    >>> resolve_imputation("knn")
    NearestNeighbours(k=5)
    """
    if isinstance(choice, Imputation):
        return choice
    return find_by_name(
        choice,
        IMPUTATIONS,
        "imputation",
        ", GroupMedian(groups) and LastObservation(history, year) of dxindex.impute",
    )


def fill_missing(values: pd.DataFrame, choice: ImputationChoice) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill what is missing by what the panel says of itself.

    Parameters
    ----------
    values
        Units x indicators in their own units; NaN is missing. Left unchanged.
    choice
        A name from :data:`IMPUTATIONS`, or a method.

    Returns
    -------
    filled, imputed
        Both of the same labels: the values, and where one was filled. A cell without ground for an estimate
        stays NaN and is not flagged.

    Raises
    ------
    OptionError, InputError
        For an unknown method, and for labels or a history that do not fit; by id.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1.0, 2.0], "b": [4.0, None]}, index=["P", "Q"])
    >>> filled, imputed = fill_missing(frame, "knn")
    >>> float(filled.loc["Q", "b"]), int(imputed.to_numpy().sum())
    (4.0, 1)
    """
    return resolve_imputation(choice).fit(values).apply(values)
