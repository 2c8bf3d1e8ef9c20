"""Streamlit servers to measure: started on a free port of this machine, and always stopped."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[1]
APP, BARE = "server.py", "benchmarks/bare.py"
# A bare page has Streamlit's own settings, not the dashboard's; but nothing watches files or calls home.
ALIKE = ("--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false")
START_SECONDS = 60
COLOURS = re.compile(r"\x1b\[[\d;]*m")
ERROR = re.compile(r"[A-Za-z_][\w.]*(Error|Exception)\b")
STOP_SECONDS = 10


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """A running server: its address, when it was started, what it has written."""

    def __init__(
        self,
        script: str,
        folder: Path,
        port: int | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.script = script
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"log-{self.port}.txt"
        command, place = self.command()
        self.started = time.perf_counter()
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                command, cwd=place, stdout=output, stderr=output, env={**os.environ, **environment}
            )

    def command(self) -> tuple[list[str], Path]:
        """Return what starts the server, and where."""
        path = ROOT / self.script
        if self.script == BARE:
            path = Path(shutil.copy(path, self.folder))
        listening = [f"--server.port={self.port}", "--server.address=127.0.0.1"]
        return [sys.executable, "-m", "streamlit", "run", str(path), *ALIKE, *listening], path.parent

    def wait_until_healthy(self) -> float:
        """Return the seconds from the start to the first healthy answer."""
        while time.perf_counter() - self.started < START_SECONDS:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return time.perf_counter() - self.started
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise RuntimeError(f"{self.script} did not become healthy:\n{self.log.read_text()[-2000:]}")

    def megabytes(self) -> float:
        """Return the resident memory of the server's process, from `ps`."""
        done = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(done.stdout) / 1024

    def complaints(self) -> list[str]:
        """Return the errors that the server's log ends its tracebacks with, plain or coloured."""
        lines = COLOURS.sub("", self.log.read_text(errors="replace")).splitlines()
        return [line for line in lines if ERROR.match(line)]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)


@contextmanager
def serving(script: str) -> Iterator[Server]:
    """Run a script's server until the block ends; it may not be healthy yet."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(script, Path(folder))
        try:
            yield server
        finally:
            server.stop()
