"""Every notebook runs from top to bottom, says what its stored outputs and its texts say, and stays small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from docs.notebooks import FOLDER, METADATA, ROOT, Run, running

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
EXPECTED = {"quickstart", "vietnam", "clustering", "own_index_cities", "sensitivity"}
MOST_BYTES = 250_000  # of a notebook with its outputs

NUMBER = re.compile(r"\d+(?:\.\d+)?")
NOT_TOLD = re.compile(r"`[^`]*`|\]\([^)]*\)|\*World Development Report \d{4}\*")
"""Of a text: code, addresses, and the name of the report."""
YEARS = range(1990, 2030)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# One process runs them all: they share a kernel.
pytestmark = pytest.mark.xdist_group("notebooks")


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with running() as ready:
        yield ready


def texts(notebook: NotebookNode) -> list[str]:
    """What the cells print and return, as text."""
    return [
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]


def cells(notebook: NotebookNode, kind: str) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


@every_notebook
def test_a_notebook_runs_and_says_what_is_stored(path: Path, run: Run) -> None:
    stored = nbformat.read(path, as_version=4)
    again = run(stored, FOLDER)
    assert texts(again) == texts(stored), "run: make notebooks; then read whether its words still hold"
    outputs = [output for cell in again.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_a_notebook_runs_from_the_projects_folder_too(run: Run) -> None:
    stored = nbformat.read(FOLDER / "own_index_cities.ipynb", as_version=4)  # the one that opens files
    assert texts(run(stored, ROOT)) == texts(stored)


def test_a_cell_that_fails_fails_the_run(run: Run) -> None:
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(broken, FOLDER)


def test_a_notebook_knows_nothing_of_the_one_before(run: Run) -> None:
    first, second = (
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        for code in ("left_behind = 1", "print('left_behind' in globals())")
    )
    run(first, FOLDER)
    assert texts(run(second, FOLDER)) == ["False\n"]


@every_notebook
def test_a_notebook_is_small_and_defines_nothing(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES
    code = cells(nbformat.read(path, as_version=4), "code")
    assert not [
        line for source in code for line in source.splitlines() if line.startswith(("def ", "class "))
    ]


@every_notebook
def test_a_notebook_holds_nothing_of_the_machine_it_ran_on(path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    assert stored.metadata == METADATA
    assert not [cell.id for cell in stored.cells if cell.metadata]
    assert str(ROOT) not in path.read_text(encoding="utf-8")


@every_notebook
def test_every_picture_is_stored_as_a_drawing(path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    kinds = [set(output.get("data", {})) for cell in stored.cells for output in cell.get("outputs", [])]
    pictures = [kind for kind in kinds if any(name.startswith(("image/", "application/")) for name in kind)]
    assert pictures
    assert all("image/svg+xml" in kind for kind in pictures)


@every_notebook
def test_the_words_hold_no_figure_that_the_cells_do_not(path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    shown = set(NUMBER.findall(" ".join([*texts(stored), *cells(stored, "code")])))
    told = NUMBER.findall(NOT_TOLD.sub("", " ".join(cells(stored, "markdown"))))
    assert not [figure for figure in told if figure not in shown and not _is_year(figure)]


def _is_year(figure: str) -> bool:
    return figure.isdigit() and int(figure) in YEARS


def test_the_readme_leads_to_every_notebook() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in NOTEBOOKS} == EXPECTED
    assert not [path.name for path in NOTEBOOKS if f"](notebooks/{path.name})" not in readme]
