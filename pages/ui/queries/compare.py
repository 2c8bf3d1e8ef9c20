"""Two to six countries side by side: positions, indicators, and what makes the difference."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.statements import FIRM, Statement
from pages.ui.queries import certainty, codes, provenance, scores, sentences
from pages.ui.queries.figure import KEPT, Figure, Sheet, drawing, finished

if TYPE_CHECKING:
    from dxindex.gap import Gap

_NAMED = 2  # indicators that a sentence on a difference names


@lru_cache(maxsize=KEPT)
def positions(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Sheet:
    """Group, and rank with interval and score on each axis: a row a country, texts in the language."""
    _ = i18n.translator(lang)
    scheme = scores.framework(edition)
    rows = []
    for country in countries:
        label, share = certainty.own_group(edition, country)
        row = {_("Country"): codes.country_names(lang)[country]}
        row[_("Group (share of runs)")] = (
            f"{charts.level_name(label, lang)} ({i18n.percent(share, lang)})" if label else i18n.MISSING
        )
        for axis in scheme.axis_ids:
            row[scheme.label(axis, lang)] = _position(edition, country, axis, lang)
        rows.append(row)
    return _sheet(
        "positions",
        _("{title}: group, rank and score").format(title=title(countries, lang)),
        pd.DataFrame(rows),
        _("Rank (90% of ranks), score 0–1"),
        edition,
        countries,
        lang,
        surface,
    )


def _sheet(
    kind: str,
    heading: str,
    table: pd.DataFrame,
    unit: str,
    edition: str,
    countries: tuple[str, ...],
    lang: str,
    surface: str,
) -> Sheet:
    return Sheet(
        name=f"compare-{kind}-{'-'.join(countries)}-{edition}",
        title=heading,
        table=table,
        unit=unit,
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
    )


def _position(edition: str, country: str, node: str, lang: str) -> str:
    """Rank of how many, its interval, and the score with its coverage where that is not whole."""
    _ = i18n.translator(lang)
    here, coverage = (
        certainty.standing(edition, country, node),
        scores.position(edition, country, node).coverage,
    )
    if here.rank is None:
        return i18n.MISSING
    rank = _("{rank} of {total}").format(rank=here.rank, total=here.total)
    if here.low is not None:
        rank += f" ({here.low}–{here.high})"
    score = i18n.number(here.score, lang, 3)
    if coverage < 1:
        return _("{rank}, score {score} from {share} of the weight").format(
            rank=rank, score=score, share=i18n.percent(coverage, lang)
        )
    return _("{rank}, score {score}").format(rank=rank, score=score)


@lru_cache(maxsize=KEPT)
def pairs(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Sheet:
    """Whether one country of each pair can be called ahead, on each axis."""
    _ = i18n.translator(lang)
    scheme, names = scores.framework(edition), codes.country_names(lang)
    rows = []
    for country, other in combinations(countries, 2):
        row = {_("Pair"): f"{names[country]} – {names[other]}"}
        for axis in scheme.axis_ids:
            row[scheme.label(axis, lang)] = _verdict(edition, country, other, axis, lang)
        rows.append(row)
    return _sheet(
        "pairs",
        _("{title}: who can be called ahead").format(title=title(countries, lang)),
        pd.DataFrame(rows),
        _("Share of {n} variations of the method").format(n=i18n.number(certainty.RUNS, lang, 0)),
        edition,
        countries,
        lang,
        surface,
    )


def _verdict(edition: str, country: str, other: str, node: str, lang: str) -> str:
    _ = i18n.translator(lang)
    ahead, behind = (
        certainty.outranks(edition, *pair, node) for pair in ((country, other), (other, country))
    )
    if ahead != ahead or behind != behind:  # NaN is the one value that differs from itself
        return i18n.MISSING
    leader, share = (country, ahead) if ahead >= behind else (other, behind)
    text = (
        _("{country} ahead ({share} of runs)")
        if share >= FIRM
        else _("Cannot be told apart ({country} ahead in {share})")
    )
    return text.format(country=codes.country_names(lang)[leader], share=i18n.percent(share, lang))


@drawing
def profile(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Figure:
    """The countries' scores on axes and pillars."""
    _ = i18n.translator(lang)
    names, period = codes.country_names(lang), codes.edition_titles(lang)[edition]
    scored, labels = scores.result(edition), scores.node_labels(edition, lang)
    chart = charts.side_by_side(
        scored, countries, names=names, period=period, lang=lang, colours=charts.palette(surface)
    )
    table = pd.DataFrame({_("Axis or pillar"): list(labels.values())})
    for country in countries:
        table[names[country]] = scored.scores.loc[country, list(labels)].to_numpy(dtype=float)
        table[_("{country}: rank").format(country=names[country])] = (
            scored.ranks.loc[country, list(labels)].astype("Int64").to_numpy()
        )
    return Figure(
        name=f"compare-{'-'.join(countries)}-{edition}",
        title=title(countries, lang),
        spec=finished(chart),
        alt=finding(edition, countries, lang),
        table=table,
        unit=_("Score 0–1, higher is better"),
        period=period,
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: ahead_statements(edition, countries, language),
    )


