"""A delimited text from anybody: decoded, its separator found, bounded, refused by name where it is no such text."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dxindex.own_faults import Fault, RefusedFileError

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CELL = 10_000  # letters: below the csv module's own limit, which any library in the process may raise
SEPARATORS = (",", ";", "\t")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and every other zip archive; .xls
_REMARK = ("# ", '"# ')  # as the files made here begin, and as a spreadsheet saves them again


@dataclass(frozen=True)
class Delimited:
    """A text as cells: the header, and below it the rows that hold anything, by their number in the file."""

    separator: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, list[str]], ...]


def read_delimited(content: bytes, known: Collection[str]) -> Delimited:
    """Read a text in UTF-8, with or without byte order mark, separated by comma, semicolon or tab.

    Parameters
    ----------
    content
        The file. Lines before the header that begin with ``# `` are remarks.
    known
        Names of columns, lower case: of the separators, the one that finds most of them is taken.

    Raises
    ------
    RefusedFileError
        For a file that is empty, too large, no text, without pairs of quotation marks, or with too many rows or
        columns.

    Examples
    --------
    >>> read_delimited(b"name;a\\nP;1,5\\n", {"a"})
    Delimited(separator=';', header=('name', 'a'), header_row=1, rows=((2, ['P', '1,5']),))
    """
    text = _decoded(content)
    skipped, body = _below_remarks(text)
    separator, header = _best_header(body, known, skipped + 1)
    if len(header) > MAX_COLUMNS:
        raise RefusedFileError(
            Fault("too_many_columns", row=skipped + 1, facts={"found": len(header), "most": MAX_COLUMNS})
        )
    rows: list[tuple[int, list[str]]] = []
    found = 0
    number = skipped
    records = _records(body, separator)
    try:
        for number, cells in enumerate(records, skipped + 1):
            if number == skipped + 1 or not any(cell.strip() for cell in cells):
                continue
            if any(len(cell) > MAX_CELL for cell in cells):
                raise RefusedFileError(Fault("huge_cell", row=number, facts={"most": MAX_CELL}))
            found += 1
            if found <= MAX_ROWS:
                rows.append((number, cells))
    except csv.Error as error:
        raise RefusedFileError(_untold(error, number + 1)) from error
    if found > MAX_ROWS:
        raise RefusedFileError(Fault("too_many_rows", facts={"found": found, "most": MAX_ROWS}))
    if not rows:
        raise RefusedFileError(Fault("no_rows"))
    return Delimited(separator, tuple(header), skipped + 1, tuple(rows))


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise RefusedFileError(Fault("too_large", facts={"found": len(content), "most": MAX_BYTES}))
    if content.startswith(_WORKBOOKS):
        raise RefusedFileError(Fault("workbook"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFileError(Fault("not_text", row=content.count(b"\n", 0, error.start) + 1)) from error
    if "\x00" in text:
        raise RefusedFileError(Fault("not_text", row=text.count("\n", 0, text.index("\x00")) + 1))
    if not text.strip('\ufeff \t\r\n,;"'):
        raise RefusedFileError(Fault("empty"))
    return text


def _below_remarks(text: str) -> tuple[int, str]:
    """How many lines stand above the header, and the text from there on."""
    lines = io.StringIO(text, newline="")
    skipped, start = 0, 0
    for line in iter(lines.readline, ""):
        if line.strip(' \t\r\n,;"') and not line.startswith(_REMARK):
            break
        skipped, start = skipped + 1, lines.tell()
    return skipped, text[start:].rstrip("\r\n")


def _records(body: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)


def _untold(error: csv.Error, row: int) -> Fault:
    """Name what the parser stumbled over; its own words are all that tell the two apart."""
    if "field larger" in str(error):
        return Fault("huge_cell", row=row, facts={"most": MAX_CELL})
    return Fault("broken_quotes", row=row)


def _best_header(body: str, known: Collection[str], row: int) -> tuple[str, list[str]]:
    """The separator that finds most known names, of equals the one that finds most columns."""
    found: dict[str, list[str]] = {}
    fault = Fault("empty")
    for separator in SEPARATORS:
        try:
            cells: list[str] = next(_records(body, separator), [])
        except csv.Error as error:
            fault = _untold(error, row)
            continue
        while cells and not cells[-1].strip():
            cells.pop()
        found[separator] = cells
    if not any(found.values()):
        raise RefusedFileError(fault)

    def likeness(separator: str) -> tuple[int, int]:
        cells = found[separator]
        names = {cell.strip().lower() for cell in cells[:MAX_COLUMNS]}
        return len(names & set(known)), len(cells)

    best = max(found, key=likeness)
    return best, found[best]
