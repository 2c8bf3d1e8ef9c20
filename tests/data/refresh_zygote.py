"""A process with everything loaded that forks one refresh per line it reads, so that a test can kill many of them.

A line is JSON: cache, address, series. The child's id is printed when it starts, and "ended" when it is gone.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import filelock  # noqa: F401 - loaded before the fork, as the client is

import data
import data.worldbank
from tests.data.refresh_setting import run


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            refresh(asked["cache"], asked["address"], asked["series"])
        say(str(child))
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def refresh(cache: str, address: str, series: list[str]) -> None:
    """Refresh in the child, and leave without the parent's clearing up."""
    try:
        run(Path(cache), address, series)
    except data.DataError as error:
        sys.stderr.write(f"{error}\n")
        os._exit(1)
    os._exit(0)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
