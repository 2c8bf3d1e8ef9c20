"""Options that several commands of the command line share, as parents of their parsers."""

from __future__ import annotations

import argparse
from pathlib import Path

import dxindex as dx
from dxindex.cli_own import add_axes_options, add_own_options
from dxindex.cli_values import aggregation, names
from dxindex.output import FORMATS

DEFAULT_EDITION = "2014"
"""Edition that is meant when none is named."""

IMPUTATIONS = ("group_median", "knn", "last_observation")


def figures_options() -> argparse.ArgumentParser:
    """Which figures, by which index."""
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


def method_options() -> argparse.ArgumentParser:
    """How scores are computed."""
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
        type=aggregation,
        default="arithmetic",
        metavar="MEAN",
        help=f"{', '.join(dx.AGGREGATIONS)}, or a power as a number (default: arithmetic)",
    )
    return options


def groups_options() -> argparse.ArgumentParser:
    """How units are grouped."""
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


def assumptions_options() -> argparse.ArgumentParser:
    """Which assumptions vary."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--assumptions", type=names, metavar="NAME,...", help="which to vary (default: all that act)"
    )
    return options


def seed_options() -> argparse.ArgumentParser:
    """The seed."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--seed", type=int, default=0, help="of everything random (default: 0)")
    return options


def work_options() -> argparse.ArgumentParser:
    """How many work."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--jobs", type=int, metavar="N", help="workers (default: 1); results are the same")
    return options


def output_options() -> argparse.ArgumentParser:
    """Where the result goes, and in what form."""
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
