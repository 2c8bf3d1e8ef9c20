"""The refreshed figures: where they are, which of them are current, and what is wrong with them.

The cache folder holds, below `figures`:

- `current`: a sealed record of the versions there are, the newest last;
- one folder per version, of the form of a snapshot, so that every loader's `folder` takes it;
- per version the list of what was revised;
- `checks.json`: when each series was last asked for, and what came of it;
- `partial`: what an unfinished refresh has fetched.

Which version is the newest is the order of refreshes, whatever clocks and publishers say.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_cache_path

from data.cache_files import CacheError, unseal
from data.errors import SnapshotError
from data.fields import FOLDER
from data.store import PROVENANCE, Store, checksum, open_store, read_provenance
from data.verification import version

VARIABLE = "DXINDEX_CACHE"
"""The environment variable that names another cache folder."""
CURRENT = "current"
CHECKS = "checks.json"
REPAIR = "The snapshot is used instead; refresh again to mend it: python -m data refresh"

_VERSION = re.compile(r"\d{4}\.\d{2}\+[0-9a-f]{8}")

T = TypeVar("T")


@dataclass(frozen=True)
class Refreshed:
    """The refreshed figures of a cache.

    Attributes:
        folder: of the current version, verified; None where there is none or it is damaged.
        faults: what is damaged and what that means, one sentence or two each.
    """

    folder: Path | None
    faults: tuple[str, ...] = ()


def cache_folder(cache: str | Path | None = None) -> Path:
    """Return the cache folder: the one given, the one that DXINDEX_CACHE names, or the platform's for the user.

    Raises:
        CacheError: it is inside the package or its repository.

    >>> cache_folder("/tmp/mine").name
    'mine'
    """
    folder = Path(cache or os.environ.get(VARIABLE) or user_cache_path("dxindex")).expanduser().resolve()
    if folder.is_relative_to(FOLDER.parent.resolve()):
        raise CacheError(
            f"{folder} is inside the package. Name a folder outside it with --cache or {VARIABLE}."
        )
    return folder


def figures_folder(cache: str | Path | None = None) -> Path:
    """Return the folder in the cache that everything of this module is in."""
    return cache_folder(cache) / "figures"


def refreshed_folder(cache: str | Path | None = None) -> Path | None:
    """Return the folder of the current refreshed figures, verified; None where there are none or they are damaged.

    Args:
        cache: a cache folder; None is what DXINDEX_CACHE names, or else the user's.

    Returns:
        A folder that every loader's `folder` takes. `find_refreshed` says why there is none.

    Raises nothing: damage is told by `find_refreshed`.

    >>> refreshed_folder("/nowhere") is None
    True
    """
    return find_refreshed(cache).folder


def find_refreshed(cache: str | Path | None = None) -> Refreshed:
    """Find the current refreshed figures and say what is wrong with them.

    Args:
        cache: a cache folder; None is what DXINDEX_CACHE names, or else the user's.

    Returns:
        The folder and the faults; neither where nothing was refreshed yet.

    Raises nothing: faults are returned, so that the snapshot can be used instead.

    >>> find_refreshed("/nowhere")
    Refreshed(folder=None, faults=())
    """
    faults: list[str] = []
    figures = _noting(faults, lambda: figures_folder(cache))
    if figures is None:
        return Refreshed(None, tuple(faults))
    store = _noting(faults, lambda: open_current(figures))
    _noting(faults, lambda: read_checks(figures))
    if store:
        _noting(faults, lambda: check_revisions(store.folder))
    return Refreshed(store.folder if store else None, tuple(faults))


def open_current(figures: Path) -> Store | None:
    """Open the current version; None where nothing was refreshed yet.

    Raises:
        CacheError: it is damaged or rests on another snapshot than the one that ships with this package.
    """
    versions, sealed = read_versions(figures)
    if not versions:
        return None
    folder = figures / versions[-1]
    try:
        store = open_store(folder)
        content = (folder / PROVENANCE).read_bytes()
    except (SnapshotError, OSError) as error:
        what = str(error).partition(" Restore the folder")[0]
        raise CacheError(f"The refreshed figures are damaged: {what} {REPAIR}") from error
    if checksum(content) != sealed or version(folder) != folder.name:
        raise CacheError(f"{folder / PROVENANCE} is damaged: it is not the one that was written. {REPAIR}")
    if store.provenance["snapshot"] != version():
        raise CacheError(
            f"The refreshed figures in {folder} rest on another snapshot, {store.provenance['snapshot']}. {REPAIR}"
        )
    return store


def read_versions(figures: Path) -> tuple[list[str], str]:
    """Read which versions there are, the newest last, and the checksum of the newest one's provenance."""
    record = _read_record(figures / CURRENT)
    versions = record.get("versions", [])
    if not all(isinstance(name, str) and _VERSION.fullmatch(name) for name in versions):
        raise CacheError(f"{figures / CURRENT} is damaged: it names no versions. {REPAIR}")
    return list(versions), str(record.get("provenance", ""))


def read_checks(figures: Path) -> dict[str, dict[str, str]]:
    """Read when each series was last asked for and what came of it."""
    unknown = "When series were last asked for is not known until the next refresh."
    return dict(_read_record(figures / CHECKS, unknown).get("series", {}))


def check_revisions(folder: Path) -> bytes:
    """Read the list of revisions of a version, or raise `CacheError`; empty where there is none."""
    recorded = read_provenance(folder).get("revisions")
    if recorded is None:
        return b""
    path, lost = revisions_path(folder), "The figures are whole; the list begins anew with the next ones."
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CacheError(f"{path} cannot be read ({error.strerror}). {lost}") from error
    if checksum(content) != recorded["sha256"]:
        raise CacheError(f"{path} is damaged: its checksum is not the one recorded. {lost}")
    return content


def revisions_path(folder: Path) -> Path:
    """Return where the list of a version is: beside its folder, which holds a snapshot's files and no others."""
    return folder.with_name(f"{folder.name}.revisions.parquet")


def is_version(name: str) -> bool:
    """Tell whether a name is one of a version.

    >>> is_version("2026.07+1a2b3c4d"), is_version("../2026")
    (True, False)
    """
    return _VERSION.fullmatch(name) is not None


def _read_record(path: Path, what_then: str = REPAIR) -> dict[str, Any]:
    try:
        return unseal(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, OSError) as error:
        raise CacheError(f"{path} is damaged or cannot be read ({error}). {what_then}") from error


def _noting(faults: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except CacheError as error:
        faults.append(str(error))
        return None
