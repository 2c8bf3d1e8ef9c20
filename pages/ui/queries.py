"""What the pages ask for: the only caching, and where ``data`` and ``dxindex`` meet for the dashboard.

Everything here is shared between sessions and must not be changed by a caller. Caches are bounded:
an edition has one panel, one result and one grouping; finished chart specifications and files are
kept for the selections that were asked for last.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

import data
import dxindex as dx
from dxindex import charts, i18n

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.composite import IndexResult

FAULTS = (data.DataError, dx.DxIndexError)  # what can be told to a visitor in one sentence
_SPECIFICATIONS = 256  # a finished chart is about 100 kB
_FILES = 32
_SEED = 0
_GROUPS = 3
Spec = dict[str, Any]


# Codes and names


@cache
def editions() -> pd.DataFrame:
    """Editions with their framework and status, oldest first."""
    return data.editions()


def edition_codes() -> tuple[str, ...]:
    return tuple(str(code) for code in editions().index)


def default_edition() -> str:
    """The first reference edition: the one nearest to the report."""
    return edition_codes()[0]


def edition_titles(lang: str) -> dict[str, str]:
    table = editions()
    return {str(code): str(row[f"title_{lang}"]) for code, row in table.iterrows()}


def edition_note(edition: str, lang: str) -> str:
    return str(editions().loc[edition, f"notes_{lang}"])


def is_reference(edition: str) -> bool:
    """Whether the edition is comparable with the published index, not an experiment."""
    return str(editions().loc[edition, "status"]) == "reference"


@cache
def countries(edition: str) -> pd.DataFrame:
    """Every economy with names, region, income group and memberships as of the edition."""
    return data.load_countries(edition)


@cache
def panel_codes() -> tuple[str, ...]:
    table = countries(default_edition())
    return tuple(table.index[table["in_panel"]])


@cache
def country_names(lang: str) -> dict[str, str]:
    return countries(default_edition())[f"name_{lang}"].to_dict()


@cache
def panel_codes_by_name(lang: str) -> tuple[str, ...]:
    """The panel's codes in the order of their names, accents aside."""
    names = country_names(lang)
    return tuple(sorted(panel_codes(), key=lambda code: plain(names[code])))


def plain(text: str) -> str:
    """Fold case and accents, so that "Viet Nam", "việt nam" and "VIỆT NAM" are found alike."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _classification(kind: str) -> pd.DataFrame:
    return data.load_regions() if kind == "region" else data.load_income_groups()


def region_codes() -> tuple[str, ...]:
    return tuple(_classification("region").index)


def income_codes() -> tuple[str, ...]:
    return tuple(_classification("income").index)


def region_titles(lang: str) -> dict[str, str]:
    return _classification("region")[f"title_{lang}"].to_dict()


def income_titles(lang: str) -> dict[str, str]:
    return _classification("income")[f"title_{lang}"].to_dict()


@cache
def indicators() -> pd.DataFrame:
    return data.load_indicators()


@st.cache_data(max_entries=128, show_spinner=False)
def filtered(
    edition: str, regions: tuple[str, ...], incomes: tuple[str, ...], clubs: tuple[str, ...]
) -> frozenset[str]:
    """Ids of the panel's countries in any of the regions, income groups and clubs (all where none is named)."""
    table = countries(edition)
    table = table[table["in_panel"]]
    if regions:
        table = table[table["region"].isin(regions)]
    if incomes:
        table = table[table["income_group"].isin(incomes)]
    if clubs:
        table = table[table[[club.lower() for club in clubs]].any(axis=1)]
    return frozenset(table.index)


# Scores and groups


@cache
def panel(edition: str) -> pd.DataFrame:
    return data.load_panel(edition)


@cache
def framework(edition: str) -> dx.Framework:
    return dx.load_framework(str(editions().loc[edition, "framework"]))


@cache
def _fitted(edition: str) -> dx.CompositeIndex:
    return dx.CompositeIndex(framework(edition)).fit(panel(edition))


@cache
def result(edition: str) -> IndexResult:
    """Scores of the panel in an edition."""
    return _fitted(edition).result(panel(edition))


