"""What a site is made of: the editions, and what is known of countries, series and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dxindex.i18n import LANGUAGES
from dxindex.site.edition import Cells, Edition, cells


@dataclass(frozen=True, eq=False)
class Facts:
    """All that a site says, before it is put into words.

    Attributes
    ----------
    editions
        The default one first.
    indicators, sources, regions, incomes, published
        Catalogues of the figures: see the package that they come from.
    points, land
        Where units are on the map, and the outline behind them.
    near_misses
        Units that just miss the panel, with ``population``.
    population_floor
        The fewest people a unit of the panel has.
    clubs
        Columns of ``countries`` that say who is a member.
    data_version, newest
        Version of the figures, and the date of the newest source.
    method
        Version of the method.
    """

    editions: tuple[Edition, ...]
    indicators: pd.DataFrame
    sources: pd.DataFrame
    regions: pd.DataFrame
    incomes: pd.DataFrame
    published: pd.DataFrame
    points: pd.DataFrame
    land: Mapping[str, Any]
    near_misses: pd.DataFrame
    population_floor: float
    clubs: tuple[str, ...]
    data_version: str
    newest: str
    method: str

    @property
    def first(self) -> Edition:
        """The edition that is shown when none is asked for."""
        return self.editions[0]

    @property
    def units(self) -> list[str]:
        """Ids of all units that are ranked in any edition."""
        return sorted({unit for edition in self.editions for unit in edition.units})

    @cached_property
    def _names(self) -> Mapping[str, dict[str, str]]:
        return {
            lang: {
                str(unit): str(name)
                for edition in reversed(self.editions)
                for unit, name in edition.countries[f"name_{lang}"].items()
            }
            for lang in LANGUAGES
        }

    def titles(self, which: str, lang: str) -> Mapping[str, str]:
        """Titles of ``regions`` or ``incomes`` by code."""
        return self._titles[which, lang]

    @cached_property
    def _titles(self) -> Mapping[tuple[str, str], dict[str, str]]:
        return {
            (which, lang): {str(code): str(title) for code, title in table[f"title_{lang}"].items()}
            for which, table in (("regions", self.regions), ("incomes", self.incomes))
            for lang in LANGUAGES
        }

    def names(self, lang: str) -> Mapping[str, str]:
        """Display names by id."""
        return self._names[lang]

    def short_names(self, lang: str) -> Mapping[str, str]:
        """Short names of indicators by id."""
        return {name: about[f"short_{lang}"] for name, about in self._catalogue.items()}

    def about(self, name: str) -> Mapping[str, Any]:
        """What the catalogue says of an indicator."""
        return self._catalogue[name]

    @cached_property
    def _catalogue(self) -> Cells:
        return cells(self.indicators.T)
