"""A delimited text from anybody: decoded and divided by what it shows, refused by name where it is no such text."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dxindex.own.faults import Fault, RefusedFileError
from dxindex.own.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from dxindex.own.table import Row, check_cells, is_filled

SEPARATORS = (",", ";", "\t", "|")
_REMARK = ("# ", '"# ')  # as the files made here begin, and as a spreadsheet saves them again
_SAMPLE = 200  # rows that show the separator
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_VOWELS = frozenset("aăâeêioôơuưy")
_ENOUGH_SEPARATORS = MAX_COLUMNS + MAX_CELL
"""In one line: all that may divide its cells, and all that may stand within one."""


@dataclass(frozen=True)
class Delimited:
    """A text as rows of cells: those that hold anything, by their number in the file."""

    rows: tuple[Row, ...]
    separator: str
    encoding: str


def read_delimited(content: bytes) -> Delimited:
    """Read a text separated by comma, semicolon, tab or bar.

    Lines at the beginning that start with ``# `` are remarks and left out.

    Raises
    ------
    RefusedFileError
        For a file that is empty, no text, without pairs of quotation marks, or with too many rows or columns.

    Examples
    --------
    >>> read_delimited("tên;a\\nHuế;1,5\\n".encode())
    Delimited(rows=((1, ['tên', 'a']), (2, ['Huế', '1,5'])), separator=';', encoding='utf-8')
    """
    text, encoding = decode(content)
    skipped, body = _below_remarks(text)
    separator = _find_separator(body, skipped + 1)
    rows: list[Row] = []
    number = skipped
    try:
        for number, cells in enumerate(_records(body, separator), skipped + 1):
            if not any(map(is_filled, cells)):
                continue
            check_cells(number, cells)
            if len(rows) > MAX_ROWS + _SAMPLE:
                facts = {"found": body.count("\n") + 1, "most": MAX_ROWS}
                raise RefusedFileError(Fault("too_many_rows", facts=facts))
            rows.append((number, cells))
    except csv.Error as error:
        raise RefusedFileError(_untold(error, number + 1)) from error
    return Delimited(tuple(rows), separator, encoding)


def decode(content: bytes) -> tuple[str, str]:
    """Return a text and its encoding: UTF-8, UTF-16 by its mark, or what its bytes show.

    What is not UTF-8 is taken for Windows-1258 where its signs of tone stand behind vowels, as Vietnamese has
    them, else for Windows-1252.

    Raises
    ------
    RefusedFileError
        For what is empty or no text in any of these.

    Examples
    --------
    >>> decode("Huế".encode("utf-16"))
    ('Huế', 'utf-16-le')
    >>> decode("Vi\\xea\\u0323t Nam".encode("cp1258")), decode("Curaçao".encode("cp1252"))
    (('Việt Nam', 'windows-1258'), ('Curaçao', 'windows-1252'))
    """
    mark = next((mark for mark in _BOMS if content.startswith(mark)), b"")
    if content.startswith(_UTF32):
        raise RefusedFileError(Fault("not_text", row=1))
    encoding = _BOMS.get(mark, "utf-8")
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        if mark:
            raise RefusedFileError(Fault("not_text", row=row)) from error
        text, encoding = _decode_windows(content, row)
    strange = _UNPRINTABLE.search(text)
    if strange:
        raise RefusedFileError(Fault("not_text", row=text.count("\n", 0, strange.start()) + 1))
    if not text.strip('\ufeff \t\r\n,;|"'):
        raise RefusedFileError(Fault("empty"))
    return text, encoding


def _decode_windows(content: bytes, row: int) -> tuple[str, str]:
    """Decode by evidence; ``row`` is the first that is not UTF-8, for the refusal."""
    decoded: dict[str, str] = {}
    for encoding in ("cp1258", "cp1252"):
        try:
            decoded[encoding] = content.decode(encoding)
        except UnicodeDecodeError:
            continue
    vietnamese = decoded.get("cp1258", "")
    if vietnamese and _has_tones(vietnamese):
        return unicodedata.normalize("NFC", vietnamese), "windows-1258"
    if "cp1252" in decoded:
        return decoded["cp1252"], "windows-1252"
    raise RefusedFileError(Fault("not_text", row=row))


def _has_tones(text: str) -> bool:
    """Return whether a text has signs of tone, and each of them behind a vowel."""
    places = [place for place, sign in enumerate(text) if unicodedata.combining(sign)]
    return bool(places) and all(place and text[place - 1].lower() in _VOWELS for place in places)


def _below_remarks(text: str) -> tuple[int, str]:
    """How many lines stand above the table, and the text from there on."""
    lines = io.StringIO(text, newline="")
    skipped, start = 0, 0
    for line in iter(lines.readline, ""):
        if line.strip(' \t\r\n,;|"') and not line.startswith(_REMARK):
            break
        skipped, start = skipped + 1, lines.tell()
    return skipped, text[start:].rstrip("\r\n")


def _records(body: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(_lines(body, separator), delimiter=separator, strict=True)


def _lines(body: str, separator: str) -> Iterator[str]:
    """The lines of a text; a line that would make more cells than are read is not divided at all."""
    for number, line in enumerate(io.StringIO(body, newline=""), 1):
        found = line.count(separator)
        if found > _ENOUGH_SEPARATORS:
            facts = {"found": found + 1, "most": MAX_COLUMNS}
            raise RefusedFileError(Fault("too_many_columns", number, facts=facts))
        yield line


def _untold(error: csv.Error, row: int) -> Fault:
    """Name what the parser stumbled over; its own words are all that tell the two apart."""
    if "field larger" in str(error):
        return Fault("huge_cell", row=row, facts={"most": MAX_CELL})
    return Fault("broken_quotes", row=row)


def _find_separator(body: str, row: int) -> str:
    """The separator that divides most rows alike, of equals the one that makes most columns."""
    evidence: dict[str, tuple[float, int]] = {}
    fault: Fault | None = None
    for separator in SEPARATORS:
        widths: list[int] = []
        try:
            for cells in _records(body, separator):
                if any(map(is_filled, cells)):
                    widths.append(len(cells))
                if len(widths) == _SAMPLE:
                    break
        except csv.Error as error:
            fault = fault or _untold(error, row + len(widths))
        divided = Counter(width for width in widths if width > 1)
        if divided:
            width, alike = max(divided.items(), key=lambda found: (found[1], found[0]))
            evidence[separator] = (alike / len(widths), width)
    if not evidence:
        raise RefusedFileError(fault or Fault("one_column", row=row))
    return max(evidence, key=lambda separator: evidence[separator])