@cache
def groups(edition: str) -> Groups:
    return dx.classify(result(edition), method="kmeans", n_groups=_GROUPS, random_state=_SEED)


@cache
def axes_correlation(edition: str) -> float:
    """Pearson correlation of the two axes over the panel."""
    x, y = framework(edition).axis_ids[:2]
    return float(result(edition).scores[x].corr(result(edition).scores[y]))


@cache
def separation(edition: str) -> dict[int, float]:
    """Silhouette by number of groups, for the default method on the two axes."""
    counts = dx.diagnose_group_counts(result(edition), counts=(2, _GROUPS), random_state=_SEED)
    return {int(k): float(v) for k, v in counts.table["silhouette"].items()}


@cache
def outside_scores(edition: str) -> pd.DataFrame:
    """Scores of the economies outside the panel, on the ruler fitted to the panel."""
    everyone = data.load_panel(edition, units="all")
    return _fitted(edition).transform(everyone.drop(index=list(panel_codes())))


def earlier_edition(edition: str) -> str | None:
    """The edition before, where it has the same framework: others cannot be compared."""
    table = editions()
    same = [
        str(code) for code in table.index if table.loc[code, "framework"] == table.loc[edition, "framework"]
    ]
    position = same.index(edition)
    return same[position - 1] if position else None


# Charts, finished


def _surface_palette(surface: str) -> Any:
    return charts.palette("dark" if surface == "dark" else "light")


@st.cache_data(max_entries=_SPECIFICATIONS, show_spinner=False)
def two_axis_chart(
    edition: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    sized: bool,
    trails: bool,
    outside: bool,
    lang: str,
    surface: str,
) -> Spec:
    _ = i18n.translator(lang)
    before = earlier_edition(edition) if trails else None
    return charts.two_axis(
        result(edition),
        groups(edition),
        highlight=highlight,
        names=country_names(lang),
        shown=shown,
        size=countries(edition)["population"] if sized else None,
        size_title=_("Population, millions"),
        earlier=result(before).scores if before else None,
        unranked=outside_scores(edition) if outside else None,
        period=edition_titles(lang)[edition],
        sources={axis: databases_of(edition, axis, lang) for axis in framework(edition).axis_ids},
        lang=lang,
        colours=_surface_palette(surface),
    ).to_dict()


@st.cache_data(max_entries=_SPECIFICATIONS, show_spinner=False)
def profile_chart(edition: str, country: str, versus: str, lang: str, surface: str) -> Spec:
    references = {
        comparator_name(edition, country, code, lang): comparator(edition, country, code)
        for code in dict.fromkeys(("group", versus))
    }
    return charts.profile(
        result(edition),
        country,
        references=references,
        name=country_names(lang)[country],
        lang=lang,
        colours=_surface_palette(surface),
    ).to_dict()


@st.cache_data(max_entries=_SPECIFICATIONS, show_spinner=False)
def strips_chart(edition: str, country: str, versus: str, lang: str, surface: str) -> Spec:
    catalogue = indicators()
    return charts.indicator_strips(
        result(edition),
        country,
        panel(edition),
        compared=comparator(edition, country, versus),
        compared_name=comparator_name(edition, country, versus, lang),
        titles=catalogue[f"short_{lang}"],
        units=catalogue[f"unit_{lang}"],
        names=country_names(lang),
        lang=lang,
        colours=_surface_palette(surface),
    ).to_dict()


@st.cache_data(max_entries=16, show_spinner=False)
def coverage_chart(lang: str, surface: str) -> Spec:
    return charts.coverage_map(
        coverage_counts(lang), len(panel_codes()), lang=lang, colours=_surface_palette(surface)
    ).to_dict()


# Tables


def ranking(edition: str, lang: str, shown: Iterable[str] | None = None, search: str = "") -> pd.DataFrame:
    """Rankings of the countries shown: index iso3, sorted by adoption rank.

    Columns ``country``, ``group``; per node of the framework its score (node id) and rank
    (``rank:`` + node id); ``change:`` + axis, the change of rank since the earlier edition
    (positive is up), where there is one; ``coverage``, the lower of the two axes'.
    """
    table = _full_ranking(edition, lang)
    if shown is not None:
        table = table[table.index.isin(list(shown))]
    if search.strip():
        wanted = plain(search.strip())
        found = [wanted in plain(f"{code} {table.at[code, 'country']}") for code in table.index]
        table = table[found]
    return table


