"""Make the pictures in docs/ from the running dashboard: every page, in both languages."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from playwright.sync_api import sync_playwright  # noqa: E402 - the project's folder comes first

from pages.ui import places  # noqa: E402
from tests.browser.conftest import Visit, serving  # noqa: E402
from tests.chromium import FLAGS, find  # noqa: E402

LOCALES = {"en": "en-GB", "vi": "vi-VN"}
WIDTH, HEIGHT, TALLEST = 1280, 900, 2000  # below that, pages repeat what their tops show


def picture(visit: Visit, path: str, target: Path) -> None:
    """Photograph a whole page; the chart is drawn anew after the window has grown to the page."""
    page = visit.open(path)
    needed = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": min(max(HEIGHT, needed), TALLEST)})
    visit.settle()
    page.wait_for_timeout(1_000)
    page.screenshot(path=target)


def main() -> None:
    log = Path(tempfile.mkdtemp()) / "server.txt"
    with serving(log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        for path in places.PAGES:
            name = path or "overview"
            for lang in LOCALES:
                context = browser.new_context(
                    viewport={"width": WIDTH, "height": HEIGHT}, locale=LOCALES[lang]
                )
                picture(
                    Visit(context.new_page(), address), f"{path}?lang={lang}", DOCS / f"{name}-{lang}.png"
                )
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
