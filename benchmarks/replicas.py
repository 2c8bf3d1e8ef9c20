"""The dashboard as an operator runs it: replicas of `python server.py`, behind nginx with the configuration in deploy/."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.servers import ROOT, STOP_SECONDS, Server, free_port

SITE = ROOT / "deploy" / "nginx" / "dxindex.conf"
SITE_PORTS = (8501, 8502)
"""The replicas' ports in the configuration as it is shipped."""
START_SECONDS = 20
AROUND = """daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.txt warn;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
"""What Debian's own nginx.conf does around a site, with all files in one folder."""


class Replica(Server):
    """One process of the dashboard, set up by the environment alone."""

    def __init__(self, folder: Path, port: int | None = None, **environment: str) -> None:
        port = port or free_port()
        own = {"DXINDEX_ADDRESS": "127.0.0.1", "DXINDEX_PORT": str(port)}
        super().__init__("server.py", folder, port, {**own, **environment})

    def command(self) -> tuple[list[str], Path]:
        return [sys.executable, "server.py"], ROOT


class Proxy:
    """An nginx without privileges before two replicas: the configuration that is shipped, other ports and folders."""

    def __init__(self, program: str, ports: Sequence[int], folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "dxindex.log"
        (folder / "site.conf").write_text(site(self.port, ports, folder))
        user = pwd.getpwuid(os.geteuid()).pw_name
        # Only root may name who does the work; for others the line would be a warning.
        around = AROUND.format(folder=folder, user="" if os.geteuid() else f"user {user};")
        (folder / "nginx.conf").write_text(around)
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with (folder / "start.txt").open("w") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        begun = time.perf_counter()
        while not (folder / "nginx.pid").exists() or not (folder / "nginx.pid").read_text():
            if self.process.poll() is not None or time.perf_counter() - begun > START_SECONDS:
                raise RuntimeError(f"nginx did not start:\n{(folder / 'start.txt').read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(STOP_SECONDS)


def site(port: int, replicas: Sequence[int], folder: Path) -> str:
    """Return the shipped configuration with other ports and folders."""
    text = SITE.read_text(encoding="utf-8")
    changes = {
        "listen 80;\n    # Name": f"listen 127.0.0.1:{port};\n    # Name",
        "/var/log/nginx/": f"{folder}/",
        "/var/cache/nginx/": f"{folder}/cache-",
        **{f":{shipped}": f":{used}" for shipped, used in zip(SITE_PORTS, replicas, strict=True)},
    }
    for shipped, used in changes.items():
        if shipped not in text:
            raise RuntimeError(f"{SITE.name} no longer has {shipped!r}")
        text = text.replace(shipped, used)
    return text


@contextmanager
def replicated(program: str, count: int = 2) -> Iterator[tuple[list[Replica], Proxy]]:
    """Run one or two replicas behind nginx until the block ends; all are healthy.

    One replica stands in both places of the configuration: what nginx does is the same.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        replicas = [Replica(folder) for _ in range(count)]
        for replica in replicas:
            stack.callback(replica.stop)
        for replica in replicas:
            replica.wait_until_healthy()
        proxy = Proxy(program, [(replicas * 2)[place].port for place in range(2)], folder)
        stack.callback(proxy.stop)
        yield replicas, proxy
