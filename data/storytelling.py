"""What four countries did, and what is meant by digital transformation: reported facts, each with its citation.

The facts are data (`stories/*.toml`): one file a country, one for the levels, one for the citations.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.catalog import load_catalogue
from data.fields import FOLDER, LANGUAGES, Fields, Text, open_toml
from data.story import (
    Citation,
    Comparison,
    Figure,
    Item,
    Milestone,
    Moment,
    Point,
    Story,
    Theme,
    parse_moment,
)

STORIES = FOLDER / "stories"
CODES = ("VNM", "SGP", "EST", "GBR")
KINDS = ("share", "amount", "rank")
QUALIFIERS = ("", "over", "about", "top", "aim")
COMPARED_BY = ("value", "rank")


def load_stories() -> Mapping[str, Story]:
    """Return the stories by iso3, in the order in which they are told.

    Returns:
        Read-only mapping of iso3 to `Story`. Every text is there in English and Vietnamese; every milestone,
        figure and theme has its citation; figures keep the qualifier they were reported with.

    Raises:
        CatalogueError: a file of `data/stories/` is faulty; every fault is listed.

    >>> stories = load_stories()
    >>> list(stories)
    ['VNM', 'SGP', 'EST', 'GBR']
    >>> votes = stories["EST"].figure("votes_online")
    >>> votes.qualifier, votes.value, votes.unit.en, votes.year
    ('over', 40.0, '% of votes', 2019)
    """
    return _read_stories()


def load_levels() -> Mapping[str, Theme]:
    """Return what is meant by digital transformation.

    Returns:
        Read-only mapping of id to `Theme`: "levels" (digitisation, digitalisation, transformation), "groups"
        (where emerging, transitioning and transforming countries stand on them), "government" (three stages),
        "economy", "society", "citizenship" (nine elements) and "first_steps".

    Raises:
        CatalogueError: a file of `data/stories/` is faulty; every fault is listed.

    >>> [item.id for item in load_levels()["groups"].items]
    ['emerging', 'transitioning', 'transforming']
    """
    return _read_levels()


@cache
def _read_stories(folder: Path = STORIES) -> Mapping[str, Story]:
    citations = _read_citations(folder)
    stories = {}
    for iso3 in CODES:
        with open_toml(folder / f"{iso3.lower()}.toml") as top:
            stories[iso3] = _story(top, iso3, citations)
    return MappingProxyType(stories)


@cache
def _read_levels(folder: Path = STORIES) -> Mapping[str, Theme]:
    citations = _read_citations(folder)
    with open_toml(folder / "levels.toml") as top:
        cited = top.take("citation", str)
        themes = [_theme(fields, cited, citations) for fields in top.take_tables("theme")]
    return MappingProxyType({theme.id: theme for theme in themes})


@cache
def _read_citations(folder: Path) -> Mapping[str, Citation]:
    with open_toml(folder / "citations.toml") as top:
        citations = [
            Citation(fields.take("id", str), fields.take_text("text"), fields.take("url", str))
            for fields in top.take_tables("citation")
        ]
    return MappingProxyType({citation.id: citation for citation in citations})


def _story(top: Fields, iso3: str, citations: Mapping[str, Citation]) -> Story:
    cited = top.take("citation", str)
    story = Story(
        iso3=top.take("iso3", str),
        title=top.take_text("title"),
        lead=top.take_text("lead"),
        milestones=tuple(_milestone(fields, cited, citations) for fields in top.take_tables("milestone")),
        figures=tuple(_figure(fields, cited, citations) for fields in top.take_tables("figure")),
        themes=tuple(_theme(fields, cited, citations) for fields in top.take_tables("theme")),
    )
    if story.iso3 != iso3:
        top.fault(f"iso3 must be {iso3}, as the file is named")
    starts = [milestone.when.start for milestone in story.milestones]
    if starts != sorted(starts):
        top.fault("milestones must be in order of time")
    return story


def _milestone(fields: Fields, cited: str, citations: Mapping[str, Citation]) -> Milestone:
    written = fields.take("date", str)
    try:
        when = parse_moment(written)
    except ValueError as error:
        fields.fault(f"date: {error}")
        when = Moment(date.min, date.min, "day")
    return Milestone(when, fields.take_text("text"), _citation(fields, cited, citations))


def _figure(fields: Fields, cited: str, citations: Mapping[str, Citation]) -> Figure:
    figure = Figure(
        id=fields.take("id", str),
        kind=_one_of(fields, "kind", KINDS),
        value=fields.take("value", float),
        year=fields.take("year", int, 0) or None,
        qualifier=_one_of(fields, "qualifier", QUALIFIERS, ""),
        unit=fields.take_text("unit"),
        label=fields.take_text("label"),
        text=fields.take_text("text"),
        series=tuple(_point(point) for point in fields.take_tables("series", required=False)),
        stated_times=fields.take("stated_times", float, 0.0) or None,
        comparison=_comparison(fields) if "compare" in fields.names() else None,
        citation=_citation(fields, cited, citations),
    )
    if figure.kind == "share" and not 0 <= figure.value <= 100:
        fields.fault("value of a share must lie within 0 and 100")
    if figure.series:
        _check_series(fields, figure)
    elif figure.stated_times:
        fields.fault("stated_times needs a series")
    return figure


def _check_series(fields: Fields, figure: Figure) -> None:
    years = [point.year for point in figure.series]
    if len(years) < 2 or years != sorted(set(years)):
        fields.fault("series needs two or more points in order of time")
    if any(point.value <= 0 for point in figure.series):
        fields.fault("series must hold positive values")
    if figure.series[-1] != Point(figure.year or 0, figure.value, figure.qualifier):
        fields.fault("the last point of series must be the figure itself")


def _point(fields: Fields) -> Point:
    return Point(
        fields.take("year", int), fields.take("value", float), _one_of(fields, "qualifier", QUALIFIERS, "")
    )


def _comparison(fields: Fields) -> Comparison:
    table = fields.take_table("compare")
    comparison = Comparison(
        table.take("indicator", str), table.take("year", int), _one_of(table, "by", COMPARED_BY)
    )
    if comparison.indicator not in load_catalogue().indicators:
        table.fault(f"no series {comparison.indicator} in indicators.toml")
    return comparison


def _theme(fields: Fields, cited: str, citations: Mapping[str, Citation]) -> Theme:
    return Theme(
        id=fields.take("id", str),
        title=fields.take_text("title"),
        items=tuple(
            Item(item.take("id", str, ""), Text(*(item.take(language, str) for language in LANGUAGES)))
            for item in fields.take_tables("items")
        ),
        citation=_citation(fields, cited, citations),
    )


def _citation(fields: Fields, cited: str, citations: Mapping[str, Citation]) -> Citation:
    name = fields.take("citation", str, cited)
    if name not in citations:
        fields.fault(f"no citation {name} in citations.toml")
        return Citation(name, Text.blank(), "")
    return citations[name]


def _one_of(fields: Fields, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
    value = fields.take(key, str, default)
    if value not in choices:
        fields.fault(f"{key} must be one of {', '.join(filter(None, choices))}")
    return value
