"""The command ``bundle``: a view as one ZIP that makes its own numbers again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dxindex.output import write_whole
from dxindex.progress import show_progress


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
