"""Who may import what, and that nothing of the machine it was built on went into the package."""

import ast
import subprocess
import sys

import pytest

from data.fields import FOLDER

FOREIGN = {"dxindex", "pages", "app", "streamlit", "altair", "sklearn"}
BUILD_ONLY = {"python_calamine", "babel", "openpyxl"}
MODULES = sorted(FOLDER.rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield str(node.module)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_no_module_imports_another_room(path):
    assert not {name.partition(".")[0] for name in imported(path)} & FOREIGN


@pytest.mark.parametrize("path", sorted((FOLDER / "importers").glob("*.py")), ids=lambda path: path.name)
def test_importers_know_layouts_only(path):
    own = {name for name in imported(path) if name.startswith("data")}
    assert own <= {"data.errors", "data.importers"}


def test_importing_the_package_reads_no_figures_and_loads_nothing_that_only_a_build_needs():
    code = (
        "import sys, data, data.store, data.catalog\n"
        f"assert not {BUILD_ONLY | {'requests'}!r} & set(sys.modules)\n"
        "assert data.store._open.cache_info().currsize == 0\n"
        "assert data.catalog.load_catalogue.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent, check=True)


def test_no_path_of_a_machine_is_in_the_package():
    texts = [*MODULES, *FOLDER.glob("*.toml"), FOLDER / "snapshot/provenance.json"]
    for path in texts:
        content = path.read_text(encoding="utf-8")
        assert not any(root in content for root in ("/work/", "/home/", "/root/", "C:\\")), path
