"""How well groups are parted, how stable they are, and how far the methods agree."""

from __future__ import annotations

import pandas as pd

from dxindex import charts, i18n
from dxindex.stability import BORDERLINE_SHARE
from dxindex.statements import Statement
from pages.ui.queries import certainty, choices, codes, grouping, provenance
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.grouping import Way
from pages.ui.queries.memory import remembered


@drawing
def separation(way: Way, lang: str, surface: str) -> Figure:
    """Three criteria over the number of groups."""
    _ = i18n.translator(lang)
    found, edition = grouping.counts(way), way.edition
    best = {str(name): int(k) for name, k in found.best.items()}
    chart = charts.group_counts(
        found.table, best, chosen=way.n_groups, lang=lang, colours=charts.palette(surface)
    )
    table = found.table
    return Figure(
        name=f"separation-{way.method}-{way.features}-{codes.label(edition)}",
        title=_("How well do groups separate, by their number?"),
        spec=finished(chart),
        alt=separation_sentence(way, lang),
        table=pd.DataFrame(
            {
                _("Number of groups"): list(table.index),
                _("Silhouette"): [i18n.number(value, lang, 3) for value in table["silhouette"]],
                _("Calinski-Harabasz"): [i18n.number(value, lang, 1) for value in table["calinski_harabasz"]],
                _("Davies-Bouldin"): [i18n.number(value, lang, 3) for value in table["davies_bouldin"]],
                _("Sizes, lowest group first"): [", ".join(map(str, sizes)) for sizes in table["sizes"]],
            }
        ),
        unit=_("Criteria without unit"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(separation_sentence(way, language))],
    )


@remembered()
def separation_sentence(way: Way, lang: str) -> str:
    """Say which number of groups the criteria favour, and what the groups are."""
    _ = i18n.translator(lang)
    found = grouping.counts(way)
    best, silhouettes = found.best, found.table["silhouette"]
    k = int(best["silhouette"])
    fields = {
        "k": k,
        "silhouette": i18n.number(silhouettes[k], lang, 2),
        "n": way.n_groups,
        "own": i18n.number(silhouettes[way.n_groups], lang, 2),
        "ch": int(best["calinski_harabasz"]),
        "db": int(best["davies_bouldin"]),
        "correlation": i18n.number(found.correlation, lang, 2),
        "edition": codes.edition_title(way.edition, lang),
    }
    text = _(
        "The silhouette favours {k} groups ({silhouette}) over {n} ({own}); Calinski-Harabasz favours {ch}, Davies-Bouldin {db} ({edition})."
    )
    if k == way.n_groups:
        text = _(
            "The silhouette favours {k} groups ({silhouette}), as chosen; Calinski-Harabasz favours {ch}, Davies-Bouldin {db} ({edition})."
        )
    return (
        text
        + " "
        + _(
            "The features correlate at {correlation} on average: groups are bands along one gradient, and three of them are a convention."
        )
    ).format(**fields)


@remembered()
def diagnostics(way: Way, lang: str) -> tuple[tuple[str, str, str], ...]:
    """Name, value and meaning of what says how well the groups as chosen are separated."""
    _ = i18n.translator(lang)
    found = grouping.groups(way).diagnostics
    return (
        (_("Silhouette"), i18n.number(found.silhouette, lang, 3), _("−1 to 1, higher is better")),
        (
            _("Calinski-Harabasz"),
            i18n.number(found.calinski_harabasz, lang, 1),
            _("0 or more, higher is better"),
        ),
        (_("Davies-Bouldin"), i18n.number(found.davies_bouldin, lang, 3), _("0 or more, lower is better")),
        (
            _("Sizes"),
            " · ".join(str(size) for size in found.sizes.values()),
            _("countries per group, lowest group first"),
        ),
    )


@remembered()
def borderline(way: Way, lang: str) -> pd.DataFrame:
    """Countries that their group keeps in too few resamples: least kept first."""
    _ = i18n.translator(lang)
    table, names = grouping.stability(way).borderline, codes.country_names(way.edition, lang)
    return pd.DataFrame(
        {
            _("Country"): [names[code] for code in table.index],
            _("Group"): [charts.level_name(level, lang) for level in table["group"]],
            _("Stays in"): [i18n.percent(share, lang) for share in table["share"]],
            _("Otherwise mostly"): [charts.level_name(level, lang) for level in table["other"]],
            _("Share elsewhere"): [i18n.percent(share, lang) for share in table["other_share"]],
        },
        index=table.index,
    )


def stability_sentence(way: Way, lang: str) -> str:
    """Say how far groups made on resamples agree with those of all countries, and how many are borderline."""
    _ = i18n.translator(lang)
    found = grouping.stability(way)
    low, high = found.adjusted_rand_interval(certainty.LEVEL)
    return _(
        "Over {n} resamples of the countries the groups agree with these by an adjusted Rand index of {middle} ({level} between {low} and {high}; 1 is the same). "
        "Borderline, kept by their group in less than {share} of resamples: {count} of {total} countries."
    ).format(
        n=way.resamples,
        level=i18n.percent(certainty.LEVEL, lang),
        share=i18n.percent(BORDERLINE_SHARE, lang),
        middle=i18n.number(float(found.adjusted_rand.median()), lang, 2),
        low=i18n.number(low, lang, 2),
        high=i18n.number(high, lang, 2),
        count=len(found.borderline),
        total=len(found.shares.dropna()),
    )


@drawing
def method_agreement(way: Way, lang: str, surface: str) -> Figure:
    """How far all methods agree with one another, all else as chosen."""
    _ = i18n.translator(lang)
    found, titles = grouping.methods(way), choices.method_names(lang)
    labels = [titles[str(method)] for method in found.choices["method"]]
    chart = charts.agreement(
        found.adjusted_rand, labels, chosen=0, lang=lang, colours=charts.palette(surface)
    )
    table = found.adjusted_rand.round(3)
    table.columns = pd.Index(labels)
    table.insert(0, _("Method"), labels)
    return Figure(
        name=f"method-agreement-{way.n_groups}-{way.features}-{codes.label(way.edition)}",
        title=_("How far do the methods agree?"),
        spec=finished(chart),
        alt=method_sentence(way, lang),
        table=table,
        unit=_("Adjusted Rand index, 1 is the same grouping"),
        period=codes.edition_title(way.edition, lang),
        source=provenance.source_line(way.edition, lang),
        lang=lang,
        surface=surface,
    )


def method_sentence(way: Way, lang: str) -> str:
    """Say which two methods agree most, and which least."""
    _ = i18n.translator(lang)
    found, titles = grouping.methods(way), choices.method_names(lang)
    labels = [titles[str(method)] for method in found.choices["method"]]
    matrix = found.adjusted_rand.to_numpy()
    pairs = {(one, other): float(matrix[one, other]) for one in range(len(labels)) for other in range(one)}
    if not pairs:
        return _("Only one method can make these groups.")
    most, least = max(pairs, key=pairs.__getitem__), min(pairs, key=pairs.__getitem__)
    return _(
        "Of the methods, {a} and {b} agree most (adjusted Rand index {most}), {c} and {d} least ({least}), {edition}."
    ).format(
        a=labels[most[0]],
        b=labels[most[1]],
        c=labels[least[0]],
        d=labels[least[1]],
        most=i18n.number(pairs[most], lang, 2),
        least=i18n.number(pairs[least], lang, 2),
        edition=codes.edition_title(way.edition, lang),
    )
