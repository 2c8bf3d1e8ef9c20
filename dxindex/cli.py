"""The command line: ``python -m dxindex COMMAND``, where figures meet what is computed of them.

A command is one function from parsed arguments and figures to the table it prints: :mod:`dxindex.cli_commands`.
Here figures are loaded, and results leave. Data goes to standard output, everything else to standard error. Exit
status 0, 1 for bad input, 2 for usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

import dxindex as dx
from dxindex import own
from dxindex.cli_bundle import view_of, write_bundle
from dxindex.cli_commands import COMMANDS
from dxindex.cli_formats import Leaving, command_of, leave, own_source, own_version, render_file
from dxindex.cli_option_groups import DEFAULT_EDITION
from dxindex.cli_options import build_parser, check_usage
from dxindex.cli_own import Surroundings, load_own, run_check
from dxindex.cli_publish import publish_site
from dxindex.cli_records import describe_file, record_run, reproduce
from dxindex.cli_study import Answer, Background, Figures, say, weighted
from dxindex.errors import DxIndexError, InputError
from dxindex.output import TEXTS, render_table, write_whole
from dxindex.progress import show_progress
from dxindex.runs import RECORD_SUFFIX


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; usage faults exit with 2 as argparse does."""
    parser = build_parser(COMMANDS)
    arguments = parser.parse_args(argv)
    check_usage(parser, arguments)
    try:
        if arguments.name == "reproduce":
            reproduce(arguments, COMMANDS, _describe_data, _remade)
        elif arguments.name == "check":
            return run_check(arguments, _surroundings())
        elif arguments.name == "publish":
            publish_site(arguments)
        elif arguments.name == "bundle":
            bundle_view(arguments)
        else:
            _run(arguments)
    except BrokenPipeError:
        # The reader (as in `| head`) has what it wanted. What is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except DxIndexError as error:
        say(f"dxindex: {error}")
        return 1
    return 0


def _run(arguments: argparse.Namespace) -> None:
    answer = _answer(arguments)
    content = _rendered(arguments, answer, arguments.data.name if arguments.data else "")
    if arguments.output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    output: Path = arguments.output
    record = record_run(arguments, answer, content, _describe_data)
    write_whole(output, content)
    write_whole(output.with_name(output.name + RECORD_SUFFIX), record.to_json())


def _answer(arguments: argparse.Namespace) -> Answer:
    command: Callable[[argparse.Namespace, Figures], pd.DataFrame] = arguments.command
    figures = _load(arguments)
    with show_progress(arguments.name, sys.stderr):
        table = command(arguments, figures)
    return Answer(table, figures)


def _remade(arguments: argparse.Namespace, name: str) -> bytes:
    return _rendered(arguments, _answer(arguments), name)


def bundle_view(arguments: argparse.Namespace) -> None:
    """Write the ZIP that makes a view's scores, ranks, groups and rank intervals again."""
    import data
    from dxindex.bundle import bundle, used_columns

    figures = _load(arguments)
    name = arguments.data.name if arguments.data else ""
    used = used_columns(figures.panel, weighted(arguments, figures.framework))
    version, sources = _origin(arguments, figures, name, used)
    view = view_of(
        arguments,
        figures,
        period=figures.period or name,
        version=version,
        sources=sources,
        licences={} if arguments.data else data.licence_texts(sources.index),
        command=command_of(_told(arguments, figures, name), figures.framework),
    )
    write_bundle(arguments.output, lambda: bundle(view), data.archived)


# Results


def _rendered(arguments: argparse.Namespace, answer: Answer, name: str) -> bytes:
    """Return a result in the form asked for; ``name`` is of the file of one's own, if there is one.

    Where files and folders are on this machine is nobody else's business: they are named without it.
    """
    if arguments.format in TEXTS:
        return render_table(answer.table, arguments.format)
    figures = answer.figures
    version, sources = _origin(arguments, figures, name, figures.framework.indicators)
    told = _told(arguments, figures, name)
    leaving = leave(told, figures.framework, period=figures.period, version=version, sources=sources)
    return render_file(answer.table, arguments.format, leaving, _pack)


def _told(arguments: argparse.Namespace, figures: Figures, name: str) -> argparse.Namespace:
    named = {"edition": figures.edition or None, "data": name or None}
    if arguments.figures:
        named["figures"] = Path(arguments.figures).name
    return argparse.Namespace(**{**vars(arguments), **named})


