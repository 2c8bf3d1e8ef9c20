"""Files of tables: read back whole, with their origin, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dxindex as dx
from dxindex.caption import Caption
from dxindex.output import render_table
from dxindex.tables import as_csv, as_excel, as_parquet

CAPTION = Caption(
    "Mức độ ứng dụng, =HYPERLINK(1)",
    unit="Điểm 0–1",
    period="2014",
    source="World Bank;\n+more",
    link="https://example.org/?a=1&b=2",
    version="1.0",
)
SOURCES = pd.DataFrame({"database": ["DAI"], "link": ["https://example.org"]})
SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
FORMULAS = ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1"]


@pytest.fixture
def table() -> pd.DataFrame:
    figures = {
        "country": ["Việt Nam", "# Peru", 'Côte "d\'Ivoire", x', None],
        "score": [0.1 + 0.2, -1e-17, np.nan, 3.0],
        "rank": pd.array([1, None, 3, 4], dtype="Int64"),
        "known": [True, False, True, True],
    }
    return pd.DataFrame(figures, index=pd.Index(["VNM", "PER", "CIV", "NAM"], name="iso3"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_back_to_the_last_digit(table: pd.DataFrame, encoding: str) -> None:
    content = as_csv(table, CAPTION)
    assert content.startswith(b"\xef\xbb\xbf# title: M")
    read = pd.read_csv(io.BytesIO(content), comment="#", encoding=encoding, index_col="iso3")
    assert list(read["country"].dropna()) == list(table["country"].dropna())
    assert read["score"].equals(table["score"])
    assert read["rank"].equals(table["rank"].astype(float))
    assert read["known"].equals(table["known"])


def test_csv_says_what_it_is_above(table: pd.DataFrame) -> None:
    lines = as_csv(table, CAPTION).decode("utf-8-sig").splitlines()
    assert lines[:6] == [
        "# title: Mức độ ứng dụng, '=HYPERLINK(1)",
        "# unit: Điểm 0–1",
        "# period: 2014",
        "# source: World Bank; '+more",
        "# link: https://example.org/?a=1&b=2",
        "# version: 1.0",
    ]
    assert lines[6].startswith('"iso3"')


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_defuses_formulas_wherever_they_stand(text: str) -> None:
    table = pd.DataFrame({text: [text, "plain"]}, index=pd.Index([text, "b"], name=text + "id"))
    read = pd.read_csv(io.StringIO(as_csv(table, Caption("T")).decode("utf-8-sig"), newline=""), comment="#")
    assert list(read.columns) == [f"'{text}id", f"'{text}"]
    assert read.iloc[0].tolist() == [f"'{text}"] * 2


@pytest.mark.parametrize("sign", SIGNS)
def test_no_export_runs_a_text_whatever_sign_it_begins_with(sign: str) -> None:
    text = f"{sign}cmd|'/C calc'!A0"
    table = pd.DataFrame(
        {text: [text, -1, f"{sign}1" if sign in "+-" else "1"]}, index=pd.Index([text, "b", "c"], name=text)
    )
    csvs = [
        as_csv(table, Caption("T")).decode("utf-8-sig"),
        render_table(table.reset_index(names=text + "i"), "csv").decode(),
    ]
    for written in csvs:
        rows = [row for row in csv.reader(io.StringIO(written, newline="")) if not row[0].startswith("# ")]
        assert all(cell.startswith("'") for cell in (*rows[0], *rows[1]))
        assert rows[2][1] == "-1", "a number stays a number"
        assert not rows[3][1].startswith("'"), "and so does one that is written as text"
    with pytest.raises(dx.InputError, match="cannot name a sheet"):
        as_excel({f"{sign}A": table}, SOURCES, Caption("T"))
    content = as_excel({"A": table}, SOURCES, Caption(text, link=text))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["A"]
    for row, column in ((1, 1), (1, 2), (2, 1), (2, 2)):
        cell = sheet.cell(row, column)
        assert (cell.data_type, cell.quotePrefix) == ("s", True), "a text, also when somebody edits it"
    assert sheet.cell(3, 2).value == -1
    assert not sheet.cell(3, 1).quotePrefix


def test_csv_leaves_numbers_and_written_numbers_alone() -> None:
    table = pd.DataFrame({"change": ["+3", "-0,5", "-12.5%"], "score": [-1, -2, -3]})
    read = pd.read_csv(io.BytesIO(as_csv(table, Caption("T"))), comment="#", dtype={"change": str})
    assert read.equals(table.astype({"change": read["change"].dtype}))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1), min_size=1, max_size=5
    )
)
def test_csv_keeps_any_text(cells: list[str]) -> None:
    content = as_csv(pd.DataFrame({"text": cells}), Caption("# \n = T"))
    read = pd.read_csv(io.BytesIO(content), comment="#", keep_default_na=False, dtype=str)
    assert [cell.removeprefix("'") for cell in read["text"]] == [cell.removeprefix("'") for cell in cells]


def test_excel_is_read_back_with_notes_and_sources(table: pd.DataFrame) -> None:
    content = as_excel({"Scores": table}, SOURCES, CAPTION, lang="vi")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["notes", "Scores", "sources"]
    notes = dict(book["notes"].iter_rows(values_only=True))
    assert notes["Đơn vị"] == CAPTION.unit
    assert notes["Liên kết"] == CAPTION.link
    assert book["Scores"].freeze_panes == "A2"
    assert book.properties.created.year == 1980, "no date of making: the same figures give the same bytes"
    read = pd.read_excel(
        io.BytesIO(content),
        sheet_name="Scores",
        index_col="iso3",
        engine="openpyxl",
        keep_default_na=False,
        na_values=[""],
    )
    pd.testing.assert_series_equal(read["score"], table["score"], rtol=1e-15)
    assert read["known"].equals(table["known"])
    assert list(read.index) == list(table.index)
    assert pd.read_excel(io.BytesIO(content), sheet_name="sources", engine="openpyxl").equals(SOURCES)


@pytest.mark.parametrize("text", [*FORMULAS, "{=1+1}", "https://example.org", "mailto:a@b.c"])
def test_excel_holds_neither_formulas_nor_links(text: str) -> None:
    content = as_excel({"A": pd.DataFrame({text: [text]})}, SOURCES, Caption(text, link=text))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)
    cells = list(openpyxl.load_workbook(io.BytesIO(content))["A"].iter_rows(values_only=True))
    assert [str(row[0]).replace("_x000D_", "\r") for row in cells] == [text, text]


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a[1]", "'a", "Notes", "SOURCES", "History"])
def test_excel_refuses_names_it_cannot_hold(name: str) -> None:
    with pytest.raises(dx.InputError, match="cannot name a sheet"):
        as_excel({name: SOURCES}, SOURCES, CAPTION)


def test_excel_refuses_names_that_differ_in_case_alone() -> None:
    with pytest.raises(dx.InputError, match="cannot name a sheet"):
        as_excel({"a": SOURCES, "A": SOURCES}, SOURCES, CAPTION)


def test_excel_loses_no_text_in_silence() -> None:
    with pytest.raises(dx.InputError, match="'A', row 2: a text longer"):
        as_excel({"A": pd.DataFrame({"x": ["y" * 32_768]})}, SOURCES, CAPTION)


def test_parquet_is_read_back_with_its_origin(table: pd.DataFrame) -> None:
    content = as_parquet(table, CAPTION)
    assert pd.read_parquet(io.BytesIO(content)).equals(table)
    held = pq.read_schema(io.BytesIO(content)).metadata
    assert {key: held[key.encode()].decode() for key in CAPTION.facts()} == CAPTION.facts()


def test_parquet_refuses_mixed_columns() -> None:
    with pytest.raises(dx.InputError, match="as Parquet"):
        as_parquet(pd.DataFrame({"x": [1, "a"]}), CAPTION)


def test_the_same_table_gives_the_same_bytes(table: pd.DataFrame) -> None:
    for one, other in (
        (as_csv(table, CAPTION), as_csv(table, CAPTION)),
        (as_excel({"A": table}, SOURCES, CAPTION), as_excel({"A": table}, SOURCES, CAPTION)),
        (as_parquet(table, CAPTION), as_parquet(table, CAPTION)),
    ):
        assert one == other


def test_a_caption_needs_a_title_and_keeps_to_one_line() -> None:
    with pytest.raises(dx.InputError, match="needs a title"):
        Caption("  ")
    assert Caption("T", source="a\n\tb").facts()["source"] == "a b"
