"""The command ``publish``: the site written to a folder, with what came of it said on standard error."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from dxindex.progress import show_progress


def add_publish(subparsers: Any) -> None:
    """Add the command to a parser's commands."""
    publish = subparsers.add_parser(
        "publish", help="a self-contained site in every language, for any web server or none"
    )
    publish.add_argument(
        "--output", type=Path, required=True, metavar="DIR", help="new, empty, or holding an earlier site"
    )
    publish.add_argument(
        "--edition",
        nargs="+",
        default=[],
        metavar="EDITION",
        dest="editions",
        help="which ones, the one shown first (default: all that compare with the published index)",
    )
    publish.set_defaults(command=None)


def publish_site(arguments: argparse.Namespace) -> None:
    """Write the site, and say where it is and how large."""
    from dxindex.publish import publish

    with show_progress("publish", sys.stderr):
        files = publish(arguments.output, arguments.editions)
    size = sum(map(len, files.values())) / 1e6
    sys.stderr.write(f"{len(files)} files, {size:.1f} MB: open {arguments.output / 'index.html'}\n")
