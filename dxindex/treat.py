"""Outlier treatment: values that would decide a normalisation alone, brought closer to the rest.

A treatment learns a rule per indicator on one panel (bounds to hold values at, or a logarithm with its shift)
and applies it, unchanged, to others. It works in the indicator's own unit, before normalisation; goalposts go
the same way as the values.

To add a treatment: a subclass of :class:`Treatment` here, and its name in :data:`TREATMENTS`.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 5; the procedure is that of the
JRC's Competence Centre as the R package COINr implements it (Becker et al. 2022, doi:10.21105/joss.04567).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework
from dxindex.panel import label_hits
from dxindex.registry import find_by_name

FloatArray = NDArray[np.float64]

SKEWNESS_LIMIT = 2.0
"""Absolute skewness up to which a distribution counts as free of outliers: the JRC's rule."""

KURTOSIS_LIMIT = 3.5
"""Excess kurtosis up to which it does; it takes both limits to be passed for outliers to be suspected."""

MOST_WINSORISED = 5
"""Values of one indicator that may be moved, by the JRC's custom: more would be another distribution."""

LOG_SHIFT = 0.01
"""Distance from zero at which a shifted logarithm starts, as a share of the range (COINr's ``log_CT``)."""


def skewness(values: ArrayLike) -> float:
    r"""Return the sample skewness, adjusted for the number of values.

    .. math:: G_1 = \frac{\sqrt{n (n - 1)}}{n - 2} \, \frac{m_3}{m_2^{3/2}},
       \qquad m_k = \frac{1}{n} \sum_i (x_i - \bar x)^k

    What Excel, SAS and SPSS give, ``e1071::skewness(type = 2)`` (and so COINr) in R, and
    ``scipy.stats.skew(bias=False)``.

    Parameters
    ----------
    values
        Shape (n,); NaN is missing and left out.

    Returns
    -------
    NaN for fewer than three observed values, or where they are all the same.

    Source: Joanes and Gill (1998), doi:10.1111/1467-9884.00122.

    Examples
    --------
    >>> round(skewness([1, 2, 3, 10]), 6)
    1.763633
    """
    ratio, n = _moment_ratio(values, 3)
    return float(ratio * np.sqrt(n * (n - 1)) / (n - 2)) if n else float("nan")


def kurtosis(values: ArrayLike) -> float:
    r"""Return the sample excess kurtosis, adjusted for the number of values; 0 for a normal distribution.

    .. math:: G_2 = \frac{n - 1}{(n - 2)(n - 3)} \Bigl((n + 1) \Bigl(\frac{m_4}{m_2^2} - 3\Bigr) + 6\Bigr)

    What Excel, SAS and SPSS give, ``e1071::kurtosis(type = 2)`` (and so COINr) in R, and
    ``scipy.stats.kurtosis(bias=False)``.

    Parameters
    ----------
    values
        Shape (n,); NaN is missing and left out.

    Returns
    -------
    NaN for fewer than four observed values, or where they are all the same.

    Source: Joanes and Gill (1998), doi:10.1111/1467-9884.00122.

    Examples
    --------
    >>> round(kurtosis([1, 2, 3, 10]), 6)
    3.228
    """
    ratio, n = _moment_ratio(values, 4)
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (ratio - 3) + 6)) if n else float("nan")


def _moment_ratio(values: ArrayLike, order: int) -> tuple[float, int]:
    """Return a central moment over the power of the second, and of how many values; of none where undefined."""
    x = _observed(values)
    if len(x) < order or x.min() == x.max():
        return float("nan"), 0
    deviation = x - x.mean()
    return float(np.mean(deviation**order) / np.mean(deviation**2) ** (order / 2)), len(x)


def _observed(values: ArrayLike) -> FloatArray:
    x = np.asarray(values, dtype=np.float64)
    return x[~np.isnan(x)]


