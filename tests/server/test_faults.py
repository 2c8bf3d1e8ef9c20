"""What goes wrong under a running dashboard: real processes on this machine, behind a real nginx where it matters."""

from __future__ import annotations

import asyncio
import signal
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from benchmarks.replicas import Proxy, Replica, replicated
from benchmarks.visitors import Cookies, Run
from tests import faketime, nginx
from tests.server.settings import Clock, FullDisk, Reader, corrupted, read_only
from tests.tasks import finished

COOKIE = "dxindex_replica"
LIMIT_SECONDS = 90
PAUSE_SECONDS = 0.1
STOP_SECONDS = 25  # what systemd is told to wait (deploy/systemd)
VIEWS = ("", "lang=vi&c=VNM&edition=2016"), ("rankings", "lang=en&c=EST&c=SGP")


def cookie(visitor: Reader) -> str:
    return visitor.cookies.values[COOKIE]


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what must come to hold."""
    async with asyncio.timeout(LIMIT_SECONDS):
        while not await holds():
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[list[Replica], Proxy]]:
    with replicated(nginx.find()) as running:
        yield running


class Stubborn:
    """A visitor who asks again and again, and who comes back when the connection breaks, as a browser does."""

    def __init__(self, visitor: Reader) -> None:
        self.visitor = visitor
        self.runs: list[Run] = []
        self.returns = 0
        self.views = {visitor.text}

    async def keep_asking(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                self.runs.append(await self.visitor.rerun())
                await asyncio.sleep(PAUSE_SECONDS)
            except ConnectionClosed:
                await self._come_back()
            self.views.add(self.visitor.text)
        await self.visitor.leave()

    async def _come_back(self) -> None:
        self.returns += 1
        before = self.visitor
        self.visitor = await Reader.arrive(before.address, before.cookies)
        self.runs.append(await self.visitor.open(before.page, before.query))


async def kill_under_load(replicas: list[Replica], proxy: Proxy) -> dict[str, list[Stubborn]]:
    """Kill the first replica while visitors ask; return those whose it was, and the others."""
    # nginx gives newcomers in turn: each view is opened on either replica.
    views = [view for view in VIEWS for _ in replicas]
    arrived = [await Reader.arrive_by_the_page(proxy.address) for _ in views]
    opened = await asyncio.gather(*(each.open(*view) for each, view in zip(arrived, views, strict=True)))
    assert not [fault for run in opened for fault in run.faults]
    visitors = [Stubborn(each) for each in arrived]
    groups = {name: [each for each in visitors if cookie(each.visitor) == name] for name in "ab"}
    stop = asyncio.Event()
    asking = [asyncio.create_task(each.keep_asking(stop)) for each in visitors]

    async def all_went_on() -> bool:
        for task in asking:
            if task.done():
                task.result()  # somebody gave up: say why, and at once
        return all(len(each.runs) >= then + 3 for each, then in zip(visitors, counts, strict=True))

    counts = [0] * len(visitors)
    await until(all_went_on)
    replicas[0].process.kill()
    replicas[0].process.wait()
    counts = [len(each.runs) for each in visitors]
    await until(all_went_on)
    stop.set()
    await asyncio.gather(*asking)
    return groups


def test_a_replica_killed_under_load_takes_nobody_with_it(pair: tuple[list[Replica], Proxy]) -> None:
    replicas, proxy = pair
    groups = finished(kill_under_load(replicas, proxy))
    assert [len(groups[name]) for name in "ab"] == [len(VIEWS)] * 2
    for each in (*groups["a"], *groups["b"]):
        assert not [fault for run in each.runs for fault in run.faults]
        assert len(each.views) == 1, "the view is the one before, whichever replica draws it"
    # Whose replica it was comes back once, on the other, and is told so by the cookie.
    assert {(each.returns, cookie(each.visitor)) for each in groups["a"]} == {(1, "b")}
    assert {(each.returns, each.visitor.cookies.changes_of(COOKIE)) for each in groups["b"]} == {(0, 1)}
    assert not replicas[1].complaints()

    # Started again, it gets new visitors, and those who moved stay where they are.
    replicas[0] = Replica(replicas[0].folder, replicas[0].port)
    replicas[0].wait_until_healthy()
    try:
        finished(asyncio.wait_for(back_at_work(proxy, groups["a"][0].visitor.cookies), LIMIT_SECONDS))
    finally:
        replicas[0].stop()


async def back_at_work(proxy: Proxy, moved: Cookies) -> None:
    while True:
        visitor = await Reader.arrive_by_the_page(proxy.address)
        await visitor.leave()
        if cookie(visitor) == "a":
            break
        await asyncio.sleep(0.1)
    visitor = await Reader.arrive_by_the_page(proxy.address, moved)
    await visitor.leave()
    assert cookie(visitor) == "b"


async def look_around(server: Replica) -> str:
    """Open a page, change something, and return what another page says."""
    visitor = await Reader.arrive(server.address)
    runs = [await visitor.open("", "lang=en"), await visitor.rerun({"edition": "2016"})]
    runs.append(await visitor.open("methods", "lang=en"))
    text = visitor.text
    await visitor.leave()
    assert not [fault for run in runs for fault in run.faults]
    return text


def full_disk(folder: Path) -> Replica:
    """With a cache folder that is not there and cannot be made."""
    return FullDisk(folder, DXINDEX_CACHE=str(folder / "missing" / "cache"))


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Replica]]:
    """Servers in trouble, started at once."""
    makers = {"full disk": full_disk, "read-only": read_only, "corrupted cache": corrupted}
    servers = {name: make(tmp_path_factory.mktemp("trouble")) for name, make in makers.items()}
    yield servers
    for server in servers.values():
        server.stop()


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("full disk", ["No refreshed figures are here"]),
        ("read-only", ["No refreshed figures are here"]),
        ("corrupted cache", ["current is damaged", "The snapshot is used instead", "checks.json is damaged"]),
    ],
)
def test_the_dashboard_goes_on_and_says_what_visitors_should_know(
    troubled: dict[str, Replica], trouble: str, told: list[str]
) -> None:
    server = troubled[trouble]
    server.wait_until_healthy()
    text = finished(look_around(server))
    assert [words for words in told if words not in text] == []
    assert not server.complaints()


def year(server: Replica) -> int:
    """The year that the server's clock shows, from the date of an answer."""
    with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=LIMIT_SECONDS) as answer:
        return parsedate_to_datetime(answer.headers["Date"]).year


