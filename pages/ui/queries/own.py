"""A visitor's own figures: read, scored on the ruler fitted to the panel, drawn beside it.

Nothing of a file may be kept between sessions: no function that takes one is cached.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.aggregate import COVERAGE_FLOOR
from dxindex.delimited import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from dxindex.own_faults import told
from dxindex.own_figures import OwnFigures, read_own_figures
from dxindex.statements import Statement
from dxindex.would_rank import would_rank
from pages.ui.queries import codes, provenance, scores
from pages.ui.queries.figure import Figure, Sheet, finished

MAX_MEGABYTES = MAX_BYTES // (1024 * 1024)
SHOWN_FAULTS = 1_000
FAULT_COLUMNS = ["row", "column", "found", "meaning", "remedy"]
EXAMPLES = 3  # countries in the template


@lru_cache(maxsize=8)
def bounds(edition: str) -> dict[str, tuple[float, float]]:
    """The lowest and highest possible value of each indicator of an edition's index."""
    table = codes.indicators(edition).loc[list(scores.framework(edition).indicators)]
    return {
        str(indicator): (float(low), float(high))
        for indicator, low, high in zip(table.index, table["min"], table["max"], strict=True)
    }


def limits(edition: str, lang: str) -> dict[str, str]:
    """How much of a file is read, and of which edition."""
    return {
        "megabytes": i18n.number(MAX_MEGABYTES, lang, 0),
        "rows": i18n.number(MAX_ROWS, lang, 0),
        "columns": i18n.number(MAX_COLUMNS, lang, 0),
        "edition": codes.edition_title(edition, lang),
        "n": i18n.number(len(codes.panel_codes(edition)), lang, 0),
        "floor": i18n.percent(COVERAGE_FLOOR, lang),
    }


@lru_cache(maxsize=16)
def template(edition: str, lang: str, surface: str) -> Sheet:
    """The file to begin with: the columns that are read, and the panel's first countries with their figures."""
    _ = i18n.translator(lang)
    ids = list(bounds(edition))
    catalogue = codes.indicators(edition)
    table = scores.panel(edition)[ids].head(EXAMPLES)
    names = [codes.country_names(edition, lang)[code] for code in table.index]
    return Sheet(
        name=f"template-{codes.label(edition)}",
        title=_("Template for your own figures, with the first {n} countries as examples").format(n=EXAMPLES),
        table=table.reset_index(drop=True).pipe(lambda rows: pd.DataFrame({"name": names}).join(rows)),
        unit="; ".join(f"{indicator}: {catalogue.at[indicator, f'unit_{lang}']}" for indicator in ids),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
    )


@dataclass(frozen=True)
class OwnScores:
    """What is shown of own units that are scored; ``beyond`` is empty where no value is beyond a goalpost."""

    figure: Figure
    table: pd.DataFrame
    sheet: Sheet
    beyond: str


@dataclass(frozen=True)
class Made:
    """What is made of a file: how it was read, its faults, and the scores where anything could be scored."""

    understood: str
    faults: pd.DataFrame
    n_faults: int
    scores: OwnScores | None


def make(content: bytes, edition: str, lang: str, surface: str) -> Made:
    """Read, check and score a file."""
    read = read_own_figures(content, bounds(edition))
    faults, n_faults = faults_table(read, lang), len(read.faults)
    if read.table.empty:
        return Made("", faults, n_faults, None)
    own = score(read, edition)
    shown = OwnScores(
        figure=figure(own, lang, surface),
        table=score_table(own, lang).round(3),
        sheet=sheet(own, lang, surface),
        beyond=beyond(own, lang),
    )
    return Made(understood(read, lang), faults, n_faults, shown)


def faults_table(figures: OwnFigures, lang: str) -> pd.DataFrame:
    """The faults of a file with place, meaning and remedy, the first ``SHOWN_FAULTS`` of them."""
    rows = []
    for fault in figures.faults[:SHOWN_FAULTS]:
        rows.append((fault.row, fault.column, fault.found, *told(fault, lang)))
    return pd.DataFrame(rows, columns=FAULT_COLUMNS).astype({"row": "Int64"})


def understood(figures: OwnFigures, lang: str) -> str:
    """Say how a file was read."""
    _ = i18n.translator(lang)
    separators = {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}
    marks = {",": _("comma"), ".": _("point"), "": _("none found")}
    return _("Read: {units} units, {values} values. Separator: {separator}; decimal mark: {mark}.").format(
        units=i18n.number(len(figures.table), lang, 0),
        values=i18n.number(int(figures.table.notna().to_numpy().sum()), lang, 0),
        separator=separators[figures.separator],
        mark=marks[figures.decimal],
    )


