"""The rooms of the house import only what they may; function-level imports count too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEETING_PLACES = {"dxindex/cli.py", "dxindex/publish.py"}
MEETING_ROOM = "pages/ui/queries/"
ENTRANCES = ("app.py", "server.py")


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, wherever in the file; relative ones made absolute."""
    found: set[str] = set()
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def modules(*rooms: str) -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
    )


def forbidden(path: str) -> set[str]:
    if path.startswith(MEETING_ROOM):
        return {"altair"}  # charts are built in their own room
    if path in MEETING_PLACES:
        return {"pages", "streamlit", "altair"}
    if path in ENTRANCES:
        return {"data", "dxindex", "pandas", "altair", "numpy", "sklearn"}
    if path.startswith("dxindex/charts/"):
        return {"data", "pages", "streamlit", "requests"}
    if path.startswith("dxindex/"):
        return {"data", "pages", "streamlit", "altair", "requests"}
    if path.startswith("data/"):
        return {"dxindex", "pages", "streamlit", "altair", "sklearn"}
    if path.startswith("pages/ui/"):
        return {"data", "altair", "sklearn", "requests"}
    return {"data", "pandas", "altair", "sklearn", "requests", "numpy"}


@pytest.mark.parametrize("path", modules(*ENTRANCES, "pages", "data", "dxindex"))
def test_rooms_import_what_they_may(path: str) -> None:
    crossed = {name for name in imports(ROOT / path) if name.split(".")[0] in forbidden(path)}
    assert not crossed, f"{path} may not import {sorted(crossed)}"


@pytest.mark.parametrize("path", [path for path in modules("pages") if not path.startswith("pages/ui/")])
def test_pages_import_nothing_to_compute_with(path: str) -> None:
    allowed = ("streamlit", "functools", "pages.ui", "dxindex.i18n", "dxindex.charts", "dxindex.words")
    names = imports(ROOT / path) - {"dxindex"}  # of "from dxindex import i18n", whose name is there too
    assert not {name for name in names if not f"{name}.".startswith(tuple(f"{room}." for room in allowed))}


@pytest.mark.parametrize("path", [path for path in modules("pages") if path != "pages/ui/selection.py"])
def test_only_selection_touches_the_url(path: str) -> None:
    assert "query_params" not in (ROOT / path).read_text(encoding="utf-8")


def test_the_data_package_is_not_shadowed() -> None:
    assert not (ROOT / "tests" / "data" / "__init__.py").exists()
