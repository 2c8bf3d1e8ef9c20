"""What was published beside what is recomputed."""

from __future__ import annotations

import pandas as pd

from dxindex.charts import level_name
from dxindex.i18n import MISSING, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts


def published_lines(facts: Facts, edition: Edition, unit: str, lang: str) -> list[tuple[str, str, str]]:
    """Put what was published beside what is recomputed: of each axis its name, the one and the other."""
    _ = translator(lang)
    lines: list[tuple[str, str, str]] = []
    if unit not in facts.quoted:
        return lines
    for row in _published(facts, edition, unit).itertuples():
        here = edition.standing(unit, str(row.node))
        lines.append(
            (
                edition.framework.label(str(row.node), lang),
                _("Published: **{rank} of {total}**, {group}").format(
                    rank=row.rank, total=row.n_units, group=level_name(row.group, lang).lower()
                ),
                _("Recomputed: **{rank} of {total}**, {group}").format(
                    rank=here.rank or MISSING,
                    total=here.total,
                    group=level_name(edition.level(unit), lang).lower(),
                ),
            )
        )
    return lines


def published_reason(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    """Say why they differ, and where the published figures are quoted; empty where nothing was published."""
    _ = translator(lang)
    if unit not in facts.quoted or not edition.reference:
        return ""
    rows = _published(facts, edition, unit)
    return (
        _(
            "Why they differ: the Digital Adoption Index was released again with new sources after the report, the report's list of 132 "
            "countries and its formula for enabling factors are not public, and governance scores are revised every year. "
            "How schooling is counted matters most."
        )
        + " "
        + str(rows.iloc[0][f"citation_{lang}"])
    )


def published_title(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    """Head what was published and what is recomputed."""
    _ = translator(lang)
    return _("{country}: published and recomputed ({edition} edition)").format(
        country=facts.names(lang)[unit], edition=edition.titles[lang]
    )


def _published(facts: Facts, edition: Edition, unit: str) -> pd.DataFrame:
    table = facts.published
    return table[(table["iso3"] == unit) & edition.reference]