class Rule(ABC):
    """What a treatment does to one indicator, as learnt; the order of values never turns."""

    name: ClassVar[str]

    @abstractmethod
    def apply(self, values: FloatArray) -> FloatArray:
        """Return the treated values; NaN stays NaN, and so does what has no treated value."""

    @abstractmethod
    def move_goalposts(self, goalposts: tuple[float, float]) -> tuple[float, float]:
        """Return where goalposts lie among treated values; NaN where they have no place."""


@dataclass(frozen=True, slots=True)
class Bounds(Rule):
    """Values held between two bounds, infinite ones included; goalposts stay where they are."""

    low: float = -np.inf
    high: float = np.inf
    name: ClassVar[str] = "winsorise"

    def apply(self, values: FloatArray) -> FloatArray:
        return np.clip(values, self.low, self.high)

    def move_goalposts(self, goalposts: tuple[float, float]) -> tuple[float, float]:
        return goalposts


@dataclass(frozen=True, slots=True)
class ShiftedLog(Rule):
    """The natural logarithm of values plus a shift; NaN where that is not above zero."""

    shift: float
    name: ClassVar[str] = "log"

    def apply(self, values: FloatArray) -> FloatArray:
        shifted = values + self.shift
        return np.log(np.where(shifted > 0, shifted, np.nan))

    def move_goalposts(self, goalposts: tuple[float, float]) -> tuple[float, float]:
        low, high = self.apply(np.array(goalposts))
        return float(low), float(high)


class Treatment(ABC):
    """A way to treat one indicator; subclasses are frozen dataclasses whose fields are the options."""

    name: ClassVar[str]

    @abstractmethod
    def fit(self, values: FloatArray) -> Rule:
        """Learn the rule from one indicator's values; NaN is missing."""


@dataclass(frozen=True, slots=True)
class Log(Treatment):
    r"""The natural logarithm, for positive series whose steps are ratios: income, prices, people.

    .. math:: y = \ln(x + c), \qquad
       c = \begin{cases} 0 & \min x > 0 \\ 0.01\,(\max x - \min x) - \min x & \text{otherwise} \end{cases}

    Parameters
    ----------
    shift
        :math:`c`, declared; None takes the rule above, which brings the lowest of a series that is not
        positive to a hundredth of its range.

    Notes
    -----
    COINr's ``log_CT`` takes the second line for every series; a positive one is left unshifted here, so that
    equal ratios stay equal steps.

    Examples
    --------
    >>> frame = pd.DataFrame({"income": [1.0, 10.0, 100.0]})
    >>> treat_outliers(frame, Log()).panel["income"].round(2).tolist()
    [0.0, 2.3, 4.61]
    """

    name: ClassVar[str] = "log"
    shift: float | None = None

    def fit(self, values: FloatArray) -> Rule:
        if self.shift is not None:
            return ShiftedLog(float(self.shift))
        x = _observed(values)
        if not x.size or x.min() > 0:
            return ShiftedLog(0.0)
        return ShiftedLog(float(LOG_SHIFT * (x.max() - x.min()) - x.min()))


