"""The options of the command line, and the arguments of a run spelled out in full."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import dxindex as dx
from dxindex.cli_bundle import add_bundle
from dxindex.cli_option_groups import (
    assumptions_options,
    figures_options,
    groups_options,
    method_options,
    output_options,
    seed_options,
    work_options,
)
from dxindex.cli_own import add_check, check_own_usage
from dxindex.cli_publish import add_publish
from dxindex.cli_study import NEED_SHIPPED
from dxindex.cli_values import names, whole
from dxindex.output import TEXTS

TABLES = ("variance", "correlations", "components", "alpha", "validity", "availability")

NOT_RECORDED = ("command", "name", "framework", "output")
"""What a run record keeps apart from the options."""

REPEATED = ("map",)
"""Options that are given once for each of several values."""

Command = Callable[..., Any]

Adder = Callable[..., argparse.ArgumentParser]
"""Adds a command: its name, what it is for, and parsers whose options it shares."""


def build_parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Return the parser of all commands; ``commands`` holds the function of each."""
    parser = argparse.ArgumentParser(
        prog="python -m dxindex", description="Composite indices and country groups from open data."
    )
    parser.add_argument("--version", action="version", version=f"dxindex {dx.__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", dest="name")

    def add(name: str, description: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = subparsers.add_parser(name, parents=[*parents, output_options()], help=description)
        command.set_defaults(command=commands[name])
        return command

    figures, method, groups = figures_options(), method_options(), groups_options()
    seed, work, assumptions = seed_options(), work_options(), assumptions_options()
    _add_score(add, figures, method)
    add("classify", "ordered groups of units by their scores", figures, method, groups, seed)
    _add_stability(add, figures, method, groups, seed, work)
    _add_uncertainty(add, figures, seed, work, assumptions)
    _add_sensitivity(add, figures, seed, assumptions)
    _add_gap(add, figures, method)
    _add_path(add, figures, method, groups, seed)
    _add_describe(add, figures, method)
    add_check(subparsers)
    _add_reproduce(subparsers)
    add_publish(subparsers)
    add_bundle(subparsers, figures, method, groups, seed)
    return parser


def _add_score(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("score", "scores, ranks and coverage of every unit on every node", *parents)
    command.add_argument(
        "--nodes",
        choices=["axes", "pillars", "all"],
        help="which scores (default: axes in a table, else all)",
    )


def _add_stability(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("stability", "how often each unit stays in its group on resamples", *parents)
    command.add_argument("--runs", type=whole, default=500, metavar="N", help="resamples (default: 500)")


def _add_uncertainty(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("uncertainty", "rank intervals over the assumptions of the index", *parents)
    command.add_argument("--draws", type=whole, default=10_000, metavar="N", help="default: 10000")
    command.add_argument("--level", type=float, default=0.9, help="of the intervals (default: 0.9)")
    command.add_argument(
        "--nodes", type=names, metavar="NODE,...", help="nodes to rank by (default: the axes)"
    )


def _add_sensitivity(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("sensitivity", "which assumptions matter: Sobol indices", *parents)
    command.add_argument(
        "--samples", type=whole, default=1024, metavar="N", help="a power of two (default: 1024)"
    )
    command.add_argument("--level", type=float, default=0.95, help="of the intervals (default: 0.95)")
    command.add_argument(
        "--target",
        default="mean_rank_shift",
        metavar="UNIT",
        help="whose rank (default: mean_rank_shift, of all units)",
    )
    command.add_argument("--node", help="the rank on it (default: of all axes)")


def _add_gap(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("gap", "why one unit's score differs from another's", *parents)
    command.add_argument("unit")
    command.add_argument("other")
    command.add_argument("--node", help="the score to explain (default: the last axis)")


def _add_path(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("path", "the least change that reaches a rank or a group", *parents)
    command.add_argument("unit")
    goal = command.add_mutually_exclusive_group(required=True)
    goal.add_argument("--group", help="the group to reach, such as transforming")
    goal.add_argument("--rank", type=whole, help="the rank to reach, on --node")
    command.add_argument("--node", help="where the rank counts (default: the last axis)")
    command.add_argument(
        "--levers",
        type=names,
        metavar="INDICATOR,...",
        help="what may change (default: below axis y)",
    )
    command.add_argument(
        "--unit-of-change",
        choices=["achieved", "spread"],
        help="achieved: upper quartile of five-year improvements in the unit's income group (default, shipped "
        "figures only); spread: standard deviation over the panel",
    )


def _add_describe(add: Adder, *parents: argparse.ArgumentParser) -> None:
    command = add("describe", "what the index is like: which part carries it, what it says", *parents)
    command.add_argument("--table", choices=TABLES, default="variance", help="default: variance")
    command.add_argument(
        "--among",
        default="pillars",
        help="indicators, pillars, axes, nodes, a node for its children, or ids separated by commas "
        "(default: pillars)",
    )
    command.add_argument(
        "--correlation",
        choices=["pearson", "spearman", "kendall"],
        default="pearson",
        help="default: pearson",
    )
    command.add_argument(
        "--criterion",
        metavar="COLUMN",
        help="column of --data to compare scores with (default, shipped figures: log of GDP per capita)",
    )


def _add_reproduce(subparsers: Any) -> None:
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