def title(countries: tuple[str, ...], lang: str) -> str:
    """Name what is compared."""
    _ = i18n.translator(lang)
    return _("{countries} side by side").format(
        countries=i18n.joined([codes.country_names(lang)[country] for country in countries], lang)
    )


@lru_cache(maxsize=KEPT)
def finding(edition: str, countries: tuple[str, ...], lang: str) -> str:
    """Say who stands highest and lowest on each axis."""
    _ = i18n.translator(lang)
    names, parts = codes.country_names(lang), []
    for axis in scores.framework(edition).axis_ids:
        known = scores.result(edition).scores.loc[list(countries), axis].dropna()
        if len(known) > 1:
            parts.append(
                _("{axis}: {best} highest ({high}), {worst} lowest ({low})").format(
                    axis=scores.framework(edition).label(axis, lang),
                    best=names[known.idxmax()],
                    high=i18n.number(known.max(), lang, 3),
                    worst=names[known.idxmin()],
                    low=i18n.number(known.min(), lang, 3),
                )
            )
    period = codes.edition_titles(lang)[edition]
    if not parts:
        return _("Fewer than two of these countries have scores in the {edition} edition.").format(
            edition=period
        )
    return _("Scores side by side, {edition}. {parts}.").format(edition=period, parts="; ".join(parts))


def ahead_statements(edition: str, countries: tuple[str, ...], lang: str) -> list[Statement]:
    """What may be said of the first country and each of the others, on each axis."""
    first, *others = countries
    return [
        sentences.ahead_statement(edition, first, other, axis, lang)
        for other in others
        for axis in scores.framework(edition).axis_ids
    ]


@lru_cache(maxsize=KEPT)
def _figures(edition: str, countries: tuple[str, ...]) -> pd.DataFrame:
    """Value, year, origin and score of each country on each indicator, and whether it is the best of the row.

    Index (indicator, iso3) in the framework's and the countries' order; best by value, in the direction
    that is better, where at least two countries have one and they differ.
    """
    scheme = scores.framework(edition)
    ids, members = list(scheme.indicators), list(countries)
    index = pd.MultiIndex.from_product([ids, members], names=["indicator", "iso3"])
    origin = scores.vintages(edition).set_index(["indicator", "iso3"])[["year", "how"]].reindex(index)
    table = origin.astype({"year": "Int64"})
    table["value"] = scores.panel(edition).loc[members, ids].T.stack(future_stack=True).reindex(index)
    table["score"] = (
        scores.result(edition).normalised.loc[members, ids].T.stack(future_stack=True).reindex(index)
    )
    better = table["value"] * [scheme.indicator(indicator).direction for indicator, _country in index]
    rows = better.groupby(level="indicator")
    table["best"] = better.eq(rows.transform("max")) & rows.transform("max").gt(rows.transform("min"))
    return table


