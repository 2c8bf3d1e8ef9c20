"""Measure replicas behind nginx beside one, and beside a bare Streamlit page, and write docs/benchmarks-serve.md.

`python -m benchmarks.serve --short` tries it out within a minute or so, and prints.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from websockets.exceptions import WebSocketException

from benchmarks.app import PAGES, STATES, machine
from benchmarks.replicas import Proxy, Replica, replicated
from benchmarks.serve_figures import Figures, Sessions, Step, Throughput, next_size, render
from benchmarks.servers import BARE, serving
from benchmarks.visitors import Visitor, ask
from tests.nginx import find

TABLE = Path(__file__).parents[1] / "docs" / "benchmarks-serve.md"
PERIOD = 5.0
ARRIVAL_SECONDS = 0.05
"""Between two arrivals: one address may ask nginx for no more than so much."""
ONE, TWO, BARE_PAGE = "one replica behind nginx", "two replicas behind nginx", "bare page, one process"


@dataclass(frozen=True)
class Plan:
    """How long and how far to go."""

    stayers: int = 24
    eager: int = 12
    eager_seconds: float = 8.0
    first: int = 60
    most: int = 480
    step_seconds: float = 10.0
    most_steps: int = 7
    pages: Sequence[str] = PAGES


SHORT = Plan(stayers=6, eager=4, eager_seconds=2.0, first=6, most=9, step_seconds=5.0, pages=PAGES[:2])


@dataclass(frozen=True)
class Place:
    """Where visitors go, and what they look at."""

    address: str
    pages: Sequence[str]
    states: Sequence[dict[str, str] | None] = STATES

    async def visitor(self, number: int) -> Visitor:
        visitor = await Visitor.arrive_by_the_page(self.address)
        run = await visitor.open(self.pages[number % len(self.pages)])
        if run.faults:
            raise RuntimeError(f"{visitor.page}: {run.faults[0]}")
        return visitor


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--short", action="store_const", const=SHORT, default=Plan(), dest="plan")
    plan = parser.parse_args(arguments).plan
    busy = os.getloadavg()[0]
    figures = asyncio.run(measure(plan))
    text = render(figures, machine(), busy, plan.most)
    print(text)
    if plan is not SHORT:
        TABLE.write_text(text, encoding="utf-8")
        print(f"written: {TABLE}")
    return 0 if figures.sound else 1


async def measure(plan: Plan) -> Figures:
    """Measure everything; the same processes serve alone and as two."""
    figures = Figures()
    program = find()
    with replicated(program) as (replicas, both), serving(BARE) as bare, TemporaryDirectory() as folder:
        first = replicas[0]
        alone = Proxy(program, [first.port, first.port], Path(folder))
        try:
            bare.wait_until_healthy()
            _say("warming up")
            await asyncio.gather(*(warm_up(replica, plan.pages) for replica in replicas))
            _say("sessions stay with their replica")
            figures.sessions = await stay(Place(both.address, plan.pages), replicas, plan)
            for name, proxy, working in ((ONE, alone, replicas[:1]), (TWO, both, replicas)):
                _say(f"throughput: {name}")
                figures.throughputs.append(await hurry(name, Place(proxy.address, plan.pages), working, plan))
            for name, place in (
                (ONE, Place(alone.address, plan.pages)),
                (TWO, Place(both.address, plan.pages)),
                (BARE_PAGE, Place(bare.address, ("",), (None,))),
            ):
                figures.searches[name] = await search(name, place, plan)
        finally:
            alone.stop()
        for server in (*replicas, bare):
            figures.complaints.update(server.complaints())
    return figures


def _say(phase: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {phase} ...", flush=True)


async def warm_up(replica: Replica, pages: Sequence[str]) -> None:
    """Fill a replica's caches with every page in every state."""
    visitor = await Visitor.arrive(replica.address)
    for page in pages:
        await visitor.open(page)
        for state in STATES:
            await visitor.rerun(state)
    await visitor.leave()


