"""Figures that keep up with the publisher: refreshed every so many hours, beside the server.

Each refresh is a process of its own: what it needs goes with it, and whatever befalls it leaves the server alone.
Sessions notice newer figures within a minute and offer them beside the snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

REFRESH = (sys.executable, "-m", "data", "refresh")
_SECONDS_AN_HOUR = 3600
_SECONDS_TO_END = 5

log = logging.getLogger(__name__)


@asynccontextmanager
async def kept(hours: int) -> AsyncIterator[None]:
    """Keep up with the publisher meanwhile; 0 hours is never."""
    task = asyncio.create_task(keep_up(hours)) if hours else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def keep_up(
    hours: float,
    *,
    command: Sequence[str] = REFRESH,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Refresh now and then every ``hours``, until cancelled; a refresh that fails is logged and tried again in time."""
    while True:
        await _refresh(command)
        await pause(hours * _SECONDS_AN_HOUR)


async def _refresh(command: Sequence[str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _out, told = await process.communicate()
    finally:
        await _end(process)
    if process.returncode == 0:
        log.info("the figures were refreshed")
    else:
        log.warning(
            "the figures were not refreshed, those held stay: %s", told.decode("utf-8", "replace").strip()
        )


async def _end(process: asyncio.subprocess.Process) -> None:
    """Leave no refresh behind when the server ends; one that does not listen is killed, which its cache survives."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _SECONDS_TO_END)
    except TimeoutError:
        process.kill()
        await process.wait()
