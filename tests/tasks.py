"""Coroutines run to their end, in a process where a browser may have run before."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What `work` ends with.

    It runs in a thread of its own: the browser's driver keeps its loop running in the thread of the
    tests until the last of them is done, and a thread has one loop.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
