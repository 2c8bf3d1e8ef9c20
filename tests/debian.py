"""Take single files out of Debian's packages without installing them: nothing is started, no root is needed.

Installing nginx starts a web server on port 80; the tests only want the program.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from filelock import FileLock

FETCH_SECONDS = 180


def unpacked(package: str, pattern: str) -> Path | None:
    """Return a package's file that matches a pattern, unpacked into the virtual environment; None if it cannot be."""
    folder = Path(sys.prefix) / "debian" / package
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not any(folder.glob(pattern)):
            _unpack(package, folder)
        return next(iter(sorted(folder.glob(pattern))), None)


def _unpack(package: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as download:
        # The lists of packages may be missing or old: they are fetched if the first attempt fails.
        for commands in (("download", package),), (("update", "-qq"), ("download", package)):
            for command in commands:
                _attempt(download, "apt-get", *command)
            for archive in Path(download).glob("*.deb"):
                _attempt(download, "dpkg-deb", "-x", str(archive), str(folder))
                return


def _attempt(folder: str, *command: str) -> None:
    """Run one step; whether it helped is seen by whether the file is there."""
    try:
        subprocess.run(
            command, cwd=folder, stdout=sys.stderr, stderr=sys.stderr, timeout=FETCH_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
