"""Plain sentences that the figures support, in the visitor's language."""

from __future__ import annotations

from dxindex import i18n, statements
from dxindex.charts import level_name
from dxindex.findings import best_and_weakest_pillar
from dxindex.statements import Statement
from pages.ui.queries import certainty, codes, provenance, scores, tables


def country_sentence(edition: str, country: str, lang: str) -> str:
    """Say where a country stands: group, rank and score on each axis, with the edition."""
    _ = i18n.translator(lang)
    scheme = scores.framework(edition)
    parts = []
    for axis in scheme.axis_ids:
        here = scores.position(edition, country, axis)
        if here.rank is None:
            parts.append(_("{axis}: not ranked, too few figures").format(axis=scheme.label(axis, lang)))
        else:
            text = _("{axis}: {rank} of {total} (score {score})")
            if here.coverage < 1:
                text = _("{axis}: {rank} of {total} (score {score}, from {share} of the weight)")
            parts.append(
                text.format(
                    axis=scheme.label(axis, lang),
                    rank=here.rank,
                    total=here.total,
                    score=i18n.number(here.score, lang, 3),
                    share=i18n.percent(here.coverage, lang),
                )
            )
    label = scores.groups(edition).labels.get(country)
    group = level_name(label, lang).lower() if isinstance(label, str) else _("in no group")
    return _("**{country}** is **{group}** in the {edition} edition. {positions}.").format(
        country=codes.country_names(edition, lang)[country],
        group=group,
        edition=codes.edition_title(edition, lang),
        positions="; ".join(parts),
    )


def country_facts(edition: str, country: str, lang: str) -> str:
    """Name region, income group and population, each with the year it is of."""
    _ = i18n.translator(lang)
    row = codes.countries(edition).loc[country]
    regions = codes.region_titles(lang)
    facts = [regions[row["region"]]] if row["region"] in regions else []
    if row["income_group"] in codes.income_codes():
        facts.append(
            _("{group} (income of {year})").format(
                group=codes.income_titles(lang)[row["income_group"]], year=row["income_year"]
            )
        )
    if row["population"] == row["population"]:  # NaN is the one value that differs from itself
        facts.append(
            _("{n} million people ({year})").format(
                n=i18n.number(row["population"] / 1e6, lang, 1), year=row["population_year"]
            )
        )
    return " · ".join(facts)


def pillar_sentence(edition: str, country: str, lang: str) -> str:
    """Say which pillar stands highest and which lowest, by rank."""
    scheme = scores.framework(edition)
    ranks = {node: scores.position(edition, country, node).rank for node in scheme.pillar_ids}
    return best_and_weakest_pillar(scheme, ranks, lang)


def overview_finding(edition: str, lang: str) -> str:
    """Say what the two-axis chart shows, for those who cannot see it."""
    _ = i18n.translator(lang)
    sizes = scores.groups(edition).labels.value_counts()
    counts = [
        _("{n} {group}").format(n=int(sizes.get(level, 0)), group=level_name(level, lang).lower())
        for level in scores.groups(edition).levels
    ]
    scheme = scores.framework(edition)
    text = _(
        "Scatter plot of countries by digital adoption and enabling factors, {edition}: the two rise together "
        "(correlation {r}). {groups}."
    )
    if codes.is_own(edition):
        text = _("Scatter plot of {n} units by {x} and {y}, {edition}: correlation {r}. {groups}.")
    x, y = (scheme.label(axis, lang) for axis in scheme.axis_ids)
    return text.format(
        n=len(codes.panel_codes(edition)),
        x=x,
        y=y,
        edition=codes.edition_title(edition, lang),
        r=i18n.number(scores.axes_correlation(edition), lang),
        groups=i18n.joined(counts, lang),
    )


def level_texts(edition: str, lang: str) -> list[str]:
    """Say what each group level means, in the words of the three steps of digital transformation."""
    _ = i18n.translator(lang)
    meanings = {
        "emerging": _("digitising information: things move from paper to files; the first processes follow."),
        "transitioning": _(
            "information is largely digital, and processes are being digitised: the same way of working, faster and better."
        ),
        "transforming": _(
            "processes are digital, and the way of working itself is being remade, in government, economy and society."
        ),
    }
    grouping = scores.groups(edition)
    sizes = grouping.labels.value_counts()
    return [
        f"**{level_name(level, lang)}** ({int(sizes.get(level, 0))}): {meanings[level]}"
        for level in grouping.levels
        if level in meanings
    ]


def level_text(edition: str, country: str, lang: str) -> str:
    """Say what the country's own level means; the words are about countries and this index, not about anybody's own."""
    if codes.is_own(edition):
        return ""
    levels = list(scores.groups(edition).levels)
    label = scores.groups(edition).labels.get(country)
    texts = level_texts(edition, lang)
    return texts[levels.index(label)] if label in levels and len(texts) == len(levels) else ""


def groups_told_straight(edition: str, lang: str) -> str:
    """Say how far the groups are real: bands along one gradient, three by convention."""
    _ = i18n.translator(lang)
    separation = scores.separation(edition)
    return _(
        "Told straight: this is our classification, in the report's vocabulary; no public text gives the report's thresholds. "
        "The axes correlate at {r}, and two groups separate better than three (silhouette {two} against {three}): "
        "the groups are bands along one gradient, three by convention. Countries near a border could as well be in the next group."
    ).format(
        r=i18n.number(scores.axes_correlation(edition), lang),
        two=i18n.number(separation[2], lang),
        three=i18n.number(separation[3], lang),
    )


def figure_notes(edition: str, country: str, lang: str) -> list[str]:
    """Say what the country's figures hide at first sight: values held at a goalpost, stand-ins, gaps."""
    _ = i18n.translator(lang)
    table = tables.indicator_table(edition, country, "panel", lang)
    groups = {
        _("Beyond a goalpost and held there: {names}."): table[table["clipped"]],
        _("No figure: {names}. What is there shares the weight."): table[table["value"].isna()],
        _("Interpolated between two years: {names}."): table[table["how"] == "interpolated"],
        _("Carried from an earlier year: {names}."): table[table["how"] == "carried"],
        _("Imputed, not measured: {names}."): table[table["how"] == "imputed"],
    }
    return [
        text.format(names=i18n.joined(list(rows["indicator"]), lang))
        for text, rows in groups.items()
        if not rows.empty
    ]


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
    label = scores.groups(edition).labels.get(country)
    places = []
    for axis in scores.framework(edition).axis_ids:
        here = scores.position(edition, country, axis)
        rank = i18n.MISSING if here.rank is None else f"{here.rank}/{here.total}"
        places.append(f"{scores.framework(edition).label(axis, lang)} {rank}")
    return _("{country}: {group} ({edition}). {places}").format(
        country=codes.country_names(edition, lang)[country],
        group=level_name(label, lang).lower(),
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
