"""A visitor's own figures on the ruler fitted to the panel, drawn beside it; and the files to begin with.

Nothing of a file may be kept between sessions: no function that takes figures is cached.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n, own
from dxindex.aggregate import COVERAGE_FLOOR
from dxindex.statements import Statement
from dxindex.would_rank import would_rank
from pages.ui.queries import codes, own_reading, provenance, scores
from pages.ui.queries.figure import Figure, Sheet, finished
from pages.ui.queries.memory import remembered

EXAMPLES = 3  # countries in the template


def limits(edition: str, lang: str) -> dict[str, str]:
    """What the panel's ruler is of."""
    return {
        "edition": codes.edition_title(edition, lang),
        "n": i18n.number(len(codes.panel_codes(edition)), lang, 0),
        "floor": i18n.percent(COVERAGE_FLOOR, lang),
    }


@remembered(16)
def template(edition: str, lang: str, surface: str) -> Sheet:
    """The file to begin with: the columns of an edition's index, and the panel's first countries with their figures."""
    _ = i18n.translator(lang)
    columns = list(scores.framework(edition).indicators)
    return _file_of_panel(
        edition,
        columns,
        EXAMPLES,
        name=f"template-{codes.label(edition)}",
        title=_("Template for your own figures, with the first {n} countries as examples").format(n=EXAMPLES),
        lang=lang,
        surface=surface,
    )


@remembered(16)
def published(edition: str, lang: str, surface: str) -> Sheet:
    """All figures of an edition's panel as a file that can be brought again, to rest an index of one's own on."""
    _ = i18n.translator(lang)
    return _file_of_panel(
        edition,
        list(scores.panel(edition).columns),
        len(codes.panel_codes(edition)),
        name=f"figures-{codes.label(edition)}",
        title=_("Published figures of the panel, {edition} edition").format(
            edition=codes.edition_title(edition, lang)
        ),
        lang=lang,
        surface=surface,
    )


def _file_of_panel(edition: str, columns: list[str], n_rows: int, **about: str) -> Sheet:
    lang = about["lang"]
    catalogue = codes.indicators(edition)
    table = scores.panel(edition)[columns].head(n_rows)
    names = codes.country_names(edition, lang)
    units = pd.DataFrame({"iso3": table.index, "name": [names[code] for code in table.index]})
    return Sheet(
        table=units.join(table.reset_index(drop=True)),
        unit="; ".join(f"{column}: {catalogue.at[column, f'unit_{lang}']}" for column in columns),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        **about,
    )


@dataclass(frozen=True)
class OwnScores:
    """What is shown of own units that are scored; ``beyond`` is empty where no value is beyond a goalpost."""

    figure: Figure
    table: pd.DataFrame
    sheet: Sheet
    beyond: str


def missing(figures: own.OwnData, edition: str) -> list[str]:
    """Indicators of an edition's index that the figures lack."""
    return [item for item in scores.framework(edition).indicators if item not in figures.indicators.index]


def make(figures: own.OwnData, edition: str, lang: str, surface: str) -> OwnScores | None:
    """Score the newest figures on the ruler of an edition's panel; None where they have none of its indicators."""
    if len(missing(figures, edition)) == len(scores.framework(edition).indicators):
        return None
    scored = score(figures, edition)
    return OwnScores(
        figure=figure(scored, lang, surface),
        table=score_table(scored, lang).round(3),
        sheet=sheet(scored, lang, surface),
        beyond=beyond(scored, lang),
    )


@dataclass(frozen=True)
class Scored:
    """Own units on the ruler of an edition's panel: nothing is fitted to them."""

    edition: str
    result: dx.IndexResult
    ranks: pd.DataFrame
    groups: pd.Series[str]


def score(figures: own.OwnData, edition: str) -> Scored:
    """Score units, and say where they would stand and in which group they would be."""
    table = figures.panel().set_axis(own_reading.unit_names(figures).tolist(), axis="index")
    result = scores.fitted(edition).result(table.reindex(columns=scores.framework(edition).indicators))
    axes = list(scores.framework(edition).axis_ids)
    return Scored(
        edition=edition,
        result=result,
        ranks=would_rank(result.scores[axes], scores.result(edition).scores[axes]),
        groups=scores.groups(edition).predict(result),
    )


