"""How sure the ranks are: intervals of all, who outranks whom, and which assumption does what."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

import dxindex as dx
from dxindex import charts, i18n
from dxindex.sensitivity import MEAN_RANK_SHIFT
from dxindex.single_changes import single_changes
from dxindex.statements import FIRM, Statement
from pages.ui.queries import assumed, certainty, codes, provenance, scores, sentences
from pages.ui.queries.figure import KEPT, Figure, drawing, finished

NEIGHBOURS = 9  # rows above and below a country: with it they fill a laptop's screen
ON_STAGE = 4  # the same where type is larger
NEAREST = 5  # countries above and below that a country is set against
SAMPLES = 1_024  # of the Sobol sequence: intervals of a few percent in under a second
SOBOL_LEVEL = 0.95
_RANKS = ["rank", "low", "median", "high"]


@lru_cache(maxsize=64)
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
    names = codes.country_names(lang)
    return [names[code] for code in table.index[table["rank"].isna() | table["low"].isna()]]


def how_many(edition: str, node: str, shown: frozenset[str]) -> int:
    """Count the countries shown that have a rank on a node."""
    return int(ranked(edition, node).index.isin(list(shown)).sum())


def published(edition: str, node: str) -> pd.DataFrame:
    """Return ranks that others have published, by country; none for an experimental edition."""
    table = scores.published()
    return table[(table["node"] == node) & codes.is_reference(edition)].set_index("iso3")


# Intervals


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
    table, names = ranked(edition, node), codes.country_names(lang)
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
        name=f"rank-intervals-{node}-{'all' if everybody else country}-{edition}",
        title=title.format(node=label, country=names[country]),
        spec=finished(chart),
        alt=interval_sentence(edition, node, country, lang),
        table=_intervals_in_words(rows, lang),
        unit=_("Rank, 1 is best"),
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: interval_statements(edition, node, country, language),
    )


def _intervals_in_words(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    return pd.DataFrame(
        {
            _("Country"): [codes.country_names(lang)[code] for code in rows.index],
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
        "country": codes.country_names(lang)[country],
        "node": sentences.node_name(edition, node, lang),
        "edition": codes.edition_titles(lang)[edition],
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
        "country": codes.country_names(lang)[country],
        "node": sentences.node_name(edition, node, lang),
        "edition": codes.edition_titles(lang)[edition],
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
        *([Statement(f"{codes.country_names(lang)[country]}: {beside}")] if beside else []),
    ]


# Who outranks whom


def set_against(
    edition: str, node: str, country: str, highlight: tuple[str, ...], shown: frozenset[str]
) -> tuple[str, ...]:
    """Name whom a country is set against: the highlighted countries and those next to it, best first."""
    wanted = {*nearest(edition, node, country, shown, NEAREST), *highlight} - {country}
    return tuple(code for code in ranked(edition, node).index if code in wanted)


@drawing
def ahead(
    edition: str,
    node: str,
    country: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    lang: str,
    surface: str,
) -> Figure | None:
    """In which share of runs a country ranks above others; None where it has no rank, or nobody else has."""
    _ = i18n.translator(lang)
    others, names = set_against(edition, node, country, highlight, shown), codes.country_names(lang)
    if not others or country not in ranked(edition, node).index:
        return None
    shares = pd.DataFrame(
        {
            "ahead": [certainty.outranks(edition, country, other, node) for other in others],
            "behind": [certainty.outranks(edition, other, country, node) for other in others],
        },
        index=pd.Index(others, name="iso3"),
    )
    ranks = ranked(edition, node)["rank"]
    chart = charts.ahead_shares(
        shares,
        names[country],
        names={code: f"{names[code]} ({ranks[code]})" for code in others},
        lang=lang,
        colours=charts.palette(surface),
    )
    label = sentences.node_name(edition, node, lang)
    found = pd.Series(
        [charts.verdict(here, there) for here, there in zip(shares["ahead"], shares["behind"], strict=True)],
        index=shares.index,
        dtype=object,
    )
    return Figure(
        name=f"ahead-{country}-{node}-{edition}",
        title=_("How often {country} ranks above others: {node}").format(country=names[country], node=label),
        spec=finished(chart),
        alt=_(
            "Of {n} countries, {country} is firmly ahead of {ahead}, firmly behind {behind}, and cannot be told apart from {undecided} "
            "on {node} ({edition})."
        ).format(
            n=len(found),
            country=names[country],
            ahead=int((found == charts.AHEAD).sum()),
            behind=int((found == charts.BEHIND).sum()),
            undecided=int((found == charts.UNDECIDED).sum()),
            node=label,
            edition=codes.edition_titles(lang)[edition],
        ),
        table=pd.DataFrame(
            {
                _("Country"): [names[code] for code in others],
                _("Rank"): [ranks[code] for code in others],
                _("{name} ranks above in").format(name=names[country]): [
                    i18n.percent(share, lang, 1) for share in shares["ahead"]
                ],
                _("ranks below in"): [i18n.percent(share, lang, 1) for share in shares["behind"]],
            },
            index=shares.index,
        ),
        unit=_("Share of runs"),
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [
            sentences.ahead_statement(edition, country, other, node, language) for other in others
        ],
    )


def firm_share(lang: str) -> str:
    return i18n.percent(FIRM, lang)


def sobol_level(lang: str) -> str:
    return i18n.percent(SOBOL_LEVEL, lang)


# Which assumptions matter


@st.cache_resource(max_entries=64, show_spinner=False)
def sobol(edition: str, node: str, target: str) -> pd.DataFrame | None:
    """Sobol indices of a target on a node; None where the target has no rank in some of the runs."""
    try:
        return dx.sensitivity(
            scores.panel(edition),
            scores.framework(edition),
            n=SAMPLES,
            random_state=scores.SEED,
            target=target,
            node=node,
            level=SOBOL_LEVEL,
        ).indices
    except dx.InputError:
        return None


@drawing
def influence(edition: str, node: str, country: str | None, lang: str, surface: str) -> Figure | None:
    """Which assumptions move a country's rank, or (None) those of all; None where nothing can be said."""
    _ = i18n.translator(lang)
    indices = sobol(edition, node, country or MEAN_RANK_SHIFT)
    if indices is None or indices["ST"].isna().all():
        return None
    label = sentences.node_name(edition, node, lang)
    names = assumed.names(lang)
    title = _("What moves the ranks of all: {node}").format(node=label)
    if country:
        title = _("What moves {country}'s rank: {node}").format(
            country=codes.country_names(lang)[country], node=label
        )
    return Figure(
        name=f"sobol-{country or 'all'}-{node}-{edition}",
        title=title,
        spec=finished(charts.sobol(indices, names=names, lang=lang, colours=charts.palette(surface))),
        alt=influence_sentence(edition, node, country, lang),
        table=_influence_in_words(indices, lang),
        unit=_("Share of the variance"),
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(influence_sentence(edition, node, country, language))],
    )


