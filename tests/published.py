"""The published site, written once for all tests that look at it, in whichever process they run."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from dxindex.cli import main


def write_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site; whoever comes first writes it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # of all processes of one run
    folder = shared / "published"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            assert main(["publish", "--output", str(folder)]) == 0
    return folder
