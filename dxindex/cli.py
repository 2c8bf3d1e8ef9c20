"""The command line: ``python -m dxindex score`` and ``classify``.

A command is one function from parsed arguments to the table it prints, registered in :func:`build_parser`.
Data goes to standard output, everything else to standard error. Exit status 0, 1 for bad input, 2 for usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import dxindex as dx
from dxindex.aggregate import resolve_aggregation
from dxindex.classify import FEATURE_SETS
from dxindex.errors import DxIndexError, InputError, name_ids
from dxindex.output import FORMATS, read_table, render_table, write_whole

DEFAULT_EDITION = "2014"

Command = Callable[[argparse.Namespace], pd.DataFrame]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; usage faults exit with 2 as argparse does."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    _check_usage(parser, arguments)
    command: Command = arguments.command
    try:
        _deliver(render_table(command(arguments), arguments.format), arguments.output)
    except BrokenPipeError:
        # The reader (as in `| head`) has what it wanted. What is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except DxIndexError as error:
        _say(f"dxindex: {error}")
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m dxindex", description="Composite indices and country groups from open data."
    )
    parser.add_argument("--version", action="version", version=f"dxindex {dx.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = _shared_options()
    score = commands.add_parser(
        "score", parents=[shared], help="scores, ranks and coverage of every unit on every node"
    )
    score.add_argument(
        "--nodes",
        choices=["axes", "pillars", "all"],
        help="which scores (default: axes in a table, else all)",
    )
    score.set_defaults(command=score_units)
    classify = commands.add_parser(
        "classify", parents=[shared], help="ordered groups of units by their scores"
    )
    classify.add_argument(
        "--groups", type=int, choices=range(2, 7), default=3, metavar="2..6", help="how many groups"
    )
    classify.add_argument(
        "--features", default="axes", help="axes, pillars, or node ids separated by commas (default: axes)"
    )
    classify.add_argument(
        "--scaled", action="store_true", help="bring every feature to the same spread first"
    )
    classify.add_argument("--seed", type=int, default=0, help="seed of the grouping (default: 0)")
    classify.set_defaults(command=classify_units)
    return parser


def _shared_options() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    source = shared.add_argument_group("figures")
    source.add_argument("--edition", help=f"edition of the shipped figures (default: {DEFAULT_EDITION})")
    source.add_argument(
        "--units",
        choices=["panel", "all"],
        help="all adds economies outside the panel, unranked (default: panel)",
    )
    source.add_argument("--data", type=Path, metavar="FILE", help="a table of your own, .csv or .parquet")
    source.add_argument(
        "--id", metavar="COLUMN", help="column of --data with the unit ids (default: the first)"
    )
    method = shared.add_argument_group("method")
    method.add_argument(
        "--framework",
        metavar="NAME|FILE.toml",
        help=f"{', '.join(dx.available_frameworks())}, or a file of your own (default: the edition's; "
        "with --data, every column equally weighted)",
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
    output = shared.add_argument_group("output")
    output.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    output.add_argument(
        "--output", type=Path, metavar="FILE", help="write there instead of to standard output"
    )
    return shared


def _aggregation(text: str) -> str | float:
    try:
        choice: str | float = text if text in dx.AGGREGATIONS else float(text)
        resolve_aggregation(choice)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not one of {name_ids(dx.AGGREGATIONS)}, nor a number"
        ) from error
    return choice


def _check_usage(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if arguments.data and (arguments.edition or arguments.units):
        parser.error("--edition and --units choose among the shipped figures; leave them out with --data")
    if arguments.id and not arguments.data:
        parser.error("--id names a column of --data; give both")
    if arguments.format == "parquet" and arguments.output is None:
        parser.error("--format parquet is not text; name a file with --output")


def score_units(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return one row per unit: score, rank and coverage on each node, best first on the first axis."""
    study = _run(arguments)
    nodes = _chosen_nodes(arguments.nodes or ("axes" if arguments.format == "table" else "all"), study.result)
    columns = {
        node + suffix: table[node]
        for node in nodes
        for suffix, table in (
            ("", study.result.scores),
            ("_rank", study.result.ranks),
            ("_coverage", study.result.coverage),
        )
    }
    return _best_first(pd.DataFrame(columns), study.result)


