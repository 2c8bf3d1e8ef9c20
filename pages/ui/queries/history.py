"""How things moved: a series over the years, the pace of each country, and editions as arrows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

import data
from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import codes, provenance, scores
from pages.ui.queries.figure import KEPT, Figure, drawing, finished

# What is said of a set rests on at least this share of it: the share the index asks of a score's weight, too.
SHARE_FROM = 2 / 3
_MORE_DIGITS = 2  # of a change per year, which is smaller than the values it is of
_WHOLE_FROM = 100  # from where a change per year needs no more digits than the values


@lru_cache(maxsize=16)
def observed(series: str) -> pd.DataFrame:
    """Observations of a series: tidy iso3, year, value, flag."""
    return data.load_observations(series)[["iso3", "year", "value", "flag"]]


@lru_cache(maxsize=16)
def _by_year(series: str) -> pd.DataFrame:
    """Observations of a series as iso3 x year."""
    years = observed(series).groupby("year")
    return pd.DataFrame({year: rows.set_index("iso3")["value"] for year, rows in years})


@lru_cache(maxsize=KEPT)
def medians(series: str, members: tuple[str, ...]) -> pd.DataFrame:
    """Median of a set by year, and how many it is of, where two thirds of the set have a value."""
    known = _by_year(series).reindex(list(members))
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
    about, names = codes.indicators().loc[series], codes.country_names(lang)
    units = drawn_countries(country, highlight, versus)
    rows = observed(series)
    rows = rows[rows["iso3"].isin(units)]
    if rows.empty:
        return None
    against = scores.comparator_name(edition, country, versus, lang)
    median = medians(series, scores.comparator(edition, country, versus))
    title, unit = str(about[f"title_{lang}"]), str(about[f"unit_{lang}"])
    years = provenance.span({*rows["year"].tolist(), *median["year"].tolist()})
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
        alt=finding(series, units, lang),
        table=_history_table(rows, median, against, names, lang),
        unit=unit,
        period=years,
        source=source(series, lang),
        lang=lang,
        surface=surface,
        say=lambda language: _history_statements(series, units, language),
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


def finding(series: str, units: Iterable[str], lang: str) -> str:
    """Say from which value in which year each country moved to which."""
    _ = i18n.translator(lang)
    about, known = codes.indicators().loc[series], _by_year(series)
    parts = []
    for code in units:
        values = known.loc[code].dropna() if code in known.index else pd.Series(dtype=float)
        if values.empty:
            parts.append(_("{country}: no observation").format(country=codes.country_names(lang)[code]))
            continue
        start, end = (i18n.number(value, lang, int(about["decimals"])) for value in values.iloc[[0, -1]])
        parts.append(
            _("{country}: {start} ({first}), {end} ({last})").format(
                country=codes.country_names(lang)[code],
                start=start,
                end=end,
                first=values.index[0],
                last=values.index[-1],
            )
        )
    return _("{series}, {unit}. {parts}.").format(
        series=about[f"title_{lang}"], unit=about[f"unit_{lang}"], parts="; ".join(parts)
    )


def _history_statements(series: str, units: Iterable[str], lang: str) -> list[Statement]:
    _ = i18n.translator(lang)
    note = str(codes.indicators().at[series, f"note_{lang}"] or "")
    where = _("Source: {source}.").format(source=source(series, lang))
    known = _by_year(series).index
    return [Statement(f"{finding(series, [code], lang)} {where}", note) for code in units if code in known]


def source(series: str, lang: str) -> str:
    """Name publisher and database of a series, with its vintage."""
    _ = i18n.translator(lang)
    about = codes.indicators().loc[series]
    return _("{publisher}, {database} (vintage {vintage})").format(
        publisher=about[f"publisher_{lang}"],
        database=about[f"source_short_{lang}"],
        vintage=about["vintage"],
    )


@lru_cache(maxsize=KEPT)
def series_note(series: str, lang: str) -> str:
    """Say what to know of a series before reading its history: unit, source, licence, caveats, flags."""
    _ = i18n.translator(lang)
    about, flags = codes.indicators().loc[series], observed(series)["flag"]
    parts = [
        _("Unit: {unit}. Source: {source}. Licence: {licence}.").format(
            unit=about[f"unit_{lang}"],
            source=source(series, lang),
            licence=about[f"licence_name_{lang}"],
        ),
        *(str(about[f"{kind}_note_{lang}"]) for kind in ("year",) if about[f"{kind}_note_{lang}"]),
        str(about[f"note_{lang}"] or ""),
    ]
    if older := int(flags.eq("older vintage").sum()):
        parts.append(
            _("{n} values of all countries are from an older vintage and are drawn hollow.").format(n=older)
        )
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


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


@lru_cache(maxsize=KEPT)
def pace_of(series: str, country: str, members: tuple[str, ...]) -> Pace | None:
    """Change per year over the longest span for which the country and two thirds of its set have values.

    (last value - first value) / years. Of spans of one length the latest counts. None where there is none.
    """
    known = _by_year(series).reindex(list(dict.fromkeys((country, *members))))
    years = [int(year) for year in known.columns[known.loc[country].notna()]]
    enough = max(1, SHARE_FROM * len(members))
    spans = [(last - first, last) for first in years for last in years if last > first]
    for length, last in sorted(spans, reverse=True):
        first = last - length
        changes = ((known[last] - known[first]) / length).dropna()
        others = changes[changes.index.isin(members)]
        if len(others) >= enough:
            direction = int(codes.indicators().at[series, "direction"]) or 1
            ranks = (changes * direction).rank(ascending=False, method="min").astype(int)
            return Pace(first, last, changes, ranks, float(others.median()), len(known) - len(changes))
    return None


@lru_cache(maxsize=KEPT)
def _pace_among(edition: str, series: str, country: str, versus: str) -> Pace | None:
    if versus == country:
        return None
    return pace_of(series, country, scores.comparator(edition, country, versus))


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
    about, names = codes.indicators().loc[series], codes.country_names(lang)
    unit = _("{unit}, change per year").format(unit=about[f"unit_{lang}"])
    decimals = _digits(series, found)
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
                str(found.first): _by_year(series).loc[ranked, found.first].to_numpy(),
                str(found.last): _by_year(series).loc[ranked, found.last].to_numpy(),
            }
        ),
        unit=unit,
        period=period,
        source=source(series, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [_pace_statement(edition, series, country, versus, language)],
    )


def _digits(series: str, found: Pace) -> int:
    """Digits after the decimal mark that changes per year are written with."""
    decimals = int(codes.indicators().at[series, "decimals"])
    return decimals if found.changes.abs().max() >= _WHOLE_FROM else decimals + _MORE_DIGITS


def _set_name(edition: str, country: str, versus: str, found: Pace, lang: str) -> str:
    """Name the set whose median is drawn: those of it that have a value in both years."""
    _ = i18n.translator(lang)
    members = scores.comparator(edition, country, versus)
    counted = int(found.changes.index.isin(members).sum())
    name = scores.comparator_name(edition, country, versus, lang)
    return name if counted == len(members) else _("{set}, {n} of them here").format(set=name, n=counted)


@lru_cache(maxsize=KEPT)
def pace_sentence(edition: str, series: str, country: str, versus: str, lang: str) -> str:
    """Say how fast a country moved, at which rank among its set, between which years."""
    _ = i18n.translator(lang)
    found = _pace_among(edition, series, country, versus)
    if found is None:
        return ""
    about = codes.indicators().loc[series]
    decimals = _digits(series, found)
    ways = {
        1: _("1 is the fastest rise"),
        0: _("1 is the fastest rise; neither more nor less is better"),
        -1: _("1 is the fastest fall, because less is better"),
    }
    return _(
        "{country}, {series}: {change} a year ({unit}; {first} to {last}, the difference divided by {years} years). "
        "Rank {rank} of {n} ({way}); {set} {median}."
    ).format(
        country=codes.country_names(lang)[country],
        series=about[f"title_{lang}"],
        change=charts.signed(float(found.changes[country]), lang, decimals),
        unit=about[f"unit_{lang}"],
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
    where = _("Source: {source}; changes and ranks: our calculation.").format(source=source(series, lang))
    return Statement(
        f"{pace_sentence(edition, series, country, versus, lang)} {where}",
        str(codes.indicators().at[series, f"note_{lang}"] or ""),
    )


@lru_cache(maxsize=KEPT)
def pace_note(edition: str, series: str, country: str, versus: str, lang: str) -> str:
    """Say how the span was chosen, who is left out, and what the chart does not say."""
    _ = i18n.translator(lang)
    found = _pace_among(edition, series, country, versus)
    text = _(
        "The longest span of years for which {country} and two thirds of the others have a value in both years. "
        "Filters hide countries here, ranks count all. The height of a mark means nothing."
    ).format(country=codes.country_names(lang)[country])
    if found and found.left_out:
        text += " " + _("Left out, without a value in one of them: {n}.").format(n=found.left_out)
    return text


def without_pace(country: str, versus: str, lang: str) -> str:
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
    return text.format(country=codes.country_names(lang)[country])


@lru_cache(maxsize=1)
def compared_editions() -> tuple[str, str] | None:
    """The newest reference edition that has an earlier one to be compared with, and that one before it."""
    for edition in reversed(codes.edition_codes()):
        before = scores.earlier_edition(edition) if codes.is_reference(edition) else None
        if before and codes.is_reference(before):
            return before, edition
    return None


@drawing
def arrows(
    country: str, highlight: tuple[str, ...], shown: frozenset[str], lang: str, surface: str
) -> Figure | None:
    """Every country's way on the two axes between the reference editions; None where there is but one."""
    pair = compared_editions()
    if pair is None:
        return None
    _ = i18n.translator(lang)
    titles = codes.edition_titles(lang)
    periods = (titles[pair[0]], titles[pair[1]])
    before, after = (scores.result(edition) for edition in pair)
    chart = charts.edition_arrows(
        before,
        after,
        periods=periods,
        highlight=highlight,
        focus=country,
        names=codes.country_names(lang),
        shown=shown,
        lang=lang,
        colours=charts.palette(surface),
    )
    axes, names = after.framework.axis_ids, codes.country_names(lang)
    visible = [code for code in after.scores.index if code in shown or code in {country, *highlight}]
    table = pd.DataFrame({_("Country"): [names[code] for code in visible]})
    for axis in axes:
        for edition, scored in zip(pair, (before, after), strict=True):
            title = f"{after.framework.label(axis, lang)}, {titles[edition]}"
            table[title] = scored.scores[axis].reindex(visible).to_numpy(dtype=float)
            table[_("{axis}: rank").format(axis=title)] = (
                scored.ranks[axis].reindex(visible).astype("Int64").to_numpy()
            )
    return Figure(
        name=f"arrows-{pair[0]}-{pair[1]}",
        title=_("From {first} to {last} on the two axes").format(first=periods[0], last=periods[1]),
        spec=finished(chart),
        alt=_moves(pair, [country, *highlight], lang),
        table=table,
        unit=_("Score 0–1, higher is better"),
        period="–".join(periods),
        source="; ".join(dict.fromkeys(provenance.source_line(edition, lang) for edition in pair)),
        lang=lang,
        surface=surface,
        say=lambda language: _move_statements(pair, country, highlight, language),
    )


