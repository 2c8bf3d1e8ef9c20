"""What four countries did, and what is meant by digital transformation: reported facts, each with its citation.

The facts are data (`stories/*.toml`): one file a country, one for the levels, one for the citations.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.catalog import load_catalogue
from data.fields import FOLDER, Fields, Text, open_toml

STORIES = FOLDER / "stories"
CODES = ("VNM", "SGP", "EST", "GBR")
KINDS = ("share", "amount", "rank")
QUALIFIERS = ("", "over", "about", "top", "aim")
COMPARED_BY = ("value", "rank")
_DECADE = re.compile(r"(\d{3})0s")
_MOMENT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Citation:
    """Where a fact was reported, and what the reporter quotes."""

    id: str
    text: Text
    url: str


@dataclass(frozen=True)
class Moment:
    """When something was, no more precisely than reported.

    `start` and `end` are its first and last day; `precision` is "decade", "span", "year", "month" or "day".
    """

    start: date
    end: date
    precision: str


@dataclass(frozen=True)
class Milestone:
    """What was done, and when."""

    when: Moment
    text: Text
    citation: Citation


@dataclass(frozen=True)
class Point:
    """A reported value of one year."""

    year: int
    value: float
    qualifier: str


@dataclass(frozen=True)
class Comparison:
    """The series of our own catalogue that measures the same: by its "value", or by the "rank" in it."""

    indicator: str
    year: int
    by: str


@dataclass(frozen=True)
class Figure:
    """One reported figure.

    Attributes:
        kind: "share" (value in per cent), "amount" or "rank".
        year: None where none was reported.
        qualifier: "" as reported, "over", "about", "top" (among the first so many), "aim" (not a result).
        series: the points reported, at least two, or none; the last is the figure itself.
        stated_times: the growth over the series as the report puts it ("more than so many times"); None
            without. `times` is what the points themselves give: the two need not agree.
    """

    id: str
    kind: str
    value: float
    year: int | None
    qualifier: str
    unit: Text
    label: Text
    text: Text
    series: tuple[Point, ...]
    stated_times: float | None
    comparison: Comparison | None
    citation: Citation

    @property
    def times(self) -> float | None:
        """How many times the first point of the series the last is; None without a series.

        >>> round(load_stories()["EST"].figure("e_residents").times, 2)
        11.33
        """
        return self.series[-1].value / self.series[0].value if self.series else None


@dataclass(frozen=True)
class Item:
    """An entry of a list; `id` is empty where nobody needs to find it."""

    id: str
    text: Text


@dataclass(frozen=True)
class Theme:
    """A list under a title, such as the eight priority sectors."""

    id: str
    title: Text
    items: tuple[Item, ...]
    citation: Citation


@dataclass(frozen=True)
class Story:
    """What one country did: milestones in order of time, figures and themes in order of telling."""

    iso3: str
    title: Text
    lead: Text
    milestones: tuple[Milestone, ...]
    figures: tuple[Figure, ...]
    themes: tuple[Theme, ...]

    def figure(self, figure: str) -> Figure:
        """Return a figure by its id, or raise `KeyError`."""
        return {each.id: each for each in self.figures}[figure]


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


def parse_moment(text: str) -> Moment:
    """Read when something was: "1990s", "2001/2005", "1996", "2017-05" or "2020-06-03".

    Raises:
        ValueError: none of these, or no such day.

    >>> parse_moment("2017-05")
    Moment(start=datetime.date(2017, 5, 1), end=datetime.date(2017, 5, 31), precision='month')
    >>> parse_moment("1990s").end.year
    1999
    """
    if decade := _DECADE.fullmatch(text):
        first = int(decade[1]) * 10
        return Moment(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    if "/" in text:
        first_part, last_part = (parse_moment(part) for part in text.split("/", 1))
        if last_part.start <= first_part.start:
            raise ValueError(f"{text!r} ends before it begins")
        return Moment(first_part.start, last_part.end, "span")
    parts = _MOMENT.fullmatch(text)
    if not parts:
        raise ValueError(f"{text!r} is no date such as 1990s, 2001/2005, 1996, 2017-05 or 2020-06-03")
    year, month, day = (int(part) if part else None for part in parts.groups())
    if year is None or month is None:
        return Moment(date(int(parts[1]), 1, 1), date(int(parts[1]), 12, 31), "year")
    if day is None:
        return Moment(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")
    return Moment(date(year, month, day), date(year, month, day), "day")


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
            Item(item.take("id", str, ""), Text(item.take("en", str), item.take("vi", str)))
            for item in fields.take_tables("items")
        ),
        citation=_citation(fields, cited, citations),
    )


def _citation(fields: Fields, cited: str, citations: Mapping[str, Citation]) -> Citation:
    name = fields.take("citation", str, cited)
    if name not in citations:
        fields.fault(f"no citation {name} in citations.toml")
        return Citation(name, Text("", ""), "")
    return citations[name]


def _one_of(fields: Fields, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
    value = fields.take(key, str, default)
    if value not in choices:
        fields.fault(f"{key} must be one of {', '.join(filter(None, choices))}")
    return value
