"""Tables that pages show and files that they offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from dxindex import charts, i18n
from dxindex.words import columns
from pages.ui.queries import certainty, codes, provenance, scores
from pages.ui.queries.figure import Sheet
from pages.ui.queries.memory import remembered


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
        wanted = codes.plain(search.strip())
        found = [wanted in codes.plain(f"{code} {table.at[code, 'country']}") for code in table.index]
        table = table.loc[found]
    return table


@remembered(32)
def _full_ranking(edition: str, lang: str) -> pd.DataFrame:
    scored, labels = scores.result(edition), scores.groups(edition).labels
    table = pd.DataFrame(index=scored.scores.index)
    table["country"] = [codes.country_names(edition, lang)[code] for code in table.index]
    table["group"] = [charts.level_name(labels.get(code), lang) for code in table.index]
    for node in scores.framework(edition).nodes:
        table[node] = scored.scores[node]
        table[f"rank:{node}"] = scored.ranks[node]
    before = scores.earlier_edition(edition)
    axes = scores.framework(edition).axis_ids
    for axis in axes if before else ():
        change = scores.result(before).ranks[axis].reindex(table.index) - scored.ranks[axis]
        table[f"change:{axis}"] = change
    table["coverage"] = scored.coverage[list(axes)].min(axis=1)
    return table.sort_values([f"rank:{axes[0]}", "country"])


def _with_intervals(table: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Add ``between:`` + axis, the ranks that 90 % of the runs lie between."""
    spans = {}
    for axis in scores.framework(edition).axis_ids:
        interval = certainty.rank_interval(edition, axis).reindex(table.index)
        spans[f"between:{axis}"] = [
            i18n.MISSING if pd.isna(low) else f"{low}–{high}"
            for low, high in zip(interval["low"], interval["high"], strict=True)
        ]
    return table.assign(**spans)


@remembered()
def shown_ranking(edition: str, lang: str, shown: frozenset[str], search: str) -> pd.DataFrame:
    """The rankings as the page shows them: intervals, columns in reading order, scores with three digits."""
    table = _with_intervals(ranking(edition, lang, shown, search), edition)
    return table[ranking_order(edition)].round(3)


@remembered()
def axes_table(edition: str, lang: str, shown: frozenset[str]) -> pd.DataFrame:
    """The two-axis chart as a table: country, group, score and rank on each axis, coverage."""
    _ = i18n.translator(lang)
    names = {"country": _("Country"), "group": _("Group")}
    for axis in scores.framework(edition).axis_ids:
        label = scores.node_labels(edition, lang)[axis]
        names |= {axis: label, f"rank:{axis}": _("{node}: rank").format(node=label)}
    names["coverage"] = _("Coverage, share of weight")
    return ranking(edition, lang, shown)[list(names)].rename(columns=names)


def ranking_order(edition: str) -> list[str]:
    """The columns of the rankings in reading order."""
    changes = scores.earlier_edition(edition) is not None
    return ["country", "group", *columns.ranking_order(scores.framework(edition), changes=changes)]


@remembered()
def indicator_table(edition: str, country: str, versus: str, lang: str) -> pd.DataFrame:
    """A country's figures, one row an indicator of the framework, with year, origin and source.

    Columns ``axis``, ``pillar``, ``indicator``, ``value``, ``unit``, ``compared`` (median), ``score``
    (0-1), ``rank`` (by score), ``year``, ``how``, ``publisher``, ``clipped``, ``decimals``.
    """
    scheme, scored, catalogue = scores.framework(edition), scores.result(edition), codes.indicators(edition)
    figures, ids = scores.panel(edition), list(scheme.indicators)
    origin = scores.vintages(edition)
    origin = origin[origin["iso3"] == country].set_index("indicator").reindex(ids)
    pillars = [scheme.parent(indicator) for indicator in ids]
    table = pd.DataFrame(index=pd.Index(ids, name="id"))
    table["axis"] = [scheme.label(scheme.axis_of(pillar), lang) for pillar in pillars]
    table["pillar"] = [scheme.label(pillar, lang) for pillar in pillars]
    table["indicator"] = catalogue[f"title_{lang}"].reindex(ids)
    table["value"] = figures.loc[country, ids]
    table["unit"] = catalogue[f"unit_{lang}"].reindex(ids)
    table["compared"] = figures.loc[list(scores.comparator(edition, country, versus)), ids].median()
    table["score"] = scored.normalised.loc[country, ids]
    table["rank"] = scored.normalised[ids].rank(ascending=False, method="min").loc[country].astype("Int64")
    table["year"] = origin["year"].astype("Int64")
    table["how"] = origin["how"]
    table["publisher"] = catalogue[f"publisher_{lang}"].reindex(ids)
    table["clipped"] = scored.clipped.loc[country, ids]
    table["decimals"] = catalogue["decimals"].reindex(ids)
    return table


