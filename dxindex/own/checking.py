"""Figures that are understood, checked: every fault listed with its place, what is faulty missing, the rest kept.

pandera holds the rules, since it applies a whole schema at once and says of each failure where it is; it takes over a
second to import and is therefore imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex.own.cells import NO_YEAR, read_cells
from dxindex.own.faults import Fault, FaultList, RefusedFileError, quotable
from dxindex.own.limits import MAX_UNITS
from dxindex.own.own_data import OwnData, describe_indicators, describe_units
from dxindex.own.understanding import ECONOMIES, Understanding

if TYPE_CHECKING:
    import pandera.pandas as pa

_KEY = ["unit", "year", "indicator"]


def check(understanding: Understanding) -> OwnData:
    """Check the figures of a table against what is known of them.

    Checked are, all at once: that cells are finite numbers within what is possible (the catalogue's bounds), that
    rows have a unit, a year where the table has years, and an indicator where it names them, and that no unit occurs
    twice (in a year). What is faulty counts as missing, a row that cannot be told from another is left out, and each
    is listed; the first :data:`~dxindex.own.limits.MAX_FAULTS` are kept.

    Parameters
    ----------
    understanding
        Of :func:`~dxindex.own.understanding.understand`, with the choices of a person.

    Returns
    -------
    OwnData
        The figures that are left, tidy, and the faults. Empty cells are missing and no fault.

    Raises
    ------
    RefusedFileError
        Where no value is left, with every fault, and for more units than are scored.

    Examples
    --------
    >>> from dxindex.own.reading import read_table
    >>> from dxindex.own.understanding import understand
    >>> data = check(understand(read_table(b"name;a;b\\nP;0,5;x\\nQ;1;2\\n", "mine.csv")))
    >>> data.panel().loc["P"].to_dict(), [(fault.kind, fault.row, fault.column) for fault in data.faults]
    ({'a': 0.5, 'b': nan}, [('not_a_number', 2, 'b')])
    """
    faults = FaultList()
    cells = read_cells(understanding, faults)
    if cells["unit"].nunique() > MAX_UNITS:
        facts = {"found": cells["unit"].nunique(), "most": MAX_UNITS}
        raise RefusedFileError(Fault("too_many_units", facts=facts))
    good = _validated(cells, understanding, faults)
    tidy_table = good.dropna(subset="value")
    listed = _in_order(understanding, faults, _told_of_values(understanding, tidy_table))
    if tidy_table.empty:
        raise RefusedFileError(Fault("nothing_left"), listed.kept)
    years = tidy_table["year"].where(tidy_table["year"] != NO_YEAR).astype("Int64")
    return OwnData(
        tidy=tidy_table[["unit", "year", "indicator", "value"]].assign(year=years).reset_index(drop=True),
        units=describe_units(understanding, list(dict.fromkeys(good["unit"]))),
        indicators=describe_indicators(understanding),
        faults=tuple(listed.kept),
        n_faults=listed.count,
        understanding=understanding,
    )


def _validated(cells: pd.DataFrame, understanding: Understanding, faults: FaultList) -> pd.DataFrame:
    """The cells that pass; those whose value alone fails stay, without it."""
    import pandera.pandas as pa

    bounds = {
        key: (known.low, known.high)
        for key, known in understanding.known.items()
        if known.direction or understanding.kind == ECONOMIES  # sizes, such as population, are of economies
    }
    low = cells["indicator"].map({key: ends[0] for key, ends in bounds.items()}).fillna(-np.inf)
    high = cells["indicator"].map({key: ends[1] for key, ends in bounds.items()}).fillna(np.inf)
    try:
        return _schema(low, high).validate(cells, lazy=True)
    except pa.errors.SchemaErrors as error:
        found = error.failure_cases
    where = {
        str(check): np.unique(group["index"].astype(int))
        for check, group in found.groupby("check", sort=False)
    }
    bad_rows = pd.Series(data=False, index=cells.index)
    for check, kind in _ROW_KINDS.items():
        bad_rows |= cells.index.isin(where.get(check, []))
        faults.extend(_row_faults(kind, cells.loc[where.get(check, [])], understanding))
    for kind in ("infinite", "impossible"):
        places = np.asarray(where.get(kind, []), dtype=int)
        bad = cells.loc[places]
        ends = zip(low.loc[places], high.loc[places], strict=True)
        for row, column, value, (least, most) in zip(
            bad["row"], bad["column"], bad["value"], ends, strict=True
        ):
            facts = {"low": least, "high": most} if kind == "impossible" else {}
            faults.add(Fault(kind, row, quotable(column), f"{value:g}", facts))
    bad_values = cells.index.isin([*where.get("infinite", []), *where.get("impossible", [])])
    values = cells["value"].where(~bad_values)
    return cells.assign(value=values)[~bad_rows]


_ROW_KINDS = {
    "has_name": "no_name",
    "not_nullable": "no_year",
    "has_series": "no_series",
    "multiple_fields_uniqueness": "doubled",
}
"""The checks that leave a row out, and the faults they are told as."""


def _schema(low: pd.Series[float], high: pd.Series[float]) -> pa.DataFrameSchema:
    """The rules for cells: bounds are each cell's own."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            "unit": pa.Column(str, pa.Check(lambda units: units != "", name="has_name", error="has_name")),
            "year": pa.Column(float, nullable=False),
            "indicator": pa.Column(
                str, pa.Check(lambda ids: ids != "", name="has_series", error="has_series")
            ),
            "value": pa.Column(
                float,
                [
                    pa.Check(lambda values: ~np.isinf(values), name="infinite", error="infinite"),
                    pa.Check(
                        lambda values: (
                            np.isinf(values) | values.between(low[values.index], high[values.index])
                        ),
                        name="impossible",
                        error="impossible",
                    ),
                ],
                nullable=True,
            ),
        },
        unique=_KEY,
        report_duplicates="all",
    )


