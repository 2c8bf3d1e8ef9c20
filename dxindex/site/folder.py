"""A site on disk: written whole beside its place, then exchanged."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dxindex.errors import InputError, name_ids
from dxindex.runs import checksum

MANIFEST = "site.json"
FORMAT = 1


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a site so that the folder holds either the old one or the new one, never a mixture.

    A process killed between the two renames of the exchange leaves the old site whole, under a hidden name beside
    the folder.

    Raises
    ------
    InputError
        For a folder that holds anything else than a site, which would be replaced as a whole, and for one that
        cannot be written.
    """
    folder = folder.resolve()
    check_replaceable(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InputError(f"'{folder.parent}' cannot be written: {error.strerror}") from error
    try:
        staging.chmod(0o755)
        for path, content in {**files, MANIFEST: _manifest(files)}.items():
            place = staging / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        _exchange(staging, folder)
    except OSError as error:
        raise InputError(f"'{folder}' cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def check_replaceable(folder: Path) -> None:
    """Refuse a folder that holds files which no earlier site put there."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"'{folder}' is no folder; choose a new or empty folder for the site")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    others = sorted(found - _listed(folder))
    if others:
        raise InputError(
            f"'{folder}' holds other files ({name_ids(others[:5])}) and would be replaced; "
            "choose a new or empty folder for the site",
            ids=others,
        )


def _listed(folder: Path) -> set[str]:
    """What the site that is there says it holds."""
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *map(str, record["files"])} if record["format"] == FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    record = {"format": FORMAT, "files": {path: checksum(content) for path, content in files.items()}}
    return (json.dumps(record, indent=0) + "\n").encode()


def _exchange(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / "site")
    try:
        new.rename(target)
    except BaseException:
        (old / "site").rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
