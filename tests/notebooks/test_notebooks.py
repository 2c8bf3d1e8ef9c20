"""Every notebook in the folder runs from top to bottom, says what its stored outputs say, and stays small."""

from __future__ import annotations

import warnings
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES = 300_000  # of a notebook with its outputs


def texts(notebook: NotebookNode) -> list[str]:
    """What the cells print and return, as text."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.append(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_says_what_is_stored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    stored = nbformat.read(path, as_version=4)
    again = nbformat.from_dict(stored)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the kernel's own libraries; cells run in another process
        NotebookClient(
            again, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
        ).execute()
    assert texts(again) == texts(stored), "run it again, and store what it says"
    assert not [
        output for cell in again.cells for output in cell.get("outputs", []) if output.get("name") == "stderr"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_defines_nothing(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES
    code = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert not [
        line for source in code for line in source.splitlines() if line.startswith(("def ", "class "))
    ]


def test_there_is_a_worked_example() -> None:
    assert "own_index_cities" in {path.stem for path in NOTEBOOKS}
