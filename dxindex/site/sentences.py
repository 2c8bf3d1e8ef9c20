"""What the figures support, in plain sentences. Between ``**`` stands what is printed bold."""

from __future__ import annotations

import pandas as pd

from dxindex.charts import level_name
from dxindex.findings import best_and_weakest_pillar, leading_regions, regions_sentence
from dxindex.i18n import joined, number, percent, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.statements import FIRM


def country_sentence(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    """Say where a country stands: group, rank and score on each axis, with the edition."""
    _ = translator(lang)
    parts = []
    for axis in edition.axes:
        here, label = edition.standing(unit, axis), edition.framework.label(axis, lang)
        coverage = float(edition.coverage[axis][unit])
        if here.rank is None:
            parts.append(_("{axis}: not ranked, too few figures").format(axis=label))
            continue
        text = _("{axis}: {rank} of {total} (score {score})")
        if coverage < 1:
            text = _("{axis}: {rank} of {total} (score {score}, from {share} of the weight)")
        parts.append(
            text.format(
                axis=label,
                rank=here.rank,
                total=here.total,
                score=number(here.score, lang, 3),
                share=percent(coverage, lang),
            )
        )
    level = edition.level(unit)
    group = level_name(level, lang).lower() if level else _("in no group")
    return _("**{country}** is **{group}** in the {edition} edition. {positions}.").format(
        country=facts.names(lang)[unit],
        group=group,
        edition=edition.titles[lang],
        positions="; ".join(parts),
    )


def firmness(edition: Edition, unit: str, lang: str) -> str:
    """Say between which ranks the country stays when the method is varied, and in how many runs in its group."""
    _ = translator(lang)
    spans = [
        _("{low}–{high} on {axis}").format(
            low=here.low, high=here.high, axis=edition.framework.label(axis, lang).lower()
        )
        for axis in edition.axes
        if (here := edition.standing(unit, axis)).low is not None
    ]
    if not spans:
        return ""
    text = _(
        "When the method is varied {runs} times, its rank stays within {spans} in {level} of the runs."
    ).format(runs=number(runs_of(edition), lang, 0), spans=joined(spans, lang), level=percent(FIRM, lang))
    level = edition.level(unit)
    if level is None:
        return text
    return f"{text} " + _("It is {group} in {share} of them.").format(
        group=level_name(level, lang).lower(), share=percent(float(edition.shares[level][unit]), lang)
    )


def runs_of(edition: Edition) -> int:
    """How many variations of the method there are."""
    return int(edition.sure.n)


def pillar_sentence(edition: Edition, unit: str, lang: str) -> str:
    """Say which pillar stands highest and which lowest, by rank; empty where fewer than two are ranked."""
    ranks = {node: edition.standing(unit, node).rank for node in edition.framework.pillar_ids}
    return best_and_weakest_pillar(edition.framework, ranks, lang)


def country_facts(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    """Name region, income group and population, each with the year it is of."""
    _ = translator(lang)
    about = {name: column[unit] for name, column in edition.about.items()}
    known = [str(facts.regions.at[about["region"], f"title_{lang}"])]
    if about["income_group"] in facts.incomes.index:
        known.append(
            _("{group} (income of {year})").format(
                group=facts.incomes.at[about["income_group"], f"title_{lang}"], year=about["income_year"]
            )
        )
    if pd.notna(about["population"]):
        known.append(
            _("{n} million people ({year})").format(
                n=number(about["population"] / 1e6, lang, 1), year=about["population_year"]
            )
        )
    return " · ".join(known)


def overview_finding(edition: Edition, lang: str) -> str:
    """Say what the two-axis chart shows, for those who cannot see it."""
    _ = translator(lang)
    sizes = edition.groups.labels.value_counts()
    counts = [
        _("{n} {group}").format(n=int(sizes.get(level, 0)), group=level_name(level, lang).lower())
        for level in edition.groups.levels
    ]
    return _(
        "Scatter plot of countries by digital adoption and enabling factors, {edition}: the two rise together "
        "(correlation {r}). {groups}."
    ).format(edition=edition.titles[lang], r=number(edition.correlation, lang), groups=joined(counts, lang))


def map_finding(facts: Facts, edition: Edition, lang: str) -> str:
    """Say which region has the largest share of its countries in the highest group, and which in the lowest."""
    labels, levels = edition.groups.labels, edition.groups.levels
    ends = (levels[-1], levels[0])
    return regions_sentence(
        leading_regions(labels, ends, edition.countries["region"]),
        {level: level_name(level, lang) for level in ends},
        {str(code): str(title) for code, title in facts.regions[f"title_{lang}"].items()},
        edition.titles[lang],
        lang,
    )


def level_texts(edition: Edition, lang: str) -> list[str]:
    """Say what each group level means, in the words of the three steps of digital transformation."""
    _ = translator(lang)
    meanings = {
        "emerging": _("digitising information: things move from paper to files; the first processes follow."),
        "transitioning": _(
            "information is largely digital, and processes are being digitised: the same way of working, faster and better."
        ),
        "transforming": _(
            "processes are digital, and the way of working itself is being remade, in government, economy and society."
        ),
    }
    sizes = edition.groups.labels.value_counts()
    return [
        f"**{level_name(level, lang)}** ({int(sizes.get(level, 0))}): {meanings[level]}"
        for level in edition.groups.levels
        if level in meanings
    ]


def groups_told_straight(edition: Edition, lang: str) -> str:
    """Say how far the groups are real: bands along one gradient, three by convention."""
    _ = translator(lang)
    return _(
        "Told straight: this is our classification, in the report's vocabulary; no public text gives the report's thresholds. "
        "The axes correlate at {r}, and two groups separate better than three (silhouette {two} against {three}): "
        "the groups are bands along one gradient, three by convention. Countries near a border could as well be in the next group."
    ).format(
        r=number(edition.correlation, lang),
        two=number(edition.separation[2], lang),
        three=number(edition.separation[3], lang),
    )


def figure_notes(facts: Facts, edition: Edition, unit: str, lang: str) -> list[str]:
    """Say what a country's figures hide at first sight: values held at a goalpost, stand-ins, gaps."""
    _ = translator(lang)
    ids = list(edition.framework.indicators)
    clipped = edition.result.clipped.loc[unit]
    origin = {name: edition.origins.get((unit, name), (0, ""))[1] for name in ids}
    notes = {
        _("Beyond a goalpost and held there: {names}."): [name for name in ids if clipped[name]],
        _("No figure: {names}. What is there shares the weight."): [
            name for name in ids if pd.isna(edition.figures[name][unit])
        ],
        **{
            text: [name for name in ids if origin[name] == how]
            for text, how in (
                (_("Interpolated between two years: {names}."), "interpolated"),
                (_("Carried from an earlier year: {names}."), "carried"),
                (_("Imputed, not measured: {names}."), "imputed"),
            )
        },
    }
    return [
        text.format(names=joined([facts.about(name)[f"title_{lang}"] for name in hit], lang))
        for text, hit in notes.items()
        if hit
    ]
