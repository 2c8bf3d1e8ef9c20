"""The command line: exit status 0, 1 for bad input with one message, 2 for usage."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import data
from data import __main__ as cli
from data.fields import FOLDER
from data.store import REPAIR


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "data", *arguments],
        capture_output=True,
        text=True,
        cwd=FOLDER.parent,
        check=False,
    )


def test_verify_of_the_package(capsys):
    assert cli.main(["verify"]) == 0
    out, err = capsys.readouterr()
    assert f"version {data.version()}" in out
    assert "observations.parquet" in out
    assert err == ""


def test_a_damaged_snapshot_is_one_message_and_status_1(small_snapshot, capsys):
    (small_snapshot / "observations.parquet").write_bytes(b"x")
    assert cli.main(["verify", str(small_snapshot)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {small_snapshot / 'observations.parquet'} is damaged")


@pytest.mark.parametrize(
    ("sources", "message"),
    [("nowhere", "There is no folder nowhere"), (".", r"\d+ file\(s\) in \. are not those")],
)
def test_a_build_without_files_is_one_message_and_status_1(sources, message, tmp_path, capsys):
    assert cli.main(["build", "--sources", sources, "--output", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.match(f"error: {message}", err)
    assert list(tmp_path.iterdir()) == []


def test_the_module_runs_as_a_command_and_shows_no_traceback(tmp_path):
    done = run("verify", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: There is no snapshot in {tmp_path}: provenance.json is missing. {REPAIR}\n"


def test_a_build_tells_its_progress_on_standard_error(tiny_sources, expect, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("data.build.load_catalogue", lambda: expect(tiny_sources))
    assert cli.main(["build", "--sources", str(tiny_sources), "--output", str(tmp_path / "out")]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "reading worldbank/DAIforweb.xlsx\n" in err
    assert f"wrote {tmp_path / 'out'}" in err


def test_an_output_that_cannot_be_written_is_status_1(tiny_sources, expect, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("data.build.load_catalogue", lambda: expect(tiny_sources))
    (tmp_path / "file").write_text("")
    for output, message in (
        (tmp_path / "file", "is not a folder"),
        (tmp_path / "file/out", "File exists"),
    ):
        assert cli.main(["build", "--sources", str(tiny_sources), "--output", str(output)]) == 1
        assert message in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["fetch"], ["build"], ["verify", "a", "b"]])
def test_wrong_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "usage: python -m data" in capsys.readouterr().err


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in ("build", "verify"))
    assert Path.cwd().as_posix() not in out
