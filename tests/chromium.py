"""Find a Chromium for the browser tests, or install one: prints its path, or says what is missing.

Tried in this order: the one named in DXINDEX_CHROMIUM, a system browser, Playwright's own (fetched
if it may be), the distribution's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The one without a window first: four visits of a page took 6.9 s in it, 9.1 s in the other.
SYSTEM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FETCH_SECONDS = 180


def works(path: str | None) -> bool:
    """Whether the browser starts and renders a page: a file that is there may still lack libraries."""
    if not path or not Path(path).exists():
        return False
    command = [path, "--headless", *FLAGS, "--dump-dom", "data:text/html,<p>ready"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "ready" in done.stdout


def playwright_path() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def system_path() -> str | None:
    return next((found for name in SYSTEM_NAMES if (found := shutil.which(name))), None)


def attempt(*command: str) -> None:
    """Run an installer; whether it helped is seen by whether the browser works."""
    try:
        subprocess.run(command, stdout=sys.stderr, stderr=sys.stderr, timeout=FETCH_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)


def candidates() -> Iterator[str | None]:
    yield os.environ.get("DXINDEX_CHROMIUM")
    yield system_path()
    yield playwright_path()
    attempt(sys.executable, "-m", "playwright", "install", "chromium")
    yield playwright_path()
    if shutil.which("apt-get"):
        attempt("apt-get", "update", "-qq")
        for package in ("chromium-headless-shell", "chromium"):
            attempt("apt-get", "install", "-y", "-qq", package)
            yield system_path()


def find() -> str:
    for path in candidates():
        if path and works(path):
            return path
    raise SystemExit(
        "The browser tests need Chromium, and none was found, could be fetched by Playwright, or could be "
        "installed by apt-get. Install one (on Debian: apt-get install chromium), or name it in DXINDEX_CHROMIUM."
    )


if __name__ == "__main__":
    print(find())
