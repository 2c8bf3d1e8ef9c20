"""The command ``bundle``: a view as one ZIP that makes its own numbers again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dxindex.cli_study import Figures, grouping, known_beside, weighted
from dxindex.output import write_whole
from dxindex.progress import show_progress

if TYPE_CHECKING:
    from dxindex.bundle import View


def add_bundle(subparsers: Any, *parents: argparse.ArgumentParser) -> None:
    """Add the command to a parser's commands."""
    command = subparsers.add_parser(
        "bundle",
        parents=list(parents),
        help="one ZIP with figures, index, options and the program, which makes the same numbers again",
    )
    command.add_argument("--output", type=Path, required=True, metavar="FILE.zip")
    command.add_argument(
        "--draws",
        type=_draws,
        default=10_000,
        metavar="N",
        help="variations of the method behind rank intervals; 0 leaves them out (default: 10000)",
    )
    command.set_defaults(command=None)


def view_of(
    arguments: argparse.Namespace,
    figures: Figures,
    *,
    period: str,
    version: str,
    sources: pd.DataFrame,
    licences: Mapping[str, bytes],
    command: str,
) -> View:
    """Return what the bundle of some options makes again; ``sources`` and the rest as the view holds them."""
    from dxindex.bundle import View

    known, year = known_beside(arguments, figures)
    return View(
        panel=figures.panel,
        outside=figures.everyone.drop(index=figures.panel.index),
        framework=weighted(arguments, figures.framework),
        options={
            "index": {key: getattr(arguments, key) for key in ("normalise", "aggregate", "screen", "treat")},
            "impute": arguments.impute,
            "year": year,
            "groups": grouping(arguments),
            "uncertainty": {"n": arguments.draws, "random_state": arguments.seed}
            if arguments.draws
            else None,
        },
        known=known if year is not None or known is None else known.reset_index(),
        sources=sources[sources["role"] != "derived"],  # what is computed here is no publisher's
        version=version,
        title=f"dxindex: {figures.framework.id}, {period}",
        command=command,
        licences=licences,
    )


def write_bundle(
    output: Path, files: Callable[[], Mapping[str, bytes]], archived: Callable[..., bytes]
) -> None:
    """Make a bundle, write it whole or not at all, and say what it is."""
    with show_progress("bundle", sys.stderr):
        content = archived(files())
    write_whole(output, content)
    sys.stderr.write(f"'{output}': {len(content) / 1e3:.0f} kB; unpack it and run 'python reproduce.py'\n")


def _draws(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)
