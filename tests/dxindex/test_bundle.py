"""Bundles: the ZIP that makes a view's numbers again, unpacked and run as whoever receives it does."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import data
import dxindex as dx
from dxindex.cli import main

VIEW = ["--edition=2016", "--units=all", "--normalise=minmax", "--impute=group_median", "--groups=4"]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("bundle") / "view.zip"
    assert main(["bundle", *VIEW, "--draws=40", f"--output={file}"]) == 0
    return file.read_bytes()


def unpacked(packed: bytes, folder: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(packed)).extractall(folder)
    return folder


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", str(folder / "reproduce.py")]
    return subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)


def test_results_are_the_numbers_of_the_other_commands(
    packed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = unpacked(packed, tmp_path)
    assert main(["score", *VIEW[:-1], "--format=json"]) == 0
    scores = pd.DataFrame(json.loads(capsys.readouterr().out)).set_index("iso3").sort_index()
    found = pd.read_csv(made / "results/scores.csv", index_col="iso3", keep_default_na=False, na_values=[""])
    pd.testing.assert_frame_equal(found, scores[list(found.columns)], check_exact=True, check_dtype=False)
    assert main(["classify", *VIEW, "--format=json"]) == 0
    groups = pd.DataFrame(json.loads(capsys.readouterr().out)).set_index("iso3")["group"].dropna()
    grouped = pd.read_csv(made / "results/groups.csv", index_col="iso3")["group"]
    assert grouped.to_dict() == groups.to_dict()
    panel = data.load_panel("2016")
    sure = dx.uncertainty(panel, dx.load_framework("wdr2016"), 40, random_state=0)
    ranks = pd.read_csv(made / "results/rank_intervals_enabling.csv", index_col="iso3")
    expected = sure.rank_interval("enabling").sort_index()
    pd.testing.assert_frame_equal(ranks, expected, check_exact=True, check_dtype=False)


def test_it_says_whose_figures_they_are_and_what_is_in_it(packed: bytes, tmp_path: Path) -> None:
    made = unpacked(packed, tmp_path)
    sums = dict(reversed(line.split("  ")) for line in (made / "checksums.txt").read_text().splitlines())
    files = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if path.is_file()}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == {
        **sums,
        "checksums.txt": hashlib.sha256((made / "checksums.txt").read_bytes()).hexdigest(),
    }
    assert json.loads((made / "versions.json").read_text())["data"] == data.version()
    assert dx.load_framework(made / "framework.toml").sha256 == dx.load_framework("wdr2016").sha256
    cited = (made / "citation.bib").read_text()
    assert all(name in cited for name in ("@book{wdr2016", "@misc{dxindex-dai,", "@misc{dxindex-wgi,"))
    assert "@misc{dxindex-hci," in cited  # its variants are among the assumptions of rank intervals
    assert not [name for name in ("wdi_gdp", "wdi_mobile", "dxindex") if f"@misc{{dxindex-{name}," in cited]
    assert (made / "licences/barro_lee_mit.txt").read_bytes() == (
        Path(data.__file__).parent / "licences/barro_lee_mit.txt"
    ).read_bytes()
    assert "MIT License" in (made / "dxindex/LICENSE").read_text()


def test_the_script_makes_them_again_with_the_program_beside_it(packed: bytes, tmp_path: Path) -> None:
    made = unpacked(packed, tmp_path / "view")
    again = run(made)
    assert (again.returncode, again.stdout) == (0, "6 tables, the same to the last digit\n"), again.stderr
    assert again.stderr == ""
    panel = (made / "panel.csv").read_text()
    (made / "panel.csv").write_text(panel.replace("VNM,0.", "VNM,0.0", 1))
    init = made / "dxindex/__init__.py"
    init.write_text(init.read_text() + "\nprint('the copy beside the script')\n")
    other = run(made)
    assert other.returncode == 1
    assert other.stdout == "the copy beside the script\n"
    assert other.stderr.startswith("other numbers than in results/: scores, ranks")


def test_a_view_that_cannot_be_made_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.csv").write_text("unit,a,b\nP,1,2\nQ,2,1\nR,3,3\n")
    own = ["bundle", f"--data={tmp_path / 'own.csv'}", "--unit=unit", f"--output={tmp_path / 'view.zip'}"]
    assert main([*own, "--groups=6"]) == 1
    assert "this view cannot be made again: dxindex.errors" in capsys.readouterr().err
    (tmp_path / "own.csv").write_text("unit,=a(1),b\nP,1,2\nQ,2,1\nR,3,3\n")
    assert main([*own, "--groups=2"]) == 1
    assert "spreadsheet" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.csv"]


def test_no_cell_of_a_bundle_is_a_formula(tmp_path: Path) -> None:
    (tmp_path / "=own.csv").write_text("@who,a,b\n=1+1,1,2\n+Q,2,1\nR,3,3\n")
    own = [f"--data={tmp_path / '=own.csv'}", "--unit=@who", "--groups=2", "--draws=0"]
    assert main(["bundle", *own, f"--output={tmp_path / 'view.zip'}"]) == 0
    made = unpacked((tmp_path / "view.zip").read_bytes(), tmp_path / "view")
    tables = [*made.glob("*.csv"), *made.glob("results/*.csv")]
    cells = [cell for path in tables for row in csv.reader(path.read_text().splitlines()) for cell in row]
    assert "'=1+1" in cells
    assert "'=own.csv" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (subprocess.TimeoutExpired("reproduce.py", 1), "ask for fewer --draws"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
    ],
)
def test_a_full_disk_or_a_script_without_end_is_told_in_a_sentence(
    fault: Exception,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise fault

    monkeypatch.setattr(subprocess, "run", fail)
    assert main(["bundle", "--draws=0", f"--output={tmp_path / 'view.zip'}"]) == 1
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