async def stay(place: Place, replicas: Sequence[Replica], plan: Plan) -> Sessions:
    """Open sessions, let each ask for files and reruns in turn, and count who is where."""
    found = Sessions()
    visitors = [await place.visitor(number) for number in range(plan.stayers)]
    for state in STATES:
        for visitor in visitors:
            for path in ("/", "/_stcore/host-config"):
                await ask(visitor.address, visitor.cookies, path)
            await visitor.rerun(state)
            found.requests += 3
    names = dict(zip("ab", replicas, strict=True))
    found.opened = len(visitors)
    found.stayed = sum(visitor.cookies.changes_of("dxindex_replica") == 1 for visitor in visitors)
    found.by_cookie.update(visitor.cookies.values["dxindex_replica"] for visitor in visitors)
    found.by_connections = {name: connections(replica) for name, replica in names.items()}
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return found


def connections(replica: Replica) -> int:
    """Count the connections that are open at a replica's port."""
    return sum(
        each.status == psutil.CONN_ESTABLISHED and each.laddr.port == replica.port
        for each in psutil.Process(replica.process.pid).net_connections("tcp")
    )


async def hurry(name: str, place: Place, replicas: Sequence[Replica], plan: Plan) -> Throughput:
    """Let visitors ask at once after each answer."""
    visitors = [await place.visitor(number) for number in range(plan.eager)]
    processes = {name: psutil.Process(each.process.pid) for name, each in zip("ab", replicas, strict=False)}
    processes["load generator"] = psutil.Process()
    before = {name: _busy(process) for name, process in processes.items()}
    begun = time.monotonic()

    async def keep_asking(visitor: Visitor) -> int:
        for count, state in enumerate(cycle(place.states)):
            if time.monotonic() - begun > plan.eager_seconds:
                return count
            await visitor.rerun(state)
        return 0

    counts = await asyncio.gather(*map(keep_asking, visitors))
    seconds = time.monotonic() - begun
    busy = {name: _busy(process) - before[name] for name, process in processes.items()}
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return Throughput(name, sum(counts), seconds, busy)


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def search(name: str, place: Place, plan: Plan) -> list[Step]:
    """Try numbers of sessions until the most that are held is known closely enough."""
    steps: dict[int, Step] = {}
    visitors: list[Visitor] = []
    while len(steps) < plan.most_steps:
        size = next_size({each.sessions: each.held for each in steps.values()}, plan.first, plan.most)
        if size is None:
            break
        _say(f"{name}: {size} sessions")
        steps[size] = Step(size)
        try:
            await _gather(place, visitors, size)
        except (WebSocketException, OSError, RuntimeError, TimeoutError) as error:
            steps[size].faults[f"arriving: {error}"] += 1
            continue
        await load(place, visitors, steps[size], plan)
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return list(steps.values())


async def _gather(place: Place, visitors: list[Visitor], size: int) -> None:
    """Have so many visitors there, each with an open page."""
    for visitor in visitors[size:]:
        await visitor.leave()
    del visitors[size:]
    while len(visitors) < size:
        visitors.append(await place.visitor(len(visitors)))
        await asyncio.sleep(ARRIVAL_SECONDS)


async def load(place: Place, visitors: list[Visitor], step: Step, plan: Plan) -> None:
    """Let each visitor rerun at its own moments; who is lost is counted, and gone."""
    moments = random.Random(0)
    begun = time.monotonic()

    async def keep_asking(visitor: Visitor, number: int, due: float) -> None:
        while due < plan.step_seconds:
            await asyncio.sleep(max(0.0, begun + due - time.monotonic()))
            state = place.states[(number + int(due // PERIOD)) % len(place.states)]
            try:
                run = await visitor.rerun(state)
            except WebSocketException as error:
                step.faults[f"lost: {error}"] += 1
                visitors.remove(visitor)
                return
            step.seconds.append(run.seconds)
            step.faults.update(run.faults)
            due += PERIOD

    await asyncio.gather(
        *(
            keep_asking(visitor, number, moments.uniform(0, PERIOD))
            for number, visitor in enumerate(list(visitors))
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
