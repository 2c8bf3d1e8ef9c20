"""What commands of the command line work on, and what they answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import dxindex as dx


@dataclass(frozen=True)
class Figures:
    """What a command computes with.

    Attributes
    ----------
    panel
        The units that are fitted by, ranked and grouped.
    everyone
        All units that are scored.
    framework
        As declared, before other weights.
    edition
        Of the catalogue's figures; empty for one's own.
    folder
        The snapshot that they are from; None is the one that ships.
    period
        The edition, or the year of one's own; empty where they have none.
    """

    panel: pd.DataFrame
    everyone: pd.DataFrame
    framework: dx.Framework
    edition: str = ""
    folder: Path | None = None
    period: str = ""


@dataclass(frozen=True)
class Answer:
    """The table of a command, and the figures it rests on."""

    table: pd.DataFrame
    figures: Figures

    @property
    def framework(self) -> dx.Framework:
        """As declared, before other weights."""
        return self.figures.framework


@dataclass(frozen=True)
class Study:
    """An index computed as asked: fitted, all units, and those that compete for ranks and groups."""

    figures: Figures
    index: dx.CompositeIndex
    result: dx.IndexResult
    competing: dx.IndexResult


def with_ids(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its ids as the first column."""
    return table.rename_axis(str(table.index.name or "unit")).reset_index()


def say(text: str) -> None:
    """Say something beside the data, on standard error."""
    sys.stderr.write(text + "\n")
