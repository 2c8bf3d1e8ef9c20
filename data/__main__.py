"""The command line: `python -m data build|verify`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data.errors import DataError
from data.store import SNAPSHOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 with one message on standard error when the input is bad."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except DataError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or 'The output'}: {error.strerror or error}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="The figures behind the index.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the snapshot from publishers' files")
    build.add_argument(
        "--sources", type=Path, required=True, metavar="DIR", help="the folder of publishers' files"
    )
    build.add_argument(
        "--output", type=Path, default=SNAPSHOT, metavar="DIR", help="where to write (the package)"
    )
    build.set_defaults(run=_build)
    verify = commands.add_parser("verify", help="check a snapshot")
    verify.add_argument(
        "folder", type=Path, nargs="?", default=SNAPSHOT, metavar="DIR", help="the package's snapshot"
    )
    verify.set_defaults(run=_verify)
    return parser


def _build(options: argparse.Namespace) -> None:
    # Imported here: reading publishers' files needs libraries that nothing else does.
    from data.build import build_snapshot

    build_snapshot(options.sources, options.output, report=_progress)


def _verify(options: argparse.Namespace) -> None:
    from data.verification import verify, version

    table = verify(options.folder)
    sys.stdout.write(table.to_string() + f"\nversion {version(options.folder)}\n")


def _progress(line: str) -> None:
    sys.stderr.write(line + "\n")


def _fail(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
