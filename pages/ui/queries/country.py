"""Why a country is where it is: how firmly, what makes the difference to others, and who is like it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.charts import level_name
from dxindex.mean_gap import MeanGap, mean_gap
from dxindex.statements import Statement
from pages.ui.queries import certainty, codes, provenance, scores, sentences
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import computed_once, remembered

PEERS = 5


@drawing
def shares(edition: str, country: str, lang: str, surface: str) -> Figure:
    """The share of runs in which the country falls into each group."""
    _ = i18n.translator(lang)
    levels, row = scores.groups(edition).levels, certainty.group_shares(edition).loc[country]
    own, _share = certainty.own_group(edition, country)
    chart = charts.group_shares(
        row,
        levels,
        own=own,
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"group-shares-{country}-{codes.label(edition)}",
        title=_("{country}: share of runs in each group").format(
            country=codes.country_names(edition, lang)[country]
        ),
        spec=finished(chart),
        alt=sentences.group_shares_sentence(edition, country, lang),
        table=pd.DataFrame(
            {
                _("Group"): [level_name(level, lang) for level in levels],
                _("Share of runs"): [i18n.percent(float(row[level]), lang, 1) for level in levels],
            }
        ),
        unit=_("Share of {runs} variations of the method").format(runs=i18n.number(certainty.RUNS, lang, 0)),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [sentences.group_statement(edition, country, language)],
    )


@computed_once(256)
def gaps(edition: str, country: str, versus: str) -> dict[str, MeanGap]:
    """What makes the difference to the comparator on each axis; an axis that cannot be compared is not there."""
    others = scores.comparator(edition, country, versus)
    found = {}
    for axis in scores.framework(edition).axis_ids:
        try:
            found[axis] = mean_gap(scores.result(edition), country, others, node=axis)
        except dx.DxIndexError:
            continue  # nobody else, or a score is missing: the page says so
    return found


def against(edition: str, country: str, versus: str, lang: str) -> str:
    """Name whom the difference is to: a country, or the mean of a set without the country itself."""
    _ = i18n.translator(lang)
    name = scores.compared_with(edition, country, versus, lang)
    if versus in codes.country_names(edition, lang):
        return name
    others = [code for code in scores.comparator(edition, country, versus) if code != country]
    return _("the mean of {n} others ({set})").format(n=len(others), set=name)


def gap_sentences(edition: str, country: str, versus: str, lang: str) -> list[str]:
    """Say how far the country is ahead or behind on each axis, and what makes most of it."""
    _ = i18n.translator(lang)
    titles, lines = codes.indicators(edition)[f"short_{lang}"], []
    for axis, found in gaps(edition, country, versus).items():
        ahead = found.total >= 0
        known = found.contributions.dropna()
        most = known.idxmax() if ahead else known.idxmin()
        text = _("{axis}: {country} is {size} ahead of {other}; most of it is {most} ({part}).")
        if not ahead:
            text = _("{axis}: {country} is {size} behind {other}; most of it is {most} ({part}).")
        lines.append(
            text.format(
                axis=scores.framework(edition).label(axis, lang),
                country=codes.country_names(edition, lang)[country],
                size=i18n.number(abs(found.total), lang, 3),
                other=against(edition, country, versus, lang),
                most=titles[most].lower() if lang == i18n.DEFAULT_LANGUAGE else titles[most],
                part=charts.signed(float(known[most]), lang),
            )
        )
    return lines


@drawing
def gap(edition: str, country: str, versus: str, lang: str, surface: str) -> Figure | None:
    """What each indicator adds to the difference; None where there is nobody to compare with."""
    found = gaps(edition, country, versus)
    if not found:
        return None
    _ = i18n.translator(lang)
    scheme, titles = scores.framework(edition), codes.indicators(edition)[f"short_{lang}"]
    nodes = {axis: scheme.label(axis, lang) for axis in found}
    chart = charts.difference_bars(
        {axis: (one.total, one.contributions) for axis, one in found.items()},
        nodes=nodes,
        titles=titles,
        lang=lang,
        colours=charts.palette(surface),
    )
    other = against(edition, country, versus, lang)
    rows = [
        (nodes[axis], name, share)
        for axis, one in found.items()
        for name, share in [
            (_("in all"), one.total),
            *((titles[indicator], share) for indicator, share in one.contributions.items()),
        ]
    ]
    difference = _("Difference in score (0–1)")
    return Figure(
        name=f"gap-{country}-{versus}-{codes.label(edition)}",
        title=_("{country} against {other}: what makes the difference").format(
            country=codes.country_names(edition, lang)[country], other=other
        ),
        spec=finished(chart),
        alt=" ".join(gap_sentences(edition, country, versus, lang)),
        table=pd.DataFrame(rows, columns=[_("Axis"), _("Indicator"), difference]).round(4),
        unit=difference,
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: gap_statements(edition, country, versus, language),
    )


def gap_statements(edition: str, country: str, versus: str, lang: str) -> list[Statement]:
    """What can be said of a difference: how large it is and what makes it, and that it is no cause."""
    _ = i18n.translator(lang)
    tail = _("Edition {edition}, scores on 0–1. Source: {source}; decomposition: our calculation.").format(
        edition=codes.edition_title(edition, lang), source=provenance.source_line(edition, lang)
    )
    caution = _("Shares of a difference in scores: they say what differs, not what caused it.")
    return [Statement(f"{text} {tail}", caution) for text in gap_sentences(edition, country, versus, lang)]


@dataclass(frozen=True)
class Peers:
    """The nearest countries as a table to show, and their codes and names to open them."""

    table: pd.DataFrame
    links: tuple[tuple[str, str], ...]


@remembered()
def peers(edition: str, country: str, within_income: bool, lang: str) -> Peers | None:
    """The countries nearest on the six pillars, of all or of the same income group; None where nobody can be named."""
    _ = i18n.translator(lang)
    scored, scheme = scores.result(edition), scores.framework(edition)
    incomes = codes.countries(edition)["income_group"]
    known = incomes[incomes.isin(codes.income_codes())]
    try:
        found = dx.peers(scored, country, n=PEERS, within=known if within_income else None)
    except dx.DxIndexError:
        return None
    if found.empty:
        return None
    names = codes.country_names(edition, lang)
    table = pd.DataFrame(
        {
            _("Country"): [names[code] for code in found.index],
            _("Group"): [level_name(scores.groups(edition).labels.get(code), lang) for code in found.index],
            **{
                _("{axis}: rank").format(axis=scheme.label(axis, lang)): scored.ranks.loc[found.index, axis]
                for axis in scheme.axis_ids
            },
            _("Distance"): [i18n.number(distance, lang, 3) for distance in found["distance"]],
        },
        index=found.index,
    )
    return Peers(table, tuple((str(code), names[code]) for code in found.index))
