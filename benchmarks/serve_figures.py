"""How many sessions a server holds, searched by steps; and the page in docs/ made of what `benchmarks.serve` found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from benchmarks.figures import LOAD_SECONDS, percentile

GROWTH = 1.6
CLOSE = 0.2
"""The search ends when the step that is held and the one that is not differ by no more than this share."""


@dataclass
class Step:
    """So many sessions for a while: the seconds of each rerun, and what went wrong."""

    sessions: int
    seconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 0.95) if self.seconds else float("inf")

    @property
    def held(self) -> bool:
        return self.p95 < LOAD_SECONDS and not self.faults


def next_size(held: Mapping[int, bool], first: int, most: int) -> int | None:
    """Return how many sessions to try next, or None where the answer is known closely enough.

    >>> next_size({}, 60, 480), next_size({60: True}, 60, 480), next_size({60: True, 96: False}, 60, 480)
    (60, 96, 78)
    >>> next_size({78: True, 90: False}, 60, 480), next_size({480: True}, 60, 480)
    (None, None)
    """
    good = max((size for size, well in held.items() if well), default=0)
    bad = min((size for size, well in held.items() if not well), default=None)
    if bad is None:
        return None if good >= most else min(most, max(first, int(good * GROWTH)))
    if bad - good <= max(1, CLOSE * good):
        return None
    return (good + bad) // 2


@dataclass
class Throughput:
    """Visitors who ask at once after each answer: how many answers, and who worked how long for them."""

    name: str
    reruns: int
    seconds: float
    busy: dict[str, float]
    """Processor seconds of each process."""

    @property
    def rate(self) -> float:
        return self.reruns / self.seconds


@dataclass
class Sessions:
    """Sessions opened through nginx, one after the other."""

    opened: int = 0
    requests: int = 0
    stayed: int = 0
    by_cookie: Counter[str] = field(default_factory=Counter)
    by_connections: dict[str, int] = field(default_factory=dict)
    """Open connections that the system counts at each replica."""


@dataclass
class Figures:
    sessions: Sessions = field(default_factory=Sessions)
    throughputs: list[Throughput] = field(default_factory=list)
    searches: dict[str, list[Step]] = field(default_factory=dict)
    complaints: Counter[str] = field(default_factory=Counter)

    @property
    def sound(self) -> bool:
        """Whether sessions stayed, both replicas worked and nothing complained; loads are reported, not judged."""
        there = self.sessions
        return (
            there.stayed == there.opened > 0
            and min(there.by_connections.values(), default=0) > 0
            and dict(there.by_cookie) == there.by_connections
            and not self.complaints
        )


def most_held(steps: list[Step]) -> Step | None:
    return max((step for step in steps if step.held), key=lambda step: step.sessions, default=None)


def render(figures: Figures, machine: str, busy: float, most: int) -> str:
    """Return the page as Markdown."""
    there = figures.sessions
    places = ", ".join(f"{count} at {name}" for name, count in sorted(there.by_connections.items()))
    rows = [
        "# Several replicas, many sessions",
        "",
        "Written by `make bench-serve`: two replicas (`python server.py`) behind a real nginx with the configuration in "
        "`deploy/nginx`, one of the two alone behind the same nginx, and a bare Streamlit page (a title, a text, a "
        "slider; no nginx), in one run. **The load generator and nginx share the machine's cores with what they "
        "measure**: with two cores, a second replica cannot show what it would give on cores of its own. Reported, "
        "not promised.",
        "",
        f"{machine}. Load average of the machine before the run: {busy:.1f}.",
        "",
        "## Sessions stay with their replica",
        "",
        f"{there.opened} sessions came through nginx and made {there.requests} requests and reruns; {there.stayed} stayed with the "
        f"replica that answered first (its cookie never changed). The system counts their connections: {places}.",
        "",
        "## Throughput",
        "",
        "Visitors who ask again at once, everything changed at each rerun, spread over all pages.",
        "",
        "| Server | Reruns | Reruns per second | Processor seconds |",
        "|---|--:|--:|---|",
        *(_throughput(each) for each in figures.throughputs),
        "",
    ]
    if len(figures.throughputs) == 2:
        one, two = figures.throughputs
        rows += [f"Two replicas beside one: {two.rate / one.rate:.2f} times.", ""]
    rows += [
        "## Sessions held",
        "",
        f"A rerun every 5 s by each session, at its own moments, everything changed at each; held: p95 under "
        f"{LOAD_SECONDS:g} s and no error. Steps are tried until two that differ by at most {CLOSE:.0%} enclose the answer, "
        f"{most} sessions at most.",
        "",
        "| Server | Sessions held | Reruns | Median | p95 | Not held |",
        "|---|--:|--:|--:|--:|---|",
        *(_held(name, steps) for name, steps in figures.searches.items()),
        "",
    ]
    if figures.complaints:
        rows += ["## Faults", "", *(f"- {text} ({count}×)" for text, count in figures.complaints.items()), ""]
    return "\n".join(rows)


def _throughput(each: Throughput) -> str:
    busy = ", ".join(f"{name} {seconds:.1f}" for name, seconds in each.busy.items())
    return f"| {each.name} | {each.reruns} in {each.seconds:.1f} s | {each.rate:.0f} | {busy} |"


def _held(name: str, steps: list[Step]) -> str:
    most = most_held(steps)
    beyond = min((step for step in steps if not step.held), key=lambda step: step.sessions, default=None)
    not_held = "none tried was too many"
    if beyond:
        errors = f", {beyond.faults.total()} errors" if beyond.faults else ""
        not_held = f"{beyond.sessions}: p95 {beyond.p95:.2f} s{errors}"
    if most is None:
        return f"| {name} | none | | | | {not_held} |"
    return (
        f"| {name} | {most.sessions} | {len(most.seconds)} | {median(most.seconds):.2f} s | {most.p95:.2f} s | "
        f"{not_held} |"
    )
