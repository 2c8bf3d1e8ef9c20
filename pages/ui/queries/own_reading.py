"""A visitor's file: opened, understood with what they chose, checked, and what is wrong with it.

Nothing of a file may be kept between sessions: no function that takes one is cached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n, own
from dxindex.own.known import Finder, known_of
from dxindex.own.limits import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_FAULTS, MAX_FRAMEWORK_BYTES, MAX_ROWS
from dxindex.own.proposal import Proposal
from pages.ui.queries import written
from pages.ui.queries.figure import Sheet

SUFFIXES = own.SUFFIXES
KINDS = (own.ECONOMIES, own.UNITS)
MAX_MEGABYTES = MAX_BYTES // (1024 * 1024)
MAX_INDEX_MEGABYTES = max(1, MAX_FRAMEWORK_BYTES // (1024 * 1024))  # the uploader counts in whole ones
FIRST_ROWS = 5


@dataclass(frozen=True)
class File:
    """A file as it was brought."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Choices:
    """How a person wants a table to be read, where it is not as proposed; see :func:`dxindex.own.understand`."""

    roles: Mapping[str, own.Role] = field(default_factory=dict)
    series: Mapping[str, own.Role] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True, eq=False)
class Opened:
    """A file as a table of cells; None where it is refused, and the faults say why."""

    table: own.Table | None
    faults: tuple[own.Fault, ...] = ()


@dataclass(frozen=True, eq=False)
class GivenIndex:
    """An index that was brought; None where it is refused, and the faults say why."""

    framework: dx.Framework | None
    faults: tuple[own.Fault, ...] = ()


@dataclass(frozen=True, eq=False)
class Reading:
    """What was understood of a table: the figures, None where they are refused, and all faults.

    ``roles`` are of its columns, those of a refused table too, so that they can be corrected.
    """

    table: own.Table
    roles: Mapping[str, own.Role]
    series: Mapping[str, own.Role]
    figures: own.OwnData | None
    faults: tuple[own.Fault, ...]
    n_faults: int
    framework: dx.Framework | None


@cache
def catalogue() -> own.Catalogue:
    """The indicators that columns are compared with."""
    return own.read_catalogue(data.load_indicators())


def limits(lang: str) -> dict[str, str]:
    """How much of a file is read."""
    return {
        "megabytes": i18n.number(MAX_MEGABYTES, lang, 0),
        "rows": i18n.number(MAX_ROWS, lang, 0),
        "columns": i18n.number(MAX_COLUMNS, lang, 0),
        "cells": i18n.number(MAX_CELLS, lang, 0),
    }


def open_file(file: File, sheet: str) -> Opened:
    """Open a file of figures; of a workbook one sheet (``""`` is the first that holds figures)."""
    try:
        return Opened(own.read_table(file.content, file.name, sheet))
    except own.RefusedFileError as error:
        return Opened(None, error.faults)


def read_index(file: File) -> GivenIndex:
    """Read an index that was brought."""
    try:
        return GivenIndex(own.read_framework(file.content, file.name))
    except own.RefusedFileError as error:
        return GivenIndex(None, error.faults)


def read(table: own.Table, choices: Choices, framework: dx.Framework | None, lang: str) -> Reading:
    """Understand a table and check its figures; ``lang`` is of the names that may be meant."""
    understanding: own.Understanding | None = None
    try:
        understanding = own.understand(
            table,
            catalogue=catalogue(),
            framework=framework,
            places=own.Places(data.recognise_places, partial(data.nearest_places, language=lang)),
            roles=choices.roles,
            series=choices.series,
            kind=choices.kind,
        )
        figures = own.check(understanding)
    except own.RefusedFileError as error:
        roles = understanding.roles if understanding else {**_proposed(table, framework), **choices.roles}
        series = understanding.series if understanding else choices.series
        return Reading(table, roles, series, None, error.faults, len(error.faults), framework)
    series = understanding.series
    return Reading(table, understanding.roles, series, figures, figures.faults, figures.n_faults, framework)


def _proposed(table: own.Table, framework: dx.Framework | None) -> dict[str, own.Role]:
    """What the columns of a table that cannot be understood would be taken for."""
    own_index = known_of(framework, catalogue()) if framework else {}
    return Proposal(table, Finder({"framework": own_index, "catalogue": catalogue()}), None).make()


def understood(figures: own.OwnData, lang: str) -> list[str]:
    """Say how a file was read, a sentence each; they hold texts of the file."""
    return figures.words(lang)


def titles_of(figures: own.OwnData, lang: str) -> dict[str, str]:
    """Title of each indicator, and its id where another has the same title."""
    titles = figures.indicators[f"title_{lang}"]
    same = titles.duplicated(keep=False)
    return {
        str(indicator): f"{title} ({indicator})" if same[indicator] else str(title)
        for indicator, title in titles.items()
    }


def unit_names(figures: own.OwnData) -> pd.Series[str]:
    """Name of each unit, and its code where another has the same name; no two are the same."""
    names, units = figures.units["name"], pd.Series(figures.units.index, figures.units.index)
    told = names.where(~names.duplicated(keep=False), names + " (" + units + ")")
    return told if told.is_unique else units


def first_rows(figures: own.OwnData, lang: str) -> pd.DataFrame | object:
    """The first units with their figures of the newest year."""
    _ = i18n.translator(lang)
    rows = figures.panel().head(FIRST_ROWS).rename(columns=titles_of(figures, lang))
    table = rows.reset_index(drop=True)
    names = unit_names(figures).head(FIRST_ROWS).tolist()
    table.insert(0, _("Name"), names, allow_duplicates=True)
    return written.written(table, lang)


def faults_table(faults: tuple[own.Fault, ...], lang: str) -> pd.DataFrame:
    """Faults, then remarks, with place, meaning and remedy."""
    _ = i18n.translator(lang)
    sorts = {False: _("fault"), True: _("remark")}
    rows = [
        (sorts[fault.remark], fault.row, fault.column, fault.found, *own.told(fault, lang))
        for fault in sorted(faults, key=lambda fault: fault.remark)
    ]
    columns = ["sort", "row", "column", "found", "meaning", "remedy"]
    return pd.DataFrame(rows, columns=columns).astype({"row": "Int64"})


def count_faults(faults: tuple[own.Fault, ...], n_faults: int, lang: str) -> str:
    """Say how many faults and remarks there are; those beyond what is kept are only counted."""
    _ = i18n.translator(lang)
    if n_faults > len(faults):
        return _("**Faults and remarks: {n}**, of which the first {shown} are listed.").format(
            n=i18n.number(n_faults, lang, 0), shown=i18n.number(MAX_FAULTS, lang, 0)
        )
    remarks = sum(fault.remark for fault in faults)
    return _("**Faults: {faults}. Remarks, by which nothing is lost: {remarks}.**").format(
        faults=i18n.number(n_faults - remarks, lang, 0), remarks=i18n.number(remarks, lang, 0)
    )


def faults_sheet(faults: tuple[own.Fault, ...], name: str, lang: str, surface: str) -> Sheet:
    """The faults of a file to take away."""
    _ = i18n.translator(lang)
    titles = {
        "sort": _("Kind"),
        "row": _("Row"),
        "column": _("Column"),
        "found": _("What stands there"),
        "meaning": _("What it means"),
        "remedy": _("What to do"),
    }
    return Sheet(
        name="faults",
        title=_("Faults and remarks of {file}").format(file=own.quotable(name)),
        table=faults_table(faults, lang).rename(columns=titles),
        unit="",
        period="",
        source=own.quotable(name),
        lang=lang,
        surface=surface,
    )
