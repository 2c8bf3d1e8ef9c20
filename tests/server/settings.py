"""Settings in which the dashboard must go on: disks that are full or read-only, another clock; real processes.

Neither root nor a file system of one's own is needed: the kernel lets no file grow (RLIMIT_FSIZE), Python's
audit hook refuses whatever would write, libfaketime moves the clock of one process.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.replicas import Replica
from benchmarks.servers import ROOT
from benchmarks.visitors import ForwardMsg, Run, Visitor

FULL = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
os.execv(sys.executable, [sys.executable, "server.py"])
"""
READ_ONLY = """
import errno, os, sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod"}


def refuse(event, arguments):
    changes = event in CHANGING
    if event == "open" and isinstance(arguments[0], str) and not arguments[0].startswith("/dev/"):
        changes = bool(arguments[2] & WRITING)
    if changes:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(arguments[0]))


sys.addaudithook(refuse)
"""


class FullDisk(Replica):
    """No file can be written a byte to; the log goes through a pipe, as it does to a system's journal."""

    def command(self) -> tuple[list[str], Path]:
        start = 'exec "$1" -c "$2" > >(exec cat >> "$3") 2>&1'
        return ["bash", "-c", start, "start", sys.executable, FULL, str(self.log)], ROOT


def read_only(folder: Path) -> Replica:
    """Start where every file that Python would write is refused as on a read-only file system."""
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(READ_ONLY)
    return Replica(folder, PYTHONPATH=str(hook), HOME="/nowhere", DXINDEX_CACHE=str(folder))


def corrupted(folder: Path) -> Replica:
    """Start on a cache of which every record is rubbish."""
    figures = folder / "figures"
    figures.mkdir()
    for name in ("current", "checks.json", "lock"):
        (figures / name).write_bytes(bytes(range(256)))
    (figures / "partial").write_text("no folder")
    return Replica(folder, DXINDEX_CACHE=str(folder))


class Clock:
    """The clock that a process sees: moved while it runs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.move("+0")

    def environment(self, library: str) -> dict[str, str]:
        return {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            # The library's mending of an old fault in waiting for threads makes today's wait for ever.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            # Setting a machine's clock leaves its monotonic clock alone.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, offset: str) -> None:
        """Set the clock so many days away from the true time: "+400d", "-400d"."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{offset}\n")
        new.replace(self._file)


class Reader(Visitor):
    """A visitor that remembers what its last run drew."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.drawn: list[str] = []

    async def _run(self) -> Run:
        self.drawn = []
        return await super()._run()

    def _note(self, message: ForwardMsg, run: Run) -> bool:
        ended = super()._note(message, run)
        meant = self.cache.resolve(message) if message.WhichOneof("type") != "ref_hash" or ended else message
        if meant.WhichOneof("type") == "delta":
            element = meant.delta.new_element
            self.drawn += [getattr(element, kind).body for kind in ("heading", "markdown", "alert")]
        return ended

    @property
    def text(self) -> str:
        return "\n".join(filter(None, self.drawn))
