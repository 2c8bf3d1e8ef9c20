"""A real server and a real browser for the journeys that only show there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.chromium import FLAGS, find

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
READY = """() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]')"""
CHARTS = "() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(e => e.querySelector('svg, canvas'))"


@pytest.hookimpl(tryfirst=True)  # before the distribution over processes reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser's tests in one process: they share a server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(log: Path) -> Iterator[str]:
    """Run the dashboard until the block ends; its address is yielded once it is healthy."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    with log.open("w") as output, subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as server:
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the dashboard did not start; its log says why")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("DXINDEX_CHROMIUM") or find()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS))


class Visit:
    """One visitor's tab, with what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        # At a page's own address the framework first looks for its endpoints below that address,
        # is told 404, and finds them at the root: it says so on the console of any such page.
        probing = "/_stcore/" in message.location.get("url", "") and "404" in message.text
        if message.type == "error" and not probing:
            self.faults.append(message.text)

    def open(self, path: str = "") -> Page:
        self.page.goto(f"{self.address}/{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the server is done and every chart is drawn."""
        self.page.wait_for_selector("h1", timeout=30_000)
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(READY, timeout=30_000)
        self.page.wait_for_function(CHARTS, timeout=30_000)

    def assert_clean(self) -> None:
        assert not self.faults
        assert self.page.locator("[data-testid=stException]").count() == 0


@pytest.fixture(scope="session")
def tabs(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Tabs that stay open from test to test, one for each way of looking."""
    kept: dict[tuple[tuple[str, object], ...], Visit] = {}

    def kept_tab(**options: object) -> Visit:
        key = tuple(options.items())
        if key not in kept:
            kept[key] = new_tab(browser, address, **options)
        kept[key].faults.clear()
        return kept[key]

    yield kept_tab
    for tab in kept.values():
        tab.page.context.close()


def new_tab(
    browser: Browser, url: str, *, width: int = 1280, height: int = 900, scheme: str = "light"
) -> Visit:
    """A tab of a visitor who was never here."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    return Visit(context.new_page(), url)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    made = []

    def make(*, url: str = address, **options: Any) -> Visit:
        made.append(new_tab(browser, url, **options))
        return made[-1]

    yield make
    for tab in made:
        tab.page.context.close()
