"""Find an nginx for the tests and benchmarks of serving: prints its path, or says what is missing.

Tried in this order: the one named in DXINDEX_NGINX, the system's, the one in Debian's package, which is
unpacked and not installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.debian import unpacked

ADMINISTRATORS_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


def works(path: str | Path | None) -> bool:
    """Whether the program starts: a file that is there may still lack libraries."""
    if not path:
        return False
    try:
        done = subprocess.run([path, "-v"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "nginx/" in done.stderr


def candidates() -> Iterator[str | Path | None]:
    yield os.environ.get("DXINDEX_NGINX")
    yield shutil.which("nginx", path=ADMINISTRATORS_PATH)
    yield unpacked("nginx", "usr/sbin/nginx")
    yield unpacked("nginx-core", "usr/sbin/nginx")  # where older Ubuntus keep it


def find() -> str:
    for path in candidates():
        if path and works(path):
            return str(path)
    raise SystemExit(
        "The tests of serving need nginx, and none was found or could be fetched by apt-get. "
        "Install one (on Debian: apt-get install nginx), or name it in DXINDEX_NGINX."
    )


if __name__ == "__main__":
    print(find())
