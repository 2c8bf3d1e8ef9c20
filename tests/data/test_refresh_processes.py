"""Two refreshes at once, and refreshes that are killed: the figures are whole, and the next refresh goes on from there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

import data
from data.fields import FOLDER
from tests.data.refresh_setting import code_of, run, state
from tests.data.world_bank_api import Fault, WorldBankServer

SERIES = ["expected_years_schooling", "human_capital_index"]
KILLS = int(os.environ.get("DXINDEX_KILLS", "10"))
PATIENCE = 60.0
"""Seconds after which a child that does not get on is a failure."""


class Children:
    """Refreshes in processes of their own."""

    def __init__(self, zygote: subprocess.Popen[str]) -> None:
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        self._ask: IO[str] = zygote.stdin
        self._answer: IO[str] = zygote.stdout

    def start(self, cache: Path, address: str) -> int:
        """Start a refresh and return its process."""
        self._ask.write(json.dumps({"cache": str(cache), "address": address, "series": SERIES}) + "\n")
        self._ask.flush()
        return int(self._answer.readline())

    def end(self) -> int:
        """Wait for its end and return its status; negative is the signal that killed it."""
        return int(self._answer.readline().removeprefix("ended "))


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    command = [sys.executable, "-m", "tests.data.refresh_zygote"]
    with subprocess.Popen(
        command, cwd=FOLDER.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as zygote:
        yield Children(zygote)
        assert zygote.stdin is not None
        zygote.stdin.close()


def kill_after(child: int, seconds: float) -> None:
    """Kill a refresh at its moment; one that has ended by then is not there any more."""
    timer = threading.Timer(seconds, kill, [child])
    timer.start()
    timer.join(PATIENCE)


def kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def test_killed_at_random_moments_the_figures_are_whole_and_the_next_refresh_gets_through(
    children: Children, server: WorldBankServer, tmp_path: Path
) -> None:
    cache, chance = tmp_path / "cache", random.Random(KILLS)
    children.start(cache, server.address)
    assert children.end() == 0
    whole = data.refreshed_folder(cache)
    values = len(data.load_observations(SERIES))
    published, killed = [server.holdings.last_updated], 0
    longest = 0.8
    for number in range(KILLS):
        server.holdings.last_updated = f"2027-{1 + number % 12:02}-{1 + number // 12 % 28:02}"
        child = children.start(cache, server.address)
        kill_after(child, chance.uniform(0.0, longest))
        ended = children.end()
        assert ended in (0, -signal.SIGKILL)
        killed += ended != 0
        # Moments are spread over what a refresh takes here and now.
        longest *= 1.3 if ended else 0.8
        found = data.find_refreshed(cache)
        assert found.faults == ()
        assert found.folder is not None
        data.verify(found.folder)
        published.append(server.holdings.last_updated)
        assert set(data.load_indicators(folder=found.folder).loc[SERIES, "vintage"]) <= set(published)
        assert len(data.load_observations(SERIES, folder=found.folder)) == values
    assert killed > KILLS / 4
    server.holdings.last_updated = "2026-07-01"
    run(cache, server.address, SERIES)  # takes up what the last one had fetched
    again = run(cache, server.address, SERIES)
    assert again.folder == whole, "the same figures are the same version, after whatever happened"
    assert data.find_refreshed(cache) == data.Refreshed(whole)
    left = {path.name for path in (cache / "figures").iterdir()}
    versions = {path.name for path in (cache / "figures").glob("20*") if path.is_dir()}
    assert len(versions) <= 3
    assert left == {
        *("checks.json", "current", "lock", "partial", "staging"),
        *versions,
        *(f"{name}.revisions.parquet" for name in versions),
    }
    assert list((cache / "figures" / "staging").iterdir()) == []


def test_of_two_at_once_the_second_is_told_to_wait_and_a_dead_one_blocks_nobody(
    children: Children, server: WorldBankServer, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    run(cache, server.address, SERIES)
    before = state(cache)
    server.fault(code_of(SERIES[0]), Fault.TIME_OUT)  # the first one hangs there, and holds the lock
    asked = len(server.requests)
    child = children.start(cache, server.address)
    waiting = threading.Event()
    for _ in range(600):
        if len(server.requests) > asked:
            break
        waiting.wait(PATIENCE / 600)
    with pytest.raises(data.CacheError, match=r"Another refresh is at work: it holds .*lock\. Wait until"):
        run(cache, server.address, SERIES)
    assert state(cache) == before
    assert data.refreshed_folder(cache) is not None, "reading needs no lock"
    kill(child)
    assert children.end() == -signal.SIGKILL
    assert {one.result for one in run(cache, server.address, SERIES).outcomes} == {"unchanged"}


def test_what_a_killed_refresh_had_fetched_is_not_fetched_again(
    children: Children, server: WorldBankServer, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    server.fault(code_of(SERIES[0]), Fault.TIME_OUT)
    child = children.start(cache, server.address)
    fetched = cache / "figures" / "partial" / f"{SERIES[1]}.json"
    waiting = threading.Event()
    for _ in range(600):
        if fetched.exists():
            break
        waiting.wait(PATIENCE / 600)
    kill(child)
    assert children.end() == -signal.SIGKILL
    assert data.find_refreshed(cache) == data.Refreshed(None)
    server.requests.clear()
    assert {one.result for one in run(cache, server.address, SERIES).outcomes} == {"refreshed"}
    asked = {request.path.rpartition("/")[2] for request in server.requests}
    assert code_of(SERIES[0]) in asked
    assert code_of(SERIES[1]) not in asked
