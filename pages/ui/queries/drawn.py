"""The charts of Overview, Country and Data & methods, finished."""

from __future__ import annotations

from dxindex import charts, i18n
from pages.ui.queries import certainty, codes, provenance, scores, sentences, tables
from pages.ui.queries.figure import Figure, drawing, finished


@drawing
def two_axis(
    edition: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    sized: bool,
    trails: bool,
    whiskers: bool,
    outside: bool,
    labels: str,
    country: str,
    lang: str,
    surface: str,
) -> Figure:
    """All countries on the two axes."""
    _ = i18n.translator(lang)
    axes = scores.framework(edition).axis_ids
    before = scores.earlier_edition(edition) if trails else None
    period = codes.edition_title(edition, lang)
    chart = charts.two_axis(
        scores.result(edition),
        scores.groups(edition),
        highlight=highlight,
        names=codes.country_names(edition, lang),
        shown=shown,
        labels=labels,
        size=codes.countries(edition)["population"] if sized else None,
        size_title=_("Population, millions"),
        earlier=scores.result(before).scores if before else None,
        intervals={axis: certainty.rank_interval(edition, axis) for axis in axes} if whiskers else None,
        unranked=scores.outside_scores(edition) if outside else None,
        period=period,
        sources={axis: provenance.databases_of(edition, axis, lang) for axis in axes},
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"two-axis-{codes.label(edition)}",
        title=_("Digital adoption and enabling factors"),
        spec=finished(chart),
        alt=sentences.overview_finding(edition, lang),
        table=tables.axes_table(edition, lang, shown),
        unit=_("Score 0–1, higher is better"),
        period=period,
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: sentences.axis_statements(edition, country, language),
    )


@drawing
def profile(edition: str, country: str, versus: str, lang: str, surface: str) -> Figure:
    """A country's axes and pillars beside its group and whom it is compared with."""
    _ = i18n.translator(lang)
    references = {
        scores.comparator_name(edition, country, code, lang): scores.comparator(edition, country, code)
        for code in dict.fromkeys(("group", versus))
    }
    name = codes.country_names(edition, lang)[country]
    chart = charts.profile(
        scores.result(edition),
        country,
        references=references,
        name=name,
        period=codes.edition_title(edition, lang),
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"profile-{country}-{codes.label(edition)}",
        title=_("{country}: axes and pillars").format(country=name),
        spec=finished(chart),
        alt=sentences.profile_finding(edition, country, lang),
        table=tables.profile_table(edition, country, references, lang),
        unit=_("Score 0–1, higher is better"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: sentences.axis_statements(edition, country, language),
    )


@drawing
def strips(edition: str, country: str, versus: str, lang: str, surface: str) -> Figure:
    """Every indicator as a strip, with the country on it."""
    _ = i18n.translator(lang)
    catalogue = codes.indicators(edition)
    name = codes.country_names(edition, lang)[country]
    chart = charts.indicator_strips(
        scores.result(edition),
        country,
        scores.panel(edition),
        compared=scores.comparator(edition, country, versus),
        compared_name=scores.comparator_name(edition, country, versus, lang),
        titles=catalogue[f"short_{lang}"],
        units=catalogue[f"unit_{lang}"],
        names=codes.country_names(edition, lang),
        period=codes.edition_title(edition, lang),
        lang=lang,
        colours=charts.palette(surface),
    )
    return Figure(
        name=f"indicators-{country}-{codes.label(edition)}",
        title=_("{country} on each indicator").format(country=name),
        spec=finished(chart),
        alt=sentences.indicator_finding(edition, country, lang),
        table=tables.indicator_figures(edition, country, versus, lang),
        unit=_("Score 0–1, higher is better"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: sentences.indicator_statements(edition, country, language),
    )


@drawing
def coverage(edition: str, lang: str, surface: str) -> Figure:
    """How many countries have a figure, by series and year."""
    _ = i18n.translator(lang)
    counts = provenance.coverage_counts(edition, lang)
    total = len(codes.panel_codes(edition))
    chart = charts.coverage_map(counts, total, lang=lang, colours=charts.palette(surface))
    years = f"{counts['year'].min()}–{counts['year'].max()}"
    return Figure(
        name="coverage",
        title=_("Countries with a figure, by series and year"),
        spec=finished(chart),
        alt=sentences.coverage_finding(edition, lang),
        table=counts.rename(
            columns={"title": _("Series"), "year": _("Year"), "n": _("Countries with a figure")}
        ).drop(columns="indicator"),
        unit=_("Countries of {n}").format(n=total),
        period=years,
        source=_("The snapshot's own catalogue: publishers are named there"),
        lang=lang,
        surface=surface,
    )
