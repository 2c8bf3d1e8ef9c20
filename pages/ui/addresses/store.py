"""Finished answers, kept within bounds; few are made at a time, and none twice at once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import anyio
from anyio import to_thread


class Sized(Protocol):
    """What is kept; its content counts."""

    @property
    def content(self) -> bytes: ...


Kept = TypeVar("Kept", bound=Sized)


class Busy(Exception):  # noqa: N818 - an answer, not a fault
    """As many are waiting as may."""


class Store(Generic[Kept]):
    """Makes answers in threads beside the event loop, so that the dashboard never waits for one.

    ``makers`` are made at a time, ``waiting`` more may be asked for, ``most`` bytes of answers are kept, those that
    were asked for last. Used from the event loop alone.
    """

    def __init__(self, *, makers: int, waiting: int, most: int) -> None:
        self._limiter = anyio.CapacityLimiter(makers)
        self._most = most
        self._asked_for = makers + waiting
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._making: dict[str, asyncio.Task[Kept]] = {}

    async def get(self, key: str, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, or make it; whoever asks for the same meanwhile waits for it.

        Raises
        ------
        Busy
            Too many others are being made.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        task = self._making.get(key)
        if task is None:
            if len(self._making) >= self._asked_for:
                raise Busy
            task = asyncio.create_task(self._make(key, make))
            self._making[key] = task
            task.add_done_callback(lambda done: self._made(key, done))
        # Who goes away takes nothing from those who wait for the same.
        return await asyncio.shield(task)

    async def _make(self, key: str, make: Callable[[], Kept]) -> Kept:
        found = await to_thread.run_sync(make, limiter=self._limiter)
        self._kept[key] = found
        self._bytes += len(found.content)
        while self._bytes > self._most:
            _key, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.content)
        return found

    def _made(self, key: str, done: asyncio.Task[Kept]) -> None:
        del self._making[key]
        if not done.cancelled():
            done.exception()  # looked at, in case that nobody waits for it any more
