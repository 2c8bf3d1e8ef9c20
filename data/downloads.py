"""What an unfinished refresh has fetched, kept so that the next one need not fetch it again."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from data.cache_files import seal, unseal, write
from data.store import checksum

PARTIAL = "partial"
FRESH = timedelta(days=1)
"""How old a download may be to be used again: the publisher updates its databases less often than daily."""

_NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, eq=False)
class Download:
    """A table that was fetched, with what the publisher said of it and when it came."""

    table: pd.DataFrame
    about: Mapping[str, Any]
    fetched: str


def save_download(figures: Path, name: str, question: Mapping[str, Any], download: Download) -> None:
    """Keep a download; the record is written last, and without it the table counts for nothing."""
    buffer = io.BytesIO()
    download.table.to_parquet(buffer, index=False)
    content = buffer.getvalue()
    record = {
        "question": dict(question),
        "about": dict(download.about),
        "fetched": download.fetched,
        "table": checksum(content),
    }
    folder = figures / PARTIAL
    write(figures, folder / f"{name}.parquet", content)
    write(figures, folder / f"{name}.json", seal(record))


def find_download(figures: Path, name: str, question: Mapping[str, Any], now: datetime) -> Download | None:
    """Return what was fetched for the same question less than a day ago, whole; else None.

    A download that seems to come from the future was dated by a clock that ran wrong: its age is not known.
    """
    folder = figures / PARTIAL
    try:
        record = unseal((folder / f"{name}.json").read_bytes())
        content = (folder / f"{name}.parquet").read_bytes()
        fetched = datetime.fromisoformat(record["fetched"])
    except (OSError, ValueError, KeyError):
        return None
    young = timedelta() <= now - fetched < FRESH
    if not young or record["question"] != dict(question) or checksum(content) != record["table"]:
        return None
    return Download(pd.read_parquet(io.BytesIO(content)), record["about"], record["fetched"])


def forget_downloads(figures: Path) -> None:
    """Remove everything that was kept."""
    folder = figures / PARTIAL
    for path in folder.iterdir() if folder.is_dir() else ():
        if _NAME.fullmatch(path.stem):
            path.unlink(missing_ok=True)


def moment() -> datetime:
    """Return the time now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