@dataclass(frozen=True, slots=True)
class Winsorise(Treatment):
    r"""Outliers moved to the nearest value that is none, one after another, while both limits are passed.

    While :math:`|G_1| \ge 2` and :math:`G_2 \ge 3.5` (:func:`skewness`, :func:`kurtosis`), the highest value
    (for positive skewness; the lowest for negative), together with all that tie with it, takes the value of
    the next one. It ends when either limit holds, or when the next step would move more than ``most`` values.

    Parameters
    ----------
    skewness_limit, kurtosis_limit
        The limits, on absolute skewness and on excess kurtosis.
    most
        Values of one indicator that may be moved, ties counted one by one.
    otherwise
        What to do instead, on the original values, where ``most`` values do not suffice (COINr's ``f2``);
        None keeps what was moved, and the report says that the limits are still passed.

    Notes
    -----
    The algorithm of COINr's ``winsorise``, with one difference: COINr counts after the step, so that ties may
    carry it beyond ``most``; here such a step is not taken.

    Examples
    --------
    COINr's own example, 1 to 10 and two outliers. Skewness and kurtosis are 3.06 and 9.74; with 100 brought
    to 30 they are 1.71 and 1.82, and that will do:

    >>> Winsorise().fit(np.array([*range(1, 11), 30.0, 100.0]))
    Bounds(low=-inf, high=30.0)
    """

    name: ClassVar[str] = "winsorise"
    skewness_limit: float = SKEWNESS_LIMIT
    kurtosis_limit: float = KURTOSIS_LIMIT
    most: int = MOST_WINSORISED
    otherwise: Treatment | None = None

    def passed(self, values: ArrayLike) -> bool:
        """Return whether both limits are passed; they are not where the measures are undefined."""
        return abs(skewness(values)) >= self.skewness_limit and kurtosis(values) >= self.kurtosis_limit

    def fit(self, values: FloatArray) -> Rule:
        x = _observed(values)
        moved = np.zeros(x.shape, dtype=bool)
        rule = Bounds()
        while self.passed(x):
            upper = skewness(x) > 0
            at_edge = x == (x.max() if upper else x.min())
            if (moved | at_edge).sum() > self.most:
                return rule if self.otherwise is None else self.otherwise.fit(values)
            rest = x[~at_edge]
            rule = replace(rule, high=float(rest.max())) if upper else replace(rule, low=float(rest.min()))
            moved |= at_edge
            x = rule.apply(x)
        return rule


TREATMENTS: Mapping[str, Treatment] = MappingProxyType(
    {treatment.name: treatment for treatment in (Winsorise(), Log())}
)
"""The treatments by name, with their default options."""

TreatmentChoice = str | Treatment | Mapping[str, str | Treatment]


@dataclass(frozen=True, eq=False)
class Treated:
    """A treated panel and what was done to it.

    Attributes
    ----------
    panel
        Units x indicators, in their own unit (its logarithm where a logarithm was taken).
    changed
        The same shape, boolean: the cell is not what it was.
    summary
        One row per indicator: ``treatment`` (missing where nothing changed), ``n_changed``, and
        ``skewness``, ``kurtosis`` before and, ending in ``_after``, after.
    cells
        One row per changed cell: ``unit``, ``indicator``, ``before``, ``after``.
    """

    panel: pd.DataFrame
    changed: pd.DataFrame
    summary: pd.DataFrame = field(repr=False)
    cells: pd.DataFrame = field(repr=False)


