"""A refresh of every series, against a server on this machine that speaks the World Bank's API.

Run without arguments: `python -m benchmarks.refresh` writes the measured part of docs/refreshing.md. Server, refresh and
comparisons run in processes of their own. The figures are the snapshot's; what it lacks of 266 places and 60 years is
served as missing, as the publisher does.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import requests

import data
from data.places import load_place_rules
from tests.data.refresh_setting import code_of, figures_of, places, serve

PAGE = Path(__file__).parents[1] / "docs" / "refreshing.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of what was measured -->"
FIRST_YEAR, YEARS = 1961, 60
NOT_THE_PUBLISHERS = "TWN"
"""In the governance figures, but not in the publisher's list of countries."""
STAND_IN = ("secure_servers", "fixed_broadband")
"""The snapshot has none of the first: the figures of the second are served in its place, for their number alone."""


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["serve"]:
        serve_until_told()
    elif arguments:
        print(json.dumps(MEASURED[arguments[0]](*arguments[1:])))
    else:
        text = render(measure_all())
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")
        print(f"written: {PAGE}")


def serve_until_told() -> None:
    """Serve every series with 266 places and 60 years, until standard input ends."""
    figures = figures_of(name for name in data.refreshable() if name != STAND_IN[0])
    figures[code_of(STAND_IN[0])] = figures[code_of(STAND_IN[1])]
    span = {"place": "VNM", "year": [FIRST_YEAR, FIRST_YEAR + YEARS - 1], "value": float("nan")}
    dense = {
        code: pd.concat([rows, pd.DataFrame(span)]).drop_duplicates(["place", "year"])
        for code, rows in figures.items()
    }
    with serve(dense) as server:
        listed = places().query(f"iso3 != {NOT_THE_PUBLISHERS!r} and region != 'NA'")
        groups = sorted(code for code in load_place_rules().not_economies if code not in COUNTRY_LIKE)
        rows = [[code, f"{number:02}", code, "NA"] for number, code in enumerate(groups)]
        server.holdings.countries = pd.concat([listed, pd.DataFrame(rows, columns=list(listed))])
        print(server.address, flush=True)
        sys.stdin.read()


COUNTRY_LIKE = {
    *("AIA", "COK", "GUF", "JEY", "MTQ", "NIU", "REU"),
    *("ANT", "CSK", "MYT", "SUN", "YUG", "YUGf"),
}
"""Left out by country_codes.toml, and no aggregates."""


def refresh(address: str, cache: str, workers: str) -> dict[str, Any]:
    """Refresh everything once."""
    start = time.perf_counter()
    done = data.refresh(cache=cache, address=address, workers=int(workers))
    seconds = time.perf_counter() - start
    results = sorted({outcome.result for outcome in done.outcomes})
    return {
        "seconds": seconds,
        "requests": done.requests,
        "results": results,
        "processor": time.process_time(),
        "megabytes": peak(),
    }


def plain(address: str) -> dict[str, Any]:
    """Fetch the same pages one after another with requests, and decode them, and no more."""
    from data.worldbank import Limits

    start, count = time.perf_counter(), 0
    with requests.Session() as session:
        for name in data.refreshable():
            url, page, pages = f"{address}/country/all/indicator/{code_of(name)}", 1, 1
            while page <= pages:
                query = {"format": "json", "per_page": Limits().per_page, "page": page}
                header, _ = session.get(url, params=query, timeout=60).json()
                pages, page, count = header["pages"], page + 1, count + 1
    return {
        "seconds": time.perf_counter() - start,
        "requests": count,
        "processor": time.process_time(),
        "megabytes": peak(),
    }


def snapshot() -> dict[str, Any]:
    """Load the snapshot and no more."""
    start = time.perf_counter()
    data.load_observations()
    return {"seconds": time.perf_counter() - start, "processor": time.process_time(), "megabytes": peak()}


MEASURED: dict[str, Callable[..., dict[str, Any]]] = {
    "refresh": refresh,
    "plain": plain,
    "snapshot": snapshot,
}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_all() -> dict[str, dict[str, Any]]:
    """Run each case in a process of its own, all against one server."""
    found: dict[str, dict[str, Any]] = {}
    command = [sys.executable, "-m", "benchmarks.refresh"]
    serving = [*command, "serve"]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(serving, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        assert server.stdin is not None
        address = server.stdout.readline().strip()
        cases = {
            "plain": ["plain", address],
            "first": ["refresh", address, f"{folder}/a", "4"],
            "again": ["refresh", address, f"{folder}/a", "4"],
            "alone": ["refresh", address, f"{folder}/b", "1"],
            "snapshot": ["snapshot"],
        }
        for name, case in cases.items():
            done = subprocess.run([*command, *case], capture_output=True, text=True, check=True)
            found[name] = json.loads(done.stdout.splitlines()[-1])
            print(name, found[name])
        server.stdin.close()
    return found


def render(found: dict[str, dict[str, Any]]) -> str:
    """Return the measured part as Markdown."""
    base = found["plain"]["processor"]
    titles = {
        "first": "A refresh of all, the first time",
        "again": "Again, nothing new",
        "alone": "The first time, one series at a time",
        "plain": "The same pages with `requests` alone, one at a time, decoded and thrown away",
        "snapshot": "Loading the snapshot, for comparison",
    }
    rows = [
        f"| {title} | {found[name]['seconds']:.1f} s | {found[name]['processor']:.1f} s | {found[name]['processor'] / base:.2f} "
        f"| {found[name].get('requests', '–')} | {found[name]['megabytes']:.0f} MB |"
        for name, title in titles.items()
    ]
    return "\n".join(
        [
            f"Written by `python -m benchmarks.refresh`: all {len(data.refreshable())} series, 266 places by {YEARS} years "
            "each, from a server in a process of its own on the same machine, which may have had other work. What a "
            "network adds is not in it. Processor time and peak memory are those of the whole process, Python and its libraries "
            "included; the server's are not in them.",
            "",
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
            f"pandas {version('pandas')}, pyarrow {version('pyarrow')}, requests {version('requests')}.",
            "",
            "| What | Time | Processor | beside `requests` alone | Requests | Peak memory |",
            "|---|--:|--:|--:|--:|--:|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
