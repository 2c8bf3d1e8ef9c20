"""A snapshot on disk: a folder of Parquet files and a provenance record that holds their checksums.

The committed snapshot is one such folder; any other folder of the same form is loaded by the same code.
"""

import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import SnapshotError, listed
from data.fields import LANGUAGES

SNAPSHOT = Path(__file__).parent / "snapshot"
PROVENANCE = "provenance.json"
FORMAT = 1
TABLES: Mapping[str, Mapping[str, str]] = {
    "observations": {
        "iso3": "str",
        "year": "int64",
        "indicator": "str",
        "value": "float64",
        "source": "str",
        "flag": "str",
    },
    "countries": {
        "iso3": "str",
        **{f"name_{language}": "str" for language in LANGUAGES},
        "name_world_bank": "str",
        "region": "str",
    },
    "income_groups": {"iso3": "str", "year": "int64", "income_group": "str"},
    "indicators": {
        "indicator": "str",
        "source": "str",
        "vintage": "str",
        "first_year": "int64",
        "last_year": "int64",
        "economies": "int64",
        "values": "int64",
    },
}
"""The tables of a snapshot, each one file of this name, and their columns."""

REPAIR = "Restore the folder from version control, or build it again: python -m data build --sources DIR"

_OUTPUT = ("rows", "bytes", "sha256")
"""What the provenance says of each file."""

_opening = Lock()


@dataclass(frozen=True, eq=False)
class Store:
    """An opened, verified snapshot. Its frames are shared within the process: read, never change."""

    folder: Path
    provenance: Mapping[str, Any]
    observations: pd.DataFrame
    countries: pd.DataFrame
    income_groups: pd.DataFrame
    indicators: pd.DataFrame


def open_store(folder: str | Path | None = None) -> Store:
    """Open a snapshot folder; checksums are verified the first time in a process, per folder.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Raises:
        SnapshotError: a file is missing or differs from its recorded checksum; the file is named.

    >>> open_store() is open_store()
    True
    """
    # The dashboard serves sessions in threads: without the lock two of them would verify a folder twice.
    with _opening:
        return _open(Path(folder or SNAPSHOT).resolve())


def read_provenance(folder: Path) -> dict[str, Any]:
    """Read the provenance record of a snapshot folder, or raise `SnapshotError` naming it."""
    path = folder / PROVENANCE
    if not path.is_file():
        raise SnapshotError(f"There is no snapshot in {folder}: {PROVENANCE} is missing. {REPAIR}")
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise SnapshotError(f"{path} is damaged ({error}). {REPAIR}") from error
    if not _is_complete(record):
        raise SnapshotError(f"{path} is damaged or of another format than {FORMAT}. {REPAIR}")
    return record


def read_verified(folder: Path, name: str, provenance: Mapping[str, Any]) -> pd.DataFrame:
    """Read one table, or raise `SnapshotError` naming its file when its bytes are not those recorded."""
    path = folder / file_name(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{path} cannot be read ({error.strerror}). {REPAIR}") from error
    if checksum(content) != provenance["outputs"][path.name]["sha256"]:
        raise SnapshotError(
            f"{path} is damaged: its checksum is not the one recorded in {PROVENANCE}. {REPAIR}"
        )
    table: pd.DataFrame = pq.read_table(io.BytesIO(content)).to_pandas()
    return table


def write_snapshot(folder: Path, tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any]) -> None:
    """Write a snapshot so that the folder holds either the old one or the new one, never a mixture.

    The same tables give the same bytes: no times are written, and the compression is fixed. A process killed
    between the two renames of the exchange leaves the old snapshot whole, under a hidden name beside the
    folder.
    """
    folder = folder.resolve()
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        staging.chmod(0o755)
        outputs = {
            file_name(name): _write_table(staging / file_name(name), tables[name], name) for name in TABLES
        }
        record = {"format": FORMAT, **provenance, "outputs": outputs}
        text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True)
        (staging / PROVENANCE).write_text(text + "\n", encoding="utf-8")
        _replace_folder(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def check_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything else than a snapshot: it would be replaced as a whole."""
    if folder.exists() and not folder.is_dir():
        raise SnapshotError(f"{folder} is not a folder. Choose a new or empty folder for the snapshot.")
    own = {PROVENANCE, *(file_name(name) for name in TABLES)}
    others = {entry.name for entry in folder.iterdir()} - own if folder.exists() else set()
    if others:
        raise SnapshotError(
            f"{folder} holds other files ({listed(others, limit=5)}) and would be replaced. "
            "Choose a new or empty folder for the snapshot."
        )


def file_name(table: str) -> str:
    """Return the file of a table."""
    return f"{table}.parquet"


def checksum(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _is_complete(record: Any) -> bool:
    """Tell whether a record has what loading relies on."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return False
    outputs = record.get("outputs")
    return (
        isinstance(record.get("newest_vintage"), str)
        and isinstance(outputs, dict)
        and all(set(outputs.get(file_name(name), ())).issuperset(_OUTPUT) for name in TABLES)
    )


@cache
def _open(folder: Path) -> Store:
    provenance = read_provenance(folder)
    return Store(folder, provenance, **{name: read_verified(folder, name, provenance) for name in TABLES})


def _write_table(path: Path, frame: pd.DataFrame, name: str) -> dict[str, Any]:
    columns = TABLES[name]
    typed = frame[list(columns)].astype(dict(columns))
    # pandas would add its own version to the schema's metadata, and with it other bytes for the same figures.
    table = pa.Table.from_pandas(typed, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", compression_level=9)
    content = path.read_bytes()
    return {"bytes": len(content), "rows": len(typed), "sha256": checksum(content)}


def _replace_folder(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / "snapshot")
    try:
        new.rename(target)
    except BaseException:
        (old / "snapshot").rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
