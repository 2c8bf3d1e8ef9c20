"""Results of the command line as files that say what they are: Excel, Parquet, and a data package.

Nothing is loaded here: what a result rests on is told by the command line, which also brings what packs.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

import dxindex as dx
from dxindex.caption import Caption
from dxindex.cli_columns import Told, told_of, words_of
from dxindex.cli_options import spell_out
from dxindex.sources import sources_sheet
from dxindex.tables import as_excel, as_parquet, defused_alike

RESULT = "result"
"""What the table is called inside a workbook and a package."""

_UNCHECKED = "Own figures, not checked by the dxindex authors"
_DIGITS = 16  # of the fingerprint that versions of own figures show

Packer = Callable[[pd.DataFrame, Mapping[str, str], "Leaving"], bytes]
"""Packs a table, with what each of its columns holds."""


@dataclass(frozen=True)
class Leaving:
    """What a result that leaves as a file says of itself.

    Attributes
    ----------
    told
        What its columns hold.
    period
        The edition or the year of the figures.
    version
        Of the figures.
    sources
        As ``data.load_sources`` has them: index source.
    framework
        That the result rests on, before other weights.
    command
        That makes it again.
    """

    told: Told
    period: str
    version: str
    sources: pd.DataFrame
    framework: dx.Framework
    command: str

    @property
    def caption(self) -> Caption:
        """Title, unit, origin, versions and command."""
        return Caption(
            title=self.told.title,
            unit=self.told.unit,
            period=self.period,
            source="; ".join(dict.fromkeys(self.sources["citation"])),
            version=(
                f"data {self.version}, method {dx.METHOD_VERSION}, dxindex {dx.__version__}, "
                f"framework {self.framework.id} {self.framework.sha256[:_DIGITS]}"
            ),
            command=self.command,
        )


def render_file(table: pd.DataFrame, form: str, leaving: Leaving, pack: Packer) -> bytes:
    """Return a result as ``excel``, ``parquet`` or ``package``; the same result gives the same bytes.

    Raises
    ------
    InputError
        For a table that the form does not hold.
    """
    if form == "parquet":
        return as_parquet(table, leaving.caption)
    if form == "excel":
        return as_excel({RESULT: table}, sources_sheet(leaving.sources), leaving.caption)
    safe = defused_alike(table)
    words = [
        words_of(str(name), leaving.told, leaving.framework, first=place == 0)
        for place, name in enumerate(table.columns)
    ]
    return pack(safe, dict(zip(safe.columns, words, strict=True)), leaving)


def leave(
    arguments: argparse.Namespace,
    framework: dx.Framework,
    *,
    period: str,
    version: str,
    sources: pd.DataFrame,
) -> Leaving:
    """Return what the result of a command says of itself; ``arguments`` name a file of one's own by its name alone."""
    return Leaving(
        told=told_of(arguments),
        period=period,
        version=version,
        sources=sources,
        framework=framework,
        command=command_of(arguments, framework),
    )


def own_version(sha256: str) -> str:
    """Return the version of one's own figures, as the dashboard has it: whoever has another file has another.

    >>> own_version("0123456789abcdef0123")
    'own.0123456789abcdef'
    """
    return f"own.{sha256[:_DIGITS]}"


def own_source(name: str, sha256: str) -> pd.DataFrame:
    """Return a file of one's own as a source: it has no licence that we know of.

    >>> own_source("cities.csv", "ab12").at["own", "citation"]
    'cities.csv, SHA-256 ab12'
    """
    about = dict.fromkeys(["licence", "licence_name_en", "licence_url", "vintage", "landing_page"], "")
    told = {
        "role": "own",
        "title_en": name,
        "publisher_en": _UNCHECKED,
        "citation": f"{name}, SHA-256 {sha256}",
    }
    return pd.DataFrame([{**told, **about}], index=pd.Index(["own"], name="source"))


def command_of(arguments: argparse.Namespace, framework: dx.Framework) -> str:
    """Return the command with every option; an index of one's own is named by the file that packages hold."""
    name, *options = spell_out(arguments)
    if not getattr(arguments, "x", None):
        known = framework.id in dx.available_frameworks()
        shipped = known and dx.load_framework(framework.id).sha256 == framework.sha256
        options.insert(0, f"--framework={framework.id}" if shipped else "--framework=framework.toml")
    return shlex.join(["python", "-m", "dxindex", name, *options])