def _influence_in_words(indices: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    ordered, names = indices.sort_values("ST", ascending=False, kind="stable"), assumed.names(lang)
    return pd.DataFrame(
        {
            _("Assumption"): [names.get(name, name) for name in ordered.index],
            _("Alone (first order)"): [i18n.number(value, lang, 3) for value in ordered["S1"]],
            "± (1)": [i18n.number(value, lang, 3) for value in ordered["S1_conf"]],
            _("With all interactions (total)"): [i18n.number(value, lang, 3) for value in ordered["ST"]],
            "± (2)": [i18n.number(value, lang, 3) for value in ordered["ST_conf"]],
        },
        index=ordered.index,
    )


def influence_sentence(edition: str, node: str, country: str | None, lang: str) -> str:
    """Say which assumption explains most of the variance of a rank, or of the ranks of all."""
    _ = i18n.translator(lang)
    indices = sobol(edition, node, country or MEAN_RANK_SHIFT)
    if indices is None or indices["ST"].isna().all():
        return ""
    first = str(indices["ST"].idxmax())
    text = _(
        "Of all assumptions, “{assumption}” matters most to the ranks of all countries on {node} ({edition}): it explains {alone} of how far "
        "they shift by itself (± {margin}), {total} together with the others."
    )
    if country:
        text = _(
            "Of all assumptions, “{assumption}” matters most to the rank of {country} on {node} ({edition}): it explains {alone} of its "
            "variance by itself (± {margin}), {total} together with the others."
        )
    return text.format(
        assumption=assumed.names(lang)[first].lower(),
        country=codes.country_names(lang)[country] if country else "",
        node=sentences.node_name(edition, node, lang),
        edition=codes.edition_titles(lang)[edition],
        alone=i18n.percent(indices.at[first, "S1"], lang),
        margin=i18n.percent(indices.at[first, "S1_conf"], lang),
        total=i18n.percent(indices.at[first, "ST"], lang),
    )


# One change at a time


@lru_cache(maxsize=32)
def _changes(edition: str, node: str) -> pd.DataFrame:
    return single_changes(certainty.ensemble(edition).ensemble, node)


@drawing
def changes(edition: str, node: str, country: str, lang: str, surface: str) -> Figure | None:
    """A country's rank after each single change of the method; None where it has no rank."""
    _ = i18n.translator(lang)
    table = ranked(edition, node)
    if country not in table.index:
        return None
    reference = int(table.at[country, "rank"])
    ranks = _changes(edition, node)[country]
    rows = pd.DataFrame(
        {
            "label": [assumed.change_name(edition, *key, lang) for key in ranks.index],
            "end": [assumed.weight_end(edition, *key, lang) for key in ranks.index],
            "rank": ranks.to_numpy(),
        }
    )
    name, label = codes.country_names(lang)[country], sentences.node_name(edition, node, lang)
    chart = charts.rank_changes(rows, reference, name=name, lang=lang, colours=charts.palette(surface))
    return Figure(
        name=f"changes-{country}-{node}-{edition}",
        title=_("What each choice does to {country}'s rank: {node}").format(country=name, node=label),
        spec=finished(chart),
        alt=change_sentence(edition, node, country, lang),
        table=pd.DataFrame(
            {
                _("What is changed"): [f"{row.label} {row.end}".strip() for row in rows.itertuples()],
                _("Rank after it"): rows["rank"],
                _("Rank by the default method"): reference,
            }
        ),
        unit=_("Rank, 1 is best"),
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(change_sentence(edition, node, country, language))],
    )


