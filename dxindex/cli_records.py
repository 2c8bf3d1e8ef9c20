"""Records of runs on the command line: written beside a file, and read to make it again."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import dxindex as dx
from dxindex.cli_option_groups import DEFAULT_EDITION
from dxindex.cli_options import Command, build_parser, check_usage, spell_out
from dxindex.cli_study import Answer, say
from dxindex.errors import InputError
from dxindex.output import write_whole
from dxindex.runs import RunRecord, checksum, find_versions, read_record

Describer = Callable[[argparse.Namespace, Path], Mapping[str, str]]
"""Says which figures some arguments mean, files as seen from a folder."""

Maker = Callable[[argparse.Namespace, str], bytes]
"""Makes the result of some arguments; the name is of the file of one's own, empty if there is none."""


def record_run(
    arguments: argparse.Namespace, answer: Answer, content: bytes, describe: Describer
) -> RunRecord:
    """Return what makes a file with this content again."""
    edition = None if arguments.data else arguments.edition or DEFAULT_EDITION
    complete = argparse.Namespace(**{**vars(arguments), "edition": edition})
    return RunRecord(
        arguments=spell_out(complete),
        versions=find_versions(dx.__version__, dx.METHOD_VERSION),
        data=describe(complete, arguments.output.parent),
        framework={
            "id": answer.framework.id,
            "sha256": answer.framework.sha256,
            "text": answer.framework.to_toml(),
        },
        output={"file": arguments.output.name, "sha256": checksum(content)},
    )


def describe_file(path: Path, folder: Path) -> dict[str, str]:
    """Return which file of figures is meant, so that any other can be told from it.

    Raises
    ------
    InputError
        For a file that cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"data file '{path}' cannot be read: {error.strerror}") from error
    return {"file": os.path.relpath(path, folder), "sha256": checksum(content)}


def reproduce(
    arguments: argparse.Namespace, commands: Mapping[str, Command], describe: Describer, remake: Maker
) -> None:
    """Make the file of a run record again, and write it where it is the same to the byte.

    Raises
    ------
    InputError
        For a record that is broken, data that changed, or a file that comes out otherwise; nothing is written.
    """
    path: Path = arguments.record
    record = read_record(path)
    again = _parse_record(record, path, commands)
    if again.data is not None:
        again.data = arguments.data or path.parent / record.data.get("file", "")
    again.framework = dx.Framework.from_toml(record.framework["text"], source=f"framework of '{path}'")
    found, meant = _fingerprint(describe(again, path.parent)), _fingerprint(record.data)
    if found != meant:
        raise InputError(
            f"the figures are not those of '{path}': {found} instead of {meant}; nothing was written"
        )
    content = remake(again, Path(record.data.get("file", "")).name)
    if checksum(content) != record.output["sha256"]:
        now = find_versions(dx.__version__, dx.METHOD_VERSION)
        changed = [
            f"{name} {then}, now {now.get(name)}"
            for name, then in record.versions.items()
            if now.get(name) != then
        ]
        raise InputError(
            f"'{record.output['file']}' comes out otherwise, so nothing was written; "
            + (f"what changed since: {'; '.join(changed)}" if changed else "no version has changed since")
        )
    output: Path = arguments.output or path.with_name(record.output["file"])
    write_whole(output, content)
    say(f"'{output}' is the same to the byte")


def _parse_record(record: RunRecord, path: Path, commands: Mapping[str, Command]) -> argparse.Namespace:
    parser = build_parser(commands)
    name, *options = record.arguments or ("",)
    try:
        again = parser.parse_args([name, f"--output={record.output['file']}", *options])
        check_usage(parser, again)
    except SystemExit as error:
        raise InputError(f"run record '{path}': its arguments are not those of this version") from error
    if again.name not in commands:
        raise InputError(f"run record '{path}': '{again.name}' is no command that makes a table")
    return again


def _fingerprint(described: Mapping[str, str]) -> str:
    return described.get("version") or described.get("sha256", "none")
