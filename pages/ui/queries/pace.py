"""How fast: the change per year of each country among those it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import codes, scores
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.history import SHARE_FROM, by_year, source
from pages.ui.queries.memory import remembered

_MORE_DIGITS = 2  # of a change per year, which is smaller than the values it is of
_WHOLE_FROM = 100  # from where a change per year needs no more digits than the values


@dataclass(frozen=True, eq=False)
class Pace:
    """Average change per year of a country and its set between two years, where both have a value.

    ``changes`` holds all of the set that have a value in both years, the country with them. ``ranks`` is 1
    for the change that is best, or fastest upwards where neither more nor less is better.
    """

    first: int
    last: int
    changes: pd.Series
    ranks: pd.Series
    median: float
    left_out: int


@remembered()
def pace_of(edition: str, series: str, country: str, members: tuple[str, ...]) -> Pace | None:
    """Change per year over the longest span for which the country and two thirds of its set have values.

    (last value - first value) / years. Of spans of one length the latest counts. None where there is none.
    """
    known = by_year(edition, series).reindex(list(dict.fromkeys((country, *members))))
    years = [int(year) for year in known.columns[known.loc[country].notna()]]
    enough = max(1, SHARE_FROM * len(members))
    spans = [(last - first, last) for first in years for last in years if last > first]
    for length, last in sorted(spans, reverse=True):
        first = last - length
        changes = ((known[last] - known[first]) / length).dropna()
        others = changes[changes.index.isin(members)]
        if len(others) >= enough:
            direction = int(codes.indicators(edition).at[series, "direction"]) or 1
            ranks = (changes * direction).rank(ascending=False, method="min").astype(int)
            return Pace(first, last, changes, ranks, float(others.median()), len(known) - len(changes))
    return None


@remembered()
def _pace_among(edition: str, series: str, country: str, versus: str) -> Pace | None:
    if versus == country:
        return None
    return pace_of(edition, series, country, scores.comparator(edition, country, versus))


@drawing
def pace(
    edition: str,
    series: str,
    country: str,
    versus: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    lang: str,
    surface: str,
) -> Figure | None:
    """Change per year of a country among those it is compared with; None where no span is shared."""
    found = _pace_among(edition, series, country, versus)
    if found is None:
        return None
    _ = i18n.translator(lang)
    about, names = codes.indicators(edition).loc[series], codes.country_names(edition, lang)
    unit = _("{unit}, change per year").format(unit=_unit_of_change(edition, series, lang))
    decimals = _digits(edition, series, found)
    title = _("{series}: pace").format(series=about[f"short_{lang}"])
    period = f"{found.first}–{found.last}"
    ranked = found.ranks.sort_values(kind="stable").index
    chart = charts.pace(
        found.changes,
        highlight=[code for code in (*highlight, versus) if code in found.changes.index],
        focus=country,
        names=names,
        shown=shown,
        middle=found.median,
        title=title,
        subtitle=[
            f"{unit}, {period}.",
            _("Dashed: {set}.").format(set=_set_name(edition, country, versus, found, lang)),
        ],
        unit=unit,
        decimals=decimals,
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"pace-{series}-{country}",
        title=title,
        spec=finished(chart),
        alt=pace_sentence(edition, series, country, versus, lang),
        table=pd.DataFrame(
            {
                _("Rank"): found.ranks[ranked].to_numpy(),
                _("Country"): [names[code] for code in ranked],
                _("Change per year"): found.changes[ranked].to_numpy(),
                str(found.first): by_year(edition, series).loc[ranked, found.first].to_numpy(),
                str(found.last): by_year(edition, series).loc[ranked, found.last].to_numpy(),
            }
        ),
        unit=unit,
        period=period,
        source=source(edition, series, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [_pace_statement(edition, series, country, versus, language)],
    )


def _unit_of_change(edition: str, series: str, lang: str) -> str:
    """The unit of a difference: of shares in per cent it is percentage points."""
    _ = i18n.translator(lang)
    unit = str(codes.indicators(edition).at[series, f"unit_{lang}"])
    return _("percentage points, {unit}").format(unit=unit) if unit.startswith("%") else unit


def _digits(edition: str, series: str, found: Pace) -> int:
    """Digits after the decimal mark that changes per year are written with."""
    decimals, largest = int(codes.indicators(edition).at[series, "decimals"]), found.changes.abs().max()
    return decimals + (0 if largest >= _WHOLE_FROM else 1 if largest >= 1 else _MORE_DIGITS)


def _set_name(edition: str, country: str, versus: str, found: Pace, lang: str) -> str:
    """Name the set whose median is drawn: those of it that have a value in both years."""
    _ = i18n.translator(lang)
    members = scores.comparator(edition, country, versus)
    counted = int(found.changes.index.isin(members).sum())
    name = scores.comparator_name(edition, country, versus, lang)
    return name if counted == len(members) else _("{set}, {n} of them here").format(set=name, n=counted)


@remembered()
def pace_sentence(edition: str, series: str, country: str, versus: str, lang: str) -> str:
    """Say how fast a country moved, at which rank among its set, between which years."""
    _ = i18n.translator(lang)
    found = _pace_among(edition, series, country, versus)
    if found is None:
        return ""
    about = codes.indicators(edition).loc[series]
    decimals = _digits(edition, series, found)
    ways = {
        1: _("1 is the fastest rise"),
        0: _("1 is the fastest rise; neither more nor less is better"),
        -1: _("1 is the fastest fall, because less is better"),
    }
    return _(
        "{country}, {series}: {change} a year ({unit}; {first} to {last}, the difference divided by {years} years). "
        "Rank {rank} of {n} ({way}); {set} {median}."
    ).format(
        country=codes.country_names(edition, lang)[country],
        series=about[f"title_{lang}"],
        change=charts.signed(float(found.changes[country]), lang, decimals),
        unit=_unit_of_change(edition, series, lang),
        first=found.first,
        last=found.last,
        years=found.last - found.first,
        rank=int(found.ranks[country]),
        n=len(found.changes),
        way=ways[int(about["direction"])],
        set=_set_name(edition, country, versus, found, lang),
        median=charts.signed(found.median, lang, decimals),
    )


def _pace_statement(edition: str, series: str, country: str, versus: str, lang: str) -> Statement:
    _ = i18n.translator(lang)
    where = _("Source: {source}; changes and ranks: our calculation.").format(
        source=source(edition, series, lang)
    )
    return Statement(
        f"{pace_sentence(edition, series, country, versus, lang)} {where}",
        str(codes.indicators(edition).at[series, f"note_{lang}"] or ""),
    )


@remembered()
def pace_note(edition: str, series: str, country: str, versus: str, lang: str) -> str:
    """Say how the span was chosen, who is left out, and what the chart does not say."""
    _ = i18n.translator(lang)
    found = _pace_among(edition, series, country, versus)
    text = _(
        "The longest span of years for which {country} and two thirds of the others have a value in both years. "
        "Filters hide countries here, ranks count all. The height of a mark means nothing."
    ).format(country=codes.country_names(edition, lang)[country])
    if found and found.left_out:
        text += " " + _("Left out, without a value in one of them: {n}.").format(n=found.left_out)
    return text


def without_pace(edition: str, country: str, versus: str, lang: str) -> str:
    """Say why there is no pace to show, and what to do."""
    _ = i18n.translator(lang)
    text = (
        _("There is nobody to compare {country} with here. Choose another comparator above.")
        if versus == country
        else _(
            "There are no two years for which {country} and two thirds of those it is compared with have a value. "
            "Choose another series or another comparison."
        )
    )
    return text.format(country=codes.country_names(edition, lang)[country])
