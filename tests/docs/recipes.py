"""Recipes of docs/architecture.md: read from the page, and carried out in a copy of the project."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NEEDED = ("dxindex", "data", "pages", "tests", "docs", "app.py", "pyproject.toml", "CHANGELOG.md")

_RECIPE = re.compile(r"^### (?P<title>.+)\n(?P<text>(?:(?!##).*\n)*)", re.MULTILINE)
_STEP = re.compile(
    r"^(?:New file|In|At the end of) `(?P<file>[^`]+)`(?:, (?P<where>above|below) (?P<first>the first )?`(?P<line>[^`\n]+)`)?:\n\n"
    r"```\w+\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """Code for a file: a new one, or at the end of one that is there, or above or below a line of it."""

    file: str
    code: str
    where: str = ""
    line: str = ""
    first: bool = False

    def carry_out(self, project: Path) -> None:
        path = project / self.file
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(self._put_into(there) if self.line else there + self.code, encoding="utf-8")

    def _put_into(self, text: str) -> str:
        lines = text.splitlines(keepends=True)
        found = [number for number, line in enumerate(lines) if line.startswith(self.line)]
        assert len(found) == 1 or (found and self.first), (
            f"{self.file} has {len(found)} lines that begin with {self.line!r}"
        )
        place = found[0] + (self.where == "below")
        return "".join([*lines[:place], self.code, *lines[place:]])


def read_recipes() -> Mapping[str, tuple[Step, ...]]:
    """The recipes by title."""
    return {
        recipe["title"]: tuple(
            Step(step["file"], step["code"], step["where"] or "", step["line"] or "", bool(step["first"]))
            for step in _STEP.finditer(recipe["text"])
        )
        for recipe in _RECIPE.finditer(PAGE)
    }


def copy_project(folder: Path) -> Path:
    """Copy what the recipes touch and need."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*-*.png"))
        else:
            shutil.copy2(source, folder / name)
    return folder
