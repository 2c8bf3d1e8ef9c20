"""The server keeps up with the publisher by itself, and a refresh that fails or hangs leaves it alone."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path

import pytest

from pages.ui.serving import freshness
from tests.tasks import finished


class EnoughError(Exception):
    """Raised by the pause that a test ends with."""


def script(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def run(command: tuple[str, ...], pauses: int) -> list[float]:
    """Keep up until so many pauses were made; the seconds of each."""
    seconds: list[float] = []

    async def pause(length: float) -> None:
        seconds.append(length)
        if len(seconds) == pauses:
            raise EnoughError

    with pytest.raises(EnoughError):
        finished(freshness.keep_up(6, command=command, pause=pause))
    return seconds


def test_it_refreshes_at_once_and_again_after_the_hours(tmp_path: Path) -> None:
    count = script(f"open({str(tmp_path / 'runs')!r}, 'a').write('x')")
    assert run(count, 2) == [6 * 3600, 6 * 3600]
    assert (tmp_path / "runs").read_text() == "xx"


def test_a_refresh_that_fails_is_told_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        run(script("import sys; sys.exit('error: no network')"), 2)
    assert [record.getMessage() for record in caplog.records] == [
        "the figures were not refreshed, those held stay: error: no network"
    ] * 2


def test_a_refresh_that_hangs_ends_with_the_server(tmp_path: Path) -> None:
    written = tmp_path / "process"
    hanging = script(f"import os, time; open({str(written)!r}, 'w').write(str(os.getpid())); time.sleep(600)")

    async def serve() -> None:
        task = asyncio.create_task(freshness.keep_up(6, command=hanging))
        while not (written.exists() and written.read_text()):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    finished(asyncio.wait_for(serve(), 30))
    with pytest.raises(ProcessLookupError):
        os.kill(int(written.read_text()), 0)
