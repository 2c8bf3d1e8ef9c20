"""How sure the ranks are: the interval of each, and the published rank beside it."""

from __future__ import annotations

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import certainty, codes, provenance, scores, sentences
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import remembered

NEIGHBOURS = 9  # rows above and below a country: with it they fill a laptop's screen
ON_STAGE = 4  # the same where type is larger
_RANKS = ["rank", "low", "median", "high"]


@remembered()
def ranked(edition: str, node: str) -> pd.DataFrame:
    """Return the intervals of the countries that have a rank, best first."""
    table = certainty.rank_interval(edition, node).dropna(subset=["rank", "low"])
    return table.sort_values("rank", kind="stable")


def nearest(edition: str, node: str, country: str, shown: frozenset[str], reach: int) -> tuple[str, ...]:
    """Name the countries shown that rank next to one, itself among them, best first.

    The first few of all where it has no rank.
    """
    order = [code for code in ranked(edition, node).index if code in shown or code == country]
    place = order.index(country) if country in order else 0
    start = max(0, min(place - reach, len(order) - 2 * reach - 1))
    return tuple(order[start : start + 2 * reach + 1])


def unranked(edition: str, node: str, lang: str) -> list[str]:
    """Name the countries that have too few figures for a rank on a node."""
    table = certainty.rank_interval(edition, node)
    names = codes.country_names(edition, lang)
    return [names[code] for code in table.index[table["rank"].isna() | table["low"].isna()]]


def how_many(edition: str, node: str, shown: frozenset[str]) -> int:
    """Count the countries shown that have a rank on a node."""
    return int(ranked(edition, node).index.isin(list(shown)).sum())


def published(edition: str, node: str) -> pd.DataFrame:
    """Return ranks that others have published, by country; none for an experimental edition."""
    table = scores.published_beside(edition)
    return table[table["node"] == node].set_index("iso3")


@drawing
def intervals(
    edition: str,
    node: str,
    country: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    everybody: bool,
    lang: str,
    surface: str,
) -> Figure:
    """Rank intervals: of a country, those next to it and the highlighted ones, or of all that are shown."""
    _ = i18n.translator(lang)
    table, names = ranked(edition, node), codes.country_names(edition, lang)
    label = sentences.node_name(edition, node, lang)
    reach = ON_STAGE if surface.endswith("-large") else NEIGHBOURS
    drawn = shown if everybody else nearest(edition, node, country, shown, reach)
    rows = table[table.index.isin([*drawn, *highlight, country])]
    chart = charts.rank_intervals(
        table,
        country,
        level=certainty.LEVEL,
        shown=rows.index,
        highlight=highlight,
        published=published(edition, node)["rank"].to_dict(),
        names=names,
        lang=lang,
        colours=charts.palette(surface),
    )
    title = _("Rank intervals: {node}") if everybody else _("Rank intervals around {country}: {node}")
    return Figure(
        name=f"rank-intervals-{node}-{'all' if everybody else country}-{codes.label(edition)}",
        title=title.format(node=label, country=names[country]),
        spec=finished(chart),
        alt=interval_sentence(edition, node, country, lang),
        table=_intervals_in_words(edition, rows, lang),
        unit=_("Rank, 1 is best"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: interval_statements(edition, node, country, language),
    )


def _intervals_in_words(edition: str, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    return pd.DataFrame(
        {
            _("Country"): [codes.country_names(edition, lang)[code] for code in rows.index],
            _("Rank by the default method"): rows["rank"],
            _("Lowest rank number"): rows["low"],
            _("Median of the runs"): rows["median"],
            _("Highest rank number"): rows["high"],
        },
        index=rows.index,
    )


def interval_sentence(edition: str, node: str, country: str, lang: str) -> str:
    """Say between which ranks a country lies, and how wide that is among all."""
    _ = i18n.translator(lang)
    table = ranked(edition, node)
    fields = {
        "country": codes.country_names(edition, lang)[country],
        "node": sentences.node_name(edition, node, lang),
        "edition": codes.edition_title(edition, lang),
        "level": i18n.percent(certainty.LEVEL, lang),
    }
    if country not in table.index:
        return _("{country} has no rank on {node} ({edition}): too few figures.").format(**fields)
    row, widths = table.loc[country, _RANKS].astype(int), table["high"] - table["low"]
    return _(
        "{country} ranks {rank} of {total} on {node} ({edition}); in {level} of runs its rank lies between {low} and {high}. "
        "That is {width} ranks wide, where half of all countries have {median} or fewer."
    ).format(
        **fields,
        rank=row["rank"],
        total=len(table),
        low=row["low"],
        high=row["high"],
        width=widths[country],
        median=i18n.number(float(widths.median()), lang, 0),
    )


def stage_title(edition: str, node: str, country: str, lang: str) -> str:
    """Say the interval of a country's rank in one line."""
    _ = i18n.translator(lang)
    fields = {
        "country": codes.country_names(edition, lang)[country],
        "node": sentences.node_name(edition, node, lang),
        "edition": codes.edition_title(edition, lang),
    }
    if country not in ranked(edition, node).index:
        return _("{country} has no rank on {node} ({edition}): too few figures.").format(**fields)
    row = ranked(edition, node).loc[country, _RANKS].astype(int)
    return _(
        "{country}, {node} ({edition}): rank {rank}, between {low} and {high} in {level} of runs"
    ).format(
        **fields,
        rank=row["rank"],
        low=row["low"],
        high=row["high"],
        level=i18n.percent(certainty.LEVEL, lang),
    )


def published_sentence(edition: str, node: str, country: str, lang: str) -> str:
    """Set the published rank of a country against its interval; empty where none is published."""
    _ = i18n.translator(lang)
    found, table = published(edition, node), ranked(edition, node)
    if country not in found.index or country not in table.index:
        return ""
    quoted, row = found.loc[country], table.loc[country, _RANKS].astype(int)
    outside = int(max(row["low"] - quoted["rank"], quoted["rank"] - row["high"], 0))
    text = _("The published rank is {rank} of {total}: inside this interval ({low} to {high}). {citation}")
    if outside:
        text = _(
            "The published rank is {rank} of {total}: {n} outside this interval ({low} to {high}). The choices varied here do not explain "
            "the difference; sources have been revised since, and the report's own formula is not public. {citation}"
        )
    return text.format(
        rank=quoted["rank"],
        total=quoted["n_units"],
        low=row["low"],
        high=row["high"],
        n=outside,
        citation=quoted[f"citation_{lang}"],
    )


def interval_statements(edition: str, node: str, country: str, lang: str) -> list[Statement]:
    """State the rank with its interval, and the published rank beside it."""
    beside = published_sentence(edition, node, country, lang)
    return [
        sentences.rank_statement(edition, country, node, lang),
        *([Statement(f"{codes.country_names(edition, lang)[country]}: {beside}")] if beside else []),
    ]
