"""What the page on reproduction compares: figures as published or read independently, and ours beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

import data
import dxindex as dx

EXPECTED = Path(__file__).parents[1] / "tests" / "data" / "expected"
LANG = "en"
UNIT = "VNM"
AXES = ("adoption", "enabling")
FRAMEWORK = "wdr2016"
EDITIONS = ("2014", "2016")
HALF = 0.5001
"""Of the last printed digit: how far a value may lie from how it was printed."""


def expected(name: str) -> pd.DataFrame:
    """Read figures that were read from the publishers' files independently of the importers, as text."""
    return pd.read_csv(EXPECTED / f"{name}.csv", dtype=str, keep_default_na=False)


@dataclass(frozen=True)
class Place:
    """Where Vietnam stands by one choice: rank on each axis of how many, and its group."""

    ranks: dict[str, int]
    ranked: int
    group: str


class Study:
    """What several tables rest on, computed once."""

    @cached_property
    def panel(self) -> pd.DataFrame:
        """The 2014 edition."""
        return data.load_panel("2014")

    @cached_property
    def published(self) -> pd.DataFrame:
        """What is published of Vietnam, by axis."""
        return data.load_published().query("iso3 == @UNIT").set_index("node")

    @cached_property
    def result(self) -> dx.IndexResult:
        """The reference index on the 2014 edition."""
        return dx.fit_index(self.panel, FRAMEWORK).result(self.panel)

    @cached_property
    def known(self) -> pd.DataFrame:
        """The catalogue."""
        return data.load_indicators()

    @cached_property
    def names(self) -> pd.Series[str]:
        """Economies in words."""
        return data.load_countries("2014")[f"name_{LANG}"]

    @cached_property
    def adoption(self) -> pd.DataFrame:
        """The published index and ours: economies x (edition, published or ours)."""
        years = {}
        for edition in EDITIONS:
            everyone = data.load_panel(edition, units="all")
            ours = dx.fit_index(everyone, FRAMEWORK).result(everyone).scores["adoption"]
            both = pd.DataFrame({"published": everyone["dai"], "ours": ours})
            years[edition] = both.dropna(subset="published")
        return pd.concat(years, axis=1)

    @cached_property
    def spots(self) -> pd.DataFrame:
        """Spot values as printed, ours beside them, and whether they are the same to the printed digit."""
        rows = expected("spot_values")
        cells = data.load_observations().set_index(["indicator", "year", "iso3"])["value"]
        keys = zip(rows["indicator"], rows["year"].astype(int), rows["iso3"], strict=True)
        rows["ours"] = [float(cells[key]) for key in keys]
        rows["decimals"] = [len(text.partition(".")[2]) for text in rows["printed"]]
        rows["difference"] = rows["ours"] - rows["printed"].astype(float)
        rows["same"] = rows["difference"].abs() <= HALF * 10.0 ** -rows["decimals"]
        return rows

    def observed(self, *names: str) -> pd.DataFrame:
        """Return some series side by side, by economy and year, where all have a value."""
        rows = data.load_observations(list(names))
        return rows.pivot_table(index=["iso3", "year"], columns="indicator", values="value")[
            list(names)
        ].dropna()

    def place(self, panel: pd.DataFrame, framework: str = FRAMEWORK, **options: str) -> Place:
        """Return where Vietnam stands on a panel by a framework and options of the index."""
        result = dx.fit_index(panel, framework, **options).result(panel)
        ranks = {axis: int(result.ranks.at[UNIT, axis]) for axis in AXES}
        return Place(ranks, int(result.ranks["enabling"].count()), str(dx.classify(result).labels[UNIT]))

    def rank(self, axis: str) -> int:
        """Return the published rank on an axis."""
        return int(self.published.at[axis, "rank"])

    def axis(self, axis: str) -> str:
        """Name an axis in running text."""
        return self.result.framework.label(axis, LANG).lower()
