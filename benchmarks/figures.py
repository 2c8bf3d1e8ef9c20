"""The figures of one run of `benchmarks.app`, and the page in docs/ made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

RERUN_TIMES, CHART_TIMES, START_TIMES = 2.5, 1.3, 1.5
LOAD_SECONDS = 1.0
SESSION_MEGABYTES = 3.0
KEPT_MEGABYTES = 0.3
"""Per session that has ended: a tenth of what one may take counts as having come back."""
RERUN_KILOBYTES = 150.0
RERUNS = (
    ("nothing changed", "same_times", "same", "bare"),
    ("everything changed", "changed_times", "changed", "bare"),
    ("asked at once after another", "at_once_times", "at_once", "bare_at_once"),
)
HEAD = "| Page | Rerun, nothing changed | beside bare | Everything changed | beside bare | At once | beside bare | Bytes, nothing changed | Everything changed | Opened | First chart | beside bare |"


@dataclass
class PageFigures:
    """One page: seconds and bytes of its reruns, and of the bare page's reruns between them."""

    opening_bytes: int = 0
    charts: int = 0
    same: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)
    bare_at_once: list[float] = field(default_factory=list)
    same_bytes: list[int] = field(default_factory=list)
    changed_bytes: list[int] = field(default_factory=list)
    chart: list[float] = field(default_factory=list)
    bare_chart: list[float] = field(default_factory=list)

    @property
    def same_times(self) -> float:
        return median(self.same) / median(self.bare)

    @property
    def changed_times(self) -> float:
        return median(self.changed) / median(self.bare)

    @property
    def at_once_times(self) -> float:
        return median(self.at_once) / median(self.bare_at_once)

    @property
    def chart_times(self) -> float | None:
        return median(self.chart) / median(self.bare_chart) if self.chart else None

    @property
    def kilobytes(self) -> float:
        return max(median(self.same_bytes), median(self.changed_bytes)) / 1000


@dataclass
class Load:
    """Many sessions at once: the seconds of each rerun."""

    name: str
    sessions: int
    period: float
    seconds: list[float]

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 0.95)


@dataclass
class Memory:
    """Megabytes of a server's process at each moment, and how many sessions each wave opened."""

    before: float = 0.0
    few: float = 0.0
    many: float = 0.0
    left: float = 0.0
    expired: float = 0.0
    second: float = 0.0
    few_sessions: int = 0
    many_sessions: int = 0

    @property
    def per_session(self) -> float:
        return (self.many - self.few) / (self.many_sessions - self.few_sessions)

    @property
    def kept(self) -> float:
        """What a second wave of as many sessions needs beyond the first, for each session of the first.

        The allocator keeps freed memory for later: only another wave tells freed from lost.
        """
        return (self.second - self.many) / self.many_sessions