def classify_units(arguments: argparse.Namespace) -> pd.DataFrame:
    """Return one row per unit: the scores it was grouped by, and its group; missing outside the panel."""
    study = _run(arguments)
    features = arguments.features if arguments.features in FEATURE_SETS else arguments.features.split(",")
    groups = dx.classify(
        study.competing,
        n_groups=arguments.groups,
        features=features,
        scaled=arguments.scaled,
        random_state=arguments.seed,
    )
    found = groups.diagnostics
    _say(", ".join(f"{level} {size}" for level, size in found.sizes.items()))
    _say(
        f"silhouette {found.silhouette:.3f}, Calinski-Harabasz {found.calinski_harabasz:.1f}, "
        f"Davies-Bouldin {found.davies_bouldin:.3f}"
    )
    table = study.result.scores.loc[:, list(groups.features)]
    return _best_first(table.assign(group=groups.labels.reindex(table.index)), study.result)


@dataclass(frozen=True)
class _Study:
    """An index computed as asked: all units, and those that compete for ranks and groups."""

    result: dx.IndexResult
    competing: dx.IndexResult


def _run(arguments: argparse.Namespace) -> _Study:
    if arguments.data:
        panel = everyone = read_table(arguments.data, arguments.id)
        framework = arguments.framework
    else:
        panel, everyone, framework = _shipped_figures(arguments)
    index = dx.CompositeIndex(framework, normalise=arguments.normalise, aggregate=arguments.aggregate)
    index.fit(panel)
    study = _Study(result=index.result(everyone, ranked=panel.index), competing=index.result(panel))
    _describe(study.result)
    return study


def _shipped_figures(arguments: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Return the panel that is fitted and ranked, all units that are scored, and the framework."""
    import data

    edition = arguments.edition or DEFAULT_EDITION
    try:
        panel = data.load_panel(edition)
        everyone = data.load_panel(edition, units="all") if arguments.units == "all" else panel
        return panel, everyone, arguments.framework or str(data.editions().loc[edition, "framework"])
    except data.DataError as error:
        raise InputError(str(error)) from error


def _describe(result: dx.IndexResult) -> None:
    """Say what was computed, and what a reader of the scores must know about them."""
    units, indicators = result.normalised.shape
    _say(f"{result.framework.id}: {units} units, {indicators} indicators")
    held = result.clipped.any(axis=1)
    if held.any():
        _say(
            f"{int(result.clipped.to_numpy().sum())} values lie beyond a bound and are held there: "
            f"{name_ids(result.clipped.index[held.to_numpy()])}"
        )
    for axis in result.framework.axis_ids:
        unscored = result.scores.index[result.scores[axis].isna().to_numpy()]
        if len(unscored):
            _say(f"too little data for {axis}: {name_ids(unscored)}")


def _chosen_nodes(choice: str, result: dx.IndexResult) -> Sequence[str]:
    framework = result.framework
    return {
        "axes": framework.axis_ids,
        "pillars": tuple(dict.fromkeys((*framework.axis_ids, *framework.pillar_ids))),
        "all": framework.nodes,
    }[choice]


def _best_first(table: pd.DataFrame, result: dx.IndexResult) -> pd.DataFrame:
    """Return the table sorted by rank on the first axis, then by id, ids as the first column."""
    ids = result.scores.index
    order = pd.DataFrame({"rank": result.ranks[result.framework.axis_ids[0]], "id": ids}, index=ids)
    rows = order.sort_values(["rank", "id"]).index
    return table.loc[rows].rename_axis(str(ids.name or "unit")).reset_index()


def _deliver(content: bytes, output: Path | None) -> None:
    if output is not None:
        write_whole(output, content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
