"""Tables to take away: CSV, Excel and Parquet files that say what they hold and where it is from.

A text that a spreadsheet would run as a formula is defused in CSV by an apostrophe before it; Excel files
hold no formulas and no links at all, and mark such a text as one, so that it stays a text when somebody edits it. Numbers stay numbers, with every digit (16 in Excel, which holds no more);
a missing one is an empty cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from dxindex.caption import Caption
from dxindex.errors import InputError, name_ids
from dxindex.i18n import translator

if TYPE_CHECKING:
    import xlsxwriter

NOTES, SOURCES = "notes", "sources"
# What spreadsheets take for the start of a formula, in full width too; a plain number is none.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_CELL_STARTS = re.compile(r"([,;\t|]\s*)(?=[=+\-@＝＋－＠])")
_SHEET_NAME = re.compile(r"(?!['=+\-@＝＋－＠])[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')")
_MAX_ROWS = 1_048_576  # of a sheet in Excel
_WIDEST, _NARROWEST = 60, 8  # columns, in letters
_UNDATED = datetime(1980, 1, 1)  # the files' creation date: the same figures give the same bytes


def as_csv(table: pd.DataFrame, caption: Caption) -> bytes:
    """Write a table as CSV with its caption in comment lines above.

    Read it with ``pandas.read_csv(file, comment="#")``: all texts are quoted, so that a "#" in one is no
    comment. UTF-8 with a byte order mark, which Excel needs for Vietnamese.

    Parameters
    ----------
    table : DataFrame
        An index with names is written as the first columns, another is left out. NaN gives an empty cell.
    caption : Caption
        One comment line a fact that is known.

    Returns
    -------
    bytes
        The file. The same table gives the same bytes. Raises nothing.

    Examples
    --------
    >>> table = pd.DataFrame({"country": ["Viet Nam", "=1+1"], "score": [0.5, None]})
    >>> print(as_csv(table, Caption("Adoption", unit="Score 0–1")).decode("utf-8-sig"))
    # title: Adoption
    # unit: Score 0–1
    "country","score"
    "Viet Nam",0.5
    "'=1+1",""
    <BLANKLINE>
    """
    notes = "".join(
        f"# {field}: {_CELL_STARTS.sub(_apostrophe, text)}\n" for field, text in caption.facts().items()
    )
    text = defused(flat(table)).to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    return (notes + text).encode("utf-8-sig")


def as_excel(
    sheets: Mapping[str, pd.DataFrame], sources: pd.DataFrame, caption: Caption, *, lang: str = "en"
) -> bytes:
    """Write tables as an Excel workbook: a sheet of notes, one a table, and one of sources.

    Parameters
    ----------
    sheets : mapping of str to DataFrame
        By sheet name: at most 31 letters, none of ``[]:*?/\\``. Indexes as for :func:`as_csv`; what is missing is an
        empty cell.
    sources : DataFrame
        A row a database.
    caption : Caption
        The notes.
    lang : str
        Language of the notes.

    Returns
    -------
    bytes
        An ``.xlsx`` file without formulas, links or macros. The same tables give the same bytes.

    Raises
    ------
    InputError
        For sheet names that Excel does not take, and for tables or texts larger than it holds.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> table, sources = pd.DataFrame({"score": [0.5]}), pd.DataFrame({"source": ["World Bank"]})
    >>> as_excel({"scores": table}, sources, Caption("Adoption"))[:2]
    b'PK'
    """
    import xlsxwriter

    taken = [NOTES, SOURCES, "history"]  # the last one is Excel's own
    for name in sheets:
        if not _SHEET_NAME.fullmatch(name) or name.lower() in taken:
            raise InputError(
                f"'{name}' cannot name a sheet: 1 to 31 letters, none of []:*?/\\, no apostrophe at either "
                f"end, none of =+-@ at the beginning, and not one of {name_ids(taken)}",
                ids=[name],
            )
        taken.append(name.lower())
    _ = translator(lang)
    notes = pd.DataFrame(
        {
            "": [*caption.labelled(lang), _("Empty cells")],
            " ": [*caption.labelled(lang).values(), _("No value")],
        }
    )
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": caption.title, "comments": caption.link, "created": _UNDATED})
        for name, table in {NOTES: notes, **sheets, SOURCES: sources}.items():
            _write_sheet(book, name, table, header=name != NOTES)
    return buffer.getvalue()


def as_parquet(table: pd.DataFrame, caption: Caption) -> bytes:
    """Write a table as Parquet with its caption in the schema's metadata, beside what pandas keeps there.

    Parameters
    ----------
    table : DataFrame
        Written with its index; NaN is null.
    caption : Caption
        Each fact that is known by its field, in UTF-8.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    InputError
        For a column that mixes kinds of values, which Parquet does not hold.

    Examples
    --------
    >>> import pyarrow.parquet as pq
    >>> content = as_parquet(pd.DataFrame({"score": [0.5]}), Caption("Adoption", unit="Score 0–1"))
    >>> pq.read_schema(io.BytesIO(content)).metadata[b"unit"].decode()
    'Score 0–1'
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        arrow = pa.Table.from_pandas(table)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError(f"the table cannot be written as Parquet: {error}") from error
    kept = arrow.schema.metadata or {}
    facts = {field.encode(): text.encode() for field, text in caption.facts().items()}
    buffer = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata({**kept, **facts}), buffer)
    return buffer.getvalue()


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a named index into columns, and leave any other out: it is only a row number.

    Parameters
    ----------
    table : DataFrame
        Left as it is; so is what is missing in it.

    Returns
    -------
    DataFrame
        Rows numbered from 0. Of several levels of the index all must have a name to become columns. Raises nothing.

    Examples
    --------
    >>> flat(pd.DataFrame({"score": [0.5]}, index=pd.Index(["VNM"], name="iso3"))).columns.tolist()
    ['iso3', 'score']
    """
    named = all(name is not None for name in table.index.names)
    return table.reset_index(allow_duplicates=True) if named else table.reset_index(drop=True)


def defused(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts, headers among them, no spreadsheet runs as formulas; its index is left as it is.

    Texts that are plain numbers stay as they are, whatever their sign.

    Parameters
    ----------
    table : DataFrame
        Left as it is.

    Returns
    -------
    DataFrame
        Columns of objects, headers of texts: an apostrophe stands before what would run. What is missing stays
        missing. Raises nothing.

    Examples
    --------
    >>> defused(pd.DataFrame({"@a": ["=1+1", "-3", -3]})).to_dict("list")
    {"'@a": ["'=1+1", '-3', -3]}
    """
    safe = pd.DataFrame(
        {
            position: [_defused(value) for value in table.iloc[:, position]]
            for position in range(table.shape[1])
        },
        index=table.index,
        dtype=object,
    )
    safe.columns = pd.Index([_defused(str(name)) for name in table.columns])
    return safe


