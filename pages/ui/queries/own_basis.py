"""A visitor's own figures as something an index rests on; it lives and dies with their session."""

from __future__ import annotations

import secrets
import shlex
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cached_property
from threading import RLock
from typing import Any

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n, own
from pages.ui.queries import own_tables

KEPT = 512  # results of all kinds for one body of own figures
WITHOUT_YEARS = "own"  # the code of the only edition of figures that have no years


class OwnBasis:
    """Figures and an index that a visitor brought. Tables are as the loaders of ``data`` give them.

    Parameters
    ----------
    figures
        The figures, checked.
    framework
        The index on them, with two axes.
    """

    folder = None

    def __init__(self, figures: own.OwnData, framework: dx.Framework) -> None:
        # Nobody can guess it, and no link carries it: it names these figures in this process alone.
        self.body = f"own.{secrets.token_hex(8)}"
        self.figures = figures
        self._framework = framework
        self._results: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._computing = RLock()

    def recall(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Return what a function gives for some arguments, computed once and kept with these figures alone."""
        asked = (function, *arguments)
        with self._computing, i18n.speaking_of(self.wording):
            if asked not in self._results:
                self._results[asked] = function(*arguments)
                if len(self._results) > KEPT:
                    self._results.popitem(last=False)
            self._results.move_to_end(asked)
            return self._results[asked]

    @property
    def wording(self) -> str:
        """What texts call the units: countries, or units of any kind."""
        return "" if self.of_economies else "units"

    @property
    def of_economies(self) -> bool:
        """Whether the units are countries, so that names, regions and places are known."""
        return self.figures.kind == own.ECONOMIES

    @property
    def has_years(self) -> bool:
        """Whether there is more than one year, so that something can have moved."""
        return len(self.figures.years) > 1

    @property
    def name(self) -> str:
        """The file's name."""
        return own.quotable(self.figures.understanding.table.name)

    @property
    def version(self) -> str:
        """The fingerprint of the file: whoever has another file has other figures."""
        return f"own.{self.figures.fingerprint}"

    @cached_property
    def editions(self) -> pd.DataFrame:
        years, stem = self.figures.years, self.name.rpartition(".")[0] or self.name
        codes = [str(year) for year in reversed(years)] or [WITHOUT_YEARS]
        return pd.DataFrame(
            {
                **{f"title_{lang}": codes if years else [stem] for lang in i18n.LANGUAGES},
                "status": "own",
                "framework": self._framework.id,
                "year": pd.array([*reversed(years)] if years else [pd.NA], dtype="Int64"),
                **{f"notes_{lang}": " ".join(self.figures.words(lang)) for lang in i18n.LANGUAGES},
            },
            index=pd.Index(codes, name="edition"),
        )

    @property
    def offered(self) -> tuple[str, ...]:
        return tuple(self.editions.index)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        return own_tables.catalogue(self.figures, self._framework, self.name)

    @cached_property
    def sources(self) -> pd.DataFrame:
        return own_tables.source(self.figures, self.name)

    @cached_property
    def near_misses(self) -> pd.DataFrame:
        return pd.DataFrame({"population": []})

    @cached_property
    def codes(self) -> pd.Series[str]:
        return own_tables.codes_of(self.figures)

    def panel(self, edition: str) -> pd.DataFrame:
        year = None if edition == WITHOUT_YEARS else int(edition)
        table = self.figures.panel(year)
        # What the index asks for and the file lacks is missing, not refused: coverage says so.
        columns = [*table.columns, *(name for name in self._framework.indicators if name not in table)]
        return table.reindex(columns=columns).set_axis(self.codes, axis="index").rename_axis("iso3")

    def outside(self, edition: str) -> pd.DataFrame:
        return self.panel(edition).iloc[:0]

    def vintages(self, edition: str) -> pd.DataFrame:
        cells = (
            self.panel(edition)
            .stack()
            .dropna()
            .rename_axis(["iso3", "indicator"])
            .index.to_frame(index=False)
        )
        year = self.editions.at[edition, "year"]
        return cells.assign(year=pd.array([year] * len(cells), dtype="Int64"), how="observed", source="own")

    def countries(self, edition: str) -> pd.DataFrame:
        known = data.load_countries(_nearest_edition(self.editions.at[edition, "year"]))
        return own_tables.units(self.figures, self.codes, known if self.of_economies else known.iloc[:0])

    def observations(self, indicators: Iterable[str] | None = None) -> pd.DataFrame:
        rows = self.figures.tidy.dropna(subset=["year"])
        if indicators is not None:
            rows = rows[rows["indicator"].isin(list(indicators))]
        return pd.DataFrame(
            {
                "iso3": rows["unit"].map(self.codes),
                "year": rows["year"].astype("int64"),
                "indicator": rows["indicator"],
                "value": rows["value"],
                "source": "own",
                "flag": "",
            }
        ).reset_index(drop=True)

    def framework(self, edition: str) -> dx.Framework:
        del edition  # one index for all years
        return self._framework

    def arguments(self, edition: str) -> list[str]:
        """What the command line takes to work on the same figures, with the index saved beside them."""
        year = [] if edition == WITHOUT_YEARS else [f"--year {edition}"]
        return [f"--data {shlex.quote(self.name)}", f"--framework {self._framework.id}.toml", *year]

    def lines_of_python(self, edition: str) -> list[str]:
        """Lines that load the same figures, and the framework, in Python."""
        year = "" if edition == WITHOUT_YEARS else edition
        return [
            "from dxindex import own",
            "",
            f"name = {self.name!r}",
            'table = own.read_table(open(name, "rb").read(), name)',
            "catalogue = own.read_catalogue(data.load_indicators())",
            f'framework = dx.load_framework("{self._framework.id}.toml")',
            "figures = own.check(own.understand(table, catalogue=catalogue, framework=framework))",
            f"panel = figures.panel({year}).reindex(columns=framework.indicators)",
        ]


def _nearest_edition(year: Any) -> str:
    """The edition whose description of countries is nearest to a year; the newest where there is none."""
    years = data.editions()["year"]
    return str(years.index[-1] if pd.isna(year) else (years - int(year)).abs().idxmin())