def _origin(
    arguments: argparse.Namespace, figures: Figures, name: str, indicators: Iterable[str]
) -> tuple[str, pd.DataFrame]:
    """Return the version of the figures and the sources of some; ``name`` is of the file of one's own."""
    described = _describe_data(arguments, Path())
    if figures.background is None:
        return own_version(described["sha256"]), own_source(name, described["sha256"])
    return described["version"], figures.background.sources(indicators)


def _describe_data(arguments: argparse.Namespace, folder: Path) -> dict[str, str]:
    """Return which figures are meant, so that any other can be told from them."""
    if arguments.data is not None:
        return describe_file(arguments.data, folder)
    import data

    try:
        return {"version": data.version(_folder(arguments))}
    except data.DataError as error:
        raise InputError(str(error)) from error


def _pack(table: pd.DataFrame, fields: Mapping[str, str], leaving: Leaving) -> bytes:
    """Return a result as a data package, with the index that it rests on."""
    import data

    result = data.PackageTable(
        name="result",
        title=leaving.told.title,
        description=f"{leaving.told.unit}. Made by: {leaving.command}",
        table=table,
        fields=fields,
        key=tuple(table.columns[: leaving.told.keys]),
        sources=tuple(leaving.sources.index),
    )
    return data.pack(
        [result],
        name="dxindex-result",
        title=leaving.told.title,
        description=f"{leaving.caption.version}. The index is in framework.toml.",
        version=leaving.version,
        sources=leaving.sources,
        files={"framework.toml": leaving.framework.to_toml().encode()},
        more={"command": leaving.command},
    )


# Figures


def _load(arguments: argparse.Namespace) -> Figures:
    """Return the figures a command asks for; the framework is one that was named, or comes with them."""
    if arguments.data:
        figures, framework = load_own(arguments, _named(arguments.framework), _surroundings())
        panel = figures.panel(arguments.year).rename_axis(figures.understanding.column_of("unit"))
        year = arguments.year or max(figures.years, default="")
        return Figures(panel, panel, framework, period=str(year))
    import data

    edition, folder = arguments.edition or DEFAULT_EDITION, _folder(arguments)
    try:
        panel = data.load_panel(edition, folder=folder)
        everyone = data.load_panel(edition, units="all", folder=folder) if arguments.units == "all" else panel
        framework = _named(arguments.framework) or dx.load_framework(
            str(_all_editions(folder).loc[edition, "framework"])
        )
    except data.DataError as error:
        raise InputError(str(error)) from error
    return Figures(panel, everyone, framework, edition, _background(edition, folder), edition)


def _background(edition: str, folder: Path | None) -> Background:
    """Return what else is known of an edition."""
    import data

    def sources(indicators: Iterable[str]) -> pd.DataFrame:
        origins = data.load_vintages(edition, folder=folder)
        used = origins.loc[origins["indicator"].isin(list(indicators)), "source"]
        known = data.load_sources(folder=folder)
        return known[known.index.isin(used.unique())]

    return Background(
        countries=lambda: data.load_countries(edition, folder=folder),
        observations=lambda: data.load_observations(folder=folder),
        year=lambda: int(_all_editions(folder)["year"][edition]),
        sources=sources,
    )


def _surroundings() -> Surroundings:
    """Return what is known of indicators and economies, for figures of one's own."""
    import data

    catalogue = own.read_catalogue(data.load_indicators())
    return Surroundings(catalogue, own.Places(data.recognise_places, data.nearest_places))


def _folder(arguments: argparse.Namespace) -> Path | None:
    """Return the snapshot folder that ``--figures`` names; None is the one that ships."""
    if arguments.figures in (None, "snapshot"):
        return None
    if arguments.figures != "refreshed":
        return Path(arguments.figures)
    import data

    folder = data.refreshed_folder()
    if folder is None:
        raise InputError("there are no refreshed figures yet: make them with 'python -m data refresh'")
    return folder


def _all_editions(folder: Path | None) -> pd.DataFrame:
    import data

    return pd.concat([data.editions(), data.yearly_editions(folder=folder)])


def _named(framework: dx.Framework | str | None) -> dx.Framework | None:
    return dx.load_framework(framework) if isinstance(framework, str) else framework
