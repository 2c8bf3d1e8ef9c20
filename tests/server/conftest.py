"""The server as operators run it, in a process of its own, and requests written by hand."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 90
PUBLIC = "https://dx.example.org"
WAIT = 90  # seconds for an answer, which other tests on the same machine may hold up


@pytest.hookimpl(tryfirst=True)  # before the distribution over processes reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the server's tests in one process: they share it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("server"))


@dataclass(frozen=True)
class Server:
    """A running server: its port and where its log goes."""

    port: int
    log: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    settings = {"DXINDEX_PORT": "0", "DXINDEX_HEAD_SECONDS": "2", "DXINDEX_PUBLIC_URL": PUBLIC}
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "server.py"],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            yield Server(_port(log, process), log)
        finally:
            process.terminate()


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    for _ in range(START_SECONDS * 5):
        if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", log.read_text()):
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def ask(server: Server) -> Ask:
    """Ask the server; a path goes out as it is written."""

    def asking(path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=WAIT)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders(body)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    return asking