def _row_faults(kind: str, cells: pd.DataFrame, understanding: Understanding) -> Iterator[Fault]:
    """One fault a row, or a cell where the table is tidy; of what occurs twice, with another place of it."""
    if kind != "doubled":
        column = {"no_name": "unit", "no_year": "year", "no_series": "series"}[kind]
        for row in dict.fromkeys(cells["row"]):
            yield Fault(kind, int(row), quotable(understanding.column_of(column)))
        return
    named = cells[(cells["unit"] != "") & cells["year"].notna() & (cells["indicator"] != "")]
    if understanding.shape == "wide":
        kind = "doubled_unit_year" if understanding.column_of("year") else "doubled_unit"
        named = named.drop_duplicates("row")
        keys = ["unit", "year"]
    else:
        kind, keys = "doubled_value", _KEY
    rows = named.groupby(keys, sort=False)["row"]
    first = rows.transform("first")
    other = first.where(first != named["row"], rows.shift(-1)).fillna(named["row"])
    for row, unit, elsewhere in zip(named["row"], named["unit"], other, strict=True):
        yield Fault(kind, row, found=quotable(unit), facts={"other": int(elsewhere)})


def _told_of_values(understanding: Understanding, cells: pd.DataFrame) -> Iterator[Fault]:
    """What is worth knowing of whole indicators: nothing there, no spread, values beyond goalposts."""
    goalposts = {
        part.id: part.goalposts
        for part in (understanding.framework.indicator_parts if understanding.framework else ())
    }
    grouped = {str(key): values for key, values in cells.groupby("indicator")["value"]}
    for name, role in understanding.figures().items():
        values = grouped.get(role.indicator)
        if values is None:
            yield Fault("series_without_values", column=quotable(name))
            continue
        ends = goalposts.get(role.indicator)
        if ends is not None:
            beyond = int(((values < ends[0]) | (values > ends[1])).sum())
            if beyond:
                facts: dict[str, float | str] = {"low": ends[0], "high": ends[1], "found": beyond}
                yield Fault("beyond_goalposts", column=quotable(name), facts=facts)
        elif len(values) > 1 and values.min() == values.max():
            yield Fault("constant", column=quotable(name), facts={"value": float(values.iloc[0])})


def _in_order(understanding: Understanding, faults: FaultList, values: Iterator[Fault]) -> FaultList:
    """All faults: of the file and its columns first, then by row."""
    of_rows: list[Fault] = [*understanding.table.faults.kept, *faults.kept]
    if understanding.kind == ECONOMIES:
        of_rows += understanding.recognised.remarks
    listed = FaultList()
    listed.extend(understanding.faults.kept)
    listed.extend(values)
    listed.extend(sorted(of_rows, key=lambda fault: (fault.row or 0, fault.remark)))
    for source in (understanding.faults, understanding.table.faults, faults):
        listed.counts.update(source.counts)
        listed.counts.subtract([fault.kind for fault in source.kept])
    return listed
