"""The command line on any year, and on figures in another folder than the shipped ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import data
import dxindex as dx
from dxindex.cli import main
from tests.later_figures import write_later_figures


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_later_figures(tmp_path_factory.mktemp("later") / "snapshot"))


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, Any]]:
    assert main([*arguments, "--format", "json"]) == 0
    return {row["iso3"]: row for row in json.loads(capsys.readouterr().out)}


def test_any_year_is_scored_by_its_framework(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "score", "--edition", "open-2012")
    panel = data.load_panel("open-2012")
    result = dx.fit_index(panel, "open").result(panel)
    assert {unit: row["adoption"] for unit, row in found.items()} == {
        unit: None if score != score else pytest.approx(score, abs=1e-15)
        for unit, score in result.scores["adoption"].items()
    }
    assert found["VNM"]["enabling_coverage"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "command",
    [
        ["classify"],
        ["stability", "--runs", "5"],
        ["uncertainty", "--draws", "20"],
        ["gap", "VNM", "SGP"],
        ["path", "VNM", "--rank", "50"],
        ["describe"],
        ["score", "--impute", "last_observation"],
        ["score", "--impute", "group_median"],
    ],
)
def test_commands_take_any_year(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--edition", "open-2012"]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["score", "--edition", "open-1989"], "'open-1990' to 'open-2020'"),
        (["describe", "--table", "components", "--edition", "open-2012"], "0 of 132 units have all of"),
        (["score", "--figures", "nowhere"], "There is no snapshot in"),
    ],
)
def test_what_there_are_no_figures_for_is_refused_in_a_sentence(
    command: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_a_folder_of_figures_brings_its_years_and_their_framework(
    later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows(capsys, "score", "--edition", "open-2021", "--figures", later)
    panel = data.load_panel("open-2021", folder=later)
    expected = dx.fit_index(panel, "open-servers").result(panel).scores["adoption"]
    assert found["VNM"]["adoption"] == pytest.approx(expected["VNM"], abs=1e-15)
    assert main(["score", "--edition", "open-2021", "--figures", "snapshot"]) == 1


def test_refreshed_figures_are_asked_of_the_data(
    later: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(data, "refreshed_folder", lambda: Path(later))
    assert rows(capsys, "score", "--edition", "open-2021", "--figures", "refreshed")
    monkeypatch.setattr(data, "refreshed_folder", lambda: None)
    assert main(["score", "--figures", "refreshed"]) == 1
    assert "python -m data refresh" in capsys.readouterr().err


def test_figures_are_not_chosen_for_a_table_of_ones_own(
    later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["score", "--data", "own.csv", "--figures", later])
    assert "leave them out with --data" in capsys.readouterr().err


def test_a_run_on_a_folder_is_made_again_on_the_same_figures_alone(
    later: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "scores.csv"
    arguments = ["score", "--edition", "open-2021", "--figures", later, "--format", "csv"]
    assert main([*arguments, "--output", str(output)]) == 0
    record = tmp_path / "scores.csv.run.json"
    made = output.read_bytes()
    output.unlink()
    assert main(["reproduce", str(record)]) == 0
    assert output.read_bytes() == made
    said = json.loads(record.read_text(encoding="utf-8"))
    assert said["data"]["version"] == data.version(later)
    said["data"]["version"] = data.version()
    record.write_text(json.dumps(said), encoding="utf-8")
    assert main(["reproduce", str(record)]) == 1
    assert "the figures are not those of" in capsys.readouterr().err