@lru_cache(maxsize=KEPT)
def indicator_texts(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Sheet:
    """The indicators side by side: a row an indicator, a column a country, value and score in words."""
    _ = i18n.translator(lang)
    catalogue, table, names = codes.indicators(), _figures(edition, countries), codes.country_names(lang)
    rows = []
    for indicator in scores.framework(edition).indicators:
        part = table.loc[indicator]
        years = part["year"].dropna()
        usual = int(years.mode().iloc[0]) if len(years) else None
        row = {
            _("Indicator"): catalogue.at[indicator, f"short_{lang}"],
        }
        for country in countries:
            here = part.loc[country]
            row[names[country]] = _cell(here, usual, int(catalogue.at[indicator, "decimals"]), lang)
        row[_("Unit")] = catalogue.at[indicator, f"unit_{lang}"]
        row[_("Year")] = str(usual) if usual else i18n.MISSING
        row[_("Publisher")] = catalogue.at[indicator, f"publisher_{lang}"]
        rows.append(row)
    return _sheet(
        "values",
        _("{title}: values and scores").format(title=title(countries, lang)),
        pd.DataFrame(rows),
        _("Value (score 0–1)"),
        edition,
        countries,
        lang,
        surface,
    )


def _cell(here: pd.Series, usual: int | None, decimals: int, lang: str) -> str:
    _ = i18n.translator(lang)
    if pd.isna(here["value"]):
        return i18n.MISSING
    text = i18n.number(here["value"], lang, decimals)
    if pd.notna(here["year"]) and here["year"] != usual:
        text = _("{value} in {year}").format(value=text, year=here["year"])
    text += f" ({i18n.number(here['score'], lang)})"
    return _("{value} ✓ best").format(value=text) if here["best"] else text


@drawing
def indicators(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Figure:
    """The countries' scores on every indicator."""
    _ = i18n.translator(lang)
    catalogue, names, table = codes.indicators(), codes.country_names(lang), _figures(edition, countries)
    period = codes.edition_titles(lang)[edition]
    values: dict[str, dict[str, str]] = {}
    for (indicator, country), row in zip(table.index, table.itertuples(), strict=True):
        value = i18n.number(row.value, lang, int(catalogue.at[indicator, "decimals"]))
        text = f"{value} ({catalogue.at[indicator, f'unit_{lang}']}), {row.year}"
        values.setdefault(indicator, {})[country] = text
    chart = charts.indicators_side_by_side(
        scores.result(edition),
        countries,
        pd.DataFrame(values),
        titles=catalogue[f"short_{lang}"].to_dict(),
        names=names,
        period=period,
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"compare-indicators-{'-'.join(countries)}-{edition}",
        title=_("{title}: indicators").format(title=title(countries, lang)),
        spec=finished(chart),
        alt=_best_sentence(edition, countries, lang),
        table=_tidy(table, lang),
        unit=_("Score 0–1, higher is better"),
        period=period,
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(_best_sentence(edition, countries, language, sourced=True))],
    )


def _tidy(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    catalogue, names = codes.indicators(), codes.country_names(lang)
    ids, members = table.index.get_level_values("indicator"), table.index.get_level_values("iso3")
    return pd.DataFrame(
        {
            _("Indicator"): catalogue[f"title_{lang}"].reindex(ids).to_numpy(),
            _("Country"): [names[country] for country in members],
            _("Value"): table["value"].to_numpy(),
            _("Unit"): catalogue[f"unit_{lang}"].reindex(ids).to_numpy(),
            _("Year"): table["year"].to_numpy(),
            _("Score 0–1"): table["score"].to_numpy(),
            _("Best of these"): table["best"].to_numpy(),
            _("Publisher"): catalogue[f"publisher_{lang}"].reindex(ids).to_numpy(),
        }
    )


def _best_sentence(edition: str, countries: tuple[str, ...], lang: str, *, sourced: bool = False) -> str:
    """Say on how many indicators each country has the best value."""
    _ = i18n.translator(lang)
    table, names = _figures(edition, countries), codes.country_names(lang)
    counts = table["best"].groupby(level="iso3").sum().reindex(list(countries))
    parts = [f"{names[country]} {int(n)}" for country, n in counts.items()]
    text = _("Best value of these countries, by number of indicators ({n} in all, {edition}): {counts}.")
    said = text.format(
        n=len(scores.framework(edition).indicators),
        edition=codes.edition_titles(lang)[edition],
        counts=i18n.joined(parts, lang),
    )
    if not sourced:
        return said
    return f"{said} " + _("Source: {source}.").format(source=provenance.source_line(edition, lang))


@lru_cache(maxsize=KEPT)
def _gaps(edition: str, countries: tuple[str, ...], node: str) -> tuple[Gap, ...]:
    """The difference of the first country to each other that has a score, shared out among indicators."""
    scored, found = scores.result(edition), []
    first, *others = countries
    for other in others:
        if scored.scores.loc[[first, other], node].isna().any():
            continue
        try:
            found.append(dx.gap(scored, first, other, node=node))
        except dx.AggregationError:  # no indicator counts for both
            continue
    return tuple(found)


@lru_cache(maxsize=KEPT)
def without_gap(edition: str, countries: tuple[str, ...], node: str, lang: str) -> tuple[str, ...]:
    """Names of the countries whose difference to the first cannot be shared out: figures are missing."""
    explained = {each.other for each in _gaps(edition, countries, node)}
    return tuple(codes.country_names(lang)[country] for country in countries[1:] if country not in explained)


@drawing
def differences(
    edition: str, countries: tuple[str, ...], node: str, lang: str, surface: str
) -> Figure | None:
    """What makes the difference between the first country and each other on a node; None where nothing can be said."""
    _ = i18n.translator(lang)
    gaps = _gaps(edition, countries, node)
    if not gaps:
        return None
    catalogue, names = codes.indicators(), codes.country_names(lang)
    label, period = scores.node_labels(edition, lang)[node], codes.edition_titles(lang)[edition]
    chart = charts.difference_bars(
        {each.other: (each.total, each.table["contribution"]) for each in gaps},
        nodes={each.other: _("vs {country}").format(country=names[each.other]) for each in gaps},
        titles=catalogue[f"short_{lang}"].to_dict(),
        lang=lang,
        colours=charts.palette(surface),
    )
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    _("Compared with"): names[each.other],
                    _("Indicator"): [
                        _("The whole difference"),
                        *catalogue[f"title_{lang}"].reindex(each.table.index),
                    ],
                    _("Contribution"): [each.total, *each.table["contribution"]],
                    names[each.unit]: [each.score, *each.table["normalised"]],
                    _("The other"): [each.other_score, *each.table["other_normalised"]],
                    _("Weight"): [None, *each.table["weight"]],
                }
            )
            for each in gaps
        ],
        ignore_index=True,
    )
    return Figure(
        name=f"difference-{'-'.join(countries)}-{node}-{edition}",
        title=_("What makes the difference between {country} and others: {node}").format(
            country=names[countries[0]], node=label.lower()
        ),
        spec=finished(chart),
        alt=" ".join(_gap_sentence(edition, each, lang) for each in gaps),
        table=table,
        unit=_("Difference in score (scores 0–1)"),
        period=period,
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [_gap_statement(edition, each, language) for each in gaps],
    )


def _gap_statement(edition: str, each: Gap, lang: str) -> Statement:
    _ = i18n.translator(lang)
    where = _("Source: {source}; scores: our calculation.").format(
        source=provenance.source_line(edition, lang, each.node)
    )
    return Statement(
        f"{_gap_sentence(edition, each, lang)} {where}",
        _("This is arithmetic: it does not say that changing a figure would have this effect elsewhere."),
    )


def _gap_sentence(edition: str, each: Gap, lang: str) -> str:
    """Say how far apart two scores are, and which indicators make most of it."""
    _ = i18n.translator(lang)
    shares = each.table["contribution"].dropna()
    largest = shares.loc[shares.abs().sort_values(ascending=False, kind="stable").index][:_NAMED]
    titles = codes.indicators()[f"short_{lang}"]
    return _("{country} less {other} on {node} ({edition}): {total}. Largest contributions: {parts}.").format(
        country=codes.country_names(lang)[each.unit],
        other=codes.country_names(lang)[each.other],
        node=sentences.node_name(edition, each.node, lang),
        edition=codes.edition_titles(lang)[edition],
        total=charts.signed(each.total, lang),
        parts="; ".join(f"{titles[key]} {charts.signed(share, lang)}" for key, share in largest.items()),
    )
