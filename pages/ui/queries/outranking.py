"""Who ranks above whom, and in how many runs."""

from __future__ import annotations

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import FIRM
from pages.ui.queries import certainty, codes, provenance, sentences
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.robustness import nearest, ranked

NEAREST = 5  # countries above and below that a country is set against


def set_against(
    edition: str, node: str, country: str, highlight: tuple[str, ...], shown: frozenset[str]
) -> tuple[str, ...]:
    """Name whom a country is set against: the highlighted countries and those next to it, best first."""
    wanted = {*nearest(edition, node, country, shown, NEAREST), *highlight} - {country}
    return tuple(code for code in ranked(edition, node).index if code in wanted)


@drawing
def ahead(
    edition: str,
    node: str,
    country: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    lang: str,
    surface: str,
) -> Figure | None:
    """In which share of runs a country ranks above others; None where it has no rank, or nobody else has."""
    _ = i18n.translator(lang)
    others, names = set_against(edition, node, country, highlight, shown), codes.country_names(edition, lang)
    if not others or country not in ranked(edition, node).index:
        return None
    shares = pd.DataFrame(
        {
            "ahead": [certainty.outranks(edition, country, other, node) for other in others],
            "behind": [certainty.outranks(edition, other, country, node) for other in others],
        },
        index=pd.Index(others, name="iso3"),
    )
    ranks = ranked(edition, node)["rank"]
    chart = charts.ahead_shares(
        shares,
        names[country],
        names={code: f"{names[code]} ({ranks[code]})" for code in others},
        lang=lang,
        colours=charts.palette(surface),
    )
    label = sentences.node_name(edition, node, lang)
    found = pd.Series(
        [charts.verdict(here, there) for here, there in zip(shares["ahead"], shares["behind"], strict=True)],
        index=shares.index,
        dtype=object,
    )
    return Figure(
        name=f"ahead-{country}-{node}-{codes.label(edition)}",
        title=_("How often {country} ranks above others: {node}").format(country=names[country], node=label),
        spec=finished(chart),
        alt=_(
            "Of {n} countries, {country} is firmly ahead of {ahead}, firmly behind {behind}, and cannot be told apart from {undecided} "
            "on {node} ({edition})."
        ).format(
            n=len(found),
            country=names[country],
            ahead=int((found == charts.AHEAD).sum()),
            behind=int((found == charts.BEHIND).sum()),
            undecided=int((found == charts.UNDECIDED).sum()),
            node=label,
            edition=codes.edition_title(edition, lang),
        ),
        table=pd.DataFrame(
            {
                _("Country"): [names[code] for code in others],
                _("Rank"): [ranks[code] for code in others],
                _("{name} ranks above in").format(name=names[country]): [
                    i18n.percent(share, lang, 1) for share in shares["ahead"]
                ],
                _("ranks below in"): [i18n.percent(share, lang, 1) for share in shares["behind"]],
            },
            index=shares.index,
        ),
        unit=_("Share of runs"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [
            sentences.ahead_statement(edition, country, other, node, language) for other in others
        ],
    )


def firm_share(lang: str) -> str:
    return i18n.percent(FIRM, lang)
