"""Two to six countries side by side: where they stand, and who can be called ahead."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import FIRM, Statement
from pages.ui.queries import certainty, codes, provenance, scores, sentences
from pages.ui.queries.figure import Figure, Sheet, drawing, finished
from pages.ui.queries.memory import remembered


@remembered()
def positions(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Sheet:
    """Group, and rank with interval and score on each axis: a row a country, texts in the language."""
    _ = i18n.translator(lang)
    scheme = scores.framework(edition)
    rows = []
    for country in countries:
        label, share = certainty.own_group(edition, country)
        row = {_("Country"): codes.country_names(edition, lang)[country]}
        row[_("Group (share of runs)")] = (
            f"{charts.level_name(label, lang)} ({i18n.percent(share, lang)})" if label else i18n.MISSING
        )
        for axis in scheme.axis_ids:
            row[scheme.label(axis, lang)] = _position(edition, country, axis, lang)
        rows.append(row)
    return sheet(
        "positions",
        _("{title}: group, rank and score").format(title=title(edition, countries, lang)),
        pd.DataFrame(rows),
        _("Rank (90% of ranks), score 0–1"),
        edition,
        countries,
        lang,
        surface,
    )


def sheet(
    kind: str,
    heading: str,
    table: pd.DataFrame,
    unit: str,
    edition: str,
    countries: tuple[str, ...],
    lang: str,
    surface: str,
) -> Sheet:
    """A table of the comparison, with what belongs to it."""
    return Sheet(
        name=f"compare-{kind}-{'-'.join(countries)}-{codes.label(edition)}",
        title=heading,
        table=table,
        unit=unit,
        period=codes.edition_title(edition, lang),
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


@remembered()
def pairs(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Sheet:
    """Whether one country of each pair can be called ahead, on each axis."""
    _ = i18n.translator(lang)
    scheme, names = scores.framework(edition), codes.country_names(edition, lang)
    rows = []
    for country, other in combinations(countries, 2):
        row = {_("Pair"): f"{names[country]} – {names[other]}"}
        for axis in scheme.axis_ids:
            row[scheme.label(axis, lang)] = _verdict(edition, country, other, axis, lang)
        rows.append(row)
    return sheet(
        "pairs",
        _("{title}: who can be called ahead").format(title=title(edition, countries, lang)),
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
    return text.format(country=codes.country_names(edition, lang)[leader], share=i18n.percent(share, lang))


@drawing
def profile(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Figure:
    """The countries' scores on axes and pillars."""
    _ = i18n.translator(lang)
    names, period = codes.country_names(edition, lang), codes.edition_title(edition, lang)
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
        name=f"compare-{'-'.join(countries)}-{codes.label(edition)}",
        title=title(edition, countries, lang),
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


def title(edition: str, countries: tuple[str, ...], lang: str) -> str:
    """Name what is compared."""
    _ = i18n.translator(lang)
    return _("{countries} side by side").format(
        countries=i18n.joined([codes.country_names(edition, lang)[country] for country in countries], lang)
    )


@remembered()
def finding(edition: str, countries: tuple[str, ...], lang: str) -> str:
    """Say who stands highest and lowest on each axis."""
    _ = i18n.translator(lang)
    names, parts = codes.country_names(edition, lang), []
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
    period = codes.edition_title(edition, lang)
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