async def change_clocks(server: Replica, clock: Clock) -> None:
    staying = await Reader.arrive(server.address)
    assert not (await staying.open("rankings")).faults
    now = year(server)
    for offset, expected in (("+1461d", now + 4), ("-1461d", now - 4)):
        clock.move(offset)

        async def moved(expected: int = expected) -> bool:
            return await asyncio.to_thread(year, server) == expected

        await until(moved)
        assert not (await staying.rerun({"edition": "2016"})).faults
        assert not (await staying.rerun({"edition": "2014"})).faults
        await look_around(server)
    await staying.leave()


def test_sessions_old_and_new_go_on_when_the_clock_jumps(tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    server = Replica(tmp_path, **clock.environment(faketime.find()))
    try:
        server.wait_until_healthy()
        finished(change_clocks(server, clock))
    finally:
        server.stop()
    assert not server.complaints()


async def told_to_stop(server: Replica) -> list[int]:
    """Tell a server to stop while one visitor reads and others wait for answers; return how connections ended."""
    visitors = [await Reader.arrive(server.address) for _ in range(4)]
    for visitor in visitors:
        assert not (await visitor.open("rankings")).faults
    codes: list[int] = []

    async def ask_until_closed(visitor: Reader) -> None:
        try:
            for edition in count():
                await visitor.rerun({"edition": ("2014", "2016")[edition % 2]})
        except ConnectionClosed as closed:
            codes.append(closed.rcvd.code if closed.rcvd else 0)

    async def read_until_closed(visitor: Reader) -> None:
        await visitor.connection.wait_closed()
        codes.append(visitor.connection.close_code or 0)

    ends = [read_until_closed(visitors[0]), *map(ask_until_closed, visitors[1:])]
    waiting = [asyncio.ensure_future(end) for end in ends]
    await visitors[0].connection.ping()
    server.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOP_SECONDS):
        await asyncio.gather(*waiting, asyncio.to_thread(server.process.wait, STOP_SECONDS))
    return codes


def test_a_server_told_to_stop_closes_its_sessions_and_ends_cleanly(tmp_path: Path) -> None:
    server = Replica(tmp_path)
    try:
        server.wait_until_healthy()
        codes = finished(told_to_stop(server))
    finally:
        server.process.kill()
    # 1012 tells a browser that the service restarts: it connects again by itself.
    assert codes == [1012] * 4
    # The web server ends by the signal it was given, which systemd takes for a clean end.
    assert server.process.returncode == -signal.SIGTERM
    assert "Traceback" not in server.log.read_text()
    assert not server.complaints()
    assert server.log.read_text().rstrip().endswith(f"Finished server process [{server.process.pid}]")