def beyond(scored: Scored, lang: str) -> str:
    """Say how many values lie beyond a goalpost; empty where none does."""
    count = int(scored.result.clipped.to_numpy().sum())
    if not count:
        return ""
    _ = i18n.translator(lang)
    text = _("Values beyond a goalpost, which count as 0 or 1: {n}.")
    return text.format(n=i18n.number(count, lang, 0))


def score_table(scored: Scored, lang: str) -> pd.DataFrame:
    """Own units: name, group, score and would-be rank on each axis, coverage, scores of the pillars."""
    axes = list(scores.framework(scored.edition).axis_ids)
    table = pd.DataFrame({"unit": scored.result.scores.index}, index=scored.result.scores.index)
    table["group"] = [charts.level_name(level, lang) for level in scored.groups]
    for axis in axes:
        table[axis] = scored.result.scores[axis]
        table[f"would:{axis}"] = scored.ranks[axis]
    table["coverage"] = scored.result.coverage[axes].min(axis=1)
    for node in scores.framework(scored.edition).nodes:
        if node not in axes:
            table[node] = scored.result.scores[node]
    return table


def _named(scored: Scored, lang: str) -> pd.DataFrame:
    """The table under names in the visitor's language."""
    _ = i18n.translator(lang)
    names = {"unit": _("Name"), "group": _("Group"), "coverage": _("Coverage")}
    for node, label in scores.node_labels(scored.edition, lang).items():
        names |= {node: label, f"would:{node}": _("{node}: would rank").format(node=label)}
    return score_table(scored, lang).rename(columns=names)


def _about(scored: Scored, lang: str) -> dict[str, str]:
    """What table and chart say of themselves."""
    _ = i18n.translator(lang)
    facts = limits(scored.edition, lang)
    return {
        "unit": _("Score 0–1, higher is better; would rank: 1 + countries of the panel with a higher score"),
        "period": codes.edition_title(scored.edition, lang),
        "source": _("Own figures, not checked by us; panel of {n} countries: {source}").format(
            n=facts["n"], source=provenance.source_line(scored.edition, lang)
        ),
    }


def sheet(scored: Scored, lang: str, surface: str) -> Sheet:
    """The scores of own units to take away."""
    _ = i18n.translator(lang)
    return Sheet(
        name=f"own-figures-{codes.label(scored.edition)}",
        title=_("Your own figures on the ruler of the panel"),
        table=_named(scored, lang),
        lang=lang,
        surface=surface,
        **_about(scored, lang),
    )


def figure(scored: Scored, lang: str, surface: str) -> Figure:
    """Own units beside the panel on the two axes."""
    _ = i18n.translator(lang)
    chart = charts.own_units(
        scores.result(scored.edition),
        scores.groups(scored.edition),
        scored.result.scores,
        scored.groups,
        scored.ranks,
        names=codes.country_names(scored.edition, lang),
        period=codes.edition_title(scored.edition, lang),
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"own-units-{codes.label(scored.edition)}",
        title=_("Your units beside the panel"),
        spec=finished(chart),
        alt=finding(scored, lang),
        table=_named(scored, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(finding(scored, language))],
        larger=lambda: figure(scored, lang, f"{surface.partition('-')[0]}-large"),
        **_about(scored, lang),
    )


def finding(scored: Scored, lang: str) -> str:
    """Say how many of the own units fall into which group."""
    _ = i18n.translator(lang)
    levels = scores.groups(scored.edition).levels
    counts = Counter(level for level in scored.groups if isinstance(level, str))
    parts = [f"{charts.level_name(level, lang)}: {i18n.number(counts[level], lang, 0)}" for level in levels]
    without = len(scored.groups) - sum(counts.values())
    if without:
        parts.append(_("without a score on both axes: {n}").format(n=i18n.number(without, lang, 0)))
    return _(
        "On the ruler and in the groups of the {n} countries ({edition}), {units} own units are scored. {parts}."
    ).format(
        **limits(scored.edition, lang), units=i18n.number(len(scored.groups), lang, 0), parts="; ".join(parts)
    )
