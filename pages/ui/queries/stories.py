"""The stories: reported facts, with our own figures beside them where we have the same."""

from __future__ import annotations

import pandas as pd

import data
from data.fields import Text
from data.story import Citation, Comparison, Moment, Story, Theme
from data.story import Figure as Reported
from dxindex import charts, i18n
from dxindex.statements import Statement
from dxindex.words.sources import span
from pages.ui.queries import codes, scores
from pages.ui.queries.figure import Figure, drawing, finished


def title(code: str, lang: str) -> str:
    return _in(_story(code).title, lang)


def lead(code: str, lang: str) -> str:
    return _in(_story(code).lead, lang)


def milestones(code: str, lang: str) -> list[tuple[str, str]]:
    """When and what, in order of time: the numbers of the time line count them."""
    return [
        (_moment(milestone.when, lang), _in(milestone.text, lang)) for milestone in _story(code).milestones
    ]


def themes(code: str, lang: str) -> list[tuple[str, list[str]]]:
    """Lists under their titles, such as the eight priority sectors."""
    return [_list(theme, lang) for theme in _story(code).themes]


def levels(lang: str) -> list[tuple[str, list[str]]]:
    """What is meant by digital transformation: its levels, stages and parts."""
    return [_list(theme, lang) for theme in data.load_levels().values()]


def citations(code: str, lang: str) -> list[str]:
    """Where the story's facts were reported, each report once."""
    story = _story(code)
    cited: dict[Citation, None] = dict.fromkeys(
        part.citation for part in (*story.milestones, *story.figures, *story.themes)
    )
    return [f"{_in(citation.text, lang)} {citation.url}" for citation in cited]


def statements(code: str, kind: str, lang: str) -> list[Statement]:
    """Each reported figure of a kind as a sentence, cautioned by what our own figures say of the same."""
    return [
        Statement(
            f"{_sentence(figure, lang)} {_in(figure.citation.text, lang)}",
            caution=_beside(code, figure, lang),
        )
        for figure in _of_kind(code, kind)
    ]


def other_figures(code: str, lang: str) -> list[str]:
    """The figures that no chart shows, as sentences, each with what our own figures say."""
    told = [f for f in _story(code).figures if f.kind != "share" and not f.series]
    return [_told(code, [figure], lang) for figure in told]


@drawing
def timeline(code: str, lang: str, surface: str) -> Figure:
    """When the countries did what, the chosen one's milestones numbered."""
    _ = i18n.translator(lang)
    names = {
        other: codes.country_names(codes.default_edition(), lang)[other] for other in data.load_stories()
    }
    table = pd.DataFrame(
        {
            "who": other,
            "start": milestone.when.start,
            "end": milestone.when.end,
            "precision": milestone.when.precision,
            "text": _in(milestone.text, lang),
        }
        for other, story in data.load_stories().items()
        for milestone in story.milestones
    )
    chart = charts.timeline(table, chosen=code, names=names, lang=lang, colours=charts.palette(surface))
    told = "; ".join(f"{when}: {what.rstrip('.')}" for when, what in milestones(code, lang))
    return Figure(
        name=f"timeline-{code}",
        title=_("{country}: milestones, beside those of the other stories").format(country=names[code]),
        spec=finished(chart),
        alt=_("{country}, milestones: {list}.").format(country=names[code], list=told),
        table=pd.DataFrame(
            {
                _("Country"): table["who"].map(names),
                _("When"): [
                    charts.moment_label(row.start, row.end, row.precision, lang) for row in table.itertuples()
                ],
                _("What"): table["text"],
            }
        ),
        unit=_("A mark for each milestone; one known only by its year stands in the middle of it"),
        period=span({day.year for day in (*table["start"], *table["end"])}),
        source=_sources(
            [m.citation for story in data.load_stories().values() for m in story.milestones], lang
        ),
        lang=lang,
        surface=surface,
        say=lambda language: [
            Statement(f"{codes.country_names(codes.default_edition(), language)[code]}, {when}: {what}")
            for when, what in milestones(code, language)
        ],
    )


