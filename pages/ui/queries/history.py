"""A series over the years: the observations of some countries, and the median of a set."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import Statement
from dxindex.words.sources import span
from pages.ui.queries import bases, codes, scores
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import remembered

# What is said of a set rests on at least this share of it: the share the index asks of a score's weight, too.
SHARE_FROM = 2 / 3


@remembered(16)
def observed(edition: str, series: str) -> pd.DataFrame:
    """Observations of a series: tidy iso3, year, value, flag."""
    return bases.of(edition).observations([series])[["iso3", "year", "value", "flag"]]


@remembered(16)
def by_year(edition: str, series: str) -> pd.DataFrame:
    """Observations of a series as iso3 x year."""
    years = observed(edition, series).groupby("year")
    return pd.DataFrame({year: rows.set_index("iso3")["value"] for year, rows in years})


@remembered()
def medians(edition: str, series: str, members: tuple[str, ...]) -> pd.DataFrame:
    """Median of a set by year, and how many it is of, where two thirds of the set have a value."""
    known = by_year(edition, series).reindex(list(members))
    table = pd.DataFrame({"value": known.median(), "n": known.count()})
    return table[table["n"] >= max(1, SHARE_FROM * len(members))].rename_axis("year").reset_index()


def drawn_countries(country: str, highlight: tuple[str, ...], versus: str) -> tuple[str, ...]:
    """Whose lines are drawn: the country in question first; one it is compared with is the dashed line."""
    return tuple(code for code in dict.fromkeys((country, *highlight)) if code != versus or code == country)


@drawing
def histories(
    edition: str,
    series: str,
    country: str,
    versus: str,
    highlight: tuple[str, ...],
    lang: str,
    surface: str,
) -> Figure | None:
    """A series over all its years for some countries; None where none of them has an observation."""
    _ = i18n.translator(lang)
    about, names = codes.indicators(edition).loc[series], codes.country_names(edition, lang)
    units = drawn_countries(country, highlight, versus)
    rows = observed(edition, series)
    rows = rows[rows["iso3"].isin(units)]
    if rows.empty:
        return None
    against = scores.comparator_name(edition, country, versus, lang)
    median = medians(edition, series, scores.comparator(edition, country, versus))
    title, unit = str(about[f"title_{lang}"]), str(about[f"unit_{lang}"])
    years = span({*rows["year"].tolist(), *median["year"].tolist()})
    chart = charts.histories(
        rows,
        names={unit_id: names[unit_id] for unit_id in units},
        title=title,
        unit=unit,
        decimals=int(about["decimals"]),
        focus=country,
        median=None if median.empty or versus == country else median,
        median_name=against,
        median_label=names[versus] if versus in names else _("Median"),
        period=years,
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"history-{series}",
        title=title,
        spec=finished(chart),
        alt=finding(edition, series, units, lang),
        table=_history_table(rows, median, against, names, lang),
        unit=unit,
        period=years,
        source=source(edition, series, lang),
        lang=lang,
        surface=surface,
        say=lambda language: _history_statements(edition, series, units, language),
    )


def _history_table(
    rows: pd.DataFrame, median: pd.DataFrame, against: str, names: dict[str, str], lang: str
) -> pd.DataFrame:
    _ = i18n.translator(lang)
    flags = {"older vintage": _("older vintage")}
    table = pd.DataFrame(
        {
            _("Country"): [names[code] for code in rows["iso3"]],
            _("Year"): rows["year"].to_numpy(),
            _("Value"): rows["value"].to_numpy(),
            _("Note"): [flags.get(flag, flag) for flag in rows["flag"]],
        }
    )
    others = pd.DataFrame(
        {
            _("Country"): against,
            _("Year"): median["year"],
            _("Value"): median["value"],
            _("Note"): [_("of {n} with a value").format(n=n) for n in median["n"]],
        }
    )
    return pd.concat([table, others], ignore_index=True)


def finding(edition: str, series: str, units: Iterable[str], lang: str) -> str:
    """Say from which value in which year each country moved to which."""
    _ = i18n.translator(lang)
    about, known = codes.indicators(edition).loc[series], by_year(edition, series)
    parts = []
    for code in units:
        values = known.loc[code].dropna() if code in known.index else pd.Series(dtype=float)
        if values.empty:
            parts.append(
                _("{country}: no observation").format(country=codes.country_names(edition, lang)[code])
            )
            continue
        start, end = (i18n.number(value, lang, int(about["decimals"])) for value in values.iloc[[0, -1]])
        parts.append(
            _("{country}: {start} ({first}), {end} ({last})").format(
                country=codes.country_names(edition, lang)[code],
                start=start,
                end=end,
                first=values.index[0],
                last=values.index[-1],
            )
        )
    return _("{series}, {unit}. {parts}.").format(
        series=about[f"title_{lang}"], unit=about[f"unit_{lang}"], parts="; ".join(parts)
    )


def _history_statements(edition: str, series: str, units: Iterable[str], lang: str) -> list[Statement]:
    _ = i18n.translator(lang)
    note = str(codes.indicators(edition).at[series, f"note_{lang}"] or "")
    where = _("Source: {source}.").format(source=source(edition, series, lang))
    known = by_year(edition, series).index
    return [
        Statement(f"{finding(edition, series, [code], lang)} {where}", note)
        for code in units
        if code in known
    ]


def source(edition: str, series: str, lang: str) -> str:
    """Name publisher and database of a series, with its vintage."""
    _ = i18n.translator(lang)
    about = codes.indicators(edition).loc[series]
    return _("{publisher}, {database} (vintage {vintage})").format(
        publisher=about[f"publisher_{lang}"],
        database=about[f"source_short_{lang}"],
        vintage=about["vintage"],
    )


@remembered()
def series_note(edition: str, series: str, lang: str) -> str:
    """Say what to know of a series before reading its history: unit, source, licence, caveats, flags."""
    _ = i18n.translator(lang)
    about, flags = codes.indicators(edition).loc[series], observed(edition, series)["flag"]
    parts = [
        _("Unit: {unit}. Source: {source}. Licence: {licence}.").format(
            unit=about[f"unit_{lang}"],
            source=source(edition, series, lang),
            licence=about[f"licence_name_{lang}"],
        ),
        str(about[f"year_note_{lang}"] or ""),
        str(about[f"note_{lang}"] or ""),
    ]
    if older := int(flags.eq("older vintage").sum()):
        parts.append(
            _("{n} values of all countries are from an older vintage and are drawn hollow.").format(n=older)
        )
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
