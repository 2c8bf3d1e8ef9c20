"""Where figures come from: sources, years, origins, licences, coverage."""

from __future__ import annotations

import pandas as pd

from dxindex import i18n
from dxindex.words import sources
from dxindex.words.index_table import index_rows
from pages.ui.queries import bases, codes, scores
from pages.ui.queries.memory import remembered


def databases_of(edition: str, part: str, lang: str) -> list[str]:
    """Name the databases below an axis or pillar with the years their figures are of."""
    below = scores.framework(edition).leaves(part)
    return sources.databases(below, scores.vintages(edition), codes.indicators(edition), lang)


@remembered(32)
def caption(edition: str, lang: str) -> str:
    """Say where the figures of an edition's index come from: publisher, series and years, and what is ours."""
    return sources.source_line(
        scores.framework(edition).indicators,
        scores.vintages(edition),
        codes.indicators(edition),
        reference=codes.is_reference(edition),
        version=codes.data_version(edition),
        lang=lang,
    )


def source_line(edition: str, lang: str, node: str | None = None) -> str:
    """Name the databases behind an edition's index, or behind one node of it, in one line."""
    scheme = scores.framework(edition)
    axes = [node] if node else list(scheme.axis_ids)
    names = dict.fromkeys(name for axis in axes for name in databases_of(edition, axis, lang))
    _ = i18n.translator(lang)
    return "; ".join([*names, _("not checked by us")] if codes.is_own(edition) else names)


@remembered(16)
def framework_table(edition: str, lang: str) -> pd.DataFrame:
    """The index as a table: axis, pillar, indicator, unit, goalposts, years, origin, publisher."""
    scheme, catalogue = scores.framework(edition), codes.indicators(edition)
    return pd.DataFrame(index_rows(scheme, scores.vintages(edition), catalogue, lang))


@remembered(8)
def catalogue(edition: str, lang: str) -> pd.DataFrame:
    """Every series in the snapshot with unit, publisher, licence, vintage, years and address."""
    table = codes.indicators(edition)
    ends = table[["first_year", "last_year"]].itertuples(index=False)
    return pd.DataFrame(
        {
            "title": table[f"title_{lang}"],
            "unit": table[f"unit_{lang}"],
            "publisher": table[f"publisher_{lang}"],
            "licence": table["licence"],
            "licence_url": table["licence_url"],
            "vintage": table["vintage"],
            "years": [sources.span({int(year) for year in years if pd.notna(year)}) for years in ends],
            "economies": table["economies"],
            "note": table[f"note_{lang}"],
            "landing_page": table["landing_page"],
        }
    )


@remembered(8)
def coverage_counts(edition: str, lang: str) -> pd.DataFrame:
    """Countries of the panel with a value, by indicator and year: columns id, title, year, n."""
    observations = bases.of(edition).observations()
    inside = observations[observations["iso3"].isin(codes.panel_codes(edition))]
    counts = inside.groupby(["indicator", "year"], observed=True)["iso3"].nunique().rename("n").reset_index()
    titles = codes.indicators(edition)[f"short_{lang}"]
    counts["title"] = counts["indicator"].map(titles)
    order = {indicator: i for i, indicator in enumerate(codes.indicators(edition).index)}
    return counts.sort_values(
        ["indicator", "year"], key=lambda s: s.map(order) if s.name == "indicator" else s
    )
