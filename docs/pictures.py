"""Make the pictures in docs/ from the running dashboard, every page in both languages, and the page that shows them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from playwright.sync_api import sync_playwright  # noqa: E402 - the project's folder comes first

from dxindex.i18n import LANGUAGES  # noqa: E402
from pages.ui import navigation, places  # noqa: E402
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


def name_of(path: str) -> str:
    """The name that a page's pictures have."""
    return path or "overview"


def gallery() -> str:
    """The page that shows every picture, under the page's name and the question it answers."""
    questions, titles = navigation.questions("en"), {lang: navigation.titles(lang) for lang in LANGUAGES}
    parts = [
        f"## {titles['en'][path]}\n\n{questions[path]}\n\n"
        + "\n\n".join(
            f"![{titles[lang][path]} ({LANGUAGES[lang]})]({name_of(path)}-{lang}.png)" for lang in LANGUAGES
        )
        for path in places.PAGES
    ]
    head = "# What the pages look like\n\nEvery page in both languages, as it opens. Made by `make pictures`."
    return "\n\n".join([head, *parts]) + "\n"


def main() -> None:
    (DOCS / "gallery.md").write_text(gallery(), encoding="utf-8")
    log = Path(tempfile.mkdtemp()) / "server.txt"
    with serving(log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        for path in places.PAGES:
            for lang in LOCALES:
                context = browser.new_context(
                    viewport={"width": WIDTH, "height": HEIGHT}, locale=LOCALES[lang]
                )
                picture(
                    Visit(context.new_page(), address),
                    f"{path}?lang={lang}",
                    DOCS / f"{name_of(path)}-{lang}.png",
                )
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