def _move(pair: tuple[str, str], code: str, lang: str) -> str:
    """Say from which rank to which a country moved on each axis."""
    _ = i18n.translator(lang)
    before, after = (scores.result(edition) for edition in pair)
    parts = []
    for axis in after.framework.axis_ids:
        ranks = [each.ranks.at[code, axis] for each in (before, after)]
        start, end = (i18n.MISSING if pd.isna(rank) else str(rank) for rank in ranks)
        parts.append(
            _("{axis} rank {start} → {end}").format(
                axis=after.framework.label(axis, lang).lower(), start=start, end=end
            )
        )
    return f"{codes.country_names(lang)[code]}: {i18n.joined(parts, lang)}"


def _moves(pair: tuple[str, str], countries: Iterable[str], lang: str) -> str:
    _ = i18n.translator(lang)
    titles = codes.edition_titles(lang)
    first, last = (titles[edition] for edition in pair)
    moves = "; ".join(_move(pair, code, lang) for code in dict.fromkeys(countries))
    return _("Relative positions, {first} to {last}. {moves}.").format(first=first, last=last, moves=moves)


def _move_statements(
    pair: tuple[str, str], country: str, highlight: tuple[str, ...], lang: str
) -> list[Statement]:
    _ = i18n.translator(lang)
    caution = _(
        "Governance scores are restandardised every year and the government part of the Digital Adoption Index was "
        "re-scored: these are relative positions, not progress or decline."
    )
    where = _("Source: {source}; scores and ranks: our calculation.").format(
        source="; ".join(dict.fromkeys(provenance.source_line(edition, lang) for edition in pair))
    )
    return [
        Statement(f"{_moves(pair, [code], lang)} {where}", caution)
        for code in dict.fromkeys((country, *highlight))
    ]


@lru_cache(maxsize=KEPT)
def editions_sentence(lang: str) -> str:
    """Say what the arrows join, and what they leave out."""
    _ = i18n.translator(lang)
    titles, pair = codes.edition_titles(lang), compared_editions()
    if pair is None:
        return ""
    others = [titles[edition] for edition in codes.edition_codes() if not codes.is_reference(edition)]
    text = _("From the {first} edition to the {last} edition.").format(
        first=titles[pair[0]], last=titles[pair[1]]
    )
    if others:
        text += " " + _("Not joined: {editions}, made of other series and not comparable.").format(
            editions=i18n.joined(others, lang)
        )
    return text
