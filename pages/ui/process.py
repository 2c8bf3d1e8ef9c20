"""The server process: what is loaded once stays out of the way of every run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def loading() -> Iterator[None]:
    """Collect no garbage meanwhile: what modules load is there to stay, and to look through it again and again
    took a tenth of the time until the first chart.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def settle(page: str) -> None:
    """After a page's first run, put all that it loaded beyond the garbage collector's reach.

    The framework collects garbage after every run of the script. With pandas and scikit-learn loaded
    each collection walks through their hundreds of thousands of objects, none of which is garbage:
    that took most of a rerun's time (measured in docs/benchmarks-app.md). ``page`` is the key: what a
    page loads comes with its first run.
    """
    del page
    gc.collect()
    gc.freeze()
