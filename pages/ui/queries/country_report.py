"""The country report: what it says is gathered here, and written as one page by ``dxindex.report``."""

from __future__ import annotations

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.caption import Caption
from dxindex.charts import level_name
from dxindex.charts.theme import level_marks
from dxindex.report import Level, Report, Score, build_report
from dxindex.words.sources import ours
from pages.ui.queries import certainty, citing, codes, country, scores, sentences, tables
from pages.ui.queries.figure import finished
from pages.ui.queries.memory import remembered

_HEIGHT = 560  # of the two-axis chart: a third of the sheet
_SURFACE = "light-large"  # it is printed at less than half its size


def made(edition: str, iso3: str, versus: str, lang: str, link: str) -> bytes:
    """The report on a country as a file, made when it is asked for."""
    return build_report(gathered(edition, iso3, versus, lang, link)).encode()


def gathered(edition: str, iso3: str, versus: str, lang: str, link: str) -> Report:
    """What the report says."""
    _ = i18n.translator(lang)
    scheme, colours = scores.framework(edition), charts.palette("light")
    grouping, shares = scores.groups(edition), certainty.group_shares(edition).loc[iso3]
    marks = level_marks(grouping.levels, colours)
    said = (
        sentences.country_sentence(edition, iso3, lang),
        sentences.firmness(edition, iso3, lang),
        " ".join(
            (
                sentences.pillar_sentence(edition, iso3, lang),
                *country.gap_sentences(edition, iso3, versus, lang),
            )
        ),
        sentences.level_text(edition, iso3, lang),
    )
    return Report(
        title=codes.country_names(edition, lang)[iso3],
        facts=sentences.country_facts(edition, iso3, lang),
        period=_("{edition} edition").format(edition=codes.edition_title(edition, lang)),
        lang=lang,
        sentences=[text.replace("**", "") for text in said if text.strip()],
        picture=_picture(edition, iso3, lang),
        picture_note=_(
            "Each mark is a country, shape and colour its group. Dashed lines: medians. Large outlines: group centres."
        ),
        scores=[_score(edition, iso3, node, name, lang) for node, name in _nodes(edition, lang).items()],
        levels=[
            Level(
                level_name(level, lang),
                float(shares[level]),
                level == scores.level(edition, iso3),
                marks[level][0],
            )
            for level in grouping.levels
        ],
        published=_published(edition, iso3, lang),
        columns=_columns(edition, iso3, versus, lang),
        figures=_figures(edition, iso3, versus, lang),
        cautions=_cautions(edition, iso3, lang),
        sources=_sources(edition),
        licences=_("Licences of the data: {names}.").format(names="; ".join(_licences(edition, lang))),
        version=_("Data version {data} (newest source file: {date}), method version {method}. {ours}").format(
            data=codes.data_version(edition),
            date=codes.indicators(edition).loc[list(scheme.indicators), "vintage"].astype(str).max(),
            method=dx.METHOD_VERSION,
            ours=ours(codes.is_reference(edition), lang),
        ),
        link=link,
    )


def _nodes(edition: str, lang: str) -> dict[str, str]:
    """Axes, each followed by its pillars, which stand below under their own names."""
    scheme = scores.framework(edition)
    return {node: scheme.label(node, lang) for node in scores.node_labels(edition, lang)}


def _score(edition: str, iso3: str, node: str, name: str, lang: str) -> Score:
    here = scores.position(edition, iso3, node)
    rank = i18n.MISSING if here.rank is None else f"{here.rank}/{here.total}"
    axis = node in scores.framework(edition).axis_ids
    if axis and (place := certainty.standing(edition, iso3, node)).low is not None:
        rank += f" ({place.low}–{place.high})"
    known = here.score == here.score  # NaN is the one value that differs from itself
    return Score(name, here.score if known else None, i18n.number(here.score, lang, 3), rank, axis)