def growths(code: str, lang: str, surface: str) -> list[Figure]:
    """What was reported for more than one year, a chart each."""
    return [_growth(code, figure.id, lang, surface) for figure in _story(code).figures if figure.series]


@drawing
def shares(code: str, lang: str, surface: str) -> Figure | None:
    """What was reported in per cent, with our own series beside it; None where nothing was."""
    _ = i18n.translator(lang)
    told = _of_kind(code, "share")
    if not told:
        return None
    table = pd.DataFrame([_share_row(code, figure, lang) for figure in told])
    chart = charts.shares(table, lang=lang, colours=charts.palette(surface))
    ours = sorted({source for source in table["own_source"] if source})
    return Figure(
        name=f"shares-{code}",
        title=_("{country}: shares as reported").format(
            country=codes.country_names(codes.default_edition(), lang)[code]
        ),
        spec=finished(chart),
        alt=_told(code, told, lang),
        table=pd.DataFrame(
            {
                _("What"): table["label"],
                _("As reported"): [
                    charts.reported(row.value, row.qualifier, row.unit, lang) for row in table.itertuples()
                ],
                _("Year"): [_year(figure.year, lang) for figure in told],
                _("Our series"): [i18n.percent(value / 100, lang, 1) for value in table["own"]],
                _("Our source"): table["own_source"].replace("", i18n.MISSING),
            }
        ),
        unit=_("Share, %"),
        period=span({figure.year for figure in told if figure.year}),
        source=" ".join(
            [_sources([figure.citation for figure in told], lang), *(f"{name}." for name in ours)]
        ),
        lang=lang,
        surface=surface,
        say=lambda language: statements(code, "share", language),
    )


@drawing
def _growth(code: str, figure_id: str, lang: str, surface: str) -> Figure:
    _ = i18n.translator(lang)
    figure = _story(code).figure(figure_id)
    label, unit = _in(figure.label, lang), _in(figure.unit, lang)
    table = pd.DataFrame(
        {"year": point.year, "value": point.value, "qualifier": point.qualifier} for point in figure.series
    )
    chart = charts.growth(table, title=label, unit=unit, lang=lang, colours=charts.palette(surface))
    return Figure(
        name=f"{figure_id.replace('_', '-')}-{code}",
        title=f"{codes.country_names(codes.default_edition(), lang)[code]}: {label}",
        spec=finished(chart),
        alt=f"{_sentence(figure, lang)} {times(code, figure_id, lang)}",
        table=pd.DataFrame(
            {
                _("Year"): [str(point.year) for point in figure.series],
                label: [charts.reported(point.value, point.qualifier, "", lang) for point in figure.series],
            }
        ),
        unit=unit,
        period=span({point.year for point in figure.series}),
        source=_sources([figure.citation], lang),
        lang=lang,
        surface=surface,
        say=lambda language: [
            Statement(
                f"{_sentence(figure, language)} {_in(figure.citation.text, language)}",
                caution="" if _holds(figure) else times(code, figure_id, language),
            )
        ],
    )


def times(code: str, figure_id: str, lang: str) -> str:
    """Hold the growth that was stated against the figures it was stated of."""
    _ = i18n.translator(lang)
    figure = _story(code).figure(figure_id)
    if not figure.times or not figure.stated_times:
        return ""
    stated = i18n.number(figure.stated_times, lang, 0)
    found = i18n.number(figure.times, lang, 0 if figure.times > 100 else 1)
    if _holds(figure):
        text = _("The two figures themselves make {found} times.")
    elif all(point.qualifier == "over" for point in figure.series):
        text = _(
            "The report says more than {stated} times; the two figures it gives, both reported as “over”, make about {found} times."
        )
    else:
        text = _("The report says more than {stated} times; the two figures it gives make {found} times.")
    return text.format(stated=stated, found=found)


def _holds(figure: Reported) -> bool:
    return not figure.stated_times or (figure.times or 0) > figure.stated_times


