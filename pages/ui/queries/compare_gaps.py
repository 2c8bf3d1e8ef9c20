"""What makes the difference between one country and each of several others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import codes, provenance, scores, sentences
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import remembered

if TYPE_CHECKING:
    from dxindex.gap import Gap

_NAMED = 2  # indicators that a sentence on a difference names


@remembered()
def _gaps(edition: str, countries: tuple[str, ...], node: str) -> tuple[Gap, ...]:
    """The difference of the first country to each other that has a score, shared out among indicators."""
    scored, found = scores.result(edition), []
    first, *others = countries
    for other in others:
        if scored.scores.loc[[first, other], node].isna().any():
            continue
        try:
            found.append(dx.gap(scored, first, other, node=node))
        except dx.AggregationError:  # no indicator counts for both
            continue
    return tuple(found)


@remembered()
def without_gap(edition: str, countries: tuple[str, ...], node: str, lang: str) -> tuple[str, ...]:
    """Names of the countries whose difference to the first cannot be shared out: figures are missing."""
    explained = {each.other for each in _gaps(edition, countries, node)}
    return tuple(
        codes.country_names(edition, lang)[country] for country in countries[1:] if country not in explained
    )


@drawing
def differences(
    edition: str, countries: tuple[str, ...], node: str, lang: str, surface: str
) -> Figure | None:
    """What makes the difference between the first country and each other on a node; None where nothing can be said."""
    _ = i18n.translator(lang)
    gaps = _gaps(edition, countries, node)
    if not gaps:
        return None
    catalogue, names = codes.indicators(edition), codes.country_names(edition, lang)
    label, period = scores.node_labels(edition, lang)[node], codes.edition_title(edition, lang)
    chart = charts.difference_bars(
        {each.other: (each.total, each.table["contribution"]) for each in gaps},
        nodes={each.other: _("vs {country}").format(country=names[each.other]) for each in gaps},
        titles=catalogue[f"short_{lang}"].to_dict(),
        lang=lang,
        colours=charts.palette(surface),
    )
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    _("Compared with"): names[each.other],
                    _("Indicator"): [
                        _("The whole difference"),
                        *catalogue[f"title_{lang}"].reindex(each.table.index),
                    ],
                    _("Contribution"): [each.total, *each.table["contribution"]],
                    names[each.unit]: [each.score, *each.table["normalised"]],
                    _("The other"): [each.other_score, *each.table["other_normalised"]],
                    _("Weight"): [None, *each.table["weight"]],
                }
            )
            for each in gaps
        ],
        ignore_index=True,
    )
    return Figure(
        name=f"difference-{'-'.join(countries)}-{node}-{codes.label(edition)}",
        title=_("What makes the difference between {country} and others: {node}").format(
            country=names[countries[0]], node=label.lower()
        ),
        spec=finished(chart),
        alt=" ".join(_gap_sentence(edition, each, lang) for each in gaps),
        table=table,
        unit=_("Difference in score (scores 0–1)"),
        period=period,
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [_gap_statement(edition, each, language) for each in gaps],
    )


def _gap_statement(edition: str, each: Gap, lang: str) -> Statement:
    _ = i18n.translator(lang)
    where = _("Source: {source}; scores: our calculation.").format(
        source=provenance.source_line(edition, lang, each.node)
    )
    return Statement(
        f"{_gap_sentence(edition, each, lang)} {where}",
        _("This is arithmetic: it does not say that changing a figure would have this effect elsewhere."),
    )


def _gap_sentence(edition: str, each: Gap, lang: str) -> str:
    """Say how far apart two scores are, and which indicators make most of it."""
    _ = i18n.translator(lang)
    shares = each.table["contribution"].dropna()
    largest = shares.loc[shares.abs().sort_values(ascending=False, kind="stable").index][:_NAMED]
    titles = codes.indicators(edition)[f"short_{lang}"]
    return _("{country} less {other} on {node} ({edition}): {total}. Largest contributions: {parts}.").format(
        country=codes.country_names(edition, lang)[each.unit],
        other=codes.country_names(edition, lang)[each.other],
        node=sentences.node_name(edition, each.node, lang),
        edition=codes.edition_title(edition, lang),
        total=charts.signed(each.total, lang),
        parts="; ".join(f"{titles[key]} {charts.signed(share, lang)}" for key, share in largest.items()),
    )
