"""The sources: who publishes what, under which licence, and what the project took from it.

`sources.toml` is the only place that knows them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.fields import FOLDER, Fields, Text, open_toml

ROLES = ("series", "economies", "income_groups", "derived", "api")
API = "api"
"""The role of what is no file but a database of the publisher's API, which a refresh asks."""

ID = re.compile(r"[a-z][a-z0-9_]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_VINTAGE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_URL = re.compile(r"https?://\S+")
_FILELESS = ("derived", API)


@dataclass(frozen=True)
class Licence:
    """A licence under which figures may be used and passed on."""

    id: str
    name: Text
    url: str
    file: str


@dataclass(frozen=True)
class Source:
    """One publisher's file; or, by `role`, what is computed here ("derived") or asked of an API ("api")."""

    id: str
    role: str
    file: str
    sha256: str
    importer: str
    places: str
    database: int
    years: tuple[int, ...]
    years_left_out: tuple[int, ...]
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
    no_refresh: Text

    def wants(self, years: "pd.Series[int]", first: int) -> "pd.Series[bool]":
        """Tell which years are taken: those named or else every one from `first`, without those left out."""
        wanted = years.isin(self.years) if self.years else years >= first
        return wanted & ~years.isin(self.years_left_out)


@dataclass(frozen=True)
class LeftOut:
    """A file that was at hand and was deliberately not imported."""

    file: str
    title: str
    reason: str


def read_sources(path: Path) -> tuple[dict[str, Source], tuple[LeftOut, ...]]:
    """Read `sources.toml`; raises `CatalogueError` listing every fault."""
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
        url=matching(fields, "url", _URL),
        file=fields.take("file", str, ""),
    )


def _source(fields: Fields, licences: Mapping[str, Licence]) -> Source:
    role = fields.take("role", str, "series")
    if role not in ROLES:
        fields.fault(f"role must be one of {', '.join(ROLES)}")
    licence_id = fields.take("licence", str)
    if licence_id not in licences:
        fields.fault(f"unknown licence {licence_id}")
    has_file = role not in _FILELESS
    source = Source(
        id=matching(fields, "id", ID),
        role=role,
        file=fields.take("file", str) if has_file else "",
        sha256=matching(fields, "sha256", _SHA256) if has_file else "",
        importer=matching(fields, "importer", ID) if has_file else "",
        places=fields.take("places", str) if role != "derived" else "",
        database=fields.take("database", int) if role == API else 0,
        years=fields.take_list("years", int, []),
        years_left_out=fields.take_list("years_left_out", int, []),
        years_reason=fields.take("years_reason", str, ""),
        flag=fields.take("flag", str, ""),
        title=fields.take_text("title"),
        short=fields.take_text("short"),
        publisher=fields.take_text("publisher"),
        licence=licences.get(licence_id, Licence("", Text.blank(), "", "")),
        citation=fields.take("citation", str),
        vintage=matching(fields, "vintage", _VINTAGE) if role != API else "",
        landing_page=matching(fields, "landing_page", _URL),
        obtained=fields.take("obtained", str),
        notes=fields.take_text("notes", required=False),
        no_refresh=fields.take_text("no_refresh", required=False),
    )
    if has_file and not (FOLDER / "importers" / f"{source.importer}.py").is_file():
        fields.fault(f"there is no importer {source.importer}")
    if (source.years or source.years_left_out) and not source.years_reason:
        fields.fault("years needs a years_reason")
    return source


def matching(fields: Fields, key: str, pattern: re.Pattern[str]) -> str:
    """Take a text, noting a fault where it does not look as it must."""
    value = fields.take(key, str)
    if value and not pattern.fullmatch(value):
        fields.fault(f"{key} {value!r} does not look right (pattern {pattern.pattern})")
    return value
