"""Figures of one's own on the command line: read, understood and checked as on the dashboard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dxindex as dx
from dxindex import own
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import flat_framework

_LANGUAGE = "en"  # of everything the command line says


@dataclass(frozen=True)
class Surroundings:
    """What is known beforehand: indicators of the catalogue, and how economies are recognised."""

    catalogue: own.Catalogue
    places: own.Places


def add_own_options(source: Any) -> None:
    """Add the options that say how a table is read."""
    source.add_argument(
        "--data", type=Path, metavar="FILE", help=f"a table of your own: .{', .'.join(own.SUFFIXES)}"
    )
    source.add_argument("--sheet", metavar="NAME", help="of a workbook (default: the first with figures)")
    source.add_argument(
        "--year", type=int, metavar="Y", help="of --data (default: the newest that it has, if it has any)"
    )
    source.add_argument(
        "--unit",
        "--id",
        dest="id",
        metavar="COLUMN",
        help="column of --data with the units' codes or names (default: the one that looks it)",
    )
    source.add_argument(
        "--map",
        action="append",
        metavar="COLUMN=INDICATOR",
        help="read a column of --data as this indicator; may be repeated (default: by names and codes)",
    )


def add_axes_options(source: Any) -> None:
    """Add the options that make a framework of the columns of a table."""
    for axis, words in (("x", "across"), ("y", "up")):
        source.add_argument(
            f"--{axis}",
            metavar="COLUMN,...",
            help=f"columns of --data that make the axis {words}, equally weighted",
        )
    source.add_argument("--less-is-better", metavar="COLUMN,...", help="columns of --x and --y to turn round")


def add_check(subparsers: Any) -> None:
    """Add the command ``check`` to a parser's commands."""
    command = subparsers.add_parser(
        "check", help="what is understood of a table or framework of your own, and every fault of it"
    )
    add_own_options(command)
    command.add_argument("--framework", metavar="FILE.toml", help="a framework of your own")
    command.set_defaults(command=None)