def profile_table(
    edition: str, country: str, references: Mapping[str, Iterable[str]], lang: str
) -> pd.DataFrame:
    """A country's score on axes and pillars beside the median of each reference set."""
    _ = i18n.translator(lang)
    scored = scores.result(edition).scores
    labels = scores.node_labels(edition, lang)
    table = pd.DataFrame({_("Axis or pillar"): list(labels.values())}, index=list(labels))
    table[codes.country_names(edition, lang)[country]] = scored.loc[country, list(labels)].astype(float)
    for name, ids in references.items():
        table[name] = scored.loc[list(ids), list(labels)].median()
    return table


def indicator_figures(edition: str, country: str, versus: str, lang: str) -> pd.DataFrame:
    """A country's figures under names in the visitor's language, as files and tables show them."""
    _ = i18n.translator(lang)
    against = scores.comparator_name(edition, country, versus, lang)
    names = {
        "indicator": _("Indicator"),
        "value": _("Value"),
        "unit": _("Unit"),
        "compared": against,
        "score": _("Score 0–1"),
        "rank": _("Rank"),
        "year": _("Year"),
        "publisher": _("Publisher"),
    }
    return indicator_table(edition, country, versus, lang)[list(names)].rename(columns=names)


def ranking_names(edition: str, lang: str) -> dict[str, str]:
    """Names of the columns of the rankings to take away, by id and in their order; which are there, data decide."""
    _ = i18n.translator(lang)
    names = {"country": _("Country"), "group": _("Group")}
    labels = scores.node_labels(edition, lang)
    # Axes first: a picture drops what finds no room from the end.
    for node, label in sorted(
        labels.items(), key=lambda item: item[0] not in scores.framework(edition).axis_ids
    ):
        names |= {
            f"rank:{node}": _("{node}: rank").format(node=label),
            f"between:{node}": _("{node}: 90% of ranks").format(node=label),
            node: label,
            f"change:{node}": _("{node}: ranks gained").format(node=label),
        }
    return {**names, "coverage": _("Coverage, share of weight")}


@remembered()
def ranking_sheet(edition: str, lang: str, shown: frozenset[str], search: str, surface: str) -> Sheet:
    """The rankings to take away: every column, pillars' ranks too."""
    _ = i18n.translator(lang)
    names = ranking_names(edition, lang)
    table = _with_intervals(ranking(edition, lang, shown, search), edition)
    return Sheet(
        name=f"rankings-{codes.label(edition)}",
        title=_("Rankings"),
        table=table[[column for column in names if column in table]].rename(columns=names),
        unit=_("Score 0–1, higher is better; rank 1 is best"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
    )


@remembered()
def figures_sheet(edition: str, country: str, versus: str, lang: str, surface: str) -> Sheet:
    """A country's figures to take away."""
    _ = i18n.translator(lang)
    return Sheet(
        name=f"figures-{country}-{codes.label(edition)}",
        title=_("{country}: every figure").format(country=codes.country_names(edition, lang)[country]),
        table=indicator_figures(edition, country, versus, lang),
        unit=_("As named in each row"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
    )
