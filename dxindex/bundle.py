"""A view as one folder of files that makes its own numbers again, with nothing but Python's packages.

The numbers of a bundle are those that its script gave in a process of its own, before anybody unpacks it: there is
no second way in which they are computed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

import dxindex as dx
from dxindex.bibtex import bibtex
from dxindex.data_states import shipped_variants
from dxindex.errors import InputError, name_ids
from dxindex.runs import checksum, find_versions
from dxindex.sources import sources_sheet
from dxindex.tables import defused_alike

LIMIT_SECONDS = 3600
_HERE = Path(__file__).parent
_SCRIPT = "reproduce.py"
_README = """\
{title}

results/       scores, ranks, coverage, groups and rank intervals of every unit
reproduce.py   makes them again and compares them to the last digit:
                   python -m pip install -r requirements.txt
                   python reproduce.py
panel.csv      the figures of the units that are ranked and grouped; an empty cell is missing
outside.csv    those of units that are scored only
framework.toml the index: indicators, weights, goalposts
options.json   how it was computed
versions.json  what it was computed with; another version may give another last digit
sources.csv, citation.bib, licences/   whose figures these are, and how to cite them
checksums.txt  SHA-256 of every file
dxindex/       the program, under the licence in dxindex/LICENSE

Made with: {command}
"""


@dataclass(frozen=True)
class View:
    """What a bundle makes again.

    Attributes
    ----------
    panel : DataFrame
        Units that are ranked and grouped; index unit id, columns at least the framework's indicators.
    outside : DataFrame
        Units that are scored only, columns as in ``panel``; may be empty.
    framework : Framework
        With the weights in use.
    options : mapping
        ``index``: options of :class:`dxindex.CompositeIndex` but ``impute``, which stands beside; ``groups``: of
        :func:`dxindex.classify`; ``uncertainty``: of :func:`dxindex.uncertainty`, none to leave intervals out;
        ``year`` for the imputation ``last_observation``. Plain values that JSON holds.
    known : DataFrame or None
        What an imputation needs: groups by unit (``group_median``), observations (``last_observation``).
    sources : DataFrame
        As ``data.load_sources`` returns them.
    version : str
        Of the figures.
    title, command : str
        What it is, and what makes it.
    licences : mapping
        Texts that must travel with the figures, by path.
    """

    panel: pd.DataFrame
    outside: pd.DataFrame
    framework: dx.Framework
    options: Mapping[str, Any]
    known: pd.DataFrame | None
    sources: pd.DataFrame
    version: str
    title: str
    command: str
    licences: Mapping[str, bytes] = field(default_factory=dict)


def used_columns(panel: pd.DataFrame, framework: dx.Framework) -> list[str]:
    """Return the columns that a view rests on: the framework's indicators, and those that its variants put instead.

    >>> panel = pd.DataFrame(columns=["mean_years_schooling", "learning_adjusted_years", "internet_users"])
    >>> used_columns(panel, dx.load_framework("wdr2016"))
    ['mean_years_schooling', 'learning_adjusted_years']
    """
    used = set(framework.indicators)
    used.update(*(variant.indicators for _name, variant in shipped_variants(framework)))
    return [column for column in panel.columns if column in used]


def bundle(view: View) -> dict[str, bytes]:
    """Return the files of a bundle by path, the results among them.

    The script in it reads ``panel.csv``, ``framework.toml`` and ``options.json``, computes with the copy of this
    package that lies beside it, and compares with ``results/`` to the last digit. Missing values are empty cells.

    Raises
    ------
    InputError
        For indicators whose ids a spreadsheet would run as formulas, where the script fails (its last line says why)
        or takes longer than :data:`LIMIT_SECONDS`, and where the temporary folder cannot be written to.
    """
    files = {**_figures(view), **_about(view), **_library()}
    try:
        whole = {**_made(files), **files}
    except OSError as error:
        raise InputError(f"no bundle can be made in '{tempfile.gettempdir()}': {error.strerror}") from error
    sums = "".join(f"{checksum(content)}  {path}\n" for path, content in whole.items())
    return {**whole, "checksums.txt": sums.encode()}


def _made(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the script makes of the files, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dxindex-") as place:
        folder = Path(place)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        _run(folder)
        return {f"results/{path.name}": path.read_bytes() for path in sorted((folder / "results").iterdir())}


def _figures(view: View) -> dict[str, bytes]:
    """The slice of the figures that the index rests on."""
    columns = used_columns(view.panel, view.framework)
    slices = {"panel.csv": view.panel[columns], "outside.csv": view.outside[columns]}
    tables = {name: table.rename_axis(_unit(view)).reset_index() for name, table in slices.items()}
    if view.known is not None:
        tables["known.csv"] = view.known
    safe = {name: defused_alike(table) for name, table in tables.items()}
    if risky := [name for name in columns if name not in safe["panel.csv"]]:
        raise InputError(
            f"a spreadsheet would run ids as formulas: {name_ids(risky)}; give these indicators other ids",
            ids=risky,
        )
    return {name: _as_csv(table) for name, table in safe.items()}


def _unit(view: View) -> str:
    """The column of ids, as it is written."""
    return str(defused_alike(pd.DataFrame(columns=[str(view.panel.index.name or "unit")])).columns[0])


def _about(view: View) -> dict[str, bytes]:
    versions = {**find_versions(dx.__version__, dx.METHOD_VERSION), "data": view.version}
    packages = [name for name in versions if name not in ("dxindex", "method", "python", "data")]
    return {
        "README.txt": _README.format(title=view.title, command=view.command).encode(),
        "framework.toml": view.framework.to_toml().encode(),
        "options.json": _as_json({"unit": _unit(view), **view.options}),
        "versions.json": _as_json(versions),
        "requirements.txt": "".join(f"{name}=={versions[name]}\n" for name in packages).encode(),
        "sources.csv": _as_csv(defused_alike(sources_sheet(view.sources))),
        "citation.bib": (bibtex(view.sources, view.version) + "\n").encode(),
        **view.licences,
    }


def _library() -> dict[str, bytes]:
    """The script, and of this package what computes."""
    modules = {f"dxindex/{path.name}": path.read_bytes() for path in sorted(_HERE.glob("*.py"))}
    frameworks = sorted(_HERE.glob("frameworks/*.toml"))
    return {
        _SCRIPT: modules.pop(f"dxindex/{_SCRIPT}"),
        **modules,
        **{f"dxindex/frameworks/{path.name}": path.read_bytes() for path in frameworks},
        "dxindex/LICENSE": _licence(),
    }


def _licence() -> bytes:
    """The text that asks to travel with the program: beside it in its repository, or where it was installed."""
    beside = _HERE.parent / "LICENSE"
    if beside.exists():
        return beside.read_bytes()
    return (metadata.distribution("dxindex").read_text("licenses/LICENSE") or "").encode()


def _run(folder: Path) -> None:
    """Run the script as whoever unpacks the bundle does: nothing on the way to packages leads to this copy."""
    try:
        subprocess.run(  # noqa: S603 - this Python, and a script of this package
            [sys.executable, "-B", folder / _SCRIPT],
            cwd=folder,
            capture_output=True,
            check=True,
            timeout=LIMIT_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise InputError(f"this view cannot be made again: {last}") from error
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"this view is not made within {LIMIT_SECONDS} seconds; ask for fewer --draws"
        ) from error


def _as_csv(table: pd.DataFrame) -> bytes:
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text.encode()


def _as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
