"""The simulator's sliders and the browser's way back; the country report on one sheet, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit

Visits = Callable[..., Visit]
SHEETS = re.compile(rb"/Type\s*/Page[^s]")


def test_sliders_follow_the_way_back(visit: Visits) -> None:
    tab = visit()
    page = tab.open("simulator?lang=en")
    schooling = page.get_by_role("slider").nth(4)
    schooling.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**set=mean_years_schooling%3A7.8**", timeout=15_000)
    page.get_by_role("combobox", name="Country").click()
    page.keyboard.type("Estonia")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "country=EST" in url and "set=" not in url, timeout=15_000)
    page.go_back()
    page.wait_for_url("**set=mean_years_schooling%3A7.8**", timeout=15_000)
    page.get_by_text("Vietnam with one change").wait_for(timeout=15_000)
    assert page.locator("[data-testid=stSliderThumbValue]").nth(4).inner_text() == "7.8"
    tab.assert_clean()


@pytest.mark.parametrize(
    ("view", "button"),
    [
        ("country?lang=en&country=VNM", "Country report"),
        ("country?lang=vi&country=COG&edition=2019&vs=group", "Báo cáo quốc gia"),
    ],
)
def test_the_report_fills_one_sheet_and_fetches_nothing(
    visit: Visits, browser: Browser, tmp_path: Path, view: str, button: str
) -> None:
    page = visit().open(view)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=button).click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    reader = browser.new_page()
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(kept.as_uri())
    assert asked == [kept.as_uri()]
    sheet = reader.pdf(prefer_css_page_size=True, print_background=True)
    assert len(SHEETS.findall(sheet)) == 1
    reader.close()
