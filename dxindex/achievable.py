"""How much indicators have moved: the unit in which changes of different indicators can be compared."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework

KEY = ["iso3", "indicator", "year"]


def achievable_changes(
    history: pd.DataFrame,
    groups: pd.Series[str] | Mapping[str, str],
    *,
    framework: Framework | None = None,
    years: int = 5,
    quantile: float = 0.75,
) -> pd.DataFrame:
    r"""Return, by group and indicator, what an improvement that peers have achieved is.

    .. math:: u_{gi} = Q_{q} \{\, x_{c,i,t+h} - x_{c,i,t} \;:\; c \in g,\ x_{c,i,t+h} > x_{c,i,t} \,\}

    the ``quantile`` :math:`q` of the improvements over :math:`h` ``years`` among the units of a group.

    Parameters
    ----------
    history
        Tidy columns ``iso3`` (any unit id), ``year``, ``indicator``, ``value``; others are ignored. Missing
        values take no part.
    groups
        Group of each unit, such as its income group; units without one take no part.
    framework
        Its indicators only, each in the direction it declares; without one, all, and more is better.
    years
        The span of a change. Every pair of observations exactly that far apart counts, overlapping ones too.
    quantile
        0 to 1.

    Returns
    -------
    DataFrame
        Index (group, indicator), sorted; columns ``change``, always positive and in the indicator's own unit,
        ``n_changes`` and ``n_units``: how many improvements of how many units it rests on. A pair without any
        is not there.

    Raises
    ------
    InputError
        For missing columns, or several values of one unit, indicator and year.
    OptionError
        For a span or quantile out of range.

    Notes
    -----
    It describes what was seen among units that improved; it is neither a forecast nor a ceiling.

    Examples
    --------
    >>> history = pd.DataFrame({
    ...     "iso3": ["P", "P", "Q", "Q", "R", "R"], "year": [2010, 2015] * 3, "indicator": "a",
    ...     "value": [1.0, 3.0, 2.0, 8.0, 5.0, 4.0],
    ... })
    >>> achievable_changes(history, {"P": "L", "Q": "L", "R": "L"})["change"].to_dict()
    {('L', 'a'): 5.0}
    """
    if isinstance(years, bool) or not isinstance(years, int | np.integer) or years < 1:
        raise OptionError(f"years must be a whole number from 1 up, not {years!r}")
    if not 0 <= quantile <= 1:
        raise OptionError(f"quantile {quantile} must lie between 0 and 1")
    observed = _check_history(history)
    if framework is not None:
        observed = observed[observed["indicator"].isin(framework.indicators)]
    later = observed.assign(year=observed["year"] - years)
    pairs = observed.merge(later, on=KEY, suffixes=("", "_later"))
    directions = {} if framework is None else {i.id: i.direction for i in framework.indicator_parts}
    turn = pairs["indicator"].map(lambda indicator: directions.get(indicator, 1)).astype(float)
    pairs["change"] = (pairs["value_later"] - pairs["value"]) * turn
    pairs["group"] = pairs["iso3"].map(pd.Series(groups))
    improved = pairs[pairs["change"] > 0].groupby(["group", "indicator"])
    return pd.DataFrame(
        {
            "change": improved["change"].quantile(quantile),
            "n_changes": improved.size(),
            "n_units": improved["iso3"].nunique(),
        }
    )


def _check_history(history: pd.DataFrame) -> pd.DataFrame:
    missing = [column for column in [*KEY, "value"] if column not in history.columns]
    if missing:
        raise InputError(f"history lacks the columns {name_ids(missing)}", ids=missing)
    observed = history.loc[history["value"].notna(), [*KEY, "value"]]
    repeated = observed[observed.duplicated(KEY)]
    if len(repeated):
        ids = list(dict.fromkeys(repeated["iso3"]))
        raise InputError(
            f"history has several values of one indicator and year for {name_ids(ids)}; keep one each",
            ids=ids,
        )
    return observed
