"""Figures of one's own on the command line: any table, any framework, every fault on a line of standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from dxindex import Framework
from dxindex.cli import main

CITIES = "Mã;Thành phố;Số ngày;Chi phí;Năm\nHN;Hà Nội;10;1,5;2014\nDN;Đà Nẵng;20;0,5;2014\nHN;Hà Nội;5;1;2015\nDN;Đà Nẵng;9;0,5;2015\nHU;Huế;7;x;2015\n"  # fmt: skip


@pytest.fixture
def cities(tmp_path: Path) -> str:
    path = tmp_path / "cities.csv"
    path.write_text(CITIES, encoding="utf-16")
    return str(path)


def scores(out: str, unit: str) -> dict[str, list[float | None]]:
    rows = json.loads(out)
    return {row[unit]: [row.get("x"), row.get("y")] for row in rows}


def test_columns_make_an_index_of_two_axes(cities: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--x", "Số ngày", "--y", "Chi phí", "--less-is-better", "Số ngày,Chi phí", "--format", "json"]
    assert main(["score", "--data", cities, *options]) == 0
    out, err = capsys.readouterr()
    assert scores(out, "Mã") == {"HN": [1.0, 0.0], "DN": [0.0, 1.0], "HU": [0.5, None]}
    assert "cities.csv, row 6, Chi phí: “x”: Not a number: the value counts as missing." in err
    assert main(["score", "--data", cities, *options, "--year", "2014"]) == 0
    assert scores(capsys.readouterr().out, "Mã") == {"HN": [1.0, 0.0], "DN": [0.0, 1.0], "HU": [None, None]}


@pytest.mark.parametrize("form", ["xlsx", "parquet", "csv", "tidy"])
def test_every_form_of_file_gives_the_same_scores(
    form: str, framework: Framework, panel: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"own.{'csv' if form == 'tidy' else form}"
    (tmp_path / "own.toml").write_text(framework.to_toml(), encoding="utf-8")
    if form == "xlsx":
        with pd.ExcelWriter(path) as book:
            pd.DataFrame({"x": ["title"]}).to_excel(book, sheet_name="About", index=False)
            panel.to_excel(book, sheet_name="Figures")
    elif form == "parquet":
        panel.to_parquet(path)
    elif form == "tidy":
        panel.drop(columns="name").melt(ignore_index=False, var_name="series").reset_index().to_csv(
            path, index=False
        )
    else:
        panel.to_csv(path)
    assert (
        main(["score", "--data", str(path), "--framework", str(tmp_path / "own.toml"), "--format", "json"])
        == 0
    )
    rows = {row["iso3"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["AAA"]["all"] == pytest.approx(13 / 25, abs=1e-15)
    assert rows["FFF"]["all"] is None


def test_sheet_unit_and_columns_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "own.xlsx")
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"u": ["P", "Q"], "a": [1, 2]}).to_excel(book, sheet_name="A", index=False)
        table = pd.DataFrame({"u": ["P", "P"], "v": ["R", "S"], "GDP, total": [4, 3]})
        table.to_excel(book, sheet_name="B", index=False)
    command = ["describe", "--table", "availability", "--data", path, "--format", "csv"]
    assert main([*command, "--sheet", "B", "--unit", "v", "--map", "GDP, total=wealth"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("v,all_indicators,index\nR,1.0,1.0")
    assert "The sheet “B” is read; the workbook also has: A." in err
    assert main([*command, "--id", "u"]) == 0
    assert capsys.readouterr().out.startswith("u,")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "code"], "has no column 'code'; it has 'Mã', 'Thành phố'"),
        (["--map", "code=a"], "has no column 'code'"),
        (["--map", "code"], "'code' is not COLUMN=INDICATOR"),
        (["--year", "1999"], "no year 1999; they have '2014', '2015'"),
        (["--x", "zzz", "--y", "Chi phí"], "the figures have no 'zzz'"),
        (["--framework", "wdr2016"], "columns are missing"),
    ],
)
def test_choices_that_do_not_fit_the_file_are_told(
    options: list[str], words: str, cities: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", "--data", cities, *options]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "wrong",
    [
        ["check"],
        ["score", "--unit", "iso3"],
        ["score", "--map", "a=b"],
        ["score", "--sheet", "A"],
        ["score", "--year", "2014"],
        ["score", "--data", "own.csv", "--x", "a"],
        ["score", "--data", "own.csv", "--x", "a", "--y", "b", "--framework", "wdr2016"],
        ["score", "--data", "own.csv", "--less-is-better", "a"],
    ],
)
def test_options_that_do_not_go_together_are_usage_faults(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(wrong)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.parquet", b"PAR1\xff\xfe", "The Parquet file is damaged."),
        ("broken.xlsx", b"PK\x03\x04", "The workbook is damaged."),
        ("binary.csv", b"\xff\xfe\x00\xd8", "row 1: From here on the file is not text"),
        ("empty.csv", b"", "The file is empty."),
        ("text.csv", b"a,b\nP,x\nQ,y\n", "row 1: No column holds figures."),
        ("all.csv", b"a,b\nP,x\nP,1\n", "row 3: “P”: The name also stands in row 2"),
    ],
)
@pytest.mark.parametrize("command", ["score", "check"])
def test_files_that_cannot_be_used_exit_with_1_and_name_every_fault(
    command: str, name: str, content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main([command, "--data", str(tmp_path / name)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_check_says_what_was_understood_and_what_is_wrong(
    cities: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--data", cities]) == 0
    out, err = capsys.readouterr()
    assert "Read: 3 units, 2 indicators, 9 values." in out
    assert "2 years, 2014 to 2015." in out
    assert "Text in UTF-16-LE; separator: semicolon; decimal mark: comma." in out
    assert "  Thành phố: the unit's name" in out
    assert [line for line in err.splitlines() if "row 6" in line]


def test_check_reads_frameworks(
    cities: str, framework: Framework, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound, broken = tmp_path / "own.toml", tmp_path / "broken.toml"
    sound.write_text(framework.to_toml(), encoding="utf-8")
    broken.write_text(framework.to_toml().replace('parent = "q"', 'parent = "zzz"'), encoding="utf-8")
    assert main(["check", "--framework", str(sound)]) == 0
    assert capsys.readouterr().err == ""
    assert main(["check", "--framework", str(broken)]) == 1
    assert "Its parent “zzz” is no node. Name a node" in capsys.readouterr().err
    assert main(["check", "--framework", str(sound), "--data", cities]) == 1
    assert "None of the framework's indicators is in the figures" in capsys.readouterr().err
    assert main(["check", "--framework", str(tmp_path / "none.toml")]) == 1
    assert "no framework file" in capsys.readouterr().err


def test_a_run_on_own_columns_is_made_again(
    cities: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--x", "Số ngày", "--y", "cost", "--map", "Chi phí=cost", "--less-is-better", "cost"]
    output = tmp_path / "out.csv"
    assert main(["score", "--data", cities, *options, "--format", "csv", "--output", str(output)]) == 0
    before = output.read_bytes()
    output.unlink()
    assert main(["reproduce", str(output) + ".run.json"]) == 0, capsys.readouterr().err
    assert output.read_bytes() == before
