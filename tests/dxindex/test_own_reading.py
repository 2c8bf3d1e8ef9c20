"""Anybody's file into cells: every form of file gives the same table, everything else is refused by name."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import zipfile
from collections.abc import Callable

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dxindex import i18n, own
from dxindex.own import contained, limits
from dxindex.own.faults import MAX_QUOTED, quotable
from dxindex.own.words import REMARKS, wordings

TEXT = "name;share;note\nHuế;0,5;x\nĐà Nẵng;−2;\n"
SOUND = TEXT.encode()


def read(content: bytes, name: str = "mine.csv", sheet: str = "") -> own.Table:
    return own.read_table(content, name, sheet)


def refused(content: bytes, name: str = "mine.csv") -> own.Fault:
    with pytest.raises(own.RefusedFileError) as caught:
        read(content, name)
    fault = caught.value.fault
    assert fault.kind not in REMARKS
    for lang in i18n.LANGUAGES:
        assert all("{" not in words and len(words) > 5 for words in own.told(fault, lang))
    return fault


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return buffer.getvalue()


BOOK = workbook({"Data": [["name", "a"], ["P", 1]]})


def rebuilt(changes: dict[str, bytes], content: bytes = BOOK) -> bytes:
    """A workbook with other parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return archive({**parts, **changes})


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SOUND, "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode(), "utf-8"),
        (TEXT.replace(";", "\t").encode(), "utf-8"),
        (TEXT.replace(";", "|").encode(), "utf-8"),
        (b"# title: a; b\n\n" + SOUND, "utf-8"),
        (b"Figures of 2014;;\n" + SOUND, "utf-8"),
    ],
)
def test_every_form_of_text_gives_the_same_table(content: bytes, encoding: str) -> None:
    table = read(content)
    assert (table.header, table.encoding) == (("name", "share", "note"), encoding)
    assert [list(cells) for _row, cells in table.rows] == [["Huế", "0,5", "x"], ["Đà Nẵng", "−2", ""]]
    assert len(table.fingerprint) == 16


def test_text_that_is_not_unicode_is_read_by_what_it_shows() -> None:
    vietnamese = "name,a\nHuê\u0301,1\nĐà Nă\u0303ng,2\n"
    table = read(vietnamese.encode("cp1258"))
    assert (table.encoding, table.column("name")) == ("windows-1258", ["Huế", "Đà Nẵng"])
    western = read("name,a\nSão Tomé,1\nCuraçao,2\n".encode("cp1252"))
    assert (western.encoding, western.column("name")) == ("windows-1252", ["São Tomé", "Curaçao"])


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ('"a;x","b;y"\n1,2\n', ","),
        ("a\tb, c\n1\t2\n", "\t"),
        ("name;a\nP, Q and R;1\nS;2\n", ";"),
    ],
)
def test_the_separator_is_what_divides_rows_alike(text: str, separator: str) -> None:
    assert read(text.encode()).separator == separator


def test_rows_that_do_not_fit_are_told() -> None:
    table = read(b"name,a,\nP,1,\nQ,1,2,3\nR\n\n,\nS,4\n")
    assert table.header == ("name", "a")
    assert [(fault.kind, fault.row) for fault in table.faults.kept] == [("extra_cells", 3), ("short_row", 4)]
    assert [row for row, _cells in table.rows] == [2, 4, 7]


def test_columns_without_a_name_are_called_by_their_place() -> None:
    assert read(b",a, \x0cb  c\nP,1,2\n").header == ("(1)", "a", "b c")


def test_workbooks_give_values_only() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "a", "when", "yes"])
    sheet.append(["P", 0.5, datetime.date(2014, 12, 31), True])
    sheet.append(["=1+1", "=HYPERLINK(1)", "1,5", None])
    buffer = io.BytesIO()
    book.save(buffer)
    table = read(buffer.getvalue(), "a.xlsx")
    assert [list(cells) for _row, cells in table.rows] == [
        ["P", 0.5, "2014-12-31", "TRUE"],
        ["", "", "1,5", ""],
    ]


def test_the_first_sheet_with_figures_is_read_or_the_one_that_is_named() -> None:
    content = workbook(
        {"notes": [["title", "x"], ["unit", "y"]], "A": [["n", "a"], ["P", 1]], "B": [["n", "b"], ["Q", 2]]}
    )
    assert read(content, "a.xlsx").sheet == "A"
    assert read(content, "a.xlsx").sheets == ("notes", "A", "B")
    assert read(content, "a.xlsx", "B").header == ("n", "b")
    with pytest.raises(own.RefusedFileError) as caught:
        read(content, "a.xlsx", "C")
    assert caught.value.fault.facts == {"sheets": "notes, A, B"}


def test_macros_links_and_whatever_else_a_workbook_holds_are_not_opened() -> None:
    content = rebuilt(
        {"xl/vbaProject.bin": b"\x00" * 10, "xl/externalLinks/externalLink1.xml": b"<", "../../x": b"y"}
    )
    assert read(content, "a.xlsm").rows == ((2, ["P", 1.0]),)


def test_parquet_gives_flat_columns() -> None:
    table = pa.table(
        {
            "n": pa.array(["P", None]).dictionary_encode(),
            "a": pa.array([1, None], pa.int8()),
            "b": pa.array([0.5, float("nan")]),
            "d": pa.array([datetime.date(2014, 1, 1), None]),
        }
    )
    found = read(parquet(table), "a.parquet")
    assert found.header == ("n", "a", "b", "d")
    assert [list(cells) for _row, cells in found.rows] == [["P", 1.0, 0.5, "2014-01-01"]]


def test_metadata_of_pandas_is_not_followed() -> None:
    frame = pd.DataFrame({"a": [1.0]}, index=pd.Index(["P"], name="iso3"))
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    assert read(buffer.getvalue(), "x").header == ("a", "iso3")


