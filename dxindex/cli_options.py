"""The options of the command line, and the arguments of a run spelled out in full."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import dxindex as dx
from dxindex.aggregate import resolve_aggregation
from dxindex.cli_bundle import add_bundle
from dxindex.cli_own import add_axes_options, add_check, add_own_options, check_own_usage
from dxindex.cli_publish import add_publish
from dxindex.errors import name_ids
from dxindex.output import FORMATS, TEXTS

DEFAULT_EDITION = "2014"
"""Edition that is meant when none is named."""

IMPUTATIONS = ("group_median", "knn", "last_observation")
NEED_SHIPPED = ("group_median", "last_observation")
"""Imputations that need what only the shipped figures bring: regions and incomes, or a history."""

TABLES = ("variance", "correlations", "components", "alpha", "validity", "availability")

NOT_RECORDED = ("command", "name", "framework", "output")
"""What a run record keeps apart from the options."""

REPEATED = ("map",)
"""Options that are given once for each of several values."""

Command = Callable[..., Any]


def build_parser(commands: dict[str, Command]) -> argparse.ArgumentParser:
    """Return the parser of all commands; ``commands`` holds the function of each."""
    parser = argparse.ArgumentParser(
        prog="python -m dxindex", description="Composite indices and country groups from open data."
    )
    parser.add_argument("--version", action="version", version=f"dxindex {dx.__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", dest="name")

    def add(name: str, description: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = subparsers.add_parser(name, parents=[*parents, _output()], help=description)
        command.set_defaults(command=commands[name])
        return command

    figures, method, groups = _figures(), _method(), _groups()
    seed, work = _seed(), _work()
    score = add("score", "scores, ranks and coverage of every unit on every node", figures, method)
    score.add_argument(
        "--nodes",
        choices=["axes", "pillars", "all"],
        help="which scores (default: axes in a table, else all)",
    )
    add("classify", "ordered groups of units by their scores", figures, method, groups, seed)
    stability = add(
        "stability",
        "how often each unit stays in its group on resamples",
        figures,
        method,
        groups,
        seed,
        work,
    )
    stability.add_argument("--runs", type=_whole, default=500, metavar="N", help="resamples (default: 500)")
    uncertainty = add(
        "uncertainty", "rank intervals over the assumptions of the index", figures, seed, work, _assumptions()
    )
    uncertainty.add_argument("--draws", type=_whole, default=10_000, metavar="N", help="default: 10000")
    uncertainty.add_argument("--level", type=float, default=0.9, help="of the intervals (default: 0.9)")
    uncertainty.add_argument(
        "--nodes", type=_names, metavar="NODE,...", help="nodes to rank by (default: the axes)"
    )
    sensitivity = add("sensitivity", "which assumptions matter: Sobol indices", figures, seed, _assumptions())
    sensitivity.add_argument(
        "--samples", type=_whole, default=1024, metavar="N", help="a power of two (default: 1024)"
    )
    sensitivity.add_argument("--level", type=float, default=0.95, help="of the intervals (default: 0.95)")
    sensitivity.add_argument(
        "--target",
        default="mean_rank_shift",
        metavar="UNIT",
        help="whose rank (default: mean_rank_shift, of all units)",
    )
    sensitivity.add_argument("--node", help="the rank on it (default: of all axes)")
    gap = add("gap", "why one unit's score differs from another's", figures, method)
    gap.add_argument("unit")
    gap.add_argument("other")
    gap.add_argument("--node", help="the score to explain (default: the last axis)")
    path = add("path", "the least change that reaches a rank or a group", figures, method, groups, seed)
    path.add_argument("unit")
    goal = path.add_mutually_exclusive_group(required=True)
    goal.add_argument("--group", help="the group to reach, such as transforming")
    goal.add_argument("--rank", type=_whole, help="the rank to reach, on --node")
    path.add_argument("--node", help="where the rank counts (default: the last axis)")
    path.add_argument(
        "--levers",
        type=_names,
        metavar="INDICATOR,...",
        help="what may change (default: below axis y)",
    )
    path.add_argument(
        "--unit-of-change",
        choices=["achieved", "spread"],
        help="achieved: upper quartile of five-year improvements in the unit's income group (default, shipped "
        "figures only); spread: standard deviation over the panel",
    )
    describe = add("describe", "what the index is like: which part carries it, what it says", figures, method)
    describe.add_argument("--table", choices=TABLES, default="variance", help="default: variance")
    describe.add_argument(
        "--among",
        default="pillars",
        help="indicators, pillars, axes, nodes, a node for its children, or ids separated by commas "
        "(default: pillars)",
    )
    describe.add_argument(
        "--correlation",
        choices=["pearson", "spearman", "kendall"],
        default="pearson",
        help="default: pearson",
    )
    describe.add_argument(
        "--criterion",
        metavar="COLUMN",
        help="column of --data to compare scores with (default, shipped figures: log of GDP per capita)",
    )
    add_check(subparsers)
    reproduce = subparsers.add_parser("reproduce", help="make the file of a run record again, byte for byte")
    reproduce.add_argument(
        "record", type=Path, metavar="RUN.json", help="as --output leaves it beside a file"
    )
    reproduce.add_argument(
        "--data", type=Path, metavar="FILE", help="where the record's own data file is now, if it was moved"
    )
    reproduce.add_argument(
        "--output", type=Path, metavar="FILE", help="write there (default: where the record says)"
    )
    reproduce.set_defaults(command=None)
    add_publish(subparsers)
    add_bundle(subparsers, figures, method, groups, seed)
    return parser


def spell_out(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return arguments that parse to the same options, defaults included, without the output file.

    >>> spell_out(argparse.Namespace(name="gap", unit="P", other="Q", scaled=True, node=None, nodes=["a", "b"]))
    ('gap', '--nodes=a,b', '--scaled', '--', 'P', 'Q')
    """
    given = {key: value for key, value in vars(arguments).items() if key not in NOT_RECORDED}
    positional = [str(given.pop(key)) for key in ("unit", "other") if key in given]
    options = [
        _flag(key) if item is True else f"{_flag(key)}={_text(item)}"
        for key, value in sorted(given.items())
        if value is not None and value is not False
        for item in (value if key in REPEATED else [value])
    ]
    return (arguments.name, *options, *(["--", *positional] if positional else []))


