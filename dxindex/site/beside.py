"""What was published of a country beside what is recomputed, where an edition can be compared with it."""

from __future__ import annotations

from dataclasses import dataclass

from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.words.published import Beside, beside, published_reason, published_title


@dataclass(frozen=True)
class Published:
    """What was published of a country beside what is recomputed: a head, a line an axis, and why they differ."""

    title: str
    lines: list[Beside]
    reason: str


def published(facts: Facts, edition: Edition, unit: str, lang: str) -> Published | None:
    """Gather it; None where nothing was published, or the edition is an experiment."""
    rows = facts.published[facts.published["iso3"] == unit]
    if rows.empty or not edition.reference or unit not in edition.units:
        return None
    here = {str(node): edition.standing(unit, str(node)) for node in rows["node"]}
    return Published(
        title=published_title(facts.names(lang)[unit], edition.titles[lang], lang),
        lines=beside(rows, edition.framework, here, edition.level(unit), lang),
        reason=published_reason(rows, lang),
    )
