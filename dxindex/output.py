"""Tables in and out of files: one's own figures read, results rendered and written whole or not at all."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pandas as pd

from dxindex.errors import InputError, name_ids

FORMATS = ("table", "csv", "json", "parquet")
TABLE_DECIMALS = 3


def read_table(path: Path, id_column: str | None = None) -> pd.DataFrame:
    """Read a table of units x indicators from CSV (UTF-8) or Parquet.

    Parameters
    ----------
    path
        Ends in ``.csv`` or ``.parquet``.
    id_column
        The column of unit ids; by default the first, or the index that a Parquet file carries. Ids are read
        as text, so that ``01`` and ``NA`` stay what they are.

    Raises
    ------
    InputError
        For a file that is missing, cannot be read as what it claims to be, or lacks the id column.
    """
    readers = {".csv": _read_csv, ".parquet": _read_parquet}
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise InputError(f"data file '{path}' must end in .csv or .parquet")
    try:
        return readers[suffix](path, id_column)
    except FileNotFoundError as error:
        raise InputError(f"no data file '{path}'") from error
    except InputError:
        raise
    except (OSError, ValueError) as error:  # parser, decoding and Arrow errors are ValueErrors
        raise InputError(f"data file '{path}' cannot be read: {error}") from error


def _read_csv(path: Path, id_column: str | None) -> pd.DataFrame:
    text = path.read_text(encoding="utf-8-sig")
    frame = pd.read_csv(io.StringIO(text))
    key = _known_column(id_column, frame.columns, path)
    # Ids are read apart from the figures, in which alone "NA" means missing: it is also Namibia.
    ids = pd.read_csv(io.StringIO(text), usecols=[key], dtype="str", keep_default_na=False)[key].str.strip()
    return frame.drop(columns=key).set_index(ids.where(ids != ""))


def _read_parquet(path: Path, id_column: str | None) -> pd.DataFrame:
    frame = pd.read_parquet(path)
    if id_column is None and not isinstance(frame.index, pd.RangeIndex):
        return frame
    return frame.set_index(_known_column(id_column, frame.columns, path))


def _known_column(wanted: str | None, columns: pd.Index[str], path: Path) -> str:
    if not len(columns):
        raise InputError(f"data file '{path}' has no columns")
    if wanted is not None and wanted not in columns:
        raise InputError(
            f"data file '{path}' has no column '{wanted}'; it has {name_ids(columns)}", ids=[wanted]
        )
    return columns[0] if wanted is None else wanted


def render_table(table: pd.DataFrame, form: str) -> bytes:
    """Return a table in one of :data:`FORMATS`; all but ``table`` keep every digit.

    >>> render_table(pd.DataFrame({"id": ["P"], "score": [0.5]}), "csv")
    b'id,score\\nP,0.5\\n'
    """
    if form == "csv":
        return table.to_csv(index=False, lineterminator="\n").encode()
    if form == "json":
        plain = table.astype(object).where(table.notna(), None)
        return (
            json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        ).encode()
    if form == "parquet":
        buffer = io.BytesIO()
        table.to_parquet(buffer, index=False)
        return buffer.getvalue()
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