@st.cache_data(max_entries=32, show_spinner=False)
def _full_ranking(edition: str, lang: str) -> pd.DataFrame:
    scored, labels = result(edition), groups(edition).labels
    table = pd.DataFrame(index=scored.scores.index)
    table["country"] = [country_names(lang)[code] for code in table.index]
    table["group"] = [charts.level_name(labels.get(code), lang) for code in table.index]
    for node in framework(edition).nodes:
        table[node] = scored.scores[node]
        table[f"rank:{node}"] = scored.ranks[node]
    before = earlier_edition(edition)
    axes = framework(edition).axis_ids
    for axis in axes if before else ():
        change = result(before).ranks[axis].reindex(table.index) - scored.ranks[axis]
        table[f"change:{axis}"] = change
    table["coverage"] = scored.coverage[list(axes)].min(axis=1)
    return table.sort_values([f"rank:{axes[0]}", "country"])


@st.cache_data(max_entries=_FILES, show_spinner=False)
def ranking_file(edition: str, lang: str, shown: frozenset[str], search: str) -> bytes:
    """The rankings as CSV with a stated edition and data version on every row."""
    table = ranking(edition, lang, shown, search).rename_axis("iso3")
    table.insert(0, "edition", edition)
    table["data_version"] = data.version()
    return as_csv(table)