@remembered(32)
def _picture(edition: str, iso3: str, lang: str) -> str:
    """The two-axis chart with the country named."""
    _ = i18n.translator(lang)
    colours = charts.palette(_SURFACE)
    chart = charts.two_axis(
        scores.result(edition),
        scores.groups(edition),
        highlight=(iso3,),
        names=codes.country_names(edition, lang),
        labels="highlighted",
        period=codes.edition_title(edition, lang),
        lang=lang,
        colours=colours,
    ).properties(height=_HEIGHT)
    spec = {name: part for name, part in finished(chart).items() if name != "title"}
    told = Caption(title=_("Digital adoption and enabling factors"))
    return charts.to_svg(spec, told, colours=colours, lang=lang)


def _published(edition: str, iso3: str, lang: str) -> list[str]:
    _ = i18n.translator(lang)
    rows = scores.published_of(edition, iso3)
    if rows.empty:
        return []
    lines = []
    for row in rows.itertuples():
        here = scores.position(edition, iso3, row.node)
        lines.append(
            _("{axis}: published {rank} of {total}, recomputed {ours} of {ours_total}.").format(
                axis=scores.framework(edition).label(row.node, lang),
                rank=row.rank,
                total=row.n_units,
                ours=i18n.MISSING if here.rank is None else here.rank,
                ours_total=here.total,
            )
        )
    return [*lines, str(rows.iloc[0][f"citation_{lang}"])]


def _columns(edition: str, iso3: str, versus: str, lang: str) -> list[str]:
    _ = i18n.translator(lang)
    return [
        _("Indicator"),
        _("Value"),
        _("Unit"),
        scores.comparator_name(edition, iso3, versus, lang),
        _("Rank"),
        _("Year"),
        _("Source"),
    ]


def _figures(edition: str, iso3: str, versus: str, lang: str) -> list[list[str]]:
    databases = codes.indicators(edition)[f"source_short_{lang}"]
    return [
        [
            row.indicator,
            i18n.number(row.value, lang, int(row.decimals)),
            row.unit,
            i18n.number(row.compared, lang, int(row.decimals)),
            *(i18n.MISSING if pd.isna(whole) else str(whole) for whole in (row.rank, row.year)),
            databases[row.Index],
        ]
        for row in tables.indicator_table(edition, iso3, versus, lang).itertuples()
    ]


def _cautions(edition: str, iso3: str, lang: str) -> list[str]:
    _ = i18n.translator(lang)
    group, *ranks = (statement.caution for statement in sentences.axis_statements(edition, iso3, lang))
    lines = [group] if group else []
    if any(ranks):
        lines.append(_("A rank alone says too much: quote it with its interval, in brackets beside it."))
    if not codes.is_reference(edition):
        lines.append(codes.edition_note(edition, lang))
    lines += sentences.figure_notes(edition, iso3, lang)
    lines.append(
        _(
            "Governance estimates are restandardised every year by their publisher: they are relative positions. The "
            "groups are our classification in the report's vocabulary: bands along one gradient, three by convention."
        )
    )
    return lines


def _sources(edition: str) -> list[str]:
    """Each source of the edition's index once, and how to cite this."""
    used = codes.indicators(edition).loc[list(scores.framework(edition).indicators)]
    return [*dict.fromkeys(used["citation"].astype(str)), citing.text(edition)]


def _licences(edition: str, lang: str) -> list[str]:
    _ = i18n.translator(lang)
    used = codes.indicators(edition).loc[list(scores.framework(edition).indicators)]
    by_licence: dict[str, dict[str, None]] = {}
    for row in used.itertuples():
        database = str(getattr(row, f"source_short_{lang}"))
        licence = str(getattr(row, f"licence_name_{lang}")) if row.licence else _("none stated")
        by_licence.setdefault(licence, {})[database] = None
    return [f"{licence} ({', '.join(databases)})" for licence, databases in by_licence.items()]