@dataclass(frozen=True)
class Scored:
    """Own units on the ruler of an edition's panel: nothing is fitted to them."""

    edition: str
    result: dx.IndexResult
    ranks: pd.DataFrame
    groups: pd.Series[str]


def score(figures: OwnFigures, edition: str) -> Scored:
    """Score units, and say where they would stand and in which group they would be."""
    result = scores.fitted(edition).result(figures.table)
    axes = list(scores.framework(edition).axis_ids)
    return Scored(
        edition=edition,
        result=result,
        ranks=would_rank(result.scores[axes], scores.result(edition).scores[axes]),
        groups=scores.groups(edition).predict(result),
    )


def beyond(own: Scored, lang: str) -> str:
    """Say how many values lie beyond a goalpost; empty where none does."""
    count = int(own.result.clipped.to_numpy().sum())
    if not count:
        return ""
    _ = i18n.translator(lang)
    text = _("Values beyond a goalpost, which count as 0 or 1: {n}.")
    return text.format(n=i18n.number(count, lang, 0))


def score_table(own: Scored, lang: str) -> pd.DataFrame:
    """Own units: name, group, score and would-be rank on each axis, coverage, scores of the pillars."""
    axes = list(scores.framework(own.edition).axis_ids)
    table = pd.DataFrame({"unit": own.result.scores.index}, index=own.result.scores.index)
    table["group"] = [charts.level_name(level, lang) for level in own.groups]
    for axis in axes:
        table[axis] = own.result.scores[axis]
        table[f"would:{axis}"] = own.ranks[axis]
    table["coverage"] = own.result.coverage[axes].min(axis=1)
    for node in scores.framework(own.edition).nodes:
        if node not in axes:
            table[node] = own.result.scores[node]
    return table


def _named(own: Scored, lang: str) -> pd.DataFrame:
    """The table under names in the visitor's language."""
    _ = i18n.translator(lang)
    names = {"unit": _("Name"), "group": _("Group"), "coverage": _("Coverage")}
    for node, label in scores.node_labels(own.edition, lang).items():
        names |= {node: label, f"would:{node}": _("{node}: would rank").format(node=label)}
    return score_table(own, lang).rename(columns=names)


def _about(own: Scored, lang: str) -> dict[str, str]:
    """What table and chart say of themselves."""
    _ = i18n.translator(lang)
    facts = limits(own.edition, lang)
    return {
        "unit": _("Score 0–1, higher is better; would rank: 1 + countries of the panel with a higher score"),
        "period": codes.edition_title(own.edition, lang),
        "source": _("Own figures, not checked by us; panel of {n} countries: {source}").format(
            n=facts["n"], source=provenance.source_line(own.edition, lang)
        ),
    }


def sheet(own: Scored, lang: str, surface: str) -> Sheet:
    """The scores of own units to take away."""
    _ = i18n.translator(lang)
    return Sheet(
        name=f"own-figures-{codes.label(own.edition)}",
        title=_("Your own figures on the ruler of the panel"),
        table=_named(own, lang),
        lang=lang,
        surface=surface,
        **_about(own, lang),
    )


def figure(own: Scored, lang: str, surface: str) -> Figure:
    """Own units beside the panel on the two axes."""
    _ = i18n.translator(lang)
    chart = charts.own_units(
        scores.result(own.edition),
        scores.groups(own.edition),
        own.result.scores,
        own.groups,
        own.ranks,
        names=codes.country_names(own.edition, lang),
        period=codes.edition_title(own.edition, lang),
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"own-units-{codes.label(own.edition)}",
        title=_("Your units beside the panel"),
        spec=finished(chart),
        alt=finding(own, lang),
        table=_named(own, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(finding(own, language))],
        larger=lambda: figure(own, lang, f"{surface.partition('-')[0]}-large"),
        **_about(own, lang),
    )


def finding(own: Scored, lang: str) -> str:
    """Say how many of the own units fall into which group."""
    _ = i18n.translator(lang)
    levels = scores.groups(own.edition).levels
    counts = Counter(level for level in own.groups if isinstance(level, str))
    parts = [f"{charts.level_name(level, lang)}: {i18n.number(counts[level], lang, 0)}" for level in levels]
    without = len(own.groups) - sum(counts.values())
    if without:
        parts.append(_("without a score on both axes: {n}").format(n=i18n.number(without, lang, 0)))
    return _(
        "On the ruler and in the groups of the {n} countries ({edition}), {units} own units are scored. {parts}."
    ).format(**limits(own.edition, lang), units=i18n.number(len(own.groups), lang, 0), parts="; ".join(parts))
