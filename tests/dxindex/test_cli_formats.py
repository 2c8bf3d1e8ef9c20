"""Results of the command line leave as Excel, Parquet and a data package that say what they are and from where."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import data
import dxindex as dx
from dxindex import Framework
from dxindex.cli import main

ODD = ["=1+1", "Xã (A/B); <b>*", 'He said "no"', "O'Higgins, R", "-x", "U6", "U7", "U8", "U9"]
QUICK = {
    "score": [],
    "classify": ["--groups", "2"],
    "stability": ["--runs", "5", "--groups", "2"],
    "uncertainty": ["--draws", "10"],
    "sensitivity": [
        "--samples",
        "2",
        "--assumptions",
        "normalisation,weights",
        "--target",
        "U6",
        "--node",
        "all",
    ],
    "gap": ["U6", "U9"],
    "path": ["U6", "--rank", "1", "--node", "q"],
    **{
        f"describe {table}": ["--table", table, "--criterion", "wealth"]
        for table in ("variance", "correlations", "components", "alpha", "validity", "availability")
    },
}


@pytest.fixture
def own(framework: Framework, tmp_path: Path) -> list[str]:
    """Nine units under odd names, without a gap."""
    rows = pd.DataFrame(
        {
            "a": [1.0, 2, 3, 4, 5, 6, 7, 8, 9],
            "b": [90.0, 20, 10, 50, 40, 60, 80, 30, 70],
            "c": [45.0, 40, 35, 20, 25, 30, 10, 5, 15],
            "d": [-2.0, -1, -1.5, 0.5, 0, -0.5, 2, 1, 1.5],
            "wealth": [1.0, 2, 2, 3, 4, 5, 7, 6, 9],
        },
        index=pd.Index(ODD, name="tên"),
    )
    rows.to_csv(tmp_path / "của tôi.csv")
    (tmp_path / "own.toml").write_text(framework.to_toml(), encoding="utf-8")
    return ["--data", str(tmp_path / "của tôi.csv"), "--framework", str(tmp_path / "own.toml")]


def made(form: str, target: Path, *arguments: str) -> bytes:
    assert main([*arguments, "--format", form, "--output", str(target)]) == 0
    return target.read_bytes()


def descriptor(package: bytes) -> dict:
    return json.loads(zipfile.ZipFile(io.BytesIO(package)).read("datapackage.json"))


@pytest.mark.parametrize("command", QUICK)
def test_every_result_leaves_as_a_valid_package_with_every_column_described(
    command: str, own: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "result.zip"
    package = made("package", target, command.partition(" ")[0], *QUICK[command], *own)
    assert frictionless.validate(target.as_posix(), type="package").flatten(["message"]) == []
    resource = descriptor(package)["resources"][0]
    assert all(field["description"] for field in resource["schema"]["fields"])
    assert resource["schema"]["primaryKey"]
    assert resource["title"]


def test_a_package_of_own_figures_names_the_file_and_no_licence(
    own: list[str], framework: Framework, tmp_path: Path
) -> None:
    package = made("package", tmp_path / "result.zip", "score", *own)
    told = descriptor(package)
    assert told["version"].startswith("own.")
    assert told["sources"][0]["title"] == "Own figures, not checked by the dxindex authors: của tôi.csv"
    assert "licenses" not in told
    assert "--data=của tôi.csv" in told["command"].replace("'", "")
    assert str(tmp_path) not in json.dumps(told, ensure_ascii=False)
    archive = zipfile.ZipFile(io.BytesIO(package))
    assert Framework.from_toml(archive.read("framework.toml").decode()) == framework
    ids = pd.read_csv(archive.open("data/result.csv"))["tên"].tolist()
    assert sorted(ids) == sorted(["'=1+1", "'-x", *(name for name in ODD if name[0] not in "=-")])


def test_a_package_of_the_catalogues_figures_names_publishers_and_licences(tmp_path: Path) -> None:
    told = descriptor(made("package", tmp_path / "result.zip", "score", "--edition", "2016"))
    assert told["version"] == data.version()
    assert {licence["name"] for licence in told["licenses"]} == {"CC-BY-4.0", "MIT"}
    used = data.load_vintages("2016").query("indicator in @dx.load_framework('wdr2016').indicators")["source"]
    assert {source["name"] for source in told["sources"]} == set(used)
    assert told["command"].startswith("python -m dxindex score --framework=wdr2016 ")
    assert "--edition=2016" in told["command"]


def test_a_workbook_has_the_result_notes_and_sources_and_no_formula(own: list[str], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("excel", tmp_path / "result.xlsx", "score", *own)))
    assert book.sheetnames == ["notes", "result", "sources"]
    notes = {row[0]: row[1] for row in book["notes"].iter_rows(values_only=True)}
    assert notes["Title"] == "Scores, ranks and coverage"
    assert notes["Command"].startswith("python -m dxindex score --framework=framework.toml ")
    assert "method" in notes["Version"]
    source = list(book["sources"].iter_rows(values_only=True))[1]
    assert source[:3] == ("của tôi.csv", "Own figures, not checked by the dxindex authors", "")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in {cell.value for cell in cells}


def test_parquet_keeps_every_digit_and_says_what_it_is(tmp_path: Path) -> None:
    content = made("parquet", tmp_path / "result.parquet", "score")
    table = pq.read_table(io.BytesIO(content))
    told = {field.decode(): text.decode() for field, text in table.schema.metadata.items()}
    assert {"title", "unit", "period", "source", "version", "command"} <= set(told)
    assert told["period"] == "2014"
    assert f"data {data.version()}, method {dx.METHOD_VERSION}, dxindex {dx.__version__}" in told["version"]
    expected = dx.fit_index(data.load_panel("2014"), "wdr2016").result(data.load_panel("2014")).scores
    scores = table.to_pandas().set_index("iso3")["adoption"]
    pd.testing.assert_series_equal(scores.sort_index(), expected["adoption"].sort_index(), check_names=False)


@pytest.mark.parametrize("form", ["excel", "package", "parquet"])
def test_a_file_of_own_figures_is_made_again_where_the_file_lies_elsewhere(
    form: str, own: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "result"
    first = made(form, target, "classify", "--groups", "2", *own)
    target.unlink()
    moved = Path(own[1]).rename(tmp_path / "moved.csv")
    (tmp_path / "own.toml").unlink()
    assert main(["reproduce", f"{target}.run.json", "--data", str(moved)]) == 0
    assert target.read_bytes() == first


@pytest.mark.parametrize("form", ["excel", "package"])
def test_what_is_no_text_needs_a_file(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["score", "--format", form])
    assert "name a file with --output" in capsys.readouterr().err
