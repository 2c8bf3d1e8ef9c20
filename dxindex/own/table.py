"""A file as cells: what every form of file is read into, before anything is understood of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from dxindex.own.faults import Fault, FaultList, RefusedFileError, quotable, tidy
from dxindex.own.limits import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS

Cell = str | float
"""A text as it stands, or a number where the file itself holds numbers; the empty text is an empty cell."""

Row = tuple[int, Sequence[Cell]]
"""Its number in the file, and its cells."""

_HEADER_WITHIN = 50  # rows: below more lines of title than any publisher writes


@dataclass(frozen=True)
class Table:
    """A table of a file.

    Attributes
    ----------
    name
        Of the file.
    form
        ``csv`` (any delimited text), ``xlsx`` or ``parquet``.
    header
        Names of the columns: tidied; those without one are named by their position, ``(3)``.
    header_row
        Its number, as a spreadsheet counts.
    rows
        The rows that hold anything, by number; every one as long as the header.
    faults
        What is wrong with single rows, and how many faults there are, beyond those kept.
    encoding, separator
        Of a text.
    sheet, sheets
        Of a workbook: the one that was read, and all that it has.
    fingerprint
        SHA-256 of the content, its first 16 digits.
    """

    name: str
    form: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    faults: FaultList
    fingerprint: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def column(self, name: str) -> list[Cell]:
        """Return the cells of a column, by its name; of several of one name, the first."""
        place = self.header.index(name)
        return [cells[place] for _number, cells in self.rows]


@dataclass(frozen=True)
class Body:
    """The rows of a table below its header, checked for size and made even."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    faults: FaultList


def find_body(rows: Sequence[Row]) -> Body:
    """Find the header among rows that hold anything, and bring the rows below it to its length.

    The header is the first row more than half as long as rows usually are: lines of title above it are shorter.

    Raises
    ------
    RefusedFileError
        For a file without rows, with one column only, or with more than is read.

    Examples
    --------
    >>> found = find_body([(1, ["Figures of 2014"]), (3, ["name", "a"]), (4, ["P", 0.5, ""]), (5, ["Q"])])
    >>> found.header, found.header_row, found.rows
    (('name', 'a'), 3, ((4, ['P', 0.5]), (5, ['Q', ''])))
    >>> [(fault.kind, fault.row) for fault in found.faults.kept]
    [('short_row', 5)]
    """
    if not rows:
        raise RefusedFileError(Fault("empty"))
    lengths = [len(trimmed(cells)) for _number, cells in rows[:_HEADER_WITHIN]]
    if max(lengths) < 2:
        raise RefusedFileError(Fault("one_column", row=rows[0][0]))
    usual = max(2, median_low(lengths))
    position = next((place for place, length in enumerate(lengths) if 2 * length > usual), 0)
    number, cells = rows[position]
    width = len(trimmed(cells))
    check_size(len(rows) - position - 1, width, number)
    faults = FaultList()
    below = tuple(_even(rows[position + 1 :], width, faults))
    if not below and not faults.count:
        raise RefusedFileError(Fault("no_rows"))
    names = [tidy(shown(cell)) for cell in trimmed(cells)]
    header = tuple(name or f"({place})" for place, name in enumerate(names, 1))
    return Body(header, number, below, faults)


def check_size(n_rows: int, n_columns: int, row: int | None = None) -> None:
    """Refuse a table that is larger than what is read, by name."""
    if n_columns > MAX_COLUMNS:
        facts = {"found": n_columns, "most": MAX_COLUMNS}
        raise RefusedFileError(Fault("too_many_columns", row, facts=facts))
    if n_rows > MAX_ROWS:
        raise RefusedFileError(Fault("too_many_rows", facts={"found": n_rows, "most": MAX_ROWS}))
    if n_rows * n_columns > MAX_CELLS:
        facts = {"found": n_rows * n_columns, "most": MAX_CELLS}
        raise RefusedFileError(Fault("too_many_cells", facts=facts))


def check_cells(number: int, cells: Sequence[Cell]) -> None:
    """Refuse a table with a text longer than what is read."""
    if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells):
        raise RefusedFileError(Fault("huge_cell", row=number, facts={"most": MAX_CELL}))


def is_filled(cell: Cell) -> bool:
    """Return whether a cell holds anything."""
    return not isinstance(cell, str) or bool(cell.strip())


def shown(cell: Cell) -> str:
    """Return a cell as text; whole numbers, which workbooks hold as fractions, without a fraction.

    >>> shown(2014.0), shown(0.5), shown(" x")
    ('2014', '0.5', ' x')
    """
    if isinstance(cell, str):
        return cell
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def trimmed(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and not is_filled(cells[end - 1]):
        end -= 1
    return cells[:end]


def _even(rows: Sequence[Row], width: int, faults: FaultList) -> Iterator[Row]:
    """Cut what is empty beyond the header, fill what is short, and leave out rows that hold more."""
    for number, cells in rows:
        if len(cells) > width and any(is_filled(cell) for cell in cells[width:]):
            facts = {"found": len(trimmed(cells)), "most": width}
            faults.add(Fault("extra_cells", number, found=quotable(shown(cells[0])), facts=facts))
            continue
        if len(cells) < width:
            faults.add(Fault("short_row", number, found=quotable(shown(cells[0]))))
        yield number, [*cells[:width], *[""] * (width - len(cells))]
