"""How long a person waits for the first chart, seen by a real browser."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

from benchmarks.servers import serving
from tests.chromium import FLAGS, find

WAIT_SECONDS = 30
# The frame after the one in which marks are there: by then they are painted.
WATCH = """
(() => {
  const painted = (canvas) => canvas.width > 0 && canvas.height > 0 && canvas.getContext('2d')
    .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
  const drawn = () => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].some((chart) =>
    chart.querySelector('svg path, svg circle, svg rect') || [...chart.querySelectorAll('canvas')].some(painted));
  const look = () => requestAnimationFrame(drawn() ? () => { window.firstChart = performance.now(); } : look);
  look();
})();
"""


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser until the block ends."""
    path = os.environ.get("DXINDEX_CHROMIUM") or find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def first_chart(browser: Browser, url: str) -> float | None:
    """Return the seconds from the navigation to the first chart drawn, in a fresh context.

    None if the page shows no chart once it is open; a chart that is not drawn in time is an error.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(url, wait_until="commit")
        try:
            page.wait_for_function("() => window.firstChart", timeout=WAIT_SECONDS * 1000)
        except NotInTime:
            if page.locator("[data-testid=stVegaLiteChart]").count():
                raise
            return None
        return float(page.evaluate("window.firstChart")) / 1000
    finally:
        context.close()


def start(browser: Browser, script: str, path: str) -> tuple[float, float]:
    """Start a server; return the seconds until it is healthy, and until its first chart is drawn."""
    with serving(script) as server:
        healthy = server.wait_until_healthy()
        opened = time.perf_counter() - server.started
        drawn = first_chart(browser, f"{server.address}/{path}")
        if drawn is None:
            raise RuntimeError(f"{script} showed no chart after its start")
        return healthy, opened + drawn
