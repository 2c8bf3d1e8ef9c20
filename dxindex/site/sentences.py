"""What the figures support, in plain sentences. Between ``**`` stands what is printed bold."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dxindex.charts import level_name
from dxindex.i18n import MISSING, joined, number, percent, translator
from dxindex.site.facts import Edition, Facts
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
    _ = translator(lang)
    scheme = edition.framework
    ranked = [(edition.standing(unit, node).rank, node) for node in scheme.pillar_ids]
    known = sorted((rank, node) for rank, node in ranked if rank is not None)
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
    _ = translator(lang)
    labels, levels = edition.groups.labels, edition.groups.levels
    regions = edition.countries["region"].reindex(labels.index)
    parts = []
    for level in (levels[-1], levels[0]):
        shares = (labels == level).groupby(regions).agg(["sum", "count"])
        top = (shares["sum"] / shares["count"]).idxmax()
        parts.append(
            _("{group}: most in {region}, {n} of {total} countries").format(
                group=level_name(level, lang),
                region=facts.regions.at[top, f"title_{lang}"],
                n=shares.at[top, "sum"],
                total=shares.at[top, "count"],
            )
        )
    return _(
        "Map of the groups, {edition}. {parts} (by share of a region's countries; our classification)."
    ).format(edition=edition.titles[lang], parts="; ".join(parts))


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


def published_lines(facts: Facts, edition: Edition, unit: str, lang: str) -> list[tuple[str, str, str]]:
    """Put what was published beside what is recomputed: of each axis its name, the one and the other."""
    _ = translator(lang)
    lines: list[tuple[str, str, str]] = []
    if unit not in facts.quoted:
        return lines
    for row in _published(facts, edition, unit).itertuples():
        here = edition.standing(unit, str(row.node))
        lines.append(
            (
                edition.framework.label(str(row.node), lang),
                _("Published: **{rank} of {total}**, {group}").format(
                    rank=row.rank, total=row.n_units, group=level_name(row.group, lang).lower()
                ),
                _("Recomputed: **{rank} of {total}**, {group}").format(
                    rank=here.rank or MISSING,
                    total=here.total,
                    group=level_name(edition.level(unit), lang).lower(),
                ),
            )
        )
    return lines


def published_reason(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    """Say why they differ, and where the published figures are quoted; empty where nothing was published."""
    _ = translator(lang)
    if unit not in facts.quoted or not edition.reference:
        return ""
    rows = _published(facts, edition, unit)
    return (
        _(
            "Why they differ: the Digital Adoption Index was released again with new sources after the report, the report's list of 132 "
            "countries and its formula for enabling factors are not public, and governance scores are revised every year. "
            "How schooling is counted matters most."
        )
        + " "
        + str(rows.iloc[0][f"citation_{lang}"])
    )


def published_title(facts: Facts, edition: Edition, unit: str, lang: str) -> str:
    """Head what was published and what is recomputed."""
    _ = translator(lang)
    return _("{country}: published and recomputed ({edition} edition)").format(
        country=facts.names(lang)[unit], edition=edition.titles[lang]
    )


def _published(facts: Facts, edition: Edition, unit: str) -> pd.DataFrame:
    table = facts.published
    return table[(table["iso3"] == unit) & edition.reference]


def source_line(facts: Facts, edition: Edition, lang: str) -> str:
    """Say where an edition's figures come from: publisher, series and years; and what of them is ours."""
    _ = translator(lang)
    by_publisher: dict[str, list[str]] = {}
    for name in edition.framework.indicators:
        row = facts.indicators.loc[name]
        years = span(set(edition.vintages.loc[edition.vintages["indicator"] == name, "year"]))
        by_publisher.setdefault(str(row[f"publisher_{lang}"]), []).append(f"{row[f'short_{lang}']} ({years})")
    parts = [f"{publisher}: {', '.join(series)}" for publisher, series in by_publisher.items()]
    return _("Sources: {sources}. {ours} Data version {version}.").format(
        sources="; ".join(parts), ours=ours(edition, lang), version=facts.data_version
    )


def ours(edition: Edition, lang: str) -> str:
    """Say what of an edition's index is our calculation."""
    _ = translator(lang)
    if edition.reference:
        return _("Groups, ranks and scores of enabling factors: our calculation.")
    return _("All scores, ranks and groups: our calculation.")


def databases_of(facts: Facts, edition: Edition, axis: str, lang: str) -> list[str]:
    """Name the databases below an axis with the years their figures are of."""
    years: dict[str, set[int]] = {}
    for name in edition.framework.indicators:
        if name in set(edition.framework.leaves(axis)):
            rows = edition.vintages[edition.vintages["indicator"] == name]
            database = str(facts.indicators.at[name, f"source_short_{lang}"])
            years.setdefault(database, set()).update(int(year) for year in rows["year"])
    return [f"{database} {span(found)}" for database, found in years.items()]


def span(years: Sequence[int] | set[int]) -> str:
    """Write years as a span.

    >>> span({2014}), span([2019, 2017]), span([])
    ('2014', '2017–2019', '–')
    """
    if not years:
        return MISSING
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def origin_names(lang: str) -> dict[str, str]:
    """Say how a value came into an edition."""
    _ = translator(lang)
    return {
        "observed": _("observed"),
        "interpolated": _("interpolated"),
        "carried": _("carried from an earlier year"),
        "imputed": _("imputed"),
    }
