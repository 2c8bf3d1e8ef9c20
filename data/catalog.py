"""The catalogue: what each series is, where it comes from and under which licence.

`indicators.toml` and `sources.toml` are the only places that know a publisher's codes, licences and vintages.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.derived import DERIVATIONS
from data.fields import FOLDER, Fields, Text, open_toml

ROLES = ("series", "economies", "income_groups", "derived")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_VINTAGE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Licence:
    """A licence under which figures may be used and passed on."""

    id: str
    name: Text
    url: str
    file: str


@dataclass(frozen=True)
class Source:
    """One publisher's file (or `role` "derived": computed here)."""

    id: str
    role: str
    file: str
    sha256: str
    importer: str
    places: str
    years: tuple[int, ...]
    years_reason: str
    flag: str
    title: Text
    short: Text
    publisher: Text
    licence: Licence
    citation: str
    vintage: str
    landing_page: str
    obtained: str
    notes: Text


@dataclass(frozen=True)
class Indicator:
    """One series: its meaning, unit, direction and origin."""

    id: str
    sources: tuple[str, ...]
    codes: tuple[str, ...]
    inputs: tuple[str, ...]
    direction: int
    range: tuple[float, float]
    decimals: int
    title: Text
    short: Text
    unit: Text
    year_note: Text
    note: Text


@dataclass(frozen=True)
class LeftOut:
    """A file that was at hand and was deliberately not imported."""

    file: str
    title: str
    reason: str


@dataclass(frozen=True)
class Catalogue:
    """All series and sources, in the order of their files; read-only."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    left_out: tuple[LeftOut, ...]

    def of_source(self, source: str) -> list[Indicator]:
        """Return the indicators that a source feeds."""
        return [indicator for indicator in self.indicators.values() if source in indicator.sources]


@cache
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read and check `sources.toml` and `indicators.toml`.

    Returns:
        The catalogue, checked as a whole; frozen, so that callers can share it.

    Raises:
        CatalogueError: any fault in either file; all of them are listed.

    Source: Our World in Data's `etl`, where each input carries producer, citation, licence and checksum.

    >>> load_catalogue().indicators["internet_users"].unit.vi
    '% dân số'
    """
    sources, left_out = _read_sources(folder / "sources.toml")
    indicators = _read_indicators(folder / "indicators.toml", sources)
    return Catalogue(MappingProxyType(indicators), MappingProxyType(sources), left_out)


def _read_sources(path: Path) -> tuple[dict[str, Source], tuple[LeftOut, ...]]:
    with open_toml(path) as top:
        licences = {licence.id: licence for licence in map(_licence, top.take_tables("licence"))}
        sources = [_source(fields, licences) for fields in top.take_tables("source")]
        left_out = tuple(
            LeftOut(*(fields.take(key, str) for key in ("file", "title", "reason")))
            for fields in top.take_tables("left_out", required=False)
        )
        for role in ("economies", "income_groups"):
            if [source.role for source in sources].count(role) != 1:
                top.fault(f"exactly one source must have the role {role}")
    return {source.id: source for source in sources}, left_out


def _licence(fields: Fields) -> Licence:
    return Licence(
        id=fields.take("id", str),
        name=fields.take_text("name"),
        url=_matching(fields, "url", _URL),
        file=fields.take("file", str, ""),
    )


def _source(fields: Fields, licences: Mapping[str, Licence]) -> Source:
    role = fields.take("role", str, "series")
    if role not in ROLES:
        fields.fault(f"role must be one of {', '.join(ROLES)}")
    licence_id = fields.take("licence", str)
    if licence_id not in licences:
        fields.fault(f"unknown licence {licence_id}")
    has_file = role != "derived"
    source = Source(
        id=_matching(fields, "id", _ID),
        role=role,
        file=fields.take("file", str) if has_file else "",
        sha256=_matching(fields, "sha256", _SHA256) if has_file else "",
        importer=_matching(fields, "importer", _ID) if has_file else "",
        places=fields.take("places", str) if has_file else "",
        years=fields.take_list("years", int, []),
        years_reason=fields.take("years_reason", str, ""),
        flag=fields.take("flag", str, ""),
        title=fields.take_text("title"),
        short=fields.take_text("short"),
        publisher=fields.take_text("publisher"),
        licence=licences.get(licence_id, Licence("", Text("", ""), "", "")),
        citation=fields.take("citation", str),
        vintage=_matching(fields, "vintage", _VINTAGE),
        landing_page=_matching(fields, "landing_page", _URL),
        obtained=fields.take("obtained", str),
        notes=fields.take_text("notes", required=False),
    )
    if has_file and not (FOLDER / "importers" / f"{source.importer}.py").is_file():
        fields.fault(f"there is no importer {source.importer}")
    if source.years and not source.years_reason:
        fields.fault("years needs a years_reason")
    return source


def _read_indicators(path: Path, sources: Mapping[str, Source]) -> dict[str, Indicator]:
    indicators: dict[str, Indicator] = {}
    with open_toml(path) as top:
        for fields in top.take_tables("indicator"):
            indicator = _indicator(fields)
            _check_origin(indicator, sources, indicators, fields)
            indicators[indicator.id] = indicator
    return indicators


def _indicator(fields: Fields) -> Indicator:
    inputs = fields.take_list("inputs", str, [])
    indicator = Indicator(
        id=_matching(fields, "id", _ID),
        sources=fields.take_list("sources", str),
        codes=fields.take_list("codes", str, [] if inputs else None),
        inputs=inputs,
        direction=fields.take("direction", int),
        range=_range(fields),
        decimals=fields.take("decimals", int),
        title=fields.take_text("title"),
        short=fields.take_text("short"),
        unit=fields.take_text("unit"),
        year_note=fields.take_text("year_note"),
        note=fields.take_text("note", required=False),
    )
    if indicator.direction not in (-1, 0, 1):
        fields.fault("direction must be 1, -1 or 0")
    if indicator.decimals < 0:
        fields.fault("decimals must be 0 or more")
    return indicator


def _check_origin(
    indicator: Indicator, sources: Mapping[str, Source], earlier: Mapping[str, Indicator], fields: Fields
) -> None:
    if not indicator.sources:
        fields.fault("sources is empty")
    for name in indicator.sources:
        if name not in sources:
            fields.fault(f"unknown source {name}")
        elif (sources[name].role == "derived") != bool(indicator.inputs):
            fields.fault(
                f"source {name}: a derived series has inputs and a source of role derived, others neither"
            )
    if indicator.inputs and indicator.id not in DERIVATIONS:
        fields.fault("no formula for it in data/derived.py")
    for name in indicator.inputs:
        if name not in earlier:
            fields.fault(f"input {name} must be declared before it")
    if not indicator.codes and not indicator.inputs:
        fields.fault("codes is empty")


def _range(fields: Fields) -> tuple[float, float]:
    bounds = fields.take_list("range", float)
    if len(bounds) != 2 or bounds[0] >= bounds[1]:
        fields.fault("range must be two numbers with a decimal point, the lower first")
        return (0.0, 1.0)
    return (bounds[0], bounds[1])


def _matching(fields: Fields, key: str, pattern: re.Pattern[str]) -> str:
    value = fields.take(key, str)
    if value and not pattern.fullmatch(value):
        fields.fault(f"{key} {value!r} does not look right (pattern {pattern.pattern})")
    return value