def _told(code: str, figures: list[Reported], lang: str) -> str:
    """Figures as sentences, each with what our own figures say of it."""
    return " ".join(
        filter(None, (part for f in figures for part in (_sentence(f, lang), _beside(code, f, lang))))
    )


def _sentence(figure: Reported, lang: str) -> str:
    """The figure's own sentence, with its year unless the sentence names it."""
    text, year = _in(figure.text, lang), _year(figure.year, lang)
    return text if year in text else f"{text.rstrip('.')} ({year})."


def _year(year: int | None, lang: str) -> str:
    _ = i18n.translator(lang)
    return str(year) if year else _("year not given")


def _beside(code: str, figure: Reported, lang: str) -> str:
    """What our own figures say of the same; empty where we have none."""
    _ = i18n.translator(lang)
    node, edition = figure.id.removesuffix("_rank"), codes.default_edition()
    if (scores.published().query("iso3 == @code")["node"] == node).any():
        ours = scores.position(edition, code, node)
        return _("Recomputed here, edition {edition}: {rank} of {total}.").format(
            edition=codes.edition_title(edition, lang), rank=ours.rank or i18n.MISSING, total=ours.total
        )
    comparison = figure.comparison
    if comparison is None:
        return ""
    entry = codes.indicators(edition).loc[comparison.indicator]
    told = {"title": entry[f"title_{lang}"], "year": comparison.year, "source": entry[f"source_short_{lang}"]}
    if comparison.by == "value":
        value = i18n.number(_own(code, comparison), lang, int(entry["decimals"]))
        return _(
            "Our own series, {title} ({source}), has {value} ({unit}) for {year}: both are shown."
        ).format(value=value, unit=entry[f"unit_{lang}"], **told)
    values = data.load_observations(comparison.indicator, years=comparison.year).set_index("iso3")["value"]
    rank, shared = int(values.rank(ascending=False, method="min")[code]), int((values == values[code]).sum())
    text = (
        _("Our own series, {title} ({source}), puts it at place {rank} of {n} for {year}.")
        if shared == 1
        else _(
            "Our own series, {title} ({source}), puts it at place {rank} of {n} for {year}, shared by {shared} countries."
        )
    )
    return text.format(rank=rank, n=len(values), shared=shared, **told)


def _share_row(code: str, figure: Reported, lang: str) -> dict[str, object]:
    row = {
        "label": _in(figure.label, lang),
        "value": figure.value,
        "qualifier": figure.qualifier,
        "unit": _in(figure.unit, lang),
        "year": figure.year,
        "own": float("nan"),
        "own_unit": "",
        "own_year": None,
        "own_source": "",
    }
    if figure.comparison is None:
        return row
    entry = codes.indicators(codes.default_edition()).loc[figure.comparison.indicator]
    return row | {
        "own": _own(code, figure.comparison),
        "own_unit": entry[f"unit_{lang}"],
        "own_year": figure.comparison.year,
        "own_source": entry[f"source_short_{lang}"],
    }


def _own(code: str, comparison: Comparison) -> float:
    """Our own value, NaN where there is none."""
    found = data.load_observations(comparison.indicator, years=comparison.year).set_index("iso3")["value"]
    return float(found.get(code, float("nan")))


def _sources(cited: list[Citation], lang: str) -> str:
    return " ".join(dict.fromkeys(_in(citation.text, lang) for citation in cited))


def _moment(when: Moment, lang: str) -> str:
    return charts.moment_label(when.start, when.end, when.precision, lang)


def _list(theme: Theme, lang: str) -> tuple[str, list[str]]:
    return _in(theme.title, lang), [_in(item.text, lang) for item in theme.items]


def _in(text: Text, lang: str) -> str:
    return str(getattr(text, lang))


def _of_kind(code: str, kind: str) -> list[Reported]:
    return [figure for figure in _story(code).figures if figure.kind == kind]


def _story(code: str) -> Story:
    return data.load_stories()[code]
