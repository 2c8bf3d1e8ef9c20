"""The limits of the open framework's years in whole sentences: which are covered, why no others, and what they lack."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import pandas as pd

from dxindex import i18n
from pages.ui.queries import bases, codes, open_years
from pages.ui.queries.history import SHARE_FROM
from pages.ui.queries.memory import remembered

_NAMED = 3  # countries without a score that a sentence names


@remembered(8)
def limits(edition: str, lang: str) -> tuple[str, ...]:
    """Say which years are covered and why no others, and what to know of those that are."""
    _ = i18n.translator(lang)
    known, found = open_years.every_year(edition), open_years.covered(edition)
    if not found:
        return (_("There are not enough figures for a score on both axes in any year."),)
    total = len(known[found[-1]].result.scores)
    said = [
        _(
            "Covered: {years}. In these years at least two thirds of the {n} countries have a score on both axes; with "
            "fewer, a rank would be one among a selection."
        ).format(years=open_years.spans(found), n=total)
    ]
    said += [_why_not(edition, year, lang) for year in (found[0] - 1, found[-1] + 1) if year in known]
    said += _incomplete(edition, found, lang)
    said += _of_series(edition, found, lang)
    said += _frameworks(edition, found, lang)
    said += _beside_named(edition, found, lang)
    said.append(
        _(
            "Goalposts are the same in every year. The governance estimates are restandardised every year by their "
            "publisher: a change on them is a change of relative position."
        )
    )
    return tuple(said)


def _why_not(edition: str, year: int, lang: str) -> str:
    """Say which series a year lacks, of an axis on which too few countries are scored."""
    _ = i18n.translator(lang)
    one = open_years.every_year(edition)[year]
    lacking = _mostly(edition, "absent").loc[year]
    parts = [
        _("{axis} (without {series})").format(
            axis=open_years.node_title(edition, axis, lang).lower(),
            series=_series_names(
                edition, [leaf for leaf in one.framework.leaves(axis) if lacking[leaf]], lang
            ),
        )
        for axis in one.framework.axis_ids
        if not one.counts_on(axis)
    ]
    if not parts:
        return _("{year} is not covered: too few countries have both axes.").format(year=year)
    return _("{year} is not covered, for want of figures for {parts}.").format(
        year=year, parts=i18n.joined(parts, lang)
    )


def _mostly(edition: str, how: str) -> pd.DataFrame:
    """Whether more than a third of the panel has a series in this way: year x indicator."""
    table = open_years.series_by_year(edition)
    total = table[list(open_years.HOW)].sum(axis=1)
    counts = table.assign(much=table[how] > (1 - SHARE_FROM) * total)
    return counts.pivot_table(
        index="year", columns="indicator", values="much", aggfunc="any", fill_value=False, sort=False
    )


def _series_names(edition: str, series: Iterable[str], lang: str) -> str:
    """Name series, those of one database together, with the years they were observed in."""
    _ = i18n.translator(lang)
    catalogue = codes.indicators(edition).loc[list(series)]
    names = []
    for database, rows in catalogue.groupby(f"source_short_{lang}", sort=False):
        name = str(database) if len(rows) > 1 else str(rows[f"short_{lang}"].iloc[0])
        there = range(int(rows["first_year"].min()), int(rows["last_year"].max()) + 1)
        names.append(_("{series} (observed {years})").format(series=name, years=open_years.spans(there)))
    return i18n.joined(names, lang)


def _incomplete(edition: str, found: tuple[int, ...], lang: str) -> list[str]:
    """Say in which covered years not all countries have both axes, and which large ones do not."""
    _ = i18n.translator(lang)
    known = open_years.every_year(edition)
    short = {year: known[year] for year in found if known[year].both_axes < len(known[year].result.scores)}
    if not short:
        return []
    counts = ", ".join(f"{one.both_axes} ({year})" for year, one in short.items())
    first = next(iter(short.values()))
    scores = first.result.scores[list(first.framework.axis_ids)]
    without = scores.index[scores.isna().any(axis=1)]
    people = codes.countries(edition)["population"].reindex(without).sort_values(ascending=False)
    names = codes.country_names(edition, lang)
    return [
        _(
            "Not all countries have both axes: {counts}. The most populous without, in {year}: {countries}."
        ).format(
            counts=counts,
            year=next(iter(short)),
            countries=i18n.joined([names[code] for code in people.index[:_NAMED]], lang),
        )
    ]


def _of_series(edition: str, found: tuple[int, ...], lang: str) -> list[str]:
    """Say in which covered years a series is missing, or stands in from an earlier year, for most countries."""
    _ = i18n.translator(lang)
    patterns = {
        "absent": _(
            "More than a third of the countries lack figures in {years}: {series}. Scores of these years rest on the other "
            "parts, and lines break where that changes."
        ),
        "carried": _(
            "Figures of an earlier year stand in for more than a third of the countries in {years}: {series}."
        ),
    }
    said = []
    for how, pattern in patterns.items():
        table = _mostly(edition, how).loc[list(found)]
        years = {str(series): tuple(table.index[table[series]]) for series in table}
        for of, group in groupby(
            sorted(years, key=lambda series: years[series]), key=lambda series: years[series]
        ):
            if of:
                said.append(
                    pattern.format(years=open_years.spans(of), series=_series_names(edition, group, lang))
                )
    return said


def _frameworks(edition: str, found: tuple[int, ...], lang: str) -> list[str]:
    """Say by which framework which years are scored, where it is not one for all."""
    _ = i18n.translator(lang)
    known = open_years.every_year(edition)
    titles = [known[year].framework.title(lang) for year in found]
    if len(set(titles)) == 1:
        return []
    parts = [
        f"{title}: {open_years.spans(year for year, of in zip(found, titles, strict=True) if of == title)}"
        for title in dict.fromkeys(titles)
    ]
    return [
        _("Not all years are scored by the same framework, and lines break between two: {parts}.").format(
            parts="; ".join(parts)
        )
    ]


def _beside_named(edition: str, found: tuple[int, ...], lang: str) -> list[str]:
    """Say in what a named edition of the same framework differs from the same year by rule."""
    _ = i18n.translator(lang)
    said, basis = [], bases.of(edition)
    for code, row in basis.editions.iterrows():
        year = int(row["year"])
        if year not in found:
            continue
        one = open_years.every_year(edition)[year]
        if row["framework"] != one.framework.id:
            continue
        named = basis.vintages(str(code)).set_index(["iso3", "indicator"])["year"]
        ruled = one.origins.set_index(["iso3", "indicator"])["year"]
        both = pd.concat([named.reindex(ruled.index), ruled], axis=1, keys=["named", "ruled"])
        other = both[both["named"] != both["ruled"]]
        titles = codes.indicators(edition)[f"short_{lang}"]
        parts = [
            _("{series} {named} instead of {ruled}").format(
                series=titles[series],
                named=open_years.spans(rows["named"].dropna().astype(int)),
                ruled=open_years.spans(rows["ruled"]),
            )
            for series, rows in other.groupby("indicator")
        ]
        if parts:
            said.append(
                _("The edition {edition}, put together by hand, takes other years: {parts}.").format(
                    edition=row[f"title_{lang}"], parts="; ".join(parts)
                )
            )
    return said
