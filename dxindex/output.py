"""Tables out: rendered, and written to a file whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd

from dxindex.errors import InputError
from dxindex.tables import defused

TEXTS = ("table", "csv", "json")
FORMATS = (*TEXTS, "parquet", "excel", "package")
TABLE_DECIMALS = 3


def render_table(table: pd.DataFrame, form: str) -> bytes:
    """Return a table in one of :data:`TEXTS`; all but ``table`` keep every digit.

    >>> render_table(pd.DataFrame({"id": ["P"], "score": [0.5]}), "csv")
    b'id,score\\nP,0.5\\n'

    What a spreadsheet would run as a formula has an apostrophe before it in CSV; see :mod:`dxindex.tables`.
    """
    if form == "csv":
        # A lone carriage return is not put in quotation marks, and what follows it would begin a row of its own.
        safe = (
            defused(table)
            .replace("\r", "\n", regex=True)
            .rename(columns=lambda name: name.replace("\r", "\n"))
        )
        return safe.to_csv(index=False, lineterminator="\n").encode()
    if form == "json":
        plain = table.astype(object).where(table.notna(), None)
        return (
            json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        ).encode()
    text = table.to_string(index=False, na_rep="-", float_format=lambda value: f"{value:.{TABLE_DECIMALS}f}")
    return (text + "\n").encode()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part.

    Raises
    ------
    InputError
        When the folder does not exist or cannot be written to; an existing file is left as it was.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
