"""The open framework year by year, finished: the chart and the table of years."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import codes, open_years
from pages.ui.queries.figure import Figure, Sheet, drawing, finished

MEASURES = ("score", "rank")
_MARGIN = 2  # years drawn before the first that is covered and after the last: they show why it ends there


@drawing
def over_time(
    edition: str, node: str, measure: str, country: str, highlight: tuple[str, ...], lang: str, surface: str
) -> Figure | None:
    """Scores or ranks of some countries in each covered year; None where none of them has one."""
    _ = i18n.translator(lang)
    positions = open_years.positions(edition, node)
    units = tuple(dict.fromkeys((country, *highlight)))
    if positions.empty or not positions["iso3"].isin(units).any():
        return None
    names = codes.country_names(edition, lang)
    label = node_label(edition, node, lang)
    titles = {"score": _("{node}: scores by year"), "rank": _("{node}: ranks by year")}
    title = titles[measure].format(node=label)
    found = open_years.covered_on(edition, node)
    shares = open_years.shares_by_year(edition, node)
    chart = charts.open_years(
        positions,
        shares.loc[found[0] - _MARGIN : found[-1] + _MARGIN],
        names={code: names[code] for code in units},
        title=title,
        measure=measure,
        focus=country,
        subtitle=[_("From open series alone; experimental.")],
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"open-years-{node}-{measure}",
        title=title,
        spec=finished(chart),
        alt=f"{title}. {'; '.join(_course(edition, node, measure, code, lang) for code in units)}.",
        table=_positions_table(positions[positions["iso3"].isin(units)], names, lang),
        unit=_("Score 0–1, higher is better") if measure == "score" else _("Rank, 1 is best"),
        period=open_years.spans(found),
        source=sources(edition, node, lang),
        lang=lang,
        surface=surface,
        say=lambda language: _statements(edition, node, measure, units, language),
    )


def node_label(edition: str, node: str, lang: str) -> str:
    """Name an axis or a pillar; a pillar says which axis it is of."""
    last = open_years.covered_on(edition, node)[-1]
    return charts.node_labels(open_years.every_year(edition)[last].result, lang)[node]


def _course(edition: str, node: str, measure: str, country: str, lang: str) -> str:
    """Say where a country stood at both ends of each run of years that can be compared."""
    _ = i18n.translator(lang)
    name = codes.country_names(edition, lang)[country]
    table = open_years.positions(edition, node)
    runs = []
    for _piece, rows in table[table["iso3"] == country].groupby("piece"):
        ends = rows.iloc[[0, -1]] if len(rows) > 1 else rows
        texts = [
            _("rank {rank} of {n} ({year})").format(rank=row.rank, n=row.ranked, year=row.year)
            if measure == "rank"
            else f"{i18n.number(row.score, lang, 2)} ({row.year})"
            for row in ends.itertuples()
        ]
        runs.append(" → ".join(texts))
    return f"{name}: {', '.join(runs)}" if runs else _("{country}: no score").format(country=name)


def _statements(edition: str, node: str, measure: str, units: Iterable[str], lang: str) -> list[Statement]:
    _ = i18n.translator(lang)
    caution = _(
        "Experimental, from open series by one rule for every year; not comparable with the Digital Adoption Index. "
        "Across an arrow scores are made of the same parts; across a comma they are not, and do not compare."
    )
    where = _("Source: {source}; scores and ranks: our calculation.").format(
        source=sources(edition, node, lang)
    )
    label = node_label(edition, node, lang)
    return [
        Statement(f"{label}, {_course(edition, node, measure, code, lang)}. {where}", caution)
        for code in units
    ]


def _positions_table(rows: pd.DataFrame, names: dict[str, str], lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    return pd.DataFrame(
        {
            _("Country"): [names[code] for code in rows["iso3"]],
            _("Year"): rows["year"].to_numpy(),
            _("Score"): rows["score"].to_numpy(),
            _("Rank"): rows["rank"].to_numpy(),
            _("Countries"): rows["ranked"].to_numpy(),
            _("Coverage"): rows["coverage"].to_numpy(),
        }
    )


def sources(edition: str, node: str, lang: str) -> str:
    """Name the databases below a node, with the years of the figures that the covered years use."""
    known = open_years.every_year(edition)
    found = pd.concat([known[year].origins for year in open_years.covered_on(edition, node)])
    below = set(known[open_years.covered_on(edition, node)[-1]].framework.leaves(node))
    found = found[found["indicator"].isin(below)]
    databases = found["indicator"].map(codes.indicators(edition)[f"source_short_{lang}"])
    years = found["year"].groupby(databases, sort=False).unique()
    return "; ".join(f"{database} {open_years.spans(of)}" for database, of in years.items())


def table_of_years(edition: str, lang: str, surface: str) -> Sheet:
    """All years with what there is of each, whether they are covered or not."""
    _ = i18n.translator(lang)
    table = open_years.years(edition)
    known = open_years.every_year(edition)
    columns = {
        _("Year"): table.index,
        _("Covered"): [_("yes") if counts else _("no") for counts in table["counts"]],
        _("Countries with both axes"): table["scored"].to_numpy(),
    }
    for axis in next(iter(known.values())).framework.axis_ids:
        label = open_years.node_title(edition, axis, lang)
        columns[_("{axis}: countries with a score").format(axis=label)] = table[f"{axis}_scored"].to_numpy()
        columns[_("{axis}: coverage").format(axis=label)] = table[f"{axis}_coverage"].to_numpy()
    columns[_("Framework")] = table["framework"].to_numpy()
    return Sheet(
        name="open-years",
        title=_("Years of the open framework"),
        table=pd.DataFrame(columns),
        unit=_("Countries of {n}; coverage is a share of the weight, 0–1").format(
            n=int(table["total"].iloc[-1])
        ),
        period=open_years.spans(table.index),
        source=_("Our calculation from the series of the framework"),
        lang=lang,
        surface=surface,
    )
