"""What a visitor does, in Chromium: open, click, choose, go back, share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pages.ui import places
from tests.browser.conftest import Visit, serving

Visits = Callable[..., Visit]


def query(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def test_a_link_restores_its_view_in_a_new_browser(visit: Visits) -> None:
    link = "country?edition=2016&c=FIN&c=EST&country=FIN&vs=EST&region=ECS&lang=vi"
    first = visit()
    first.open(link)
    shared = first.page.url
    second = visit()
    page = second.open(shared.removeprefix(second.address + "/"))
    assert page.locator("h1").inner_text() == "Phần Lan"
    assert query(second) == parse_qs(urlsplit(f"x?{link.partition('?')[2]}").query)
    assert "trong ấn bản 2016" in page.locator("[data-testid=stMain]").inner_text()
    second.assert_clean()


def test_a_widget_writes_the_url_and_back_undoes_it(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=en")
    page.get_by_role("button", name="Chart options").click()
    page.get_by_label("Size by population").locator("xpath=ancestor-or-self::label").first.click()
    page.wait_for_url("**size=1**", timeout=15_000)
    page.keyboard.press("Escape")
    page.get_by_text("Tiếng Việt").click()
    page.wait_for_url("**lang=vi**", timeout=15_000)
    page.get_by_role("heading", name="Các nước sẵn sàng").wait_for(timeout=15_000)
    assert query(tab)["size"] == ["1"]
    page.go_back()
    page.wait_for_url("**lang=en**", timeout=15_000)
    page.get_by_role("heading", name="How ready are countries").wait_for(timeout=15_000)
    tab.assert_clean()


def test_the_selection_follows_from_page_to_page(visit: Visits) -> None:
    tab = visit(width=390)
    page = tab.open("?lang=en&edition=2016&c=EST")
    page.get_by_test_id("stExpandSidebarButton").click()
    link = page.get_by_role("link", name="Rankings")
    # The view is in the link itself: for a new tab, and for a server that does not know the session.
    asked = link.get_attribute("href") or ""
    assert parse_qs(urlsplit(asked).query)["c"] == ["EST"], asked
    link.click()
    page.wait_for_url("**/rankings?**edition=2016**", timeout=15_000)
    page.get_by_role("heading", name="Rankings").wait_for(timeout=15_000)
    assert query(tab)["c"] == ["EST"]
    assert "2016 edition" in page.locator("[data-testid=stMain]").inner_text()
    open_sidebar = page.locator("[data-testid=stSidebarCollapseButton] [aria-expanded=true]")
    open_sidebar.wait_for(state="detached", timeout=15_000)
    page.get_by_test_id("stExpandSidebarButton").click()
    open_sidebar.wait_for(timeout=15_000)
    page.get_by_role("link", name="Rankings").click()  # the page that is shown already
    open_sidebar.wait_for(state="detached", timeout=15_000)
    tab.assert_clean()


def test_a_click_on_a_point_opens_its_country(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=en")
    page.locator("[data-testid=stVegaLiteChart] [aria-label*='Singapore']").first.click()
    page.wait_for_url("**/country?**country=SGP**", timeout=15_000)
    page.get_by_role("heading", name="Singapore", exact=True).wait_for(timeout=15_000)
    tab.assert_clean()


def test_a_click_in_the_legend_shows_a_group_alone(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=en")
    faint = "() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] path')]"
    faint += ".filter(mark => mark.getAttribute('opacity') === '0.08').length"
    assert page.evaluate(faint) == 0
    page.locator("[data-testid=stVegaLiteChart] text", has_text="Emerging (49)").click()
    page.wait_for_function(f"() => ({faint})() === 83", timeout=10_000)
    tab.assert_clean()


def test_nonsense_in_the_address_is_named(visit: Visits) -> None:
    tab = visit()
    page = tab.open("rankings?lang=en&edition=1066&c=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&who=me")
    note = page.locator("[data-testid=stAlert]").first.inner_text()
    assert "edition=1066" in note
    assert "who=me" in note
    assert "<img src=x onerror=alert(1)>" in note, "shown as text"
    assert page.locator("[data-testid=stAlert] img").count() == 0
    tab.assert_clean()


def test_an_embedded_view_has_no_navigation(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?embed=true&lang=en&c=SGP")
    assert page.locator("[data-testid=stSidebar]").count() == 0
    assert page.locator("[data-testid=stVegaLiteChart]").count() == 1
    tab.assert_clean()


@pytest.mark.parametrize(("path", "title"), [("rankings", "Rankings"), ("methods", "Data & methods")])
def test_the_first_visitor_of_a_fresh_server_may_open_any_page(
    visit: Visits, tmp_path: Path, path: str, title: str
) -> None:
    with serving(tmp_path / "log.txt") as url:
        tab = visit(url=url)
        page = tab.open(f"{path}?lang=en&edition=2016")
        assert page.locator("h1").inner_text() == title
        assert page.locator("[data-testid=stPageLink]").count() == len(places.PAGES)
        assert query(tab)["edition"] == ["2016"]
        tab.assert_clean()
