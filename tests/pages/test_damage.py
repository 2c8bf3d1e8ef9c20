"""A damaged installation tells the visitor in one sentence what is wrong, on every page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VISIT = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
print(json.dumps({"errors": [e.value for e in app.error], "exceptions": len(app.exception)}))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ("data", "dxindex", "pages", ".streamlit"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path)
    return tmp_path


def visited(folder: Path) -> tuple[list[str], int]:
    done = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=folder, capture_output=True, text=True, timeout=120, check=True
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    return seen["errors"], seen["exceptions"]


def test_a_flipped_byte_in_the_snapshot_is_named(copy: Path) -> None:
    table = copy / "data" / "snapshot" / "observations.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    errors, exceptions = visited(copy)
    assert exceptions == 0
    assert len(errors) == 1
    assert "observations.parquet" in errors[0]


def test_a_missing_table_is_named(copy: Path) -> None:
    (copy / "data" / "snapshot" / "countries.parquet").unlink()
    errors, exceptions = visited(copy)
    assert exceptions == 0
    assert "countries.parquet" in errors[0]


def test_a_broken_framework_file_is_named_with_its_fault(copy: Path) -> None:
    file = copy / "dxindex" / "frameworks" / "wdr2016.toml"
    file.write_text(file.read_text().replace('parent = "enabling.people"', 'parent = "enabling.nobody"'))
    errors, exceptions = visited(copy)
    assert exceptions == 0
    assert "enabling.nobody" in errors[0]