def as_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV that spreadsheets open with the right letters (UTF-8 with a byte-order mark)."""
    return table.to_csv().encode("utf-8-sig")


@dataclass(frozen=True)
class Position:
    """Where one country stands on one node of the index."""

    score: float
    rank: int | None
    total: int
    coverage: float


def position(edition: str, country: str, node: str) -> Position:
    scored = result(edition)
    rank = scored.ranks.at[country, node]
    return Position(
        score=float(scored.scores.at[country, node]),
        rank=None if pd.isna(rank) else int(rank),
        total=int(scored.ranks[node].notna().sum()),
        coverage=float(scored.coverage.at[country, node]),
    )


def comparator(edition: str, country: str, versus: str) -> tuple[str, ...]:
    """Ids that a comparison is with: a set the country belongs to, a club, the panel, or one country."""
    table = countries(edition)
    members = table[table["in_panel"]]
    if versus == "panel":
        chosen = members
    elif versus == "group":
        labels = groups(edition).labels
        chosen = members[labels.reindex(members.index) == labels.get(country)]
    elif versus in {"region", "income"}:
        column = "region" if versus == "region" else "income_group"
        chosen = members[members[column] == table.at[country, column]]
    elif versus.lower() in members.columns:
        chosen = members[members[versus.lower()]]
    else:
        return (versus,)
    return tuple(chosen.index)


def comparator_name(edition: str, country: str, versus: str, lang: str) -> str:
    """Name a comparison in words: a set is shown by its median, and says of how many."""
    _ = i18n.translator(lang)
    table = countries(edition)
    sets = {
        "panel": lambda: _("All countries"),
        "group": lambda: charts.level_name(groups(edition).labels.get(country), lang),
        "region": lambda: region_titles(lang)[table.at[country, "region"]],
        "income": lambda: income_titles(lang)[table.at[country, "income_group"]],
    }
    if versus in country_names(lang):
        return country_names(lang)[versus]
    name = sets[versus]() if versus in sets else versus
    return _("{set}: median of {n}").format(set=name, n=len(comparator(edition, country, versus)))


@st.cache_data(max_entries=_SPECIFICATIONS, show_spinner=False)
def indicator_table(edition: str, country: str, versus: str, lang: str) -> pd.DataFrame:
    """A country's figures, one row an indicator of the framework, with year, origin and source.

    Columns ``axis``, ``pillar``, ``indicator``, ``value``, ``unit``, ``compared`` (median), ``score``
    (0-1), ``rank`` (by score), ``year``, ``how``, ``publisher``, ``clipped``, ``decimals``.
    """
    scheme, scored, catalogue = framework(edition), result(edition), indicators()
    figures, ids = panel(edition), list(scheme.indicators)
    origin = vintages(edition)
    origin = origin[origin["iso3"] == country].set_index("indicator").reindex(ids)
    pillars = [scheme.parent(indicator) for indicator in ids]
    table = pd.DataFrame(index=pd.Index(ids, name="id"))
    table["axis"] = [scheme.label(axis_of(scheme, pillar), lang) for pillar in pillars]
    table["pillar"] = [scheme.label(pillar, lang) for pillar in pillars]
    table["indicator"] = catalogue[f"title_{lang}"].reindex(ids)
    table["value"] = figures.loc[country, ids]
    table["unit"] = catalogue[f"unit_{lang}"].reindex(ids)
    table["compared"] = figures.loc[list(comparator(edition, country, versus)), ids].median()
    table["score"] = scored.normalised.loc[country, ids]
    table["rank"] = scored.normalised[ids].rank(ascending=False, method="min").loc[country].astype("Int64")
    table["year"] = origin["year"].astype("Int64")
    table["how"] = origin["how"]
    table["publisher"] = catalogue[f"publisher_{lang}"].reindex(ids)
    table["clipped"] = scored.clipped.loc[country, ids]
    table["decimals"] = catalogue["decimals"].reindex(ids)
    return table


def axis_of(scheme: dx.Framework, node: str) -> str:
    """The axis above a node, or the root where there is no axis."""
    while node not in scheme.axis_ids and scheme.parent(node):
        node = scheme.parent(node)
    return node


@cache
def vintages(edition: str) -> pd.DataFrame:
    return data.load_vintages(edition)


@cache
def published() -> pd.DataFrame:
    return data.load_published()


@dataclass(frozen=True)
class Edited:
    """How the values of one indicator came into an edition: years and counts by origin."""

    indicator: str
    title: str
    publisher: str
    years: str
    how: dict[str, int]


@st.cache_data(max_entries=32, show_spinner=False)
def sources_of(edition: str, lang: str) -> list[Edited]:
    """Where the figures of an edition's index come from, one entry an indicator, in tree order."""
    catalogue, table = indicators(), vintages(edition)
    entries = []
    for indicator in framework(edition).indicators:
        rows = table[table["indicator"] == indicator]
        entries.append(
            Edited(
                indicator=indicator,
                title=str(catalogue.at[indicator, f"short_{lang}"]),
                publisher=str(catalogue.at[indicator, f"publisher_{lang}"]),
                years=_span({int(year) for year in rows["year"]}),
                how={str(k): int(v) for k, v in rows["how"].value_counts().items()},
            )
        )
    return entries


def databases_of(edition: str, axis: str, lang: str) -> list[str]:
    """Name the databases below an axis with the years their figures are of."""
    below = set(framework(edition).leaves(axis))
    years: dict[str, set[int]] = {}
    origin = vintages(edition)
    for indicator, rows in origin[origin["indicator"].isin(below)].groupby("indicator", sort=False):
        database = str(indicators().loc[indicator, f"source_short_{lang}"])
        years.setdefault(database, set()).update(int(year) for year in rows["year"])
    return [f"{database} {_span(found)}" for database, found in years.items()]


def _span(years: set[int]) -> str:
    """Years as a span: 2014, 2017–2019, or a dash where there are none."""
    if not years:
        return i18n.MISSING
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


@st.cache_data(max_entries=4, show_spinner=False)
def coverage_counts(lang: str) -> pd.DataFrame:
    """Countries of the panel with a value, by indicator and year: columns id, title, year, n."""
    observations = data.load_observations()
    inside = observations[observations["iso3"].isin(panel_codes())]
    counts = inside.groupby(["indicator", "year"], observed=True)["iso3"].nunique().rename("n").reset_index()
    titles = indicators()[f"short_{lang}"]
    counts["title"] = counts["indicator"].map(titles)
    order = {indicator: i for i, indicator in enumerate(indicators().index)}
    return counts.sort_values(
        ["indicator", "year"], key=lambda s: s.map(order) if s.name == "indicator" else s
    )


