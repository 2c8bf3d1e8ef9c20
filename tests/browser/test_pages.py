"""Every page as it is seen: in both languages, wide and on a phone, light and dark, and by a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages.ui import places
from tests.browser.conftest import Visit

Visits = Callable[..., Visit]
# Each page is opened in two of the eight combinations, each language, width and theme once.
WAYS = {
    "english-wide-light": {"lang": "en", "width": 1280, "height": 900, "scheme": "light"},
    "vietnamese-phone-dark": {"lang": "vi", "width": 390, "height": 800, "scheme": "dark"},
}
BARRIERS = {"serious", "critical"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", places.PAGES)
def test_page_opens_fits_and_has_no_barrier(tabs: Visits, path: str, way: str) -> None:
    asked = dict(WAYS[way])
    lang = asked.pop("lang")
    tab = tabs(**asked)
    page = tab.open(f"{path}?lang={lang}")
    tab.assert_clean()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == lang
    overflow = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, "the page scrolls sideways"
    charts = page.locator("[data-testid=stVegaLiteChart]")
    assert charts.count() >= (0 if path == places.RANKINGS else 1)
    for number in range(charts.count()):
        told = charts.nth(number).get_attribute("aria-label")
        assert told, f"chart {number} has no text for those who cannot see it"
        assert len(told) > 40, told
    found = [
        (barrier["id"], barrier["nodes"][0]["html"][:200])
        for barrier in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        if barrier["impact"] in BARRIERS
    ]
    assert not found
    if lang == "en":
        assert_vietnamese_is_one_click_away(tab, path)


def assert_vietnamese_is_one_click_away(tab: Visit, path: str) -> None:
    page = tab.page
    before = page.locator("h1").inner_text()
    page.get_by_text("Tiếng Việt", exact=True).click()
    page.wait_for_url("**lang=vi**", timeout=15_000)
    page.wait_for_function("() => document.documentElement.lang === 'vi'", timeout=15_000)
    tab.settle()
    same_name = path in {places.STORIES, places.COUNTRY}  # headed by a country's name
    assert same_name or page.locator("h1").inner_text() != before, path
    tab.assert_clean()
