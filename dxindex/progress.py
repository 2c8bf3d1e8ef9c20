"""Progress of long work, for whoever watches: silent unless somebody asked to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO, TypeVar

Item = TypeVar("Item")

BAR_WIDTH = 30

_report: ContextVar[Callable[[int, int], None] | None] = ContextVar("report", default=None)


def track(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield items as they come, telling after each how many of ``total`` are done.

    >>> list(track("ab", 2))
    ['a', 'b']
    """
    report = _report.get()
    for done, item in enumerate(items, start=1):
        yield item
        if report is not None:
            report(done, total)


@contextmanager
def show_progress(title: str, stream: TextIO) -> Iterator[None]:
    """Draw a bar on a terminal while work inside is tracked, and wipe it in the end; elsewhere do nothing."""
    if not stream.isatty():
        yield
        return

    def draw(done: int, total: int) -> None:
        filled = BAR_WIDTH * done // total
        stream.write(f"\r{title} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done / total:4.0%}")
        stream.flush()

    token = _report.set(draw)
    try:
        yield
    finally:
        _report.reset(token)
        stream.write("\r\x1b[K")
        stream.flush()
