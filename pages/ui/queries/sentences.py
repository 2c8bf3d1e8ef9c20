"""Plain sentences that the figures support, in the visitor's language."""

from __future__ import annotations

import pandas as pd

from dxindex import i18n, statements
from dxindex.charts import level_name
from dxindex.statements import Statement
from dxindex.words import countries, findings
from pages.ui.queries import certainty, codes, provenance, scores, tables


def country_sentence(edition: str, country: str, lang: str) -> str:
    """Say where a country stands: group, rank and score on each axis, with the edition."""
    scheme = scores.framework(edition)
    axes = {scheme.label(axis, lang): scores.position(edition, country, axis) for axis in scheme.axis_ids}
    name, period = codes.country_names(edition, lang)[country], codes.edition_title(edition, lang)
    return countries.country_sentence(name, scores.level(edition, country), axes, period, lang)


def firmness(edition: str, country: str, lang: str) -> str:
    """Say between which ranks the country stays when the method is varied, and in how many runs in its group."""
    axes = {
        node_name(edition, axis, lang): certainty.standing(edition, country, axis)
        for axis in scores.framework(edition).axis_ids
    }
    label, share = certainty.own_group(edition, country)
    return countries.firmness(axes, label, share or 0.0, certainty.RUNS, lang)


def country_facts(edition: str, country: str, lang: str) -> str:
    """Name region, income group and population, each with the year it is of."""
    about = codes.countries(edition).loc[country]
    return countries.country_facts(about, codes.region_titles(lang), codes.income_titles(lang), lang)


def pillar_sentence(edition: str, country: str, lang: str) -> str:
    """Say which pillar stands highest and which lowest, by rank."""
    scheme = scores.framework(edition)
    ranks = {node: scores.position(edition, country, node).rank for node in scheme.pillar_ids}
    return findings.best_and_weakest_pillar(scheme, ranks, lang)


def overview_finding(edition: str, lang: str) -> str:
    """Say what the two-axis chart shows, for those who cannot see it."""
    groups, r, period = (
        scores.groups(edition),
        scores.axes_correlation(edition),
        codes.edition_title(edition, lang),
    )
    if not codes.is_own(edition):
        return findings.two_axis_finding(groups, r, period, lang)
    _ = i18n.translator(lang)
    scheme = scores.framework(edition)
    x, y = (scheme.label(axis, lang) for axis in scheme.axis_ids)
    return _("Scatter plot of {n} units by {x} and {y}, {edition}: correlation {r}. {groups}.").format(
        n=len(codes.panel_codes(edition)),
        x=x,
        y=y,
        edition=period,
        r=i18n.number(r, lang),
        groups=findings.group_counts(groups, lang),
    )


def level_texts(edition: str, lang: str) -> list[str]:
    """Say what each group level means."""
    return findings.level_texts(scores.groups(edition), lang)


def level_text(edition: str, country: str, lang: str) -> str:
    """Say what the country's own level means; the words are about countries and this index, not about anybody's own."""
    if codes.is_own(edition):
        return ""
    levels, label = list(scores.groups(edition).levels), scores.level(edition, country)
    texts = level_texts(edition, lang)
    return texts[levels.index(label)] if label in levels and len(texts) == len(levels) else ""


def groups_told_straight(edition: str, lang: str) -> str:
    """Say how far the groups are real."""
    return findings.groups_told_straight(scores.axes_correlation(edition), scores.separation(edition), lang)


def figure_notes(edition: str, country: str, lang: str) -> list[str]:
    """Say what the country's figures hide at first sight: values held at a goalpost, stand-ins, gaps."""
    rows = tables.indicator_table(edition, country, "panel", lang).itertuples()
    return countries.figure_notes(
        [
            countries.Noted(str(row.indicator), bool(row.clipped), pd.notna(row.value), str(row.how))
            for row in rows
        ],
        lang,
    )


def rank_statement(edition: str, country: str, node: str, lang: str) -> Statement:
    """Say at which rank a country stands on an axis or pillar, with its interval and source."""
    return statements.state_rank(
        codes.country_names(edition, lang)[country],
        node_name(edition, node, lang),
        certainty.standing(edition, country, node),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang, node),
        runs=certainty.RUNS,
        lang=lang,
    )


def ahead_statement(edition: str, country: str, other: str, node: str, lang: str) -> Statement:
    """Say whether one country is ahead of another on an axis or pillar."""
    names = codes.country_names(edition, lang)
    return statements.state_ahead(
        names[country],
        names[other],
        node_name(edition, node, lang),
        certainty.outranks(edition, country, other, node),
        certainty.outranks(edition, other, country, node),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang, node),
        runs=certainty.RUNS,
        lang=lang,
    )


