"""Make refreshed figures current: everything is written and flushed first, then put in place by renaming."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.cache_files import STAGING, CacheError, empty_staging, flush_files, flush_folder, put, seal, stage
from data.refreshed import (
    CHECKS,
    CURRENT,
    is_version,
    open_current,
    read_checks,
    read_versions,
    revisions_path,
)
from data.revisions import as_parquet
from data.store import PROVENANCE, checksum, read_provenance, write_snapshot
from data.verification import version_of

KEPT = 3
"""Versions that are kept: a dashboard that runs has the one it shows in memory, and a link to one of the last two can
still be followed."""

Checks = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class Figures:
    """Everything that a version consists of."""

    tables: Mapping[str, pd.DataFrame]
    provenance: Mapping[str, Any]
    revisions: pd.DataFrame


def publish(figures: Path, new: Figures, checks: Checks) -> Path:
    """Make figures the current version and return its folder.

    The name of a version comes from its content: the same figures have the same one. A process killed before the record
    of versions is replaced leaves the earlier version current, one killed after it the new one.

    Args:
        figures: the folder of `data.refreshed`, held by this process.
        new: the figures.
        checks: what to record of the series that were asked for.

    Raises:
        OSError: something cannot be written; the earlier version is still current.
    """
    staged = figures / STAGING / "snapshot"
    listed = as_parquet(new.revisions)
    about = {"rows": len(new.revisions), "sha256": checksum(listed)}
    write_snapshot(staged, new.tables, {**new.provenance, "revisions": about})
    name = version_of(read_provenance(staged))
    before = _sound_versions(figures)
    checked = _stage_checks(figures, checks)
    if before[-1:] != [name]:
        flush_files(staged)
        flush_folder(staged)
        sealed = checksum((staged / PROVENANCE).read_bytes())
        kept = [*(one for one in before if one != name), name][-KEPT:]
        record = stage(figures, CURRENT, seal({"versions": kept, "provenance": sealed}))
        put(stage(figures, "revisions", listed), revisions_path(figures / name))
        put(staged, figures / name)
        put(record, figures / CURRENT)
    with suppress(OSError):  # the new figures are current: what is left to do harms nobody where it fails
        put(checked, figures / CHECKS)
        _prune(figures)
    return figures / name


def record_checks(figures: Path, checks: Checks) -> None:
    """Record what came of asking for series, where no figures change."""
    put(_stage_checks(figures, checks), figures / CHECKS)


def _stage_checks(figures: Path, checks: Checks) -> Path:
    earlier: Checks = {}
    with suppress(CacheError):  # a damaged record is replaced
        earlier = read_checks(figures)
    return stage(figures, CHECKS, seal({"series": {**earlier, **checks}}))


def _sound_versions(figures: Path) -> list[str]:
    """The versions there are, without the current one where it is damaged, so that it is written anew."""
    versions = _versions(figures)
    try:
        open_current(figures)
    except CacheError:
        return versions[:-1]
    return versions


def _versions(figures: Path) -> list[str]:
    """The versions there are; none where the record is damaged: then nothing tells their order."""
    try:
        return read_versions(figures)[0]
    except CacheError:
        return []


def _prune(figures: Path) -> None:
    """Remove older versions: first out of sight as a whole, then from the disk.

    What cannot be removed stays: the next refresh tries again.
    """
    kept = _versions(figures)
    for path in list(figures.iterdir()):
        name = path.name.removesuffix(".revisions.parquet")
        if is_version(name) and name not in kept:
            path.rename(figures / STAGING / f"pruned-{path.name}")
    empty_staging(figures)