def _flag(key: str) -> str:
    return "--" + key.replace("_", "-")


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def check_usage(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Exit with a usage fault where options do not go together."""
    given = vars(arguments)
    check_own_usage(parser, arguments)
    if given.get("data") and (given.get("edition") or given.get("units") or given.get("figures")):
        parser.error(
            "--edition, --figures and --units choose among the catalogue's figures; leave them out with --data"
        )
    if given.get("format", TEXTS[0]) not in TEXTS and arguments.output is None:
        parser.error(f"--format {arguments.format} is not text; name a file with --output")
    if given.get("data") and given.get("impute") in NEED_SHIPPED:
        parser.error(f"--impute {arguments.impute} needs the shipped figures; with --data use knn")
    if given.get("data") and given.get("unit_of_change") == "achieved":
        parser.error("--unit-of-change achieved needs the shipped figures; with --data use spread")
    if given.get("criterion") and not given.get("data"):
        parser.error("--criterion names a column of --data; give both")
    if given.get("table") == "validity" and given.get("data") and not given.get("criterion"):
        parser.error("--table validity needs --criterion COLUMN with --data")


def _figures() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    source = options.add_argument_group("figures")
    source.add_argument(
        "--edition",
        help=f"edition of the catalogue's figures, such as {DEFAULT_EDITION} or, for any year, open-2012 "
        f"(default: {DEFAULT_EDITION})",
    )
    source.add_argument(
        "--figures",
        metavar="snapshot|refreshed|DIR",
        help="the catalogue's figures as shipped, as last refreshed, or in a snapshot folder (default: snapshot)",
    )
    source.add_argument(
        "--units",
        choices=["panel", "all"],
        help="all adds economies outside the panel, unranked (default: panel)",
    )
    add_own_options(source)
    add_axes_options(source)
    source.add_argument(
        "--framework",
        metavar="NAME|FILE.toml",
        help=f"{', '.join(dx.available_frameworks())}, or a file of your own (default: the edition's; "
        "with --data, every column equally weighted)",
    )
    source.add_argument(
        "--weights",
        metavar="equal|ID=WEIGHT,...",
        help="instead of the framework's; they count among siblings (default: as declared)",
    )
    return options


def _method() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    method = options.add_argument_group("method")
    method.add_argument(
        "--screen",
        type=float,
        metavar="SHARE",
        help="least share of indicators a unit must have (default: 0)",
    )
    method.add_argument("--impute", choices=IMPUTATIONS, help="fill what is missing (default: leave it out)")
    method.add_argument(
        "--treat", choices=list(dx.TREATMENTS), help="outliers (default: leave them as they are)"
    )
    method.add_argument(
        "--normalise",
        choices=list(dx.NORMALISATIONS),
        help="default: goalposts where the framework declares them, else minmax",
    )
    method.add_argument(
        "--aggregate",
        type=_aggregation,
        default="arithmetic",
        metavar="MEAN",
        help=f"{', '.join(dx.AGGREGATIONS)}, or a power as a number (default: arithmetic)",
    )
    return options


def _groups() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    groups = options.add_argument_group("groups")
    groups.add_argument(
        "--method", choices=list(dx.GROUPINGS), default="kmeans", help="way of grouping (default: kmeans)"
    )
    groups.add_argument(
        "--groups", type=int, choices=range(2, 7), default=3, metavar="2..6", help="how many groups"
    )
    groups.add_argument(
        "--features", default="axes", help="axes, pillars, or node ids separated by commas (default: axes)"
    )
    groups.add_argument("--scaled", action="store_true", help="bring every feature to the same spread first")
    return options


def _assumptions() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--assumptions", type=_names, metavar="NAME,...", help="which to vary (default: all that act)"
    )
    return options


def _seed() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--seed", type=int, default=0, help="of everything random (default: 0)")
    return options


def _work() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--jobs", type=int, metavar="N", help="workers (default: 1); results are the same")
    return options


def _output() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    output = options.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        help="parquet, excel and package (a Frictionless Data Package) hold title, unit, sources, versions and "
        "command, and need --output (default: table)",
    )
    output.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="write there instead of to standard output, with FILE.run.json beside it, which makes it again",
    )
    return options


def _aggregation(text: str) -> str | float:
    try:
        choice: str | float = text if text in dx.AGGREGATIONS else float(text)
        resolve_aggregation(choice)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not one of {name_ids(dx.AGGREGATIONS)}, nor a number"
        ) from error
    return choice


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _names(text: str) -> list[str]:
    return text.split(",")


def parse_weights(text: str | None) -> str | dict[str, float] | None:
    """Return the weights of a ``--weights`` text.

    Raises
    ------
    OptionError
        For anything that is neither ``equal`` nor pairs of an id and a number.

    Examples
    --------
    >>> parse_weights("adoption.people=2,dai_people=0.5")
    {'adoption.people': 2.0, 'dai_people': 0.5}
    """
    if text is None or text == "equal":
        return text
    weights = {}
    for pair in text.split(","):
        name, _, number = pair.rpartition("=")
        try:
            weights[name] = float(number)
        except ValueError as error:
            raise dx.OptionError(f"--weights: '{pair}' is not 'equal' nor ID=WEIGHT", ids=[pair]) from error
    return weights


def split_names(text: str, known: Sequence[str]) -> str | list[str]:
    """Return a name that is known as it is, and anything else as a list of ids."""
    return text if text in known else text.split(",")
