"""Anybody's file into a table of cells: a text, a workbook or a Parquet file, told by its content."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from dxindex.own.contained import extract
from dxindex.own.delimited import read_delimited
from dxindex.own.faults import Fault, RefusedFileError
from dxindex.own.limits import MAX_BYTES
from dxindex.own.table import Table, find_body

SUFFIXES = ("csv", "tsv", "txt", "xlsx", "xlsm", "parquet")
"""Of files that are read."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARQUET = b"PAR1"  # at both ends
_SIGNATURES = {
    b"\x1f\x8b": "compressed",
    b"BZh": "compressed",
    b"\xfd7zXZ\x00": "compressed",
    b"\x28\xb5\x2f\xfd": "compressed",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!": "archive",
    b"PK\x05\x06": "archive",
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
}
_MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<head", "<body", "<svg")


def read_table(content: bytes, name: str, sheet: str = "") -> Table:
    """Read a file as a table of cells; what it is, its content says, not its name.

    Texts may be in UTF-8, UTF-16 (with its mark) or Windows-1258 or -1252, separated by comma, semicolon, tab or
    bar. Of workbooks (``.xlsx``, and ``.xlsm`` without its macros), the values are read that stand in the cells: no
    formula is evaluated and no link followed. Of Parquet files, flat columns of numbers and texts.

    Parameters
    ----------
    content
        The file, at most :data:`~dxindex.own.limits.MAX_BYTES`.
    name
        Of the file.
    sheet
        Of a workbook; empty for the first that holds figures.

    Returns
    -------
    Table
        Cells as the file holds them, texts in text files; an empty cell is the empty text. Nothing is taken for
        missing yet.

    Raises
    ------
    RefusedFileError
        For any other file, one that is damaged, and one that is larger than is read, by name.

    Examples
    --------
    >>> table = read_table(b"name;a\\nP;1,5\\n", "mine.csv")
    >>> table.header, table.rows, table.separator
    (('name', 'a'), ((2, ['P', '1,5']),), ';')
    """
    if len(content) > MAX_BYTES:
        raise RefusedFileError(Fault("too_large", facts={"found": len(content), "most": MAX_BYTES}))
    if not content.strip():
        raise RefusedFileError(Fault("empty"))
    form = _form(content, name)
    if form == "csv":
        text = read_delimited(content)
        body = find_body(text.rows)
        origin = {"encoding": text.encoding, "separator": text.separator}
        sheets: tuple[str, ...] = ()
    else:
        found = extract(content, form, sheet)
        body = find_body(found.rows)
        origin, sheets = {"sheet": found.sheet}, found.sheets
    return Table(
        name=name,
        form=form,
        header=body.header,
        header_row=body.header_row,
        rows=body.rows,
        faults=body.faults,
        fingerprint=hashlib.sha256(content).hexdigest()[:16],
        sheets=sheets,
        **origin,
    )


def _form(content: bytes, name: str) -> str:
    """Return ``csv``, ``xlsx`` or ``parquet``; refuse what is known to be something else."""
    if content.startswith(b"PK\x03\x04"):
        return "xlsx"
    if content.startswith(_PARQUET):
        if not content.endswith(_PARQUET):
            raise RefusedFileError(Fault("broken_parquet"))
        return "parquet"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedFileError(Fault("encrypted" if _ENCRYPTED in content else "xls"))
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise RefusedFileError(Fault(kind))
    start = content[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower().decode("latin-1")
    if start.startswith(_MARKUP):
        raise RefusedFileError(Fault("markup"))
    suffix = PurePath(name).suffix.lower()
    if start.startswith(("{", "[{", "[[")) or suffix in (".json", ".geojson", ".ndjson", ".jsonl"):
        raise RefusedFileError(Fault("json"))
    if suffix == ".toml" or start.startswith("[framework]"):
        raise RefusedFileError(Fault("toml"))
    return "csv"
