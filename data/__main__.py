"""The command line: `python -m data build|verify|refresh|status|package`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data import commands
from data.errors import DataError
from data.fetching import MOST_WORKERS, WORKERS
from data.store import SNAPSHOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 with one message on standard error when the input is bad."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except DataError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("stopped.")
    except OSError as error:
        return _fail(f"{error.filename or 'The output'}: {error.strerror or error}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="The figures behind the index.")
    group = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    build = group.add_parser("build", help="build the snapshot from publishers' files")
    build.add_argument(
        "--sources", type=Path, required=True, metavar="DIR", help="the folder of publishers' files"
    )
    build.add_argument(
        "--output", type=Path, default=SNAPSHOT, metavar="DIR", help="where to write (the package)"
    )
    build.set_defaults(run=commands.build)
    verify = group.add_parser("verify", help="check a snapshot")
    verify.add_argument(
        "folder", type=Path, nargs="?", default=SNAPSHOT, metavar="DIR", help="the package's snapshot"
    )
    verify.set_defaults(run=commands.verify)
    refresh = group.add_parser("refresh", help="fetch the newest figures from the World Bank into the cache")
    refresh.add_argument(
        "--only", nargs="+", metavar="SERIES", help="ids of series (all that can be refreshed)"
    )
    refresh.add_argument("--address", metavar="URL", help="of the API or a mirror (the World Bank's)")
    refresh.add_argument(
        "--workers",
        type=int,
        default=WORKERS,
        choices=range(1, MOST_WORKERS + 1),
        metavar="N",
        help=f"how many series at a time, 1 to {MOST_WORKERS} ({WORKERS})",
    )
    refresh.set_defaults(run=commands.refresh)
    status = group.add_parser("status", help="say of every series which vintage is used and what was refused")
    status.add_argument(
        "--revisions", metavar="SERIES", help="list what refreshing revised of a series instead"
    )
    status.add_argument("--format", choices=commands.FORMATS, default="table", help="of the output (table)")
    status.set_defaults(run=commands.status)
    package = group.add_parser("package", help="write figures and their description as a data package, a ZIP")
    package.add_argument("--output", type=Path, required=True, metavar="FILE", help="the ZIP to write")
    package.add_argument(
        "--figures",
        default="snapshot",
        metavar="snapshot|refreshed|DIR",
        help="as shipped, as last refreshed, or in a snapshot folder (snapshot)",
    )
    package.set_defaults(run=commands.package)
    for command in (refresh, status, package):
        command.add_argument(
            "--cache", type=Path, metavar="DIR", help="the cache (DXINDEX_CACHE, or the user's cache folder)"
        )
    return parser


def _fail(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
