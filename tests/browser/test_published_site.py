"""The published site in a browser, opened from a file without any network: drawn, moved, shared, printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.published import write_once

BARRIERS = {"serious", "critical"}
DRAWN = ".chart.drawn .live svg"
WAYS = {
    "english-wide-light": ("en", 1280, "light"),
    "vietnamese-phone-dark": ("vi", 390, "dark"),
}
Opening = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_once(tmp_path_factory)


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Opening]:
    """Open pages from a file; whatever the console says or the network is asked for fails the test."""
    faults: list[str] = []
    contexts = []

    def visit(path: str, *, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            offline=True,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.extend([] if asked.url.startswith("file:") else [asked.url]))
        page.goto(f"{site.as_uri()}/{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not faults


def drawn(page: Page) -> Page:
    page.wait_for_selector(DRAWN, timeout=20_000)
    return page


def shown_note(page: Page) -> str:
    return page.locator("#notes").inner_text()


@pytest.mark.parametrize("way", WAYS)
def test_every_kind_of_page_opens_fits_and_has_no_barrier(opened: Opening, site: Path, way: str) -> None:
    lang, width, scheme = WAYS[way]
    # Of the rankings a few rows: the barriers of one are those of all, and each takes its time to examine.
    choices = {"rankings": "#region=NAC"}
    page = opened(f"{lang}/index.html", width=width, scheme=scheme)
    for name in ("index", "rankings", "map", "methods", "sources", "country/VNM"):
        page.goto(f"{site.as_uri()}/{lang}/{name}.html{choices.get(name, '')}")
        if name in ("index", "map"):
            drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        # Preloading would ask for style sheets as data, which the pages forbid.
        found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]})
        assert not [
            (name, fault["id"], fault["nodes"][0]["html"][:150])
            for fault in found.response["violations"]
            if fault["impact"] in BARRIERS
        ]


def test_hover_isolate_and_click(opened: Opening) -> None:
    page = drawn(opened("en/index.html"))
    vietnam = page.locator(f'{DRAWN} [aria-label="Vietnam, Transitioning"]')
    vietnam.hover()
    tip = page.locator(".tip")
    assert re.search(r"Country\s*Vietnam", tip.inner_text())
    assert "73 / 132" in tip.inner_text()
    page.locator(f"{DRAWN} .role-legend-label text", has_text="Emerging").click()
    page.wait_for_function(
        """() => document.querySelector('[aria-label="Vietnam, Transitioning"]').getAttribute("opacity") < 0.1"""
    )
    page.locator(f"{DRAWN} .role-legend-label text", has_text="Emerging").click(modifiers=["Shift"])
    vietnam.click()
    page.wait_for_url("**/en/country/VNM.html*")
    assert "**" not in page.locator(".say").first.inner_text()
    page.go_back()
    drawn(page)


def test_shift_zooms(opened: Opening) -> None:
    page = drawn(opened("en/index.html"))
    before = page.locator(f"{DRAWN} .role-axis-label text").first.text_content()
    page.locator(f'{DRAWN} [aria-label="Vietnam, Transitioning"]').hover()
    page.keyboard.down("Shift")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Shift")
    page.wait_for_function(
        "text => document.querySelector('.chart.drawn .live .role-axis-label text').textContent !== text",
        arg=before,
    )


def test_the_address_is_read_written_and_walked(opened: Opening) -> None:
    page = drawn(opened("en/index.html#lang=en&edition=2016&c=vnm&c=LAO&c=XXX&zz=1&k=4&label=highlighted"))
    assert page.locator("[data-edition='2016']").is_visible()
    assert not page.locator("[data-edition='2014']").is_visible()
    said = shown_note(page)
    assert "c=XXX: there is no such value here" in said
    assert "zz=1: there is no such parameter" in said
    assert "k=4: this published site does not have it" in said
    names = page.evaluate("[...document.querySelectorAll('.chips button')].map(b => b.textContent)")
    assert names == ["Vietnam ×", "Laos ×"]
    page.get_by_role("combobox", name="Highlighted countries", exact=True).select_option("THA")
    page.wait_for_url("**c=VNM&c=LAO&c=THA*")
    page.get_by_role("combobox", name="Edition").select_option("2014")
    page.wait_for_url("**edition=2014*")
    page.go_back()
    page.wait_for_function("document.documentElement.dataset.shown === '2016'")
    page.go_forward()
    page.wait_for_function("document.documentElement.dataset.shown === '2014'")
    drawn(page)
    page.get_by_role("link", name="Tiếng Việt").click()
    page.wait_for_url("**/vi/index.html#lang=vi*edition=2014*c=THA*")
    drawn(page)
    assert page.locator("html").get_attribute("lang") == "vi"
    page.get_by_role("link", name="Bảng xếp hạng").click()
    page.wait_for_url("**/vi/rankings.html#*c=THA*")
    assert page.locator("tr.chosen").count() == 2 * 3


def test_a_link_in_another_language_or_to_another_country_is_followed(opened: Opening) -> None:
    page = opened("en/country/VNM.html#lang=vi&country=SGP&edition=2016")
    page.wait_for_url("**/vi/country/SGP.html#*")
    assert page.locator("[data-edition='2016'] .say").is_visible()


def test_rankings_are_sorted_searched_and_filtered(opened: Opening) -> None:
    page = opened("vi/rankings.html")
    first = "section[data-edition='2014'] tbody tr:not([hidden]) th"
    assert page.locator(first).first.inner_text() == "Singapore"
    page.locator("section[data-edition='2014'] thead button").nth(3).click()
    assert page.locator("section[data-edition='2014'] [aria-sort]").get_attribute("aria-sort") == "ascending"
    page.locator("section[data-edition='2014'] thead button").nth(5).click()
    assert page.locator(first).first.inner_text() == "Canada"
    page.locator("input[type=search]").fill("viet nam")
    page.wait_for_url("**q=viet*")
    assert page.locator(first).all_inner_texts() == ["Việt Nam"]
    page.goto(page.url.split("#")[0] + "#club=ASEAN&income=H")
    page.wait_for_function("document.querySelectorAll('tbody tr:not([hidden])').length === 2")
    assert page.locator(first).all_inner_texts() == ["Singapore"]


def test_names_and_marks_are_those_that_the_library_places(opened: Opening) -> None:
    """The browser puts rows together for the visitor's choice: for the default one they must be the library's."""
    from dxindex.publish import gather
    from dxindex.site import drawings, links

    facts = gather(["2014"], runs=20)
    page = drawn(opened("vi/index.html"))
    state = {"c": list(links.HIGHLIGHTED), "label": ["auto"], "size": ["0"]}
    state |= {code: ["0"] for code in ("whisker", "trail", "outside")}
    made = page.evaluate("state => dxindex.builders['two-axis']('2014', state)", state)
    theirs = drawings.still_two_axis(facts, facts.first, "vi", links.HIGHLIGHTED)
    rows = theirs["datasets"]
    layers = dict(zip(("others", "halo", "named"), theirs["layer"][-3:], strict=True))
    for role in ("others", "named"):
        wanted = rows[layers[role]["data"]["name"]]
        assert made["datasets"][role] == [pytest.approx(row, abs=0.051) for row in wanted]
    marks = rows[next(layer for layer in theirs["layer"] if "name" in layer)["data"]["name"]]
    said = ("iso3", "name", "level", "group", "adoption", "enabling", "highlighted", "coverage")
    spoken = [name for name in marks[0] if name in said or name.endswith(("_text", "_rank"))]
    assert [{name: row[name] for name in spoken} for row in made["datasets"]["points"]] == [
        {name: row[name] for name in spoken} for row in marks
    ]


@pytest.mark.parametrize("path", ["en/country/VNM.html", "vi/country/COD.html#edition=2016"])
def test_a_country_prints_on_two_sheets(opened: Opening, path: str) -> None:
    page = opened(path, scheme="dark")
    page.wait_for_selector(".dots svg", state="attached")
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True, print_background=True))
    assert 1 <= len(sheets) <= 2


def test_the_copied_link_is_whole(opened: Opening) -> None:
    page = drawn(opened("en/map.html#by=enabling"))
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_selector("#notes .note")
    about = page.evaluate("dxindex.site.version")
    field = page.locator("#notes input")
    link = field.input_value() if field.count() else page.evaluate("navigator.clipboard.readText()")
    for part in ("lang=en", "edition=2014", "c=VNM", "by=enabling", "size=0", f"m={about['method']}"):
        assert part in link
    assert json.dumps(about["data"].replace("+", "%2B"))[1:-1] in link
