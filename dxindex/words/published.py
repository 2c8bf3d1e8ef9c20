"""What was published beside what is recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dxindex.charts import level_name
from dxindex.framework import Framework
from dxindex.i18n import MISSING, translator
from dxindex.statements import Standing


@dataclass(frozen=True)
class Beside:
    """An axis: its name, what was published of a unit on it, and what is recomputed."""

    axis: str
    published: str
    recomputed: str


def beside(
    rows: pd.DataFrame, framework: Framework, here: Mapping[str, Standing], level: str | None, lang: str
) -> list[Beside]:
    """Put what was published of a unit beside what is recomputed, axis by axis.

    Parameters
    ----------
    rows : DataFrame
        What was published of it, a row an axis: ``node``, ``rank``, ``n_units``, ``group``.
    framework : Framework
        Names the axes.
    here : mapping
        Where it stands now, by node.
    level : str or None
        Its group now; None where it is in none.
    """
    _ = translator(lang)
    return [
        Beside(
            axis=framework.label(str(row.node), lang),
            published=_("Published: **{rank} of {total}**, {group}").format(
                rank=row.rank, total=row.n_units, group=level_name(row.group, lang).lower()
            ),
            recomputed=_("Recomputed: **{rank} of {total}**, {group}").format(
                rank=here[str(row.node)].rank or MISSING,
                total=here[str(row.node)].total,
                group=level_name(level, lang).lower(),
            ),
        )
        for row in rows.itertuples()
    ]


def published_title(name: str, period: str, lang: str) -> str:
    """Head what was published and what is recomputed."""
    _ = translator(lang)
    return _("{country}: published and recomputed ({edition} edition)").format(country=name, edition=period)


def published_reason(rows: pd.DataFrame, lang: str) -> str:
    """Say why they differ, and where the published figures are quoted (``citation_`` with the language)."""
    _ = translator(lang)
    return (
        _(
            "Why they differ: the Digital Adoption Index was released again with new sources after the report, the report's list of 132 "
            "countries and its formula for enabling factors are not public, and governance scores are revised every year. "
            "How schooling is counted matters most."
        )
        + " "
        + str(rows.iloc[0][f"citation_{lang}"])
    )