@dataclass
class Figures:
    """Everything that a run found; what was not measured is empty."""

    pages: dict[str, PageFigures] = field(default_factory=dict)
    starts: list[tuple[float, float]] = field(default_factory=list)
    bare_starts: list[tuple[float, float]] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    memory: Memory | None = None
    faults: Counter[str] = field(default_factory=Counter)
    load_faults: int = 0

    def note(self, where: str, faults: Iterable[str]) -> None:
        self.faults.update(f"{where}: {fault}" for fault in faults)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -int(-share * len(ranked) // 1) - 1)]


def named(page: str) -> str:
    return page or "overview"


def verdict(value: float, limit: float) -> str:
    return "reached" if value <= limit else "**missed**"


def render(figures: Figures, machine: str) -> str:
    """Return the page as Markdown."""
    parts = [
        "# The dashboard's speed",
        "",
        "Written by `make bench-app`: the dashboard beside a bare Streamlit page (a title, a text, a slider; with "
        "an Altair scatter of 132 points where charts are timed; Streamlit's own settings), in one run and in turns, server, visitors and browser on one "
        "machine that may have had other work. Medians, but for the p95.",
        "",
        f"{machine}.",
        "",
        "| Measured | Must reach | Dashboard | Bare page | Ratio | |",
        "|---|---|--:|--:|--:|---|",
        *_verdicts(figures),
        "",
        "## Each page",
        "",
        "A visitor speaks Streamlit's protocol over its websocket, keeps messages as a browser does, and waits for "
        "the end of each run; all bytes of the websocket count. A rerun is asked a moment after the last, as by a "
        "person; *at once* is asked with no pause, while the server still tidies up the last run. "
        "*Everything changed* turns edition and language, each seen before by the server but no longer kept by the "
        "visitor: what was drawn is sent anew. The first chart is timed in Chromium from the navigation, in a fresh "
        "profile, on a warm server.",
        "",
        HEAD,
        "|---|" + "--:|" * (HEAD.count("|") - 2),
        *(_page_row(name, page) for name, page in figures.pages.items()),
        "",
    ]
    if figures.loads:
        parts += ["## Many sessions", "", *_loads(figures), ""]
    if figures.memory:
        parts += ["## Memory", "", *_memory(figures.memory), ""]
    if figures.faults:
        parts += ["## Faults", "", *(f"- {text} ({count}×)" for text, count in figures.faults.items()), ""]
    return "\n".join(parts)


def _verdicts(figures: Figures) -> Iterable[str]:
    pages = figures.pages
    for what, times, ours, theirs in RERUNS:
        name = max(pages, key=lambda name: getattr(pages[name], times))
        page = pages[name]
        yield _row(
            f"Warm rerun, one session, {what}; slowest page ({named(name)})",
            RERUN_TIMES,
            median(getattr(page, ours)),
            median(getattr(page, theirs)),
        )
    for load in figures.loads:
        if load.name == "dashboard":
            bare = next(
                other for other in figures.loads if other.name != load.name and other.period == load.period
            )
            aim = load.period == max(each.period for each in figures.loads)
            clean = load.p95 if not figures.load_faults else float("inf")
            yield (
                f"| {load.sessions} sessions, a rerun every {load.period:g} s, p95 | "
                f"{'at most 1 s, no errors' if aim else ''} | {load.p95:.2f} s | {bare.p95:.2f} s | "
                f"{load.p95 / bare.p95:.2f} | {verdict(clean, LOAD_SECONDS) if aim else ''} |"
            )
    charted = {name: page for name, page in pages.items() if page.chart}
    slowest = max(charted, key=lambda name: charted[name].chart_times or 0, default="")
    for which, name in (("start page", ""), ("slowest page", slowest)):
        if name in charted:
            yield _row(
                f"First chart in Chromium, warm server; {which} ({named(name)})",
                CHART_TIMES,
                median(charted[name].chart),
                median(charted[name].bare_chart),
            )
    if figures.starts:
        yield _row(
            "Server start to healthy to first chart",
            START_TIMES,
            median(drawn for _, drawn in figures.starts),
            median(drawn for _, drawn in figures.bare_starts),
        )
    if memory := figures.memory:
        yield (
            f"| Memory per further session | at most 3 MB | {memory.per_session:.2f} MB | | | "
            f"{verdict(memory.per_session, SESSION_MEGABYTES)} |"
        )
        yield (
            f"| Memory kept per ended session | none: at most {KEPT_MEGABYTES} MB | {max(memory.kept, 0):.2f} MB | | | "
            f"{verdict(memory.kept, KEPT_MEGABYTES)} |"
        )
    name = max(pages, key=lambda name: pages[name].kilobytes)
    yield (
        f"| Bytes per rerun; largest page ({named(name)}) | at most 150 kB | {pages[name].kilobytes:.0f} kB | | | "
        f"{verdict(pages[name].kilobytes, RERUN_KILOBYTES)} |"
    )


def _row(what: str, limit: float, ours: float, bare: float) -> str:
    return (
        f"| {what} | at most {limit:g} times bare | {ours:.3f} s | {bare:.3f} s | {ours / bare:.2f} | "
        f"{verdict(ours / bare, limit)} |"
    )


def _page_row(name: str, page: PageFigures) -> str:
    chart = f"{median(page.chart):.2f} s | {page.chart_times:.2f}" if page.chart else "– | –"
    return (
        f"| {named(name)} | {median(page.same) * 1000:.0f} ms | {page.same_times:.2f} | "
        f"{median(page.changed) * 1000:.0f} ms | {page.changed_times:.2f} | "
        f"{median(page.at_once) * 1000:.0f} ms | {page.at_once_times:.2f} | "
        f"{median(page.same_bytes) / 1000:.0f} kB | {median(page.changed_bytes) / 1000:.0f} kB | "
        f"{page.opening_bytes / 1000:.0f} kB | {chart} |"
    )


def _loads(figures: Figures) -> Iterable[str]:
    yield "Sessions spread over all pages, each visitor at its own moments, everything changed at each rerun; a visitor waits for the answer before asking again."
    yield ""
    yield "| A rerun every | Server | Reruns | Median | p95 | Slowest |"
    yield "|---|---|--:|--:|--:|--:|"
    for load in figures.loads:
        yield (
            f"| {load.period:g} s | {load.name} | {len(load.seconds)} | {median(load.seconds):.2f} s | "
            f"{load.p95:.2f} s | {max(load.seconds):.2f} s |"
        )


def _memory(memory: Memory) -> Iterable[str]:
    yield "Resident memory of one server whose caches are warm. Streamlit keeps a session for two minutes after its visitor has left."
    yield ""
    yield "| Moment | Memory |"
    yield "|---|--:|"
    for moment, megabytes in (
        ("warm, no visitor", memory.before),
        (f"{memory.few_sessions} sessions", memory.few),
        (f"{memory.many_sessions} sessions", memory.many),
        ("all left", memory.left),
        ("their sessions expired", memory.expired),
        (f"{memory.many_sessions} sessions once more", memory.second),
    ):
        yield f"| {moment} | {megabytes:.0f} MB |"
