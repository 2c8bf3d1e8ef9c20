"""The index as a table, an indicator a row: what is in it, by which ruler, of which years and whose."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex.framework import Framework
from dxindex.i18n import number, translator
from dxindex.words.sources import origins_text, years_of


@dataclass(frozen=True)
class IndexRow:
    """An indicator in the index."""

    axis: str
    pillar: str
    indicator: str
    unit: str
    direction: str
    goalposts: str
    years: str
    how: str
    publisher: str


def index_rows(
    framework: Framework, vintages: pd.DataFrame, catalogue: pd.DataFrame, lang: str
) -> list[IndexRow]:
    """Describe every indicator of an index, in the order of its tree.

    Parameters
    ----------
    framework : Framework
        The index.
    vintages : DataFrame
        ``indicator``, ``year`` (may be missing) and ``how`` of every figure in use.
    catalogue : DataFrame
        Index: ids; ``title_``, ``unit_`` and ``publisher_`` with the language.
    """
    _ = translator(lang)
    rows = []
    for name in framework.indicators:
        part, about = framework.indicator(name), catalogue.loc[name]
        low, high = part.goalposts or (float("nan"), float("nan"))
        rows.append(
            IndexRow(
                axis=framework.label(framework.axis_of(name), lang),
                pillar=framework.label(part.parent, lang),
                indicator=str(about[f"title_{lang}"]),
                unit=str(about[f"unit_{lang}"]),
                direction=_("more is better") if part.direction > 0 else _("less is better"),
                goalposts=f"{number(low, lang, 1)} … {number(high, lang, 1)}",
                years=years_of(vintages, name),
                how=origins_text(vintages.loc[vintages["indicator"] == name, "how"].value_counts(), lang),
                publisher=str(about[f"publisher_{lang}"]),
            )
        )
    return rows