REFUSED: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("empty", b"\xef\xbb\xbf \n;;\n"),
    ("xls", b"\xd0\xcf\x11\xe0rest"),
    ("encrypted", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")),
    ("compressed", gzip.compress(SOUND)),
    ("archive", archive({"mine.csv": SOUND})),
    ("archive", b"PK\x05\x06" + b"\x00" * 18),
    ("ods", archive({"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
    ("xlsb", archive({"xl/workbook.bin": b"x"})),
    ("pdf", b"%PDF-1.7"),
    ("picture", b"\x89PNG\r\n"),
    ("markup", b"<!DOCTYPE html><table>"),
    ("json", json.dumps([{"name": "P", "a": 1}]).encode()),
    ("toml", b'[framework]\nid = "x"\n'),
    ("not_text", SOUND + b"\x00"),
    ("not_text", TEXT.encode("utf-32")),
    ("not_text", b"\xff\xfe\x00\xd8\x00\xd8"),
    ("not_text", b"name,a\nP\x81\x8d,1\n"),
    ("broken_quotes", b'name,a\n"P,1\nQ,1\n'),
    ("broken_quotes", b'name,a\nP,1\n"Q"s,1\n'),
    ("huge_cell", b"name,a\n" + b"P" * 10_001 + b",1\n"),
    ("too_many_columns", b"name" + b",a" * limits.MAX_COLUMNS + b"\nP,1"),
    ("too_many_cells", b"name" + b",a" * 400 + b"\nP,1" * 2_000),
    ("one_column", b"name\nP\n"),
    ("no_rows", b"name,a\n\n,,,\n"),
    ("broken_workbook", b"PK\x03\x04rest"),
    ("broken_workbook", BOOK[:-200]),
    ("broken_workbook", rebuilt({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})),
    ("too_many_parts", rebuilt({f"x{i}": b"" for i in range(limits.MAX_PARTS)})),
    ("too_many_columns", rebuilt({"xl/worksheets/sheet1.xml": b'<c r="XFD1"/>'})),
    ("too_many_rows", rebuilt({"xl/worksheets/sheet1.xml": b'<row r="1048576"/>'})),
    ("broken_parquet", b"PAR1rest"),
    ("broken_parquet", parquet(pa.table({"a": [1]}))[:-9] + b"PAR1"),
    ("nested_column", parquet(pa.table({"n": ["P"], "a": [[1]]}))),
    ("nested_column", parquet(pa.table({"n": ["P"], "a": [b"x"]}))),
]  # fmt: skip
HUGE: list[tuple[str, Callable[[], bytes]]] = [
    ("too_large", lambda: b"n" * (limits.MAX_BYTES + 1)),
    ("too_many_rows", lambda: b"name,a" + b"\nP,1" * (limits.MAX_ROWS + 1)),
    ("too_many_columns", lambda: b"a," * 2_000_000 + b"\nP,1"),
    ("unpacks_too_large", lambda: rebuilt({"xl/sharedStrings.xml": b"<" * (limits.MAX_UNPACKED + 1)})),
    ("too_many_rows", lambda: parquet(pa.table({"a": np.zeros(limits.MAX_ROWS + 1)}))),
    ("unpacks_too_large", lambda: parquet(pa.table({"a": ["x" * 9_000] * 50_000}))),
]  # fmt: skip
"""Made when they are tried: the processes that share the tests out would all make them first."""


@pytest.mark.parametrize(
    ("kind", "content"), REFUSED, ids=[f"{number}-{kind}" for number, (kind, _content) in enumerate(REFUSED)]
)
def test_what_is_no_table_or_too_large_is_refused_by_name(kind: str, content: bytes) -> None:
    assert refused(content).kind == kind


@pytest.mark.parametrize(
    ("kind", "make"), HUGE, ids=[f"{number}-{kind}" for number, (kind, _make) in enumerate(HUGE)]
)
def test_what_is_huge_is_refused_by_name(kind: str, make: Callable[[], bytes]) -> None:
    assert refused(make()).kind == kind


def test_a_directory_that_lies_about_sizes_unpacks_no_more_for_it() -> None:
    content = rebuilt({"xl/sharedStrings.xml": b"<" * (limits.MAX_UNPACKED + 1)})
    true = (limits.MAX_UNPACKED + 1).to_bytes(4, "little")
    assert refused(content.replace(true, (10).to_bytes(4, "little"))).kind == "broken_workbook"


def test_a_reader_that_fails_hard_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MEMORY", 60 * 1024 * 1024)
    assert refused(parquet(pa.table({"n": ["P"], "a": [1]}))).kind == "unreadable_parquet"
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_SECONDS", 0)
    assert refused(BOOK).kind == "unreadable_xlsx"


def test_an_answer_longer_than_asked_for_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "_LONGEST_ANSWER", 10)
    assert refused(BOOK).kind == "unreadable_xlsx"


def test_text_of_the_file_is_repeated_short_and_without_hidden_signs() -> None:
    assert quotable("x\u202e\u0000" + "y" * 10_000_000) == "x " + "y" * (MAX_QUOTED - 3) + "…"


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_fault_has_words_in_every_language(lang: str) -> None:
    names = (
        "found most other low high nearest encoding sheet sheets others type columns indicator value iso3 code name "
        "error key names expected axis node id count parent ring"
    )
    facts: dict[str, float | str] = dict.fromkeys(names.split(), "x")
    for kind in wordings(lang):
        for words in own.told(own.Fault(kind, facts=facts), lang):
            assert words
            assert "{" not in words.replace("= { ", "")
    assert wordings(lang).keys() >= REMARKS