def group_statement(edition: str, country: str, lang: str) -> Statement:
    """Say in which group a country is, and how firmly."""
    label, share = certainty.own_group(edition, country)
    return statements.state_group(
        codes.country_names(edition, lang)[country],
        level_name(label, lang).lower() if label else None,
        share,
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        runs=certainty.RUNS,
        lang=lang,
    )


def group_shares_sentence(edition: str, country: str, lang: str) -> str:
    """Say in which share of runs a country falls into each group."""
    _ = i18n.translator(lang)
    shares, name = certainty.group_shares(edition).loc[country], codes.country_names(edition, lang)[country]
    parts = [
        _("{group} in {share}").format(
            group=level_name(level, lang).lower(), share=i18n.percent(float(shares[level]), lang, 1)
        )
        for level in scores.groups(edition).levels
        if shares[level] > 0
    ]
    if not parts:
        return _("{country} is in no group in any run: too few figures.").format(country=name)
    return _(
        "Of {runs} variations of the method, each grouped anew by k-means on the two axes, {country} is {parts} ({edition})."
    ).format(
        runs=i18n.number(certainty.RUNS, lang, 0),
        country=name,
        parts=i18n.joined(parts, lang),
        edition=codes.edition_title(edition, lang),
    )


def axis_statements(edition: str, country: str, lang: str) -> list[Statement]:
    """What can be said of a country as a whole: its group, and its rank on each axis."""
    axes = scores.framework(edition).axis_ids
    ranks = [rank_statement(edition, country, axis, lang) for axis in axes]
    return [group_statement(edition, country, lang), *ranks]


def node_name(edition: str, node: str, lang: str) -> str:
    """Name an axis or pillar inside a sentence; a pillar says which axis it is of."""
    return scores.node_labels(edition, lang)[node].lower()


def headline(edition: str, country: str, lang: str) -> str:
    """Say a country's position in one line: group, and rank on each axis."""
    _ = i18n.translator(lang)
    places = []
    for axis in scores.framework(edition).axis_ids:
        here = scores.position(edition, country, axis)
        rank = i18n.MISSING if here.rank is None else f"{here.rank}/{here.total}"
        places.append(f"{scores.framework(edition).label(axis, lang)} {rank}")
    return _("{country}: {group} ({edition}). {places}").format(
        country=codes.country_names(edition, lang)[country],
        group=level_name(scores.level(edition, country), lang).lower(),
        edition=codes.edition_title(edition, lang),
        places="; ".join(places),
    )


def profile_finding(edition: str, country: str, lang: str) -> str:
    """Say what the profile shows: the country's position, and its best and weakest pillar."""
    return f"{headline(edition, country, lang)}. {pillar_sentence(edition, country, lang)}".strip()


def indicator_finding(edition: str, country: str, lang: str) -> str:
    """Say on which indicators a country stands highest and lowest among all, by rank."""
    _ = i18n.translator(lang)
    table = tables.indicator_table(edition, country, "panel", lang).dropna(subset=["rank"])
    name = codes.country_names(edition, lang)[country]
    if table.empty:
        return _("{country} has no figure in this edition.").format(country=name)
    best, worst = table.loc[table["rank"].idxmin()], table.loc[table["rank"].idxmax()]
    return _(
        "{country} stands highest on {best} (rank {high}) and lowest on {worst} (rank {low}), {edition}."
    ).format(
        country=name,
        best=best["indicator"],
        high=best["rank"],
        worst=worst["indicator"],
        low=worst["rank"],
        edition=codes.edition_title(edition, lang),
    )


def indicator_statements(edition: str, country: str, lang: str) -> list[Statement]:
    """Say each figure of a country: value, unit, year and publisher."""
    _ = i18n.translator(lang)
    table = tables.indicator_table(edition, country, "panel", lang).dropna(subset=["value"])
    return [
        Statement(
            _("{country}, {indicator}: {value} ({unit}), {year}. Source: {publisher}.").format(
                country=codes.country_names(edition, lang)[country],
                indicator=row.indicator,
                value=i18n.number(row.value, lang, int(row.decimals)),
                unit=row.unit,
                year=row.year,
                publisher=row.publisher,
            )
        )
        for row in table.itertuples()
    ]


def coverage_finding(edition: str, lang: str) -> str:
    """Say which years are covered best, for those who cannot see the heat map."""
    _ = i18n.translator(lang)
    counts = provenance.coverage_counts(edition, lang)
    by_year = counts.groupby("year")["n"].sum()
    return _(
        "Heat map of countries with a figure, by series and year, {first} to {last}: most figures are of {best}."
    ).format(first=by_year.index.min(), last=by_year.index.max(), best=by_year.idxmax())
