"""Run the notebooks again, and store what they say: nothing of the machine, of the time or of warnings."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
LONGEST_SECONDS = 300  # of one cell
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
FORGET = "import os; os.chdir({folder!r}); get_ipython().reset()"

Run = Callable[[NotebookNode, Path], NotebookNode]


@contextmanager
def running() -> Iterator[Run]:
    """Start a kernel, and yield what runs a notebook in it, in a folder: a copy with what its cells say now.

    All notebooks share the kernel, because loading the libraries takes longer than most cells; each starts
    without the names of the one before. A cell that fails raises ``nbclient.exceptions.CellExecutionError``.
    """
    client = NotebookClient(
        nbformat.v4.new_notebook(),
        timeout=LONGEST_SECONDS,
        kernel_name="python3",
        coalesce_streams=True,  # how often a kernel sends what was printed depends on how fast it is
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(FOLDER)}},
    )

    def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
        fresh = nbformat.from_dict(notebook)
        for cells in ([nbformat.v4.new_code_cell(FORGET.format(folder=str(folder)))], fresh.cells):
            client.nb = nbformat.v4.new_notebook(cells=cells)
            client.reset_execution_trackers()
            with _quiet():
                for place, cell in enumerate(cells):
                    client.execute_cell(cell, place)
        return _clean(fresh)

    kernel = client.setup_kernel(env={**os.environ, "PYTHONPATH": str(ROOT)})
    with _quiet():
        kernel.__enter__()
    try:
        yield run
    finally:
        with _quiet():
            kernel.__exit__(None, None, None)


@contextmanager
def _quiet() -> Iterator[None]:
    """Pass over warnings of the kernel's own libraries; cells run in another process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _clean(notebook: NotebookNode) -> NotebookNode:
    """Name and number cells by their place, and drop what is about the run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    number = 0
    for place, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{place}", nbformat.from_dict({})
        if cell.cell_type == "code":
            number += 1
            cell.execution_count = number
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = number
    return notebook


def main() -> None:
    """Run the notebooks and store them."""
    with running() as run:
        for path in sorted(FOLDER.glob("*.ipynb")):
            nbformat.write(run(nbformat.read(path, as_version=4), FOLDER), path)


if __name__ == "__main__":
    main()
