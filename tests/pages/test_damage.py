"""A damaged installation tells the visitor in one sentence what is wrong, on every page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# The libraries are loaded once; each copy of the project is then visited in a child of that process.
VISITS = """
import json, os, sys
import altair, pandas, pyarrow.parquet
from streamlit.testing.v1 import AppTest

for folder in sys.argv[1:]:
    if os.fork() == 0:
        os.chdir(folder)
        sys.path.insert(0, folder)
        app = AppTest.from_file("app.py", default_timeout=60).run()
        seen = {"errors": [error.value for error in app.error], "exceptions": len(app.exception)}
        print(json.dumps([os.path.basename(folder), seen]), flush=True)
        os._exit(0)
    os.wait()
"""


def flip_a_byte(copy: Path) -> None:
    table = copy / "data" / "snapshot" / "observations.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)


def lose_a_table(copy: Path) -> None:
    (copy / "data" / "snapshot" / "countries.parquet").unlink()


def break_a_framework(copy: Path) -> None:
    file = copy / "dxindex" / "frameworks" / "wdr2016.toml"
    file.write_text(file.read_text().replace('parent = "enabling.people"', 'parent = "enabling.nobody"'))


DAMAGES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a flipped byte": (flip_a_byte, "observations.parquet"),
    "a missing table": (lose_a_table, "countries.parquet"),
    "a broken framework": (break_a_framework, "enabling.nobody"),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a visitor of each damaged copy sees."""
    copies = []
    for name, (damage, _words) in DAMAGES.items():
        copy = tmp_path_factory.mktemp("damaged") / name
        for room in ("data", "dxindex", "pages", ".streamlit"):
            shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "app.py", copy)
        damage(copy)
        copies.append(str(copy))
    done = subprocess.run(
        [sys.executable, "-c", VISITS, *copies],
        cwd=copies[0],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))


@pytest.mark.parametrize("name", DAMAGES)
def test_it_is_named_and_nothing_else_is_shown(seen: Mapping[str, Any], name: str) -> None:
    assert seen[name]["exceptions"] == 0
    [error] = seen[name]["errors"]
    assert DAMAGES[name][1] in error