def check_own_usage(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Exit with a usage fault where options on one's own figures do not go together."""
    given = vars(arguments)
    if given["name"] == "check" and not given.get("data") and not given.get("framework"):
        parser.error("check needs --data, --framework or both")
    for key, flag in (
        ("id", "--unit"),
        ("map", "--map"),
        ("sheet", "--sheet"),
        ("year", "--year"),
        ("x", "--x"),
    ):
        if given.get(key) is not None and not given.get("data"):
            parser.error(f"{flag} is about a table of your own; give it with --data")
    if bool(given.get("x")) != bool(given.get("y")):
        parser.error("--x and --y make two axes; give both")
    if given.get("x") and given.get("framework"):
        parser.error("--x and --y make a framework; leave out --framework")
    if given.get("less_is_better") and not given.get("x"):
        parser.error("--less-is-better turns columns of --x and --y; give these")


def load_own(
    arguments: argparse.Namespace, framework: dx.Framework | None, known: Surroundings
) -> tuple[own.OwnData, dx.Framework]:
    """Return the figures of ``--data``, and the framework: as named, of ``--x`` and ``--y``, or all columns equal.

    Raises
    ------
    InputError
        Where nothing of the file can be used; every fault is named, a line each.
    OptionError
        For columns that the file does not have.
    """
    try:
        data = _checked(arguments, framework, known)
    except own.RefusedFileError as error:
        lines = "\n".join(_lines(arguments.data, error.faults))
        raise InputError(f"data file '{arguments.data}' cannot be used:\n{lines}") from error
    for line in _lines(arguments.data, data.faults, data.n_faults):
        sys.stderr.write(f"{line}\n")
    if framework is None:
        framework = _proposed(arguments, data)
    return data, framework


def run_check(arguments: argparse.Namespace, known: Surroundings) -> int:
    """Say what is understood and what is wrong; return 0 where it can be used, else 1."""
    framework = None
    faults: tuple[own.Fault, ...] = ()
    try:
        if arguments.framework:
            framework = own.read_framework(_content(Path(arguments.framework)), arguments.framework)
            _print([repr(framework)])
    except own.RefusedFileError as error:
        _complain(arguments.framework, error.faults)
        return 1
    data = None
    if arguments.data:
        try:
            data = _checked(arguments, framework, known)
        except own.RefusedFileError as error:
            _complain(arguments.data, error.faults)
            return 1
        roles = [f"  {column}: {words}" for column, words in own.roles_told(data.understanding, _LANGUAGE)]
        _print([*data.words(_LANGUAGE), "Columns:", *roles])
        for line in _lines(arguments.data, data.faults, data.n_faults):
            sys.stderr.write(f"{line}\n")
    if framework is not None:
        faults = own.find_lacks(framework, data)
        _complain(arguments.framework, faults)
    return int(any(fault.kind == "lacks_figures" for fault in faults))


def _checked(
    arguments: argparse.Namespace, framework: dx.Framework | None, known: Surroundings
) -> own.OwnData:
    path: Path = arguments.data
    table = own.read_table(_content(path), path.name, arguments.sheet or "")
    if arguments.id is not None and arguments.id not in table.header:
        raise InputError(
            f"data file '{path}' has no column '{arguments.id}'; it has {name_ids(table.header)}",
            ids=[arguments.id],
        )
    roles = dict(_mapped(arguments.map or []))
    series = {name: role for name, role in roles.items() if name not in table.header}
    columns = {name: role for name, role in roles.items() if name in table.header}
    if arguments.id is not None:
        columns[arguments.id] = own.Role("unit")
    found = own.understand(
        table,
        catalogue=known.catalogue,
        places=known.places,
        framework=framework,
        roles=columns,
        series=series,
    )
    unknown = [name for name in series if name not in found.series]
    if unknown:
        raise OptionError(
            f"--map: data file '{path}' has no column {name_ids(unknown)}; it has {name_ids(table.header)}",
            ids=unknown,
        )
    return own.check(found)


def _mapped(pairs: Iterable[str]) -> Iterable[tuple[str, own.Role]]:
    for pair in pairs:
        column, mark, indicator = pair.rpartition("=")
        if not mark or not column or not indicator:
            raise OptionError(f"--map: '{pair}' is not COLUMN=INDICATOR", ids=[pair])
        yield column, own.Role("figure", indicator)


def _proposed(arguments: argparse.Namespace, data: own.OwnData) -> dx.Framework:
    if not arguments.x:
        return flat_framework(data.indicators.index)
    ids = {str(column): str(indicator) for indicator, column in data.indicators["column"].items()}

    def chosen(text: str) -> list[str]:
        return [ids.get(name, name) for name in text.split(",")]

    less = dict.fromkeys(chosen(arguments.less_is_better), -1) if arguments.less_is_better else {}
    axes = {"x": chosen(arguments.x), "y": chosen(arguments.y)}
    return own.propose_framework(data, axes, less, year=arguments.year)


def _content(path: Path) -> bytes:
    """The file, or so much of it that it is refused as too large."""
    try:
        with path.open("rb") as stream:
            return stream.read(own.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(
            f"no data file '{path}'" if path.suffix != ".toml" else f"no framework file '{path}'"
        ) from error
    except OSError as error:
        raise InputError(f"file '{path}' cannot be read: {error.strerror}") from error


def _lines(path: Path | str, faults: Iterable[own.Fault], count: int = 0) -> list[str]:
    """A line a fault, and one for those that are counted only."""
    lines = [_line(path, fault) for fault in faults]
    if count > len(lines):
        lines.append(f"{path}: {count - len(lines)} more faults are not listed")
    return lines


def _line(path: Path | str, fault: own.Fault) -> str:
    meaning, remedy = own.told(fault, _LANGUAGE)
    place = [
        str(path),
        *([f"row {fault.row}"] if fault.row else []),
        *([fault.column] if fault.column else []),
    ]
    found = f"“{fault.found}”: " if fault.found else ""
    return f"{', '.join(place)}: {found}{meaning} {remedy}"


def _complain(path: Path | str, faults: Iterable[own.Fault]) -> None:
    for line in _lines(path, faults):
        sys.stderr.write(f"{line}\n")


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
