"""What a table of figures must be before an index can be computed from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError, name_ids


def check_panel(frame: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """Return the columns ``indicators`` of a frame as floats; refuse what cannot be scored.

    Columns are found by label; others are ignored. NaN (and ``pd.NA``) is missing and stays so.

    Raises
    ------
    InputError
        For an empty frame, unit ids that are missing or occur twice, columns that are missing, occur twice or
        are not numeric, and infinite values. Every fault is listed, by id.

    Examples
    --------
    >>> check_panel(pd.DataFrame({"a": [1, 2], "name": ["x", "y"]}, index=["P", "Q"]), ["a"])
         a
    P  1.0
    Q  2.0
    """
    faults: dict[str, Sequence[object]] = {}
    if frame.empty:
        raise InputError(
            f"the table has {len(frame)} rows and {frame.shape[1]} columns; give it at least one of each"
        )
    nameless = int(frame.index.to_frame().isna().any(axis=1).sum())
    if nameless:
        faults[f"rows without a unit id: {nameless}; name or remove them"] = []
    repeated = frame.index[frame.index.duplicated()].unique()
    if len(repeated):
        faults[f"units occur more than once: {name_ids(repeated)}; keep one row each"] = list(repeated)
    doubled = [item for item in dict.fromkeys(indicators) if (frame.columns == item).sum() > 1]
    if doubled:
        faults[f"columns occur more than once: {name_ids(doubled)}; keep one each"] = doubled
    missing = [item for item in indicators if item not in frame.columns]
    if missing:
        faults[f"columns are missing: {name_ids(missing)}; add them, or leave them out of the framework"] = (
            missing
        )
    present = [item for item in indicators if item not in missing and item not in doubled]
    textual = [item for item in present if not pd.api.types.is_numeric_dtype(frame[item])]
    if textual:
        faults[f"columns are not numeric: {name_ids(textual)}; convert them to numbers"] = textual
    numeric = [item for item in present if item not in textual]
    values = frame.loc[:, numeric].astype(float)
    infinite = np.isinf(values.to_numpy())
    if infinite.any():
        units, columns = label_hits(values, infinite)
        where = f"{name_ids(columns)} for {name_ids(units)}"
        faults[f"values are infinite (inf) in {where}; make them missing or finite"] = units
    if faults:
        raise InputError("; ".join(faults), ids=[item for ids in faults.values() for item in ids])
    return values


def label_hits(frame: pd.DataFrame, hits: NDArray[np.bool_]) -> tuple[list[str], list[str]]:
    """Return the units and the columns in which ``hits``, of the frame's shape, holds anywhere."""
    rows, columns = (np.unique(positions) for positions in np.nonzero(hits))
    return [str(unit) for unit in frame.index[rows]], [str(column) for column in frame.columns[columns]]