@dataclass(frozen=True)
class FittedTreatment:
    """The rule of every treated indicator, held as fitted; indicators without one are left alone."""

    rules: Mapping[str, Rule]

    def apply(self, values: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the treated values, and which cells changed.

        Raises
        ------
        InputError
            For values that have no logarithm under the fitted shift, by indicator and unit.
        """
        treated = values.copy()
        for indicator, rule in self.rules.items():
            treated[indicator] = rule.apply(values[indicator].to_numpy(dtype=float))
        lost = (values.notna() & treated.isna()).to_numpy()
        if lost.any():
            units, columns = label_hits(values, lost)
            raise InputError(
                f"values of {name_ids(columns)} for {name_ids(units)} have no logarithm under the shift; "
                "declare a larger one with Log(shift=...), or treat these indicators by 'winsorise'",
                ids=columns,
            )
        return treated, (treated != values) & values.notna()

    def move_goalposts(self, framework: Framework) -> Framework:
        """Return the framework with goalposts where the treated values need them.

        Raises
        ------
        InputError
            For goalposts without a logarithm, by indicator.
        """
        parts = tuple(
            replace(part, goalposts=self.rules[part.id].move_goalposts(part.goalposts))
            if part.id in self.rules and part.goalposts is not None
            else part
            for part in framework.indicator_parts
        )
        lost = [part.id for part in parts if part.goalposts and np.isnan(part.goalposts).any()]
        if lost:
            raise InputError(
                f"goalposts of {name_ids(lost)} have no logarithm under the shift; declare goalposts above "
                "zero, a larger shift with Log(shift=...), or normalise by 'minmax'",
                ids=lost,
            )
        return replace(framework, indicator_parts=parts)


def fit_treatment(values: pd.DataFrame, choice: TreatmentChoice | None) -> FittedTreatment:
    """Learn the treatment of every indicator.

    Parameters
    ----------
    values
        Units x indicators in their own units; NaN is missing.
    choice
        A name from :data:`TREATMENTS` or a treatment, for all indicators; a mapping from indicator ids to
        these, for some; None for none.

    Raises
    ------
    OptionError
        For unknown names, or indicators that the panel lacks.
    """
    if choice is None:
        return FittedTreatment({})
    chosen = dict(choice) if isinstance(choice, Mapping) else dict.fromkeys(values.columns, choice)
    unknown = [item for item in chosen if item not in values.columns]
    if unknown:
        raise OptionError(
            f"treat: {name_ids(unknown)} is not among the indicators {name_ids(values.columns)}", ids=unknown
        )
    return FittedTreatment(
        {
            indicator: resolve_treatment(treatment).fit(values[indicator].to_numpy(dtype=float))
            for indicator, treatment in chosen.items()
        }
    )


def resolve_treatment(choice: str | Treatment) -> Treatment:
    """Return the treatment of a name, or as given.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones.

    Examples
    --------
    >>> resolve_treatment("log")
    Log(shift=None)
    """
    return choice if isinstance(choice, Treatment) else find_by_name(choice, TREATMENTS, "treatment")


def treat_outliers(values: pd.DataFrame, choice: TreatmentChoice = "winsorise") -> Treated:
    """Treat a panel by what it says of itself, and report every cell that changed.

    Parameters
    ----------
    values
        Units x indicators in their own units; NaN is missing and stays so. Left unchanged.
    choice
        As for :func:`fit_treatment`.

    Returns
    -------
    Treated
        The treated values, and a row for every cell that changed.

    Raises
    ------
    OptionError, InputError
        For choices that do not exist, and for values without a logarithm; by id.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [*range(1, 11), 30.0, 100.0]})
    >>> treat_outliers(frame).cells
       unit indicator  before  after
    0    11         a   100.0   30.0
    """
    fitted = fit_treatment(values, choice)
    treated, changed = fitted.apply(values)
    return Treated(
        panel=treated,
        changed=changed,
        summary=_summarise(fitted, values, treated, changed),
        cells=_list_cells(values, treated, changed),
    )


def _summarise(
    fitted: FittedTreatment, before: pd.DataFrame, after: pd.DataFrame, changed: pd.DataFrame
) -> pd.DataFrame:
    columns = list(before.columns)
    names = [fitted.rules[item].name if changed[item].any() else None for item in columns]
    return pd.DataFrame(
        {
            "treatment": pd.array(names, dtype="str"),
            "n_changed": [int(changed[item].sum()) for item in columns],
            "skewness": [skewness(before[item]) for item in columns],
            "kurtosis": [kurtosis(before[item]) for item in columns],
            "skewness_after": [skewness(after[item]) for item in columns],
            "kurtosis_after": [kurtosis(after[item]) for item in columns],
        },
        index=pd.Index(columns, name="indicator"),
    )


def _list_cells(before: pd.DataFrame, after: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    rows, columns = np.nonzero(changed.to_numpy())
    return pd.DataFrame(
        {
            "unit": before.index[rows],
            "indicator": before.columns[columns],
            "before": before.to_numpy()[rows, columns],
            "after": after.to_numpy()[rows, columns],
        }
    )
