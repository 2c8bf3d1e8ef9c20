"""Groups made otherwise on the two axes, and who moves against the default."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dxindex import charts, i18n
from dxindex.agreement import adjusted_rand
from dxindex.statements import Statement
from pages.ui.queries import codes, grouping, provenance, scores, sentences, tables
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.grouping import Way
from pages.ui.queries.memory import remembered


@drawing
def scatter(
    way: Way,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    country: str,
    lang: str,
    surface: str,
) -> Figure:
    """All countries on the two axes, in the groups as chosen."""
    _ = i18n.translator(lang)
    edition, found = way.edition, grouping.groups(way)
    axes = list(scores.framework(edition).axis_ids)
    # Groups made of pillars have their centres among pillars: on the axes they are the means of their members.
    centres = scores.result(edition).scores[axes].groupby(found.labels).mean().reindex(list(found.levels))
    chart = charts.two_axis(
        scores.result(edition),
        replace(found, centroids=centres),
        highlight=highlight,
        names=codes.country_names(way.edition, lang),
        shown=shown,
        period=codes.edition_title(edition, lang),
        sources={axis: provenance.databases_of(edition, axis, lang) for axis in axes},
        lang=lang,
        colours=charts.palette(surface),
    )
    table = tables.axes_table(edition, lang, shown)
    labels = found.labels.reindex(table.index)
    return Figure(
        name=f"groups-{way.method}-{way.n_groups}-{way.features}{'-scaled' if way.scaled else ''}-{codes.label(edition)}",
        title=_("Groups: {way}").format(way=grouping.way_name(way, lang)),
        spec=finished(chart),
        alt=move_sentence(way, lang),
        table=table.assign(**{_("Group"): [charts.level_name(label, lang) for label in labels]}),
        unit=_("Score 0–1, higher is better"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: statements(way, country, language),
    )


def statements(way: Way, country: str, lang: str) -> list[Statement]:
    """State the group of a country by the way chosen, with a caution where the default has another."""
    _ = i18n.translator(lang)
    name, period = codes.country_names(way.edition, lang)[country], codes.edition_title(way.edition, lang)
    label, usual = grouping.groups(way).labels.get(country), grouping.groups(way.default).labels.get(country)
    if not isinstance(label, str) or not isinstance(usual, str):
        return [sentences.group_statement(way.edition, country, lang)]
    text = _(
        "{name} is in the group “{group}” ({period}) when {n} groups are made: {command}. "
        "Source: {source}; groups: our classification."
    ).format(
        name=name,
        group=charts.level_name(label, lang),
        period=period,
        n=way.n_groups,
        command=grouping.command(way),
        source=provenance.source_line(way.edition, lang),
    )
    caution = ""
    if way.n_groups == way.default.n_groups and label != usual:
        caution = _("By the default method it is {group}: say how these groups are made.").format(
            group=charts.level_name(usual, lang).lower()
        )
    elif way.n_groups != way.default.n_groups:
        caution = _("These levels are not the three groups of WDR 2016's vocabulary.")
    return [Statement(text, caution)]


def agreement_with_default(way: Way) -> float:
    """The adjusted Rand index of the groups and the default ones, over the countries that have both."""
    both = _beside_default(way)
    usual, own = (pd.factorize(both[column])[0][np.newaxis] for column in ("usual", "chosen"))
    return float(adjusted_rand(usual, own)[0, 0])


def _beside_default(way: Way) -> pd.DataFrame:
    return pd.DataFrame(
        {"usual": grouping.groups(way.default).labels, "chosen": grouping.groups(way).labels}
    ).dropna()


@remembered()
def movers(way: Way, lang: str) -> pd.DataFrame:
    """Countries in another group than by default, index iso3; only for as many groups as by default."""
    _ = i18n.translator(lang)
    both = _beside_default(way)
    both = both[both["usual"] != both["chosen"]]
    names = codes.country_names(way.edition, lang)
    table = pd.DataFrame(
        {
            _("Country"): [names[code] for code in both.index],
            _("By default"): [charts.level_name(level, lang) for level in both["usual"]],
            _("By these choices"): [charts.level_name(level, lang) for level in both["chosen"]],
        },
        index=both.index,
    )
    return table.sort_values(_("Country"))


@remembered()
def cross_table(way: Way, lang: str) -> pd.DataFrame:
    """How many countries of each default group are in each group as chosen."""
    _ = i18n.translator(lang)
    both = _beside_default(way)
    table = pd.crosstab(both["usual"], both["chosen"]).reindex(
        index=list(grouping.groups(way.default).levels),
        columns=list(grouping.groups(way).levels),
        fill_value=0,
    )
    table.columns = pd.Index([charts.level_name(level, lang) for level in table.columns])
    table.insert(0, _("By default"), [charts.level_name(level, lang) for level in table.index])
    return table


@remembered()
def move_sentence(way: Way, lang: str) -> str:
    """Say how large the groups are, and how many countries change group against the default."""
    _ = i18n.translator(lang)
    found = grouping.groups(way)
    sizes = i18n.joined(
        [
            f"{charts.level_name(level, lang).lower()}: {size}"
            for level, size in found.diagnostics.sizes.items()
        ],
        lang,
    )
    fields = {
        "edition": codes.edition_title(way.edition, lang),
        "sizes": sizes,
        "index": i18n.number(agreement_with_default(way), lang, 2),
    }
    if way == way.default:
        return _("These are the default groups ({edition}): {sizes}.").format(**fields)
    if way.n_groups != way.default.n_groups:
        return _(
            "Groups ({edition}): {sizes}. Agreement with the three default groups (adjusted Rand index, 1 is the same): {index}."
        ).format(**fields)
    n = len(movers(way, lang))
    if not n:
        return _("Groups ({edition}): {sizes}. Nobody is in another group than by default.").format(**fields)
    return _(
        "Groups ({edition}): {sizes}. Countries in another group than by default: {n} of {total}; agreement (adjusted Rand index, 1 is the same): {index}."
    ).format(**fields, n=n, total=len(_beside_default(way)))