def defused_alike(table: pd.DataFrame) -> pd.DataFrame:
    """Return the same as :func:`defused`, where every column keeps its kind; no two have the same name.

    Parameters
    ----------
    table : DataFrame
        Left as it is; so is what is missing in it.

    Returns
    -------
    DataFrame
        With the column types of ``table``. Raises nothing.

    Examples
    --------
    >>> defused_alike(pd.DataFrame({"a": ["=1+1"], "n": [1]})).dtypes["n"]
    dtype('int64')
    """
    safe = defused(table)
    return safe.astype(dict(zip(safe.columns, table.dtypes, strict=True)))


def _apostrophe(start: re.Match[str]) -> str:
    return f"{start[1]}'"


def _defused(value: Any) -> Any:
    return f"'{value}" if _runs(value) else value


def _runs(value: Any) -> bool:
    """Whether a spreadsheet would take a value for a formula."""
    return isinstance(value, str) and bool(_FORMULA.match(value)) and not _NUMBER.fullmatch(value)


def _write_sheet(book: xlsxwriter.Workbook, name: str, table: pd.DataFrame, *, header: bool) -> None:
    plain = flat(table)
    if len(plain) >= _MAX_ROWS:
        raise InputError(f"sheet '{name}' has {len(plain):,} rows; Excel holds {_MAX_ROWS - 1:,}", ids=[name])
    sheet = book.add_worksheet(name)
    head = _style(
        book, {"bold": True, "bottom": 1, "bg_color": "#e4e8ee", "text_wrap": True, "valign": "top"}
    )
    body = _style(book, {"text_wrap": True, "valign": "top"})
    bold = _style(book, {"bold": True, "valign": "top"})
    if header:
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(plain.columns):
            _write(sheet, name, 0, column, str(title), head)
    for column in range(plain.shape[1]):
        values = plain.iloc[:, column].tolist()
        for row, value in enumerate(values, start=int(header)):
            style = body if header or column else bold
            _write(sheet, name, row, column, value, style)
        letters = [len(str(value)) for value in [plain.columns[column], *values]]
        sheet.set_column(column, column, min(max(*letters, _NARROWEST), _WIDEST) + 2)


def _style(book: xlsxwriter.Workbook, properties: dict[str, Any]) -> tuple[Any, Any]:
    """A format, and the same for texts that would run as formulas once somebody edits them."""
    return book.add_format(properties), book.add_format({**properties, "quote_prefix": True})


def _write(sheet: Any, name: str, row: int, column: int, value: Any, styles: tuple[Any, Any]) -> None:
    """Write a cell by what it is; xlsxwriter would pass over what does not fit in silence."""
    style = styles[_runs(value)]
    if pd.isna(value):
        return
    if isinstance(value, bool):
        failed = sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float) and abs(value) != float("inf"):
        failed = sheet.write_number(row, column, value, style)
    else:
        failed = sheet.write_string(row, column, _printable(value), style)
    if failed:
        raise InputError(f"sheet '{name}', row {row + 1}: a text longer than a cell holds", ids=[name])


def _printable(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