def change_sentence(edition: str, node: str, country: str, lang: str) -> str:
    """Say which single change moves a country's rank furthest."""
    _ = i18n.translator(lang)
    reference = ranked(edition, node).at[country, "rank"]
    ranks = _changes(edition, node)[country].dropna()
    moved = (ranks - reference).abs()
    fields = {
        "country": codes.country_names(lang)[country],
        "node": sentences.node_name(edition, node, lang),
        "edition": codes.edition_titles(lang)[edition],
        "rank": reference,
    }
    if moved.empty or not moved.max():
        return _("No single change moves {country} from rank {rank} on {node} ({edition}).").format(**fields)
    key = moved.idxmax()
    return _(
        "Changing one thing and nothing else, {country} moves furthest from rank {rank} on {node} ({edition}) with “{change}”: to rank {after}."
    ).format(
        **fields,
        change=f"{assumed.change_name(edition, *key, lang)} {assumed.weight_end(edition, *key, lang)}".strip(),
        after=ranks[key],
    )


# Variants on one set of countries


@st.cache_resource(max_entries=32, show_spinner=False)
def _variants(edition: str, node: str) -> dx.Variants | None:
    """The shipped variants of an edition's framework on the countries that all can score; None without any."""
    names = assumed.variant_names(edition)
    if not names:
        return None
    found = dx.compare_frameworks(scores.panel(edition), [scores.framework(edition), *names], nodes=[node])
    return found if (found.shifts != 0).to_numpy().any() else None


@lru_cache(maxsize=KEPT)
def variants(edition: str, node: str, country: str, lang: str) -> pd.DataFrame | None:
    """A country's rank and score by each way of measuring, on one set of countries; None where nothing differs."""
    _ = i18n.translator(lang)
    found = _variants(edition, node)
    if found is None or country not in found.ranks.index:
        return None
    keys = list(found.ranks.columns)
    return pd.DataFrame(
        {
            _("Rank of {n}").format(n=len(found.ranks)): [found.ranks.at[country, key] for key in keys],
            _("Score 0–1"): [i18n.number(found.scores.at[country, key], lang, 3) for key in keys],
            _("Measured by"): [assumed.measured_by(edition, str(name), lang) for _node, name in keys],
        }
    )


def variants_note(edition: str, node: str, lang: str) -> str:
    """Say on how many countries the variants are compared, and who is left out."""
    _ = i18n.translator(lang)
    found = _variants(edition, node)
    if found is None:
        return ""
    names = codes.country_names(lang)
    return _(
        "All on the same {n} countries, so that the ranks can be compared; left out, because a figure is missing: {names}."
    ).format(n=len(found.ranks), names=i18n.joined([names[code] for code in found.left_out.index], lang))
