"""What each command of `python -m data` does: data on standard output, everything else on standard error."""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

FORMATS = ("table", "csv", "json")

_IN_A_TABLE = [
    *("vintage", "newest_year", "snapshot_vintage", "snapshot_newest_year", "new", "revised", "withdrawn"),
    *("checked", "result"),
]


def build(options: argparse.Namespace) -> None:
    """Build the snapshot."""
    # Imported here: reading publishers' files needs libraries that nothing else does.
    from data.build import build_snapshot

    build_snapshot(options.sources, options.output, report=_note)


def verify(options: argparse.Namespace) -> None:
    """Check a snapshot."""
    from data.verification import verify, version

    table = verify(options.folder)
    sys.stdout.write(table.to_string() + f"\nversion {version(options.folder)}\n")


def refresh(options: argparse.Namespace) -> None:
    """Refresh the figures; a progress bar is for a terminal only."""
    from tqdm import tqdm

    from data.refreshing import refresh, refreshable
    from data.verification import version

    total = len(set(options.only)) if options.only else len(refreshable())
    with tqdm(
        total=total, unit="series", disable=not sys.stderr.isatty(), file=sys.stderr, leave=False
    ) as bar:

        def advance(indicator: str) -> None:
            bar.set_postfix_str(indicator, refresh=False)
            bar.update()

        done = refresh(
            options.only,
            cache=options.cache,
            address=options.address,
            workers=options.workers,
            progress=advance,
        )
    for outcome in done.outcomes:
        sys.stdout.write(f"{outcome}\n")
        if outcome.left_out:
            _note(
                f"{outcome.indicator}: left out, no economies of the snapshot: {', '.join(outcome.left_out)}"
            )
    counts = Counter(outcome.result for outcome in done.outcomes)
    _note(", ".join(f"{count} {result}" for result, count in counts.items()))
    if done.folder:
        _note(f"version {version(done.folder)} in {done.folder}")


def status(options: argparse.Namespace) -> None:
    """Tell the state of every series, or the revisions of one."""
    from data.refreshed import find_refreshed
    from data.revisions import load_revisions, no_revisions
    from data.status import load_status
    from data.verification import version

    found = find_refreshed(options.cache)
    for fault in found.faults:
        _note(fault)
    if options.revisions:
        # The unknown series is refused whether anything was refreshed or not.
        folder = found.folder or Path(__file__).parent / "snapshot"
        table = load_revisions(options.revisions, folder=folder)
        _print(table if found.folder else no_revisions(), options.format)
        return
    table = load_status(options.cache)
    if options.format != "table":
        _print(table.reset_index(), options.format)
        return
    _print(table[table["refreshable"]][_IN_A_TABLE].reset_index(), options.format)
    for name, row in table[table["result"].isin(["refused", "unreachable"])].iterrows():
        sys.stdout.write(f"\n{name} was {row['result']}, and the figures held stay: {row['reason']}\n")
    fixed = table[~table["refreshable"]]
    sys.stdout.write("\nNot refreshed, as in the snapshot:\n")
    for reason, names in fixed.groupby("why_not_en", sort=False).groups.items():
        sys.stdout.write(f"- {', '.join(names)}: {reason}\n")
    _note(f"version {version(found.folder)} in {found.folder}" if found.folder else "the snapshot is used")


def package(options: argparse.Namespace) -> None:
    """Write figures as a data package: the file is there whole, or as it was."""
    from data.cache_files import CacheError
    from data.refreshed import find_refreshed
    from data.snapshot_package import build_package

    folder = None if options.figures == "snapshot" else Path(options.figures)
    if options.figures == "refreshed":
        found = find_refreshed(options.cache)
        if found.folder is None:
            raise CacheError(
                " ".join(found.faults) or "There are no refreshed figures yet: python -m data refresh"
            )
        folder = found.folder
    content = build_package(folder=folder)
    draft = options.output.with_name(f".{options.output.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(options.output)
    finally:
        draft.unlink(missing_ok=True)
    _note(f"wrote {options.output}")


def _print(table: pd.DataFrame, form: str) -> None:
    if form == "csv":
        text = table.to_csv(index=False)
    elif form == "json":
        text = table.to_json(orient="records", indent=1, force_ascii=False) + "\n"
    else:
        text = (
            table.astype("object").where(table.notna(), "").to_string(index=False) if len(table) else "none"
        ) + "\n"
    sys.stdout.write(text)


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")
