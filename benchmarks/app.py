"""Measure the dashboard beside a bare Streamlit page, and write docs/benchmarks-app.md.

`python -m benchmarks.app --quick country` prints the figures of one page within seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from benchmarks.browsing import browsing, first_chart, start
from benchmarks.figures import Figures, Load, Memory, PageFigures, named, render
from benchmarks.servers import APP, BARE, Server, serving
from benchmarks.visitors import Run, Visitor
from data import editions

TABLE = Path(__file__).parents[1] / "docs" / "benchmarks-app.md"
PAGES = (
    "",
    "rankings",
    "country",
    "compare",
    "clusters",
    "robustness",
    "simulator",
    "time",
    "map",
    "stories",
    "methods",
)
BARE_CHART = "?chart=1"
# Four states: a browser forgets a message that two runs have not used, so each comes back as new.
STATES = tuple(
    {"edition": code, "lang": lang} for code in list(editions().index)[:2] for lang in ("en", "vi")
)
ROUNDS, CHART_ROUNDS, START_ROUNDS = 8, 3, 3
REST_SECONDS = 0.1
"""Before each rerun of either server: a person does not ask while the server tidies up the last run."""
SESSIONS = 20
LOADS = ((5.0, 20.0), (2.0, 16.0))
"""Seconds between a visitor's reruns, and seconds that all of it lasts."""
FEW, FURTHER = 5, 40
"""Sessions when memory is measured first, and those opened after; freed memory takes in the first few."""
KEEP_SECONDS = 120
"""How long Streamlit keeps the session of a visitor who has left (``MemorySessionStorage``)."""
SETTLE_SECONDS = 2


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.app", description=__doc__)
    parser.add_argument("--quick", nargs="?", const="", metavar="PAGE", help="one page only, printed")
    quick = parser.parse_args(arguments).quick
    figures = Figures()
    if quick is None:
        measure(figures)
    else:
        measure_page(figures, "" if quick == "overview" else quick)
    if figures.pages:
        text = render(figures, machine())
        print(text)
        if quick is None:
            TABLE.write_text(text, encoding="utf-8")
            print(f"written: {TABLE}")
    for fault, count in figures.faults.items():
        print(f"fault: {fault} ({count}×)", file=sys.stderr)
    return 1 if figures.faults else 0


def measure(figures: Figures) -> None:
    """Measure everything, in turns with the bare page."""
    with ExitStack() as stack:
        app, bare, remembering = (stack.enter_context(serving(script)) for script in (APP, BARE, APP))
        for server in (app, bare, remembering):
            server.wait_until_healthy()
        _say("warming up")
        asyncio.run(_warm_up(figures, app, remembering))
        if not figures.pages:
            return
        _say("memory")
        memory, left = asyncio.run(_first_wave(figures, remembering))
        _say("reruns")
        for name in figures.pages:
            asyncio.run(_reruns(figures, name, app, bare, ROUNDS))
        with browsing() as browser:
            _say("first charts")
            _charts(figures, browser, app, bare, CHART_ROUNDS)
            _say("starts")
            for _ in range(START_ROUNDS):
                figures.bare_starts.append(start(browser, BARE, BARE_CHART))
                figures.starts.append(start(browser, APP, ""))
        for period, lasting in LOADS:
            _say(f"{SESSIONS} sessions, a rerun every {period:g} s")
            for name, server, pages in (("dashboard", app, list(figures.pages)), ("bare page", bare, [""])):
                load = asyncio.run(_load(figures, name, server, pages, period, lasting))
                figures.loads.append(load)
        _say("memory, once sessions have expired")
        time.sleep(max(0.0, left + KEEP_SECONDS + SETTLE_SECONDS - time.monotonic()))
        figures.memory = asyncio.run(_second_wave(figures, remembering, memory))
        for server in (app, bare, remembering):
            figures.note(f"log of {server.script}", server.complaints())


def measure_page(figures: Figures, page: str) -> None:
    """Measure reruns, bytes and the first chart of one page."""
    with serving(APP) as app, serving(BARE) as bare:
        for server in (app, bare):
            server.wait_until_healthy()
        asyncio.run(_visit_all_states(figures, app, [page]))
        if page in figures.pages:
            asyncio.run(_reruns(figures, page, app, bare, ROUNDS))
            with browsing() as browser:
                _charts(figures, browser, app, bare, CHART_ROUNDS)
        figures.note("log", app.complaints())


