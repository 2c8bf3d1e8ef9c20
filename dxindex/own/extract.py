"""Run as a program of its own: a workbook or Parquet file on standard input, its values as JSON on standard output.

What opens such files is compiled code that can end the whole process on a damaged one, or take all its memory.
Therefore this runs apart (see :mod:`dxindex.own.contained`), with bounds on memory and time, and imports nothing of
the package. The one argument is JSON: ``form``, ``sheet`` and the limits.
"""

from __future__ import annotations

import datetime
import io
import json
import math
import re
import sys
import zipfile
from typing import Any

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/[\w-]+\.xml"
)
"""What values stand in. Macros, links to other files, pictures and programs are left where they are."""

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})(\d{1,12})["']""")
_CHUNK = 1 << 16


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """The kind of fault and its facts."""

    def __init__(self, kind: str, **facts: float | str) -> None:
        super().__init__(kind)
        self.answer = {"fault": kind, "facts": facts}


def main() -> None:
    """Answer one request."""
    asked = json.loads(sys.argv[1])
    _bound_memory(asked["max_memory"])
    content = sys.stdin.buffer.read()
    try:
        answer = (
            _read_parquet(content, asked) if asked["form"] == "parquet" else _read_workbook(content, asked)
        )
    except Refusal as refusal:
        answer = refusal.answer
    except MemoryError:
        answer = Refusal("too_much_inside").answer
    sys.stdout.write(json.dumps(answer))


def _bound_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system: time and the sizes that files declare still bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# Workbooks


def _read_workbook(content: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    import python_calamine

    plain = _repacked(content, asked)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(plain))
        names = list(book.sheet_names)
        wanted = [asked["sheet"]] if asked["sheet"] else names
        unknown = [name for name in wanted if name not in names]
        if unknown or not names:
            raise Refusal("no_sheet", sheets=", ".join(names)[:200])
        chosen, rows = _first_table(book, wanted)
    except (
        python_calamine.CalamineError,
        python_calamine.PasswordError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        raise Refusal("broken_workbook") from error
    return {"rows": rows, "sheet": chosen, "sheets": names}


def _first_table(book: Any, names: list[str]) -> tuple[str, list[Any]]:
    """The first sheet with figures; where none has any, the first that holds anything."""
    first: tuple[str, list[Any]] = (names[0], [])
    for name in names:
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        rows: list[tuple[int, list[str | float]]] = [
            (number, [_plain(value) for value in row])
            for number, row in enumerate(values, 1)
            if any(value != "" for value in row)
        ]
        if any(isinstance(cell, float) for _number, row in rows for cell in row):
            return name, rows
        if rows and not first[1]:
            first = (name, rows)
    return first


def _repacked(content: bytes, asked: dict[str, Any]) -> bytes:
    """The parts that hold values, unpacked within bounds whatever the archive's directory says."""
    buffer = io.BytesIO()
    left = asked["max_unpacked"]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w") as plain:
            parts = archive.infolist()
            _check_directory(parts, asked)
            for part in parts:
                if not _PARTS.fullmatch(part.filename):
                    continue
                if part.flag_bits & 1:
                    raise Refusal("encrypted")
                data = _unpacked(archive, part, left, asked)
                left -= len(data)
                if part.filename.startswith("xl/worksheets/"):
                    _check_extent(data, asked)
                plain.writestr(part.filename, data)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, KeyError) as error:
        raise Refusal("broken_workbook") from error
    except Exception as error:
        if isinstance(error, Refusal | MemoryError):
            raise
        raise Refusal("broken_workbook") from error
    return buffer.getvalue()


def _check_directory(parts: list[zipfile.ZipInfo], asked: dict[str, Any]) -> None:
    names = {part.filename for part in parts}
    if len(parts) > asked["max_parts"]:
        raise Refusal("too_many_parts", found=len(parts), most=asked["max_parts"])
    if len(names) < len(parts):
        raise Refusal("broken_workbook")
    declared = sum(part.file_size for part in parts if _PARTS.fullmatch(part.filename))
    if declared > asked["max_unpacked"]:
        raise Refusal("unpacks_too_large", most=asked["max_unpacked"])
    if "xl/workbook.bin" in names:
        raise Refusal("xlsb")
    if "xl/workbook.xml" not in names:
        raise Refusal("ods" if "content.xml" in names else "archive")


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, asked: dict[str, Any]) -> bytes:
    chunks: list[bytes] = []
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Refusal("unpacks_too_large", most=asked["max_unpacked"])
            chunks.append(chunk)
    return b"".join(chunks)


def _check_extent(sheet: bytes, asked: dict[str, Any]) -> None:
    """Refuse a sheet with a cell far out: all cells up to it would be made."""
    last_row = last_column = 1
    for letters, digits in _REFERENCE.findall(sheet):
        column = 0
        for letter in letters.upper():
            column = 26 * column + letter - 64
        last_row, last_column = max(last_row, int(digits)), max(last_column, column)
    if last_column > asked["max_columns"]:
        raise Refusal("too_many_columns", found=last_column, most=asked["max_columns"])
    if last_row > asked["max_rows"] + 1000:
        raise Refusal("too_many_rows", found=last_row, most=asked["max_rows"])
    if last_row * last_column > 2 * asked["max_cells"]:
        raise Refusal("too_many_cells", found=last_row * last_column, most=asked["max_cells"])


# Parquet


def _read_parquet(content: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content), pre_buffer=False)
        meta, schema = file.metadata, file.schema_arrow
        if meta.num_columns > asked["max_columns"]:
            raise Refusal("too_many_columns", found=meta.num_columns, most=asked["max_columns"])
        if meta.num_rows > asked["max_rows"]:
            raise Refusal("too_many_rows", found=meta.num_rows, most=asked["max_rows"])
        groups = [meta.row_group(place).total_byte_size for place in range(meta.num_row_groups)]
        if sum(groups) > asked["max_unpacked"]:
            raise Refusal("unpacks_too_large", most=asked["max_unpacked"])
        for field in schema:
            if not _is_flat(field.type):
                raise Refusal("nested_column", column=field.name[:100], type=str(field.type)[:40])
        if meta.num_rows * len(schema) > asked["max_cells"]:
            raise Refusal("too_many_cells", found=meta.num_rows * len(schema), most=asked["max_cells"])
        columns: list[list[Any]] = [[] for _ in schema]
        letters = 0
        for batch in file.iter_batches(batch_size=4096, use_threads=False):
            letters += batch.nbytes
            if letters > asked["max_unpacked"]:
                raise Refusal("unpacks_too_large", most=asked["max_unpacked"])
            for values, column in zip(columns, batch.columns, strict=True):
                values.extend(_plain(value) for value in column.to_pylist())
            if len(columns) * len(columns[0] if columns else []) > asked["max_cells"]:
                raise Refusal("too_many_cells", found=asked["max_cells"] + 1, most=asked["max_cells"])
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError, TypeError) as error:
        raise Refusal("broken_parquet") from error
    header = (1, [field.name for field in schema])
    rows = [(number, list(cells)) for number, cells in enumerate(zip(*columns, strict=True), 2)]
    return {"rows": [header, *(row for row in rows if any(cell != "" for cell in row[1]))]}


def _is_flat(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        *(pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean),
        *(
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_date,
            pa.types.is_timestamp,
            pa.types.is_null,
        ),
    )
    return any(test(kind) for test in tests)


def _plain(value: Any) -> str | float:
    """A value as text, or as a number where it is one; missing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    number = float(value)
    return "" if math.isnan(number) else number


if __name__ == "__main__":
    main()
