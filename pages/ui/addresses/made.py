"""Finished answers: the files that pages offer, made by the same queries."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version

import dxindex as dx
from dxindex import i18n
from pages.ui.addresses import catalogue, described
from pages.ui.addresses.asked import Asked
from pages.ui.addresses.refusal import Refused
from pages.ui.queries import codes, country_report, downloads, drawn, files, tables, world
from pages.ui.queries.figure import Sheet

_log = logging.getLogger(__name__)
# Whatever writes bytes: another version of it may write others of the same figures.
_WRITERS = ("altair", "pandas", "pyarrow", "vl-convert-python")


@dataclass(frozen=True)
class Made:
    """A finished file."""

    content: bytes
    name: str


def tag(asked: Asked) -> str:
    """Name an answer by all that decides its bytes, without making it."""
    values = {code: value for code, value in asked.values.items() if value != ""}
    told = [
        asked.address.path,
        values,
        asked.link,
        codes.data_version(asked.edition),
        asked.edition,
        dx.METHOD_VERSION,
        dx.__version__,
        [version(writer) for writer in _WRITERS],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def make(asked: Asked, zipped: bool) -> Made:
    """Make what is asked for, as a browser that takes gzip gets it or as it is.

    Raises
    ------
    Refused
        Where there is nothing to show, and where the figures cannot be had.
    """
    try:
        made = _made(asked)
    except codes.FAULTS as fault:
        _log.error("%s cannot be made: %s", asked.address.path, type(fault).__name__)
        _ = i18n.translator(asked.lang)
        answer = {"error": _("This cannot be shown at present.")}
        raise Refused(503, answer, {"Retry-After": "60"}) from fault
    return replace(made, content=gzip.compress(made.content, mtime=0)) if zipped else made


def _made(asked: Asked) -> Made:
    makers: dict[str, Callable[[Asked], Made]] = {
        catalogue.RANKING: _ranking,
        catalogue.SCORES: _scores,
        catalogue.METADATA: _metadata,
        catalogue.SVG: _drawing,
        catalogue.PNG: _picture,
        catalogue.REPORT: _report,
    }
    return makers[asked.address.path](asked)


def _ranking(asked: Asked) -> Made:
    return _of_sheet(asked, _rankings(asked), "csv")


def _scores(asked: Asked) -> Made:
    content = downloads.scores_parquet(asked.edition, asked.lang, asked.link, asked.shown)
    return Made(content, f"dxindex-scores-{codes.label(asked.edition)}.parquet")


def _metadata(asked: Asked) -> Made:
    text = json.dumps(described.metadata(asked), ensure_ascii=False, indent=1)
    return Made(text.encode(), "dxindex-metadata.json")


def _drawing(asked: Asked) -> Made:
    return _of_sheet(asked, _sheet(asked), "svg")


def _picture(asked: Asked) -> Made:
    return _of_sheet(asked, _sheet(asked), "slide.png" if asked.values["form"] == "slide" else "png")


def _report(asked: Asked) -> Made:
    country, versus = str(asked.values["country"]), str(asked.values["vs"])
    content = country_report.made(asked.edition, country, versus, asked.lang, asked.link)
    return Made(content, f"dxindex-{country}-{codes.label(asked.edition)}-{asked.lang}.html")


def _of_sheet(asked: Asked, sheet: Sheet, kind: str) -> Made:
    content = files.of_sheet(sheet, kind, files.caption(sheet, asked.link, asked.edition))
    return Made(content, f"dxindex-{sheet.name}.{kind}")


def _sheet(asked: Asked) -> Sheet:
    if asked.page != catalogue.CHARTS[catalogue.PROFILE] and not asked.shown:
        _ = i18n.translator(asked.lang)
        raise Refused(404, {"error": _("No country is in all the sets that are asked for.")})
    charts: dict[str, Callable[[Asked], Sheet]] = {
        catalogue.TWO_AXIS: _two_axis,
        catalogue.MAP: _map,
        catalogue.RANKINGS: _rankings,
        catalogue.PROFILE: _profile,
        catalogue.INDICATORS: _indicators,
        catalogue.COVERAGE: _coverage,
    }
    return charts[str(asked.values["chart"])](asked)


def _rankings(asked: Asked) -> Sheet:
    search = str(asked.values["q"])
    return tables.ranking_sheet(asked.edition, asked.lang, asked.shown, search, asked.surface)


def _two_axis(asked: Asked) -> Sheet:
    flags = (asked.values[code] for code in ("size", "trail", "whisker", "outside"))
    named = (asked.values[code] for code in ("label", "country"))
    return drawn.two_axis(
        asked.edition, asked.values["c"], asked.shown, *flags, *named, asked.lang, asked.surface
    )


def _map(asked: Asked) -> Sheet:
    look = (asked.values["c"], asked.everywhere, asked.values["size"])
    return world.atlas(asked.edition, asked.values["by"], *look, asked.lang, asked.surface)


def _profile(asked: Asked) -> Sheet:
    return drawn.profile(
        asked.edition, asked.values["country"], asked.values["vs"], asked.lang, asked.surface
    )


def _indicators(asked: Asked) -> Sheet:
    return drawn.strips(asked.edition, asked.values["country"], asked.values["vs"], asked.lang, asked.surface)


def _coverage(asked: Asked) -> Sheet:
    return drawn.coverage(asked.edition, asked.lang, asked.surface)
