"""Makes the numbers in results/ again, or says which differ: ``python reproduce.py`` in the unpacked bundle.

It needs the packages of requirements.txt; dxindex itself lies beside it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

import dxindex as dx

HERE = Path(__file__).resolve().parent


def read(name: str, key: str) -> pd.DataFrame:
    """Read a table as exactly as it was written: an empty cell is missing, and "NA" is a name."""
    return pd.read_csv(
        HERE / name,
        dtype={key: str},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )


def compute(options: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Compute scores, groups and rank intervals from the files beside this one."""
    unit = options["unit"]
    panel, outside = (read(name, unit).set_index(unit) for name in ("panel.csv", "outside.csv"))
    everyone = pd.concat([panel, outside]) if len(outside) else panel
    framework = dx.load_framework(HERE / "framework.toml")
    index = dx.CompositeIndex(framework, **options["index"], impute=imputation(options)).fit(panel)
    result = index.result(everyone, ranked=panel.index)
    groups = dx.classify(index.result(panel), **options["groups"])
    tables = {
        "scores": result.scores,
        "ranks": result.ranks,
        "coverage": result.coverage,
        "groups": groups.labels.to_frame("group"),
    }
    if options["uncertainty"]:
        sure = dx.uncertainty(panel, framework, **options["uncertainty"])
        tables |= {f"rank_intervals_{node}": sure.rank_interval(node) for node in sure.nodes}
    return tables


def imputation(options: dict[str, Any]) -> Any:
    """Return how what is missing is filled, with what that needs beside the panel."""
    if options["impute"] == "group_median":
        return dx.GroupMedian(read("known.csv", options["unit"]).set_index(options["unit"]))
    if options["impute"] == "last_observation":
        return dx.LastObservation(
            read("known.csv", options["unit"]), year=options["year"], unit=options["unit"]
        )
    return options["impute"]


def settle(name: str, table: pd.DataFrame) -> bool:
    """Write a table, or say whether it is the one that is there."""
    path = HERE / "results" / f"{name}.csv"
    content = table.sort_index().to_csv(lineterminator="\n").encode()
    if path.exists():
        return path.read_bytes() == content
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return True


def main() -> None:
    """Compute, and compare with what is there."""
    options = json.loads((HERE / "options.json").read_text(encoding="utf-8"))
    tables = compute(options)
    different = [name for name, table in tables.items() if not settle(name, table)]
    if different:
        sys.exit(
            f"other numbers than in results/: {', '.join(different)}; versions.json says what made those"
        )
    sys.stdout.write(f"{len(tables)} tables, the same to the last digit\n")


if __name__ == "__main__":
    main()
