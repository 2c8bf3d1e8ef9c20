"""Workbooks and Parquet files are opened by a process of their own, which may fail without harm to this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxindex.own import limits
from dxindex.own.faults import Fault, RefusedFileError
from dxindex.own.table import Row, check_cells

_PROGRAM = Path(__file__).with_name("extract.py")
_QUIET = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Libraries of that process reserve no memory ahead, so that the bound on it is a bound on the file."""

_LONGEST_ANSWER = 2 * limits.MAX_UNPACKED


@dataclass(frozen=True)
class Extracted:
    """The rows of a workbook's sheet or a Parquet file that hold anything, by number."""

    rows: tuple[Row, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def extract(content: bytes, form: str, sheet: str = "") -> Extracted:
    """Return the values of a workbook (``xlsx``) or Parquet file (``parquet``); nothing of it is evaluated.

    It is opened by another process, with bounds on memory (where the system has them) and time: a damaged file
    can make the compiled libraries that read it panic, abort or ask for any amount of memory, and none of that
    can be caught within a process. The answer is text, never objects.

    Parameters
    ----------
    sheet
        Of a workbook; empty for the first that holds figures.

    Raises
    ------
    RefusedFileError
        For a file that is damaged, encrypted, or larger inside than is read.
    """
    asked = {
        "form": form,
        "sheet": sheet,
        "max_memory": limits.MAX_MEMORY,
        "max_unpacked": limits.MAX_UNPACKED,
        "max_parts": limits.MAX_PARTS,
        "max_rows": limits.MAX_ROWS,
        "max_columns": limits.MAX_COLUMNS,
        "max_cells": limits.MAX_CELLS,
    }
    answer = _ask(json.dumps(asked), content, form)
    if "fault" in answer:
        facts = dict(answer["facts"])
        raise RefusedFileError(Fault(answer["fault"], column=str(facts.pop("column", "")), facts=facts))
    rows = tuple((number, cells) for number, cells in answer["rows"])
    for number, cells in rows:
        check_cells(number, cells)
    return Extracted(rows, answer.get("sheet", ""), tuple(answer.get("sheets", ())))


def _ask(request: str, content: bytes, form: str) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_PROGRAM), request]
    with subprocess.Popen(  # noqa: S603 - our own program, and nothing of the file among its arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_QUIET},
    ) as process:
        clock = threading.Timer(limits.MAX_SECONDS, process.kill)
        clock.start()
        try:
            answer = _talk(process, content)
        finally:
            clock.cancel()
            process.kill()
    try:
        found = json.loads(answer) if len(answer) <= _LONGEST_ANSWER else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RefusedFileError(Fault(f"unreadable_{form}"))
    return found


def _talk(process: subprocess.Popen[bytes], content: bytes) -> bytes:
    """Hand the file over and take the answer; a process that ended early gives an empty one."""
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        return b""
    return process.stdout.read(_LONGEST_ANSWER + 1)
