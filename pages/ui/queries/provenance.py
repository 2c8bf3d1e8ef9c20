"""Where figures come from: sources, years, origins, licences, coverage."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex import i18n
from pages.ui.queries import bases, codes, scores
from pages.ui.queries.memory import remembered


@dataclass(frozen=True)
class Origin:
    """How the values of one indicator came into an edition: years and counts by origin."""

    indicator: str
    title: str
    publisher: str
    years: str
    how: dict[str, int]


@remembered(32)
def sources_of(edition: str, lang: str) -> list[Origin]:
    """Where the figures of an edition's index come from, one entry an indicator, in tree order."""
    catalogue, table = codes.indicators(edition), scores.vintages(edition)
    entries = []
    for indicator in scores.framework(edition).indicators:
        rows = table[table["indicator"] == indicator]
        entries.append(
            Origin(
                indicator=indicator,
                title=str(catalogue.at[indicator, f"short_{lang}"]),
                publisher=str(catalogue.at[indicator, f"publisher_{lang}"]),
                years=span(set(rows["year"].dropna().astype(int))),
                how={str(k): int(v) for k, v in rows["how"].value_counts().items()},
            )
        )
    return entries


def databases_of(edition: str, axis: str, lang: str) -> list[str]:
    """Name the databases below an axis with the years their figures are of."""
    below = set(scores.framework(edition).leaves(axis))
    years: dict[str, set[int]] = {}
    origin = scores.vintages(edition)
    for indicator, rows in origin[origin["indicator"].isin(below)].groupby("indicator", sort=False):
        database = str(codes.indicators(edition).loc[indicator, f"source_short_{lang}"])
        years.setdefault(database, set()).update(rows["year"].dropna().astype(int))
    return [f"{database} {span(found)}" if found else database for database, found in years.items()]


def source_line(edition: str, lang: str, node: str | None = None) -> str:
    """Name the databases behind an edition's index, or behind one node of it, in one line."""
    scheme = scores.framework(edition)
    axes = [node] if node else list(scheme.axis_ids)
    names = dict.fromkeys(name for axis in axes for name in databases_of(edition, axis, lang))
    _ = i18n.translator(lang)
    return "; ".join([*names, _("not checked by us")] if codes.is_own(edition) else names)


def ours(edition: str, lang: str) -> str:
    """Say what of an edition's index is our calculation."""
    _ = i18n.translator(lang)
    if codes.is_reference(edition):
        return _("Groups, ranks and scores of enabling factors: our calculation.")
    return _("All scores, ranks and groups: our calculation.")


def origin_names(lang: str) -> dict[str, str]:
    """Say how a value came into an edition."""
    _ = i18n.translator(lang)
    return {
        "observed": _("observed"),
        "interpolated": _("interpolated"),
        "carried": _("carried from an earlier year"),
        "imputed": _("imputed"),
    }


def span(years: set[int]) -> str:
    """Years as a span: 2014, 2017–2019, or a dash where there are none."""
    if not years:
        return i18n.MISSING
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


@remembered(16)
def framework_table(edition: str, lang: str) -> pd.DataFrame:
    """The index as a table: axis, pillar, indicator, unit, goalposts, years, origin, publisher."""
    scheme, catalogue = scores.framework(edition), codes.indicators(edition)
    rows = []
    for entry in sources_of(edition, lang):
        part = scheme.indicator(entry.indicator)
        low, high = part.goalposts or (float("nan"), float("nan"))
        rows.append(
            {
                "axis": scheme.label(scores.axis_of(scheme, part.parent), lang),
                "pillar": scheme.label(part.parent, lang),
                "indicator": catalogue.at[entry.indicator, f"title_{lang}"],
                "unit": catalogue.at[entry.indicator, f"unit_{lang}"],
                "direction": part.direction,
                "goalposts": f"{i18n.number(low, lang, 1)} … {i18n.number(high, lang, 1)}",
                "years": entry.years,
                "how": entry.how,
                "publisher": entry.publisher,
            }
        )
    return pd.DataFrame(rows)


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
            "years": [span({int(year) for year in years if pd.notna(year)}) for years in ends],
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
