"""What people come for, from beginning to end, in Chromium."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import Visit

Visits = Callable[..., Visit]
POPOVER = "[data-testid=stPopoverBody]"


def choose(page: Page, label: str, typed: str) -> None:
    """Pick an option of a select box by typing a part of it."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(typed)
    page.keyboard.press("Enter")


def shared_link(tab: Visit) -> str:
    tab.page.get_by_role("button", name="Share").click()
    return tab.page.locator(f"{POPOVER} [data-testid=stCode] code").first.inner_text()


def test_find_my_country_and_read_why(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=en")
    page.get_by_role("link", name="Country", exact=True).click()
    page.get_by_role("heading", name="Vietnam", exact=True).wait_for(timeout=15_000)
    choose(page, "Country", "Thai")
    page.get_by_role("heading", name="Thailand", exact=True).wait_for(timeout=15_000)
    tab.settle()
    told = page.locator("[data-testid=stMain]").inner_text()
    assert re.search(r"Thailand is transitioning in the 2014 edition", told)
    assert re.search(r"Digital adoption: \d+ of 132", told)
    assert "Its best pillar by rank" in told
    tab.assert_clean()


def test_compare_two_and_send_the_link(visit: Visits) -> None:
    tab = visit()
    page = tab.open("compare?lang=en&with=VNM&with=THA")
    link = shared_link(tab)
    query = parse_qs(urlsplit(link).query)
    assert query.get("with") == ["VNM", "THA"], link
    assert {"edition", "lang", "data", "m", "seen"} <= query.keys(), "defaults and versions are written out"
    assert "This link works on this machine alone" in page.locator(POPOVER).inner_text()
    assert page.locator(f"{POPOVER} img").count() == 1, "a QR code for the room"
    other = visit()
    received = other.open(link.removeprefix(other.address + "/"))
    told = received.locator("[data-testid=stMain]").inner_text()
    assert "Vietnam" in told
    assert "Thailand" in told
    assert received.locator("[data-testid=stAlert]").count() == 0, "a link of the same version needs no note"
    other.assert_clean()


def test_a_link_of_another_version_offers_both_readings(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=en&data=2019.01%2Bold&m=0&seen=VNM.70.80")
    note = page.locator("[data-testid=stAlert]").first.inner_text()
    assert "another version" in note
    assert "2019.01+old" in note
    assert "Both readings" in page.locator(".st-key-versions").inner_text()
    page.get_by_role("button", name="Read with the figures here").click()
    page.wait_for_function("() => !document.querySelector('.st-key-versions')", timeout=15_000)
    assert "data=" not in page.url
    tab.assert_clean()


def test_recluster_and_copy_the_command(visit: Visits) -> None:
    tab = visit()
    page = tab.open("clusters?lang=en")
    choose(page, "Method", "Ward")
    page.wait_for_url("**method=ward**", timeout=15_000)
    tab.settle()
    page.get_by_text("Make these groups yourself").click()
    command = page.locator("[data-testid=stCode] code").first.inner_text()
    assert "dxindex classify" in command
    assert "--method ward" in command
    tab.assert_clean()


def test_present_four_scenes(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=en")
    page.get_by_role("button", name="Present").click()
    page.get_by_role("button", name="Play: Vietnam").click()
    for country in ("Vietnam", "Singapore", "Estonia", "United Kingdom"):
        page.get_by_role("heading", name=re.compile(f"^{country}: ")).wait_for(timeout=15_000)
        tab.settle()
        assert page.locator("[data-testid=stSidebar]").is_hidden()
        page.keyboard.press("ArrowRight")
    link = page.url
    page.keyboard.press("ArrowLeft")
    page.get_by_role("heading", name=re.compile("^Estonia: ")).wait_for(timeout=15_000)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Present").wait_for(timeout=15_000)
    tab.assert_clean()
    room = visit()
    shown = room.open(link.removeprefix(room.address + "/"))
    assert shown.locator("h1").inner_text().startswith("United Kingdom: "), "the link opens on its scene"
    assert "4 of 4" in shown.locator(".st-key-stage_bar").inner_text()
    room.assert_clean()


def test_a_chart_on_stage_is_as_tall_as_the_screen(visit: Visits) -> None:
    for high in (720, 1080):
        tab = visit(height=high)
        page = tab.open("?lang=en&present=1")
        box = page.locator("[data-testid=stVegaLiteChart]").bounding_box()
        assert box is not None
        assert 0.55 * high < box["height"], "it fills the stage"
        assert box["y"] + box["height"] < high, "and nothing of it is below the screen"
        tab.assert_clean()


def test_scenes_of_ones_own_cross_pages(visit: Visits) -> None:
    tab = visit()
    page = tab.open("country?lang=en&country=SGP")
    page.get_by_role("button", name="Present").click()
    page.get_by_role("button", name="Add this view").click()
    page.wait_for_url("**scene=**", timeout=15_000)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Map").click()
    page.get_by_role("heading", name="Where are they?").wait_for(timeout=15_000)
    page.get_by_role("button", name="Present").click()
    page.get_by_role("button", name="Add this view").click()
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("heading", name=re.compile("Singapore")).wait_for(timeout=15_000)
    tab.settle()
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="Where are they?").wait_for(timeout=15_000)
    tab.assert_clean()


def test_a_scene_that_is_not_valid_says_so_and_shows_the_rest(visit: Visits) -> None:
    tab = visit()
    page = tab.open("?lang=vi&present=1&scene=%3Fc%3DVNM&scene=country%3Fcountry%3DXXX&at=1")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/country?**", timeout=15_000)
    tab.settle()
    assert "country=XXX" in page.locator("[data-testid=stAlert]").first.inner_text()
    assert page.evaluate("document.documentElement.lang") == "vi", "the language stays the visitor's"
    tab.assert_clean()


def test_download_a_chart_and_find_the_source_inside(visit: Visits, tmp_path: Path) -> None:
    tab = visit()
    page = tab.open("?lang=en")
    page.get_by_role("button", name="Save").first.click()
    files = {}
    for name in ("Slide, 16:9 (PNG)", "Drawing (SVG)", "Figures (CSV)"):
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
        files[name] = (tmp_path / download.value.suggested_filename).read_bytes()
    slide = files["Slide, 16:9 (PNG)"]
    assert struct.unpack(">II", slide[16:24]) == (1920, 1080)
    for content in files.values():
        assert b"Worldwide Governance Indicators 2014" in content
        assert b"edition=2014" in content, "the link to the same view"
    assert b"Digital adoption and enabling factors" in files["Drawing (SVG)"]
    assert files["Figures (CSV)"].decode("utf-8-sig").startswith("# title: ")
    tab.assert_clean()


def test_the_report_of_a_country_needs_no_network(visit: Visits, tmp_path: Path) -> None:
    tab = visit()
    page = tab.open("country?lang=vi&country=SGP")
    with page.expect_download(timeout=60_000) as download:
        page.locator("[data-testid=stDownloadButton] button").first.click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    report = target.read_text(encoding="utf-8")
    assert '<html lang="vi"' in report
    assert "Singapore" in report
    assert not re.search(r'(?:src|href)="https?://[^"]+\.(?:js|css|png|woff2?)"', report)
    assert "<script" not in report
    tab.assert_clean()
