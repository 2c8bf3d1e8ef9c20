"""The map, finished."""

from __future__ import annotations

from functools import cache

import pandas as pd

import data
from dxindex import charts, i18n
from dxindex.statements import Statement
from dxindex.words.findings import map_finding
from pages.ui.queries import codes, provenance, scores, sentences, tables
from pages.ui.queries.figure import Figure, drawing, finished

GROUP = "group"


@cache
def _points() -> pd.DataFrame:
    return data.load_points()


@drawing
def atlas(
    edition: str,
    colour: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    sized: bool,
    lang: str,
    surface: str,
) -> Figure:
    """Every country at its place, by group or by the score on a node."""
    _ = i18n.translator(lang)
    chart = charts.world_map(
        scores.result(edition),
        scores.groups(edition),
        _points(),
        data.load_land(),
        colour=colour,
        highlight=highlight,
        names=codes.country_names(edition, lang),
        shown=shown,
        size=codes.countries(edition)["population"] if sized else None,
        size_title=_("Population, millions"),
        unranked=scores.outside_scores(edition),
        period=codes.edition_title(edition, lang),
        lang=lang,
        colours=charts.palette(surface),
    )
    by_group = colour == GROUP
    label = _("Group") if by_group else scores.node_labels(edition, lang)[colour]
    table = tables.axes_table(edition, lang, shown)
    return Figure(
        name=f"map-{colour.replace('.', '-')}-{codes.label(edition)}",
        title=_("Countries by {what}").format(what=label.lower()),
        spec=finished(chart),
        alt=_by_region(edition, lang) if by_group else _best_and_worst(edition, colour, lang),
        table=table
        if by_group or colour in scores.framework(edition).axis_ids
        else _scores(edition, colour, lang, shown),
        unit=_("Group, and score 0–1, higher is better"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [
            Statement(_by_region(edition, language)),
            *(sentences.group_statement(edition, code, language) for code in highlight),
        ],
    )


def _scores(edition: str, node: str, lang: str, shown: frozenset[str]) -> pd.DataFrame:
    _ = i18n.translator(lang)
    label = scores.node_labels(edition, lang)[node]
    names = {
        "country": _("Country"),
        "group": _("Group"),
        node: label,
        f"rank:{node}": _("{node}: rank").format(node=label),
    }
    return tables.ranking(edition, lang, shown)[list(names)].rename(columns=names)


def _by_region(edition: str, lang: str) -> str:
    """Say which region has the largest share of its countries in the highest group, and which in the lowest."""
    return map_finding(
        scores.groups(edition),
        codes.countries(edition)["region"],
        codes.region_titles(lang),
        codes.edition_title(edition, lang),
        lang,
    )


def _best_and_worst(edition: str, node: str, lang: str) -> str:
    _ = i18n.translator(lang)
    found = scores.result(edition).scores[node].dropna()
    names = codes.country_names(edition, lang)
    return _("Map of {node}, {edition}: highest {best} ({high}), lowest {worst} ({low}), score 0–1.").format(
        node=scores.node_labels(edition, lang)[node].lower(),
        edition=codes.edition_title(edition, lang),
        best=names[found.idxmax()],
        high=i18n.number(found.max(), lang, 3),
        worst=names[found.idxmin()],
        low=i18n.number(found.min(), lang, 3),
    )