def _say(phase: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {phase} ...", flush=True)


async def _warm_up(figures: Figures, app: Server, remembering: Server) -> None:
    aside = Figures()  # the same faults would be told twice
    await asyncio.gather(_visit_all_states(figures, app, PAGES), _visit_all_states(aside, remembering, PAGES))


async def _visit_all_states(figures: Figures, app: Server, pages: tuple[str, ...] | list[str]) -> None:
    """Fill the server's caches in one session; pages that are there and whole get an entry in the figures."""
    visitor = await Visitor.arrive(app.address)
    await visitor.open()
    # Pages that the navigation has and the list above lacks are measured too.
    everything = [*pages, *(visitor.pages.keys() - set(PAGES) if len(pages) > 1 else ())]
    for page in everything:
        if page not in visitor.pages:
            figures.note(named(page), ["the dashboard has no such page"])
            continue
        runs = [await visitor.open(page)]
        runs += [await visitor.rerun(state) for state in STATES]
        faults = [fault for run in runs for fault in run.faults]
        figures.note(f"{named(page)}, not measured", faults)
        if not faults:
            figures.pages[page] = PageFigures()
    await visitor.leave()


async def _reruns(figures: Figures, name: str, app: Server, bare: Server, rounds: int) -> None:
    page = figures.pages[name]
    visitor, other = await Visitor.arrive(app.address), await Visitor.arrive(bare.address)
    opening = await visitor.open(name)
    page.opening_bytes, page.charts = opening.bytes, opening.charts
    await other.open()
    runs: list[Run] = []
    for state in islice(cycle(STATES), rounds):
        page.bare.append((await _rested(other)).seconds)
        changed = await _rested(visitor, state)
        page.bare.append((await _rested(other)).seconds)
        same = await _rested(visitor)
        page.changed.append(changed.seconds)
        page.changed_bytes.append(changed.bytes)
        page.same.append(same.seconds)
        page.same_bytes.append(same.bytes)
        runs += [changed, same]
    for _ in range(rounds):
        page.bare_at_once.append((await other.rerun()).seconds)
    for _ in range(rounds):
        runs.append(await visitor.rerun())
        page.at_once.append(runs[-1].seconds)
    for run in runs:
        figures.note(f"{named(name)}, rerun", run.faults)
    await visitor.leave()
    await other.leave()


async def _rested(visitor: Visitor, changes: Mapping[str, str] | None = None) -> Run:
    await asyncio.sleep(REST_SECONDS)
    return await visitor.rerun(changes)


def _charts(figures: Figures, browser: Browser, app: Server, bare: Server, rounds: int) -> None:
    charted = {name: page for name, page in figures.pages.items() if page.charts}
    for name, page in charted.items():
        for _ in range(rounds):
            beside = first_chart(browser, f"{bare.address}/{BARE_CHART}")
            try:
                drawn = first_chart(browser, f"{app.address}/{name}")
            except BrowserError as error:
                figures.note(f"{named(name)}, in the browser", [str(error).splitlines()[0]])
                break
            if drawn is None:
                break
            page.chart.append(drawn)
            page.bare_chart.append(beside or float("nan"))


async def _load(
    figures: Figures, name: str, server: Server, pages: list[str], period: float, lasting: float
) -> Load:
    """Let visitors rerun at their own moments, each every so many seconds."""
    moments = random.Random(0)
    visitors = [await Visitor.arrive(server.address) for _ in range(SESSIONS)]
    for visitor, page in zip(visitors, cycle(pages), strict=False):
        figures.note(f"{named(page)}, opened under load", (await visitor.open(page)).faults)
    runs: list[Run] = []

    async def keep_asking(visitor: Visitor, number: int, offset: float) -> None:
        begun = time.monotonic() + offset
        states = islice(cycle(STATES), number % len(STATES), None)
        for turn in range(int((lasting - offset) // period) + 1):
            await asyncio.sleep(max(0.0, begun + turn * period - time.monotonic()))
            if time.monotonic() > begun + lasting:
                return
            runs.append(await visitor.rerun(next(states) if name == "dashboard" else None))

    await asyncio.gather(
        *(keep_asking(visitor, number, moments.uniform(0, period)) for number, visitor in enumerate(visitors))
    )
    for run in runs:
        figures.note(f"{name}, {SESSIONS} sessions, every {period:g} s", run.faults)
        figures.load_faults += len(run.faults)
    for visitor in visitors:
        await visitor.leave()
    return Load(name, SESSIONS, period, [run.seconds for run in runs])


async def _first_wave(figures: Figures, server: Server) -> tuple[Memory, float]:
    """Open a few sessions, then many; return the memory so far and when the last visitor left."""
    memory = Memory(few_sessions=FEW, many_sessions=FEW + FURTHER)
    memory.before = await _settled(server)
    visitors = await _arrivals(figures, server, FEW)
    memory.few = await _settled(server)
    visitors += await _arrivals(figures, server, FURTHER)
    memory.many = await _settled(server)
    for visitor in visitors:
        await visitor.leave()
    left = time.monotonic()
    memory.left = await _settled(server)
    return memory, left


async def _second_wave(figures: Figures, server: Server, memory: Memory) -> Memory:
    """Make the server forget what has expired, and open as many sessions once more."""
    for visitor in await _arrivals(figures, server, 1):
        await visitor.leave()
    memory.expired = await _settled(server)
    visitors = await _arrivals(figures, server, memory.many_sessions)
    memory.second = await _settled(server)
    for visitor in visitors:
        await visitor.leave()
    return memory


async def _arrivals(figures: Figures, server: Server, number: int) -> list[Visitor]:
    visitors = []
    for page in islice(cycle(figures.pages), number):
        visitor = await Visitor.arrive(server.address)
        figures.note(f"{named(page)}, memory", (await visitor.open(page)).faults)
        for state in STATES[1:3]:
            figures.note(f"{named(page)}, memory", (await visitor.rerun(state)).faults)
        visitors.append(visitor)
    return visitors


async def _settled(server: Server) -> float:
    await asyncio.sleep(SETTLE_SECONDS)
    return server.megabytes()


def machine() -> str:
    """Say what was measured on."""
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("streamlit", "altair", "pandas", "playwright")
    )
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {libraries}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
