"""Run records: what it takes to make a file again, written beside it, and nothing that changes by itself."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from dxindex.errors import InputError, name_ids

RECORD_SUFFIX = ".run.json"
RECORD_FORMAT = 1

PACKAGES = ("joblib", "numpy", "pandas", "pyarrow", "SALib", "scikit-learn", "scipy")
"""Packages that a last digit may depend on."""


def checksum(content: bytes) -> str:
    """Return the SHA-256 of some bytes.

    >>> checksum(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def find_versions(package: str, method: str) -> dict[str, str]:
    """Return the versions a result rests on: of this package, its method, Python and what it computes with."""
    found = {"dxindex": package, "method": method, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True)
class RunRecord:
    """What made a file.

    Attributes
    ----------
    arguments
        Of the command line, complete: defaults spelled out, the output file left out.
    versions
        By package; see :func:`find_versions`.
    data
        ``version`` of the shipped figures, or ``file`` (relative to the record) and ``sha256`` of one's own.
    framework
        ``id``, ``sha256`` and ``text`` (TOML).
    output
        ``file`` (beside the record) and ``sha256``.
    """

    arguments: tuple[str, ...]
    versions: Mapping[str, str]
    data: Mapping[str, str]
    framework: Mapping[str, str]
    output: Mapping[str, str]

    def to_json(self) -> bytes:
        """Return the record as JSON text; :func:`read_record` reads it back equal."""
        content = {"format": RECORD_FORMAT, **asdict(self)}
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_record(path: Path) -> RunRecord:
    """Read a run record.

    Raises
    ------
    InputError
        For a file that is missing, is no JSON, or lacks what a record says; the missing parts are named.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"no run record '{path}'", ids=[path]) from error
    except (OSError, ValueError) as error:
        raise InputError(f"run record '{path}' cannot be read: {error}", ids=[path]) from error
    faults = _find_faults(content)
    if faults:
        raise InputError(f"'{path}' is no run record of this program: {'; '.join(faults)}", ids=[path])
    fields = {name: content[name] for name in ("versions", "data", "framework", "output")}
    return RunRecord(arguments=tuple(content["arguments"]), **fields)


def _find_faults(content: Any) -> list[str]:
    if not isinstance(content, dict):
        return ["it is no JSON object"]
    if content.get("format") != RECORD_FORMAT:
        return [f"its format is {content.get('format')!r}, not {RECORD_FORMAT}"]
    arguments = content.get("arguments")
    faults = [] if _all_text(arguments, list) else ["'arguments' must be a list of texts"]
    needed: dict[str, Sequence[str]] = {
        "versions": (),
        "data": (),
        "framework": ("id", "sha256", "text"),
        "output": ("file", "sha256"),
    }
    for name, keys in needed.items():
        part = content.get(name)
        lacking = [key for key in keys if not isinstance(part, dict) or key not in part]
        if not _all_text(part, dict) or lacking:
            faults.append(
                f"'{name}' must be an object of texts" + (f" with {name_ids(keys)}" if keys else "")
            )
    return faults


def _all_text(part: Any, kind: type) -> bool:
    values = part.values() if isinstance(part, dict) else part
    return isinstance(part, kind) and all(isinstance(value, str) for value in values)
