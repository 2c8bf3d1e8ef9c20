"""Let sessions come and go for a long time, and see that nothing is left of them: memory, descriptors, errors.

`make soak` runs it for DXINDEX_SOAK_MINUTES (30). It prints a table with a row a minute and a verdict; the exit
status is 1 where something grew or went wrong.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
from websockets.exceptions import WebSocketException

from benchmarks.app import PAGES, STATES
from benchmarks.replicas import Replica
from benchmarks.servers import Server
from benchmarks.visitors import Visitor

MINUTES = 30.0
AT_ONCE = 12
"""Sessions open at any time."""
RERUNS = 3
THINKING = (0.2, 2.0)
"""Seconds between what a visitor asks for."""
COUNTRIES = ("VNM", "SGP", "EST", "GBR", "KEN", "BRA", "IND", "FRA")
KEPT_SECONDS = 120
"""How long a session is kept after its visitor has left, with three descriptors (server.disconnectedSessionTTL)."""
MEMORY_GROWTH = 0.05
"""What the last third of the time may use more than the second third: more would double within a day or so."""
DESCRIPTORS = 2
"""Descriptors that may be open after it all beyond those before: the event loop's own vary by so much."""
HEAD = f"{'minute':>6} {'sessions':>9} {'reruns':>8} {'memory MB':>10} {'descriptors':>12} {'threads':>8} {'errors':>7}"


@dataclass(frozen=True)
class Plan:
    """How long, how many at once, what they look at."""

    minutes: float
    at_once: int = AT_ONCE
    pages: Sequence[str] = PAGES
    every_seconds: float = 60.0
    kept_seconds: float = KEPT_SECONDS


@dataclass(frozen=True)
class Sample:
    """One moment of the server's process, and what had happened until then."""

    minute: float
    sessions: int
    reruns: int
    megabytes: float
    descriptors: int
    threads: int
    errors: int

    def __str__(self) -> str:
        return (
            f"{self.minute:6.1f} {self.sessions:9d} {self.reruns:8d} {self.megabytes:10.1f} {self.descriptors:12d} "
            f"{self.threads:8d} {self.errors:7d}"
        )


@dataclass
class Soak:
    """What happened so far."""

    samples: list[Sample] = field(default_factory=list)
    sessions: int = 0
    reruns: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    descriptors: tuple[int, int] = (0, 0)
    """Open before the first session, and after the last was forgotten."""

    def verdict(self) -> list[str]:
        """Return what is wrong, one sentence each."""
        wrong = [f"{fault} ({count}×)" for fault, count in self.faults.items()]
        if not self.sessions:
            wrong.append("no session came to its end")
        before, after = self.descriptors
        if after > before + DESCRIPTORS:
            wrong.append(f"{after - before} descriptors are left open")
        if (grown := growth(self.samples)) > MEMORY_GROWTH:
            wrong.append(f"memory grew by {grown:.1%} from the second third of the time to the last")
        return wrong


def growth(samples: Sequence[Sample]) -> float:
    """Return by what share the median memory of the last third exceeds that of the second; the first warms up."""
    third = len(samples) // 3
    if not third:
        return 0.0
    second = median(sample.megabytes for sample in samples[third : 2 * third])
    return median(sample.megabytes for sample in samples[-third:]) / second - 1


async def soak(server: Server, plan: Plan) -> Soak:
    """Let sessions come and go, take a sample now and then, and look again once all are forgotten."""
    found = Soak()
    process = psutil.Process(server.process.pid)
    await _look(server, plan.pages)  # what is loaded once is not a leak
    await asyncio.sleep(plan.kept_seconds)
    await _look(server, plan.pages[:1])
    before = process.num_fds()
    begun = time.monotonic()
    end = begun + plan.minutes * 60
    coming = [
        asyncio.create_task(_come_and_go(found, server, plan, end, seed)) for seed in range(plan.at_once)
    ]
    print(HEAD, flush=True)
    while time.monotonic() < end:
        await asyncio.sleep(min(plan.every_seconds, max(0.0, end - time.monotonic())))
        found.samples.append(_sample(found, server, process, (time.monotonic() - begun) / 60))
        print(found.samples[-1], flush=True)
    await asyncio.gather(*coming)
    await asyncio.sleep(plan.kept_seconds + 1)
    await _look(server, plan.pages[:1])  # expired sessions are dropped when another one ends
    found.descriptors = before, process.num_fds()
    print(f"all forgotten: {process.memory_info().rss / 2**20:.1f} MB, descriptors {found.descriptors}")
    found.faults.update(server.complaints())
    return found


async def _look(server: Server, pages: Sequence[str]) -> None:
    visitor = await Visitor.arrive(server.address)
    for page in pages:
        await visitor.open(page)
    await visitor.leave()
    await asyncio.sleep(1)


def _sample(found: Soak, server: Server, process: psutil.Process, minute: float) -> Sample:
    errors = found.faults.total() + len(server.complaints())
    with process.oneshot():
        return Sample(
            minute,
            found.sessions,
            found.reruns,
            process.memory_info().rss / 2**20,
            process.num_fds(),
            process.num_threads(),
            errors,
        )


async def _come_and_go(found: Soak, server: Server, plan: Plan, end: float, seed: int) -> None:
    """Open a page, ask again a few times, look at others, leave; begin anew until the time is over."""
    chance = random.Random(seed)
    while time.monotonic() < end:
        try:
            visitor = await Visitor.arrive(server.address)
            for page in chance.sample(plan.pages, k=min(3, len(plan.pages))):
                found.faults.update((await visitor.open(page, visitor.query)).faults)
                for _ in range(RERUNS):
                    await asyncio.sleep(chance.uniform(*THINKING))
                    state = {**chance.choice(STATES), "c": chance.choice(COUNTRIES)}
                    found.faults.update((await visitor.rerun(state)).faults)
                    found.reruns += 1
            await visitor.leave()
            found.sessions += 1
        except (WebSocketException, OSError) as error:
            found.faults[f"connection: {error}"] += 1
            await asyncio.sleep(1)


def main() -> int:
    plan = Plan(float(os.environ.get("DXINDEX_SOAK_MINUTES", MINUTES)))
    with TemporaryDirectory() as folder:
        server = Replica(Path(folder))
        try:
            server.wait_until_healthy()
            found = asyncio.run(soak(server, plan))
        finally:
            server.stop()
    wrong = found.verdict()
    print(*wrong, sep="\n", file=sys.stderr)
    print(
        f"{found.sessions} sessions came and went: " + ("not sound" if wrong else "nothing is left of them")
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
