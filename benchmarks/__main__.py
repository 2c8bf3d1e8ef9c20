"""Measure every case, each in a fresh process, and write the table."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.cases import LARGE, PLAIN_RUNS, STEPS, Case, cases, import_seconds, measure

TABLE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
IMPORT_REPEATS = 5


def main(arguments: list[str]) -> None:
    if arguments:
        print(json.dumps(measure(arguments[0])))
        return
    found: dict[str, dict[str, Any]] = {}
    for name, case in cases().items():
        print(f"{name} ...", end=" ", flush=True)
        command = [sys.executable, "-m", "benchmarks", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[name] = json.loads(done.stdout)
        print(f"{found[name]['seconds']:.2f} s, {found[name]['megabytes']:.0f} MB  ({case.work})")
    importing = min(import_seconds() for _ in range(IMPORT_REPEATS))
    TABLE.write_text(render(cases(), found, importing), encoding="utf-8")
    print(f"written: {TABLE}")


def render(measured: Any, found: dict[str, dict[str, Any]], importing: float) -> str:
    """Return the table as Markdown."""
    fast = found["uncertainty"]["seconds"]
    loop = found["plain"]["seconds"] / PLAIN_RUNS * 10_000
    rows = [
        "| Work | Must reach | Time | Beside `uncertainty` at n = 10,000 | Peak memory |",
        "|---|---|--:|--:|--:|",
    ]
    for name, case in measured.items():
        if name.rsplit("_", 1)[0] in LARGE:
            continue
        rows.append(_row(case, found[name], fast, loop if name == "plain" else None))
    rows.append(f"| `import dxindex`, beyond numpy and pandas | 0.5 s | {importing:.2f} s | | |")
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`; all figures of one run, the fastest of several repeats, on a machine that may "
            "have had other work. Each case runs in a process of its own; libraries are loaded first. Peak memory "
            "is the whole process, Python and its libraries included (about 200 MB).",
            "",
            f"{_machine()}.",
            "",
            *rows,
            "",
            f"The plain loop is {loop / fast:,.0f} times slower ({PLAIN_RUNS} fits timed and scaled to 10,000); over "
            f"these runs its scores and the ensemble's differ by at most {found['plain']['value']:.1g}.",
            "",
            "## Growth",
            "",
            f"Slope of log time on log size: each size grows to {LARGE['units']:,} units, {LARGE['indicators']} indicators, "
            f"n = {LARGE['n']:,}, the other two held there. It must be at most 1.15.",
            "",
            "| Size | Slope | " + " | ".join(f"{step}/{STEPS[-1]}" for step in STEPS) + " |",
            "|---|--:|" + "--:|" * len(STEPS),
            *(_growth(name, found) for name in LARGE),
            "",
        ]
    )


def _row(case: Case, figures: dict[str, Any], fast: float, scaled: float | None) -> str:
    seconds = figures["seconds"] if scaled is None else scaled
    return (
        f"| {case.work} | {case.must_reach} | {seconds:.2f} s | {seconds / fast:.2f} | "
        f"{figures['megabytes']:.0f} MB |"
    )


def _growth(name: str, found: dict[str, dict[str, Any]]) -> str:
    seconds = [found[f"{name}_{step}"]["seconds"] for step in STEPS]
    slope = np.polyfit(np.log(STEPS), np.log(seconds), 1)[0]
    return f"| {name} | {slope:.2f} | " + " | ".join(f"{value:.2f} s" for value in seconds) + " |"


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "scikit-learn", "SALib"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {libraries}"


if __name__ == "__main__":
    main(sys.argv[1:])