@cache
def node_labels(edition: str, lang: str) -> dict[str, str]:
    """Names of axes and pillars; a pillar says which axis it is of."""
    return charts.node_labels(result(edition), lang)


def near_miss_names(lang: str) -> list[str]:
    """Economies that have all figures but fewer people than the panel's floor, with their population."""
    table = data.panel_near_misses()
    names = country_names(lang)
    return [f"{names[code]} ({i18n.number(row.population, lang, 0)})" for code, row in table.iterrows()]


def ranking_order(edition: str) -> list[str]:
    """The columns of the rankings in reading order: the axes with their ranks first, pillars after."""
    scheme = framework(edition)
    changes = [f"change:{axis}" for axis in scheme.axis_ids] if earlier_edition(edition) else []
    axes = [column for axis in scheme.axis_ids for column in (f"rank:{axis}", axis)]
    pillars = [node for node in scheme.nodes if node not in scheme.axis_ids]
    return ["country", "group", *axes, *changes, *pillars, "coverage"]


@st.cache_data(max_entries=16, show_spinner=False)
def framework_table(edition: str, lang: str) -> pd.DataFrame:
    """The index as a table: axis, pillar, indicator, unit, goalposts, years, origin, publisher."""
    scheme, catalogue = framework(edition), indicators()
    rows = []
    for entry in sources_of(edition, lang):
        part = scheme.indicator(entry.indicator)
        low, high = part.goalposts or (float("nan"), float("nan"))
        rows.append(
            {
                "axis": scheme.label(axis_of(scheme, part.parent), lang),
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


@st.cache_data(max_entries=4, show_spinner=False)
def catalogue(lang: str) -> pd.DataFrame:
    """Every series in the snapshot with unit, publisher, licence, vintage, years and address."""
    table = indicators()
    span = [
        i18n.MISSING if pd.isna(first) else str(first) if first == last else f"{first}–{last}"
        for first, last in zip(table["first_year"], table["last_year"], strict=True)
    ]
    return pd.DataFrame(
        {
            "title": table[f"title_{lang}"],
            "unit": table[f"unit_{lang}"],
            "publisher": table[f"publisher_{lang}"],
            "licence": table[f"licence_name_{lang}"],
            "vintage": table["vintage"],
            "years": span,
            "economies": table["economies"],
            "note": table[f"note_{lang}"],
            "landing_page": table["landing_page"],
        }
    )


@st.cache_data(max_entries=4, show_spinner=False)
def source_notes(lang: str) -> list[tuple[str, str]]:
    """Each source once: its citation, and what to know before using it."""
    table = indicators().drop_duplicates("source")
    return [
        (str(row.citation), str(getattr(row, f"source_notes_{lang}") or "")) for row in table.itertuples()
    ]


@st.cache_data(max_entries=_FILES, show_spinner=False)
def figures_file(edition: str, country: str, versus: str, lang: str) -> bytes:
    """A country's figures as CSV, with country, edition and data version on every row."""
    table = indicator_table(edition, country, versus, lang)
    table.insert(0, "iso3", country)
    table.insert(1, "edition", edition)
    table.insert(6, "compared_with", comparator_name(edition, country, versus, lang))
    table["data_version"] = data.version()
    return as_csv(table)


@st.cache_data(max_entries=8, show_spinner=False)
def figures_of_all(edition: str) -> bytes:
    """Every figure of the panel in an edition as tidy CSV: value, year, how it got there, source."""
    values = panel(edition).rename_axis(columns="indicator").stack().rename("value").reset_index()
    table = vintages(edition).merge(values, on=["iso3", "indicator"], validate="one_to_one")
    table["data_version"] = data.version()
    return as_csv(table.set_index("iso3"))


@st.cache_data(max_entries=1, show_spinner=False)
def observations_file() -> bytes:
    """All observations of the snapshot as Parquet."""
    return bytes(data.load_observations().to_parquet(index=False))


def citation() -> str:
    return (
        f"dxindex {dx.__version__}: digital readiness of countries on two axes, after the World Development Report "
        f"2016. Method version {dx.METHOD_VERSION}, data version {data.version()}."
    )


def data_version() -> str:
    return data.version()
