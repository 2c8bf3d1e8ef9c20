"""The command line: output, formats, exit status, and files that are written whole or not at all."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from dxindex import Framework, InputError
from dxindex.cli import main
from dxindex.output import read_table, write_whole


@pytest.fixture
def own(framework: Framework, panel: pd.DataFrame, tmp_path: Path) -> list[str]:
    """Arguments that choose the index and the figures worked out by hand."""
    panel.to_csv(tmp_path / "own.csv")
    (tmp_path / "own.toml").write_text(framework.to_toml(), encoding="utf-8")
    return ["--data", str(tmp_path / "own.csv"), "--framework", str(tmp_path / "own.toml")]


def test_score_prints_a_table_best_first(own: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", *own]) == 0
    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert lines[0] == ["iso3", "p", "p_rank", "p_coverage", "q", "q_rank", "q_coverage"]
    assert lines[1] == ["CCC", "0.667", "1", "1.000", "0.000", "5", "1.000"]
    assert lines[-1] == ["FFF", "-", "<NA>", "0.333", "-", "<NA>", "0.000"]
    assert "hand: 6 units, 4 indicators" in err
    assert "1 values lie beyond a bound and are held there: 'DDD'" in err
    assert "too little data for p: 'FFF'" in err


def test_score_in_other_formats_keeps_every_digit_and_all_nodes(
    own: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", *own, "--format", "json"]) == 0
    rows = {row["iso3"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["AAA"]["all"] == pytest.approx(13 / 25, abs=1e-15)
    assert rows["AAA"]["all_rank"] == 2
    assert rows["FFF"]["all"] is None
    assert main(["score", *own, "--format", "csv"]) == 0
    (tmp_path / "out.csv").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["score", *own, "--format", "parquet", "--output", str(tmp_path / "out.parquet")]) == 0
    assert capsys.readouterr().out == ""
    from_csv, from_parquet = pd.read_csv(tmp_path / "out.csv"), pd.read_parquet(tmp_path / "out.parquet")
    pd.testing.assert_frame_equal(from_csv, from_parquet, check_dtype=False, check_exact=True)


def test_classify_prints_groups_and_says_how_well_they_part(
    own: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", *own, "--groups", "2", "--features", "q", "--seed", "1", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    groups = dict(line.split(",")[::2] for line in out.splitlines()[1:])
    assert groups == {
        "AAA": "level 2",
        "BBB": "level 2",
        "EEE": "level 2",
        "CCC": "level 1",
        "DDD": "level 1",
        "FFF": "",
    }
    assert "level 1 2, level 2 3" in err
    assert "silhouette" in err


def test_own_figures_need_no_framework(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.csv").write_text("unit,a\nNA,1\n01,3\n", encoding="utf-8")
    assert main(["score", "--data", str(tmp_path / "own.csv"), "--aggregate", "2", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "unit,index,index_rank,index_coverage\n01,1.0,1,1.0\nNA,0.0,2,1.0\n"


def test_an_edition_brings_its_framework_and_outsiders_are_unranked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["score", "--edition", "2019", "--units", "all", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert err.startswith("open: ")
    table = pd.read_csv(io.StringIO(out), index_col="iso3")
    assert table["enabling_rank"].max() <= 132
    assert pd.isna(table.loc["ISL", "enabling_rank"])
    assert table.loc["ISL", "enabling"] > 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["rank"],
        ["score", "--format", "xml"],
        ["score", "--format", "parquet"],
        ["score", "--normalise", "best"],
        ["score", "--aggregate", "best"],
        ["score", "--aggregate", "nan"],
        ["score", "--data", "own.csv", "--edition", "2014"],
        ["score", "--data", "own.csv", "--units", "all"],
        ["score", "--id", "iso3"],
        ["classify", "--groups", "7"],
    ],
)
def test_usage_faults_exit_with_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(wrong)
    assert caught.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage:" in err


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--edition", "1999"], "1999"),
        (["--framework", "wdr1999"], "no framework 'wdr1999'"),
        (["--framework", "missing.toml"], "no framework file 'missing.toml'"),
        (["--data", "missing.csv"], "no data file 'missing.csv'"),
        (["--data", "table.xlsx"], "must end in .csv or .parquet"),
    ],
)
def test_bad_input_exits_with_1_and_one_message(
    wrong: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", *wrong]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("dxindex: ")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["broken.parquet", "binary.csv", "empty.csv", "ragged.csv"])
def test_files_that_are_not_what_they_claim(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {"ragged.csv": b"a,b\n1,2\n1,2,3,4\n", "empty.csv": b""}.get(name, b"\xff\xfe\x00\x01")
    (tmp_path / name).write_bytes(content)
    assert main(["score", "--data", str(tmp_path / name)]) == 1
    assert f"{name}' cannot be read" in capsys.readouterr().err


def test_ids_come_from_the_first_column_a_named_one_or_the_index(panel: pd.DataFrame, tmp_path: Path) -> None:
    csv, parquet, flat = tmp_path / "a.csv", tmp_path / "a.parquet", tmp_path / "b.parquet"
    panel.reset_index()[["a", "iso3", "b"]].to_csv(csv, index=False, encoding="utf-8-sig")
    panel.to_parquet(parquet)
    panel.reset_index().to_parquet(flat)
    assert read_table(csv, "iso3").index.tolist() == panel.index.tolist()
    assert list(read_table(csv).columns) == ["iso3", "b"]
    for file in (parquet, flat):
        pd.testing.assert_frame_equal(read_table(file), panel)
    with pytest.raises(InputError, match="no column 'code'; it has 'a', 'iso3', 'b'"):
        read_table(csv, "code")


def test_failed_write_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")

    def full_disk(self: Path, other: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full_disk)
        with pytest.raises(InputError, match="No space left on device"):
            write_whole(target, b"new")
    assert target.read_text(encoding="utf-8") == "old"
    assert not list(tmp_path.glob(".*"))
    assert main(["score", *own, "--output", str(tmp_path / "nowhere" / "out.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_module_runs_and_a_reader_may_leave_early(own: list[str]) -> None:
    command = f"{sys.executable} -m dxindex score {' '.join(own)} --format json | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "[")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
