"""The report on one unit: everything inside, everything escaped, nothing that runs or fetches."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dxindex.report import Level, Report, Score, build_report

NASTY = "<script>alert('x')</script> & \"quoted\""


def _report(**changed: object) -> Report:
    fields: dict[str, object] = {
        "title": "Vietnam",
        "facts": "East Asia",
        "period": "2014",
        "lang": "en",
        "sentences": ["Vietnam is transitioning."],
        "picture": '<svg viewBox="0 0 1 1"><text>dots</text></svg>',
        "picture_note": "Each mark is a country.",
        "scores": [Score("Adoption", 0.467, "0.467", "73/132", True), Score("People", None, "–", "–", False)],
        "levels": [
            Level("Emerging", 0.008, False, "#d9730d"),
            Level("Transitioning", 0.992, True, "#2f8fd8"),
        ],
        "columns": ["Indicator", "Value"],
        "figures": [["Schooling", "7.7"]],
        "cautions": ["Borderline."],
        "sources": ["World Bank."],
        "licences": "CC BY 4.0",
        "version": "Data 1",
        "link": "https://example.org/country?country=VNM&lang=en",
        "published": ["Published 89."],
    }
    return Report(**{**fields, **changed})  # type: ignore[arg-type]


class _Balance(HTMLParser):
    """Every element that opens closes, in order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_it_is_a_whole_page_with_every_part() -> None:
    page = build_report(_report())
    parser = _Balance()
    parser.feed(page)
    assert not parser.open
    assert parser.seen.count("h1") == parser.seen.count("main") == 1
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    for text in (
        "transitioning.",
        "73/132",
        "99%",
        "7.7",
        "Borderline.",
        "CC BY 4.0",
        "Published 89.",
        "Data 1",
    ):
        assert text in page
    assert '<a href="https://example.org/country?country=VNM&amp;lang=en">' in page
    assert "@page { size: A4" in page


def test_headings_speak_the_language_of_the_report() -> None:
    headings = {
        lang: re.findall(r"<h2>(.*?)</h2>", build_report(_report(lang=lang))) for lang in ("en", "vi")
    }
    assert len(headings["en"]) == len(headings["vi"]) == 6
    assert not set(headings["en"]) & set(headings["vi"])
    assert '<html lang="vi">' in build_report(_report(lang="vi"))


@pytest.mark.parametrize(
    "changed",
    [
        {"title": NASTY},
        {"facts": NASTY},
        {"period": NASTY},
        {"sentences": [NASTY]},
        {"picture_note": NASTY},
        {"scores": [Score(NASTY, 0.1, NASTY, NASTY, True)]},
        {"levels": [Level(NASTY, 0.1, True, NASTY)]},
        {"columns": [NASTY], "figures": [[NASTY, NASTY]]},
        {"cautions": [NASTY]},
        {"sources": [NASTY], "licences": NASTY, "version": NASTY},
        {"link": NASTY},
        {"link": f"https://x.org/?{NASTY}"},
        {"published": [NASTY]},
    ],
)
def test_texts_are_never_markup(changed: dict[str, object]) -> None:
    page = build_report(_report(**changed))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    attributes = re.findall(r"\s(?:style|href)=\"([^\"]*)\"", page)
    assert all("'" not in value and "<" not in value for value in attributes)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "localhost/country"])
def test_only_web_addresses_become_links(link: str) -> None:
    page = build_report(_report(link=link))
    assert "<a " not in page
    assert link in page


def test_it_needs_no_network_and_runs_nothing() -> None:
    page = build_report(_report(link=""))
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|<link|\son\w+=", page)


def test_what_is_not_there_has_no_heading() -> None:
    bare = build_report(_report(scores=[], levels=[], cautions=[], published=[], sources=[], picture_note=""))
    for heading in ("Axes and pillars", "Share of runs", "beware", "Published", "figcaption>"):
        assert heading not in bare.split("</style>")[1]
