"""Make the pictures in docs/ from the running dashboard: every page, in both languages."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from playwright.sync_api import sync_playwright  # noqa: E402 - the project's folder comes first

from tests.browser.conftest import Visit, serving  # noqa: E402
from tests.chromium import FLAGS, find  # noqa: E402

PAGES = {"overview": "", "rankings": "rankings", "country": "country", "methods": "methods"}
LOCALES = {"en": "en-GB", "vi": "vi-VN"}
WIDTH, HEIGHT, TALLEST = 1280, 900, 2600


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
        for name, path in PAGES.items():
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
