"""Files of the cache: each written whole or not at all, each able to tell that it was damaged.

Everything is written below a staging folder first, flushed to the disk and then renamed: a process killed at any
moment leaves what was there before, and leftovers in one place that the next refresh empties.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.errors import DataError
from data.store import checksum

STAGING = "staging"
LOCK = "lock"


class CacheError(DataError):
    """The cache of refreshed figures cannot be used: it is elsewhere needed, damaged, full or closed."""


@contextmanager
def hold(figures: Path) -> Iterator[None]:
    """Hold the cache alone, with the leftovers of killed processes removed.

    The system frees the lock of a process that dies, so that a lock file by itself blocks nobody.

    Raises:
        CacheError: another process holds it, or it cannot be written.
    """
    # Imported here: it loads much, and only a refresh needs it.
    from filelock import FileLock, Timeout

    lock = figures / LOCK
    try:
        figures.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=0):
            empty_staging(figures)
            yield
    except Timeout as error:
        raise CacheError(
            f"Another refresh is at work: it holds {lock}. Wait until it has ended and try again, or name another "
            "cache with --cache."
        ) from error
    except OSError as error:
        raise CacheError(
            f"{error.filename or figures}: {error.strerror or error}: the figures are as they were. See that there "
            "is space and that the folder can be written, or name another cache with --cache; then refresh again."
        ) from error


def empty_staging(figures: Path) -> None:
    """Remove what a killed process may have left half-written."""
    shutil.rmtree(figures / STAGING, ignore_errors=True)
    (figures / STAGING).mkdir(exist_ok=True)


def stage(figures: Path, name: str, content: bytes) -> Path:
    """Write a file to the staging folder and flush it to the disk."""
    path = figures / STAGING / name
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def put(staged: Path, target: Path) -> None:
    """Put a staged file or folder in its place; whoever reads sees the old one or the new one."""
    if target.is_dir():
        # A folder cannot be replaced in one step. Only folders that nothing points to are.
        target.rename(staged.parent / f"old-{target.name}")
    staged.replace(target)
    with suppress(OSError):  # it is in place: only a power cut could still undo that
        flush_folder(target.parent)


def write(figures: Path, target: Path, content: bytes) -> None:
    """Write a file as a whole."""
    target.parent.mkdir(exist_ok=True)
    put(stage(figures, target.name, content), target)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder, and what was renamed into it, to the disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_files(folder: Path) -> None:
    """Flush every file of a folder to the disk."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def seal(content: Mapping[str, Any]) -> bytes:
    """Write a record with its own checksum.

    >>> unseal(seal({"version": "x"}))
    {'version': 'x'}
    """
    return _as_json({"content": dict(content), "sha256": checksum(_as_json(content))})


def unseal(record: bytes) -> dict[str, Any]:
    """Read a sealed record, or raise `ValueError` where it is not as it was written."""
    outer = json.loads(record)
    if not isinstance(outer, dict) or not isinstance(outer.get("content"), dict):
        raise ValueError("it is no record of this project")
    content: dict[str, Any] = outer["content"]
    if outer.get("sha256") != checksum(_as_json(content)):
        raise ValueError("its checksum is not the one recorded in it")
    return content


def _as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
