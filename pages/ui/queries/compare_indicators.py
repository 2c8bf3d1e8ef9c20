"""Two to six countries, indicator by indicator."""

from __future__ import annotations

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import codes, compare, provenance, scores
from pages.ui.queries.figure import Figure, Sheet, drawing, finished
from pages.ui.queries.memory import remembered


@remembered()
def _figures(edition: str, countries: tuple[str, ...]) -> pd.DataFrame:
    """Value, year, origin and score of each country on each indicator, and whether it is the best of the row.

    Index (indicator, iso3) in the framework's and the countries' order; best by value, in the direction
    that is better, where at least two countries have one and they differ.
    """
    scheme = scores.framework(edition)
    ids, members = list(scheme.indicators), list(countries)
    index = pd.MultiIndex.from_product([ids, members], names=["indicator", "iso3"])
    origin = scores.vintages(edition).set_index(["indicator", "iso3"])[["year", "how"]].reindex(index)
    table = origin.astype({"year": "Int64"})
    table["value"] = scores.panel(edition).loc[members, ids].T.stack(future_stack=True).reindex(index)
    table["score"] = (
        scores.result(edition).normalised.loc[members, ids].T.stack(future_stack=True).reindex(index)
    )
    better = table["value"] * [scheme.indicator(indicator).direction for indicator, _country in index]
    rows = better.groupby(level="indicator")
    table["best"] = better.eq(rows.transform("max")) & rows.transform("max").gt(rows.transform("min"))
    return table


@remembered()
def indicator_texts(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Sheet:
    """The indicators side by side: a row an indicator, a column a country, value and score in words."""
    _ = i18n.translator(lang)
    catalogue, table, names = (
        codes.indicators(edition),
        _figures(edition, countries),
        codes.country_names(edition, lang),
    )
    rows = []
    for indicator in scores.framework(edition).indicators:
        part = table.loc[indicator]
        years = part["year"].dropna()
        usual = int(years.mode().iloc[0]) if len(years) else None
        row = {
            _("Indicator"): catalogue.at[indicator, f"short_{lang}"],
        }
        for country in countries:
            here = part.loc[country]
            row[names[country]] = _cell(here, usual, int(catalogue.at[indicator, "decimals"]), lang)
        row[_("Unit")] = catalogue.at[indicator, f"unit_{lang}"]
        row[_("Year")] = str(usual) if usual else i18n.MISSING
        row[_("Publisher")] = catalogue.at[indicator, f"publisher_{lang}"]
        rows.append(row)
    return compare.sheet(
        "values",
        _("{title}: values and scores").format(title=compare.title(edition, countries, lang)),
        pd.DataFrame(rows),
        _("Value (score 0–1)"),
        edition,
        countries,
        lang,
        surface,
    )


def _cell(here: pd.Series, usual: int | None, decimals: int, lang: str) -> str:
    _ = i18n.translator(lang)
    if pd.isna(here["value"]):
        return i18n.MISSING
    text = i18n.number(here["value"], lang, decimals)
    if pd.notna(here["year"]) and here["year"] != usual:
        text = _("{value} in {year}").format(value=text, year=here["year"])
    text += f" ({i18n.number(here['score'], lang)})"
    return _("{value} ✓ best").format(value=text) if here["best"] else text


@drawing
def indicators(edition: str, countries: tuple[str, ...], lang: str, surface: str) -> Figure:
    """The countries' scores on every indicator."""
    _ = i18n.translator(lang)
    catalogue, names, table = (
        codes.indicators(edition),
        codes.country_names(edition, lang),
        _figures(edition, countries),
    )
    period = codes.edition_title(edition, lang)
    values: dict[str, dict[str, str]] = {}
    for (indicator, country), row in zip(table.index, table.itertuples(), strict=True):
        value = i18n.number(row.value, lang, int(catalogue.at[indicator, "decimals"]))
        text = f"{value} ({catalogue.at[indicator, f'unit_{lang}']}), {row.year}"
        values.setdefault(indicator, {})[country] = text
    chart = charts.indicators_side_by_side(
        scores.result(edition),
        countries,
        pd.DataFrame(values),
        titles=catalogue[f"short_{lang}"].to_dict(),
        names=names,
        period=period,
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"compare-indicators-{'-'.join(countries)}-{codes.label(edition)}",
        title=_("{title}: indicators").format(title=compare.title(edition, countries, lang)),
        spec=finished(chart),
        alt=_best_sentence(edition, countries, lang),
        table=_tidy(edition, table, lang),
        unit=_("Score 0–1, higher is better"),
        period=period,
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(_best_sentence(edition, countries, language, sourced=True))],
    )


def _tidy(edition: str, table: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    catalogue, names = codes.indicators(edition), codes.country_names(edition, lang)
    ids, members = table.index.get_level_values("indicator"), table.index.get_level_values("iso3")
    return pd.DataFrame(
        {
            _("Indicator"): catalogue[f"title_{lang}"].reindex(ids).to_numpy(),
            _("Country"): [names[country] for country in members],
            _("Value"): table["value"].to_numpy(),
            _("Unit"): catalogue[f"unit_{lang}"].reindex(ids).to_numpy(),
            _("Year"): table["year"].to_numpy(),
            _("Score 0–1"): table["score"].to_numpy(),
            _("Best of these"): table["best"].to_numpy(),
            _("Publisher"): catalogue[f"publisher_{lang}"].reindex(ids).to_numpy(),
        }
    )


def _best_sentence(edition: str, countries: tuple[str, ...], lang: str, *, sourced: bool = False) -> str:
    """Say on how many indicators each country has the best value."""
    _ = i18n.translator(lang)
    table, names = _figures(edition, countries), codes.country_names(edition, lang)
    counts = table["best"].groupby(level="iso3").sum().reindex(list(countries))
    parts = [f"{names[country]} {int(n)}" for country, n in counts.items()]
    text = _("Best value of these countries, by number of indicators ({n} in all, {edition}): {counts}.")
    said = text.format(
        n=len(scores.framework(edition).indicators),
        edition=codes.edition_title(edition, lang),
        counts=i18n.joined(parts, lang),
    )
    if not sourced:
        return said
    return f"{said} " + _("Source: {source}.").format(source=provenance.source_line(edition, lang))
