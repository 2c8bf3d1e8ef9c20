"""The worked example's figures: the publisher's, made by a rule, to the same bytes."""

import io
import os
from pathlib import Path

import pandas as pd
import pytest

from data import cities
from data.catalog import load_catalogue

FILE = Path(__file__).parents[2] / "notebooks" / "cities.csv"
needs_sources = pytest.mark.skipif("DXINDEX_SOURCES" not in os.environ, reason="needs the publishers' files")


def test_the_file_has_22_cities_in_eleven_economies_and_says_where_it_is_from() -> None:
    text = FILE.read_text(encoding="utf-8")
    table = pd.read_csv(io.StringIO(text), comment="#")
    assert table.groupby("year")["code"].nunique().to_dict() == {2016: 22, 2018: 22}
    assert table["code"].str.split(".").str[0].nunique() == 11
    assert table.notna().all(axis=None)
    codes, _years = cities._read_choice()
    assert list(table.columns) == ["code", "city", "year", *codes.values()]
    source = load_catalogue().sources[cities.SOURCE]
    for words in (source.citation, source.landing_page, source.licence.name.en):
        assert words in text


def test_series_of_the_catalogue_keep_their_ids() -> None:
    codes, _years = cities._read_choice()
    known = {code: item.id for item in load_catalogue().indicators.values() for code in item.codes}
    assert {code: known[code] for code in codes if code in known}.items() <= codes.items()


@needs_sources
def test_the_file_is_made_again_to_the_same_bytes(tmp_path: Path) -> None:
    output = tmp_path / "cities.csv"
    assert cities.main(["--sources", os.environ["DXINDEX_SOURCES"], "--output", str(output)]) == 0
    assert output.read_bytes() == FILE.read_bytes()


def test_a_missing_workbook_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cities.main(["--sources", str(tmp_path), "--output", str(tmp_path / "out.csv")]) == 1
    assert "DBEXCEL.xlsx" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
