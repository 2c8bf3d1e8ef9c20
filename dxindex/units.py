"""Finding the units, nodes and scores that a question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dxindex.errors import InputError, name_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def check_units(units: Iterable[object], index: pd.Index[str]) -> None:
    """Refuse units that a table lacks.

    Raises
    ------
    InputError
        Naming every one of them.

    Examples
    --------
    >>> check_units(["P", "Q"], pd.Index(["P", "Q", "R"]))
    """
    unknown = [unit for unit in units if unit not in index]
    if unknown:
        raise InputError(
            f"units are not in the table: {name_ids(unknown)}; it has {name_ids(index)}", ids=unknown
        )


def check_scored(scores: pd.DataFrame, units: Iterable[str], nodes: Sequence[str]) -> None:
    """Refuse units that the table lacks, or that lack a score on one of the nodes.

    Raises
    ------
    InputError
        Naming every unit, and the nodes it lacks.

    Examples
    --------
    >>> check_scored(pd.DataFrame({"s": [0.5]}, index=["P"]), ["P"], ["s"])
    """
    wanted = list(units)
    check_units(wanted, scores.index)
    missing = scores.loc[wanted, list(nodes)].isna()
    if missing.any(axis=None):
        without = list(missing.index[missing.any(axis=1)])
        where = list(missing.columns[missing.any(axis=0)])
        raise InputError(
            f"units lack a score on {name_ids(where)}: {name_ids(without)}; too little of its weight is observed",
            ids=without,
        )
