"""What docs/architecture.md says is so: the rooms, the modules it names, and that its recipes work as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.recipes import PAGE, ROOT, copy_project, read_recipes
from tests.test_architecture import forbidden

RECIPES = read_recipes()
SERIES = "A series into the catalogue"


def run(project: Path, *arguments: str) -> str:
    """Run Python in the project; what it says, also where it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def carried_out(folder: Path) -> Path:
    """A copy of the project in which every recipe was carried out."""
    copy_project(folder)
    for steps in RECIPES.values():
        for step in steps:
            step.carry_out(folder)
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return carried_out(tmp_path_factory.mktemp("project"))


def test_the_table_of_rooms_is_what_the_test_of_imports_holds() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|[^|]+\| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 8
    for rooms, names in rows:
        for room in re.findall(r"`([^`]+)`", rooms):
            path = room if room.endswith(".py") else f"{room}any.py"
            assert set(re.findall(r"`([^`]+)`", names)) == forbidden(path), room


def test_every_file_and_folder_that_is_named_is_there() -> None:
    new = {step.file for steps in RECIPES.values() for step in steps}
    named = set(re.findall(r"`((?:app|server|(?:data|dxindex|pages|tests|docs)/[\w/.-]+)(?:\.\w+|/))`", PAGE))
    assert len(named) > 30
    assert [name for name in named - new if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("title", "made"),
    [("An indicator into an index", ()), (SERIES, ("data/snapshot/",)), ("A normalisation method", ())],
)
def test_a_newcomer_touches_no_more_than_three_files(title: str, made: tuple[str, ...]) -> None:
    files = {step.file for step in RECIPES[title]} | set(made)
    assert 2 <= len(files) <= 3
    assert any(file.startswith("tests/") for file in files)


def test_recipes_are_in_the_style_of_the_house(project: Path) -> None:
    files = sorted({s.file for steps in RECIPES.values() for s in steps if s.file.endswith(".py")})
    run(project, "-m", "ruff", "format", "--check", "--no-cache", *files)
    run(project, "-m", "ruff", "check", "--no-cache", *files)


def test_the_indicator_and_the_method_pass_their_tests_and_score_on_the_command_line(project: Path) -> None:
    files = [f"tests/dxindex/test_{name}.py" for name in ("wdr2016_internet", "framework", "normalise")]
    tests = ["-p", "no:cacheprovider", "-rp", "-k", "logistic or internet", "dxindex/normalise.py", *files]
    score = ["score", "--framework", "wdr2016-internet", "--normalise", "logistic", "--format", "csv"]
    both = (
        f"import sys, pytest; from dxindex.cli import main; sys.exit(pytest.main({tests}) or main({score}))"
    )
    told, _, table = run(project, "-c", both).partition("\niso3,")
    passed = [line.rpartition("::")[2] for line in told.splitlines() if line.startswith("PASSED ")]
    assert {
        "dxindex.normalise.Logistic",
        "test_half_of_adoption_by_people_is_internet_users",
        "test_shipped_frameworks_speak_both_languages_and_explain_their_goalposts[wdr2016-internet]",
        "test_values_by_hand_on_the_fitted_panel_and_on_another[up-logistic]",
    } <= set(passed)
    assert "adoption.people" in table
    assert len(table.splitlines()) == 1 + 132


def test_the_page_opens(project: Path) -> None:
    opening = (
        "from tests.pages.visiting import assert_sound, opened\n"
        "app = opened('levels', lang='vi')\n"
        "assert_sound(app)\n"
        "print(app.title[0].value)\n"
    )
    assert "Các cấp độ có ý nghĩa gì?" in run(project, "-W", "ignore", "-c", opening)


@pytest.mark.skipif("DXINDEX_SOURCES" not in os.environ, reason="needs the publishers' files")
def test_the_series_is_read_from_the_publishers_file(tmp_path: Path) -> None:
    project = carried_out(tmp_path)  # its snapshot will hold this series alone
    building = (
        "import pytest, sys\n"
        "from dataclasses import replace\n"
        "from data.build import build_snapshot\n"
        "from data.catalog import load_catalogue\n"
        "whole = load_catalogue()\n"
        "kept = {i: s for i, s in whole.sources.items() if s.id == 'doing_business' or s.role != 'series'}\n"
        "indicators = {'getting_electricity_score': whole.indicators['getting_electricity_score']}\n"
        "build_snapshot(sys.argv[1], catalogue=replace(whole, sources=kept, indicators=indicators))\n"
        "sys.exit(pytest.main(['-p', 'no:cacheprovider', 'tests/data/test_getting_electricity.py']))\n"
    )
    run(project, "-c", building, os.environ["DXINDEX_SOURCES"])  # pytest fails where it runs no test
