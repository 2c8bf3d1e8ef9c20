"""Plain sentences that the figures support, in the visitor's language."""

from __future__ import annotations

from dxindex import i18n
from dxindex.charts import level_name
from pages.ui import queries


def country_sentence(edition: str, country: str, lang: str) -> str:
    """Say where a country stands: group, rank and score on each axis, with the edition."""
    _ = i18n.translator(lang)
    scheme = queries.framework(edition)
    parts = []
    for axis in scheme.axis_ids:
        here = queries.position(edition, country, axis)
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
    label = queries.groups(edition).labels.get(country)
    group = level_name(label, lang).lower() if isinstance(label, str) else _("in no group")
    return _("**{country}** is **{group}** in the {edition} edition. {positions}.").format(
        country=queries.country_names(lang)[country],
        group=group,
        edition=queries.edition_titles(lang)[edition],
        positions="; ".join(parts),
    )


def country_facts(edition: str, country: str, lang: str) -> str:
    """Name region, income group and population, each with the year it is of."""
    _ = i18n.translator(lang)
    row = queries.countries(edition).loc[country]
    facts = [queries.region_titles(lang)[row["region"]]]
    if row["income_group"] in queries.income_codes():
        facts.append(
            _("{group} (income of {year})").format(
                group=queries.income_titles(lang)[row["income_group"]], year=row["income_year"]
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
    _ = i18n.translator(lang)
    scheme = queries.framework(edition)
    ranked = [(queries.position(edition, country, node), node) for node in scheme.pillar_ids]
    known = sorted(((place.rank, node) for place, node in ranked if place.rank is not None))
    if len(known) < 2:
        return ""
    texts = [
        _("{axis}, {pillar} (rank {rank})").format(
            axis=scheme.label(scheme.parent(node) or node, lang).lower(),
            pillar=scheme.label(node, lang).lower(),
            rank=rank,
        )
        for rank, node in (known[0], known[-1])
    ]
    return _("Its best pillar by rank is {best}; its weakest is {worst}.").format(
        best=texts[0], worst=texts[1]
    )


def overview_finding(edition: str, lang: str) -> str:
    """Say what the two-axis chart shows, for those who cannot see it."""
    _ = i18n.translator(lang)
    sizes = queries.groups(edition).labels.value_counts()
    counts = [
        _("{n} {group}").format(n=int(sizes.get(level, 0)), group=level_name(level, lang).lower())
        for level in queries.groups(edition).levels
    ]
    return _(
        "Scatter plot of countries by digital adoption and enabling factors, {edition}: the two rise together "
        "(correlation {r}). {groups}."
    ).format(
        edition=queries.edition_titles(lang)[edition],
        r=i18n.number(queries.axes_correlation(edition), lang),
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
    grouping = queries.groups(edition)
    sizes = grouping.labels.value_counts()
    return [
        f"**{level_name(level, lang)}** ({int(sizes.get(level, 0))}): {meanings[level]}"
        for level in grouping.levels
        if level in meanings
    ]


def level_text(edition: str, country: str, lang: str) -> str:
    """Say what the country's own level means."""
    levels = list(queries.groups(edition).levels)
    label = queries.groups(edition).labels.get(country)
    texts = level_texts(edition, lang)
    return texts[levels.index(label)] if label in levels and len(texts) == len(levels) else ""


def groups_told_straight(edition: str, lang: str) -> str:
    """Say how far the groups are real: bands along one gradient, three by convention."""
    _ = i18n.translator(lang)
    separation = queries.separation(edition)
    return _(
        "Told straight: this is our classification, in the report's vocabulary; no public text gives the report's thresholds. "
        "The axes correlate at {r}, and two groups separate better than three (silhouette {two} against {three}): "
        "the groups are bands along one gradient, three by convention. Countries near a border could as well be in the next group."
    ).format(
        r=i18n.number(queries.axes_correlation(edition), lang),
        two=i18n.number(separation[2], lang),
        three=i18n.number(separation[3], lang),
    )


def figure_notes(edition: str, country: str, lang: str) -> list[str]:
    """Say what the country's figures hide at first sight: values held at a goalpost, stand-ins, gaps."""
    _ = i18n.translator(lang)
    table = queries.indicator_table(edition, country, "panel", lang)
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
