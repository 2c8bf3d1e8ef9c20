"""What a story is made of: reported facts, each with its citation, in both languages."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from data.fields import Text

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

        >>> from data import load_stories
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
