"""How the index is made, in words and formula lines: what the page of methods says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex.aggregate import COVERAGE_FLOOR
from dxindex.groupings import N_INIT
from dxindex.i18n import MISSING, joined, number, percent, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.origins import origin_names, span
from dxindex.statements import FIRM

HANDBOOK = "OECD/JRC, Handbook on Constructing Composite Indicators (2008), doi:10.1787/9789264043466-en"
_LLOYD = "Lloyd (1982), doi:10.1109/TIT.1982.1056489"
_OWEN = "Shapley (1953), doi:10.1515/9781400881970-018; Owen (1977), doi:10.1007/978-3-642-45494-3_7"
_ENSEMBLE = "Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x"


@dataclass(frozen=True)
class Step:
    """One step of the calculation: what it does in words, as a line of formula, and where it is from."""

    title: str
    words: str
    formula: str
    source: str


@dataclass(frozen=True)
class IndexRow:
    """An indicator in the index."""

    axis: str
    pillar: str
    indicator: str
    unit: str
    direction: str
    goalposts: str
    years: str
    how: str
    publisher: str


def index_rows(facts: Facts, edition: Edition, lang: str) -> list[IndexRow]:
    """The index as a table, an indicator a row."""
    _ = translator(lang)
    scheme, names = edition.framework, origin_names(lang)
    rows = []
    for name in scheme.indicators:
        part, about = scheme.indicator(name), facts.about(name)
        figures = edition.vintages[edition.vintages["indicator"] == name]
        low, high = part.goalposts or (float("nan"), float("nan"))
        how = [f"{names[str(k)]} ({v})" for k, v in figures["how"].value_counts().items()]
        rows.append(
            IndexRow(
                axis=scheme.label(_axis_of(edition, part.parent), lang),
                pillar=scheme.label(part.parent, lang),
                indicator=about[f"title_{lang}"],
                unit=about[f"unit_{lang}"],
                direction=_("more is better") if part.direction > 0 else _("less is better"),
                goalposts=f"{number(low, lang, 1)} … {number(high, lang, 1)}",
                years=span({int(year) for year in figures["year"]}),
                how=", ".join(how) or MISSING,
                publisher=about[f"publisher_{lang}"],
            )
        )
    return rows


def _axis_of(edition: Edition, node: str) -> str:
    scheme = edition.framework
    while node not in edition.axes and scheme.parent(node):
        node = scheme.parent(node)
    return node


def steps(edition: Edition, lang: str) -> list[Step]:
    """From a figure to a score, a rank, a group, and how sure each is."""
    _ = translator(lang)
    handbook = _("{handbook}, step 5").format(handbook=HANDBOOK)
    return [
        Step(
            _("Normalisation"),
            _(
                "Each value is placed between two fixed goalposts (where less is better, from the upper to the lower one) and kept "
                "within 0 and 1; a value beyond a goalpost is flagged. The goalposts are in the table above and do not move between editions."
            ),
            "x′ = min(1, max(0, (x − g⁻) / (g⁺ − g⁻)))",
            handbook,
        ),
        Step(
            _("Mean and coverage"),
            _(
                "A pillar is the weighted mean of its indicators, an axis that of its pillars, with equal weights. Where a figure is missing "
                "the rest share its weight; with less than {floor} of the weight observed there is no score."
            ).format(floor=percent(COVERAGE_FLOOR, lang)),
            "s = Σ w · x′ / Σ w",
            _("{handbook}, step 6").format(handbook=HANDBOOK),
        ),
        Step(
            _("Ranks"),
            _(
                "1 is best; ties share the best rank; who has no score has no rank. Only the countries of the panel are ranked, whatever is filtered."
            ),
            "r(u) = 1 + |{v : s(v) > s(u)}|",
            "",
        ),
        Step(
            _("Groups"),
            _(
                "k-means makes {groups} groups on the two axes as they are: it puts each country with the nearest group centre so that the squared "
                "distances are least. The best of {starts} starts is taken, with a fixed seed. Groups are named by the mean of their centre's "
                "coordinates, from low to high. The number of groups is a convention after the report, and its thresholds are not public: "
                "the grouping is ours."
            ).format(groups=len(edition.groups.levels), starts=number(N_INIT, lang, 0)),
            "min Σ ‖s(u) − m(u)‖²",
            _LLOYD,
        ),
        Step(
            _("Contributions and gaps"),
            _(
                "What an indicator contributes to a score is its weight, after missing ones have been shared out, times its normalised value; the "
                "contributions add up to the score. The gap between two countries is the sum of the differences, indicator by "
                "indicator; where a figure is missing on one side, shares are averaged over all orders in which "
                "the indicators can be exchanged, so that they still add up. It is arithmetic, not an effect of policy."
            ),
            "s(u) − s(v) = Σ w · (x′(u) − x′(v))",
            _OWEN,
        ),
        Step(
            _("Rank intervals"),
            _(
                "Of the ranks of a country in all runs, the interval leaves out the same share at either end: at least {level} of the runs lie within. "
                "Inside a run values are kept above zero, so that every kind of mean exists."
            ).format(level=percent(FIRM, lang)),
            "[ q₅%(r), q₉₅%(r) ]",
            f"{_ENSEMBLE}; " + _("{handbook}, step 7").format(handbook=HANDBOOK),
        ),
    ]


def panel_text(facts: Facts, lang: str) -> str:
    """Say which countries are ranked, and who just misses."""
    _ = translator(lang)
    names = [
        f"{facts.names(lang)[str(unit)]} ({number(float(people), lang, 0)})"
        for unit, people in facts.near_misses["population"].items()
    ]
    return _(
        "Our rule: economies with a full Digital Adoption Index for 2014, a starting-a-business score, years of schooling and all six "
        "governance scores, and at least {floor} people in 2014. The report's own list is not public. "
        "Just below the population line: {names}."
    ).format(floor=number(facts.population_floor, lang, 0), names=joined(names, lang))


def limits(lang: str) -> list[str]:
    """Say what the index is not."""
    _ = translator(lang)
    text = _(
        "- Not the report's own table: the index was released again with new sources, and the report's list and thresholds are not public.\n"
        "- Not a measure of the present: the newest Digital Adoption Index is of 2016.\n"
        "- Not a cause: a higher score on one axis does not produce one on the other.\n"
        "- Not a verdict: ranks a few places apart are not different."
    )
    return [line.removeprefix("- ") for line in text.split("\n")]


def misuses(lang: str) -> list[str]:
    """Say what it must not be used for."""
    _ = translator(lang)
    return [
        _("To give or withhold money, loans or aid by rank or group."),
        _(
            "To say that a policy worked or failed: the figures show where countries stand, not why they moved."
        ),
        _("To name a winner between two countries whose rank intervals overlap widely."),
        _(
            "To read a change of rank between editions as progress or decline: governance scores and the government part of adoption are relative positions."
        ),
        _("To describe today: the figures are of the years that are named beside them."),
    ]


def sources_of(facts: Facts, lang: str) -> pd.DataFrame:
    """Each publisher's file: title, publisher, citation, licence, vintage, page and what to know before using it."""
    table = facts.sources
    return pd.DataFrame(
        {
            "title": table[f"title_{lang}"],
            "publisher": table[f"publisher_{lang}"],
            "citation": table["citation"],
            "licence": table[f"licence_name_{lang}"],
            "licence_url": table["licence_url"],
            "vintage": table["vintage"],
            "page": table["landing_page"],
            "note": table[f"notes_{lang}"],
        }
    )
