"""The server process: what is loaded once stays out of the way of every run."""

from __future__ import annotations

import gc
from functools import cache


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
