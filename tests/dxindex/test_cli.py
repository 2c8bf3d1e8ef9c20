"""The command line: output, formats, exit status, and files that are written whole or not at all."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import data
import dxindex as dx
from dxindex import Framework, InputError
from dxindex.cli import main
from dxindex.output import write_whole
from dxindex.progress import show_progress, track
from dxindex.runs import checksum


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


# Every command on figures of one's own


@pytest.fixture
def complete(framework: Framework, tmp_path: Path) -> list[str]:
    """Arguments that choose nine units without a gap, and an outside measure."""
    rows = pd.DataFrame(
        {
            "a": [1.0, 2, 3, 4, 5, 6, 7, 8, 9],
            "b": [90.0, 20, 10, 50, 40, 60, 80, 30, 70],
            "c": [45.0, 40, 35, 20, 25, 30, 10, 5, 15],
            "d": [-2.0, -1, -1.5, 0.5, 0, -0.5, 2, 1, 1.5],
            "wealth": [1.0, 2, 2, 3, 4, 5, 7, 6, 9],
        },
        index=pd.Index([f"U{number}" for number in range(1, 10)], name="unit"),
    )
    rows.to_csv(tmp_path / "nine.csv")
    (tmp_path / "own.toml").write_text(framework.to_toml(), encoding="utf-8")
    return ["--data", str(tmp_path / "nine.csv"), "--framework", str(tmp_path / "own.toml")]


COMMANDS = {
    "stability": (["--runs", "20", "--groups", "2"], ["unit", "level 1", "level 2", "group"]),
    "uncertainty": (
        ["--draws", "50", "--nodes", "all"],
        ["unit", *(f"all_{name}" for name in ("rank", "low", "median", "high", "ranked"))],
    ),
    "sensitivity": (
        ["--samples", "8", "--assumptions", "normalisation,weights", "--target", "U1", "--node", "all"],
        ["assumption", "S1", "S1_conf", "ST", "ST_conf"],
    ),
    "gap": (
        ["U1", "U9"],
        ["indicator", "contribution", "normalised", "other_normalised", "weight", "value", "other_value"],
    ),
    "path": (
        ["U1", "--rank", "1", "--node", "q"],
        ["indicator", "before", "after", "change", "unit", "cost", "limit"],
    ),
    "describe": ([], ["node", "part", "weight", "variance_share", "correlation_ratio", "correlation"]),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_print_tables(command: str, complete: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    options, columns = COMMANDS[command]
    assert main([command, *options, *complete, "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    table = pd.read_csv(io.StringIO(out))
    assert list(table.columns) == columns
    assert len(table)
    assert err


@pytest.mark.parametrize("table", ["correlations", "components", "alpha", "validity", "availability"])
def test_descriptions(table: str, complete: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--table", table, "--among", "a,b,q", "--criterion", "wealth"]
    assert main(["describe", *options, *complete, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_what_commands_say_is_what_the_library_says(
    complete: list[str], framework: Framework, capsys: pytest.CaptureFixture[str]
) -> None:
    panel = pd.read_csv(complete[1], index_col="unit")
    options = ["--weights", "p=1,q=1", "--treat", "winsorise", "--impute", "knn", "--screen", "0.5"]
    assert main(["gap", "U1", "U9", "--node", "all", *options, *complete, "--format", "csv"]) == 0
    printed = pd.read_csv(io.StringIO(capsys.readouterr().out), index_col="indicator")
    index = dx.CompositeIndex(
        framework, weights={"p": 1, "q": 1}, treat="winsorise", impute="knn", screen=0.5
    ).fit(panel)
    expected = dx.gap(index.result(panel), "U1", "U9", node="all", panel=panel).table
    pd.testing.assert_frame_equal(printed, expected)
    assert (
        main(["describe", "--table", "validity", "--criterion", "wealth", *complete, "--format", "csv"]) == 0
    )
    printed = pd.read_csv(io.StringIO(capsys.readouterr().out), index_col="node")
    plain = dx.CompositeIndex(framework).fit(panel).result(panel)
    pd.testing.assert_frame_equal(
        printed, dx.validity(plain, panel["wealth"]).summary.rename_axis("node"), check_exact=False
    )


def test_shipped_figures_bring_groups_histories_and_wealth(capsys: pytest.CaptureFixture[str]) -> None:
    for method, words in (
        ("group_median", "5 values were missing and are imputed"),
        ("last_observation", ""),
    ):
        assert main(["score", "--framework", "wdr2016-lays", "--impute", method, "--format", "csv"]) == 0
        assert words in capsys.readouterr().err
    assert main(["describe", "--table", "validity", "--format", "csv"]) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out), index_col="node")
    assert table.loc["adoption", ["units", "r_squared"]].tolist() == pytest.approx([131, 0.831], abs=0.001)
    assert main(["path", "VNM", "--group", "transforming"]) == 0
    err = capsys.readouterr().err
    assert "five-year improvements in income group LM" in err
    assert "out of reach" in err


@pytest.mark.parametrize(
    "wrong",
    [
        ["score", "--data", "own.csv", "--impute", "group_median"],
        ["path", "U1", "--rank", "1", "--data", "own.csv", "--unit-of-change", "achieved"],
        ["path", "U1"],
        ["path", "U1", "--rank", "0"],
        ["path", "U1", "--rank", "1", "--group", "emerging"],
        ["describe", "--criterion", "gdp"],
        ["describe", "--table", "validity", "--data", "own.csv"],
        ["gap", "U1"],
        ["uncertainty", "--draws", "many"],
        ["reproduce"],
    ],
)
def test_usage_faults_of_the_other_commands(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    test_usage_faults_exit_with_2(wrong, capsys)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["score", "--weights", "best"], "--weights: 'best' is not 'equal' nor ID=WEIGHT"),
        (["score", "--weights", "zzz=1"], "'zzz' is neither a node nor an indicator"),
        (["score", "--screen", "7"], "must lie between 0 and 1"),
        (["gap", "U1", "ZZZ"], "ZZZ"),
        (["describe", "--table", "correlations", "--among", "zzz"], "has no 'zzz'"),
        (["describe", "--table", "validity", "--criterion", "zzz"], "'zzz' is no numeric column"),
        (["uncertainty", "--assumptions", "zzz"], "zzz"),
        (["sensitivity", "--samples", "7"], "power of two"),
    ],
)
def test_bad_input_to_the_other_commands(
    wrong: list[str], words: str, complete: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*wrong, *complete]) == 1
    assert words in capsys.readouterr().err


# Records


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_a_file_is_made_again_byte_for_byte(form: str, complete: list[str], tmp_path: Path) -> None:
    target, record = tmp_path / "out.x", tmp_path / "out.x.run.json"
    options = ["--weights", "p=2", "--aggregate", "0.5", "--format", form]
    assert main(["score", *options, *complete, "--output", str(target)]) == 0
    first, written = target.read_bytes(), record.read_bytes()
    target.unlink()
    (tmp_path / "own.toml").unlink()  # the record holds the framework itself
    assert main(["reproduce", str(record)]) == 0
    assert target.read_bytes() == first
    assert record.read_bytes() == written
    assert main(["reproduce", str(record), "--output", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again").read_bytes() == first


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_made_again(command: str, complete: list[str], tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    options = [*COMMANDS[command][0], "--format", "csv", "--output", str(target)]
    assert main([command, *options, *complete]) == 0
    first = target.read_bytes()
    target.unlink()
    assert main(["reproduce", str(tmp_path / "out.csv.run.json")]) == 0
    assert target.read_bytes() == first


def test_a_record_says_what_it_takes(tmp_path: Path) -> None:
    target = tmp_path / "groups.csv"
    assert main(["classify", "--seed", "3", "--format", "csv", "--output", str(target)]) == 0
    record = json.loads((tmp_path / "groups.csv.run.json").read_text(encoding="utf-8"))
    assert record["arguments"][0] == "classify"
    assert {"--seed=3", "--edition=2014", "--method=kmeans", "--format=csv"} <= set(record["arguments"])
    assert record["data"] == {"version": data.version()}
    assert record["framework"]["sha256"] == dx.load_framework("wdr2016").sha256
    assert Framework.from_toml(record["framework"]["text"]) == dx.load_framework("wdr2016")
    assert record["versions"]["dxindex"] == dx.__version__
    assert {"python", "numpy", "pandas", "scikit-learn"} <= set(record["versions"])
    assert record["output"] == {"file": "groups.csv", "sha256": checksum(target.read_bytes())}
    target.unlink()
    assert main(["reproduce", str(tmp_path / "groups.csv.run.json")]) == 0
    assert checksum(target.read_bytes()) == record["output"]["sha256"]


def test_figures_that_moved_are_named_and_figures_that_changed_are_refused(
    complete: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, figures = tmp_path / "out.csv", tmp_path / "nine.csv"
    assert main(["score", *complete, "--format", "csv", "--output", str(target)]) == 0
    first, record = target.read_bytes(), str(tmp_path / "out.csv.run.json")
    target.unlink()
    moved = figures.rename(tmp_path / "moved.csv")
    assert main(["reproduce", record]) == 1
    assert "nine.csv' cannot be read" in capsys.readouterr().err
    assert main(["reproduce", record, "--data", str(moved)]) == 0
    assert target.read_bytes() == first
    target.unlink()
    moved.write_text(moved.read_text(encoding="utf-8").replace("90.0", "91.0"), encoding="utf-8")
    assert main(["reproduce", record, "--data", str(moved)]) == 1
    assert "the figures are not those of" in capsys.readouterr().err
    assert not target.exists()


def test_a_file_that_comes_out_otherwise_is_not_written(
    complete: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, record = tmp_path / "out.csv", tmp_path / "out.csv.run.json"
    assert main(["score", *complete, "--format", "csv", "--output", str(target)]) == 0
    told = json.loads(record.read_text(encoding="utf-8"))
    told["output"]["sha256"], told["versions"]["numpy"] = "0", "1.0"
    record.write_text(json.dumps(told), encoding="utf-8")
    target.write_text("kept", encoding="utf-8")
    assert main(["reproduce", str(record)]) == 1
    assert (
        "comes out otherwise, so nothing was written; what changed since: numpy 1.0, now"
        in capsys.readouterr().err
    )
    assert target.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "no run record"),
        ("{", "cannot be read"),
        ("[]", "it is no JSON object"),
        ("{}", "its format is None, not 1"),
        ({"arguments": [1]}, "'arguments' must be a list of texts"),
        ({"framework": {"id": "x"}}, "'framework' must be an object of texts with 'id', 'sha256', 'text'"),
        ({"framework": {"id": "x", "sha256": "x", "text": "["}}, "framework of"),
        ({"arguments": ["score", "--best"]}, "its arguments are not those of this version"),
        ({"arguments": ["reproduce", "x.run.json"]}, "makes a table"),
        ({"arguments": []}, "its arguments are not those of this version"),
    ],
)
def test_broken_records(
    change: object, words: str, complete: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "out.csv.run.json"
    assert main(["score", *complete, "--format", "csv", "--output", str(tmp_path / "out.csv")]) == 0
    if isinstance(change, dict):
        record.write_text(
            json.dumps(json.loads(record.read_text(encoding="utf-8")) | change), encoding="utf-8"
        )
    elif change is None:
        record.unlink()
    else:
        record.write_text(str(change), encoding="utf-8")
    assert main(["reproduce", str(record)]) == 1
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err


# Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_drawn_on_a_terminal_and_wiped() -> None:
    screen = Terminal()
    with show_progress("work", screen):
        assert list(track("abcd", 4)) == list("abcd")
    assert "\rwork [###############...............]  50%" in screen.getvalue()
    assert screen.getvalue().endswith("100%\r\x1b[K")
    with show_progress("work", io.StringIO()) as nothing:
        assert list(track("ab", 2)) == ["a", "b"]
        assert nothing is None


@pytest.mark.parametrize("command", ["stability", "uncertainty", "sensitivity"])
def test_long_commands_tell_how_far_they_are(
    command: str, complete: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert main([command, *COMMANDS[command][0], *complete]) == 0
    assert f"\r{command} [{'#' * 30}] 100%" in screen.getvalue()
